"""What the migration agency and the police come to hold of employers, beside the permits.

Nothing here reads a finding of a joint control: the agencies act on permits they granted, and
on checks of their own, late and seldom. Honest employers meet all of it too.
"""

from __future__ import annotations

import numpy as np

from features.registers import (
    ASYLUM_WORK_NOTICES,
    EMPLOYER_ASSESSMENTS,
    SEASONAL_HOUSING,
    UNLAWFUL_EMPLOYMENT,
)
from features.schema import Table
from features.synthetic.branches import column
from features.synthetic.happenings import happen, odds
from features.synthetic.permits import person_keys
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_DAY, NO_ORE, Rows, codes
from features.synthetic.staff import Block, Staff

__all__ = ["assessment_rows", "housing_rows", "liability_rows", "notice_rows"]

_ASSESSED = 0.11  # of the permit decisions (assumption: after-checks are few, RiR 2022:21)
_KINDS = ("clean", "negative", "order")
_SEASONAL = "seasonal"
_NOTIFIED = 0.004  # of new spells of work (assumption)
# Numbers of persons that were notified and never came: apart from those who hold permits.
_NEVER_CAME = 80_000_000
# Special fees and judgments a year and employer in the trades that police may visit
# (assumption: some hundred a year over 400,000 workplaces with staff).
_LIABLE = 0.0009


def assessment_rows(
    permits: Rows, block: Block, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Some permit decisions lead to an assessment, or to an order that most answer."""
    entity = permits.texts("org_no").at
    picked = np.flatnonzero(rng.random(len(entity)) < _ASSESSED)
    entity = entity[picked]
    business = registry.population.entities.business[entity]
    traits = registry.population.businesses.traits
    count = len(picked)
    made = permits.numbers("decided_on")[picked] + rng.integers(20, 420, count)
    bad = np.maximum(traits.habit("underpays_permits"), traits.habit("ghost_permits"))[business]
    negative = rng.random(count) < odds(0.09, 1.8 * bad, 0.7 * traits.clearly[business])
    order = rng.random(count) < 0.3
    deadline = made + 7 * rng.integers(3, 7, count)
    rows = Rows(
        {
            "assessment_no": cases("V", block.first_person() + np.arange(count), 12),
            "org_no": registry.org_no(entity),
            "kind": codes(_KINDS, np.where(order, 2, negative.astype(np.int32))),
            "made_on": made.astype(np.int32),
            "deadline_on": np.where(order, deadline, NO_DAY).astype(np.int32),
            "answered_on": np.full(count, NO_DAY, dtype=np.int32),
            "withdrawn": np.zeros(count, dtype=bool),
            "known_at": made + rng.integers(0, 12, count),
        }
    )
    silent = traits.habit("never_answers")[business]
    answers = order & (rng.random(count) > odds(0.12, 3.5 * silent))
    answered = np.maximum(deadline + rng.integers(-15, 25, count), made + 1)
    replies = rows.take(answers).having(
        answered_on=answered[answers].astype(np.int32),
        known_at=np.maximum(answered, rows.numbers("known_at"))[answers] + 1,
    )
    appealed = negative & ~order & (rng.random(count) < 0.06)
    undone = rows.take(appealed).having(
        withdrawn=np.ones(appealed.sum(), dtype=bool),
        known_at=rows.numbers("known_at")[appealed] + rng.integers(90, 300, appealed.sum()),
    )
    return [(EMPLOYER_ASSESSMENTS, rows.then(replies, undone))]


def housing_rows(
    permits: Rows, block: Block, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Employers of seasonal workers are asked some years how these live."""
    kind = permits.texts("kind")
    season = kind.at == kind.words.to_pylist().index(_SEASONAL)
    first = permits.numbers("decided_on")[season]
    year = registry.calendar.month(first) // 12
    entity = permits.texts("org_no").at[season]
    groups, at, persons = np.unique(
        np.column_stack([entity, year]), axis=0, return_index=True, return_counts=True
    )
    asked = rng.random(len(groups)) < 0.45
    entity, persons, first = groups[asked, 0], persons[asked], first[at[asked]]
    count = len(entity)
    traits = registry.population.businesses.traits
    business = registry.population.entities.business[entity]
    hard = np.maximum(traits.habit("underpays_permits"), 0.6 * traits.unserious)[business]
    crowding = rng.lognormal(np.log(1.7), 0.35, count) * (1 + 0.9 * hard)
    rooms = np.maximum(np.round(persons / crowding), 1).astype(np.int64)
    declared = first + rng.integers(10, 120, count)
    rent = rng.uniform(1_200, 3_400, count) * (1 + 0.7 * hard)
    rows = Rows(
        {
            "declaration_no": cases("H", block.first_person() + np.arange(count), 12),
            "org_no": registry.org_no(entity),
            "declared_on": declared.astype(np.int32),
            "rooms": rooms,
            "area_m2": np.round(rooms * rng.uniform(9, 22, count)).astype(np.int64),
            "persons": persons.astype(np.int64),
            "rent_ore": (np.round(rent / 50) * 50_00).astype(np.int64),
            "deducted": rng.random(count) < odds(0.15, 2.0 * hard),
            "known_at": declared + rng.integers(0, 18, count),
        }
    )
    return [(SEASONAL_HOUSING, rows)]


def notice_rows(
    staff: Staff, block: Block, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Notices of work in the asylum process: most are paid, some never came or are hidden."""
    traits = registry.population.businesses.traits.take(block.businesses)
    sector = registry.population.businesses.sector[block.businesses]
    lean = np.minimum(column("permits")[sector] / 5, 2)[staff.business]
    new = (staff.begins > 0) & ~staff.seasonal & ~staff.self_employed
    chosen = np.flatnonzero(new & (rng.random(len(staff)) < _NOTIFIED * lean))
    absent = rng.random(len(chosen)) < odds(
        0.12, 2.5 * traits.habit("ghost_permits")[staff.business[chosen]]
    )
    person = np.where(
        absent,
        block.first_person() + _NEVER_CAME + np.arange(len(chosen)),
        staff.person[chosen],
    )
    count = len(chosen)
    starts = registry.calendar.start(staff.begins[chosen])
    noticed = starts - rng.integers(-12, 20, count)
    entity = registry.population.businesses.entity(
        staff.business[chosen] + block.start, staff.begins[chosen]
    )
    ends = registry.calendar.start(staff.ends[chosen]) - 1
    told = rng.random(count) < 0.5
    rows = Rows(
        {
            **person_keys(person).columns,
            "notice_no": cases("N", block.first_person() + np.arange(count), 12),
            "org_no": registry.org_no(entity),
            "noticed_on": noticed.astype(np.int32),
            "starts_on": starts.astype(np.int32),
            "ends_on": np.where(told, ends, NO_DAY).astype(np.int32),
            "known_at": noticed + rng.integers(0, 7, count),
        }
    )
    return [(ASYLUM_WORK_NOTICES, rows)]


def liability_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """Liability for unlawful employment, final a year or two after the work itself."""
    businesses = registry.population.businesses
    risk = np.where(column("unserious")[businesses.sector] >= 5, 3.0, 0.4)
    yearly = _LIABLE * risk * (1 + 14 * businesses.traits.unserious**2)
    found = happen(registry, yearly, rng, before=24)
    count = len(found)
    final = found.day + rng.integers(240, 800, count)
    judged = rng.random(count) < 0.15
    fee = rng.integers(1, 6, count) * 28_650_00  # half a price base amount per person employed
    rows = Rows(
        {
            "case_no": cases("K", np.arange(count)),
            "org_no": registry.org_no(found.entity),
            "kind": codes(("fee", "judgment"), judged),
            "final_on": final.astype(np.int32),
            "fee_ore": np.where(judged, NO_ORE, fee),
            "known_at": final + rng.integers(3, 60, count),
        }
    )
    return [(UNLAWFUL_EMPLOYMENT, rows)]

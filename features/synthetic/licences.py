"""What those outside the cooperation decide of permits and food, and who lodges at work."""

from __future__ import annotations

import numpy as np

from features.registers import (
    CARE_PERMITS,
    FOOD_CONTROLS,
    HAULAGE_PENALTIES,
    LODGING_AT_WORKPLACE,
    SERVING_PERMITS,
)
from features.registers.lodging import FEWEST_LODGERS
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.happenings import Happenings, happen, odds
from features.synthetic.payers import FINALITY, stages
from features.synthetic.registry import Registry, cases, pick
from features.synthetic.rows import NO_ORE, Rows, codes

__all__ = ["licence_rows"]

# What happens to a business of the trade a year (assumptions): a decision on a care permit, on
# a permit to serve, a food control, a penalty in haulage.
_CARE, _SERVING, _FOOD, _HAULAGE = 0.10, 0.16, 0.85, 0.09
_LODGES = 0.004  # of the workplaces in trades where people have been found to sleep at work
_SLEEPS_AT_WORK = ("construction", "cleaning", "hospitality", "agriculture", "vehicle_service")


def licence_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """All decisions of those outside the cooperation, and the counts of who lodges at work."""
    return [
        (CARE_PERMITS, _care(registry, rng)),
        (SERVING_PERMITS, _serving(registry, rng)),
        (FOOD_CONTROLS, _food(registry, rng)),
        (HAULAGE_PENALTIES, _haulage(registry, rng)),
        (LODGING_AT_WORKPLACE, _lodging(registry, rng)),
    ]


def _of(registry: Registry, *keys: str) -> np.ndarray:
    """Which businesses are of these sectors."""
    wanted = [place for place, sector in enumerate(SECTORS) if sector.key in keys]
    return np.isin(registry.population.businesses.sector, wanted)


def _whom(registry: Registry, found: Happenings, letter: str, number: str) -> Rows:
    """Case number, employer and its first workplace."""
    first = registry.population.workplaces.first[found.business]
    return Rows(
        {
            number: cases(letter, np.arange(len(found))),
            "org_no": registry.org_no(found.entity),
            "cfar": registry.cfar(first),
        }
    )


def _care(registry: Registry, rng: np.random.Generator) -> Rows:
    traits = registry.population.businesses.traits
    found = happen(registry, _CARE * _of(registry, "care"), rng)
    bad = odds(0.12, 1.6 * traits.unserious[found.business], 0.3 * traits.poor[found.business])
    fails = rng.random(len(found)) < bad
    decision = np.where(fails, 1 + (rng.random(len(found)) < 0.3), 0)
    return Rows(
        {
            "decision_no": cases("I", np.arange(len(found))),
            "org_no": registry.org_no(found.entity),
            "activity": pick(("assistance", "home_care", "other"), [0.5, 0.3, 0.2],
                             len(found), rng),
            "decision": codes(("granted", "refused", "revoked"), decision),
            "decided_on": found.day,
            "known_at": found.day + rng.integers(1, 40, len(found)),
        }
    )  # fmt: skip


def _serving(registry: Registry, rng: np.random.Generator) -> Rows:
    traits = registry.population.businesses.traits
    found = happen(registry, _SERVING * _of(registry, "hospitality"), rng)
    untidy = 1.4 * traits.unserious + 0.3 * traits.poor + 0.8 * traits.habit("files_late")
    reacts = rng.random(len(found)) < odds(0.2, untidy[found.business])
    how = rng.choice(3, len(found), p=[0.55, 0.35, 0.10])
    rows = _whom(registry, found, "Z", "decision_no")
    return rows.having(
        decision=codes(
            ("granted", "remark", "warning", "revoked"), np.where(reacts, 1 + how, 0)
        ),
        decided_on=found.day,
        known_at=found.day + rng.integers(3, 76, len(found)),
    )


def _food(registry: Registry, rng: np.random.Generator) -> Rows:
    """Deviations follow carelessness, as in the work environment, more than anything else."""
    traits = registry.population.businesses.traits
    found = happen(registry, _FOOD * _of(registry, "hospitality", "food_trade"), rng)
    push = 0.5 * traits.careless[found.business] + 0.6 * traits.unserious[found.business]
    deviates = rng.random(len(found)) < odds(0.32, push)
    serious = rng.random(len(found)) < odds(0.12, push)
    rows = _whom(registry, found, "G", "control_no")
    result = np.where(deviates, 1 + serious, 0)
    return rows.having(
        controlled_on=found.day,
        result=codes(("none", "minor", "serious"), result),
        known_at=found.day + rng.integers(3, 76, len(found)),
    )


def _haulage(registry: Registry, rng: np.random.Generator) -> Rows:
    traits = registry.population.businesses.traits
    yearly = _HAULAGE * _of(registry, "transport") * np.exp(0.3 * traits.careless)
    found = happen(registry, yearly * (1 + 1.5 * traits.unserious), rng)
    count = len(found)
    kinds = ("driving_time", "tachograph", "cabotage", "permit_warning", "permit_revoked")
    kind = rng.choice(5, count, p=[0.5, 0.25, 0.10, 0.12, 0.03])
    fee = rng.integers(1, 50, count) * 4_000_00
    rows = Rows(
        {
            "case_no": cases("Y", np.arange(count)),
            "org_no": registry.org_no(found.entity),
            "kind": codes(kinds, kind),
            "decided_on": found.day,
            "fee_ore": np.where(kind < 3, fee, NO_ORE),
            "status": codes(FINALITY, np.zeros(count)),
            "known_at": found.day + rng.integers(1, 21, count),
        }
    )
    return stages(rows, 0.2, rng)


def _lodging(registry: Registry, rng: np.random.Generator) -> Rows:
    """Quarter by quarter; some live over the shop in all honesty, on a farm or in a hotel."""
    workplaces, businesses = registry.population.workplaces, registry.population.businesses
    at, calendar = workplaces.business, registry.calendar
    sleeps = _of(registry, *_SLEEPS_AT_WORK)[at]
    chance = _LODGES * sleeps * (1 + 8 * businesses.traits.unserious[at] ** 2) + 0.0004
    place = np.flatnonzero(rng.random(len(at)) < chance)
    begins = rng.integers(-12, calendar.months, len(place))
    lasts = rng.integers(3, 30, len(place))
    heads = FEWEST_LODGERS - 2 + rng.poisson(4, len(place))
    quarters = np.arange(0, calendar.months, 3)
    which, quarter = np.nonzero(
        (begins[:, None] <= quarters) & (quarters < (begins + lasts)[:, None])
        & (businesses.begins[at[place]][:, None] <= quarters)
        & (quarters < businesses.ends[at[place]][:, None])
    )  # fmt: skip
    counted = calendar.start(quarters[quarter])
    persons = heads[which] + rng.integers(-1, 2, len(which))
    enough = persons >= FEWEST_LODGERS
    which, counted, persons = which[enough], counted[enough], persons[enough]
    return Rows(
        {
            "cfar": registry.cfar(place[which]),
            "org_no": registry.org_no(registry.entity_at(place[which], counted)),
            "counted_on": counted.astype(np.int32),
            "persons": persons.astype(np.int64),
            "known_at": (counted + rng.integers(5, 30, len(which))).astype(np.int32),
        }
    )

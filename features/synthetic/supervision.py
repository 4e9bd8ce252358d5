"""Single-authority traces: inspections and their documents, staff ledgers, injuries."""

from __future__ import annotations

import numpy as np

from features.registers import (
    INJURIES,
    INSPECTIONS,
    LEDGER_VISITS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
)
from features.schema import Table
from features.synthetic.branches import column
from features.synthetic.oversight import Visits
from features.synthetic.registry import Registry, cases, pick
from features.synthetic.rows import NO_DAY, NO_ORE, Rows, codes

__all__ = ["injury_rows", "inspection_rows", "ledger_rows"]

# Sanction fees a year per family (the authority's diary, September 2025 to 2026).
_FAMILIES = {
    "fall_protection": 332, "lifting_inspection": 233, "pressure": 221,
    "posting_notification": 165, "forklift": 111, "plan": 56, "working_time": 39, "quartz": 24,
    "asbestos": 20,
}  # fmt: skip
_BUILDING = np.array([3.0, 0.8, 0.5, 1.5, 0.4, 3.0, 0.6, 2.0, 2.0])
_FEE_STATUS = ("ordered", "accepted", "contested", "final", "annulled")


def inspection_rows(
    visits: Visits, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Inspections, notices, prohibitions and sanction fees."""
    order = np.argsort(visits.day, kind="stable")
    workplace, day, found = visits.workplace[order], visits.day[order], visits.found[order]
    count = len(order)
    whom = Rows(
        {
            "case_no": cases("A", np.arange(count)),
            "org_no": registry.org_no(registry.entity_at(workplace, day)),
            "cfar": registry.cfar(workplace),
        }
    )
    kinds = ("planned", "incident", "complaint", "follow_up", "digital", "joint")
    usual = rng.choice(5, count, p=[0.50, 0.12, 0.09, 0.10, 0.19])
    inspections = whom.having(
        inspected_on=day,
        kind=codes(kinds, np.where(visits.joint[order], 5, usual)),
        known_at=day + rng.integers(1, 4, count),
    )
    business = registry.population.workplaces.business[workplace]
    traits = registry.population.businesses.traits
    offset = column("environment")[registry.population.businesses.sector[business]]
    demanding = -0.9 + 0.6 * traits.careless[business] + 0.7 * offset + 1.6 * found
    demanding += 0.5 * traits.unserious[business]
    some = np.flatnonzero(rng.random(count) < 1 / (1 + np.exp(-demanding)))
    banned = found & (rng.random(count) < 0.45)
    fee = found & ~banned
    return [
        (INSPECTIONS, inspections),
        (NOTICES, _notices(whom.take(some), day[some], traits.careless[business[some]],
                           traits.habit("never_answers")[business[some]], rng)),
        (PROHIBITIONS, _prohibitions(whom.take(banned), day[banned], rng)),
        (SANCTION_FEES, _fees(whom.take(fee), day[fee], offset[fee] > 0.7, rng)),
    ]  # fmt: skip


def _notices(
    whom: Rows, day: np.ndarray, careless: np.ndarray, silent: np.ndarray,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """Most answer before the deadline, some after; the silent and a few others never do."""
    count = len(day)
    noticed = day + rng.integers(3, 25, count)
    deadline = noticed + 7 * rng.integers(4, 13, count)
    kinds = ("inspection_notice", "supervision_notice", "order_with_fine")
    rows = whom.having(
        document_no=cases("M", np.arange(count)),
        kind=pick(kinds, [0.60, 0.37, 0.03], count, rng),
        noticed_on=noticed,
        demands=1 + rng.poisson(np.exp(0.7 + 0.25 * careless)),
        deadline_on=deadline,
        answered_on=np.full(count, NO_DAY, dtype=np.int32),
        known_at=noticed + rng.integers(1, 4, count),
    )
    answers = rng.random(count) > 0.06 + 0.85 * silent
    answered = np.where(
        rng.random(count) < 0.75,
        deadline - rng.integers(0, 21, count),
        deadline + rng.integers(1, 60, count),
    )
    later = rows.take(answers).having(
        answered_on=answered[answers].astype(np.int32),
        known_at=answered[answers] + rng.integers(1, 4, answers.sum()),
    )
    return rows.then(later)


def _prohibitions(whom: Rows, day: np.ndarray, rng: np.random.Generator) -> Rows:
    count = len(day)
    decided = day + rng.integers(0, 3, count)
    rows = whom.having(
        document_no=cases("B", np.arange(count)),
        kind=pick(("immediate", "with_fine"), [0.85, 0.15], count, rng),
        decided_on=decided,
        lifted_on=np.full(count, NO_DAY, dtype=np.int32),
        known_at=decided + rng.integers(1, 3, count),
    )
    lifted = decided + rng.integers(7, 90, count)
    goes = rng.random(count) < 0.8
    later = rows.take(goes).having(lifted_on=lifted[goes], known_at=lifted[goes] + 2)
    return rows.then(later)


def _fees(whom: Rows, day: np.ndarray, building: np.ndarray, rng: np.random.Generator) -> Rows:
    """Ordered some hundred days after, 47 % of them contested, a few of those annulled."""
    count = len(day)
    share = np.array(list(_FAMILIES.values()), dtype=float)
    odds = np.where(building[:, None], share * _BUILDING, share)
    edges = np.cumsum(odds / odds.sum(axis=1, keepdims=True), axis=1)
    family = (rng.random(count)[:, None] > edges).sum(axis=1).clip(0, len(share) - 1)
    decided = day + np.minimum(rng.lognormal(np.log(95), 0.4, count), 260).astype(np.int32)
    order = np.argsort(decided, kind="stable")
    back = np.empty(count, dtype=np.int64)
    back[order] = np.arange(count)
    rows = Rows(
        {
            **{name: whom[name] for name in ("org_no", "cfar")},
            "document_no": cases("F", back),
            "family": codes(list(_FAMILIES), family),
            "decided_on": decided,
            "amount_ore": (rng.integers(3, 42, count) * 2_500_00).astype(np.int64),
            "status": codes(_FEE_STATUS, np.zeros(count)),
            "known_at": decided + rng.integers(1, 4, count),
        }
    )
    contests = rng.random(count) < 0.47
    answered = decided + rng.integers(10, 45, count)
    second = rows.having(status=codes(_FEE_STATUS, np.where(contests, 2, 1)), known_at=answered)
    annulled = contests & (rng.random(count) < 0.12)
    third = rows.having(
        status=codes(_FEE_STATUS, np.where(annulled, 4, 3)),
        known_at=answered + np.where(contests, rng.integers(120, 480, count), 30),
    )
    return rows.then(second, third)


def ledger_rows(
    visits: Visits, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Visits to staff ledgers; the fee comes one to two months after as a correction."""
    order = np.argsort(visits.day, kind="stable")
    workplace, day, found = visits.workplace[order], visits.day[order], visits.found[order]
    count = len(order)
    business = registry.population.workplaces.business[workplace]
    businesses = registry.population.businesses
    staff = businesses.size[business] * registry.population.workplaces.share[workplace]
    present = np.minimum(rng.poisson(np.maximum(0.5 * staff, 0.7)), 60)
    bad = np.where(found, rng.random(count) < 0.8, rng.random(count) < 0.05) & (present > 0)
    share = np.where(bad, 0.2 + 0.5 * businesses.traits.unserious[business], 0.01)
    unregistered = rng.binomial(present, share)
    unregistered = np.where(bad, np.maximum(unregistered, 1), unregistered)
    ledger = np.where(bad, np.where(rng.random(count) < 0.25, 2, 1), 0)
    rows = Rows(
        {
            "visit_no": cases("L", np.arange(count)),
            "org_no": registry.org_no(registry.entity_at(workplace, day)),
            "cfar": registry.cfar(workplace),
            "visited_on": day,
            "present": present.astype(np.int64),
            "unregistered": unregistered.astype(np.int64),
            "ledger": codes(("ok", "deficient", "missing"), ledger),
            "fee_ore": np.full(count, NO_ORE),
            "known_at": day + 1,
        }
    )
    fee = 12_500_00 + 2_500_00 * unregistered.astype(np.int64)
    later = rows.take(bad).having(
        fee_ore=fee[bad], known_at=day[bad] + rng.integers(30, 61, bad.sum())
    )
    return [(LEDGER_VISITS, rows.then(later))]


def injury_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """Injuries by staff, trade and carelessness, less those never reported."""
    calendar = registry.calendar
    at = registry.population.workplaces.business
    businesses = registry.population.businesses
    traits = businesses.traits
    begins = np.maximum(businesses.begins[at], 0)
    lived = np.maximum(np.minimum(businesses.ends[at], calendar.months) - begins, 0)
    staff = businesses.size[at] * registry.population.workplaces.share
    # With absence 7 per 1,000 and year (av.se 2019); the other kinds in proportion to it.
    rate = 0.007 * 3.4 / 12 * column("injuries")[businesses.sector[at]]
    rate *= np.exp(0.35 * traits.careless[at] - 0.06)
    reported = 1 - 0.9 * traits.habit("hides_injuries")[at] - 0.3 * traits.unserious[at]
    number = rng.poisson(rate * staff * lived * np.maximum(reported, 0.02))
    workplace = np.repeat(np.arange(len(at)), number)
    day = calendar.start(begins)[workplace] + (
        rng.random(len(workplace))
        * (calendar.start(begins + lived) - calendar.start(begins))[workplace]
    ).astype(np.int32)
    workplace, day = workplace[np.argsort(day, kind="stable")], np.sort(day, kind="stable")
    kinds = ("accident_absence", "accident_no_absence", "serious", "disease")
    kind = rng.choice(4, len(day), p=[0.28, 0.56, 0.06, 0.10])
    absent = np.where(kind == 1, 0, 1 + rng.geometric(0.07, len(day)))
    rows = Rows(
        {
            "report_no": cases("S", np.arange(len(day))),
            "org_no": registry.org_no(registry.entity_at(workplace, day)),
            "cfar": registry.cfar(workplace),
            "occurred_on": day,
            "kind": codes(kinds, kind),
            "absence_days": absent.astype(np.int64),
            "known_at": day + np.minimum(rng.gamma(1.2, 11, len(day)), 200).astype(np.int32),
        }
    )
    return [(INJURIES, rows)]

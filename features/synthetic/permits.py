"""Work permits: who was offered what, who was paid less, who never came."""

from __future__ import annotations

import numpy as np

from features.registers import PERMITS
from features.registers.reference import SALARY_FLOORS
from features.schema import Table
from features.synthetic.branches import column
from features.synthetic.calendar import day_number
from features.synthetic.keys import text_keys
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_DAY, Keys, Rows, codes
from features.synthetic.staff import Block, Staff
from features.synthetic.stays import DECISIONS, LASTS, SEASONAL, arrivals, revocations, stays

__all__ = ["person_keys", "with_permits"]

_KINDS = ("first", "extension", "seasonal", "change_of_track")
_GHOSTS = 50_000_000  # person numbers of a block from here on never worked


def person_keys(numbers: np.ndarray) -> Rows:
    """The owners' pseudonyms for persons, as the column `person_key`."""
    at = np.arange(len(numbers), dtype=np.int32)
    return Rows({"person_key": Keys(at, text_keys("P", numbers, 12))})


def with_permits(
    staff: Staff, block: Block, registry: Registry, rng: np.random.Generator
) -> tuple[Staff, list[tuple[Table, Rows]]]:
    """Some spells get a permit, and pay to match the offer or not; then the register's rows."""
    businesses = registry.population.businesses
    traits = businesses.traits.take(block.businesses)
    sector = businesses.sector[block.businesses]
    size = businesses.size[block.businesses]
    odds = column("permits")[sector] / 100 * np.minimum(size, 12) ** 0.45
    odds *= 1 + 1.5 * traits.clearly
    takes = rng.random(block.count) < odds
    depth = rng.beta(1.6, 4, block.count)
    holder = takes[staff.business] & (rng.random(len(staff)) < depth[staff.business])
    holder &= ~staff.self_employed
    calendar = registry.calendar
    comes = arrivals(staff, calendar)
    holder &= comes < staff.ends
    chosen = np.flatnonzero(holder)
    business = staff.business[chosen]
    begins = comes[chosen]

    ahead = np.where(begins > 0, rng.integers(15, 100, len(chosen)),
                     rng.integers(20, 650, len(chosen)))  # fmt: skip
    seasonal = staff.seasonal[chosen]
    ahead = np.where(seasonal, rng.integers(15, 40, len(chosen)), ahead)
    decided = calendar.start(begins) - ahead
    floor = _floor(decided)
    underpays = traits.habit("underpays_permits")[business]
    usual = column("wage")[sector][business] * 100 * rng.lognormal(0.02, 0.10, len(chosen))
    at_floor = (underpays > 0) | (rng.random(len(chosen)) < 0.15)
    tight = floor * rng.uniform(1.0, 1.03, len(chosen))
    hours = np.where(rng.random(len(chosen)) < 0.9, 1.0, 0.75)
    # The offer is for the hours offered; the floor holds for a part-timer's pay as well.
    offered = np.where(at_floor, np.maximum(tight, 13_000_00), np.maximum(floor, usual * hours))
    offered = np.round(offered / 100_00) * 100_00
    # Honest pay lies at or a little above the offer, but with some hours fall short for
    # everybody; those who underpay do not do it to all.
    short = np.where(rng.random(block.count) < 0.12, rng.uniform(0.75, 0.98, block.count), 1)
    cut = np.where(rng.random(len(chosen)) < 0.75, 1 - 0.6 * underpays, 1)
    ratio = rng.uniform(0.98, 1.06, len(chosen)) * short[business] * cut
    pay = staff.pay_ore.copy()
    # Pay is held at the prices of month 0, the offer at those of its own day.
    pay[chosen] = offered * ratio / 1.03 ** (np.maximum(begins, 0) / 12)
    share = staff.share.copy()
    share[chosen] = hours
    declared = staff.declared.copy()
    declared[chosen] = np.where(rng.random(len(chosen)) < 0.9, 1.0, declared[chosen])
    drops = staff.drops.copy()
    drops[chosen] = (underpays > 0.15) & (rng.random(len(chosen)) < 0.5)
    paid = staff.having(pay_ore=pay, share=share, declared=declared, drops=drops,
                        steady=staff.steady | holder)  # fmt: skip

    usually = rng.choice([0, 1, 3], len(chosen), p=[0.62, 0.30, 0.08])
    kind = np.where(seasonal, SEASONAL, usually)
    starts = decided + rng.integers(1, 15, len(chosen))
    ends, left = stays(staff, chosen, starts, kind, block, registry, rng)
    paid = paid.having(ends=ends)
    agreed = rng.random(block.count) < np.where(traits.clearly, 0.35, 0.65)
    granted = _rows(
        block, registry, business, staff.person[chosen], kind, np.zeros(len(chosen)), decided,
        starts, offered, hours, agreed, rng,
    )  # fmt: skip
    ghosts = _ghosts(block, registry, takes, traits.habit("ghost_permits"), chosen, staff,
                     agreed, rng)  # fmt: skip
    rows = granted.then(*(found for _, found in ghosts))
    number = block.first_person() + np.arange(len(rows))
    rows = rows.having(permit_no=cases("T", number, 12))
    # Ghosts are absent from the first day; of the refused nothing can be revoked.
    absent = np.concatenate([left, *(found.numbers("decided_on") for _, found in ghosts)])
    of = np.concatenate([business, *(of for of, _ in ghosts)])
    revoked = revocations(rows, absent, of, traits, rng)
    return paid, [(PERMITS, rows.then(revoked))]


def _ghosts(
    block: Block, registry: Registry, takes: np.ndarray, habit: np.ndarray,
    chosen: np.ndarray, staff: Staff, agreed: np.ndarray, rng: np.random.Generator,
) -> list[tuple[np.ndarray, Rows]]:  # fmt: skip
    """Permits whose holders never came, and refusals: persons in no return of this employer."""
    businesses = registry.population.businesses
    held = np.bincount(staff.business[chosen], minlength=block.count)
    never = rng.poisson(np.where(takes, 0.015 * held, 0) + habit * (2 + 0.8 * held))
    refused = rng.poisson(np.where(takes, 0.3 * held, 0))
    months = registry.calendar.months
    begins = np.maximum(businesses.begins[block.businesses], -18)
    ends = np.minimum(businesses.ends[block.businesses], months)
    sector = businesses.sector[block.businesses]
    found = []
    for decision, number in ((0, never), (1, refused)):
        business = np.repeat(np.arange(block.count), number)
        span = np.maximum(ends - begins, 1)[business]
        month = begins[business] + (rng.random(len(business)) * span).astype(np.int64)
        decided = registry.calendar.start(month) + rng.integers(0, 28, len(business))
        floor = _floor(decided)
        usual = column("wage")[sector][business] * 100 * (1.0 if decision == 0 else 0.9)
        offered = np.maximum(floor * (1.0 if decision == 0 else 0.95), usual * 0.9)
        person = block.first_person() + _GHOSTS * (1 + decision) // 2 + np.arange(len(business))
        count = len(business)
        rows = _rows(
            block, registry, business, person, np.zeros(count, dtype=np.int64),
            np.full(count, decision), decided, decided + rng.integers(1, 15, count),
            np.round(offered / 100_00) * 100_00, np.ones(count), agreed, rng,
        )  # fmt: skip
        found.append((business, rows))
    return found


def _rows(
    block: Block, registry: Registry, business: np.ndarray, person: np.ndarray,
    kind: np.ndarray, decision: np.ndarray, decided: np.ndarray, starts: np.ndarray,
    offered: np.ndarray, hours: np.ndarray, agreed: np.ndarray, rng: np.random.Generator,
) -> Rows:  # fmt: skip
    count = len(business)
    entity = registry.population.businesses.entity(
        business + block.start, registry.calendar.month(decided) + 1
    )
    lasts = np.where(kind == SEASONAL, LASTS[1], LASTS[0])
    granted = decision == 0
    return Rows(
        {
            **person_keys(person).columns,
            "org_no": registry.org_no(entity),
            "kind": codes(_KINDS, kind),
            "decision": codes(DECISIONS, decision),
            "decided_on": decided.astype(np.int32),
            "valid_from": np.where(granted, starts, NO_DAY).astype(np.int32),
            "valid_to": np.where(granted, starts + lasts, NO_DAY).astype(np.int32),
            "offered_pay_ore": offered.astype(np.int64),
            "hours_share": hours,
            "collective_agreement": agreed[business],
            "known_at": decided + rng.integers(0, 3, count),
        }
    )


def _floor(decided: np.ndarray) -> np.ndarray:
    floor = np.zeros(len(decided))
    for row in SALARY_FLOORS:
        floor = np.where(decided >= day_number(row.valid_from), row.ore, floor)
    return floor

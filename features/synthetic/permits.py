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

__all__ = ["person_keys", "with_permits"]

_KINDS = ("first", "extension", "seasonal", "change_of_track")
_DECISIONS = ("granted", "refused", "revoked")
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
    chosen = np.flatnonzero(holder)
    business = staff.business[chosen]
    begins = staff.begins[chosen]

    calendar = registry.calendar
    ahead = np.where(begins > 0, rng.integers(15, 100, len(chosen)),
                     rng.integers(20, 650, len(chosen)))  # fmt: skip
    decided = calendar.start(begins) - ahead
    floor = _floor(decided)
    underpays = traits.habit("underpays_permits")[business]
    usual = column("wage")[sector][business] * 100 * rng.lognormal(0.02, 0.10, len(chosen))
    at_floor = (underpays > 0) | (rng.random(len(chosen)) < 0.15)
    tight = floor * rng.uniform(1.0, 1.03, len(chosen))
    offered = np.where(at_floor, np.maximum(tight, 13_000_00), np.maximum(floor, usual))
    offered = np.round(offered / 100_00) * 100_00
    hours = np.where(rng.random(len(chosen)) < 0.9, 1.0, 0.75)
    # Honest pay lies at or a little above the offer; some months are short all the same.
    ratio = rng.uniform(0.97, 1.10, len(chosen)) * (1 - 0.75 * underpays)
    pay = staff.pay_ore.copy()
    pay[chosen] = offered * hours * ratio
    share = staff.share.copy()
    share[chosen] = hours
    declared = staff.declared.copy()
    declared[chosen] = np.where(rng.random(len(chosen)) < 0.9, 1.0, declared[chosen])
    drops = staff.drops.copy()
    drops[chosen] = (underpays > 0.15) & (rng.random(len(chosen)) < 0.5)
    paid = staff.having(pay_ore=pay, share=share, declared=declared, drops=drops,
                        steady=staff.steady | holder)  # fmt: skip

    kind = np.where(
        staff.seasonal[chosen], 2, rng.choice([0, 1, 3], len(chosen), p=[0.62, 0.30, 0.08])
    )
    agreed = rng.random(block.count) < np.where(traits.clearly, 0.35, 0.65)
    granted = _rows(
        block, registry, business, staff.person[chosen], kind, np.zeros(len(chosen)), decided,
        offered, hours, agreed, rng,
    )  # fmt: skip
    ghosts = _ghosts(block, registry, takes, traits.habit("ghost_permits"), chosen, staff,
                     agreed, rng)  # fmt: skip
    rows = granted.then(*ghosts)
    number = block.first_person() + np.arange(len(rows))
    return paid, [(PERMITS, rows.having(permit_no=cases("T", number, 12)))]


def _ghosts(
    block: Block, registry: Registry, takes: np.ndarray, habit: np.ndarray,
    chosen: np.ndarray, staff: Staff, agreed: np.ndarray, rng: np.random.Generator,
) -> list[Rows]:  # fmt: skip
    """Permits whose holders never came, and refusals: persons in no return of this employer."""
    businesses = registry.population.businesses
    held = np.bincount(staff.business[chosen], minlength=block.count)
    never = rng.poisson(np.where(takes, 0.05 * held, 0) + habit * (2 + 0.8 * held))
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
        found.append(
            _rows(
                block,
                registry,
                business,
                person,
                np.zeros(len(business), dtype=np.int64),
                np.full(len(business), decision),
                decided,
                np.round(offered / 100_00) * 100_00,
                np.ones(len(business)),
                agreed,
                rng,
            )  # fmt: skip
        )
    return found


def _rows(
    block: Block, registry: Registry, business: np.ndarray, person: np.ndarray,
    kind: np.ndarray, decision: np.ndarray, decided: np.ndarray, offered: np.ndarray,
    hours: np.ndarray, agreed: np.ndarray, rng: np.random.Generator,
) -> Rows:  # fmt: skip
    count = len(business)
    entity = registry.population.businesses.entity(
        business + block.start, registry.calendar.month(decided) + 1
    )
    starts = decided + rng.integers(1, 15, count)
    lasts = np.where(kind == 2, 180, 730)
    granted = decision == 0
    return Rows(
        {
            **person_keys(person).columns,
            "org_no": registry.org_no(entity),
            "kind": codes(_KINDS, kind),
            "decision": codes(_DECISIONS, decision),
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

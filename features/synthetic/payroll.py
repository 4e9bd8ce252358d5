"""Person-months: what is declared, what is hidden, and what is filed only after a visit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.registers import DECLARATIONS
from features.schema import Table
from features.synthetic.economy import Economy
from features.synthetic.keys import text_keys
from features.synthetic.oversight import Oversight
from features.synthetic.registry import Registry
from features.synthetic.rows import Keys, Rows
from features.synthetic.staff import Block, Staff

__all__ = ["Payroll", "Revealed", "declare", "revealed_by_visits", "true_heads"]

_CORRECTED = 0.003  # of the rows are filed again later with other pay (assumption)


@dataclass(frozen=True)
class Revealed:
    """Per business and month: may hidden staff be declared, and if late, on which day."""

    shown: np.ndarray
    late_on: np.ndarray  # 0 where not late


@dataclass(frozen=True)
class Payroll:
    """The block's rows, and sums per business and month (öre) by when they were filed."""

    rows: list[tuple[Table, Rows]]
    gross: np.ndarray
    gross_late: np.ndarray
    tax: np.ndarray
    tax_late: np.ndarray


def revealed_by_visits(
    oversight: Oversight,
    block: Block,
    economy: Economy,
    registry: Registry,
    rng: np.random.Generator,
) -> Revealed:
    """After a visit most declare the staff they hid, back to two months before, for a while."""
    months = registry.calendar.months
    shown = np.zeros((block.count, months), dtype=bool)
    late_on = np.zeros((block.count, months), dtype=np.int32)
    of = registry.population.workplaces.business
    visits = (oversight.controls, oversight.ledgers)
    workplace = np.concatenate([visit.workplace for visit in visits])
    day = np.concatenate([visit.day for visit in visits])
    mine = (of[workplace] >= block.start) & (of[workplace] < block.stop)
    business, day = of[workplace[mine]] - block.start, day[mine]
    yields = rng.random(len(day)) < 0.7
    business, day = business[yields], day[yields]
    filed = day + rng.integers(7, 60, len(day))
    month = registry.calendar.month(day)
    for step in range(-2, 7):
        at = month + step
        inside = (at >= 0) & (at < months)
        shown[business[inside], at[inside]] = True
        if step <= 0:
            late_on[business[inside], at[inside]] = filed[inside]
    # What is added comes after the return it is added to, however late that was itself.
    late_on = np.where(late_on > 0, np.maximum(late_on, economy.filed + 3), 0)
    return Revealed(shown, late_on.astype(np.int32))


def true_heads(staff: Staff, block: Block, months: int) -> np.ndarray:
    """Full-time workers per business and month, whether declared or not."""
    spell, month = _spread(staff)
    cell = staff.business[spell] * months + month
    heads = np.bincount(cell, staff.share[spell], block.count * months)
    return heads.reshape(block.count, months)


def declare(
    staff: Staff, block: Block, economy: Economy, revealed: Revealed, registry: Registry,
    rng: np.random.Generator,
) -> Payroll:  # fmt: skip
    """One row per person and month that a return shows."""
    calendar = registry.calendar
    months = calendar.months
    spell, month = _spread(staff)
    of_year = calendar.of_year(np.arange(months))
    summer = (of_year >= 5) & (of_year <= 9)
    hidden = staff.declared == 0
    seen = ~staff.seasonal[spell] | summer[month]
    seen &= ~hidden[spell] | revealed.shown[staff.business[spell], month]
    spell, month = spell[seen], month[seen]
    business = staff.business[spell]
    count = len(spell)

    late = hidden[spell] & (revealed.late_on[business, month] > 0)
    filed = np.where(late, revealed.late_on[business, month], economy.filed[business, month])
    pay = staff.pay_ore[spell] * np.where(hidden[spell], 0.8, staff.declared[spell])
    pay = pay * (1.03 ** (np.arange(months) / 12))[month]
    wobble = np.exp(0.12 * rng.standard_normal(count, dtype=np.float32))
    pay = np.where(staff.steady[spell], pay, pay * wobble)
    short = (month == staff.begins[spell]) & (rng.random(count, dtype=np.float32) < 0.5)
    pay = np.where(short, pay * rng.uniform(0.3, 1.0, count), pay)
    cut = staff.drops[spell] & (month - staff.begins[spell] >= 4)
    pay = np.where(cut, pay * 0.7, pay)
    pay = (np.round(pay / 100) * 100).astype(np.int64)  # whole kronor
    invoiced = staff.self_employed[spell]
    gross = np.where(invoiced, 0, pay)
    tax = (gross * 0.23 + np.maximum(gross - 48_000_00, 0) * 0.25).astype(np.int64)
    tax -= tax % 100

    perks, housed, aside = _extras(staff, rng)
    entity = registry.population.businesses.entity(business + block.start, month)
    rows = Rows(
        {
            "org_no": registry.org_no(entity),
            "period": calendar.start(np.arange(months))[month],
            "person_key": Keys(spell.astype(np.int32), text_keys("P", staff.person, 12)),
            "cfar": _cfar(staff, block, registry, spell, rng),
            "gross_pay_ore": gross,
            "benefits_ore": perks[spell],
            "ftax_pay_ore": np.where(invoiced, pay, 0),
            "noncontrib_pay_ore": aside[spell],
            "housing_benefit": housed[spell],
            "tax_ore": tax,
            "filed_on": filed.astype(np.int32),
        }
    )
    again = np.sort(rng.choice(count, rng.binomial(count, _CORRECTED), replace=False))
    factor = rng.uniform(0.8, 1.2, len(again))
    corrected = rows.take(again).having(
        gross_pay_ore=(np.round(gross[again] * factor / 100) * 100).astype(np.int64),
        filed_on=(filed[again] + rng.integers(20, 400, len(again))).astype(np.int32),
    )
    cell = business * months + month
    return Payroll(
        [(DECLARATIONS, rows.then(corrected))],
        *(
            np.bincount(cell, weights, block.count * months).reshape(block.count, months)
            for weights in (np.where(late, 0, gross), np.where(late, gross, 0),
                            np.where(late, 0, tax), np.where(late, tax, 0))
        ),
    )  # fmt: skip


def _spread(staff: Staff) -> tuple[np.ndarray, np.ndarray]:
    """Every spell once for each of its months."""
    lasts = staff.ends - staff.begins
    spell = np.repeat(np.arange(len(staff)), lasts)
    before = np.cumsum(lasts) - lasts
    return spell, staff.begins[spell] + np.arange(len(spell)) - before[spell]


def _extras(
    staff: Staff, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Benefits in kind, housing from the employer, pay without contributions, per spell."""
    count = len(staff)
    perks = np.where(rng.random(count) < 0.07, rng.integers(3, 60, count) * 100_00, 0)
    housed = rng.random(count) < np.where(staff.seasonal, 0.06, 0.004)
    aside = np.where(rng.random(count) < 0.02, rng.integers(5, 90, count) * 100_00, 0)
    return perks.astype(np.int64), housed, aside.astype(np.int64)


def _cfar(
    staff: Staff, block: Block, registry: Registry, spell: np.ndarray, rng: np.random.Generator
) -> Keys:
    """The workplace, where the employer states one: not for those who work at several."""
    population = registry.population
    several = population.workplaces.count[block.businesses] > 1
    hides = population.businesses.traits.habit("hides_workplace")[block.businesses]
    odds = np.where(several, 0.12, 0.02) + 0.8 * hides
    silent = rng.random(len(staff)) < odds[staff.business]
    at = np.where(silent, -1, staff.workplace)[spell]
    return Keys(at.astype(np.int32), registry.workplaces)

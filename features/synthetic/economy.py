"""Money of a business by month: liquidity, returns in time or late, tax paid or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.registers import DECLARATION_TOTALS, TAX_ACCOUNT
from features.schema import Table
from features.synthetic.registry import Registry
from features.synthetic.rows import Rows
from features.synthetic.staff import Block

__all__ = ["Economy", "economy_of", "money_rows"]

_CONTRIBUTIONS = 0.3142  # employer contributions, full rate


@dataclass(frozen=True)
class Economy:
    """Per business and month."""

    alive: np.ndarray
    stress: np.ndarray  # about standard normal; climbs before a bankruptcy
    due: np.ndarray  # per month: last day for the return
    filed: np.ndarray  # day the return came in


def economy_of(block: Block, registry: Registry, rng: np.random.Generator) -> Economy:
    """Liquidity that comes and goes, and from it and from habit when returns are filed."""
    businesses, calendar = registry.population.businesses, registry.calendar
    months = np.arange(calendar.months)
    traits = businesses.traits.take(block.businesses)
    begins = businesses.begins[block.businesses][:, None]
    ends = businesses.ends[block.businesses][:, None]
    alive = (begins <= months) & (months < ends)
    size = (block.count, calendar.months)
    stress = np.empty(size)
    now = rng.normal(size=block.count)
    for month in months:
        stress[:, month] = 0.75 * now + 0.6 * traits.poor
        now = 0.88 * now + np.sqrt(1 - 0.88**2) * rng.normal(size=block.count)
    gone = np.minimum(businesses.switches[block.businesses].min(axis=1), ends[:, 0])[:, None]
    stress += np.clip((8 - (gone - months)) / 3.0, 0, 2.7) * (gone > months)

    of_year = calendar.of_year(months + 1)
    due = calendar.start(months + 1) + np.where(np.isin(of_year, (1, 8)), 16, 11)
    habit = traits.habit("files_late")[:, None]
    odds = 1 / (1 + np.exp(-(-4.1 + 0.8 * stress + 3.6 * habit)))
    late = rng.random(size) < odds
    delay = (
        1 + rng.exponential(16, size) + (rng.random(size) < 0.08) * rng.uniform(40, 200, size)
    )
    filed = due + np.where(late, delay, -rng.integers(0, 8, size)).astype(np.int64)
    return Economy(alive, stress, due, filed.astype(np.int32))


def money_rows(
    economy: Economy, block: Block, registry: Registry,
    gross: np.ndarray, gross_late: np.ndarray, tax: np.ndarray, tax_late: np.ndarray,
    late_on: np.ndarray, rng: np.random.Generator,
) -> list[tuple[Table, Rows]]:  # fmt: skip
    """Totals of the returns and tax account of the block."""
    businesses = registry.population.businesses
    traits = businesses.traits.take(block.businesses)
    unpaid_habit = traits.habit("leaves_tax_unpaid")[:, None]
    strain = economy.stress + 3.2 * unpaid_habit + rng.normal(0, 0.5, economy.stress.shape)
    below = economy.alive & (strain > 2.1)
    held = np.where(below, np.clip(0.25 + 0.3 * (strain - 2.1), 0.1, 1.0), 0.0)
    totals = _totals(economy, block, registry, gross, tax, held)
    found = gross_late > 0
    after = _totals(
        economy, block, registry, gross + gross_late, tax + tax_late, held, late_on, found
    )
    owed = (gross * _CONTRIBUTIONS + tax) * held
    account = _account(economy, block, registry, below, owed, strain, rng)
    return [(DECLARATION_TOTALS, totals.then(after)), (TAX_ACCOUNT, account)]


def _cells(block: Block, registry: Registry, chosen: np.ndarray) -> tuple[np.ndarray, ...]:
    business, month = np.nonzero(chosen)
    entity = registry.population.businesses.entity(business + block.start, month)
    return business, month, entity


def _totals(
    economy: Economy, block: Block, registry: Registry, gross: np.ndarray, tax: np.ndarray,
    held: np.ndarray, filed: np.ndarray | None = None, only: np.ndarray | None = None,
) -> Rows:  # fmt: skip
    business, month, entity = _cells(block, registry, economy.alive if only is None else only)
    pay = gross[business, month].astype(np.int64)
    contributions = np.round(pay * _CONTRIBUTIONS).astype(np.int64)
    withheld = tax[business, month].astype(np.int64)
    day = economy.filed if filed is None else filed
    paid = (contributions + withheld) * (1 - held[business, month])
    return Rows(
        {
            "org_no": registry.org_no(entity),
            "period": registry.calendar.start(month),
            "gross_pay_ore": pay,
            "contributions_ore": contributions,
            "tax_ore": withheld,
            "paid_ore": np.round(paid).astype(np.int64),
            "due_on": economy.due[month].astype(np.int32),
            "filed_on": day[business, month],
        }
    )


def _account(
    economy: Economy, block: Block, registry: Registry, below: np.ndarray, owed: np.ndarray,
    strain: np.ndarray, rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """A row for each month below zero; after two such months items go to enforcement."""
    before = np.zeros_like(below)
    before[:, 2:] = below[:, :-2] & below[:, 1:-1]
    business, month, entity = _cells(block, registry, below)
    count = len(business)
    days = np.clip(np.round(4 + 9 * (strain[business, month] - 2.1)
                            + rng.normal(0, 3, count)), 1, 28)  # fmt: skip
    items = np.where(before[business, month], 1 + rng.poisson(0.6, count), 0)
    return Rows(
        {
            "org_no": registry.org_no(entity),
            "month": registry.calendar.start(month),
            "days_below_zero": days.astype(np.int64),
            "unpaid_ore": np.round(owed[business, month] + 500_00).astype(np.int64),
            "items_to_enforcement": items.astype(np.int64),
            "known_at": registry.calendar.start(month + 1) + rng.integers(1, 7, count),
        }
    )

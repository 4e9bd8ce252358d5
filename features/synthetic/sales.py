"""Sales and purchases as VAT returns show them: by month, quarter or year."""

from __future__ import annotations

import numpy as np

from features.registers import VAT
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.branches import column
from features.synthetic.chains import Flows
from features.synthetic.economy import Economy
from features.synthetic.registry import Registry
from features.synthetic.rows import Rows
from features.synthetic.staff import Block

__all__ = ["vat_rows"]

_CHAINED = [
    at
    for at, sector in enumerate(SECTORS)
    if sector.key in ("construction", "cleaning", "transport")
]
_BESIDE = 0.6  # of the usual services in those trades, what is bought outside chains
_MOST_SOLD, _MOST_BOUGHT = 0.95, 0.7  # of a month's own work
_MARGIN = 1.05  # what is bought in a chain is sold on for


def vat_rows(
    economy: Economy, block: Block, registry: Registry, flows: Flows, heads: np.ndarray,
    gross: np.ndarray, rng: np.random.Generator,
) -> list[tuple[Table, Rows]]:  # fmt: skip
    """Sales follow those who truly work, and what is bought from subcontractors is sold on.

    Bought services are subcontractors', the usual ones, and the false invoices.
    """
    businesses, calendar = registry.population.businesses, registry.calendar
    sector = businesses.sector[block.businesses]
    traits = businesses.traits.take(block.businesses)
    months = np.arange(calendar.months)
    size = heads.shape
    level = rng.lognormal(0, 0.35, block.count) * column("turnover")[sector] * 100
    swing = 1 + np.outer(column("season")[sector] * 0.5, np.cos((calendar.of_year(months) - 7)
                                                                * np.pi / 6))  # fmt: skip
    owner = 0.6  # the owner's own work sells too
    turnover = (heads + owner) * level[:, None] * swing * rng.lognormal(0, 0.12, size)
    turnover *= economy.alive
    # Nobody sells more in a chain than its staff can do, or buys far more than its own size.
    kept = np.minimum(1, _MOST_SOLD * turnover / np.maximum(flows.sold, 1))
    under = np.minimum(flows.bought, _MOST_BOUGHT * turnover)
    goods = rng.beta(4, 7, block.count)[:, None] * turnover
    usual = column("services")[sector] * rng.lognormal(0, 0.45, block.count)
    usual = np.where(np.isin(sector, _CHAINED), _BESIDE * usual, usual)
    services = usual[:, None] * turnover + under
    hidden = np.maximum(heads * column("wage")[sector][:, None] * 100 - gross, 0)
    services = services + 0.9 * traits.habit("buys_invoices")[:, None] * (
        0.25 * turnover + hidden
    )
    # Some builders sell to others than those of this country's chains.
    outside = (sector == 0) & (rng.random(block.count) < 0.15)
    outside_share = np.where(outside, rng.beta(2, 1.5, block.count), 0)[:, None]
    reverse = np.maximum(flows.reversed * kept, outside_share * turnover)
    turnover = turnover + _MARGIN * under
    yearly = turnover.sum(axis=1) / np.maximum(economy.alive.sum(axis=1), 1) * 12
    length = np.select([yearly < 1_000_000_00, yearly < 40_000_000_00], [12, 3], 1)
    found = []
    for each in (1, 3, 12):
        found.append(
            _periods(each, np.flatnonzero(length == each), economy, block, registry,
                     (turnover, goods + services, services, reverse), rng)
        )  # fmt: skip
    return [(VAT, found[0].then(*found[1:]))]


def _periods(
    each: int, chosen: np.ndarray, economy: Economy, block: Block, registry: Registry,
    sums: tuple[np.ndarray, ...], rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """Whole VAT periods of `each` months for the chosen businesses."""
    calendar = registry.calendar
    first = (-(calendar.first.month - 1)) % each
    starts = np.arange(first, calendar.months - each + 1, each)
    shape = (len(chosen), len(starts), each)
    whole = slice(first, first + len(starts) * each)
    active = economy.alive[chosen, whole].reshape(shape).any(axis=2)
    business, at = np.nonzero(active)
    # Summed as whole öre, so that no engine or order of adding can differ.
    amounts = [
        np.round(total[chosen, whole]).astype(np.int64).reshape(shape).sum(axis=2)[business, at]
        for total in sums
    ]
    month = starts[at]
    last = month + each - 1
    # A business that changed entity within a period files it under the one it began in,
    # or its first when it was born later within the period.
    begun = np.maximum(
        month, registry.population.businesses.begins[chosen[business] + block.start]
    )
    entity = registry.population.businesses.entity(chosen[business] + block.start, begun)
    due = calendar.start(last + (5 if each == 12 else 2)) + 11
    habit = registry.population.businesses.traits.habit("files_late")
    odds = 0.03 + 0.5 * habit[chosen[business] + block.start]
    odds = odds + 0.05 * np.maximum(economy.stress[chosen[business], last], 0)
    late = rng.random(len(month)) < odds
    delay = np.where(late, 1 + rng.exponential(25, len(month)), -rng.integers(0, 9, len(month)))
    return Rows(
        {
            "org_no": registry.org_no(entity),
            "period": calendar.start(month),
            "period_months": np.full(len(month), each, dtype=np.int64),
            "turnover_ore": amounts[0],
            "purchases_ore": amounts[1],
            "purchased_services_ore": amounts[2],
            "reverse_charge_sales_ore": amounts[3],
            "filed_on": (due + delay.astype(np.int64)).astype(np.int32),
        }
    )

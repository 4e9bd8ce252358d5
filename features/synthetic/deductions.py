"""Work in people's homes: what sellers asked the tax agency to pay for their buyers."""

from __future__ import annotations

import numpy as np

from features.registers import WORK_DEDUCTIONS
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.registry import Registry
from features.synthetic.rows import Rows, codes
from features.synthetic.staff import Block

__all__ = ["deduction_rows"]

_KINDS = ("rot", "rut", "green")
_KEYS = [sector.key for sector in SECTORS]

# Trade: share of its firms that sell to households, which kind, what of the turnover is work,
# and kronor an hour with VAT. Assumptions, rounded from what such work is advertised at.
_SELLERS = {
    "construction": (0.35, 0, 0.50, 640),
    "cleaning": (0.45, 1, 0.95, 430),
    "agriculture": (0.12, 1, 0.70, 480),
    "personal_care": (0.02, 1, 0.90, 450),
    "transport": (0.05, 1, 0.80, 520),  # removals
    "it": (0.03, 1, 0.90, 650),
    "other": (0.03, 1, 0.80, 460),
}
_VAT = 1.25
_RATES = np.array([0.30, 0.50, 0.20])  # of the work; rot 50 % from May to December 2025
_LATER = 0.10  # of the months get requests that come in much later


def deduction_rows(
    vat: Rows, heads: np.ndarray, block: Block, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Hours follow what is truly sold, whoever is declared to have worked them.

    Who hides staff sells cheaper on the whole; so do others, for a while or for good.
    """
    businesses, calendar = registry.population.businesses, registry.calendar
    sector = businesses.sector[block.businesses]
    traits = businesses.traits.take(block.businesses)
    terms = np.array([_SELLERS.get(key, (0.0, 0, 0.0, 1.0)) for key in _KEYS])[sector]
    sells = rng.random(block.count) < terms[:, 0]
    kind = np.where(sells & (sector == 0) & (rng.random(block.count) < 0.08), 2, terms[:, 1])
    part = rng.beta(1.6, 1.4, block.count) * terms[:, 2]
    price = terms[:, 3] * rng.lognormal(0, 0.13, block.count)
    price *= 1 - 0.30 * traits.habit("hides_staff")

    # A month's sales lie round the business's usual, by those who work in it that month.
    usual = heads.sum(axis=1) / np.maximum((heads > 0).sum(axis=1), 1)
    pace = heads / np.maximum(usual, 0.1)[:, None] * rng.lognormal(0, 0.25, heads.shape)
    labour = (part * _sold(vat, block, registry))[:, None] * pace * _VAT
    chosen = sells[:, None] & (labour > 2_000_00) & (heads > 0)
    business, month = np.nonzero(chosen)
    hours = np.round(labour[business, month] / 100 / price[business])
    amount = (np.round(labour[business, month] / 10_000) * 10_000).astype(np.int64)
    whole = np.flatnonzero(hours >= 1)
    business, month, hours, amount = (v[whole] for v in (business, month, hours, amount))
    of = kind[business].astype(np.int64)
    share = np.where((of == 0) & _raised(calendar.year(month), calendar.of_year(month)), 0.5,
                     _RATES[of])  # fmt: skip
    count = len(business)
    asked = np.round(amount * share).astype(np.int64)
    odds = 0.015 + 0.10 * traits.unserious[business]
    refused = np.where(rng.random(count) < odds, rng.uniform(0.05, 0.9, count), 0)
    refused = np.round(asked * refused).astype(np.int64)
    compiled = calendar.start(month + 1) + rng.integers(8, 45, count)
    entity = businesses.entity(business + block.start, month)
    rows = Rows(
        {
            "org_no": registry.org_no(entity),
            "kind": codes(_KINDS, of),
            "month": calendar.start(month),
            "hours": hours.astype(np.int64),
            "labour_ore": amount,
            "paid_out_ore": asked - refused,
            "refused_ore": refused,
            "known_at": compiled.astype(np.int32),
        }
    )
    return [(WORK_DEDUCTIONS, _with_late_requests(rows, compiled, rng))]


def _sold(vat: Rows, block: Block, registry: Registry) -> np.ndarray:
    """Öre a month each business of the block sells for, by its VAT returns."""
    business = registry.population.entities.business[vat.texts("org_no").at] - block.start
    sold = np.bincount(business, vat.numbers("turnover_ore"), block.count)
    months = np.bincount(business, vat.numbers("period_months"), block.count)
    return np.asarray(sold / np.maximum(months, 1))


def _raised(year: np.ndarray, of_year: np.ndarray) -> np.ndarray:
    return np.asarray((year == 2025) & (of_year >= 5))


def _with_late_requests(rows: Rows, compiled: np.ndarray, rng: np.random.Generator) -> Rows:
    """In some months a part of the work is asked for late: the first sums are too small."""
    late = rng.random(len(rows)) < _LATER
    held = rng.uniform(0.05, 0.5, late.sum())
    early = {
        name: np.floor(rows.numbers(name)[late] * (1 - held)).astype(np.int64)
        for name in ("hours", "labour_ore", "paid_out_ore", "refused_ore")
    }
    known = compiled[late] + rng.integers(30, 240, late.sum())
    whole = rows.take(late).having(known_at=known.astype(np.int32))
    first = {name: rows.numbers(name).copy() for name in early}
    for name, values in early.items():
        first[name][late] = values
    return rows.having(**first).then(whole)

"""Claims at the enforcement authority: from tax left unpaid, from others, and petitions."""

from __future__ import annotations

import numpy as np

from features.registers import ENFORCEMENT_CLAIMS
from features.schema import Table
from features.synthetic.economy import Economy
from features.synthetic.population import FAR
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_DAY, Rows, codes
from features.synthetic.staff import Block

__all__ = ["claim_rows"]

_KINDS = ("public", "private", "bankruptcy_petition")
_PRIVATE = 0.0035  # a month where liquidity is usual (assumption)
_PETITIONED = 0.45  # of the bankruptcies; the others ask for their own (assumption)


def claim_rows(
    account: Rows, economy: Economy, block: Block, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Public claims follow the tax account, private ones thin liquidity, petitions either."""
    parts = [
        _public(account, rng),
        _private(economy, block, registry, rng),
        _petitions(block, registry, rng),
    ]
    entity, kind, day, amount = (np.concatenate(piece) for piece in zip(*parts, strict=True))
    count = len(day)
    rows = Rows(
        {
            "claim_no": cases("E", block.first_person() + np.arange(count), 12),
            "org_no": registry.org_no(entity),
            "kind": codes(_KINDS, kind),
            "registered_on": day.astype(np.int32),
            "amount_ore": np.round(amount).astype(np.int64),
            "settled_on": np.full(count, NO_DAY, dtype=np.int32),
            "known_at": day + rng.integers(0, 7, count),
        }
    )
    settles = rng.random(count) < np.array([0.72, 0.80, 0.5])[kind]
    lasts = rng.exponential(np.array([140, 90, 35])[kind]) + 8
    settled = (day + lasts).astype(np.int32)
    later = rows.take(settles).having(
        settled_on=settled[settles],
        known_at=settled[settles] + rng.integers(1, 10, settles.sum()),
    )
    return [(ENFORCEMENT_CLAIMS, rows.then(later))]


def _public(account: Rows, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """What the tax agency hands over, often several months in one; booked weeks after."""
    owes = account.numbers("items_to_enforcement") > 0
    handed = np.flatnonzero(owes & (rng.random(len(owes)) < 0.5))
    day = account.numbers("known_at")[handed] + rng.integers(5, 45, len(handed))
    amount = account.numbers("unpaid_ore")[handed] * rng.uniform(0.3, 1.0, len(handed))
    return account.texts("org_no").at[handed], np.zeros(len(handed), dtype=int), day, amount


def _private(
    economy: Economy, block: Block, registry: Registry, rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    chance = _PRIVATE * np.exp(0.8 * np.clip(economy.stress, -2, 3))
    business, month = np.nonzero(economy.alive & (rng.random(chance.shape) < chance))
    entity = registry.population.businesses.entity(business + block.start, month)
    day = registry.calendar.start(month) + rng.integers(0, 28, len(month))
    amount = np.minimum(rng.lognormal(np.log(28_000_00), 1.4, len(month)), 5e10)
    return entity, np.ones(len(month), dtype=int), day, amount


def _petitions(
    block: Block, registry: Registry, rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """Before some bankruptcies, and of some who then pay after all."""
    entities = registry.population.entities
    mine = (entities.business >= block.start) & (entities.business < block.stop)
    falls = np.flatnonzero(mine & (entities.end == 1) & (entities.ends < FAR))
    falls = falls[rng.random(len(falls)) < _PETITIONED]
    before = registry.calendar.start(entities.ends[falls]) - rng.integers(15, 100, len(falls))
    inside = mine & (entities.begins < registry.calendar.months) & (entities.ends > 0)
    scared = np.flatnonzero(inside & (rng.random(len(mine)) < 0.012))
    first = np.maximum(entities.begins[scared], 0)
    last = np.minimum(entities.ends[scared], registry.calendar.months)
    month = first + (rng.random(len(scared)) * np.maximum(last - first, 1)).astype(np.int64)
    entity = np.concatenate([falls, scared])
    day = np.concatenate([before, registry.calendar.start(month) + 9])
    amount = rng.lognormal(np.log(90_000_00), 1.1, len(entity))
    return entity, np.full(len(entity), 2), day, np.minimum(amount, 5e10)

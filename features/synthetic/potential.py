"""What each authority would find at a workplace in a month: drawn once, whoever comes.

Each area has a chance per workplace from sector, size, traits and the place itself, and a
state that changes slowly: a workplace where something would be found this month would most
likely show it next month too. A real control finds exactly this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr

from features.synthetic.branches import column
from features.synthetic.population import Population

__all__ = ["AREAS", "Potential", "found_at", "potential_of"]

AREAS = (
    "tax_and_pay",
    "work_environment",
    "permits_and_posting",
    "subsidies_and_benefits",
    "worker_without_permit",
)

_BASE = np.array([-2.94, -3.12, -5.25, -5.20, -4.9])
_UNSERIOUS = np.array([3.7, 2.5, 4.7, 4.5, 3.4])
_CARELESS = np.array([0.0, 0.95, 0.0, 0.0, 0.0])
_OWN = np.array([0.35, 0.45, 0.30, 0.30, 0.40])  # spread between like workplaces
_STAYS = 0.94  # of the state from month to month
# Part of the state that a workplace's areas share: bad spells come in several areas at once,
# whatever the traits, so that no one could foretell them all.
_TOGETHER = 0.50
_MEAN_SEVERITY = np.array([2.2, 2.6, 3.2, 2.4, 3.0])


@dataclass
class Potential:
    """The chance per workplace and area, and the slowly moving state that decides."""

    chance: np.ndarray
    severity: np.ndarray
    state: np.ndarray

    def found(self) -> np.ndarray:
        """What would be found in the present month, per workplace and area."""
        found: np.ndarray = ndtr(self.state) < self.chance
        return found

    def move(self, rng: np.random.Generator) -> None:
        """Let a month pass."""
        shock = _drawn(len(self.state), rng)
        self.state = _STAYS * self.state + np.float32(np.sqrt(1 - _STAYS**2)) * shock


def potential_of(population: Population, rng: np.random.Generator) -> Potential:
    """Chances and a first state for every workplace."""
    at = population.workplaces.business
    traits, sector = population.businesses.traits, population.businesses.sector[at]
    count = len(at)
    environment = 1.15 * column("environment") + 0.35 * np.log(column("injuries"))
    offsets = np.column_stack(
        [
            1.1 * column("tax"),
            environment,
            column("permit"),
            0.05 * column("subsidies"),
            0.8 * column("permit") + 0.4 * (column("ledger") > 0),
        ]
    )
    size = np.log(np.maximum(population.businesses.size[at], 1))
    by_size = np.outer(size, [0.02, 0.12, 0.03, 0.05, 0.03])
    latent = (
        _BASE
        + offsets[sector]
        + by_size
        + np.outer(traits.unserious[at], _UNSERIOUS)
        + np.outer(traits.careless[at], _CARELESS)
        + rng.normal(size=(count, 5)) * _OWN
    )
    worse = 1.2 * traits.unserious[at][:, None] + rng.normal(0, 0.9, (count, 5))
    severity = np.clip(np.round(_MEAN_SEVERITY - 0.4 + worse), 1, 5)
    return Potential(
        expit(latent).astype(np.float32), severity.astype(np.int8), _drawn(count, rng)
    )


def _drawn(count: int, rng: np.random.Generator) -> np.ndarray:
    """Standard normal per area, with a part that all areas of a workplace share."""
    drawn: np.ndarray = rng.standard_normal((count, len(AREAS)), dtype=np.float32)
    shared = rng.standard_normal((count, 1), dtype=np.float32)
    drawn *= np.float32(np.sqrt(1 - _TOGETHER))
    drawn += np.float32(np.sqrt(_TOGETHER)) * shared
    return drawn


def found_at(found: np.ndarray, area: str) -> np.ndarray:
    """The column of an area."""
    column_of: np.ndarray = found[:, AREAS.index(area)]
    return column_of

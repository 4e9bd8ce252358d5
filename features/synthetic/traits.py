"""Two hidden traits, and the habits through which they show, or do not.

*Careless* shows in the work environment alone; *unserious* in several areas at once. They are
drawn independently, and belong to the business: a phoenix company inherits them. Between a
trait and any register stands a habit (hiding staff, late returns ...) that only some of the
unserious have, that a tidy facade dampens, and that some honest but odd firms have too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.synthetic.branches import column

__all__ = ["HABITS", "Traits", "draw_traits"]

HABITS = (
    "hides_staff",
    "pays_alike",
    "churns",
    "underpays_permits",
    "ghost_permits",
    "files_late",
    "leaves_tax_unpaid",
    "drops_subsidised",
    "changes_board",
    "hides_injuries",
    "hides_workplace",
    "buys_invoices",
    "never_answers",
    "hides_sector",
)


@dataclass(frozen=True)
class Traits:
    """One row per business. `careless` is standard normal, the others 0 to 1."""

    careless: np.ndarray
    unserious: np.ndarray
    clearly: np.ndarray  # true for the clearly unserious
    facade: np.ndarray
    poor: np.ndarray  # standard normal: thin liquidity, honest or not
    habits: np.ndarray  # one column per habit, 0 to 1

    def habit(self, name: str) -> np.ndarray:
        """How strongly each business has a habit, 0 to 1."""
        found: np.ndarray = self.habits[:, HABITS.index(name)]
        return found

    def take(self, rows: np.ndarray) -> Traits:
        """Some of the businesses."""
        return Traits(
            self.careless[rows],
            self.unserious[rows],
            self.clearly[rows],
            self.facade[rows],
            self.poor[rows],
            self.habits[rows],
        )


def draw_traits(sector: np.ndarray, shared: np.ndarray, rng: np.random.Generator) -> Traits:
    """Traits for businesses of these sectors; those on a shared address are oftener unserious.

    About 6 to 9 % of a risk sector and 2 % of the others are clearly unserious.
    """
    count = len(sector)
    chance = column("unserious")[sector] / 100 * np.where(shared, 2.2, 0.85)
    clearly = rng.random(count) < chance
    unserious = np.where(clearly, rng.beta(5, 2, count), rng.beta(1.1, 14, count))
    facade = np.where(rng.random(count) < 0.35, rng.beta(6, 2, count), rng.beta(1.5, 6, count))
    odd = rng.random(count) < 0.14
    has = np.where(clearly, 0.46, np.where(odd, 0.20, 0.035))[:, None]
    strength = np.where(clearly, unserious * (1 - 0.8 * facade), 0.55)[:, None]
    size = (count, len(HABITS))
    habits = (rng.random(size) < has) * strength * rng.uniform(0.5, 1.0, size)
    return Traits(
        careless=rng.normal(size=count),
        unserious=unserious,
        clearly=clearly,
        facade=facade,
        poor=rng.normal(size=count) + 0.5 * clearly,
        habits=habits,
    )

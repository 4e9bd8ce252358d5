"""Visits drawn by lot, counted per group, each standing for one over the chance it had.

Centres draw at chances of their own: where one in ten of a small centre is drawn and one in a
thousand of a large one, the plain rate of the drawn is the small centre's. Weighed by one over
their chances (Horvitz and Thompson 1952), divided by the sum of the weights (Hájek 1971), they
tell of everybody they were drawn from. Sums add up, so that others are everybody less a group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from models.audit.counts import Floats, Labels, sum_groups
from models.intervals import Z_95, Figure, student, wilson

__all__ = ["LEAST_EFFECTIVE", "Arm", "Drawn", "count_drawn"]

LEAST_EFFECTIVE = 10.0  # fewer visits of equal weight than the unequal ones are worth
ALIKE = 1e-9  # weights whose squares are nearer than this are one weight


@dataclass(frozen=True)
class Arm:
    """Visits that were drawn by lot, what was found (NaN: nobody looked), and their chances.

    `inclusion` (visits,) is the chance that each had of being drawn; NaN, or outside (0, 1],
    is not known, and so are all where it is left out.
    """

    outcomes: Floats
    attributes: Mapping[str, Labels]
    inclusion: Floats | None = None

    @property
    def weights(self) -> Floats:
        """(visits,): one over the chance, their mean 1; NaN for a visit that is set aside.

        Where no chance is known all weigh alike. Where some are, a visit of unknown chance
        stands for nobody can say how many, and is set aside.
        """
        answered = ~np.isnan(self.outcomes)
        chances = self.inclusion
        if chances is None:
            return np.ones(len(answered))
        known = (chances > 0) & (chances <= 1)
        if not (known & answered).any():
            return np.ones(len(answered))
        weights = np.full(len(known), np.nan)
        weights[known] = 1.0 / chances[known]
        made: Floats = weights / weights[known & answered].mean()
        return made

    @property
    def set_aside(self) -> int:
        """Answered visits of unknown chance, where others' are known."""
        return int((np.isnan(self.weights) & ~np.isnan(self.outcomes)).sum())


@dataclass(frozen=True)
class Drawn:
    """Visits by lot that answered: how many, in how many something was found, and by weight.

    `square` sums the squares of the weights; `found_weight` and `found_square` are of those in
    which something was found.
    """

    answered: float = 0.0
    found: float = 0.0
    weight: float = 0.0
    found_weight: float = 0.0
    square: float = 0.0
    found_square: float = 0.0

    @classmethod
    def alike(cls, answered: float, found: float) -> Drawn:
        """So many visits that all had the same chance."""
        return cls(answered, found, answered, found, answered, found)

    def __sub__(self, other: Drawn) -> Drawn:
        """Those who are not in `other`, a part of these."""
        names = [one.name for one in fields(self)]
        return Drawn(*(getattr(self, name) - getattr(other, name) for name in names))

    @property
    def share(self) -> float | None:
        """How often something is found among everybody they were drawn from."""
        if self.answered < 0.5:
            return None
        # Of one chance all, or all of one outcome, weights cancel: no rounding then.
        if self.of_one_chance or self.found < 0.5 or self.answered - self.found < 0.5:
            return round(self.found) / round(self.answered)
        return min(max(self.found_weight / self.weight, 0.0), 1.0)

    @property
    def effective(self) -> float:
        """Visits of equal weight that would spread as far: (Σw)² / Σw² (Kish 1965)."""
        if self.answered < 0.5:
            return 0.0
        return min(self.weight**2 / self.square, self.answered)

    @property
    def of_one_chance(self) -> bool:
        """Had all visits the same chance?"""
        return abs(self.effective - self.answered) <= ALIKE * self.answered

    @property
    def worth(self) -> float:
        """Visits of equal chance that would tell the share as surely.

        As many as would have its linearised variance Σw²(y - share)² / (Σw)², which holds
        where findings go with the chances too; fewer by the square of Student's quantile over
        the normal one, with a degree of freedom less than are effective, since the variance
        is estimated from as few. All their number where the chances are alike.
        """
        if self.of_one_chance:
            return self.answered
        share = self.share
        assert share is not None
        narrower = (Z_95 / student(self.effective - 1.0)) ** 2
        if share in (0.0, 1.0):
            return self.effective * narrower
        spread = self.found_square * (1 - 2 * share) + share**2 * self.square
        return share * (1 - share) * self.weight**2 / spread * narrower

    @property
    def figure(self) -> Figure:
        """The share, with Wilson's interval on as many visits as they are worth."""
        share = self.share
        if share is None:
            return wilson(0.0, 0.0)
        return wilson(share * self.worth, self.worth)


def count_drawn(arm: Arm, attributes: Mapping[str, Labels]) -> dict[tuple[str, str], Drawn]:
    """The visits of the arm by attribute and group, as `count_groups` has them.

    Those that nobody answered, or that are set aside, are in no count.
    """
    weights = arm.weights
    counted = ~np.isnan(arm.outcomes) & ~np.isnan(weights)
    found, weight = arm.outcomes[counted], weights[counted]
    rows = np.stack([np.ones(len(found)), weight, weight**2], axis=1)
    sums = np.concatenate([rows, rows * found[:, None]], axis=1)
    of = {name: groups[counted] for name, groups in attributes.items()}
    return {
        key: Drawn(one, hit, weight_, hit_weight, square, hit_square)
        for key, (one, weight_, square, hit, hit_weight, hit_square) in sum_groups(
            sums, of
        ).items()
    }

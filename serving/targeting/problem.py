"""The choice of a week in whole numbers: places that may be visited, and named limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Ints", "Limit", "Name", "Problem", "Travel", "breaks", "sums"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, order=True)
class Name:
    """What a limit is called, for whoever must change one when all cannot be kept.

    `kind` is a key of `serving/targeting/conflict_words.py`, `about` a code or the place of an
    order in its file, `size` the limit itself, `said` who asked for it and why. Never the
    number of a person or an organisation.
    """

    kind: str
    centre: str = ""
    about: str = ""
    size: int = 0
    said: str = ""


@dataclass(frozen=True)
class Limit:
    """`least` ≤ Σ uses × chosen ≤ `most`; None where there is no bound on that side.

    `places` are positions among the problem's candidates, `uses` whole numbers above nought.
    """

    name: Name
    places: Ints
    uses: Ints
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Travel:
    """The chosen of `places` lie in at most `most` municipalities; `where` numbers each's."""

    name: Name
    places: Ints
    where: Ints
    most: int


@dataclass(frozen=True)
class Problem:
    """Choose candidates so that Σ values is greatest, then Σ keys, within every limit.

    `values` are millionths of a severity-weighted expected finding, 0 and up; `keys` come of
    the published seed and settle what values leave open. At most one candidate of each of
    `groups` (the employer, or its group of companies) is chosen. Every candidate is in one
    limit of the kind "visits". Candidates stand in the seed's order, so that where value and
    key are both equal no number decides either.
    """

    values: Ints
    keys: Ints
    groups: Ints
    limits: tuple[Limit, ...] = ()
    travel: tuple[Travel, ...] = ()

    def __len__(self) -> int:
        return len(self.values)

    @property
    def most(self) -> int:
        """How many can be chosen altogether."""
        visits = (limit.most or 0 for limit in self.limits if limit.name.kind == "visits")
        return sum(max(count, 0) for count in visits)

    @property
    def needed(self) -> int:
        """How many choices a solution has at most once none of them is superfluous."""
        return self.most + sum(max(limit.least or 0, 0) for limit in self.limits)

    def part(self, kept: Ints, *, without_empty: bool = False) -> Problem:
        """The same problem over the candidates at the positions `kept` alone.

        `without_empty` leaves out the limits that none of them is in.
        """
        place = np.full(len(self), -1, dtype=np.int64)
        place[kept] = np.arange(len(kept))
        limits, travel = [], []
        for limit in self.limits:
            inside = place[limit.places] >= 0
            there = place[limit.places[inside]]
            if without_empty and not len(there):
                continue
            limits.append(Limit(limit.name, there, limit.uses[inside], limit.least, limit.most))
        for one in self.travel:
            inside = place[one.places] >= 0
            there = place[one.places[inside]]
            if without_empty and not len(there):
                continue
            travel.append(Travel(one.name, there, one.where[inside], one.most))
        return Problem(
            self.values[kept],
            self.keys[kept],
            self.groups[kept],
            tuple(limits),
            tuple(travel),
        )


def sums(problem: Problem, chosen: Sequence[int]) -> tuple[int, int]:
    """Σ values and Σ keys of a choice, in whole numbers."""
    picked = np.asarray(chosen, dtype=np.int64)
    return int(problem.values[picked].sum()), int(problem.keys[picked].sum())


def breaks(problem: Problem, chosen: Sequence[int]) -> tuple[Name, ...]:
    """The limits that a choice does not keep, worked out in whole numbers."""
    taken = np.zeros(len(problem), dtype=np.int64)
    taken[np.asarray(chosen, dtype=np.int64)] = 1
    broken = []
    for limit in problem.limits:
        used = int((taken[limit.places] * limit.uses).sum())
        under = limit.least is not None and used < limit.least
        if under or (limit.most is not None and used > limit.most):
            broken.append(limit.name)
    for one in problem.travel:
        if len(np.unique(one.where[taken[one.places] > 0])) > one.most:
            broken.append(one.name)
    groups = problem.groups[taken > 0]
    if len(groups) != len(np.unique(groups)):
        broken.append(Name("group"))
    return tuple(broken)

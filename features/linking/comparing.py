"""The comparisons of a pair, each with its levels: declared, so that a weight can be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["COMPARISONS", "Comparison", "Cut", "levels_of"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cut:
    """A figure cut into levels: level k is from the k-th edge up to the next."""

    figure: str
    edges: tuple[float, ...]


@dataclass(frozen=True)
class Comparison:
    """One thing that is compared. With several cuts, each combination is a level of its own:
    that two towns differ says more of a brand that many companies carry."""

    name: str
    cuts: tuple[Cut, ...]

    @property
    def count(self) -> int:
        """How many levels there are."""
        return int(np.prod([len(cut.edges) + 1 for cut in self.cuts]))


LIKE = (0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 0.97)
EQUAL = Cut("equal", (0.5,))
BRAND = Cut("shared_brand", (0.5,))
PLACE = Cut("place", (0.5, 1.5, 2.5, 3.5))
SAME_TOWN = Cut("place", (2.5,))
NUMBER = Cut("number", (-1.5, -0.5, 0.5))
AGREES = (-0.5, 0.5)

COMPARISONS = (
    Comparison("likeness of names", (Cut("likeness", LIKE), EQUAL)),
    Comparison("likeness of spellings", (Cut("whole", LIKE),)),
    Comparison("words shared", (Cut("shared", (2, 4, 6, 8, 11, 14, 18, 24)),)),
    Comparison("words of the shorter alone", (Cut("own_least", (0.1, 2, 4, 6, 9)),)),
    Comparison("words of the longer alone", (Cut("own_most", (0.1, 3, 6, 9, 14, 20)),)),
    Comparison("first names", (Cut("first_names", (0.05, 0.3, 0.6, 0.9)),)),
    Comparison(
        "beginning",
        (Cut("leading", (0.5, 1.5, 2.5)), Cut("leading_weight", (2, 4, 5.5, 7, 9, 12))),
    ),
    Comparison(
        "beginning, by trade",
        (Cut("leading", (0.5, 1.5)), Cut("leading_weight", (4, 6.5)), Cut("trade", AGREES)),
    ),
    Comparison("initials", (Cut("initials", (0.5,)),)),
    Comparison("length of names", (Cut("length", (1.5, 2.5, 3.5)), EQUAL)),
    Comparison("legal form", (Cut("form", AGREES),)),
    Comparison("trade", (Cut("trade", AGREES),)),
    Comparison("place", (PLACE, BRAND, EQUAL)),
    Comparison("number", (NUMBER, BRAND)),
    Comparison("number, by place", (NUMBER, PLACE)),
    Comparison("owners", (Cut("owners", (0.5, 1.5, 2.5)), SAME_TOWN)),
    Comparison("how often the name stands", (Cut("rows", (1.5, 3.5, 8.5, 20)), PLACE)),
    Comparison("in how many towns", (Cut("towns", (1.5, 3.5, 8.5)), EQUAL)),
    Comparison("in how many towns, by number", (Cut("towns", (1.5, 3.5, 8.5)), NUMBER)),
    Comparison("the same spelling", (Cut("same_spelling", (0.5,)), BRAND)),
)


def levels_of(figures: Mapping[str, Floats]) -> sp.csr_array:
    """One row per pair, a 1 in the column of the level it has in each of `COMPARISONS`."""
    count = len(next(iter(figures.values())))
    columns = np.empty((count, len(COMPARISONS)), dtype=np.int64)
    start = 0
    for number, comparison in enumerate(COMPARISONS):
        level = np.zeros(count, dtype=np.int64)
        for cut in comparison.cuts:
            level = level * (len(cut.edges) + 1) + np.digitize(figures[cut.figure], cut.edges)
        columns[:, number] = start + level
        start += comparison.count
    pointers = np.arange(0, columns.size + 1, len(COMPARISONS))
    return sp.csr_array(
        (np.ones(columns.size), columns.ravel(), pointers), shape=(count, start)
    )

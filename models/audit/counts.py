"""Who was selected and what was found, counted per group; nobody's outcome is made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "EVERYBODY",
    "NOT_GIVEN",
    "Counts",
    "at_most",
    "at_threshold",
    "count_groups",
    "sum_groups",
    "told",
]

Floats: TypeAlias = npt.NDArray[np.float64]
Labels: TypeAlias = npt.NDArray[Any]
NOT_GIVEN = "not given"
MOST_TOLD, MOST_DIGITS = 12, 4  # more of either, and the column is likely one of numbers
EVERYBODY = ("", "")  # the attribute and value that all rows share


@dataclass(frozen=True)
class Counts:
    """Rows of one group. Where a cut falls among ties, they are expectations.

    `tp` and `fp` are the selected whose outcome is known, by what it was; `fn` and `tn` the
    others. `unlabelled` and `unlabelled_rest` are the selected and the others without one.
    """

    size: float
    tp: float
    fp: float
    fn: float
    tn: float
    unlabelled: float
    unlabelled_rest: float

    @property
    def selected(self) -> float:
        return self.tp + self.fp + self.unlabelled

    @property
    def labelled(self) -> float:
        return self.tp + self.fp + self.fn + self.tn

    def __sub__(self, other: Counts) -> Counts:
        """Those who are not in `other`, a part of these."""
        return Counts(*(a - b for a, b in zip(self._all(), other._all(), strict=True)))

    def _all(self) -> tuple[float, ...]:
        return (
            self.size, self.tp, self.fp, self.fn, self.tn, self.unlabelled,
            self.unlabelled_rest,
        )  # fmt: skip


def told(groups: Sequence[str]) -> str:
    """Names of groups for a message: none of a column that tells single firms or persons."""
    digits = [sum(sign.isdigit() for sign in group) for group in groups]
    if len(groups) > MOST_TOLD or max(digits, default=0) > MOST_DIGITS:
        return f"{len(groups)} others, too many or too telling to name"
    return ", ".join(groups)


def at_threshold(scores: Floats, threshold: float) -> Floats:
    """(rows,): 1 where a score reaches the threshold, else 0; nobody without a score."""
    return np.asarray(scores >= threshold, np.float64)


def at_most(scores: Floats, k: int) -> Floats:
    """(rows,): each row's chance to be among the `k` highest when ties are drawn by lot.

    All are selected when there are no more than `k`; nobody without a score ever is.
    """
    scored = ~np.isnan(scores)
    if int(scored.sum()) <= k:
        return scored.astype(np.float64)
    if k <= 0:
        return np.zeros(len(scores))
    cut = np.sort(scores[scored])[-k]
    above, tied = scores > cut, scores == cut
    chance = (k - int(above.sum())) / int(tied.sum())
    return np.asarray(above + chance * tied, np.float64)


def count_groups(
    selected: Floats, outcomes: Floats, attributes: Mapping[str, Labels], *, pairs: bool = False
) -> dict[tuple[str, str], Counts]:
    """Counts by attribute and group, in the order of attributes, then of names.

    `selected` (rows,) are chances from 0 to 1, `outcomes` (rows,) are 0, 1 or NaN where nobody
    knows. Each attribute has a group per row; a missing one is `NOT_GIVEN`. With `pairs`,
    intersections of two attributes follow, named "a & b". `EVERYBODY` comes first.
    """
    of = {name: _words(groups) for name, groups in attributes.items()}
    if pairs:
        for one, other in combinations(tuple(of), 2):
            both = np.char.add(np.char.add(of[one].astype(str), " & "), of[other].astype(str))
            of[f"{one} & {other}"] = both.astype(object)
    rows = np.stack(_shares(selected, outcomes), axis=1)
    return {key: Counts(*summed) for key, summed in sum_groups(rows, of).items()}


def sum_groups(
    rows: Floats, attributes: Mapping[str, Labels]
) -> dict[tuple[str, str], list[float]]:
    """The sum of each column of `rows` (rows, columns), by attribute and group.

    In the order of attributes, then of names; `EVERYBODY` comes first.
    """
    found = {EVERYBODY: rows.sum(axis=0).tolist()}
    for name, groups in attributes.items():
        codes, values = pd.factorize(_words(groups), sort=True)
        sums = np.zeros((len(values), rows.shape[1]))
        np.add.at(sums, codes, rows)
        found |= {
            (name, str(value)): summed.tolist()
            for value, summed in zip(values, sums, strict=True)
        }
    return found


def _shares(selected: Floats, outcomes: Floats) -> tuple[Floats, ...]:
    """Per row what it adds to each field of `Counts`."""
    known = ~np.isnan(outcomes)
    found = np.where(known, outcomes, 0.0)
    nothing = np.where(known, 1.0 - found, 0.0)
    rest = 1.0 - selected
    return (
        np.ones(len(selected)), selected * found, selected * nothing, rest * found,
        rest * nothing, selected * ~known, rest * ~known,
    )  # fmt: skip


def _words(groups: Labels) -> Labels:
    """Names of groups as texts."""
    column = pd.Series(groups)
    return np.asarray(
        column.astype(object).where(column.notna(), NOT_GIVEN).astype(str), object
    )

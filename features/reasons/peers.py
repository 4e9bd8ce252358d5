"""What is usual among peers: the median of each feature and how many have any, by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.amounts import value_words
from features.matrix import Matrix
from features.vocabulary import Words

__all__ = ["LEAST", "PEERS_BY", "Peers", "peers_of", "peers_words"]

Floats = npt.NDArray[np.float32]

# What an employer does, how many it employs, and where: as peer distances have it.
PEERS_BY = ("trade", "size_class", "centre")
LEAST = 20  # workplaces in a group; a smaller one is compared with the next wider
SILENT_UNITS = ("robusta standardavvikelser", "månad", "poäng")


@dataclass(frozen=True)
class Peers:
    """Groups of workplaces that are alike, and what is usual in each.

    `of_row` numbers each row's group; `median` (groups, features) is NaN where nobody of a
    group has a figure; `having` is the share of those with a figure whose figure is not
    nought. `counts` are workplaces a group.
    """

    of_row: npt.NDArray[np.int32]
    median: Floats
    having: Floats
    counts: npt.NDArray[np.int64]


def peers_of(matrix: Matrix, values: Floats, by: Sequence[str] = PEERS_BY) -> Peers:
    """The peers of every row: by all of `by`, or as few as make a group of `LEAST`."""
    strata = [name for name in by if name in matrix.frame.column_names]
    rows = len(values)
    of_row = np.full(rows, -1, dtype=np.int32)
    medians: list[Floats] = []
    havings: list[Floats] = []
    counts: list[npt.NDArray[np.int64]] = []
    for depth in range(len(strata), -1, -1):
        keys = _numbered(matrix, strata[:depth])
        sizes = np.bincount(keys, minlength=int(keys.max(initial=-1)) + 1)
        left = of_row < 0
        wanted = np.unique(keys[left])
        wanted = wanted[(sizes[wanted] >= LEAST) | (depth == 0)]
        if not len(wanted):
            continue
        place = np.full(len(sizes), -1, dtype=np.int64)
        place[wanted] = np.arange(len(wanted))
        inside = np.flatnonzero(place[keys] >= 0)
        median, having = _usual(values, inside, place[keys[inside]], len(wanted))
        begun = sum(len(one) for one in counts)
        mine = left & (place[keys] >= 0)
        of_row[mine] = begun + place[keys[mine]]
        medians.append(median)
        havings.append(having)
        counts.append(sizes[wanted])
    if not counts:
        nothing = np.zeros((0, values.shape[1]), dtype=np.float32)
        return Peers(of_row, nothing, nothing, np.zeros(0, dtype=np.int64))
    return Peers(
        of_row, np.concatenate(medians), np.concatenate(havings), np.concatenate(counts)
    )


def peers_words(value: float | None, unit: str, median: float, having: float) -> Words:
    """How a value compares with what is usual; empty where that would tell nothing."""
    if value is None or np.isnan(value) or np.isnan(median) or unit in SILENT_UNITS:
        return Words("", "")
    of_100 = round(100 * having)
    if unit in ("ja/nej", "yes/no"):
        return Words(f"gäller {of_100} av 100 liknande", f"so for {of_100} of 100 similar")
    if median == 0:
        return Words(f"finns hos {of_100} av 100 liknande", f"at {of_100} of 100 similar")
    usual = value_words(_rounded(median), unit, Words("", ""))
    if not (usual.sv and usual.en) or unit.startswith("ln "):
        return Words("", "")
    return Words(f"hos liknande: {usual.sv}", f"at similar: {usual.en}")


def _usual(
    values: Floats, rows: npt.NDArray[np.int64], group: npt.NDArray[np.int64], groups: int
) -> tuple[Floats, Floats]:
    """Median and share above or below nought of each feature in each group."""
    median = np.full((groups, values.shape[1]), np.nan, dtype=np.float32)
    having = np.full((groups, values.shape[1]), np.nan, dtype=np.float32)
    for number in range(values.shape[1]):
        column = values[rows, number]
        known = ~np.isnan(column)
        those, where = column[known], group[known]
        count = np.bincount(where, minlength=groups)
        some = np.flatnonzero(count)
        if not len(some):
            continue
        order = np.lexsort((those, where))
        begin = np.concatenate([[0], np.cumsum(count)])[some]
        low, high = begin + (count[some] - 1) // 2, begin + count[some] // 2
        ordered = those[order].astype(np.float64)
        median[some, number] = (ordered[low] + ordered[high]) / 2
        having[some, number] = (
            np.bincount(where, weights=those != 0, minlength=groups)[some] / count[some]
        )
    return median, having


def _numbered(matrix: Matrix, strata: Sequence[str]) -> npt.NDArray[np.int64]:
    """Each row's group by the strata, numbered from nought."""
    keys = np.zeros(len(matrix), dtype=np.int64)
    for name in strata:
        column = matrix.frame.column(name).combine_chunks().cast("string")
        encoded = column.fill_null("").dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False)
        keys = keys * (len(encoded.dictionary) + 1) + codes
    return np.unique(keys, return_inverse=True)[1].astype(np.int64)


def _rounded(value: float) -> float:
    """As few figures as a comparison needs."""
    if abs(value) >= 1000:
        size = 10.0 ** (int(np.floor(np.log10(abs(value)))) - 2)
        return float(round(value / size) * size)
    return round(value, 2 if abs(value) < 10 else 0)

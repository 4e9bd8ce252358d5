"""Drawing employers anew, paired: every ranking is judged on the same resampled cohort."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Statistic", "area_under_curve", "resample", "top_sums"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Statistic = Callable[[npt.NDArray[np.uint8]], Floats]
THREADS = 2
CHUNK = 32  # resamples at a time: some 25 MB for a cohort of 200,000


def resample(
    statistics: Mapping[str, Statistic], clusters: int, resamples: int, seed: int
) -> dict[str, Floats]:
    """Each statistic on each resample of whole clusters (employers keep their workplaces).

    A statistic gets (chunk, clusters) counts of how often each was drawn and returns one row
    per resample. All see the same draws, so differences between them are paired.
    """
    rng = np.random.default_rng(seed)
    found: dict[str, list[Floats]] = {name: [] for name in statistics}
    with ThreadPoolExecutor(THREADS) as pool:  # numpy lets the other thread run meanwhile
        for start in range(0, resamples, CHUNK):
            counts = np.empty((min(CHUNK, resamples - start), clusters), dtype=np.uint8)
            for row in counts:
                drawn = rng.integers(0, clusters, size=clusters, dtype=np.int32)
                row[:] = np.bincount(drawn, minlength=clusters)
            told = pool.map(partial(_ask, counts), statistics.values())
            for name, figures in zip(statistics, told, strict=True):
                found[name].append(figures)
    return {name: np.concatenate(parts) for name, parts in found.items()}


def _ask(counts: npt.NDArray[np.uint8], statistic: Statistic) -> Floats:
    return statistic(counts)


def top_sums(score: Floats, columns: Floats, cluster: Codes, lists: Codes, k: int) -> Statistic:
    """Expected sums of `columns` over the top k of every list, on each resample.

    Only the rows that may come above a cut are looked at; if a resample draws too few of them
    from some list, all rows are.
    """
    order = np.lexsort((-score, lists))
    near = _Region.of(score[order], lists[order], _reach(k))
    whole = _Region.of(score[order], lists[order], len(order))
    values = columns[order].astype(np.float32)
    place = cluster[order]

    def of(counts: npt.NDArray[np.uint8]) -> Floats:
        sums, enough = near.sums(counts, place, values, k)
        return sums if enough else whole.sums(counts, place, values, k)[0]

    return of


@dataclass(frozen=True)
class _Region:
    """The rows near the top of each list, one list after another, and where ties begin."""

    rows: Codes
    ties: Codes  # first row of each tie, within `rows`
    first: Codes  # for each tie, the number of the first tie of its list
    spans: Codes  # (lists, 2): each list's first tie, and the one after its last
    complete: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, score: Floats, lists: Codes, reach: int) -> _Region:
        """`score` and `lists` are sorted by list, then falling score. Ties are kept whole."""
        opens = np.flatnonzero(np.r_[True, lists[1:] != lists[:-1]]) if len(lists) else lists
        ends = np.r_[opens[1:], len(lists)].astype(np.int64)
        changes = np.r_[True, (score[1:] != score[:-1]) | (lists[1:] != lists[:-1])]
        tie = np.cumsum(changes) - 1
        last = tie[np.minimum(opens + reach, ends) - 1]  # the tie in which the reach ends
        starts = np.flatnonzero(changes)
        after = np.r_[starts[1:], len(lists)][last]
        kept = np.concatenate([np.arange(a, b) for a, b in zip(opens, after, strict=True)])
        inside = np.flatnonzero(changes[kept])
        per_list = last - tie[opens] + 1
        begins = np.cumsum(per_list) - per_list
        return cls(
            rows=kept,
            ties=inside,
            first=np.repeat(begins, per_list),
            spans=np.column_stack([begins, begins + per_list]),
            complete=after == ends,
        )

    def sums(
        self,
        counts: npt.NDArray[np.uint8],
        place: Codes,
        values: npt.NDArray[np.float32],
        k: int,
    ) -> tuple[Floats, bool]:
        """The sums, and whether every list had k rows to choose from (or was whole)."""
        drawn = np.take(counts, place[self.rows], axis=1).astype(np.float32)
        tied = np.add.reduceat(drawn, self.ties, axis=1)
        upto = np.cumsum(tied, axis=1)
        before = upto - tied
        above = before - before[:, self.first]
        share = np.clip((k - above) / np.maximum(tied, 1.0), 0.0, 1.0)
        sizes = np.diff(np.r_[self.ties, len(self.rows)])
        kept = drawn * (share if (sizes == 1).all() else np.repeat(share, sizes, axis=1))
        had = upto[:, self.spans[:, 1] - 1] - before[:, self.spans[:, 0]]
        enough = bool(((had >= k) | self.complete).all())
        return (kept @ values[self.rows]).astype(np.float64), enough


def _reach(k: int) -> int:
    """Rows that k places can need when employers are drawn anew: six standard deviations."""
    return int(k + 6 * np.sqrt(2 * k)) + 10


def area_under_curve(score: Floats, outcome: Floats, cluster: Codes) -> Statistic:
    """AUC over the labelled rows on each resample; NaN where a resample has one class only."""
    known = np.flatnonzero(~np.isnan(outcome))
    order = known[np.argsort(-score[known], kind="stable")]
    ranked, place = -score[order], cluster[order]
    hits = np.flatnonzero(outcome[order] == 1)
    first = np.searchsorted(ranked, ranked[hits], side="left")  # first row tied with the hit
    after = np.searchsorted(ranked, ranked[hits], side="right")
    hit_first, hit_after = np.searchsorted(hits, first), np.searchsorted(hits, after)
    # Rows are only counted between the places that some hit asks about: one pass, few sums.
    edges = np.unique(np.concatenate([[0], first, after]))
    edges = edges[edges < len(order)]
    of_first = np.searchsorted(edges, first)
    of_after = np.searchsorted(edges, after)  # the end of all rows is one past the last edge

    def of(counts: npt.NDArray[np.uint8]) -> Floats:
        if not len(hits) or len(hits) == len(order):
            return np.full(len(counts), np.nan)
        drawn = np.take(counts, place, axis=1)
        every = _upto(np.add.reduceat(drawn.astype(np.float32), edges, axis=1))
        weight = np.take(drawn, hits, axis=1).astype(np.float64)
        found = _upto(weight)
        none = every[:, -1:] - found[:, -1:]
        below = every[:, -1:] - every[:, of_after] - (found[:, -1:] - found[:, hit_after])
        tied = (
            every[:, of_after] - every[:, of_first] - found[:, hit_after] + found[:, hit_first]
        )
        won = (weight * (below + 0.5 * tied)).sum(axis=1)
        pairs = (found[:, -1:] * none)[:, 0]
        shares = np.full(len(pairs), np.nan)
        np.divide(won, pairs, out=shares, where=pairs > 0)
        return shares

    return of


def _upto(parts: npt.NDArray[np.floating[Any]]) -> Floats:
    """Cumulative sums along each row, with a nought before them."""
    sums = np.zeros((parts.shape[0], parts.shape[1] + 1))
    np.cumsum(parts, axis=1, dtype=np.float64, out=sums[:, 1:])
    return sums

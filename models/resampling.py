"""Drawing employers anew, paired: every ranking is judged on the same resampled cohort."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Statistic", "area_under_curve", "resample", "top_sums"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Statistic = Callable[[npt.NDArray[np.uint8]], Floats]
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
    for start in range(0, resamples, CHUNK):
        size = min(CHUNK, resamples - start)
        counts = np.empty((size, clusters), dtype=np.uint8)
        for row in counts:
            drawn = rng.integers(0, clusters, size=clusters, dtype=np.int32)
            row[:] = np.bincount(drawn, minlength=clusters)
        for name, statistic in statistics.items():
            found[name].append(statistic(counts))
    return {name: np.concatenate(parts) for name, parts in found.items()}


def top_sums(score: Floats, columns: Floats, cluster: Codes, lists: Codes, k: int) -> Statistic:
    """Expected sums of `columns` over the top k of every list, on each resample.

    Only the rows that may come above a cut are looked at; if a resample draws too few of them
    from some list, all rows are. One great tie needs no order at all.
    """
    if len(score) and (score == score[0]).all():
        return _one_tie(columns, cluster, lists, k)
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
        drawn = counts[:, place[self.rows]].astype(np.float32)
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


def _one_tie(columns: Floats, cluster: Codes, lists: Codes, k: int) -> Statistic:
    """Everybody tied: each list gives its mean, k times (or all, when it is shorter)."""
    clusters, number = int(cluster.max(initial=0)) + 1, int(lists.max(initial=0)) + 1
    width = columns.shape[1] + 1
    sums = np.zeros((clusters, number, width))
    np.add.at(sums, (cluster, lists), np.column_stack([columns, np.ones(len(columns))]))
    flat = sums.reshape(clusters, number * width)

    def of(counts: npt.NDArray[np.uint8]) -> Floats:
        drawn = (counts[:, :clusters] @ flat).reshape(len(counts), number, width)
        rows = drawn[:, :, -1:]
        share = np.minimum(1.0, k / np.maximum(rows, 1.0))
        return np.asarray((drawn[:, :, :-1] * share).sum(axis=1))

    return of


def area_under_curve(score: Floats, outcome: Floats, cluster: Codes) -> Statistic:
    """AUC over the labelled rows on each resample; NaN where a resample has one class only."""
    known = np.flatnonzero(~np.isnan(outcome))
    order = known[np.argsort(-score[known], kind="stable")]
    ranked, place = -score[order], cluster[order]
    hits = np.flatnonzero(outcome[order] == 1)
    first = np.searchsorted(ranked, ranked[hits], side="left")  # first row tied with the hit
    after = np.searchsorted(ranked, ranked[hits], side="right")
    hit_first = np.searchsorted(hits, first)
    hit_after = np.searchsorted(hits, after)

    def of(counts: npt.NDArray[np.uint8]) -> Floats:
        zero = np.zeros((len(counts), 1), dtype=np.int32)
        drawn = counts[:, place]
        every = np.hstack([zero, np.cumsum(drawn, axis=1, dtype=np.int32)])
        weight = drawn[:, hits].astype(np.int64)
        found = np.hstack([zero, np.cumsum(weight, axis=1)])
        none = every[:, -1:] - found[:, -1:]
        below = every[:, -1:] - every[:, after] - (found[:, -1:] - found[:, hit_after])
        tied = every[:, after] - every[:, first] - (found[:, hit_after] - found[:, hit_first])
        won = (weight * (below + 0.5 * tied)).sum(axis=1)
        pairs = (found[:, -1:] * none)[:, 0].astype(np.float64)
        shares = np.full(len(pairs), np.nan)
        np.divide(won, pairs, out=shares, where=pairs > 0)
        return shares

    return of

"""Drawing employers anew, paired: every ranking is judged on the same resampled cohort."""

from __future__ import annotations

from collections.abc import Callable, Mapping

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


def top_sums(score: Floats, columns: Floats, cluster: Codes, k: int) -> Statistic:
    """Expected sums of `columns` over the top k of one list, on each resample.

    Only the rows that may come above the cut are looked at; if a resample draws too few of
    them, the whole list is.
    """
    order = np.argsort(-score, kind="stable")
    ranked = score[order]
    near = min(len(order), int(1.5 * k + 8 * np.sqrt(k)) + 20)
    near = int(np.searchsorted(-ranked, -ranked[near - 1], side="right")) if near else 0
    starts = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]]) if len(ranked) else ranked

    def over(rows: int, counts: npt.NDArray[np.uint8]) -> tuple[Floats, bool]:
        begins = starts[starts < rows].astype(np.int64)
        drawn = counts[:, cluster[order[:rows]]].astype(np.float64)
        tied = np.add.reduceat(drawn, begins, axis=1)
        above = np.cumsum(tied, axis=1) - tied
        share = np.clip((k - above) / np.maximum(tied, 1.0), 0.0, 1.0)
        kept = drawn * np.repeat(share, np.diff(np.r_[begins, rows]), axis=1)
        enough = bool((drawn.sum(axis=1) >= k).all())
        return np.asarray(kept @ columns[order[:rows]]), enough

    def of(counts: npt.NDArray[np.uint8]) -> Floats:
        if not near:
            return np.zeros((len(counts), columns.shape[1]))
        sums, enough = over(near, counts)
        return sums if enough or near == len(order) else over(len(order), counts)[0]

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
        zero = np.zeros((len(counts), 1), dtype=np.int64)
        drawn = counts[:, place]
        every = np.hstack([zero, np.cumsum(drawn, axis=1, dtype=np.int64)])
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

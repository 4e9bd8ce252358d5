"""Cutting a ranking at k when scores tie: what is expected over every order of the tied."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

__all__ = ["Cut", "cut", "expected_share_found"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Cut:
    """One list cut at k.

    `chance` is each row's probability of standing above the cut when tied rows are in random
    order: 1 above, 0 below, the same fraction for every row tied at the cut. So any sum over
    the list has the expectation Σ chance × value, without drawing anything.
    """

    chance: Floats
    tied: npt.NDArray[np.bool_]
    places: int  # left for the tied


def cut(score: Floats, k: int) -> Cut:
    """Cut one list at its k highest scores (all of it when it is shorter)."""
    k = min(k, len(score))
    if k == 0:
        return Cut(np.zeros(len(score)), np.zeros(len(score), dtype=np.bool_), 0)
    at = np.partition(score, len(score) - k)[len(score) - k]
    above, tied = score > at, score == at
    places = k - int(above.sum())
    return Cut(above + tied * (places / int(tied.sum())), tied, places)


def expected_share_found(cuts: list[Cut], outcomes: list[Floats]) -> float:
    """Expected findings per labelled row over several cut lists together; NaN if none can be.

    Where tied rows are partly unlabelled, how many labelled ones come above the cut is itself
    drawn (hypergeometric), so the expectation of the ratio is not the ratio of expectations.
    The distributions of all lists are folded into one. Orders without any labelled row say
    nothing and are left out.
    """
    labelled = found = 0.0
    chances, gains = np.ones(1), np.zeros(1)
    for one, outcome in zip(cuts, outcomes, strict=True):
        known = ~np.isnan(outcome)
        sure = known & (one.chance == 1) & ~one.tied
        labelled += float(sure.sum())
        found += float(np.nansum(outcome[sure]))
        tied, tied_known = int(one.tied.sum()), int((one.tied & known).sum())
        if not tied_known:
            continue
        share = float(np.nanmean(outcome[one.tied & known]))
        drawn = np.arange(min(one.places, tied_known) + 1)
        mass = hypergeom.pmf(drawn, tied, tied_known, one.places)
        gains = np.convolve(gains, mass) + np.convolve(chances, mass * drawn * share)
        chances = np.convolve(chances, mass)
    count = labelled + np.arange(len(chances))
    some = count > 0
    if not some.any() or chances[some].sum() <= 0:
        return float("nan")
    expected = ((found * chances + gains)[some] / count[some]).sum()
    return float(expected / chances[some].sum())

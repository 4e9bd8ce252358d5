"""Cutting a ranking at k when scores tie: mean and variance over every order of the tied."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

__all__ = ["Cut", "Spread", "cut", "share_found", "sum_over"]

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


@dataclass(frozen=True)
class Spread:
    """What a figure is on average over the orders of tied rows, and its variance over them.

    No variance means that no tie at a cut touches the figure. This is not sampling: it tells
    how much of a figure is left to whoever breaks ties, be it an id or a clock.
    """

    expected: float
    variance: float

    @property
    def deviation(self) -> float:
        """The standard deviation over the orders of tied rows."""
        return math.sqrt(self.variance)


def cut(score: Floats, k: int) -> Cut:
    """Cut one list at its k highest scores (all of it when it is shorter)."""
    k = min(k, len(score))
    if k == 0:
        return Cut(np.zeros(len(score)), np.zeros(len(score), dtype=np.bool_), 0)
    at = np.partition(score, len(score) - k)[len(score) - k]
    above, tied = score > at, score == at
    places = k - int(above.sum())
    return Cut(above + tied * (places / int(tied.sum())), tied, places)


def sum_over(cuts: Sequence[Cut], values: Sequence[Floats]) -> Spread:
    """The sum of `values` over the tops of several lists; a missing value counts nought.

    Of n tied rows, m come above the cut: a sample without replacement, so the variance is
    m (n − m) / (n − 1) times the tied rows' own variance (Cochran 1977, theorem 2.2). Lists
    are broken independently of each other.
    """
    expected = variance = 0.0
    for one, value in zip(cuts, values, strict=True):
        known = np.nan_to_num(value)
        expected += float(one.chance @ known)
        tied, drawn = known[one.tied], one.places
        if len(tied) > 1:
            variance += drawn * (len(tied) - drawn) / (len(tied) - 1) * float(tied.var())
    return Spread(expected, variance)


def share_found(cuts: Sequence[Cut], outcomes: Sequence[Floats]) -> Spread:
    """Findings per labelled row over several cut lists together; NaN if none can be labelled.

    Where tied rows are partly unlabelled, how many labelled ones come above the cut is itself
    drawn (hypergeometric), so the expectation of the ratio is not the ratio of expectations.
    The first two moments of findings, for every number of labelled rows, are folded over all
    lists into one. Orders without any labelled row say nothing and are left out.
    """
    labelled = found = 0.0
    chance, first, second = np.ones(1), np.zeros(1), np.zeros(1)
    for one, outcome in zip(cuts, outcomes, strict=True):
        known = ~np.isnan(outcome)
        sure = known & (one.chance == 1) & ~one.tied
        labelled += float(sure.sum())
        found += float(np.nansum(outcome[sure]))
        drawn, mass, mean, square = _labelled_tied(one, outcome, known)
        if len(drawn) == 1 and not drawn[0]:
            continue
        second = (
            np.convolve(second, mass)
            + 2 * np.convolve(first, mass * mean)
            + np.convolve(chance, mass * square)
        )
        first = np.convolve(first, mass) + np.convolve(chance, mass * mean)
        chance = np.convolve(chance, mass)
    count = labelled + np.arange(len(chance))
    some = count > 0
    possible = float(chance[some].sum())
    if possible <= 0:
        return Spread(float("nan"), float("nan"))
    once = (found * chance + first)[some] / count[some]
    twice = (found**2 * chance + 2 * found * first + second)[some] / count[some] ** 2
    expected = float(once.sum()) / possible
    return Spread(expected, max(0.0, float(twice.sum()) / possible - expected**2))


def _labelled_tied(
    one: Cut, outcome: Floats, known: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], Floats, Floats, Floats]:
    """How many labelled tied rows may come above a cut: number, its chance, and the first two
    moments of the findings among that many."""
    answers = outcome[one.tied & known]
    drawn = np.arange(min(one.places, len(answers)) + 1)
    if len(drawn) == 1:
        return drawn, np.ones(1), np.zeros(1), np.zeros(1)
    mass = hypergeom.pmf(drawn, int(one.tied.sum()), len(answers), one.places)
    mean = drawn * answers.mean()
    left = (len(answers) - drawn) / max(len(answers) - 1, 1)
    return drawn, mass, mean, drawn * left * answers.var() + mean**2

"""Figures of everybody in a top, seen or not: weighted by how likely each was to be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.intervals import Figure, share_with_variance, value_with_variance
from models.selection import Selection, refusal

__all__ = ["doubly_robust", "inverse_weighted", "weighted_recall", "weighted_sum"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Total:
    """An estimated sum, its variance, and how many independent errors that rests on."""

    value: float
    variance: float
    freedom: float


def doubly_robust(selection: Selection, outcome: Floats, share: Floats) -> Figure:
    """The frequency of findings among rows taken with `share` (0 to 1), controlled or not.

    Augmented inverse-propensity weighting (Robins, Rotnitzky and Zhao 1994), cross-fitted: the
    guess of every row, and the controlled rows' errors of guessing, weighted by one over their
    chance of control. It is right when either model is. The interval is for these very rows:
    what was found where somebody looked is known, so a cohort controlled in full has none. It
    is Wilson's, on as many controls as would have that variance. A `Figure` without value says
    for whom there is no overlap.
    """
    refused = refusal(selection, outcome, share)
    if refused:
        return Figure(None, why=refused)
    size = float(share.sum())
    total = _total(selection, outcome, selection.guess, share)
    return share_with_variance(total.value / size, total.variance / size**2, total.freedom)


def inverse_weighted(selection: Selection, outcome: Floats, share: Floats) -> Figure:
    """The same by weights alone, normalised (Hájek): right when the chance of control is."""
    refused = refusal(selection, outcome, share)
    if refused:
        return Figure(None, why=refused)
    weight = np.where(np.isnan(outcome), 0.0, share / _held(selection.chance))
    size = float(weight.sum())
    mean = float(weight @ np.nan_to_num(outcome)) / size
    total = _total(selection, outcome, np.full(len(outcome), mean), share)
    return share_with_variance(mean, total.variance / size**2, total.freedom)


def weighted_recall(selection: Selection, outcome: Floats, share: Floats) -> Figure:
    """How much of everybody's findings, seen or not, lies in rows taken with `share`.

    The ratio of two doubly robust sums; its variance is that of the numerator less the ratio
    times the denominator (the delta method).
    """
    everybody = np.ones(len(outcome))
    refused = refusal(selection, outcome, everybody) or refusal(selection, outcome, share)
    if refused:
        return Figure(None, why=refused)
    whole = _total(selection, outcome, selection.guess, everybody).value
    if whole <= 0:
        return Figure(None, why="no finding is estimated anywhere")
    ratio = _total(selection, outcome, selection.guess, share).value / whole
    total = _total(selection, outcome, selection.guess, share - ratio)
    return share_with_variance(ratio, total.variance / whole**2, total.freedom)


def weighted_sum(
    selection: Selection, outcome: Floats, values: Floats, share: Floats
) -> Figure:
    """The sum of `values` over rows taken with `share`, seen where the `outcome` is.

    Each unseen row is guessed at the mean value with and without the outcome, by its chance of
    it; the weighted errors of guessing mend that, as in `doubly_robust`.
    """
    values = np.where(np.isnan(outcome), np.nan, values)
    refused = refusal(selection, values, share)
    if refused:
        return Figure(None, why=refused)
    having, lacking = (_mean(values[outcome == kind]) for kind in (1.0, 0.0))
    guess = selection.guess * having + (1.0 - selection.guess) * lacking
    total = _total(selection, values, guess, share)
    return value_with_variance(total.value, total.variance, total.freedom, least=0.0)


def _total(selection: Selection, values: Floats, guess: Floats, share: Floats) -> _Total:
    controlled = ~np.isnan(values)
    chance = _held(selection.chance)
    error = np.where(controlled, np.nan_to_num(values) - guess, 0.0)
    value = float(share @ guess + (share * error / chance).sum())
    # Rows of an employer may be chosen together, so their errors are added before squaring.
    each = share * np.sqrt(1.0 - chance) * error / chance
    squares = np.bincount(selection.cluster, weights=each) ** 2
    variance = float(squares.sum())
    freedom = variance**2 / float((squares**2).sum()) if variance > 0 else math.inf
    return _Total(value, variance, freedom)


def _mean(values: Floats) -> float:
    return float(np.nanmean(values)) if (~np.isnan(values)).any() else 0.0


def _held(chance: Floats) -> Floats:
    return np.clip(chance, 1e-9, 1.0)

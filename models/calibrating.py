"""Calibrate on the earlier half of the test dates; see how that and the bands hold after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.matrix import Matrix
from models.bands import BANDS, band_of
from models.calibration import (
    FEWEST,
    Calibration,
    Reliability,
    as_share,
    calibrate,
    miscalibration,
    reliability,
)
from models.evaluation import Question
from models.intervals import Figure, wilson
from models.recipe import Recipe

__all__ = ["BandHeld", "Calibrated", "calibrate_enough", "calibrated", "text_of", "weights_for"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class BandHeld:
    """A band's frequency before and after, and the difference (Newcombe's interval, 1998).

    `held` when the difference's interval holds nought: what a planner was told still was so.
    """

    band: str
    before: Figure
    after: Figure
    difference: Figure

    @property
    def held(self) -> bool | None:
        """None where one of the two periods has no control in the band."""
        if self.difference.low is None or self.difference.high is None:
            return None
        return self.difference.low <= 0.0 <= self.difference.high


@dataclass(frozen=True)
class Calibrated:
    """How frequencies that were learnt on some dates held on later ones.

    `error` is the mean distance of expected from seen. Groups with few labels are not told.
    All are among the controlled; the map is learnt with weights for selection when there are.
    """

    learnt_on: tuple[str, ...]
    judged_on: tuple[str, ...]
    weighted: bool
    calibration: Calibration
    overall: Reliability
    by_centre: tuple[Reliability, ...]
    by_stratum: tuple[Reliability, ...]
    error: float
    bands: tuple[BandHeld, ...]


def calibrated(
    score: Floats, matrices: Sequence[Matrix], asked: Question, recipe: Recipe
) -> Calibrated | None:
    """Learn on the earlier half of the dates, judge on the later.

    None with one date, or where a half has not both kinds of outcome, or too few of them, by
    their weights where they have any.
    """
    half = len(matrices) // 2
    if not half:
        return None
    ends = sum(len(matrix) for matrix in matrices[:half])
    early = np.arange(len(score)) < ends
    share = as_share(score, recipe.model.combine)
    weight = np.ones(len(score))
    if asked.selection is not None:
        known = early & ~np.isnan(asked.outcome)
        weight = weights_for(asked.selection.chance, known, recipe)
    learnt = calibrate_enough(share[early], asked.outcome[early], weight[early])
    if learnt is None:
        return None
    expected, outcome = learnt.frequency(share[~early]), asked.outcome[~early]
    overall = reliability(expected, outcome)
    error = miscalibration(overall)
    if error is None:
        return None
    later = matrices[half:]
    strata = recipe.selection.strata[:1]
    return Calibrated(
        learnt_on=tuple(matrix.as_of.isoformat() for matrix in matrices[:half]),
        judged_on=tuple(matrix.as_of.isoformat() for matrix in later),
        weighted=asked.selection is not None,
        calibration=learnt,
        overall=overall[0],
        by_centre=reliability(expected, outcome, text_of(later, "centre")),
        by_stratum=tuple(
            one
            for name in strata
            for one in reliability(expected, outcome, text_of(later, name))
        ),
        error=error,
        bands=_bands(score, matrices, asked.outcome, recipe, half),
    )


def weights_for(chance: Floats, known: npt.NDArray[np.bool_], recipe: Recipe) -> Floats:
    """One over each row's chance, with a mean of 1 over the known and the recipe's limit."""
    weight = 1.0 / np.maximum(chance, 1e-9)
    weight /= weight[known].mean() if known.any() else 1.0
    return np.minimum(weight, recipe.model.weight_limit)


def calibrate_enough(share: Floats, outcome: Floats, weight: Floats) -> Calibration | None:
    """As `calibrate`, and None where the weights leave fewer labels than a group needs.

    Counted as Kish (1965) does, the square of the sum over the sum of squares: a map that
    rests on five heavy controls says more of those five than of anybody else.
    """
    known = weight[~np.isnan(outcome)]
    if not len(known) or known.sum() ** 2 / (known**2).sum() < FEWEST:
        return None
    return calibrate(share, outcome, weight)


def _bands(
    score: Floats, matrices: Sequence[Matrix], outcome: Floats, recipe: Recipe, half: int
) -> tuple[BandHeld, ...]:
    cuts = np.cumsum([len(matrix) for matrix in matrices])[:-1]
    numbers = [band_of(part, recipe.bands.shares) for part in np.split(score, cuts)]
    outcomes = np.split(outcome, cuts)
    told = []
    for number, name in enumerate(BANDS):
        before, after = (
            _frequency(
                [o[n == number] for n, o in zip(numbers[part], outcomes[part], strict=True)]
            )
            for part in (slice(half), slice(half, None))
        )
        told.append(BandHeld(name, before, after, difference(before, after)))
    return tuple(told)


def _frequency(parts: Sequence[Floats]) -> Figure:
    known = np.concatenate(parts)
    known = known[~np.isnan(known)]
    return wilson(float(known.sum()), len(known))


def difference(before: Figure, after: Figure) -> Figure:
    """After minus before, with Newcombe's interval for two independent shares."""
    ends = (before.value, before.low, before.high, after.value, after.low, after.high)
    if any(one is None for one in ends):
        return Figure(None, why="no control in the band in one of the periods")
    p, p_low, p_high, q, q_low, q_high = (float(one or 0.0) for one in ends)
    apart = q - p
    low = apart - math.hypot(q - q_low, p_high - p)
    high = apart + math.hypot(q_high - q, p - p_low)
    return Figure(apart, low, high)


def text_of(matrices: Sequence[Matrix], name: str) -> npt.NDArray[np.object_]:
    """A column of codes, all cohorts one below the other."""
    return np.concatenate(
        [np.asarray(m.frame.column(name).to_pylist(), dtype=object) for m in matrices]
    )

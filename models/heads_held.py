"""Each head calibrated on its own on the earlier test dates, and how that held on the later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.calibrating import calibrate_enough, weights_for
from models.calibration import (
    Calibration,
    Reliability,
    as_share,
    miscalibration,
    reliability,
)
from models.crossfitting import out_of_fold
from models.exposure import exposure_of
from models.judging import Dated
from models.labels import outcome_of
from models.ranker import Ranker
from models.recipe import Recipe
from models.stacking import values_of

__all__ = ["HeadHeld", "heads_held"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class HeadHeld:
    """One head's map to frequencies, and what it expected and what was seen afterwards.

    `error` is the mean distance of the two. Rows where its authority looked, who were chosen.
    """

    head: str
    calibration: Calibration
    overall: Reliability
    error: float


def heads_held(
    ranker: Ranker, cohorts: Sequence[Dated], recipe: Recipe
) -> tuple[HeadHeld, ...]:
    """Learn each head's map on the earlier half of the dates, and judge it on the later.

    Where control is understood, a row that its authority looked at weighs one over the chance
    it had of that. A head with one kind of outcome in a half, or too few, is not told.
    """
    half = len(cohorts) // 2
    if not half:
        return ()
    early, late = cohorts[:half], cohorts[half:]
    told = []
    for head in ranker.heads:
        outcome = _outcomes(early, head)
        weight = _weights(early, outcome, recipe)
        learnt = calibrate_enough(_shares(ranker, early, head, outcome), outcome, weight)
        if learnt is None:
            continue
        seen = _outcomes(late, head)
        share = _shares(ranker, late, head, seen)
        overall = reliability(learnt.frequency(share), seen)
        error = miscalibration(overall)
        if error is not None:
            told.append(HeadHeld(head, learnt, overall[0], error))
    return tuple(told)


def _outcomes(cohorts: Sequence[Dated], head: str) -> Floats:
    return np.concatenate([outcome_of(labelled, head) for _, labelled in cohorts])


def _shares(ranker: Ranker, cohorts: Sequence[Dated], head: str, outcome: Floats) -> Floats:
    """The head's own score as a share, where its authority looked; a half elsewhere."""
    known = ~np.isnan(outcome)
    parts = [number for number, part in enumerate(ranker.parts) if part.head == head]
    values = np.concatenate([values_of(matrix, ranker.features) for matrix, _ in cohorts])
    share = np.full(len(outcome), 0.5)
    if known.any():
        margin = ranker.margins(values[known])[:, parts].mean(axis=1)
        share[known] = as_share(margin, "margins")
    return share


def _weights(cohorts: Sequence[Dated], outcome: Floats, recipe: Recipe) -> Floats:
    if not recipe.selection.exposure or not np.isnan(outcome).any():
        return np.ones(len(outcome))
    matrices = [matrix for matrix, _ in cohorts]
    employers = [e for m in matrices for e in m.frame.column("employer").to_pylist()]
    chance = out_of_fold(
        exposure_of(matrices, recipe),
        (~np.isnan(outcome)).astype(np.float64),
        np.unique(np.array(employers, dtype=str), return_inverse=True)[1],
        seed=recipe.judgement.seed,
    )
    return weights_for(chance, ~np.isnan(outcome), recipe)

"""Each head calibrated on its own on the earlier test dates, and how that held on the later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

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
    early, late = _Half(ranker, cohorts[:half], recipe), _Half(ranker, cohorts[half:], recipe)
    told = []
    for head in ranker.heads:
        outcome = early.outcome(head)
        learnt = calibrate_enough(early.share(head), outcome, early.weight(head))
        if learnt is None:
            continue
        overall = reliability(learnt.frequency(late.share(head)), late.outcome(head))
        error = miscalibration(overall)
        if error is not None:
            told.append(HeadHeld(head, learnt, overall[0], error))
    return tuple(told)


@dataclass(frozen=True)
class _Half:
    """Cohorts of some dates: what all heads need of them is worked out once."""

    ranker: Ranker
    cohorts: Sequence[Dated]
    recipe: Recipe

    def outcome(self, head: str) -> Floats:
        return np.concatenate([outcome_of(labelled, head) for _, labelled in self.cohorts])

    def share(self, head: str) -> Floats:
        """The head's own score as a share, where its authority looked; a half elsewhere."""
        known = ~np.isnan(self.outcome(head))
        parts = [number for number, part in enumerate(self.ranker.parts) if part.head == head]
        margin = self._margins[:, parts].mean(axis=1)
        share = np.full(len(known), 0.5)
        share[known] = as_share(margin[known[self._seen]], "margins")
        return share

    def weight(self, head: str) -> Floats:
        """One over the chance that the head's authority had of looking; 1 where not asked."""
        known = ~np.isnan(self.outcome(head))
        if not self.recipe.selection.exposure or known.all():
            return np.ones(len(known))
        exposure, employer = self._exposure
        chance = out_of_fold(
            exposure, known.astype(np.float64), employer, seed=self.recipe.judgement.seed
        )
        return weights_for(chance, known, self.recipe)

    @cached_property
    def _seen(self) -> npt.NDArray[np.bool_]:
        """Rows that some head's authority looked at."""
        known = [~np.isnan(self.outcome(head)) for head in self.ranker.heads]
        return np.asarray(np.logical_or.reduce(known))

    @cached_property
    def _margins(self) -> Floats:
        """(seen rows, parts) raw scores."""
        values = [values_of(matrix, self.ranker.features) for matrix, _ in self.cohorts]
        seen = np.concatenate(values)[self._seen]
        return self.ranker.margins(seen) if len(seen) else np.zeros((0, len(self.ranker.parts)))

    @cached_property
    def _exposure(self) -> tuple[Floats, npt.NDArray[np.int64]]:
        """What control is chosen by, and each row's employer by number."""
        matrices = [matrix for matrix, _ in self.cohorts]
        employers = [e for m in matrices for e in m.frame.column("employer").to_pylist()]
        numbered = np.unique(np.array(employers, dtype=str), return_inverse=True)[1]
        return exposure_of(matrices, self.recipe), numbered.astype(np.int64)

"""AUC and average precision: numbers however many rows are unlabelled, ties counted fairly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.resampling import area_under_curve

__all__ = ["auc", "average_precision"]

Floats = npt.NDArray[np.float64]


def auc(score: Floats, outcome: Floats) -> float:
    """Chance that a finding ranks above a non-finding, ties counting half; NaN if one class."""
    return float(
        area_under_curve(score, outcome, np.zeros(len(score), dtype=np.int64))(
            np.ones((1, 1), dtype=np.uint8)
        )[0]
    )


def average_precision(score: Floats, outcome: Floats) -> float:
    """Mean precision over the findings, tied rows entering together; NaN without findings."""
    known = ~np.isnan(outcome)
    score, outcome = score[known], outcome[known]
    if not outcome.sum():
        return float("nan")
    order = np.argsort(-score, kind="stable")
    last = np.flatnonzero(np.r_[score[order][1:] != score[order][:-1], True])
    found = np.cumsum(outcome[order])[last]
    return float((np.diff(np.r_[0.0, found]) * found / (last + 1.0)).sum() / outcome.sum())

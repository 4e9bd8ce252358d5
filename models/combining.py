"""How the raw scores of several heads become one priority, the same for model and rivals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from scipy.stats import rankdata

__all__ = ["priority", "slopes"]

Floats = npt.NDArray[np.float64]


def priority(margins: Floats, weights: Floats, combine: str) -> Floats:
    """One number per row out of (rows, parts) margins; `weights` sum to 1.

    `margins`: weighted mean of log-odds. `expected`: weighted mean of probabilities. `ranks`:
    weighted mean of percentiles within the rows given, so the cohort must be whole. But for
    ranks, a row's number is the same to the last bit whatever rows stand beside it.
    """
    if combine == "expected":
        return _weighed(expit(margins), weights)
    if combine == "ranks":
        return _weighed(rankdata(margins, axis=0) / len(margins), weights)
    return _weighed(margins, weights)


def _weighed(levels: Floats, weights: Floats) -> Floats:
    """The parts added one after the other: BLAS takes another order for other numbers of rows,
    and a row scored alone would miss its own tie in the cohort by a bit."""
    total = np.zeros(len(levels))
    for number, weight in enumerate(weights):
        total += levels[:, number] * weight
    return total


def slopes(margins: Floats, bases: Floats, weights: Floats, combine: str) -> Floats:
    """(rows, parts) factors that turn contributions to margins into contributions to priority.

    Exact for every combination that adds functions of single margins: f(m) − f(base) is
    split in proportion to what each feature gave the margin, so the sum still adds up. Ranks
    depend on the other rows; their reasons are those of the weighted mean of margins.
    """
    if combine != "expected":
        return np.broadcast_to(weights, margins.shape)
    rise, run = expit(margins) - expit(bases), margins - bases
    flat = np.abs(run) < 1e-9
    tangent = expit(bases) * (1 - expit(bases))
    secant = np.where(flat, tangent, rise / np.where(flat, 1.0, run))
    return np.asarray(secant * weights)

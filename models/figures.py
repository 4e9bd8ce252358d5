"""The figures of one ranking: its top, AUC and average precision, ties in closed form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.intervals import Figure, wilson
from models.resampling import area_under_curve
from models.ties import Cut, expected_share_found

__all__ = ["Top", "auc", "average_precision", "top"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Top:
    """The top of one or several lists together. Counts are expectations where scores tie.

    `precision` is among the labelled, with Wilson's interval; `lower` and `upper` bound the
    precision over everyone in the top, taking the unlabelled as all without and all with a
    finding. `recall` is of all labelled findings; `lift` is precision over the base rate.
    """

    places: int
    labelled: float
    hits: float
    precision: Figure
    recall: float | None
    lift: float | None
    lower: float
    upper: float
    severity: float


def top(
    cuts: Sequence[Cut],
    outcomes: Sequence[Floats],
    severities: Sequence[Floats],
    total: float,
    base: float | None,
) -> Top:
    """The figures of lists that have been cut; `total` findings there are, at rate `base`."""
    places = sum(int(round(one.chance.sum())) for one in cuts)
    labelled = sum(
        float(c.chance[~np.isnan(o)].sum()) for c, o in zip(cuts, outcomes, strict=True)
    )
    hits = sum(float(c.chance @ np.nan_to_num(o)) for c, o in zip(cuts, outcomes, strict=True))
    grave = sum(
        float(c.chance @ np.nan_to_num(s)) for c, s in zip(cuts, severities, strict=True)
    )
    around = wilson(hits, labelled)
    exact = expected_share_found(list(cuts), list(outcomes))
    precision = around if around.value is None else Figure(exact, around.low, around.high)
    return Top(
        places=places,
        labelled=labelled,
        hits=hits,
        precision=precision,
        recall=hits / total if total else None,
        lift=precision.value / base if base and precision.value is not None else None,
        lower=hits / places if places else 0.0,
        upper=(hits + places - labelled) / places if places else 0.0,
        severity=grave,
    )


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

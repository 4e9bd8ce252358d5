"""The top of lists, four ways: among the labelled, both bounds, and weighted for selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.intervals import Figure, scaled, wilson
from models.selection import Selection
from models.ties import Cut, share_found, sum_over
from models.weighting import doubly_robust, weighted_recall, weighted_sum

__all__ = ["Asked", "Four", "Top", "top"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
NONE_FOUND = "nothing was found anywhere, so there is nothing to find a share of"
UNWEIGHTED = Figure(None, why="no chance of control was modelled")


@dataclass(frozen=True)
class Asked:
    """What the top of a ranking is asked about, one row per workplace and as-of date.

    `outcome` is 1, 0 or NaN where nobody looked, `severity` likewise. Without a `selection`
    nothing is weighted, and the figures say so.
    """

    outcome: Floats
    severity: Floats
    selection: Selection | None = None


@dataclass(frozen=True)
class Four:
    """One figure in four: `labelled` knows the controlled alone, who were chosen; `lower` and
    `upper` hold whatever the others would show; `weighted` speaks for all, if control is
    understood (doubly robust, with its interval)."""

    labelled: Figure
    lower: float | None
    upper: float | None
    weighted: Figure


@dataclass(frozen=True)
class Top:
    """The top of one or several lists together. Counts are expectations where scores tie.

    `hits` and `labelled` of `places`; `hits_deviation` and `precision_deviation` are standard
    deviations over the orders of tied rows, nought when no tie lies at a cut. `recall` is of
    all findings, `lift` precision over the base rate, `severity` a sum. The upper bound of
    severity takes each unlabelled at the gravest that was found anywhere. Bounds of recall and
    lift are those of expected counts.
    """

    places: int
    labelled: float
    hits: float
    hits_deviation: float
    precision: Four
    precision_deviation: float
    recall: Four
    lift: Four
    severity: Four


def top(cuts: Sequence[Cut], members: Sequence[Codes], asked: Asked) -> Top:
    """The figures of lists that have been cut; `members` are the rows of each list."""
    outcome, severity = asked.outcome, asked.severity
    share = np.zeros(len(outcome))
    for one, rows in zip(cuts, members, strict=True):
        share[rows] = one.chance
    known = ~np.isnan(outcome)
    places, labelled = float(share.sum()), float(share @ known)
    hits = sum_over(cuts, [outcome[rows] for rows in members])
    told = share_found(cuts, [outcome[rows] for rows in members])
    around = wilson(hits.expected, labelled)
    if around.value is not None:
        around = Figure(told.expected, around.low, around.high)
    found = float(np.nansum(outcome))
    recall = _recall(share, asked, hits.expected, found)
    return Top(
        places=round(places),
        labelled=labelled,
        hits=hits.expected,
        hits_deviation=hits.deviation,
        precision=Four(
            around,
            hits.expected / places if places else None,
            (hits.expected + places - labelled) / places if places else None,
            _weighted_precision(asked, share),
        ),
        precision_deviation=told.deviation if labelled else 0.0,
        recall=recall,
        lift=_lift(
            recall,
            around,
            found / float(known.sum()) if known.any() else None,
            len(outcome) / places if places else 0.0,
        ),
        severity=_severity(cuts, members, share, severity, asked.selection),
    )


def _weighted_precision(asked: Asked, share: Floats) -> Figure:
    if asked.selection is None:
        return UNWEIGHTED
    return doubly_robust(asked.selection, asked.outcome, share)


def _recall(share: Floats, asked: Asked, hits: float, found: float) -> Four:
    """Of all findings: the unlabelled above the cut, or those below it, may all be findings."""
    unknown = np.isnan(asked.outcome)
    above = float(share @ unknown)
    below = float(unknown.sum()) - above
    return Four(
        wilson(hits, found) if found else Figure(None, why=NONE_FOUND),
        hits / (found + below) if found + below > 0 else None,
        (hits + above) / (found + above) if found + above > 0 else None,
        UNWEIGHTED
        if asked.selection is None
        else weighted_recall(asked.selection, asked.outcome, share),
    )


def _lift(recall: Four, precision: Figure, base: float | None, per: float) -> Four:
    """Precision over the base rate: recall over the share of the cohort that is in the top."""
    return Four(
        scaled(precision, 1.0 / base) if base else Figure(None, why=NONE_FOUND),
        None if recall.lower is None else recall.lower * per,
        None if recall.upper is None else recall.upper * per,
        scaled(recall.weighted, per),
    )


def _severity(
    cuts: Sequence[Cut],
    members: Sequence[Codes],
    share: Floats,
    severity: Floats,
    selection: Selection | None,
) -> Four:
    known = ~np.isnan(severity)
    total = sum_over(cuts, [severity[rows] for rows in members]).expected
    gravest = float(severity[known].max()) if known.any() else None
    return Four(
        Figure(total if known.any() else None, why="" if known.any() else "nobody looked"),
        total,
        None if gravest is None else total + float(share @ ~known) * gravest,
        UNWEIGHTED if selection is None else weighted_sum(selection, severity, share),
    )

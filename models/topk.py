"""The top of lists, four ways: among the labelled, both bounds, and weighted for selection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.intervals import Figure, scaled, wilson
from models.selection import Selection
from models.ties import Cut, share_found, sum_over
from models.weighting import doubly_robust, weighted_recall, weighted_sum

__all__ = ["UNWEIGHTED", "Asked", "Four", "Top", "top"]

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

    # What every list asks for again is counted once: a judgement cuts some hundred lists.
    @cached_property
    def labelled(self) -> float:
        """Rows that somebody looked at."""
        return float((~np.isnan(self.outcome)).sum())

    @cached_property
    def found(self) -> float:
        """Findings among them."""
        return float(np.nansum(self.outcome))

    @cached_property
    def gravest(self) -> float | None:
        """The highest severity that was found anywhere; None where nobody looked."""
        known = self.severity[~np.isnan(self.severity)]
        return float(known.max()) if len(known) else None


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
    outcomes = [asked.outcome[rows] for rows in members]
    places = float(sum(one.chance.sum() for one in cuts))
    labelled = _seen(cuts, outcomes)
    hits, told = sum_over(cuts, outcomes), share_found(cuts, outcomes)
    around = wilson(hits.expected, labelled)
    if around.value is not None:
        around = Figure(told.expected, around.low, around.high)
    share = None if asked.selection is None else _share(cuts, members, len(asked.outcome))
    recall = _recall(hits.expected, labelled, places, asked, share)
    base = asked.found / asked.labelled if asked.labelled else None
    return Top(
        places=round(places),
        labelled=labelled,
        hits=hits.expected,
        hits_deviation=hits.deviation,
        precision=Four(
            around,
            hits.expected / places if places else None,
            (hits.expected + places - labelled) / places if places else None,
            UNWEIGHTED
            if asked.selection is None or share is None
            else doubly_robust(asked.selection, asked.outcome, share),
        ),
        precision_deviation=told.deviation if labelled else 0.0,
        recall=recall,
        lift=_lift(recall, around, base, len(asked.outcome) / places if places else 0.0),
        severity=_severity(cuts, members, asked, share),
    )


def _seen(cuts: Sequence[Cut], values: Sequence[Floats]) -> float:
    pairs = zip(cuts, values, strict=True)
    return sum(float(one.chance[~np.isnan(value)].sum()) for one, value in pairs)


def _share(cuts: Sequence[Cut], members: Sequence[Codes], rows: int) -> Floats:
    """Each row's chance of standing above its cut, in the whole cohort."""
    share = np.zeros(rows)
    for one, mine in zip(cuts, members, strict=True):
        share[mine] = one.chance
    return share


def _recall(
    hits: float, labelled: float, places: float, asked: Asked, share: Floats | None
) -> Four:
    """Of all findings: the unlabelled above the cut, or those below it, may all be findings."""
    found, above = asked.found, places - labelled
    below = len(asked.outcome) - asked.labelled - above
    return Four(
        wilson(hits, found) if found else Figure(None, why=NONE_FOUND),
        hits / (found + below) if found + below > 0 else None,
        (hits + above) / (found + above) if found + above > 0 else None,
        UNWEIGHTED
        if asked.selection is None or share is None
        else weighted_recall(asked.selection, asked.outcome, share),
    )


def _lift(recall: Four, precision: Figure, base: float | None, per: float) -> Four:
    """Precision over the base rate: recall over the share of the cohort that is in the top.

    The base rate rests on every label, so the interval is that of the precision.
    """
    return Four(
        scaled(precision, 1.0 / base) if base else Figure(None, why=NONE_FOUND),
        None if recall.lower is None else recall.lower * per,
        None if recall.upper is None else recall.upper * per,
        scaled(recall.weighted, per),
    )


def _severity(
    cuts: Sequence[Cut], members: Sequence[Codes], asked: Asked, share: Floats | None
) -> Four:
    severities = [asked.severity[rows] for rows in members]
    total = sum_over(cuts, severities).expected
    unseen = float(sum(one.chance.sum() for one in cuts)) - _seen(cuts, severities)
    gravest = asked.gravest
    return Four(
        Figure(None, why="nobody looked") if gravest is None else Figure(total),
        total,
        None if gravest is None else total + unseen * gravest,
        UNWEIGHTED
        if asked.selection is None or share is None
        else weighted_sum(asked.selection, asked.outcome, asked.severity, share),
    )

"""Rates of a group's counts: among the labelled, with interval, and bounds over the rest.

The names are those of the field, as `aequitas` prints them. A rate is a share: what it counts
over what it counts them among. Someone without an outcome may belong to either, so bounds are
the least and the most that any outcomes of theirs could make of the rate; they are sharp.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.audit.counts import Counts
from models.intervals import Figure, wilson

__all__ = ["RATES", "Rate", "parts_of", "rates_of"]

Parts = tuple[float, float, float, float]


@dataclass(frozen=True)
class Rate:
    """`figure` is among the labelled, with Wilson's 95 % interval; `low` and `high` bound it
    over the unlabelled. All are None where nobody is in what it is a share of."""

    figure: Figure
    low: float | None
    high: float | None


# (counted, not counted, unlabelled who may be counted, unlabelled who may be the others): the
# outcome of somebody unlabelled decides whether it joins, and each can join one side alone.
_PARTS: Mapping[str, Callable[[Counts], Parts]] = {
    "pprev": lambda c: (c.selected, c.size - c.selected, 0.0, 0.0),
    "prev": lambda c: (c.tp + c.fn, c.fp + c.tn, 0.0, c.unlabelled + c.unlabelled_rest),
    "precision": lambda c: (c.tp, c.fp, 0.0, c.unlabelled),
    "fdr": lambda c: (c.fp, c.tp, 0.0, c.unlabelled),
    "for": lambda c: (c.fn, c.tn, 0.0, c.unlabelled_rest),
    "npv": lambda c: (c.tn, c.fn, 0.0, c.unlabelled_rest),
    "tpr": lambda c: (c.tp, c.fn, c.unlabelled, c.unlabelled_rest),
    "fnr": lambda c: (c.fn, c.tp, c.unlabelled_rest, c.unlabelled),
    "fpr": lambda c: (c.fp, c.tn, c.unlabelled, c.unlabelled_rest),
    "tnr": lambda c: (c.tn, c.fp, c.unlabelled_rest, c.unlabelled),
}
# In these, somebody unlabelled is on one side or the other, whatever is found: the fourth part
# may join either.
_CERTAIN = ("prev", "precision", "fdr", "for", "npv")
RATES = tuple(_PARTS)


def parts_of(name: str, counts: Counts) -> tuple[float, float]:
    """What a rate counts, and among how many, of the labelled."""
    yes, no, _, _ = _PARTS[name](counts)
    return yes, yes + no


def rates_of(counts: Counts, dates: int = 1) -> dict[str, Rate]:
    """Every rate of a group. Counts of several `dates` have much the same rows on each:
    intervals are those of one date's number of rows."""
    return {name: _rate(name, counts, dates) for name in RATES}


def _rate(name: str, counts: Counts, dates: int) -> Rate:
    yes, no, for_yes, other = _PARTS[name](counts)
    figure = wilson(yes / dates, (yes + no) / dates)
    if figure.value is None:
        figure = Figure(None, why="nobody is in what it is a share of")
    if name in _CERTAIN:
        among = yes + no + other
        if among <= 0:
            return Rate(figure, None, None)
        return Rate(figure, yes / among, (yes + other) / among)
    if yes + no + for_yes + other <= 0:
        return Rate(figure, None, None)
    # Least: nobody more is counted and all who may be the others are; most: the reverse. With
    # nobody on either side then, the rate exists only where one joins the other side alone.
    low = yes / (yes + no + other) if yes + no + other > 0 else 1.0
    high = (yes + for_yes) / (yes + for_yes + no) if yes + for_yes + no > 0 else 0.0
    return Rate(figure, low, high)

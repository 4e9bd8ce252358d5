"""From priority to frequency: beta calibration on a later period, and how it holds after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from models.intervals import Figure, wilson

__all__ = [
    "FEWEST",
    "Calibration",
    "Reliability",
    "as_share",
    "calibrate",
    "carried_over",
    "miscalibration",
    "reliability",
]

Floats = npt.NDArray[np.float64]
BINS = 5  # equal shares of the labelled rows: a hundred labels give some twenty a bin
FEWEST = 20  # labels below which a group has no reliability of its own
EDGE = 1e-6


@dataclass(frozen=True)
class Calibration:
    """A rising map from priority to the frequency of an outcome (Kull, Silva Filho and Flach
    2017): log-odds = `above` × ln p − `below` × ln(1 − p) + `shift`, p the priority as a share.

    Three numbers, the identity among what they can say: isotonic steps want a thousand labels
    or more (Niculescu-Mizil and Caruana 2005), and a period here has some hundred.
    """

    above: float
    below: float
    shift: float

    def frequency(self, share: Floats) -> Floats:
        """(rows,) the frequency of findings expected at each priority as a share."""
        columns = _columns(share)
        return np.asarray(expit(columns @ [self.above, self.below] + self.shift))


@dataclass(frozen=True)
class Reliability:
    """One group's frequencies, expected and seen. `bins` rise in expectation."""

    group: str
    labelled: int
    expected: float
    seen: Figure
    bins: tuple[tuple[float, Figure], ...]


def calibrate(share: Floats, outcome: Floats, weight: Floats) -> Calibration | None:
    """Learn the map from rows with an outcome, each counting its `weight`.

    A falling part is left out, so that the map never turns the order round. None where there
    are not both kinds of outcome.
    """
    known = ~np.isnan(outcome)
    answers = outcome[known].astype(int)
    if len(np.unique(answers)) < 2:
        return None
    columns = _columns(share)[known]
    used = [0, 1]
    while True:
        model = LogisticRegression(C=1e4, max_iter=500)
        with threadpool_limits(1):
            model.fit(columns[:, used], answers, sample_weight=weight[known])
        falling = [n for n, slope in zip(used, model.coef_[0], strict=True) if slope < 0]
        if not falling or len(used) == 1:
            break
        used = [n for n in used if n not in falling[:1]]
    slopes = np.zeros(2)
    slopes[used] = np.maximum(model.coef_[0], 0.0)
    shift = float(model.intercept_[0])
    if not slopes.any():  # it says nothing of this outcome: everybody has the base rate
        base = float(weight[known] @ answers / weight[known].sum())
        shift = float(np.log(base / (1.0 - base)))
    return Calibration(float(slopes[0]), float(slopes[1]), shift)


def reliability(
    expected: Floats, outcome: Floats, groups: npt.NDArray[np.object_] | None = None
) -> tuple[Reliability, ...]:
    """Expected and seen frequencies, overall or in each group with enough labels."""
    known = ~np.isnan(outcome)
    names = np.full(len(outcome), "all", dtype=object) if groups is None else groups
    told = []
    for name in sorted(set(names[known].tolist())):
        rows = np.flatnonzero(known & (names == name))
        if len(rows) >= FEWEST:
            told.append(_reliable(str(name), expected[rows], outcome[rows]))
    return tuple(told)


def miscalibration(found: Sequence[Reliability]) -> float | None:
    """Mean distance of expected from seen over all bins, each by its labels (ECE)."""
    parts = [
        (one.labelled / len(one.bins), abs(expected - (seen.value or 0.0)))
        for one in found
        for expected, seen in one.bins
    ]
    total = sum(weight for weight, _ in parts)
    return sum(weight * apart for weight, apart in parts) / total if total else None


def carried_over(
    before: Sequence[tuple[int, int]], after: Sequence[tuple[int, int]]
) -> float | None:
    """How far frequencies learnt on one cohort lie from those seen on the next, in the mean.

    Both are controls and findings in equal parts of the order, the best first, so that every
    order can be held to it, whatever its scores mean. None where the first teaches no map or
    the second has too few labels.
    """
    share, outcome = _rows_of(before)
    learnt = calibrate(share, outcome, np.ones(len(share)))
    if learnt is None:
        return None
    share, outcome = _rows_of(after)
    return miscalibration(reliability(learnt.frequency(share), outcome))


def _rows_of(parts: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
    """One row per control: the middle of its part as a share (1 is the top), its outcome."""
    # Nobody was counted where the order could not be learnt.
    controls, findings = np.array(parts, dtype=np.int64).reshape(-1, 2).T
    middle = 1.0 - (np.arange(len(controls)) + 0.5) / max(len(controls), 1)
    counts = np.concatenate([findings, controls - findings])
    found = np.repeat([1.0, 0.0], [findings.sum(), (controls - findings).sum()])
    return np.repeat(np.tile(middle, 2), counts), found


def _reliable(name: str, expected: Floats, outcome: Floats) -> Reliability:
    order = np.argsort(expected, kind="stable")
    # Rows of equal expectation may lie in two bins: each then has its share of their findings,
    # in whatever order the rows come.
    _, tie = np.unique(expected, return_inverse=True)
    level = np.bincount(tie, weights=outcome) / np.bincount(tie)
    parts = [part for part in np.array_split(order, BINS) if len(part)]
    bins = tuple(
        (float(expected[part].mean()), wilson(float(level[tie[part]].sum()), len(part)))
        for part in parts
    )
    seen = wilson(float(outcome.sum()), len(outcome))
    return Reliability(name, len(outcome), float(expected.mean()), seen, bins)


def as_share(priority: Floats, combine: str) -> Floats:
    """Priorities as shares from 0 to 1: margins are log-odds, other combinations shares."""
    return np.asarray(expit(priority)) if combine == "margins" else priority


def _columns(share: Floats) -> Floats:
    """ln p and −ln(1 − p)."""
    held = np.clip(share, EDGE, 1.0 - EDGE)
    return np.column_stack([np.log(held), -np.log1p(-held)])

"""Proxy leakage: how well a model's own figures tell whom it must not look at.

For each audit band a classifier learns from the matrix that the model reads, and is asked only
of employers it has not learnt from. The area under its curve is what anybody who sees the
figures could tell; that of the model's own order is what the order tells. One row per employer,
so that rows are independent; DeLong's variance (1988).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from models.attribution import global_importance
from models.audit.counts import NOT_GIVEN, Floats, Labels
from models.audit.policy import Tolerance
from models.audit.verdicts import Verdict, judge_at_most
from models.intervals import Z_95, Figure
from models.ranker import Part, Ranker, boosted, open_booster

__all__ = ["Leak", "area_of", "leaks_of"]

FOLDS, ROUNDS = 5, 60
MOST_ROWS = 12_000  # more make the area no surer than a policy needs
LEAF = 20
# Rows in a band and outside it. A learner sees four fifths of them, and can set none apart that
# fill no leaf: with 22 a column that says the band outright looks like chance.
FEWEST = 2 * LEAF * FOLDS // (FOLDS - 1)
LEARNER = {
    "objective": "binary",
    "num_leaves": 15,
    "min_data_in_leaf": LEAF,
    "learning_rate": 0.1,
    "feature_fraction": 0.5,
}
TOLD = 5  # features told of each band


@dataclass(frozen=True)
class Leak:
    """How well one band of one audit attribute can be told from the matrix.

    `inside` of the `rows` that were asked are in the band. `by` are the features that tell
    most, each with its part of all that they move; `order` is the area of the model's own
    scores (a half: the order says nothing of it).
    """

    attribute: str
    value: str
    rows: int
    inside: int
    area: Figure
    order: Figure
    by: tuple[tuple[str, float], ...]
    verdict: Verdict
    why: str


def leaks_of(
    values: npt.NDArray[np.float32],
    features: tuple[str, ...],
    scores: Floats,
    attributes: Mapping[str, Labels],
    tolerance: Tolerance,
    *,
    seed: int = 1,
) -> list[Leak]:
    """Every band of every attribute against all its others; rows are of different employers.

    Whose band is not given is left out. A band that nearly nobody, or nearly everybody, is in
    cannot be told. Two bands are one question, and one is asked.
    """
    found: list[Leak] = []
    for attribute, groups in attributes.items():
        given = np.flatnonzero(groups != NOT_GIVEN)
        draw = np.random.default_rng(seed)
        if len(given) > MOST_ROWS:
            given = np.sort(draw.choice(given, MOST_ROWS, replace=False))
        fold = draw.integers(0, FOLDS, len(given))
        names = sorted(set(groups[given].tolist()))
        for value in names[:1] if len(names) == 2 else names:
            is_in = (groups[given] == value).astype(np.float32)
            found.append(_leak(attribute, str(value), values[given], features, scores[given],
                               is_in, fold))  # fmt: skip
    asked = [_figure_and_error(one.area) for one in found]
    verdicts = judge_at_most(asked, tolerance.leakage)
    return [
        replace(one, verdict=verdict, why=_why(one, verdict, tolerance))
        for one, verdict in zip(found, verdicts, strict=True)
    ]


def area_of(scores: Floats, is_in: npt.NDArray[np.floating]) -> Figure:
    """The area under the curve with DeLong's interval; none without both kinds of rows."""
    ones, noughts = scores[is_in == 1], scores[is_in == 0]
    if len(ones) < 2 or len(noughts) < 2:
        return Figure(None, why="fewer than two rows in the band or outside it")
    ranks = rankdata(np.concatenate([ones, noughts]))
    of_ones = (ranks[: len(ones)] - rankdata(ones)) / len(noughts)
    of_noughts = 1 - (ranks[len(ones) :] - rankdata(noughts)) / len(ones)
    area = float(of_ones.mean())
    variance = of_ones.var(ddof=1) / len(ones) + of_noughts.var(ddof=1) / len(noughts)
    half = Z_95 * math.sqrt(float(variance))
    return Figure(area, max(0.0, area - half), min(1.0, area + half))


def _leak(
    attribute: str,
    value: str,
    values: npt.NDArray[np.float32],
    features: tuple[str, ...],
    scores: Floats,
    is_in: npt.NDArray[np.float32],
    fold: npt.NDArray[np.int64],
) -> Leak:
    inside = int(is_in.sum())
    few = min(inside, len(is_in) - inside) < FEWEST
    told: tuple[tuple[str, float], ...] = ()
    area = Figure(None, why=f"fewer than {FEWEST} employers in the band or outside it")
    if not few:
        said = np.empty(len(is_in))
        for number in range(FOLDS):
            out = fold == number
            text = _learn(values[~out], is_in[~out], features)
            said[out] = open_booster(text).predict(values[out], raw_score=True, num_threads=1)
        area = area_of(said, is_in)
        whole = Part("band", "leak", 1.0, _learn(values, is_in, features))
        moved = global_importance(Ranker(features, "margins", (whole,), ()), values)
        total = sum(moved.values()) or 1.0
        told = tuple((name, size / total) for name, size in list(moved.items())[:TOLD])
    order = area_of(scores, is_in)
    verdict = Verdict.CANNOT_TELL
    return Leak(attribute, value, len(is_in), inside, area, order, told, verdict, "")


def _learn(
    values: npt.NDArray[np.float32], is_in: npt.NDArray[np.float32], features: tuple[str, ...]
) -> str:
    return boosted(values, is_in, features, LEARNER, rounds=ROUNDS, seeds=(1,), threads=1)


def _figure_and_error(area: Figure) -> tuple[float, float] | None:
    if area.value is None or area.low is None or area.high is None:
        return None
    # An area of 1 has no variance: half a row on either side would have some.
    return area.value, max((area.high - area.low) / (2 * Z_95), 1e-3)


def _why(one: Leak, verdict: Verdict, tolerance: Tolerance) -> str:
    name = f"{one.attribute} {one.value}"
    if one.area.value is None:
        return f"{name}: {one.area.why}"
    by = ", ".join(f"{feature} {part:.0%}" for feature, part in one.by[:3])
    said = (
        f"{name} can be told from the matrix with an area of {one.area.value:.2f}"
        f" ({one.area.low:.2f} to {one.area.high:.2f}), most by {by}"
    )
    ends = {
        Verdict.FAILS: f"above {tolerance.leakage:.2f}",
        Verdict.PASSES: f"below {tolerance.leakage:.2f}",
        Verdict.CANNOT_TELL: f"too unsure to tell from {tolerance.leakage:.2f}",
    }
    return f"{said}: {ends[verdict]}"

"""What a ranking is worth: precision, recall, lift at each centre's capacity, with bounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.drawn import drawn_share
from models.figures import average_precision
from models.intervals import Figure, percentiles
from models.resampling import Statistic, area_under_curve, resample, top_sums
from models.selection import Selection
from models.ties import cut
from models.topk import Asked, Four, Top, top

__all__ = [
    "Comparison",
    "Difference",
    "Evaluation",
    "Prevalence",
    "Question",
    "evaluate",
]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """What rankings are judged by.

    One row per workplace and as-of date: `outcome` 1, 0 or NaN (nobody looked), `severity`
    (NaN likewise), `lists` numbers the list it competes in (as-of date and centre, 0 up),
    `cluster` its employer. `capacity` is where each list is cut, `shares` where the cohort as
    a whole is. `assumes` says what the outcome rests on.
    """

    outcome: Floats
    severity: Floats
    lists: Codes
    cluster: Codes
    capacity: int
    shares: tuple[float, ...] = (0.01, 0.1)
    assumes: str = ""
    selection: Selection | None = None  # who came to be controlled, for this outcome
    inclusion: Floats | None = None  # chance of those drawn at random; NaN for the others


@dataclass(frozen=True)
class Evaluation:
    """One ranking on one question. `auc` and `average_precision` are over labelled rows."""

    rows: int
    labelled: int
    positives: int
    base_rate: float | None
    auc: Figure
    average_precision: float | None
    at_capacity: Top
    per_list: tuple[Top, ...]
    at_share: Mapping[str, Top]
    precision_at: Mapping[str, Figure]  # with the bootstrap's interval


@dataclass(frozen=True)
class Difference:
    """Model minus rival, paired, with the interval over resampled employers."""

    precision: Figure  # at capacity, among the labelled
    hits: Figure
    severity: Figure
    auc: Figure
    precision_at: Mapping[str, Figure]


@dataclass(frozen=True)
class Comparison:
    """Model and rivals on the same question and the same resamples."""

    model: str
    evaluations: Mapping[str, Evaluation]
    differences: Mapping[str, Difference]
    assumes: str
    resamples: int
    prevalence: Prevalence


@dataclass(frozen=True)
class Prevalence:
    """How often the outcome is there in the whole cohort, by each way of telling."""

    among: Four
    random_arm: Figure


def evaluate(
    scores: Mapping[str, Floats], question: Question, *, resamples: int = 1000, seed: int = 1
) -> Comparison:
    """Judge every ranking; the first is the model, the others its rivals."""
    statistics: dict[str, Statistic] = {}
    for name, score in scores.items():
        statistics |= _statistics(name, score, question)
    clusters = int(question.cluster.max(initial=0)) + 1
    drawn = resample(statistics, clusters, resamples, seed)
    model, *rivals = scores
    points = {name: _points(score, question) for name, score in scores.items()}
    draws = {name: _draws(name, drawn, question) for name in scores}
    evaluations = {
        name: _evaluation(score, question, points[name], draws[name], whole=name == model)
        for name, score in scores.items()
    }
    differences = {}
    for rival in rivals:
        figures = {
            key: percentiles(
                points[model][key] - points[rival][key], draws[model][key] - draws[rival][key]
            )
            for key in points[model]
        }
        differences[rival] = Difference(
            precision=figures["precision"],
            hits=figures["hits"],
            severity=figures["severity"],
            auc=figures["auc"],
            precision_at={str(share): figures[f"share {share}"] for share in question.shares},
        )
    return Comparison(
        model, evaluations, differences, question.assumes, resamples, _prevalence(question)
    )


def _prevalence(question: Question) -> Prevalence:
    outcome = question.outcome
    whole = top(
        [cut(np.zeros(len(outcome)), len(outcome))],
        [np.arange(len(outcome))],
        Asked(outcome, question.severity, question.selection),
    )
    drawn = ~np.isnan(question.inclusion) if question.inclusion is not None else None
    if question.inclusion is None or drawn is None:
        return Prevalence(whole.precision, Figure(None, why="no random arm is known"))
    arm = drawn_share(outcome[drawn], question.inclusion[drawn], of=len(outcome))
    return Prevalence(whole.precision, arm)


def _shared(question: Question, share: float) -> int:
    return max(1, round(len(question.outcome) * share))


def _members(question: Question) -> list[Codes]:
    order = np.argsort(question.lists, kind="stable")
    ends = np.flatnonzero(np.diff(question.lists[order])) + 1
    return [np.asarray(part) for part in np.split(order, ends)]


def _columns(question: Question) -> Floats:
    return np.column_stack(
        [
            ~np.isnan(question.outcome),
            np.nan_to_num(question.outcome),
            np.nan_to_num(question.severity),
        ]
    ).astype(np.float64)


def _statistics(name: str, score: Floats, question: Question) -> dict[str, Statistic]:
    columns = _columns(question)
    together = np.zeros(len(score), dtype=np.int64)
    found: dict[str, Statistic] = {
        f"{name} capacity": top_sums(
            score, columns, question.cluster, question.lists, question.capacity
        ),
        f"{name} auc": area_under_curve(score, question.outcome, question.cluster),
    }
    for share in question.shares:
        found[f"{name} share {share}"] = top_sums(
            score, columns, question.cluster, together, _shared(question, share)
        )
    return found


def _draws(name: str, drawn: Mapping[str, Floats], question: Question) -> dict[str, Floats]:
    labelled, hits, severity = drawn[f"{name} capacity"].T
    found = {
        "precision": _ratio(hits, labelled),
        "hits": hits,
        "severity": severity,
        "auc": drawn[f"{name} auc"],
    }
    for share in question.shares:
        labelled, hits, _ = drawn[f"{name} share {share}"].T
        found[f"share {share}"] = _ratio(hits, labelled)
    return found


def _ratio(hits: Floats, labelled: Floats) -> Floats:
    shares = np.full(len(hits), np.nan)
    np.divide(hits, labelled, out=shares, where=labelled > 0)
    return shares


def _points(score: Floats, question: Question) -> dict[str, float]:
    """The same figures as the resamples have, on the cohort itself."""
    once = np.ones((1, int(question.cluster.max(initial=0)) + 1), dtype=np.uint8)
    drawn = {key: of(once) for key, of in _statistics("", score, question).items()}
    return {key: float(value[0]) for key, value in _draws("", drawn, question).items()}


def _evaluation(
    score: Floats,
    question: Question,
    points: Mapping[str, float],
    draws: Mapping[str, Floats],
    *,
    whole: bool,
) -> Evaluation:
    """Each list on its own is weighted for selection when `whole`: of the model alone."""
    known = ~np.isnan(question.outcome)
    labelled, positives = int(known.sum()), int(np.nansum(question.outcome))
    base = positives / labelled if labelled else None
    members = _members(question)
    cuts = [cut(score[rows], question.capacity) for rows in members]
    precise = average_precision(score, question.outcome)
    asked = Asked(question.outcome, question.severity, question.selection)
    everybody = np.arange(len(score))
    apart = asked if whole else replace(asked, selection=None)
    return Evaluation(
        rows=len(score),
        labelled=labelled,
        positives=positives,
        base_rate=base,
        auc=percentiles(points["auc"], draws["auc"]),
        average_precision=None if np.isnan(precise) else precise,
        at_capacity=top(cuts, members, asked),
        per_list=tuple(
            top([one], [rows], apart) for one, rows in zip(cuts, members, strict=True)
        ),
        at_share={
            str(share): top([cut(score, _shared(question, share))], [everybody], asked)
            for share in question.shares
        },
        precision_at={
            str(share): percentiles(points[f"share {share}"], draws[f"share {share}"])
            for share in question.shares
        },
    )

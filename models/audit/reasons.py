"""Explanations audited: whom they move, who is told otherwise, which way facts pull."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.audit.counts import Floats, Labels
from models.intervals import Z_95, Figure
from models.rank_order import same_order

__all__ = ["Moves", "Pair", "Sign", "moves_by_group", "pairs_alike", "signs_of"]

BESIDE = 5  # places below in the order that somebody of the same priority is looked for in


@dataclass(frozen=True)
class Moves:
    """What one label (a register, a feature) moves in one group: the mean size of what it adds.

    `ratio` is that over the mean of everybody; None where it moves nobody.
    """

    attribute: str
    value: str
    label: str
    rows: int
    size: Figure
    ratio: float | None


@dataclass(frozen=True)
class Pair:
    """Two rows of the same priority, told for different reasons.

    `alike` is the cosine of what moved them, 1 for the same reasons and -1 for opposite ones;
    `mine` and `theirs` are the labels that raised each most.
    """

    one: int
    other: int
    score: float
    other_score: float
    alike: float
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Sign:
    """Which way a feature with a declared direction pulls.

    `correlation` is Spearman's, of its figures and what they add; None where it moves nobody
    or is alike for all. It follows the declared direction where both have the same sign.
    """

    feature: str
    direction: int
    correlation: float | None
    moves: float
    follows: bool | None


def moves_by_group(
    sums: Floats, labels: Sequence[str], attributes: Mapping[str, Labels]
) -> list[Moves]:
    """Every label in every group, from (rows, labels) contributions; a row per employer.

    Intervals are normal ones of a mean; a group of one has none.
    """
    sizes = np.abs(sums)
    everybody = sizes.mean(axis=0) if len(sizes) else np.zeros(len(labels))
    found = []
    for attribute, groups in attributes.items():
        for value in sorted(set(groups.tolist())):
            here = sizes[groups == value]
            means = here.mean(axis=0)
            errors = here.std(axis=0, ddof=1) / np.sqrt(len(here)) if len(here) > 1 else None
            for number, label in enumerate(labels):
                mean = float(means[number])
                half = None if errors is None else Z_95 * float(errors[number])
                ends = (None, None) if half is None else (max(0.0, mean - half), mean + half)
                whole = float(everybody[number])
                ratio = mean / whole if whole > 0 else None
                low, high = ends
                figure = Figure(mean, low, high, "" if half is not None else "one row alone")
                found.append(Moves(attribute, str(value), label, len(here), figure, ratio))
    return found


def pairs_alike(
    scores: Floats, sums: Floats, labels: Sequence[str], *, among: int, wanted: int, near: float
) -> list[Pair]:
    """Of the `among` highest, the pairs least alike in reasons among those near in priority.

    Near are two whose priorities differ by at most `near`. Each row is in one pair at most.
    """
    order = np.argsort(-scores, kind="stable")[:among]
    lengths = np.sqrt((sums**2).sum(axis=1))
    met: list[tuple[float, int, int]] = []
    for at, one in enumerate(order):
        for other in order[at + 1 : at + 1 + BESIDE]:
            if scores[one] - scores[other] > near or not lengths[one] * lengths[other] > 0:
                continue
            alike = float(sums[one] @ sums[other] / (lengths[one] * lengths[other]))
            met.append((alike, int(one), int(other)))
    taken: set[int] = set()
    found: list[Pair] = []
    for alike, one, other in sorted(met):
        if len(found) == wanted:
            break
        if {one, other} & taken:
            continue
        taken |= {one, other}
        told = (_raising(sums[one], labels), _raising(sums[other], labels))
        found.append(Pair(one, other, float(scores[one]), float(scores[other]), alike, *told))
    return found


def signs_of(
    values: npt.NDArray[np.float32],
    amounts: Floats,
    features: Sequence[str],
    directions: Mapping[str, int],
) -> list[Sign]:
    """Every feature with a declared direction, in the model's order, over those who have it."""
    found: list[Sign] = []
    for number, name in enumerate(features):
        direction = directions.get(name, 0)
        if not direction:
            continue
        there = ~np.isnan(values[:, number])
        correlation = same_order(values[there, number], amounts[there, number])
        follows = None if correlation is None else correlation * direction > 0
        moves = float(np.abs(amounts[:, number]).mean()) if len(amounts) else 0.0
        found.append(Sign(name, direction, correlation, moves, follows))
    return found


def _raising(sums: Floats, labels: Sequence[str], most: int = 3) -> tuple[str, ...]:
    order = np.argsort(-sums, kind="stable")[:most]
    return tuple(labels[number] for number in order if sums[number] > 0)

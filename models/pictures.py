"""A training run in pictures: precision against capacity with bounds, and reliability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.calibrating import Calibrated
from models.evaluation import Question
from models.ties import cut, share_found, sum_over

__all__ = ["Point", "axes_for", "curve", "draw_curve", "draw_reliability"]

Floats = npt.NDArray[np.float64]
INK = "#1f5a7a"
CAPACITIES = (4, 8, 16, 32, 64, 128, 256)  # visits a centre and date

# Visits, precision among the labelled (None without any), and its lower and upper bound.
Point = tuple[int, float | None, float, float]


def curve(
    score: Floats, asked: Question, capacities: Sequence[int] = CAPACITIES
) -> list[Point]:
    """Precision with bounds as each list is cut further down, up to the shortest list."""
    members = [np.flatnonzero(asked.lists == n) for n in np.unique(asked.lists)]
    outcomes = [asked.outcome[rows] for rows in members]
    seen = [(~np.isnan(one)).astype(np.float64) for one in outcomes]
    told: list[Point] = []
    for k in capacities:
        if any(k > len(rows) for rows in members):
            break
        cuts = [cut(score[rows], k) for rows in members]
        places = float(k * len(members))
        hits, labelled = sum_over(cuts, outcomes).expected, sum_over(cuts, seen).expected
        share = share_found(cuts, outcomes).expected
        upper = (hits + places - labelled) / places
        told.append((k, None if np.isnan(share) else share, hits / places, upper))
    return told


def draw_curve(points: Sequence[Point], capacity: int, path: Path) -> None:
    """The curve as a picture; a line stands where the recipe cuts."""
    axes, save = axes_for(path)
    visits = [point[0] for point in points]
    known = [(point[0], point[1]) for point in points if point[1] is not None]
    axes.fill_between(
        visits, [p[2] for p in points], [p[3] for p in points], alpha=0.15, color=INK,
        label="bounds over the unlabelled",
    )  # fmt: skip
    axes.plot(*zip(*known, strict=True), marker="o", color=INK, label="among the controlled")
    axes.axvline(capacity, color="grey", linewidth=0.8)
    axes.set_xscale("log", base=2)
    axes.set_ylim(0, 1)
    axes.set_xlabel("visits per centre and date")
    axes.set_ylabel("precision")
    axes.legend(frameon=False)
    save()


def draw_reliability(held: Calibrated, path: Path) -> None:
    """Expected against seen frequencies with Wilson's intervals, on the later dates."""
    axes, save = axes_for(path)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8)
    for expected, seen in held.overall.bins:
        if seen.value is not None and seen.low is not None and seen.high is not None:
            low, high = seen.value - seen.low, seen.high - seen.value
            axes.errorbar(expected, seen.value, [[low], [high]], fmt="o", color=INK)
    axes.set_xlabel("expected frequency")
    axes.set_ylabel("seen frequency")
    save()


def axes_for(path: Path, size: tuple[float, float] = (6, 4)) -> tuple[Any, Callable[[], None]]:
    """Axes of a plain picture of so many inches, and what saves it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    picture = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(picture)
    axes = picture.subplots()
    axes.spines[["top", "right"]].set_visible(False)
    return axes, lambda: picture.savefig(path, dpi=120)

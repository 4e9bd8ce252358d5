"""What moves priorities over a whole cohort, read from its frozen explanations in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.country import Country
from models.frozen import AMOUNT, VALUE, Frozen
from models.grouping import labels_by, summed
from models.pictures import INK, axes_for

__all__ = [
    "Dependence",
    "Swarm",
    "dependence",
    "draw_dependence",
    "draw_swarm",
    "importance",
    "swarm",
]

Floats = npt.NDArray[np.float64]
BINS = 101  # of contributions on a line; odd, so that nought has a bin of its own
STEPS = 20  # of a feature's figures, each with as many workplaces
COLOURS = "coolwarm"


@dataclass(frozen=True)
class Swarm:
    """Every workplace's contribution of some features, counted in bins.

    `counts` and `levels` are (features, bins): how many workplaces, and the mean place of their
    figures in the cohort (0 the lowest, 1 the highest, NaN where none is known); `edges` bound
    the bins, the same for all features.
    """

    features: tuple[str, ...]
    edges: Floats
    counts: npt.NDArray[np.int64]
    levels: Floats


@dataclass(frozen=True)
class Dependence:
    """What a feature's figure adds: deciles of the contribution at each of its figures.

    `at` (steps,) are medians of figures, `low`, `middle`, `high` the tenths, halves and
    nine tenths of contributions there; `missing` is the mean contribution where no figure is
    known (NaN where all are), `rows` how many workplaces each step has.
    """

    feature: str
    at: Floats
    low: Floats
    middle: Floats
    high: Floats
    rows: npt.NDArray[np.int64]
    missing: float


def importance(frozen: Frozen, country: Country, way: str = "group") -> pd.DataFrame:
    """What each group of features moves, over every workplace, most first.

    `by` is `feature`, `group`, `register` or `authority`. Columns: `moves`, the mean size of
    what it adds; `share` of all groups' sizes; `raises`, the share of workplaces it raises;
    `largest`, the greatest size anywhere. Contributions are added in a group before their
    size is taken. Memory does not grow with the cohort.
    """
    labels = labels_by(way, frozen.features, country, frozen.catalogue)
    names: tuple[str, ...] = tuple(dict.fromkeys(labels))
    sizes, raised, largest = (np.zeros(len(names)) for _ in range(3))
    for amounts in frozen.amounts():
        names, sums = summed(amounts, labels)
        sizes += np.abs(sums).sum(axis=0)
        raised += (sums > 0).sum(axis=0)
        largest = np.maximum(largest, np.abs(sums).max(axis=0, initial=0.0))
    rows = max(1, len(frozen))
    found = pd.DataFrame(
        {
            way: names,
            "moves": sizes / rows,
            "share": sizes / max(float(sizes.sum()), np.finfo(float).tiny),
            "raises": raised / rows,
            "largest": largest,
        }
    )
    return found.sort_values("moves", ascending=False, kind="stable").reset_index(drop=True)


def swarm(frozen: Frozen, country: Country, shown: int = 15) -> Swarm:
    """Every workplace's contributions of the features that move most; none is left out."""
    table = importance(frozen, country, "feature").head(shown)
    names = tuple(table["feature"])
    reach = float(table["largest"].max()) or 1.0
    edges = np.linspace(-reach, reach, BINS + 1)
    counts = np.zeros((len(names), BINS), dtype=np.int64)
    levels = np.full((len(names), BINS), np.nan)
    for number, name in enumerate(names):
        values, amounts = _pair(frozen, name)
        place = np.clip(np.searchsorted(edges, amounts, side="right") - 1, 0, BINS - 1)
        counts[number] = np.bincount(place, minlength=BINS)
        known = ~np.isnan(values)
        level = _levels(values[known])
        told = np.bincount(place[known], minlength=BINS)
        added = np.bincount(place[known], weights=level, minlength=BINS)
        levels[number, told > 0] = added[told > 0] / told[told > 0]
    return Swarm(names, edges, counts, levels)


def dependence(frozen: Frozen, feature: str) -> Dependence:
    """What a feature's figures add, over every workplace."""
    values, amounts = _pair(frozen, feature)
    known = ~np.isnan(values)
    order = np.argsort(values[known], kind="stable")
    ordered, added = values[known][order], amounts[known][order]
    steps = [part for part in _steps(ordered) if len(part)]
    tenths = np.array([np.quantile(added[part], (0.1, 0.5, 0.9)) for part in steps])
    tenths = tenths.reshape(-1, 3)
    gone = amounts[~known]
    return Dependence(
        feature,
        np.array([np.median(ordered[part]) for part in steps]),
        tenths[:, 0],
        tenths[:, 1],
        tenths[:, 2],
        np.array([len(part) for part in steps], dtype=np.int64),
        float(gone.mean()) if len(gone) else float("nan"),
    )


def draw_swarm(found: Swarm, labels: Mapping[str, str], path: Path) -> None:
    """A line per feature, as wide at each contribution as there are workplaces, coloured by how
    high their figures are: shap's beeswarm, of everybody.
    """
    from matplotlib import colormaps

    axes, save = axes_for(path, (8.5, 0.42 * len(found.features) + 1.2))
    middles, width = (found.edges[:-1] + found.edges[1:]) / 2, np.diff(found.edges)
    colours = colormaps[COLOURS]
    for number in range(len(found.features)):
        # The square root keeps the few visible beside the many.
        tall = np.sqrt(found.counts[number])
        tall = 0.85 * tall / max(float(tall.max()), 1.0)
        level = found.levels[number]
        shade = [colours(one) if one == one else "#9a9a9a" for one in level]
        line = len(found.features) - 1 - number
        axes.bar(middles, tall, width, bottom=line - tall / 2, color=shade)
    axes.axvline(0, color="grey", linewidth=0.8)
    names = [labels.get(name, name) for name in reversed(found.features)]
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("adds to the priority\n(blue: low figures, red: high, grey: none)")
    save()


def draw_dependence(found: Dependence, label: str, path: Path) -> None:
    """The middle contribution at each figure, and eight workplaces in ten around it."""
    axes, save = axes_for(path, (6.5, 4))
    axes.fill_between(found.at, found.low, found.high, alpha=0.2, color=INK, step=None)
    axes.plot(found.at, found.middle, marker="o", color=INK)
    axes.axhline(0, color="grey", linewidth=0.8)
    if found.missing == found.missing:
        axes.axhline(found.missing, color="grey", linestyle=":", label="no figure")
        axes.legend(frameon=False)
    axes.set_xlabel(label)
    axes.set_ylabel("adds to the priority")
    save()


def _pair(frozen: Frozen, feature: str) -> tuple[Floats, Floats]:
    """Every workplace's figure (NaN where missing) and contribution of one feature."""
    table = frozen.columns([VALUE + feature, AMOUNT + feature])
    values, amounts = (table.column(number).to_numpy().astype(float) for number in range(2))
    return values, amounts


def _levels(values: Floats) -> Floats:
    """The place of each figure among all, equal figures at their middle, 0 to 1."""
    ordered = np.sort(values)
    low = np.searchsorted(ordered, values, side="left")
    high = np.searchsorted(ordered, values, side="right")
    return np.asarray((low + high) / 2 / max(1, len(values)))


def _steps(ordered: Floats) -> Iterator[npt.NDArray[np.int64]]:
    """Rows in order, in about `STEPS` parts of equal size; equal figures share a part."""
    begin = 0
    for end in np.linspace(0, len(ordered), STEPS + 1)[1:].astype(int):
        if end <= begin:
            continue
        last = int(np.searchsorted(ordered, ordered[end - 1], side="right"))
        yield np.arange(begin, last)
        begin = last

"""What a matrix looks like, kept small: per feature a histogram and percentiles."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from features.errors import NotFound
from features.matrix import Matrix

__all__ = ["Column", "Profile", "counts_of", "profile", "read_profile", "write_profile"]

BINS = 20
# Up to so many different values, each is a bin of its own: counts, shares of few, yes and no.
FEW_VALUES = 20


@dataclass(frozen=True)
class Column:
    """One feature at one date.

    `edges` part the values into bins: bin i holds those up to and with `edges[i]`, the last
    bin those above all edges. `counts` are rows per bin, missing ones apart. `low`, `middle`
    and `high` are the 5th, 50th and 95th percentile; None where all are missing.
    """

    missing: int
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    low: float | None
    middle: float | None
    high: float | None


@dataclass(frozen=True)
class Profile:
    """A matrix's shape. `mix` tells per stratum how many rows bear each code."""

    as_of: str
    rows: int
    features: Mapping[str, Column]
    mix: Mapping[str, Mapping[str, int]]


def profile(matrix: Matrix) -> Profile:
    """Take the profile of a matrix."""
    features: dict[str, Column] = {}
    for name in matrix.features:
        values = matrix.frame.column(name).to_numpy(zero_copy_only=False)
        features[name] = _column(np.asarray(values, dtype=np.float64))
    strata = [
        name
        for name in matrix.frame.column_names
        if name not in (*matrix.features, "workplace", "employer")
    ]
    mix = {
        name: {
            str(row["values"]): int(row["counts"])
            for row in matrix.frame.column(name).value_counts().to_pylist()
        }
        for name in strata
    }
    return Profile(matrix.as_of.isoformat(), len(matrix), features, mix)


def counts_of(values: npt.NDArray[np.float64], edges: tuple[float, ...]) -> tuple[int, ...]:
    """Rows per bin of `edges`; missing values in none."""
    present = values[~np.isnan(values)]
    places = np.searchsorted(np.asarray(edges), present, side="left")
    return tuple(int(n) for n in np.bincount(places, minlength=len(edges) + 1))


def write_profile(found: Profile, folder: Path) -> Path:
    """Keep a profile as `<as_of>.json` in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{found.as_of}.json"
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(asdict(found)), "utf-8")
    os.replace(fresh, path)
    return path


def read_profile(path: Path) -> Profile:
    """Open a kept profile; raises `NotFound` when there is none."""
    if not path.is_file():
        raise NotFound(
            f"There is no profile {path.as_posix()}.",
            f"run: lykta features profile --as-of {path.stem}",
        )
    said = json.loads(path.read_text("utf-8"))
    features = {
        name: Column(**{**told, "edges": tuple(told["edges"]), "counts": tuple(told["counts"])})
        for name, told in said["features"].items()
    }
    return Profile(said["as_of"], said["rows"], features, said["mix"])


def _column(values: npt.NDArray[np.float64]) -> Column:
    present = np.sort(values[~np.isnan(values)])
    missing = len(values) - len(present)
    if not len(present):
        return Column(missing, (), (0,), None, None, None)
    edges = _edges(present)
    low, middle, high = (float(present[_rank(len(present), q)]) for q in (0.05, 0.5, 0.95))
    places = np.searchsorted(present, np.asarray(edges), side="right")
    counts = np.diff(np.concatenate(([0], places, [len(present)])))
    return Column(missing, edges, tuple(int(n) for n in counts), low, middle, high)


def _edges(present: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Of few values, each but the last; of many, those that part them into equal bins."""
    steps = np.flatnonzero(np.diff(present))
    if len(steps) < FEW_VALUES:
        return tuple(float(value) for value in present[steps])
    ranks = [_rank(len(present), q) for q in np.arange(1, BINS) / BINS]
    edges = np.unique(present[ranks])
    return tuple(float(edge) for edge in edges if edge < present[-1])


def _rank(count: int, share: float) -> int:
    """The place of a percentile among `count` sorted values: always an observed one."""
    return min(int(share * count), count - 1)

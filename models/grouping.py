"""Contributions added up: by register, by authority, by what they tell of. Nothing is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from features.country import Country
from features.errors import LyktaError
from features.reasons.catalogue import ReasonCatalogue, catalogue_of
from models.sources import sources_of_all

__all__ = ["WAYS", "labels_by", "summed"]

Floats = npt.NDArray[np.float64]
WAYS = ("feature", "group", "register", "authority")
TOLERANCE = 1e-9  # relative to the sizes added: both sums are in 64 bits


def labels_by(
    way: str,
    features: Sequence[str],
    country: Country,
    catalogue: ReasonCatalogue | None = None,
) -> tuple[str, ...]:
    """What each feature is added under. A figure of several owners is added under them all
    together, `a + b`: to divide it between them would be to make something up.
    """
    if way == "feature":
        return tuple(features)
    if way == "group":
        texts = (catalogue or catalogue_of(country)).texts
        return tuple(texts[name].group for name in features)
    tables = sources_of_all(country)
    named: Mapping[str, list[str]] = {
        name: [
            table.name if way == "register" else table.authority.value for table in tables[name]
        ]
        for name in features
    }
    return tuple(" + ".join(dict.fromkeys(named[name])) for name in features)


def summed(amounts: Floats, labels: Sequence[str]) -> tuple[tuple[str, ...], Floats]:
    """The labels in order of first mention, and (rows, labels) sums of the amounts under each.

    Raises `LyktaError` where a row's sums do not add up to what its amounts add up to.
    """
    names = tuple(dict.fromkeys(labels))
    place = {name: number for number, name in enumerate(names)}
    into = np.zeros((len(labels), len(names)))
    into[np.arange(len(labels)), [place[label] for label in labels]] = 1.0
    sums = np.asarray(amounts, dtype=np.float64) @ into
    apart = np.abs(sums.sum(axis=1) - amounts.sum(axis=1))
    lost = int((apart > TOLERANCE * np.maximum(1.0, np.abs(amounts).sum(axis=1))).sum())
    if lost:
        raise LyktaError(
            f"Grouped contributions of {lost} of {len(amounts)} workplaces do not add up to"
            " what was grouped.",
            "this is a fault of ours: tell us",
        )
    return names, sums

"""CONDUCTOR: a row per workplace and as-of date, a column per feature, nothing from later."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from features.country import Country, Rival
from features.engine.compiling import words
from features.feature import Expression, Feature, Peer
from features.vocabulary import AsOf, Flag

if TYPE_CHECKING:  # pandas takes long to load, and not every matrix is opened in it
    import pandas as pd

__all__ = ["Matrix", "definition_digest", "model_features", "needed_for"]


@dataclass(frozen=True)
class Matrix:
    """One row per workplace of the cohort at `as_of`, sorted by workplace.

    `frame` holds the keys (workplace, employer, centre and the cohort's strata), then one
    float32 column per feature; missing is null. `rivals` holds workplace, employer and, for
    each rival order, `<name>_score` and `<name>_then`. `funnel` tells how many were left after
    each step.
    """

    as_of: AsOf
    frame: pa.Table
    rivals: pa.Table
    features: tuple[str, ...]
    funnel: tuple[tuple[str, int], ...]

    def __len__(self) -> int:
        return int(self.frame.num_rows)

    def values(self) -> npt.NDArray[np.float32]:
        """(workplaces, features) in 32-bit, NaN where missing."""
        found = np.empty((len(self), len(self.features)), dtype=np.float32, order="F")
        for number, name in enumerate(self.features):
            found[:, number] = self.frame.column(name).to_numpy(zero_copy_only=False)
        return found

    def to_pandas(self) -> pd.DataFrame:
        """The whole frame for an analyst."""
        found: pd.DataFrame = self.frame.to_pandas()
        return found


def model_features(country: Country) -> tuple[Feature, ...]:
    """The features a model may see: no parts, none refused; in catalogue order."""
    return tuple(f for f in country.features if not f.part and f.flag is not Flag.REFUSED)


def definition_digest(country: Country) -> str:
    """Changes when anything that decides a matrix's content is declared differently."""
    said = [repr(country.cohort), repr(country.rivals)]
    said += [f"{f.name} {f.definition!r} {f.part} {f.flag}" for f in country.features]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def needed_for(country: Country, wanted: Sequence[Feature]) -> tuple[Feature, ...]:
    """`wanted`, and every part that they or the rivals read, however indirectly."""
    by_name = {feature.name: feature for feature in country.features}
    texts = [text for rival in country.rivals for text in _said(rival)]
    queue = [
        *wanted,
        *(by_name[name] for text in texts for name in words(text) & by_name.keys()),
    ]
    needed: dict[str, Feature] = {}
    while queue:
        feature = queue.pop()
        if feature.name in needed:
            continue
        needed[feature.name] = feature
        match feature.definition:
            case Expression(sql):
                queue += [by_name[name] for name in words(sql) & by_name.keys()]
            case Peer(of=of, by=by):
                queue += [by_name[name] for name in (of, *by) if name in by_name]
            case _:
                pass
    return tuple(feature for feature in country.features if feature.name in needed)


def _said(rival: Rival) -> tuple[str, str]:
    return rival.score, rival.then

"""Puts figures, owners, peers and dates to the contributions of one row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from features.country import Country
from features.feature import Feature
from features.reasons.catalogue import ReasonCatalogue, catalogue_of
from features.vocabulary import Words
from models.explanation import Contribution, Explanation, amount_in_words
from models.sources import sources_of_all

__all__ = ["Beside", "Teller"]

Floats = npt.NDArray[np.float64]
Narrow = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Beside:
    """What stands beside a row's figures.

    `usual` and `having` are its peers' (features,) medians and shares with any; `known` is
    when each register last told of its employer; `silent` are registers that fell silent.
    """

    usual: Narrow
    having: Narrow
    known: Mapping[str, date | None]
    silent: frozenset[str]


class Teller:
    """Tells rows of one model: which feature stands where, and what it is called."""

    def __init__(
        self,
        features: Sequence[str],
        country: Country,
        catalogue: ReasonCatalogue | None = None,
    ) -> None:
        by_name = {feature.name: feature for feature in country.features}
        sources = sources_of_all(country)
        self._features: list[Feature] = [by_name[name] for name in features]
        self._tables = [tuple(t.name for t in sources[name]) for name in features]
        self._owners = [
            tuple(dict.fromkeys(t.authority.value for t in sources[name])) for name in features
        ]
        self._texts = (catalogue or catalogue_of(country)).texts

    def explanation(
        self,
        *,
        workplace: str,
        as_of: str,
        model: str,
        base: float,
        score: float,
        values: Narrow,
        amounts: Floats,
        beside: Beside | None = None,
    ) -> Explanation:
        """One row's explanation, largest contributions first."""
        order = np.argsort(-np.abs(amounts), kind="stable")
        return Explanation(
            workplace=workplace,
            as_of=as_of,
            model=model,
            base=base,
            score=score,
            contributions=tuple(
                self._one(int(n), values[n], float(amounts[n]), beside) for n in order
            ),
            unknown=tuple(
                Words(feature.sv, feature.en)
                for feature, value in zip(self._features, values, strict=True)
                if np.isnan(value)
            ),
        )

    def _one(
        self, number: int, value: np.float32, amount: float, beside: Beside | None
    ) -> Contribution:
        feature, tables = self._features[number], self._tables[number]
        known = None if np.isnan(value) else float(value)
        days = [beside.known.get(table) for table in tables] if beside else []
        latest = max((day for day in days if day is not None), default=None)
        return Contribution(
            feature=feature.name,
            words=Words(feature.sv, feature.en),
            unit=feature.unit,
            value=known,
            shown=amount_in_words(known, feature.unit, feature.categories),
            amount=amount,
            authorities=self._owners[number],
            registers=tables,
            group=self._texts[feature.name].group,
            usual=_figure(beside.usual[number]) if beside else None,
            having=_figure(beside.having[number]) if beside else None,
            known=latest.isoformat() if latest else "",
            is_stale=bool(beside and beside.silent & set(tables)),
        )


def _figure(value: np.float32) -> float | None:
    return None if np.isnan(value) else float(value)

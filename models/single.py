"""One workplace at once: a corrected fact, and which single facts would move its band."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from features.bounds import YES_OR_NO, bounds_of
from features.country import Country
from features.derivation import made_of
from features.errors import BadOption, LyktaError, UnknownFeature
from features.feature import Feature
from features.reasons.catalogue import ReasonCatalogue, catalogue_of
from models.attribution import blocks
from models.ranker import Ranker

__all__ = ["Change", "Corrected", "Judge", "Scored"]

Floats = npt.NDArray[np.float64]
Narrow = npt.NDArray[np.float32]

PLAUSIBLE = (0.01, 0.99)  # of the cohort's own figures; beyond them a figure is a rarity
SIDES: tuple[Literal["left", "right"], ...] = ("left", "right")
TRIED = 24  # figures tried of a feature, spread over the cohort's


@dataclass(frozen=True)
class Scored:
    """A priority, its place among the cohort (0 the top, 1 the end), and the band it is in."""

    score: float
    place: float
    band: int


@dataclass(frozen=True)
class Corrected:
    """A workplace before and after facts were corrected, with its contributions after.

    `built_on` are figures made of a corrected one: they stay as they were, until a new matrix.
    """

    before: Scored
    after: Scored
    base: float
    amounts: Floats
    values: Narrow
    built_on: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """A single fact that, had it been `to`, would have put the workplace in another band.

    `distance` is how far apart the two stand among the cohort's figures, as a share of them:
    of equal figures, the middle counts. `built_on` are the model's other figures made of the
    same fact: they were left as they are, and would move with it in a new matrix.
    """

    feature: str
    value: float
    to: float
    distance: float
    after: Scored
    built_on: tuple[str, ...]


class Judge:
    """Scores and explains one workplace of a cohort, kept warm for many questions.

    `scores` are the whole cohort's, `values` (rows, features) its figures, `shares` of bands
    from the top as `models.bands` has them. Raises `LyktaError` for a model whose priorities
    are ranks within a cohort: one workplace alone has none.
    """

    def __init__(
        self,
        ranker: Ranker,
        country: Country,
        scores: Floats,
        values: Narrow,
        shares: Sequence[float],
        catalogue: ReasonCatalogue | None = None,
    ) -> None:
        if ranker.combine == "ranks":
            raise LyktaError(
                "This model ranks within a cohort; one workplace alone has no priority.",
                'train with combine = "margins" or "expected"',
            )
        self.ranker, self.country = ranker, country
        self._sorted = np.sort(scores)
        self._edges = np.cumsum(shares)
        self._values = values
        self._catalogue = catalogue or catalogue_of(country)
        by_name = {feature.name: feature for feature in country.features}
        self._features: list[Feature] = [by_name[name] for name in ranker.features]

    def explain(self, values: Narrow) -> tuple[float, Floats, Scored]:
        """Base, (features,) contributions and standing of one row (features,) of figures."""
        base, amounts, scores = next(blocks(self.ranker, values[None]))
        score = float(scores[0])
        return base, amounts[0], self._standing(score, out=score)

    def band(self, score: float) -> int:
        """The number of the band (0 the top) of a score of the cohort's own."""
        return self._standing(score, out=score).band

    def correct(self, values: Narrow, facts: Mapping[str, float | None]) -> Corrected:
        """The row with some facts replaced, None for one that is not known after all.

        Raises `UnknownFeature` for names that the model does not read, all at once, and
        `BadOption` for figures that cannot be: none of a finite size, a yes or no that is
        neither, a share above one, what lies outside declared bounds; those all at once too.
        """
        self._refuse(facts)
        corrected = values.copy()
        for name, fact in facts.items():
            corrected[self._place[name]] = np.nan if fact is None else fact
        _, _, before = self.explain(values)
        base, amounts, after = self.explain(corrected)
        after = self._standing(after.score, out=before.score)
        return Corrected(before, after, base, amounts, corrected, self.built_on(facts))

    def would_change(self, values: Narrow, most: int = 6) -> tuple[Change, ...]:
        """The nearest single facts that would move the band, nearest first.

        Only figures between the cohort's first and last hundredth are tried; never a fact that
        is fixed (the catalogue says why), compares with others or is not known; and nothing
        that moves the priority against the direction the field declares.
        """
        now = float(self.ranker.score_values(values[None])[0])
        before = self._standing(now, out=now)
        tried = [
            (number, float(to))
            for number in self._movable(values)
            for to in self._others(number)
        ]
        tried = [(number, to) for number, to in tried if to != float(values[number])]
        if not tried:
            return ()
        rows = np.repeat(values[None], len(tried), axis=0)
        for row, (number, to) in enumerate(tried):
            rows[row, number] = to
        scores = self.ranker.score_values(rows)
        nearest: dict[tuple[int, bool], Change] = {}
        for (number, to), score in zip(tried, scores, strict=True):
            after = self._standing(float(score), out=now)
            rises = float(score) > now
            if after.band == before.band or self._against(number, to > values[number], rises):
                continue
            change = Change(
                self.ranker.features[number],
                float(values[number]),
                to,
                self._distance(number, float(values[number]), to),
                after,
                self._built_on[number],
            )
            kept = nearest.get((number, rises))
            if kept is None or _farness(change) < _farness(kept):
                nearest[number, rises] = change
        order = sorted(nearest.values(), key=lambda one: (one.distance, one.feature, one.to))
        return tuple(order[:most])

    def built_on(self, names: Mapping[str, object]) -> tuple[str, ...]:
        """The model's other figures that are made of any of these."""
        return tuple(
            feature.name
            for feature, parts in zip(self._features, self._parts, strict=True)
            if names.keys() & parts
        )

    @cached_property
    def _parts(self) -> tuple[frozenset[str], ...]:
        return tuple(made_of(feature, self.country) for feature in self._features)

    @cached_property
    def _built_on(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self.built_on({name: None}) for name in self.ranker.features)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {name: number for number, name in enumerate(self.ranker.features)}

    def _standing(self, score: float, out: float) -> Scored:
        """Where a score stands when the row's own score `out` leaves the cohort for it.

        As `models.bands.band_of`: of rows with equal scores, the middle of the tie decides.
        """
        rows = len(self._sorted)
        above = rows - int(np.searchsorted(self._sorted, score, side="right"))
        alike = rows - int(np.searchsorted(self._sorted, score, side="left")) - above
        above -= int(out > score)
        alike = max(1, alike + int(out != score))
        place = (above + alike / 2) / rows
        return Scored(score, place, int(np.searchsorted(self._edges, place, side="right")))

    def _movable(self, values: Narrow) -> list[int]:
        return [
            number
            for number, name in enumerate(self.ranker.features)
            if not np.isnan(values[number]) and not self._catalogue.texts[name].fixed
        ]

    def _others(self, number: int) -> Floats:
        """Figures of the cohort to try: spread over it, rarities left out."""
        known = self._known(number)
        if not len(known):
            return np.zeros(0)
        shares = np.linspace(*PLAUSIBLE, TRIED)
        return np.unique(known[(shares * (len(known) - 1)).round().astype(int)]).astype(float)

    def _known(self, number: int) -> Narrow:
        if number not in self._ordered:
            column = self._values[:, number]
            self._ordered[number] = np.sort(column[~np.isnan(column)])
        return self._ordered[number]

    @cached_property
    def _ordered(self) -> dict[int, Narrow]:
        return {}

    def _distance(self, number: int, value: float, to: float) -> float:
        known = self._known(number)

        def twice_the_place(one: float) -> int:
            return sum(int(np.searchsorted(known, one, side)) for side in SIDES)

        return abs(twice_the_place(value) - twice_the_place(to)) / 2 / len(known)

    def _against(self, number: int, is_higher: bool, rises: bool) -> bool:
        declared = int(self._features[number].direction)
        return declared != 0 and (declared > 0) != (is_higher == rises)

    def _refuse(self, facts: Mapping[str, float | None]) -> None:
        """Raise with every fault of every fact."""
        unknown = sorted(facts.keys() - self._place.keys())
        faults = [
            fault
            for name, fact in facts.items()
            if name not in unknown and fact is not None
            for fault in _faults(self._features[self._place[name]], fact)
        ]
        impossible = f"Facts that cannot be: {'; '.join(faults)}." if faults else ""
        if unknown:
            words = {word for name in unknown for word in name.split("_")}
            near = [name for name in self.ranker.features if words & set(name.split("_"))]
            raise UnknownFeature(
                f"The model reads no {', '.join(unknown)}. {impossible}".rstrip(),
                f"perhaps: {', '.join(near[:8])}" if near else "see: lykta features describe",
            )
        if faults:
            raise BadOption(impossible, "see: lykta features describe FEATURE")


def _faults(feature: Feature, fact: float) -> list[str]:
    """Why a figure cannot be the feature's; at most one reason."""
    said = f"{feature.name} is {fact:g}"
    least, most = bounds_of(feature)
    if not math.isfinite(fact):
        return [f"{said}; what is not known is left empty"]
    if feature.unit in YES_OR_NO and fact not in (0, 1):
        return [f"{said}; a yes or no is 1 or 0"]
    if fact < least and most == math.inf:
        return [f"{said}; it is never below {least:g}"]
    if not least <= fact <= most:
        return [f"{said}; it lies between {least:g} and {most:g}"]
    return []


def _farness(change: Change) -> tuple[float, float]:
    return change.distance, abs(change.to - change.value)

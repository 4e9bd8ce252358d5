"""Features of one register as terms: a column, what gathers it, and the windows it is for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from features.engine import kernels
from features.engine.calendar import FADED, Calendar
from features.engine.gathering import Distinct, Extreme, Fading, Gathering, Last, Since, Sum
from features.feature import Aggregate, Feature, Measure
from features.schema import Kind, Table

__all__ = ["Term", "aggregate_of", "terms_of"]

Array: TypeAlias = npt.NDArray[Any]
Figures: TypeAlias = npt.NDArray[np.floating[Any]]
ADDING = (Measure.COUNT, Measure.TOTAL, Measure.DISTINCT, Measure.DECAYED)


@dataclass(frozen=True)
class Term:
    """One column of a register, and the features it becomes, which differ in window alone.

    Without a `column` rows are counted. `known` is the term that counts the values of this
    one, where a figure of no values must be told from a figure of nought.
    """

    measure: Measure
    column: str
    features: tuple[Feature, ...]
    windows: tuple[int | None, ...]
    known: Term | None = None

    def begin(self, calendar: Calendar) -> Gathering:
        """What gathers the rows for this term."""
        match self.measure:
            case Measure.DISTINCT:
                return Distinct(calendar, self.windows)
            case Measure.LATEST:
                return Last(calendar, self.windows)
            case Measure.MONTHS_SINCE:
                return Since(calendar, self.windows)
            case Measure.LOWEST | Measure.HIGHEST:
                sign = 1 if self.measure is Measure.HIGHEST else -1
                return Extreme(calendar, self.windows, sign)
            case Measure.DECAYED:
                return Fading(calendar, calendar.weights(aggregate_of(self.features[0])))
            case _:
                return Sum(calendar, self.windows, ones=self.measure is Measure.COUNT)

    @property
    def key(self) -> tuple[object, ...]:
        """Terms with the same key find the same numbers."""
        fades = aggregate_of(self.features[0]) if self.measure is Measure.DECAYED else None
        return (
            self.measure,
            self.column,
            self.windows,
            fades.half_life if fades else None,
        )

    def none(self, known: Array, feature: Feature, date: int) -> npt.NDArray[np.bool_]:
        """Who has no value in the feature's window, or no row at all, as `known` found."""
        assert self.known is not None
        windows, months = self.known.windows, aggregate_of(feature).months
        place = windows.index(months) if months in windows else 0
        return np.asarray(known[place, date] == 0)

    @property
    def may_miss(self) -> bool:
        """May it have nothing to tell of an id that has rows?"""
        return self.measure not in (
            Measure.COUNT,
            Measure.TOTAL,
            Measure.DISTINCT,
            Measure.DECAYED,
        )

    def figures(
        self,
        found: Array,
        feature: Feature,
        date: int,
        rows: Array,
        kind: type[np.floating[Any]],
    ) -> Figures:
        """One feature's figures at a date, in the order of `rows`, from what gathering found.

        `kind` is what they are kept in; NaN where there are none.
        """
        if self.measure is Measure.DECAYED:
            return np.asarray(found[0, date].take(rows) / FADED, kind)
        window = self.windows.index(aggregate_of(feature).months)
        figures = np.empty(len(rows), kind)
        kernels.take(found[window, date], rows, figures)
        if self.measure is Measure.MONTHS_SINCE:
            figures[figures < 0] = np.nan
        return figures


def terms_of(features: Sequence[Feature]) -> list[Term]:
    """The terms that `features` of one source and grain need, each column once."""
    groups: dict[tuple[object, ...], list[Feature]] = defaultdict(list)
    for feature in features:
        aggregate = aggregate_of(feature)
        fades = (aggregate.half_life, aggregate.months) if aggregate.half_life else None
        groups[aggregate.measure, _column(aggregate), fades].append(feature)
    return [_term(members) for members in groups.values()]


def aggregate_of(feature: Feature) -> Aggregate:
    assert isinstance(feature.definition, Aggregate)
    return feature.definition


def _term(features: Sequence[Feature]) -> Term:
    aggregate = aggregate_of(features[0])
    column, windows = _column(aggregate), _windows(features)
    known = None
    unsure = [f for f in features if aggregate_of(f).missing != 0]
    if unsure and aggregate.measure is Measure.TOTAL:
        valued = f"({column}) IS NOT NULL" if aggregate.value else column
        known = Term(Measure.COUNT, valued, (), windows)
    elif unsure and aggregate.measure in (Measure.COUNT, Measure.DECAYED, Measure.DISTINCT):
        known = Term(Measure.COUNT, "", (), (None,))
    return Term(aggregate.measure, column, tuple(features), windows, known)


def _windows(features: Sequence[Feature]) -> tuple[int | None, ...]:
    months = {aggregate_of(feature).months for feature in features}
    return tuple(sorted(months, key=lambda m: np.inf if m is None else m))


def _column(aggregate: Aggregate) -> str:
    """What must be read of each row, in SQL; null where the row does not count.

    Nothing where the row itself, or its day, is what counts.
    """
    match aggregate.measure:
        case Measure.DISTINCT if aggregate.value == aggregate.source.happened:
            if not aggregate.where:
                return ""
            value = aggregate.value
        case Measure.COUNT | Measure.MONTHS_SINCE:
            return aggregate.where
        case Measure.DECAYED if not aggregate.value:
            return aggregate.where
        case Measure.TOTAL | Measure.DECAYED if not _is_whole(aggregate):
            value = f"CAST({aggregate.value} AS BIGINT)"
        case _:
            value = aggregate.value
    return f"CASE WHEN {aggregate.where} THEN {value} END" if aggregate.where else value


def _is_whole(aggregate: Aggregate) -> bool:
    """Is the value a column of whole numbers? Then it is read once, whatever becomes of it."""
    columns = aggregate.source.readable if isinstance(aggregate.source, Table) else ()
    whole = (Kind.INTEGER, Kind.ORE)
    return any(column.name == aggregate.value and column.kind in whole for column in columns)

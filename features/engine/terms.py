"""What the rows of a register become, for all windows and dates: sums, sets, last rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import kernels
from features.engine.calendar import FADED
from features.engine.lines import Lines
from features.errors import BadOption
from features.feature import Aggregate, Feature, Measure
from features.schema import Kind, Table

__all__ = ["NEVER", "Term", "aggregate_of", "terms_of"]

Array: TypeAlias = npt.NDArray[Any]
Floats: TypeAlias = npt.NDArray[np.float64]

LARGEST = 2.0**62  # sums of whole numbers below this fit in 64 bits
NEVER = np.int32(2**31 - 1)
SUMS = (Measure.COUNT, Measure.TOTAL, Measure.DECAYED)


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

    def of(self, lines: Lines, column: tuple[pa.Array, ...]) -> Array:
        """(windows, dates, ids), or (dates, ids) where rows fade. `column` is in batches."""
        return _WAYS[self.measure](self, lines, column)

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

    def figures(self, found: Array, feature: Feature, date: int) -> Floats:
        """One feature's figures at a date, from what `of` gave; NaN where there are none."""
        if self.measure is Measure.DECAYED:
            return np.asarray(found[0, date] / FADED)
        window = self.windows.index(aggregate_of(feature).months)
        figures: Floats = found[window, date].astype(np.float64)
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
    if unsure and aggregate.measure in (Measure.TOTAL, Measure.DECAYED):
        valued = f"({column}) IS NOT NULL" if aggregate.value else column
        known = Term(Measure.COUNT, valued, (), windows)
    elif unsure and aggregate.measure in (Measure.COUNT, Measure.DISTINCT):
        known = Term(Measure.COUNT, "", (), (None,))
    return Term(aggregate.measure, column, tuple(features), windows, known)


def _windows(features: Sequence[Feature]) -> tuple[int | None, ...]:
    months = {aggregate_of(feature).months for feature in features}
    return tuple(sorted(months, key=lambda m: np.inf if m is None else m))


def _column(aggregate: Aggregate) -> str:
    """What must be read of each row, in SQL; null where the row does not count."""
    match aggregate.measure:
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


def _sums(term: Term, lines: Lines, column: tuple[pa.Array, ...]) -> Array:
    places = _places(term, lines)
    steps = np.zeros((lines.ids, 1 + len(places), len(lines.calendar.dates) + 1), np.int64)
    largest = 0.0
    for values, codes, span in _values(lines, column):
        largest = max(largest, kernels.add(steps, places, codes, span, values))
    _refuse_beyond(largest, lines, term)
    return _narrow(kernels.summed(steps))


def _fading(term: Term, lines: Lines, column: tuple[pa.Array, ...]) -> Array:
    calendar = lines.calendar
    sums = np.zeros((lines.ids, len(calendar.dates)), np.int64)
    weights = calendar.weights(aggregate_of(term.features[0]))
    largest, batches = 0.0, zip(_values(lines, column), lines.happened, strict=True)
    for (values, codes, span), happened in batches:
        first = calendar.first_day
        most = kernels.add_fading(sums, codes, span, values, happened, first, weights)
        largest = max(largest, most)
    _refuse_beyond(largest * FADED, lines, term)
    return np.ascontiguousarray(sums.T)[None]


def _distinct(term: Term, lines: Lines, column: tuple[pa.Array, ...]) -> Array:
    places, (order, begins) = _places(term, lines), lines.grouped
    steps = np.zeros((lines.ids, 1 + len(places), len(lines.calendar.dates) + 1), np.int64)
    codes, different = _codes(pa.chunked_array(column))
    kernels.count_distinct(steps, places, order, begins, lines.span, codes, different)
    return _narrow(kernels.summed(steps))


def _codes(values: pa.ChunkedArray) -> tuple[Array, int]:
    """A number for each value, the same for the same; -1 for null. And how many they are."""
    if pa.types.is_date32(values.type):
        values = values.cast(pa.int32())
    if pa.types.is_integer(values.type) and len(values) > values.null_count:
        span = pc.min_max(values).as_py()
        if span["max"] - span["min"] < len(values):  # near enough to be numbers already
            from_least = pc.subtract(values.cast(pa.int64()), span["min"])
            return pc.fill_null(from_least, -1).to_numpy(), span["max"] - span["min"] + 1
    coded = values.dictionary_encode()
    codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in coded.chunks]
    return np.concatenate(codes), len(coded.chunk(0).dictionary)


def _last(term: Term, lines: Lines, column: tuple[pa.Array, ...]) -> Array:
    days, values = _last_rows(lines, column)
    starts = lines.calendar.starts[_places(term, lines)]
    return np.where(days[None] >= starts[:, :, None], values[None], np.nan)


def _since(term: Term, lines: Lines, column: tuple[pa.Array, ...]) -> Array:
    """Whole months, -1 where there is no row in the window."""
    days, _ = _last_rows(lines, column)
    month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    since = lines.calendar.months[:, None] - month
    starts = lines.calendar.starts[_places(term, lines)]
    return _narrow(np.where(days[None] >= starts[:, :, None], since[None], -1))


def _extreme(term: Term, lines: Lines, column: tuple[pa.Array, ...]) -> Array:
    places = _places(term, lines)
    found = np.full((lines.ids, len(places), len(lines.calendar.dates)), np.nan)
    sign = 1 if term.measure is Measure.HIGHEST else -1
    for values, codes, span in zip(column, lines.codes, lines.spans, strict=True):
        kernels.keep_extreme(found, places, codes, span, _floats(values), sign)
    return np.ascontiguousarray(found.transpose(1, 2, 0))


def _last_rows(lines: Lines, column: tuple[pa.Array, ...]) -> tuple[Array, Array]:
    """(dates, ids): the day of the last row with a value, and that value."""
    shape = (lines.ids, 2, len(lines.calendar.dates))
    days, values = np.full(shape, -NEVER, np.int32), np.full(shape, np.nan)
    parts = zip(lines.codes, lines.spans, lines.happened, strict=True)
    for number, (codes, span, happened) in enumerate(parts):
        found = _floats(column[number]) if column else np.zeros(len(codes))
        kernels.keep_last(days, values, codes, span, happened, found)
    return kernels.last_at(days, values)


_WAYS: dict[Measure, Callable[[Term, Lines, tuple[pa.Array, ...]], Array]] = {
    Measure.COUNT: _sums,
    Measure.TOTAL: _sums,
    Measure.DECAYED: _fading,
    Measure.DISTINCT: _distinct,
    Measure.LATEST: _last,
    Measure.MONTHS_SINCE: _since,
    Measure.LOWEST: _extreme,
    Measure.HIGHEST: _extreme,
}


def _places(term: Term, lines: Lines) -> npt.NDArray[np.int64]:
    return np.array([lines.calendar.windows.index(m) for m in term.windows])


def _values(lines: Lines, column: tuple[pa.Array, ...]) -> Iterator[tuple[Array, Array, Array]]:
    """Whole numbers, one for each row where nothing is asked, and whose and when they are."""
    for number, (codes, span) in enumerate(zip(lines.codes, lines.spans, strict=True)):
        if not column:
            yield np.ones(len(codes), np.uint8), codes, span
            continue
        values = column[number]
        if pa.types.is_boolean(values.type):
            values = values.cast(pa.uint8())
        yield (values.fill_null(0) if values.null_count else values).to_numpy(), codes, span


def _floats(values: pa.Array) -> Floats:
    """NaN where null; a condition becomes nought where it holds."""
    if pa.types.is_boolean(values.type):
        return np.where(values.fill_null(False).to_numpy(zero_copy_only=False), 0.0, np.nan)
    return np.asarray(values.cast(pa.float64()).to_numpy(zero_copy_only=False))


def _refuse_beyond(largest: float, lines: Lines, term: Term) -> None:
    """An exact sum or none: the most rows of one id times the largest value must fit."""
    if largest * sum(map(len, lines.codes)) >= LARGEST:
        most = int(np.diff(lines.grouped[1]).max(initial=0))
        if largest * most >= LARGEST:
            raise BadOption(
                f"{term.column}: {most} rows of up to {largest:.3g} cannot be added exactly.",
                "bound the column in its declaration: what is refused at loading is not added",
            )


def _narrow(whole: Array) -> Array:
    """The same numbers in as few bits as they need."""
    least, most = (int(whole.min()), int(whole.max())) if whole.size else (0, 0)
    for kind in (np.int16, np.int32):
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return whole.astype(kind)
    return whole

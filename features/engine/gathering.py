"""What gathers the rows of a register, batch by batch: sums, fading sums, last rows, sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from features.engine import kernels, pairs
from features.engine.calendar import Calendar
from features.engine.lines import Lines, true, valid, words

__all__ = ["Distinct", "Extreme", "Fading", "Gathering", "Last", "Since", "Sum"]

Array: TypeAlias = npt.NDArray[Any]
Windows: TypeAlias = Sequence[int | None]
NEVER = -(2**31) + 1  # the day of what never happened


class Gathering(Protocol):
    """Takes batches of a part of a register in any order, then tells the figures.

    Once cleared it takes another part: pages of memory that were touched cost nothing again.
    `largest` is the largest whole number that was added; nought where nothing is.
    """

    largest: float

    def take(self, lines: Lines, column: pa.Array | None, ids: int) -> None:
        """Take in a batch, whose ids have codes below `ids`."""

    def found(self, ids: int) -> Array:
        """(windows, dates, ids): the figures, which stay as they are whatever follows."""

    def clear(self, ids: int) -> None:
        """Forget all rows, whose ids had codes below `ids`."""


class Sum:
    """Sums of whole numbers, or of ones where there is no column."""

    def __init__(self, calendar: Calendar, windows: Windows, *, ones: bool) -> None:
        self.largest = 0.0
        self._places = _places(calendar, windows)
        kind = np.int32 if ones else np.int64  # nobody has two thousand million rows
        self._totals = np.zeros((0, len(windows), len(calendar.dates)), kind)

    def take(self, lines: Lines, column: pa.Array | None, ids: int) -> None:
        self._totals = _room(self._totals, ids, 0)
        values, largest = _summed(lines, column)
        kernels.add(self._totals, self._places, lines.ids, lines.spans, values)
        self.largest = max(self.largest, largest)

    def found(self, ids: int) -> Array:
        return _turned(self._totals[:ids])

    def clear(self, ids: int) -> None:
        self.largest = 0.0
        self._totals[:ids] = 0


class Fading:
    """Sums of whole numbers that weigh less with age, in units of 1 / `FADED`."""

    def __init__(self, calendar: Calendar, weights: Array) -> None:
        self.largest = 0.0
        self._first, self._weights = calendar.first_day, weights
        self._heaviest = int(weights.max(initial=0))
        self._sums = np.zeros((0, len(calendar.dates)), np.int64)

    def take(self, lines: Lines, column: pa.Array | None, ids: int) -> None:
        self._sums = _room(self._sums, ids, 0)
        values, largest = _summed(lines, column)
        kernels.add_fading(
            self._sums, lines.ids, lines.spans, values, lines.happened, self._first,
            self._weights,
        )  # fmt: skip
        self.largest = max(self.largest, largest * self._heaviest)

    def found(self, ids: int) -> Array:
        return np.array(self._sums[:ids].T, order="C")[None]

    def clear(self, ids: int) -> None:
        self.largest = 0.0
        self._sums[:ids] = 0


class Last:
    """The value of the row that happened last; of several, the largest. NaN is missing."""

    largest = 0.0

    def __init__(self, calendar: Calendar, windows: Windows) -> None:
        self._starts = calendar.starts[_places(calendar, windows)]
        self._days = np.zeros((0, 2, len(calendar.dates)), np.int32)
        self._values = np.zeros(self._days.shape)

    def take(self, lines: Lines, column: pa.Array | None, ids: int) -> None:
        self._days = _room(self._days, ids, NEVER)
        self._values = _room(self._values, ids, np.nan)
        seen = np.zeros(len(lines.ids)) if column is None else _extreme(lines, column, 1)
        kernels.keep_last(
            self._days, self._values, lines.ids, lines.spans, lines.happened, seen
        )

    def found(self, ids: int) -> Array:
        days, values = kernels.last_at(self._days[:ids], self._values[:ids])
        return np.where(days[None] >= self._starts[:, :, None], values[None], np.nan)

    def clear(self, ids: int) -> None:
        self._days[:ids], self._values[:ids] = NEVER, np.nan


class Since(Last):
    """Whole months since the row that happened last; -1 where there is none."""

    def __init__(self, calendar: Calendar, windows: Windows) -> None:
        super().__init__(calendar, windows)
        self._months = calendar.months

    def found(self, ids: int) -> Array:
        days, _ = kernels.last_at(self._days[:ids], self._values[:ids])
        month = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        since = self._months[:, None] - month
        return _narrow(np.where(days[None] >= self._starts[:, :, None], since[None], -1))


class Extreme:
    """The largest value, or with `sign` -1 the smallest. NaN is missing."""

    largest = 0.0

    def __init__(self, calendar: Calendar, windows: Windows, sign: int) -> None:
        self._sign, self._places = sign, _places(calendar, windows)
        self._kept = np.zeros((0, len(windows), len(calendar.dates)))

    def take(self, lines: Lines, column: pa.Array | None, ids: int) -> None:
        assert column is not None
        self._kept = _room(self._kept, ids, np.nan)
        seen = _extreme(lines, column, self._sign)
        kernels.keep_extreme(self._kept, self._places, lines.ids, lines.spans, seen, self._sign)

    def found(self, ids: int) -> Array:
        return np.array(self._kept[:ids].transpose(1, 2, 0), order="C")

    def clear(self, ids: int) -> None:
        self._kept[:ids] = np.nan


class Distinct:
    """How many different values, or days without a column: each pair of an id and a value has
    its set of dates."""

    largest = 0.0

    def __init__(self, calendar: Calendar, windows: Windows) -> None:
        self._dates, self._places = len(calendar.dates), _places(calendar, windows)
        self._held = kernels.MOST_DATES // self._dates  # windows in a word
        self._count = 0
        self._table = np.full(2**10, -1, np.int32)
        self._local = np.zeros(0, np.int32)
        self._owner = np.zeros(0, np.int32)
        self._kept = np.zeros((0, 1), np.uint64)
        self._sets = np.zeros((0, -(-len(windows) // self._held)), np.int64)
        self._ranges = np.zeros((0, 2), np.int64)

    def take(self, lines: Lines, column: pa.Array | None, ids: int) -> None:
        if column is None:  # the day they happened is the same for all rows of a segment
            starts = np.arange(len(lines.happened) + 1, dtype=np.int32)
            values = lines.happened.astype(np.int64).view(np.uint64)[:, None]
            stands = np.full(len(values) // 8 + 1, 255, np.uint8)
        else:
            starts, values, stands = lines.starts, words(column), valid(column)
        if (narrower := self._kept.shape[1] - values.shape[1]) > 0:
            values = np.pad(values, ((0, 0), (0, narrower)))
        most = self._count + len(values)
        self._local = _room(self._local, 4 * len(values) + 4, 0)
        self._ranges = _room(self._ranges, ids, -1)
        self._owner, self._sets = _room(self._owner, most, 0), _room(self._sets, most, 0)
        self._kept = _room(self._kept, most, 0)
        self._make_room_in_table(most, values.shape[1])
        masks = lines.once(
            tuple(self._places),
            lambda: pairs.masks(lines.spans, self._places, self._dates, self._held),
        )
        self._count = pairs.note_pairs(
            self._table, self._local, self._owner, self._kept, self._sets, self._count,
            self._ranges, starts, lines.ids, masks, values, stands,
        )  # fmt: skip

    def found(self, ids: int) -> Array:
        totals = np.zeros((ids, len(self._places), self._dates), np.int32)
        pairs.count_pairs(totals, self._owner, self._sets, self._count, self._held)
        return _turned(totals)

    def clear(self, ids: int) -> None:
        held = self._ranges[:ids]
        if np.any((held[:, 0] >= 0) & (held[:, 1] < 0)):
            self._table[:] = -1  # somebody came back
        held[:] = -1
        self._count = 0

    def _make_room_in_table(self, most: int, width: int) -> None:
        """For `most` pairs of values of `width` words; either may only grow."""
        size, wider = len(self._table), width - self._kept.shape[1]
        while size < 2 * most:
            size *= 2
        if size > len(self._table) or wider:
            self._kept = np.pad(self._kept, ((0, 0), (0, wider)))
            self._table = np.full(size, -1, np.int32)
            pairs.fill_table(self._table, self._owner, self._kept, self._count, self._ranges)


def _places(calendar: Calendar, windows: Windows) -> Array:
    return np.array([calendar.windows.index(months) for months in windows])


def _room(kept: Array, most: int, empty: float) -> Array:
    """`kept` with room for `most`, twice as much as before when it must grow."""
    if most <= len(kept):
        return kept
    shape = (max(most, 2 * len(kept)), *kept.shape[1:])
    # Pages that nobody has written to cost nothing until somebody does.
    found = np.full(shape, empty, kept.dtype) if empty else np.zeros(shape, kept.dtype)
    found[: len(kept)] = kept
    return found


def _summed(lines: Lines, column: pa.Array | None) -> tuple[Array, float]:
    """Per segment the sum of whole numbers, null being nought, and the largest of them."""
    if column is None:
        return lines.rows, 1.0
    if pa.types.is_boolean(column.type):
        return kernels.count_up(lines.starts, true(column)), 1.0
    whole = (column.fill_null(0) if column.null_count else column).to_numpy()
    return kernels.sum_up(lines.starts, whole)


def _extreme(lines: Lines, column: pa.Array, sign: int) -> Array:
    """Per segment the largest or smallest value; NaN where there is none.

    Of a condition, nought where it holds and nothing elsewhere.
    """
    return lines.once((id(column), sign), lambda: _extreme_of(lines.starts, column, sign))


def _extreme_of(starts: Array, column: pa.Array, sign: int) -> Array:
    stands = valid(column)
    if pa.types.is_boolean(column.type):
        seen, stands = np.zeros(len(column), np.int8), true(column)
    elif column.type in (pa.int64(), pa.float64()):
        seen = np.frombuffer(column.buffers()[1], column.type.to_pandas_dtype())
        seen = seen[column.offset : column.offset + len(column)]
    else:
        seen = column.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return kernels.extremes(starts, seen, stands, sign)


def _turned(totals: Array) -> Array:
    """(windows, dates, ids), from (ids, windows, dates), a copy in as few bits as it needs."""
    return np.array(_narrow(totals).transpose(1, 2, 0), order="C")


def _narrow(whole: Array) -> Array:
    """The same numbers in as few bits as they need."""
    least, most = (int(whole.min()), int(whole.max())) if whole.size else (0, 0)
    for kind in (np.int8, np.int16, np.int32):
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return whole.astype(kind)
    return whole

"""Loops over the rows of a register that add each row to every window of every date at once.

Neighbouring rows of one id and one day that count at the same dates are a *segment*: rows are
first brought together by segment, and only segments meet dates and windows. All loops take
rows in any order and give the same numbers: whole numbers are added, and of what is not added
the largest, smallest or last is kept. A segment counts at the dates from `first` up to, not
with, `until`, one `until` per window; the last window is all time, and wider ones end later.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt
from numba.core.registry import cpu_target

__all__ = [
    "MOST_DATES",
    "add",
    "add_fading",
    "compiled",
    "count_up",
    "extremes",
    "inlined",
    "keep_extreme",
    "keep_last",
    "last_at",
    "pack",
    "segments",
    "sum_up",
    "take",
]

# The rest of numba, which it would import at the first call, while another thread waits.
cpu_target.typing_context.refresh()
cpu_target.target_context.refresh()

MOST_DATES = 62  # a set of dates is one machine word
Function = TypeVar("Function", bound=Callable[..., Any])
Array: TypeAlias = npt.NDArray[Any]


def compiled(function: Function) -> Function:
    """Compiled once and kept on disk; runs beside other threads."""
    return cast(Function, numba.njit(nogil=True, cache=True)(function))


def inlined(function: Function) -> Function:
    """Compiled as a part of what calls it."""
    return cast(Function, numba.njit(inline="always")(function))


@compiled
def pack(edges: Array, letters: Array, packed: Array) -> None:
    """Write each text to its row of `packed`, wide enough and all nought: length, letters."""
    for row in range(len(edges) - 1):
        length = edges[row + 1] - edges[row]
        for place in range(4):
            packed[row, place] = (length >> (8 * place)) & 255
        for place in range(length):
            packed[row, place + 4] = letters[edges[row] + place]


@inlined
def _place(day: Any, low: Any, last: Any) -> Any:
    """Where a day stands in a table that begins with `low`."""
    return min(max(np.int64(day) - low, 0), last)


@compiled
def segments(
    keys: Array,
    happened: Array,
    known: Array,
    ended: Array,
    stands: Array,
    low: int,
    reach: Array,
) -> tuple[Array, Array, Array]:
    """Where segments start, which of them start an id, and (segments, 1 + windows) spans.

    A span is the first date at which the rows count, and where they stop in each window.
    `keys` are equal for rows of one id. Days are numbers; a day before `low` is as `low`, one
    after the last as the last. `reach` gives per day the number of dates that it is not
    before, then per window the number of dates whose window had begun by it. Without its bit
    in `stands`, a row has not ended. The starts end with the number of rows.
    """
    rows, last, width = len(happened), np.int64(len(reach) - 1), reach.shape[1]
    starts, heads = np.empty(rows + 1, np.int32), np.empty(rows, np.int32)
    spans = np.empty((rows, width), np.uint8)
    count, ids, place = 0, 0, np.int64(0)
    day, first, until = np.int64(0), np.uint8(0), np.uint8(0)
    for row in range(rows):
        is_new = row == 0
        if not is_new:
            for word in range(keys.shape[1]):
                is_new |= keys[row, word] != keys[row - 1, word]
        if is_new:
            heads[ids] = count
            ids += 1
        if is_new or happened[row] != day:
            day, is_new = happened[row], True
            place = _place(day, low, last)
        begins = max(reach[place, 0], reach[_place(known[row], low, last), 0])
        stops = reach[last, 0]
        if (stands[row >> 3] >> (row & 7)) & 1:
            stops = reach[_place(ended[row], low, last), 0]
        if is_new or begins != first or stops != until:
            first, until = begins, stops
            starts[count] = row
            spans[count, 0] = first
            for window in range(1, width):
                spans[count, window] = max(first, min(until, reach[place, window]))
            count += 1
    starts[count] = rows
    return starts[: count + 1].copy(), heads[:ids].copy(), spans[:count].copy()


@compiled
def sum_up(starts: Array, values: Array) -> tuple[Array, float]:
    """The sum of each segment's whole numbers, and the largest one, however signed."""
    found, largest = np.empty(len(starts) - 1, np.int64), np.int64(0)
    for segment in range(len(found)):
        total = np.int64(0)
        for row in range(starts[segment], starts[segment + 1]):
            value = np.int64(values[row])
            total += value
            largest = max(largest, abs(value))
        found[segment] = total
    return found, float(largest)


@compiled
def count_up(starts: Array, bits: Array) -> Array:
    """How many of each segment's rows have their bit set in `bits`."""
    found = np.empty(len(starts) - 1, np.int64)
    for segment in range(len(found)):
        total = np.int64(0)
        for row in range(starts[segment], starts[segment + 1]):
            total += (bits[row >> 3] >> (row & 7)) & 1
        found[segment] = total
    return found


@compiled
def take(found: Array, rows: Array, kept: Array) -> None:
    """Write what stands in `found` at `rows` to `kept`, in its own kind of number."""
    for row in range(len(rows)):
        kept[row] = found[np.uint64(rows[row])]


@compiled
def extremes(starts: Array, values: Array, stands: Array, sign: int) -> Array:
    """The largest (`sign` 1) or smallest (-1) of each segment's values; NaN without any.

    A value that is no number, or without its bit in `stands`, is none.
    """
    found = np.empty(len(starts) - 1, np.float64)
    for segment in range(len(found)):
        best, seen = values[0], False
        for row in range(starts[segment], starts[segment + 1]):
            value = values[row]
            if value != value or not (stands[row >> 3] >> (row & 7)) & 1:
                continue
            if not seen or (value > best if sign > 0 else value < best):
                best, seen = value, True
        found[segment] = best if seen else np.nan
    return found


@compiled
def add(totals: Array, windows: Array, ids: Array, spans: Array, values: Array) -> None:
    """Add each segment's value to `totals` (ids, windows, dates), for the `windows` asked for.

    Segments of one id mostly lie together: their values are noted where they begin to count
    and where they stop, and added up over the dates when the id ends.
    """
    width, dates = len(windows), totals.shape[2]
    begins, stops = np.zeros(dates + 1, np.int64), np.zeros((width, dates + 1), np.int64)
    segment = 0
    while segment < len(ids):
        number = ids[segment]
        while segment < len(ids) and ids[segment] == number:
            value = values[segment]
            if value != 0:
                begins[np.uint64(spans[segment, 0])] += value
                for place in range(width):
                    until = np.uint64(spans[segment, windows[place] + 1])
                    stops[place, until] += value
            segment += 1
        for place in range(width):
            total = np.int64(0)
            for date in range(dates):
                total += begins[date] - stops[place, date]
                totals[number, place, date] += total
        begins[:] = 0
        stops[:] = 0


@compiled
def add_fading(
    sums: Array, ids: Array, spans: Array, values: Array, days: Array, low: int, weights: Array
) -> None:
    """Add each segment's value to `sums` (ids, dates), as `weights` (days, dates) weigh it.

    Days are numbered as in `segments`; a weight is nought where the window does not reach.
    """
    last, everything = len(weights) - 1, spans.shape[1] - 1
    for segment in range(len(ids)):
        value = values[segment]
        if value != 0:
            day = _place(days[segment], low, last)
            for date in range(spans[segment, 0], spans[segment, everything]):
                sums[ids[segment], date] += value * weights[day, date]


@compiled
def keep_last(
    days: Array, values: Array, ids: Array, spans: Array, happened: Array, seen: Array
) -> None:
    """Keep per id and date the day of the segment that happened last, and its largest value.

    `days` and `values` are (ids, 2, dates): what has not ended stands at its first date, what
    has ended at each of its dates. `seen` is each segment's value, NaN where it does not count.
    """
    everything, dates = spans.shape[1] - 1, days.shape[2]
    for segment in range(len(ids)):
        value, day, number = seen[segment], happened[segment], ids[segment]
        first, until, kind = (
            np.int64(spans[segment, 0]),
            np.int64(spans[segment, everything]),
            1,
        )
        if np.isnan(value) or first >= until:
            continue
        if until == dates:
            until, kind = first + 1, 0
        for date in range(first, until):
            before = days[number, kind, date]
            if day > before or (day == before and value > values[number, kind, date]):
                days[number, kind, date] = day
                values[number, kind, date] = value


@compiled
def last_at(days: Array, values: Array) -> tuple[Array, Array]:
    """(dates, ids) each: the last day and its value, from what `keep_last` kept."""
    ids, dates = days.shape[0], days.shape[2]
    last, best = np.empty((dates, ids), np.int32), np.empty((dates, ids), np.float64)
    for number in range(ids):
        day, value = days[number, 0, 0], values[number, 0, 0]
        for date in range(dates):
            now, here = days[number, 0, date], values[number, 0, date]
            if now > day or (now == day and here > value):
                day, value = now, here
            now, here = days[number, 1, date], values[number, 1, date]
            ended = now > day or (now == day and here > value)
            last[date, number] = now if ended else day
            best[date, number] = here if ended else value
    return last, best


@compiled
def keep_extreme(
    found: Array, windows: Array, ids: Array, spans: Array, seen: Array, sign: int
) -> None:
    """Keep the largest (`sign` 1) or smallest (-1) in `found` (ids, windows, dates)."""
    for segment in range(len(ids)):
        value = seen[segment]
        if not np.isnan(value):
            for place in range(len(windows)):
                until = spans[segment, windows[place] + 1]
                for date in range(spans[segment, 0], until):
                    before = found[ids[segment], place, date]
                    if np.isnan(before) or sign * value > sign * before:
                        found[ids[segment], place, date] = value

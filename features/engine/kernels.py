"""Loops over the rows of a register that add each row to every window of every date at once.

All of them take rows in any order and give the same numbers: whole numbers are added, and of
what is not added the largest, smallest or last is kept. A row counts at the dates from `first`
up to, not with, `until`, one `until` per window; the last window is all time, and wider ones
end later. A sum is kept as *steps*, +v where a row begins to count and -v where it stops, so
that a row costs the same whatever the number of dates; `summed` adds the steps up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

__all__ = [
    "MOST_DATES",
    "add",
    "add_fading",
    "compiled",
    "inlined",
    "keep_extreme",
    "keep_last",
    "last_at",
    "pack",
    "spans",
    "summed",
]

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
    """Write each text to its row of `packed`, wide enough and all nought, and a one."""
    for row in range(len(edges) - 1):
        length = edges[row + 1] - edges[row]
        for place in range(length):
            packed[row, place] = letters[edges[row] + place]
        packed[row, length] = 1


@compiled
def spans(
    happened: Array,
    known: Array,
    ended: Array,
    stands: Array,
    low: int,
    after: Array,
    opens: Array,
) -> Array:
    """(1 + windows, rows): the first date at which each row counts, and where it stops.

    Days are numbers; a day before `low` is as `low`, one after the last as the last. `after`
    gives the number of dates that a day is not before, `opens` per window the number of dates
    whose window had begun by that day. Without its bit in `stands`, a row has not ended.
    """
    last = len(after) - 1
    found = np.empty((opens.shape[0] + 1, len(happened)), np.int16)
    for row in range(len(happened)):
        day = min(max(happened[row] - low, 0), last)
        first = max(after[day], after[min(max(known[row] - low, 0), last)])
        until = after[last]
        if (stands[row >> 3] >> (row & 7)) & 1:
            until = after[min(max(ended[row] - low, 0), last)]
        found[0, row] = first
        for window in range(opens.shape[0]):
            found[window + 1, row] = max(first, min(until, opens[window, day]))
    return found


@compiled
def add(steps: Array, windows: Array, ids: Array, span: Array, values: Array) -> float:
    """Add `values` to `steps` (ids, 1 + windows, dates + 1), for the `windows` asked for.

    Of an id, row 0 holds where values begin and the others where they stop. Returns the largest
    value, however signed.
    """
    largest = np.int64(0)
    for row in range(len(ids)):
        value = np.int64(values[row])
        if value != 0:
            largest = max(largest, abs(value))
            mine = steps[ids[row]]
            mine[0, span[0, row]] += value
            for place in range(len(windows)):
                mine[place + 1, span[windows[place] + 1, row]] += value
    return float(largest)


@compiled
def summed(steps: Array) -> Array:
    """(windows, dates, ids): what the steps of (ids, 1 + windows, dates + 1) add up to."""
    ids, windows, dates = steps.shape[0], steps.shape[1] - 1, steps.shape[2] - 1
    found = np.empty((windows, dates, ids), steps.dtype)
    for number in range(ids):
        for window in range(windows):
            total = np.int64(0)
            for date in range(dates):
                total += steps[number, 0, date] - steps[number, window + 1, date]
                found[window, date, number] = total
    return found


@compiled
def add_fading(
    sums: Array, ids: Array, span: Array, values: Array, days: Array, low: int, weights: Array
) -> float:
    """Add each value to `sums` (ids, dates), by its weight in `weights` (days, dates).

    Days are numbered as in `spans`; a weight is nought where the window does not reach.
    Returns the largest value, however signed.
    """
    last, everything, largest = len(weights) - 1, span.shape[0] - 1, np.int64(0)
    for row in range(len(ids)):
        value = np.int64(values[row])
        if value != 0:
            largest = max(largest, abs(value))
            day = min(max(days[row] - low, 0), last)
            for date in range(span[0, row], span[everything, row]):
                sums[ids[row], date] += value * weights[day, date]
    return float(largest)


@compiled
def keep_last(
    days: Array, values: Array, ids: Array, span: Array, happened: Array, seen: Array
) -> None:
    """Keep per id and date the day of the row that happened last, and its largest value.

    `days` and `values` are (ids, 2, dates): what has not ended stands at its first date, what
    has ended at each of its dates. `seen` is each row's value, NaN where it does not count.
    """
    everything, dates = span.shape[0] - 1, days.shape[2]
    for row in range(len(ids)):
        value, day = seen[row], happened[row]
        first, until, kind = span[0, row], span[everything, row], 1
        if np.isnan(value) or first >= until:
            continue
        if until == dates:
            until, kind = first + 1, 0
        for date in range(first, until):
            before = days[ids[row], kind, date]
            if day > before or (day == before and value > values[ids[row], kind, date]):
                days[ids[row], kind, date] = day
                values[ids[row], kind, date] = value


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
    found: Array, windows: Array, ids: Array, span: Array, seen: Array, sign: int
) -> None:
    """Keep the largest (`sign` 1) or smallest (-1) in `found` (ids, windows, dates)."""
    for row in range(len(ids)):
        value = seen[row]
        if not np.isnan(value):
            for place in range(len(windows)):
                for date in range(span[0, row], span[windows[place] + 1, row]):
                    before = found[ids[row], place, date]
                    if np.isnan(before) or sign * value > sign * before:
                        found[ids[row], place, date] = value

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
    "count_distinct",
    "grouped",
    "keep_extreme",
    "keep_last",
    "last_at",
    "runs",
    "spans",
    "summed",
]

MOST_DATES = 62  # a set of dates is one machine word
Function = TypeVar("Function", bound=Callable[..., Any])
Array: TypeAlias = npt.NDArray[Any]


def _compiled(function: Function) -> Function:
    """Compiled once and kept on disk; runs beside other threads."""
    return cast(Function, numba.njit(nogil=True, cache=True)(function))


@_compiled
def _same(letters: Array, one: int, other: int, length: int) -> bool:
    place = 0
    while place < length and letters[one + place] == letters[other + place]:
        place += 1
    return place == length


@_compiled
def runs(begins: Array, letters: Array) -> tuple[Array, Array]:
    """Which run of equal neighbouring texts each row is in, and the rows that begin one."""
    rows = len(begins) - 1
    run, heads, count = np.empty(rows, np.int32), np.empty(rows, np.int64), 0
    for row in range(rows):
        length = begins[row + 1] - begins[row]
        if (
            row == 0
            or length != begins[row] - begins[row - 1]
            or not _same(letters, begins[row], begins[row - 1], length)
        ):
            heads[count] = row
            count += 1
        run[row] = count - 1
    return run, heads[:count]


@_compiled
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


@_compiled
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


@_compiled
def summed(steps: Array) -> Array:
    """(windows, dates, ids): what the steps of (ids, 1 + windows, dates + 1) add up to."""
    ids, windows, dates = steps.shape[0], steps.shape[1] - 1, steps.shape[2] - 1
    found = np.empty((windows, dates, ids), np.int64)
    for number in range(ids):
        for window in range(windows):
            total = np.int64(0)
            for date in range(dates):
                total += steps[number, 0, date] - steps[number, window + 1, date]
                found[window, date, number] = total
    return found


@_compiled
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


@_compiled
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


@_compiled
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


@_compiled
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


@_compiled
def grouped(ids: Array, count: int) -> tuple[Array, Array]:
    """Rows in the order of their ids, and where each id's begin; the last is the number."""
    begins = np.zeros(count + 1, np.int64)
    for row in range(len(ids)):
        begins[ids[row] + 1] += 1
    for number in range(count):
        begins[number + 1] += begins[number]
    order = np.empty(len(ids), np.int32)
    place = begins[:-1].copy()
    for row in range(len(ids)):
        order[place[ids[row]]] = row
        place[ids[row]] += 1
    return order, begins


@_compiled
def count_distinct(
    steps: Array,
    windows: Array,
    order: Array,
    begins: Array,
    span: Array,
    codes: Array,
    different: int,
) -> None:
    """Count in `steps` (ids, 1 + windows, dates + 1) the different `codes` of each id.

    `order` and `begins` are from `grouped`; codes are below `different`, and -1 does not
    count. Each code of an id carries a set of dates per window; the sets are then counted.
    """
    dates, everything = steps.shape[2] - 1, span.shape[0] - 1
    seen_by = np.full(different, -1, np.int32)
    slot = np.empty(different, np.int32)
    most = 1
    for number in range(len(begins) - 1):
        most = max(most, begins[number + 1] - begins[number])
    sets = np.empty((min(most, different), len(windows)), np.int64)
    one = np.int64(1)
    for number in range(len(begins) - 1):
        slots = 0
        for place in range(begins[number], begins[number + 1]):
            row = order[place]
            code, first = codes[row], span[0, row]
            if code < 0 or span[everything, row] <= first:
                continue
            if seen_by[code] != number:
                seen_by[code] = number
                slot[code] = slots
                sets[slots, :] = 0
                slots += 1
            for w in range(len(windows)):
                until = span[windows[w] + 1, row]
                sets[slot[code], w] |= (one << until) - (one << first)
        for found in range(slots):
            for w in range(len(windows)):
                before = np.int64(0)
                for date in range(dates):
                    now = (sets[found, w] >> date) & one
                    steps[number, w + 1, date] -= now - before
                    before = now

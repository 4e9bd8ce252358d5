"""Loops that tell apart the values of each id: which pairs there are, and when each counts."""

from __future__ import annotations

import numpy as np

from features.engine.kernels import Array, compiled, inlined

__all__ = ["count_pairs", "fill_table", "note_pairs"]

ODD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: multiplying by it scatters


@inlined
def _find(
    table: Array, most: np.uint64, owner: Array, kept: Array, number: int, value: Array
) -> np.uint64:
    """Where in `table` the pair of an id and a value stands, or where it would."""
    place = np.uint64(number) * ODD
    for word in range(len(value)):
        place = (place ^ value[word]) * ODD
        place ^= place >> np.uint64(32)
    place &= most
    while True:
        pair = table[place]
        if pair < 0:
            return place
        word = 0
        while word < len(value) and kept[pair, word] == value[word]:
            word += 1
        if word == len(value) and owner[pair] == number:
            return place
        place = (place + np.uint64(1)) & most


@compiled
def note_pairs(
    table: Array, local: Array, owner: Array, kept: Array, sets: Array, count: int,
    ranges: Array, windows: Array, ids: Array, span: Array, values: Array, stands: Array,
) -> int:  # fmt: skip
    """Note at which dates each pair of an id and a value counts; returns how many pairs.

    Pair i belongs to `owner[i]`, its value is the words `kept[i]`, and `sets[i]` is per window
    its set of dates. All have room for every row here. A row without its bit in `stands` has
    no value. A table finds pairs by a scattered number: open addressing, -1 where empty, its
    length a power of two, at most half full.

    Mostly all rows of an id lie together: then its pairs, `ranges[id]`, are found by the small
    `local`, which is near the processor. An id that comes back is moved into `table`, and
    `ranges[id, 1]` becomes -1.
    """
    everything, one = span.shape[0] - 1, np.int64(1)
    stop = 0
    while stop < len(ids):
        start, number = stop, ids[stop]
        while stop < len(ids) and ids[stop] == number:
            stop += 1
        is_new = ranges[number, 0] < 0
        if is_new:
            size = 4
            while size < 2 * (stop - start):
                size *= 2
            found, most = local, np.uint64(size - 1)
            local[:size] = -1
            ranges[number, 0] = count
        else:
            found, most = table, np.uint64(len(table) - 1)
            for pair in range(ranges[number, 0], ranges[number, 1]):
                table[_find(table, most, owner, kept, number, kept[pair])] = pair
            ranges[number, 1] = -1
        for row in range(start, stop):
            if span[0, row] >= span[everything, row]:
                continue
            if not (stands[row >> 3] >> (row & 7)) & 1:
                continue
            place = _find(found, most, owner, kept, number, values[row])
            pair = found[place]
            if pair < 0:
                pair = count
                count += 1
                found[place], owner[pair] = pair, number
                kept[pair] = values[row]
                sets[pair, :] = 0
            for w in range(len(windows)):
                until = span[windows[w] + 1, row]
                sets[pair, w] |= (one << until) - (one << span[0, row])
        if is_new:
            ranges[number, 1] = count
    return count


@compiled
def fill_table(table: Array, owner: Array, kept: Array, count: int, ranges: Array) -> None:
    """Put into an empty `table` the pairs of all ids that came back."""
    most = np.uint64(len(table) - 1)
    for pair in range(count):
        if ranges[owner[pair], 1] < 0:
            table[_find(table, most, owner, kept, owner[pair], kept[pair])] = pair


@compiled
def count_pairs(steps: Array, owner: Array, sets: Array, count: int) -> None:
    """Add each pair's sets to `steps` (ids, 1 + windows, dates + 1), as `kernels.add` does."""
    one = np.int64(1)
    for pair in range(count):
        for w in range(sets.shape[1]):
            before = np.int64(0)
            for date in range(steps.shape[2] - 1):
                now = (sets[pair, w] >> date) & one
                steps[owner[pair], w + 1, date] -= now - before
                before = now

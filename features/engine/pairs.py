"""Loops that tell apart the values of each id: which pairs there are, and when each counts."""

from __future__ import annotations

import numpy as np

from features.engine.kernels import Array, compiled, inlined

__all__ = [
    "count_pairs",
    "fill_list",
    "fill_table",
    "look_up",
    "masks",
    "note_codes",
    "note_pairs",
]

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
def masks(spans: Array, windows: Array, dates: int, held: int) -> Array:
    """(segments, words): the dates at which each counts, `held` windows of bits in a word."""
    one = np.int64(1)
    found = np.zeros((len(spans), (len(windows) + held - 1) // held), np.int64)
    for segment in range(len(spans)):
        first = np.int64(spans[segment, 0])
        for place in range(len(windows)):
            until = np.int64(spans[segment, windows[place] + 1])
            bits = (one << until) - (one << first)
            found[segment, place // held] |= bits << (dates * (place % held))
    return found


@compiled
def note_pairs(
    table: Array, local: Array, owner: Array, kept: Array, sets: Array, count: int,
    ranges: Array, starts: Array, ids: Array, masks: Array, values: Array, stands: Array,
) -> int:  # fmt: skip
    """Note at which dates each pair of an id and a value counts; returns how many pairs.

    Pair i belongs to `owner[i]`, its value is the words `kept[i]`, and `sets[i]` are its dates
    in the bits of `masks`. All have room for every row here. A row without its bit in `stands`
    has no value. A table finds pairs by a scattered number: open addressing, -1 where empty,
    its length a power of two, at most half full.

    Mostly all rows of an id lie together: then its pairs, `ranges[id]`, are found by the small
    `local`, which is near the processor. An id that comes back is moved into `table`, and
    `ranges[id, 1]` becomes -1.
    """
    words, stop = sets.shape[1], 0
    while stop < len(ids):
        start, number = stop, ids[stop]
        while stop < len(ids) and ids[stop] == number:
            stop += 1
        is_new = ranges[number, 0] < 0
        if is_new:
            size = 4
            while size < 2 * (starts[stop] - starts[start]):
                size *= 2
            found, most = local, np.uint64(size - 1)
            local[:size] = -1
            ranges[number, 0] = count
        else:
            found, most = table, np.uint64(len(table) - 1)
            for pair in range(ranges[number, 0], ranges[number, 1]):
                table[_find(table, most, owner, kept, number, kept[pair])] = pair
            ranges[number, 1] = -1
        pair = -1  # of the row before: it is often the same
        for segment in range(start, stop):
            counts = False
            for word in range(words):
                counts |= masks[segment, word] != 0
            if not counts:
                continue
            for row in range(starts[segment], starts[segment + 1]):
                if not (stands[row >> 3] >> (row & 7)) & 1:
                    continue
                same = pair >= 0
                for word in range(values.shape[1] if same else 0):
                    same &= kept[pair, word] == values[row, word]
                if not same:
                    place = _find(found, most, owner, kept, number, values[row])
                    pair = found[place]
                    if pair < 0:
                        pair = count
                        count += 1
                        found[place], owner[pair] = pair, number
                        kept[pair] = values[row]
                        sets[pair, :] = 0
                for word in range(words):
                    sets[pair, word] |= masks[segment, word]
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
def count_pairs(totals: Array, owner: Array, sets: Array, count: int, held: int) -> None:
    """Add each pair's dates to `totals` (ids, windows, dates)."""
    windows, dates = totals.shape[1], totals.shape[2]
    for pair in range(count):
        for place in range(windows):
            bits = sets[pair, place // held] >> (dates * (place % held))
            for date in range(dates):
                totals[owner[pair], place, date] += (bits >> date) & 1


@compiled
def fill_list(table: Array, owner: Array, kept: Array) -> None:
    """Put into an empty `table` the values of one list, each there once."""
    most = np.uint64(len(table) - 1)
    for pair in range(len(kept)):
        table[_find(table, most, owner, kept, 0, kept[pair])] = pair


@compiled
def note_codes(
    table: Array, owner: Array, kept: Array, noted: Array, count: int, values: Array,
    rows: Array, found: Array,
) -> int:  # fmt: skip
    """Write to `found` where each value stands in the list, new ones at its end, and note how
    many more rows it has; returns how many values the list then has."""
    most = np.uint64(len(table) - 1)
    for row in range(len(values)):
        place = _find(table, most, owner, kept, 0, values[row])
        pair = table[place]
        if pair < 0:
            pair = count
            count += 1
            table[place] = pair
            kept[pair] = values[row]
        noted[pair] += rows[row]
        found[row] = pair
    return count


@compiled
def look_up(table: Array, owner: Array, kept: Array, values: Array) -> Array:
    """Where each value stands in the list; the length of the list for one that is not in it.

    Values may have more words than the list: those that need them are not in it.
    """
    most, width = np.uint64(len(table) - 1), kept.shape[1]
    found = np.empty(len(values), np.int64)
    guess = np.int64(0)
    for row in range(len(values)):
        longer = False
        for word in range(width, values.shape[1]):
            longer |= values[row, word] != 0
        same = guess < len(kept) and not longer  # both lists are mostly in the same order
        word = 0
        while same and word < width:
            same = kept[guess, word] == values[row, word]
            word += 1
        pair = guess if same else np.int64(-1)
        if not (same or longer):
            pair = np.int64(table[_find(table, most, owner, kept, 0, values[row, :width])])
        found[row] = pair if pair >= 0 else len(kept)
        guess = pair + 1
    return found

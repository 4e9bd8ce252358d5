"""The order in which the kernel goes through a forest, and what it needs at each step."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from models.laying import Layout, lay_out
from models.trees import Forest

__all__ = ["Schedule", "schedule_of"]

Array: TypeAlias = npt.NDArray[Any]

# Splits that a chunk of trees may hold: its constants and its share of a tile's sums stay in
# the second-level cache, and so few 32-bit numbers are added that the sum loses nothing.
CHUNK = 1024
BEYOND = 16  # noughts after the last node: a vector of nodes may reach so far beyond them


class Schedule(NamedTuple):
    """A forest ready to be gone through, for one arithmetic. A named tuple, as numba reads it.

    `trees` (first step, end of steps, quadrature nodes, their place in `taus`, first leaf);
    `chunks` the first tree of each chunk, and the end; `steps` (what, split). `places` and
    `numbers` hold a row per split (`models.laying`). `taus` and `kappas` hold the quadrature's
    nodes and weights, then those of features met again on a path, and noughts. `columns`
    (feature, what becomes of a missing value) are the columns that rows are read into, `coded`
    the features whose levels are read. `sets` (place in `coded`, levels, words, place in
    `table`, first word) is what a chunk's categorical splits say of each level, a bit for each
    split; `set_bounds` the first of each chunk. The rest is how much room a walk takes.
    """

    trees: Array
    chunks: Array
    steps: Array
    places: Array
    numbers: Array
    taus: Array
    kappas: Array
    leaf_value: Array
    columns: Array
    coded: Array
    sets: Array
    set_bounds: Array
    table: Array
    deep: int
    slots: int
    nodes: int
    words: int


def schedule_of(forest: Forest, kind: type[np.floating[Any]]) -> Schedule:
    """Lay out a forest for 32- or 64-bit arithmetic. A forest without a split has no steps."""
    laid = lay_out(forest, float(np.finfo(kind).epsneg))
    with np.errstate(over="ignore"):  # thresholds, which are rounded for themselves
        numbers = laid.numbers.astype(kind)
    numbers[:, 0] = _rounded_down(laid.numbers[:, 0], kind)
    columns = _number_columns(forest, laid)
    chunks = _chunks(forest)
    sets, bounds, table, words = _tables(forest, laid, chunks)
    order, steps = _in_turn(laid.steps)
    return Schedule(
        trees=laid.trees,
        chunks=chunks,
        steps=steps,
        places=laid.places[order],
        numbers=numbers[order],
        taus=np.pad(laid.taus.astype(kind), (0, BEYOND)),
        kappas=np.pad(laid.kappas.astype(kind), (0, BEYOND)),
        leaf_value=forest.leaf_value,
        columns=columns,
        coded=_coded(forest),
        sets=sets,
        set_bounds=bounds,
        table=table,
        deep=laid.deep,
        slots=laid.slots,
        nodes=laid.nodes,
        words=words,
    )


def _in_turn(steps: Array) -> tuple[Array, Array]:
    """Splits in the order that they are met in, so that memory is read as it comes; and the
    steps with that order's numbers."""
    splits, met = np.unique(steps[:, 1], return_index=True)
    order = splits[np.argsort(met)].astype(np.int64)
    turn = np.empty(len(order), dtype=steps.dtype)
    turn[order] = np.arange(len(order), dtype=steps.dtype)
    return order, np.column_stack([steps[:, 0], turn[steps[:, 1]]])


def _rounded_down(threshold: Array, kind: type[np.floating[Any]]) -> Array:
    """LightGBM's thresholds are doubles. A 32-bit value is at most one of them exactly when
    it is at most the nearest float below."""
    with np.errstate(over="ignore"):
        near = threshold.astype(kind)
        return np.where(near > threshold, np.nextafter(near, kind(-np.inf)), near)


def _chunks(forest: Forest) -> Array:
    begun = np.cumsum(np.diff(forest.first_node)) // CHUNK
    starts = np.flatnonzero(np.diff(begun, prepend=-1))
    if len(starts) and starts[0] > 0:
        starts = np.concatenate([[0], starts])
    return np.append(starts, len(begun)).astype(np.int64)


def _coded(forest: Forest) -> Array:
    return np.unique(forest.feature[forest.is_coded])


def _number_columns(forest: Forest, laid: Layout) -> Array:
    """(columns, 2): feature and way. Nothing is missing 0; NaN goes right 1 or left 2; nought
    counts as missing too and goes right 3 or left 4."""
    numeric = ~forest.is_coded
    missing, left = (forest.decision >> 2) & 3, (forest.decision >> 1) & 1
    way = np.where(missing == 0, 0, 1 + left + 2 * (missing == 1))
    keys = np.column_stack([forest.feature, way])[numeric].reshape(-1, 2)
    columns, number = np.unique(keys, axis=0, return_inverse=True)
    laid.places[numeric, 2] = number.ravel()
    return columns.astype(np.int64)


def _tables(forest: Forest, laid: Layout, chunks: Array) -> tuple[Array, Array, Array, int]:
    """`sets`, `set_bounds`, `table` of a schedule, and the most words that a chunk needs."""
    coded, tree_of = (
        _coded(forest),
        np.repeat(np.arange(len(forest.first_node) - 1), np.diff(forest.first_node)),
    )
    sets: list[tuple[int, ...]] = []
    bounds, tables, most = [0], [np.zeros(1, np.uint32)], 0
    offset = 1
    for begin, end in zip(chunks[:-1], chunks[1:], strict=True):
        low, high = forest.first_node[begin], forest.first_node[end]
        inside = np.flatnonzero(forest.is_coded[low:high]) + low
        words = 0
        for field in np.unique(forest.feature[inside]):
            splits = inside[forest.feature[inside] == field]
            numbered = forest.first_set[tree_of[splits]] + forest.threshold[splits].astype(int)
            starts, stops = forest.set_bounds[numbered], forest.set_bounds[numbered + 1]
            wide = (len(splits) + 31) // 32
            table = np.zeros((int((stops - starts).max()) * 32 + 1, wide), np.uint32)
            for place, (start, stop) in enumerate(zip(starts, stops, strict=True)):
                bits = np.unpackbits(forest.words[start:stop].view(np.uint8), bitorder="little")
                shifted = bits.astype(np.uint32) << np.uint32(place % 32)
                table[: len(bits), place // 32] |= shifted
            laid.places[splits, 2] = words + np.arange(len(splits)) // 32
            laid.places[splits, 7] = np.arange(len(splits)) % 32
            sets.append(
                (int(np.searchsorted(coded, field)), len(table) - 1, wide, offset, words)
            )
            tables.append(table.ravel())
            offset, words = offset + table.size, words + wide
        bounds.append(len(sets))
        most = max(most, words)
    told = np.array(sets, dtype=np.int64).reshape(-1, 5)
    return told, np.array(bounds, dtype=np.int64), np.concatenate(tables), most

"""The kernel: what every feature adds to a sum of trees, exactly, for many rows side by side.

The Shapley value of a feature is the integral over t from 0 to 1 of the derivative of the
tree's multilinear extension (Owen, Multilinear extensions of games, 1972; for trees
Wettenstein, Mitchell, Yu, arXiv 2605.04497). A feature is known with
probability t; when it is not, a split on it is passed by shares of the training rows. At a
split let `c` be the share that took the first side, `h` 1 where the row takes it and 0 where
not. Of what reaches the split `r = c + (h - c) * tau` goes on to the first side, where tau is
t, or t / (t + (1 - t) * C) for a feature that is met again, with the share C that its splits
above let pass; and r = c where those splits turned the row away. With P what reaches it, U the
outputs of its two sides,

    output U = U2 + r (U1 - U2)      derivative by the feature = P (h - c) kappa (U1 - U2)

with kappa 1, or C / (t + (1 - t) C)^2. The derivative is a polynomial in t of a degree below
the number d of different features on the path, so Gauss-Legendre with d/2 nodes integrates it
exactly. P starts as the quadrature's weights, so that sums over nodes are integrals.

Numba keeps the compiled code beside this file and renews it when this file changes, not when
`models/lanes.py` does: touch this file after a change there.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numba
import numpy as np

from models.lanes import choose, choose_bit, keep, load, mad, nought, pick, spread, store
from models.laying import DOWN, PAIR, TURN, UP_ONE

__all__ = ["explain_rows"]

NUMBERS = 9  # of a split, see `models.laying.Layout`
TILES = 4  # tiles that share a chunk's constants while they are in the cache
NOWHERE = np.uint32(0xFFFFFFFF)  # the level of a value that is no level
ZERO = np.float32(1e-35)  # LightGBM's kZeroThreshold: what is closer to nought is nought


def _compiled(function: Any) -> Any:
    return numba.njit(nogil=True, cache=True, error_model="numpy")(function)


class Desk(NamedTuple):
    """Where a walk keeps what it has in hand; every entry is a vector of lanes.

    `reach` is P by depth and quadrature node, `below` U by slot and node, `sides` h - c by
    depth, nought where the row was turned away, `leaves` by slot the leaf that the row falls
    in, `seen` and `levels` the rows of some tiles, `words` what a chunk's categorical splits
    say of them, `part` what the chunk adds to each feature, `totals` the scores.
    """

    reach: Any
    below: Any
    sides: Any
    leaves: Any
    seen: Any
    levels: Any
    words: Any
    part: Any
    totals: Any


@_compiled
def explain_rows(
    width: Any, plan: Any, values: Any, first: int, end: int, amounts: Any, scores: Any
) -> None:
    """Fill `amounts` (rows, features) and `scores` (rows,) from `values` (features, rows).

    Only rows `first` up to, not with, `end`. `values` is of the plan's arithmetic. The score is
    LightGBM's own: the same leaves, added in the same order in 64 bits.
    """
    lanes, fields, kind = len(width), amounts.shape[1], values.dtype
    stride = plan.nodes * lanes
    desk = Desk(
        np.zeros((plan.deep + 1) * stride, kind),
        np.zeros((plan.slots + 1) * stride, kind),
        np.zeros((plan.deep + 1) * lanes, kind),
        np.zeros((plan.slots + 1) * lanes, kind),
        np.empty(TILES * max(1, len(plan.columns)) * lanes, kind),
        np.empty(TILES * max(1, len(plan.coded)) * lanes, np.uint32),
        np.zeros(max(1, plan.words) * lanes, np.uint32),
        np.zeros(fields * lanes, kind),
        np.zeros(TILES * lanes),
    )
    sums = np.zeros(TILES * fields * lanes)
    for begin in range(first, end, TILES * lanes):
        tiles = min(TILES, (end - begin + lanes - 1) // lanes)
        sums[:] = 0.0
        desk.totals[:] = 0.0
        for tile in range(tiles):
            _read(width, plan, desk, values, begin + tile * lanes, end - 1, tile)
        for chunk in range(len(plan.chunks) - 1):
            for tile in range(tiles):
                _read_sets(width, plan, desk, chunk, tile)
                desk.part[:] = 0
                _walk(width, plan, desk, chunk, tile, stride)
                place = tile * fields * lanes
                for at in range(fields * lanes):
                    sums[place + at] += desk.part[at]
        for tile in range(tiles):
            start = begin + tile * lanes
            for lane in range(min(lanes, end - start)):
                scores[start + lane] = desk.totals[tile * lanes + lane]
                for field in range(fields):
                    amounts[start + lane, field] = sums[(tile * fields + field) * lanes + lane]


@_compiled
def _read(
    width: Any, plan: Any, desk: Any, values: Any, start: int, last: int, tile: int
) -> None:
    """Read a tile of rows into columns, missing values put where the comparison sends them.

    Beyond the last row the last is read again. Nothing is at most a NaN, and everything is at
    least minus infinity, so these two stand for "right" and "left".
    """
    kind, lanes = values.dtype.type, len(width)
    for number in range(len(plan.columns)):
        field, way = plan.columns[number, 0], plan.columns[number, 1]
        at = (tile * len(plan.columns) + number) * lanes
        for lane in range(lanes):
            value = values[field, min(start + lane, last)]
            if abs(value) <= ZERO or (way == 0 and np.isnan(value)):
                value = kind(0)
            if way > 0 and (np.isnan(value) or (way > 2 and value == 0)):
                value = kind(-np.inf) if way == 2 or way == 4 else kind(np.nan)
            desk.seen[at + lane] = value
    for number in range(len(plan.coded)):
        at = (tile * len(plan.coded) + number) * lanes
        for lane in range(lanes):
            value = values[plan.coded[number], min(start + lane, last)]
            known = value > -1 and value < 2147483648.0  # as LightGBM casts: towards nought
            desk.levels[at + lane] = np.uint32(value) if known else NOWHERE


@_compiled
def _read_sets(width: Any, plan: Any, desk: Any, chunk: int, tile: int) -> None:
    """What each categorical split of the chunk says of each row: a bit a split."""
    lanes = len(width)
    for one in range(plan.set_bounds[chunk], plan.set_bounds[chunk + 1]):
        field, most, wide = plan.sets[one, 0], plan.sets[one, 1], plan.sets[one, 2]
        offset, first = plan.sets[one, 3], plan.sets[one, 4] * lanes
        row = (tile * len(plan.coded) + field) * lanes
        for lane in range(lanes):
            at = offset + min(desk.levels[row + lane], np.uint32(most)) * wide
            for word in range(wide):
                desk.words[first + word * lanes + lane] = plan.table[at + word]


@_compiled
def _walk(width: Any, plan: Any, desk: Any, chunk: int, tile: int, stride: int) -> None:
    """Go through a chunk's trees for one tile; add to `part` and `totals`."""
    places, numbers, lanes = plan.places, plan.numbers.reshape(-1), len(width)
    reach, leaves = desk.reach, desk.leaves
    seen = tile * len(plan.columns) * lanes
    for tree in range(plan.chunks[chunk], plan.chunks[chunk + 1]):
        points, own, leaf = plan.trees[tree, 2], plan.trees[tree, 3], plan.trees[tree, 4]
        leaves[:lanes] = 0
        for point in range(points):
            store(reach, point * lanes, spread(width, plan.kappas, own + point))
        for step in range(plan.trees[tree, 0], plan.trees[tree, 1]):
            what, at = plan.steps[step, 0], plan.steps[step, 1]
            number = np.int64(at) * NUMBERS
            deep, slot, over = places[at, 3], places[at, 4], places[at, 5]
            here, under, tau = deep * stride, slot * stride, places[at, 6]
            share = spread(width, numbers, number + 3)
            if what == TURN:
                for point in range(here, here + points * lanes, lanes):
                    first = load(width, reach, point + stride)
                    store(reach, point + stride, load(width, reach, point) - first)
                continue
            if what in (DOWN, PAIR):
                yes, no = spread(width, numbers, number + 1), spread(width, numbers, number + 2)
                if places[at, 0]:
                    bit = np.uint32(1) << np.uint32(places[at, 7])
                    side = choose_bit(width, desk.words, places[at, 2] * lanes, bit, yes, no)
                else:
                    value = load(width, desk.seen, seen + places[at, 2] * lanes)
                    side = choose(value, spread(width, numbers, number), yes, no)
                if over >= 0:
                    wanted = spread(width, numbers, number + 8)
                    side = keep(side, load(width, desk.sides, over * lanes), wanted)
                if what == DOWN:
                    store(desk.sides, deep * lanes, side)
                    _go_down(width, plan, reach, points, tau, here, stride, side, share)
                    continue
                whole = side * spread(width, numbers, number + 5)
                shift = spread(width, numbers, number + 4)
                gain = _pair(width, plan, desk, points, tau, over, here, under, whole, shift)
                first = spread(width, numbers, number + 6)
                picked = pick(side, first, spread(width, numbers, number + 7))
                side = whole
            else:
                side = load(width, desk.sides, deep * lanes)
                other = spread(width, numbers, number + 7)
                if what == UP_ONE:
                    shift = spread(width, numbers, number + 4)
                    gain = _up_one(
                        width, plan, desk, points, tau, over, here, under, side, share, shift
                    )
                else:
                    gain = _up_both(
                        width, plan, desk, points, tau, over, here, under, side, share, stride
                    )
                    other = load(width, leaves, (slot + 1) * lanes)
                picked = pick(side, load(width, leaves, slot * lanes), other)
            store(leaves, slot * lanes, picked)
            field = places[at, 1] * lanes
            store(desk.part, field, mad(side, gain, load(width, desk.part, field)))
        for lane in range(lanes):
            desk.totals[tile * lanes + lane] += plan.leaf_value[leaf + np.int64(leaves[lane])]


@_compiled
def _go_down(
    width: Any, plan: Any, reach: Any, points: int, tau: int, here: int, stride: int,
    side: Any, share: Any,
) -> None:  # fmt: skip
    """What reaches the first side."""
    for point in range(points):
        at = here + point * len(width)
        passed = mad(side, spread(width, plan.taus, tau + point), share)
        store(reach, at + stride, load(width, reach, at) * passed)


@_compiled
def _pair(
    width: Any, plan: Any, desk: Any, points: int, tau: int, over: int, here: int, under: int,
    side: Any, shift: Any,
) -> Any:  # fmt: skip
    """Two leaves: what reaches the split, summed. `side` is times their difference."""
    gain = nought(width, desk.reach)
    for point in range(points):
        at = point * len(width)
        store(desk.below, under + at, mad(side, spread(width, plan.taus, tau + point), shift))
        reached = load(width, desk.reach, here + at)
        if over < 0:
            gain = gain + reached
        else:
            gain = mad(reached, spread(width, plan.kappas, tau + point), gain)
    return gain


@_compiled
def _up_one(
    width: Any, plan: Any, desk: Any, points: int, tau: int, over: int, here: int, under: int,
    side: Any, share: Any, shift: Any,
) -> Any:  # fmt: skip
    """A leaf of nought beside the first side."""
    gain = nought(width, desk.reach)
    for point in range(points):
        at = point * len(width)
        apart, reached = load(width, desk.below, under + at), load(width, desk.reach, here + at)
        passed = mad(side, spread(width, plan.taus, tau + point), share)
        store(desk.below, under + at, mad(passed, apart, shift))
        if over >= 0:
            reached = reached * spread(width, plan.kappas, tau + point)
        gain = mad(reached, apart, gain)
    return gain


@_compiled
def _up_both(
    width: Any, plan: Any, desk: Any, points: int, tau: int, over: int, here: int, under: int,
    side: Any, share: Any, stride: int,
) -> Any:  # fmt: skip
    """An inner node on either side."""
    gain = nought(width, desk.reach)
    for point in range(points):
        at = under + point * len(width)
        other = load(width, desk.below, at + stride)
        apart = load(width, desk.below, at) - other
        reached = load(width, desk.reach, here + point * len(width))
        passed = mad(side, spread(width, plan.taus, tau + point), share)
        store(desk.below, at, mad(passed, apart, other))
        if over >= 0:
            reached = reached * spread(width, plan.kappas, tau + point)
        gain = mad(reached, apart, gain)
    return gain

"""The kernel for a row alone: the nodes of the quadrature side by side instead of rows.

The same walk and arithmetic as `models.quadrature`, which says what each number is. There a
vector holds one node of many rows, and for one row most of it would be idle; here it holds
many nodes of the one row. What lies beyond a tree's last node is reached by nothing: there P
is nought, and so is all that it is multiplied by.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from models.lanes import fill, load, mad, nought, spread, store
from models.laying import DOWN, PAIR, TURN, UP_ONE
from models.quadrature import NUMBERS, Desk, _read, _read_sets

__all__ = ["explain_row"]

ONE = (0,)  # the width of a single row, for what reads rows


def _compiled(function: Any) -> Any:
    return numba.njit(nogil=True, cache=True, error_model="numpy")(function)


@_compiled
def explain_row(width: Any, plan: Any, values: Any, sums: Any, outputs: Any) -> None:
    """Add to `sums` (features * lanes,) what each feature adds to the score, its lanes still to
    be added up; put each tree's output for the row in `outputs` (trees,).

    `values` (features, 1) is of the plan's arithmetic, and `plan.taus` and `plan.kappas` go on
    beyond the last node for as many numbers as a vector holds.
    """
    lanes, kind = len(width), values.dtype
    stride = (plan.nodes + lanes - 1) // lanes * lanes
    desk = Desk(
        np.zeros((plan.deep + 1) * stride, kind),
        np.zeros((plan.slots + 1) * stride, kind),
        np.zeros(plan.deep + 1, kind),
        np.zeros(plan.slots + 1, kind),
        np.empty(max(1, len(plan.columns)), kind),
        np.empty(max(1, len(plan.coded)), np.uint32),
        np.zeros(max(1, plan.words), np.uint32),
        np.zeros(len(sums), kind),
        outputs,
    )
    _read(ONE, plan, desk, values, 0, 0, 0)
    for chunk in range(len(plan.chunks) - 1):
        _read_sets(ONE, plan, desk, chunk, 0)
        desk.part[:] = 0
        for tree in range(plan.chunks[chunk], plan.chunks[chunk + 1]):
            _walk(width, plan, desk, tree, stride)
        for at in range(len(sums)):
            sums[at] += desk.part[at]


@_compiled
def _walk(width: Any, plan: Any, desk: Any, tree: int, stride: int) -> None:
    """Go through one tree; add to `part`, put its output in `totals`."""
    places, numbers, lanes = plan.places, plan.numbers.reshape(-1), len(width)
    reach, leaves, below, taus = desk.reach, desk.leaves, desk.below, plan.taus
    points, own, leaf = plan.trees[tree, 2], plan.trees[tree, 3], plan.trees[tree, 4]
    wide = (points + lanes - 1) // lanes * lanes
    leaves[0] = 0
    for point in range(wide):
        reach[point] = plan.kappas[own + point] if point < points else 0
    for step in range(plan.trees[tree, 0], plan.trees[tree, 1]):
        what, at = plan.steps[step, 0], plan.steps[step, 1]
        number = np.int64(at) * NUMBERS
        deep, slot, over = places[at, 3], places[at, 4], places[at, 5]
        here, under, tau = deep * stride, slot * stride, places[at, 6]
        if what == TURN:
            for point in range(here, here + wide, lanes):
                first = load(width, reach, point + stride)
                store(reach, point + stride, load(width, reach, point) - first)
            continue
        share = spread(width, numbers, number + 3)
        if what in (DOWN, PAIR):
            if places[at, 0]:
                bit = np.uint32(1) << np.uint32(places[at, 7])
                taken = (desk.words[places[at, 2]] & bit) != 0
            else:
                taken = desk.seen[places[at, 2]] <= numbers[number]
            side = numbers[number + 1] if taken else numbers[number + 2]
            if over >= 0 and not desk.sides[over] * numbers[number + 8] > 0:
                side = numbers.dtype.type(0)
            desk.sides[deep] = side
        else:
            side = desk.sides[deep]
        drawn = fill(width, side)
        if what == DOWN:
            for point in range(0, wide, lanes):
                passed = mad(drawn, load(width, taus, tau + point), share)
                reached = load(width, reach, here + point)
                store(reach, here + stride + point, reached * passed)
            continue
        gain = nought(width, reach)
        shift = spread(width, numbers, number + 4)
        first, other = leaves[slot], numbers[number + 7]
        if what == PAIR:
            drawn = drawn * spread(width, numbers, number + 5)
            first = numbers[number + 6]
        elif what != UP_ONE:
            other = leaves[slot + 1]
        for point in range(0, wide, lanes):
            reached = load(width, reach, here + point)
            if over >= 0:
                reached = reached * load(width, plan.kappas, tau + point)
            moved = load(width, taus, tau + point)
            if what == PAIR:
                store(below, under + point, mad(drawn, moved, shift))
                gain = gain + reached
                continue
            apart = load(width, below, under + point)
            if what != UP_ONE:
                shift = load(width, below, under + point + stride)
                apart = apart - shift
            store(below, under + point, mad(mad(drawn, moved, share), apart, shift))
            gain = mad(reached, apart, gain)
        leaves[slot] = first if side > 0 else other
        field = places[at, 1] * lanes
        store(desk.part, field, mad(drawn, gain, load(width, desk.part, field)))
    desk.totals[tree] = plan.leaf_value[leaf + np.int64(leaves[0])]

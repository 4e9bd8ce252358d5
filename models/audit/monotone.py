"""Does a score ever fall as a figure rises? Answered from the trees, not from samples.

Each tree is a set of boxes with a value each. Two boxes that one workplace can move between by
a change of one figure alone, upwards, must not have values that fall (or rise, where a higher
figure is declared to lower the score). All pairs of boxes of all trees are looked at. A sum of
trees that never fall never falls; where some do, the sum of the worst falls bounds how far the
whole score can.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from models.trees import Forest, read_forests

__all__ = ["Reversal", "find_reversals"]

Floats: TypeAlias = npt.NDArray[np.float64]
Bools: TypeAlias = npt.NDArray[np.bool_]
NEVER_MISSING = 0  # LightGBM then takes it for a nought; else it goes where the node says


@dataclass(frozen=True)
class Reversal:
    """A figure whose rise can turn a tree's output the wrong way.

    `trees` are how many of them do, `worst` by how much one does at most, on the scale of the
    raw score, and `at_most` is the sum over the trees of the worst of each: the whole score
    cannot turn by more. `before` and `after` are edges of the worst: the output is better just
    at or below `before` than just above `after`.
    """

    feature: str
    direction: int
    trees: int
    worst: float
    at_most: float
    before: float
    after: float


@dataclass(frozen=True)
class _Boxes:
    """The leaves of a tree over the features it splits by size, and those it splits by level.

    `low` < value <= `high`, each (leaves, sized); `misses` (leaves, features) says where a
    missing value comes to; `levels` has per coded feature the (leaves, levels) that come there,
    the last of which is any level without a bit of its own.
    """

    values: Floats
    sized: tuple[int, ...]
    low: Floats
    high: Floats
    misses: Bools
    levels: Mapping[int, Bools]


def find_reversals(
    text: str, features: Sequence[str], directions: Mapping[str, int]
) -> list[Reversal]:
    """Every feature with a declared direction whose rise some tree answers the other way.

    `text` is the booster's; `features` name its columns; `directions` are 1 where the score
    may not fall as the figure rises, -1 where it may not rise, 0 or absent where it is free.
    Empty means: proven for every workplace there can be. What happens when a figure goes
    missing is another question. Raises `Untreatable` for linear leaves.
    """
    asked = {
        column: directions[name]
        for column, name in enumerate(features)
        if directions.get(name, 0)
    }
    found: dict[int, list[tuple[float, float, float]]] = {}
    for forest in read_forests(text):
        for boxes in _trees(forest):
            for column, fall in _falls(boxes, asked):
                found.setdefault(column, []).append(fall)
    reversals = []
    for column, falls in sorted(found.items()):
        worst, before, after = max(falls)
        total = sum(fall for fall, _, _ in falls)
        reversals.append(
            Reversal(features[column], asked[column], len(falls), worst, total, before, after)
        )
    return reversals


def _falls(
    boxes: _Boxes, asked: Mapping[int, int]
) -> Iterator[tuple[int, tuple[float, float, float]]]:
    """(feature, (worst fall, edge before, edge after)) of each that falls in this tree."""
    wanted = [(place, f) for place, f in enumerate(boxes.sized) if f in asked]
    if not wanted:
        return
    # Whether two leaves can be reached with one and the same value: per sized feature ...
    low = np.maximum(boxes.low[:, None], boxes.low[None])
    high = np.minimum(boxes.high[:, None], boxes.high[None])
    apart = ~((low < high) | (boxes.misses[:, None] & boxes.misses[None]))
    strangers = apart.sum(axis=-1)
    for levels in boxes.levels.values():  # ... and per coded one
        strangers = strangers + ~(levels[:, None] & levels[None]).any(axis=-1)
    there = boxes.low < boxes.high
    for place, feature in wanted:
        alike = strangers - apart[..., place] == 0  # but for this feature itself
        below = boxes.high[:, None, place] <= boxes.low[None, :, place]
        below &= there[:, None, place] & there[None, :, place] & alike
        fall = np.where(
            below, asked[feature] * (boxes.values[:, None] - boxes.values[None]), 0.0
        )
        one, other = np.unravel_index(int(fall.argmax()), fall.shape)
        if fall[one, other] > 0:
            before = float(boxes.high[one, place])
            yield feature, (float(fall[one, other]), before, float(boxes.low[other, place]))


def _trees(forest: Forest) -> Iterator[_Boxes]:
    for number in range(len(forest.first_leaf) - 1):
        first, last = forest.first_node[number : number + 2]
        if last > first:
            yield _boxes(forest, number)


def _boxes(forest: Forest, number: int) -> _Boxes:
    """Walk down one tree, each side of a split taking its part of the box it divides."""
    first, last = (int(at) for at in forest.first_node[number : number + 2])
    leaf, stop = (int(at) for at in forest.first_leaf[number : number + 2])
    coded = forest.is_coded[first:last]
    used = forest.feature[first:last]
    sized = tuple(dict.fromkeys(used[~coded].tolist()))
    sets = {int(f): _widest(forest, number, used, coded, int(f)) for f in set(used[coded])}
    low = np.full((stop - leaf, len(sized)), -np.inf)
    high, misses = -low, np.ones((stop - leaf, len(sized)), np.bool_)
    levels = {f: np.ones((stop - leaf, width + 1), np.bool_) for f, width in sets.items()}

    def go(node: int, under: list[tuple[int, bool]]) -> None:
        if node >= 0:
            go(int(forest.left[first + node]), [*under, (node, True)])
            go(int(forest.right[first + node]), [*under, (node, False)])
            return
        row = ~node
        for above, is_left in under:
            at, feature = first + above, int(used[above])
            if coded[above]:
                held = _held(forest, number, at, sets[feature])
                levels[feature][row] &= held if is_left else ~held
                continue
            place, cut = sized.index(feature), float(forest.threshold[at])
            side = high if is_left else low
            side[row, place] = (min if is_left else max)(side[row, place], cut)
            decision = int(forest.decision[at])
            to_left = cut >= 0 if decision >> 2 & 3 == NEVER_MISSING else bool(decision & 2)
            misses[row, place] &= to_left == is_left

    go(0, [])
    return _Boxes(forest.leaf_value[leaf:stop], sized, low, high, misses, levels)


def _widest(
    forest: Forest, number: int, used: npt.NDArray[np.int64], coded: Bools, feature: int
) -> int:
    """How many levels the widest of a feature's bit sets in a tree has bits for."""
    first = int(forest.first_node[number])
    nodes = np.flatnonzero(coded & (used == feature)) + first
    return max(len(_bits(forest, number, int(node))) for node in nodes)


def _bits(forest: Forest, number: int, node: int) -> Bools:
    place = int(forest.first_set[number]) + int(forest.threshold[node])
    words = forest.words[forest.set_bounds[place] : forest.set_bounds[place + 1]]
    return np.unpackbits(words.view(np.uint8), bitorder="little").astype(np.bool_)


def _held(forest: Forest, number: int, node: int, width: int) -> Bools:
    """(levels + 1,): which go left; a level without a bit, and a missing one, do not."""
    held = np.zeros(width + 1, np.bool_)
    bits = _bits(forest, number, node)
    held[: len(bits)] = bits
    return held

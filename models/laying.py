"""A forest laid out as steps: down a split, over to its other side, up again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from models.trees import Forest

__all__ = ["DOWN", "PAIR", "TURN", "UP_BOTH", "UP_ONE", "Layout", "lay_out"]

Array: TypeAlias = npt.NDArray[Any]

# What a step does. A split above two inner nodes takes DOWN, TURN and UP_BOTH; one above an
# inner node and a leaf DOWN and UP_ONE; one above two leaves PAIR alone.
DOWN, TURN, UP_ONE, UP_BOTH, PAIR = range(5)

NARROWEST = 2.0**-40  # a side that no training row took still has a sign to tell it by


@dataclass(frozen=True)
class Layout:
    """Steps, and what they need. A split's *first* side is the one gone down first.

    `places`, a row per split: is it by levels, feature, column (filled in by the schedule),
    depth, slot of the result, depth of the split above on the same feature or -1, place of
    its nodes in `taus`, bit (by the schedule).
    `numbers`: threshold, side where it holds, side where not (1 - share and -share for the
    first), share of the first, what is added on the way up, first leaf minus second, number of
    the first leaf, of the second, 1 or -1 for the side of the split above on the same feature.
    """

    trees: Array
    steps: Array
    places: Array
    numbers: Array
    taus: Array
    kappas: Array
    deep: int
    slots: int
    nodes: int


def lay_out(forest: Forest, least: float) -> Layout:
    """`least` is the arithmetic's smallest step below one: no share is one or nought."""
    trees = [_Tree(forest, number, least) for number in range(len(forest.first_leaf) - 1)]
    most = max((tree.points for tree in trees), default=1)
    taus, kappas = _quadrature(most)
    work = _Work(taus, kappas)
    rows = []
    for number, tree in enumerate(trees):
        begun, own = len(work.steps), tree.points * (tree.points - 1) // 2
        if tree.size:
            tree.walk(work, own)
        first_leaf = int(forest.first_leaf[number])
        rows.append((begun, len(work.steps), tree.points, own, first_leaf))
    splits = len(forest.feature)
    places, numbers = np.zeros((splits, 8), np.int32), np.zeros((splits, 9))
    if splits:
        order = np.array(work.order)
        places[order], numbers[order] = work.places, work.numbers
    return Layout(
        trees=np.array(rows, dtype=np.int64).reshape(-1, 5),
        steps=np.array(work.steps, dtype=np.uint32).reshape(-1, 2),
        places=places,
        numbers=numbers,
        taus=np.concatenate([taus, *work.more_taus]),
        kappas=np.concatenate([kappas, *work.more_kappas]),
        deep=work.deep,
        slots=work.slots,
        nodes=most,
    )


def _quadrature(most: int) -> tuple[Array, Array]:
    """Gauss-Legendre between 0 and 1 with 1, 2, .. `most` nodes, one after the other."""
    found = [np.polynomial.legendre.leggauss(number) for number in range(1, most + 1)]
    taus = np.concatenate([(nodes + 1) / 2 for nodes, _ in found])
    return taus, np.concatenate([weights / 2 for _, weights in found])


@dataclass
class _Work:
    """What the walk over all trees has gathered so far."""

    taus: Array
    kappas: Array
    more_taus: list[Array] = field(default_factory=list)
    more_kappas: list[Array] = field(default_factory=list)
    more: int = 0
    steps: list[tuple[int, int]] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    places: list[tuple[int, ...]] = field(default_factory=list)
    numbers: list[tuple[float, ...]] = field(default_factory=list)
    deep: int = 0
    slots: int = 0

    def met_again(self, own: int, points: int, share: float) -> int:
        """Where `taus` and `kappas` go on for a feature whose splits above let `share` pass."""
        tau = self.taus[own : own + points]
        factor = (1 - tau) * share + tau
        self.more_taus.append(tau / factor)
        self.more_kappas.append(share / factor**2)
        self.more += points
        return len(self.taus) + self.more - points


class _Tree:
    """One tree as plain lists, which Python walks faster than arrays."""

    def __init__(self, forest: Forest, number: int, least: float) -> None:
        low, high = forest.first_node[number], forest.first_node[number + 1]
        leaves = slice(forest.first_leaf[number], forest.first_leaf[number + 1])
        self.low, self.size, self.least = int(low), int(high - low), least
        self.feature: list[int] = forest.feature[low:high].tolist()
        self.threshold: list[float] = forest.threshold[low:high].tolist()
        self.decision: list[int] = forest.decision[low:high].tolist()
        self.left: list[int] = forest.left[low:high].tolist()
        self.right: list[int] = forest.right[low:high].tolist()
        self.count: list[int] = forest.count[low:high].tolist()
        self.leaf: list[float] = forest.leaf_value[leaves].tolist()
        self.leaf_count: list[int] = forest.leaf_count[leaves].tolist()
        self.points = max(1, (self._different() + 1) // 2)
        self.below = self._sizes()

    def _different(self) -> int:
        """Different features on the path that has most of them."""
        most = 0
        open_nodes: list[tuple[int, frozenset[int]]] = [(0, frozenset())] if self.size else []
        while open_nodes:
            node, met = open_nodes.pop()
            met = met | {self.feature[node]}
            most = max(most, len(met))
            children = (self.left[node], self.right[node])
            open_nodes.extend((child, met) for child in children if child >= 0)
        return most

    def _sizes(self) -> Sequence[int]:
        """Splits at and below each split."""
        order = [0] if self.size else []
        for node in order:
            order.extend(child for child in (self.left[node], self.right[node]) if child >= 0)
        found = [1] * self.size
        for node in reversed(order):
            for child in (self.left[node], self.right[node]):
                if child >= 0:
                    found[node] += found[child]
        return found

    def walk(self, work: _Work, own: int) -> None:
        """Add this tree's steps. Results land in slots; the larger side goes first, so that
        few are needed. `above` holds each feature's nearest split on the way here: its depth,
        the share it lets pass with those above it, and the side.

        A leaf beside an inner node is taken as nought by shifting everything below the split
        by its value: `shift` is what the result of a node is to be less than its output.
        """
        above: dict[int, tuple[int, float, float]] = {}
        stack: list[list[Any]] = [[0, 0, 0.0, None, 0]]  # node, slot, shift, saved, visits
        while stack:
            top = stack[-1]
            node, slot, shift, saved, visits = top
            name, deep, at = self.feature[node], len(stack) - 1, self.low + node
            one, two, share = self._sides(node)
            if visits == 0:
                self._tell(work, own, node, deep, slot, shift, above.get(name))
                if one < 0:
                    work.steps.append((PAIR, at))
                    stack.pop()
                    continue
                work.steps.append((DOWN, at))
                top[3], top[4] = above.get(name), 1
                above[name] = (deep, share * (top[3][1] if top[3] else 1.0), 1.0)
                stack.append([one, slot, self.leaf[~two] if two < 0 else shift, None, 0])
            elif visits == 1 and two >= 0:
                work.steps.append((TURN, at))
                above[name] = (deep, (1 - share) * (saved[1] if saved else 1.0), -1.0)
                top[4] = 2
                stack.append([two, slot + 1, shift, None, 0])
            else:
                work.steps.append((UP_ONE if two < 0 else UP_BOTH, at))
                stack.pop()
                if saved:
                    above[name] = saved
                else:
                    del above[name]

    def _sides(self, node: int) -> tuple[int, int, float]:
        """First child, second child, and the share of the rows that took the first."""
        one, two = self.left[node], self.right[node]
        if self._swapped(node):
            one, two = two, one
        passed = self.count[one] if one >= 0 else self.leaf_count[~one]
        share = passed / self.count[node]
        return one, two, min(max(share, NARROWEST), 1 - self.least)

    def _swapped(self, node: int) -> bool:
        one, two = self.left[node], self.right[node]
        return two >= 0 and (one < 0 or self.below[two] > self.below[one])

    def _tell(
        self,
        work: _Work,
        own: int,
        node: int,
        deep: int,
        slot: int,
        shift: float,
        above: tuple[int, float, float] | None,
    ) -> None:
        one, two, share = self._sides(node)
        yes, no = (-share, 1 - share) if self._swapped(node) else (1 - share, -share)
        place = work.met_again(own, self.points, above[1]) if above else own
        value = self.leaf[~two] if two < 0 else 0.0
        rest = self.leaf[~one] - value if one < 0 else 0.0
        work.order.append(self.low + node)
        over, side = (above[0], above[2]) if above else (-1, 0.0)
        work.places.append(
            (self.decision[node] & 1, self.feature[node], 0, deep, slot, over, place, 0)
        )
        added = value - shift + share * rest
        work.numbers.append(
            (self.threshold[node], yes, no, share, added, rest, float(~one), float(~two), side)
        )
        work.deep, work.slots = max(work.deep, deep + 1), max(work.slots, slot + 1)

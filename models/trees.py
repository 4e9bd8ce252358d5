"""LightGBM's text read into flat arrays: every tree of one class, one below the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from features.errors import LyktaError

__all__ = ["Forest", "Untreatable", "read_forests"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Untreatable(LyktaError):
    """A booster that the kernel cannot explain exactly; LightGBM's own contributions can."""


@dataclass(frozen=True)
class Forest:
    """The trees of one class. Inner nodes and leaves of all trees stand in two long rows.

    Tree `n` owns inner nodes `first_node[n]` to `first_node[n + 1]` and likewise leaves.
    `left` and `right` count from the tree's own start; a negative child `~k` is leaf `k`.
    `decision` is LightGBM's: bit 0 categorical, bit 1 default left, bits 2 and 3 what is
    missing (0 nothing, 1 nought, 2 NaN). A categorical split's `threshold` numbers its bit set,
    which is `words[set_bounds[first_set[n] + k]:set_bounds[first_set[n] + k + 1]]`.
    `count` and `leaf_count` are the training rows that passed, by which shares are weighed.
    """

    first_node: Ints
    first_leaf: Ints
    first_set: Ints
    feature: Ints
    threshold: Floats
    decision: Ints
    left: Ints
    right: Ints
    count: Ints
    leaf_value: Floats
    leaf_count: Ints
    set_bounds: Ints
    words: npt.NDArray[np.uint32]

    @property
    def is_coded(self) -> npt.NDArray[np.bool_]:
        """(inner nodes,): is the split by levels, not by size?"""
        return (self.decision & 1).astype(bool)

    @cached_property
    def base(self) -> float:
        """The mean output over the training rows; LightGBM's `ExpectedValue`, in its order."""
        total = 0.0
        bounds = zip(self.first_leaf[:-1], self.first_leaf[1:], strict=True)
        for first, last in bounds:
            values, counts = self.leaf_value[first:last], self.leaf_count[first:last]
            all_rows = counts.sum()
            total += (
                float(values @ (counts / all_rows)) if last - first > 1 else float(values[0])
            )
        return total


def read_forests(text: str, rounds: int | None = None) -> tuple[Forest, ...]:
    """One forest per class, in LightGBM's order; only the first `rounds` trees of each.

    Raises `Untreatable` for linear leaves, and for trees whose counts are missing, nought or do
    not add up: shares of the training rows are then not defined.
    """
    head, *blocks = text.split("\nTree=")
    facts = dict(line.split("=", 1) for line in head.splitlines() if "=" in line)
    classes = int(facts.get("num_tree_per_iteration", "1"))
    kept = len(blocks) if rounds is None else rounds * classes
    trees = [_fields(block) for block in blocks[:kept]]
    wrong = [word for word, here in _refusals(trees).items() if here]
    if wrong:
        raise Untreatable(
            f"The fast kernel cannot explain the booster: {'; '.join(wrong)}.",
            "LightGBM's own contributions are exact where it has them, and slower",
        )
    return tuple(_forest(trees[number::classes]) for number in range(classes))


def _fields(block: str) -> dict[str, str]:
    lines = block.split("\nend of trees", 1)[0].splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _refusals(trees: Sequence[Mapping[str, str]]) -> dict[str, bool]:
    grown = [tree for tree in trees if int(tree["num_leaves"]) > 1]
    return {
        "its leaves are linear": any(tree.get("is_linear", "0") == "1" for tree in trees),
        "training counts are missing": any(
            "leaf_count" not in tree or "internal_count" not in tree for tree in grown
        ),
        "training counts do not add up": any(map(_miscounted, grown)),
    }


def _miscounted(tree: Mapping[str, str]) -> bool:
    if "leaf_count" not in tree or "internal_count" not in tree:
        return False
    inner, leaves = _whole(tree, "internal_count"), _whole(tree, "leaf_count")
    everyone = np.concatenate([inner, leaves[::-1]])  # so that ~k from the end is leaf k
    children = everyone[_whole(tree, "left_child")] + everyone[_whole(tree, "right_child")]
    return bool((inner < 1).any() or (children != inner).any())


def _whole(tree: Mapping[str, str], name: str) -> Ints:
    return np.array(tree.get(name, "").split(), dtype=np.int64)


def _forest(trees: Sequence[Mapping[str, str]]) -> Forest:
    leaves = [int(tree["num_leaves"]) for tree in trees]
    # Each tree's bit sets are bounded from nought; here from where its words begin.
    bounds, words = [np.zeros(1, dtype=np.int64)], 0
    for tree in trees:
        own = _whole(tree, "cat_boundaries")[1:] + words
        bounds.append(own)
        words = int(own[-1]) if len(own) else words
    return Forest(
        first_node=_starts([number - 1 for number in leaves]),
        first_leaf=_starts(leaves),
        first_set=_starts([int(tree.get("num_cat", "0")) for tree in trees]),
        feature=_joined(trees, "split_feature").astype(np.int64),
        threshold=_joined(trees, "threshold"),
        decision=_joined(trees, "decision_type").astype(np.int64),
        left=_joined(trees, "left_child").astype(np.int64),
        right=_joined(trees, "right_child").astype(np.int64),
        count=_joined(trees, "internal_count").astype(np.int64),
        leaf_value=_joined(trees, "leaf_value"),
        leaf_count=_leaf_counts(trees),
        set_bounds=np.concatenate(bounds),
        words=_joined(trees, "cat_threshold").astype(np.uint32),
    )


def _joined(trees: Sequence[Mapping[str, str]], name: str) -> Floats:
    """One field of every tree; whole numbers up to 2^53 are exact as doubles."""
    parts = [np.array(tree.get(name, "").split(), dtype=np.float64) for tree in trees]
    return np.concatenate([np.empty(0), *parts])


def _starts(sizes: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)


def _leaf_counts(trees: Sequence[Mapping[str, str]]) -> Ints:
    """A tree of one leaf may be written without its count; it holds every row."""
    parts = [
        _whole(tree, "leaf_count")
        if int(tree["num_leaves"]) > 1
        else np.ones(1, dtype=np.int64)
        for tree in trees
    ]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

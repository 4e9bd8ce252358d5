"""LightGBM's text format: several models summed into one that any LightGBM can read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

__all__ = ["weighted_sum"]

SCALED = re.compile(r"^(leaf_value|internal_value)=(.*)$", re.MULTILINE)


def weighted_sum(models: Sequence[tuple[str, float]]) -> str:
    """One model whose raw score is the weighted sum of the raw scores of `models`.

    Raw scores are sums over trees, so the trees are put one after another with their leaves
    multiplied. The result is a plain regression model: what it predicts is the sum itself.
    The models must have been trained on the same columns in the same order.
    """
    head = models[0][0].split("\nTree=", 1)[0]
    trees: list[str] = []
    for text, weight in models:
        body = text.split("\nTree=", 1)
        if len(body) < 2:
            continue
        for tree in ("\nTree=" + body[1].split("\nend of trees", 1)[0]).split("\nTree=")[1:]:
            lines = tree.split("\n", 1)[1].strip("\n")
            # Of a single model nothing is to be reckoned, and its text stands as it is.
            trees.append(
                lines if weight == 1.0 else SCALED.sub(partial(_times, weight=weight), lines)
            )
    blocks = [f"Tree={number}\n{lines}\n\n\n" for number, lines in enumerate(trees)]
    sizes = " ".join(str(len(block.encode())) for block in blocks)
    head = re.sub(r"^objective=.*$", "objective=regression", head, flags=re.MULTILINE)
    head = re.sub(r"^tree_sizes=.*$", f"tree_sizes={sizes}", head, flags=re.MULTILINE)
    return head.rstrip("\n") + "\n\n" + "".join(blocks) + "end of trees\n"


def _times(match: re.Match[str], weight: float) -> str:
    scaled = (repr(float(number) * weight) for number in match.group(2).split())
    return f"{match.group(1)}={' '.join(scaled)}"

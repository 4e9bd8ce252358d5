"""Names as weighted words and letter groups, and how alike two of them are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

__all__ = ["Bags", "bags_of", "dots", "letter_groups", "words_of"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STEP = 200_000  # pairs at a time, to bound memory
FAINT = 0.35  # what a faint word (a town, "services") counts of its weight; chosen by trial


@dataclass(frozen=True)
class Bags:
    """A text's parts, each weighted by how rare it is: log(texts / texts that have it).

    `weighted` has rows of length one, so that a product of two is their cosine; `shared` has
    rows of which a product is the sum of the weights of what two texts share.
    """

    index: dict[str, int]
    weight: Floats
    texts_with: Floats
    weighted: sp.csr_array
    shared: sp.csr_array

    @property
    def total(self) -> Floats:
        """The weight of all a text's parts."""
        return np.asarray(self.shared.multiply(self.shared).sum(axis=1)).ravel()


def bags_of(
    texts: Sequence[tuple[str, ...]],
    split: Callable[[str], Iterable[str]],
    faint: Collection[str] = (),
) -> Bags:
    """Each text (its names) as the set of its parts."""
    index: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, names in enumerate(texts):
        for part in dict.fromkeys(part for name in names for part in split(name)):
            rows.append(row)
            columns.append(index.setdefault(part, len(index)))
    shape = (len(texts), len(index))
    ones = sp.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    texts_with = np.asarray(ones.sum(axis=0)).ravel()
    weight = np.log(len(texts) / texts_with)
    for part in faint:
        if part in index:
            weight[index[part]] *= FAINT
    weighted = (ones @ sp.diags_array(weight)).tocsr()
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    length[length == 0] = 1
    return Bags(
        index,
        weight,
        texts_with,
        (sp.diags_array(1 / length) @ weighted).tocsr(),
        (ones @ sp.diags_array(np.sqrt(weight))).tocsr(),
    )


def dots(matrix: sp.csr_array, left: Ints, right: Ints) -> Floats:
    """The product of row `left[i]` with row `right[i]`, for each i."""
    parts = [
        np.asarray(matrix[left[i : i + STEP]].multiply(matrix[right[i : i + STEP]]).sum(axis=1))
        for i in range(0, len(left), STEP)
    ]
    return np.concatenate([part.ravel() for part in parts]) if parts else np.zeros(0)


def words_of(name: str) -> list[str]:
    """The words of a name."""
    return name.split()


def letter_groups(name: str) -> list[str]:
    """Three letters at a time, without blanks: alike for typing errors and split words."""
    text = f" {name.replace(' ', '')} "
    return [text[i : i + 3] for i in range(len(text) - 2)]

"""Which pairs are compared at all: names that share a rare word, letters, or a whole name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from features.linking.naming import Written
from features.linking.words import Bags

__all__ = ["spelling_pairs", "unit_pairs"]

Pairs = NDArray[np.int64]  # n × 2, the smaller number first, each pair once
# Chosen by trial: lower cosines and commoner parts add pairs of which next to none is true.
WORDS_ALIKE, COMMON_WORD = 0.25, 400
LETTERS_ALIKE, COMMON_LETTERS = 0.45, 1_500
BLOCK = 2_000  # spellings at a time, to bound memory


def spelling_pairs(written: Sequence[Written], words: Bags, letters: Bags) -> Pairs:
    """Pairs of different spellings worth a comparison."""
    found = [
        _alike(words, WORDS_ALIKE, COMMON_WORD),
        _alike(letters, LETTERS_ALIKE, COMMON_LETTERS),
        _same_name(written),
    ]
    return np.unique(np.concatenate(found), axis=0)


def unit_pairs(spelling: NDArray[np.int64], pairs: Pairs) -> Pairs:
    """Pairs of units whose spellings are the same, or are one of `pairs`."""
    units: dict[int, list[int]] = defaultdict(list)
    for unit, one in enumerate(spelling.tolist()):
        units[one].append(unit)
    found = [
        (a, b) for same in units.values() for n, a in enumerate(same) for b in same[n + 1 :]
    ]
    found += [
        (a, b) if a < b else (b, a)
        for one, other in pairs.tolist()
        for a in units.get(one, ())
        for b in units.get(other, ())
    ]
    return np.array(sorted(found), dtype=np.int64).reshape(-1, 2)


def _alike(bags: Bags, least: float, common: int) -> Pairs:
    """Pairs whose cosine is above `least`, over parts that at most `common` texts have."""
    rare = sp.csr_array(bags.weighted[:, np.flatnonzero(bags.texts_with <= common)])
    across = sp.csr_array(rare.T)
    found = []
    for start in range(0, rare.shape[0], BLOCK):
        near = sp.coo_array(rare[start : start + BLOCK] @ across)
        left, right = near.row.astype(np.int64) + start, near.col.astype(np.int64)
        kept = (near.data > least) & (left < right)
        found.append(np.column_stack([left[kept], right[kept]]))
    return np.concatenate(found) if found else np.zeros((0, 2), dtype=np.int64)


def _same_name(written: Sequence[Written]) -> Pairs:
    """Pairs that hold the same name, blanks apart."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(written):
        for name in {name.replace(" ", "") for name in one.names}:
            holders[name].append(number)
    found = [
        (a, b) for same in holders.values() for n, a in enumerate(same) for b in same[n + 1 :]
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)

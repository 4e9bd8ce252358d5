"""CONDUCTOR: a file without keys in, groups of rows of one company out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from features.linking.candidates import Pairs, spelling_pairs, unit_pairs
from features.linking.comparing import levels_of
from features.linking.declaring import Naming, Ties
from features.linking.figures import pair_figures
from features.linking.units import Units, read_units
from features.linking.weights import Weights, read_weights
from features.linking.words import bags_of, letter_groups, words_of

__all__ = ["Compared", "compare", "groups_of", "pairs_of_rows", "resolve"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
TOWN_ROWS = 15  # a town with as many units lends its words to names: they tell little
TOWN_LETTERS = 4


@dataclass(frozen=True)
class Compared:
    """Units, the pairs of them that were compared, and the levels of each pair."""

    units: Units
    pairs: Pairs
    levels: sp.csr_array


def resolve(folder: Path, ties: Ties) -> tuple[Compared, Ints, Weights]:
    """The group of each row by the weights that are kept."""
    weights = read_weights(ties.weights)
    compared = compare(folder, ties)
    groups = groups_of(compared, weights.probability(compared.levels), weights.threshold)
    return compared, groups, weights


def compare(folder: Path, ties: Ties) -> Compared:
    """Read the file and compare what may be one company. The truth is not read."""
    units = read_units(folder, ties)
    texts = [one.names for one in units.written]
    words = bags_of(texts, words_of, faint=_faint(units, ties.naming))
    letters = bags_of(texts, letter_groups)
    spellings = spelling_pairs(units.written, words, letters)
    pairs = unit_pairs(units.spelling, spellings)
    figures = pair_figures(units, pairs, spellings, words, letters)
    return Compared(units, pairs, levels_of(figures))


def groups_of(compared: Compared, probability: Floats, threshold: float) -> Ints:
    """The group of each row of the file: whatever is tied, directly or through others.

    A row without a name is a group of its own.
    """
    units, tied = compared.units, compared.pairs[probability >= threshold]
    graph = sp.csr_array(
        (np.ones(len(tied), dtype=np.int8), (tied[:, 0], tied[:, 1])), shape=(len(units),) * 2
    )
    count, group = connected_components(graph, directed=False)
    alone = np.arange(len(units.unit_of_row)) + count
    found = np.where(units.unit_of_row >= 0, group[units.unit_of_row], alone)
    return np.asarray(found, dtype=np.int64)


def pairs_of_rows(units: Units, groups: Ints) -> pd.DataFrame:
    """Every two rows of one group, as two columns named after their key, a and b, sorted."""
    members: dict[int, list[int]] = defaultdict(list)
    order = units.rows.to_numpy().argsort(kind="stable")
    for row in order.tolist():
        members[int(groups[row])].append(row)
    left, right = [], []
    for rows in members.values():
        if len(rows) > 1:
            one, other = np.triu_indices(len(rows), k=1)
            own = np.array(rows)
            left.append(own[one])
            right.append(own[other])
    keys = units.rows.to_numpy()
    key = str(units.rows.name)
    empty = np.zeros(0, dtype=np.int64)
    found = pd.DataFrame(
        {
            f"{key}_a": keys[np.concatenate(left or [empty])],
            f"{key}_b": keys[np.concatenate(right or [empty])],
        }
    )
    return found.sort_values([f"{key}_a", f"{key}_b"], ignore_index=True)


def _faint(units: Units, naming: Naming) -> frozenset[str]:
    """Words that tell little: those declared, and the words of the larger towns' names."""
    counted = pd.Series(units.city_names).value_counts()
    towns = counted.index[counted >= TOWN_ROWS]
    of_towns = {w for town in towns for w in str(town).split() if len(w) >= TOWN_LETTERS}
    return naming.faint | of_towns

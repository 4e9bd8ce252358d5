"""CONDUCTOR: weights learnt from the numbers that are known, measured on unknown companies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.sparse as sp
from numpy.typing import NDArray

from features.errors import BadOption
from features.linking.declaring import Ties
from features.linking.measuring import Figures, measure
from features.linking.resolving import Compared, groups_of
from features.linking.units import Units, read_truth
from features.linking.weights import Weights, learn

__all__ = ["Judged", "Learnt", "judge_ties", "learn_ties"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
FOLDS = 4
SEED = 7
THRESHOLDS = tuple(round(0.3 + 0.05 * step, 2) for step in range(13))
WANTED_PRECISION = 0.90


@dataclass(frozen=True)
class Judged:
    """How well pairs are tied: of rows, and of a company's different spellings."""

    rows: Figures
    spellings: Figures


@dataclass(frozen=True)
class Learnt:
    """What was learnt, and how each threshold does on companies the weights did not know."""

    weights: Weights
    by_threshold: tuple[tuple[float, Judged], ...]


def learn_ties(folder: Path, ties: Ties, compared: Compared) -> Learnt:
    """Learn weights from the known numbers, and choose the threshold.

    It is the least at which nine of ten tied pairs of *spellings* are true, on companies the
    weights did not know. That is the harder measure: no large company carries it, and equal
    names of two companies count in full. Raises `BadOption` where no pair is known.
    """
    company = read_truth(folder, ties)
    known = _known_pairs(compared, company)
    if not known.is_same.any():
        raise BadOption(
            f"No two rows of {ties.file} are known to be of one company.",
            "weights are learnt where a company number is given for a part of the rows",
        )
    probability = _crossed(compared, known)
    tried = tuple((t, _judge(compared, probability, t, company)) for t in THRESHOLDS)
    fit = [t for t, judged in tried if judged.spellings.precision >= WANTED_PRECISION]
    weights = known.learn(compared.levels, np.ones(len(known.at), dtype=bool))
    return Learnt(replace(weights, threshold=min(fit, default=THRESHOLDS[-1])), tried)


def judge_ties(folder: Path, ties: Ties, compared: Compared, threshold: float) -> Judged | None:
    """How learning does at `threshold` on companies it does not know; None without numbers.

    Companies are dealt into four folds; a pair is judged by weights that were learnt without
    any pair of its two ends' companies' folds.
    """
    company = read_truth(folder, ties)
    known = _known_pairs(compared, company)
    if not known.can_be_crossed():
        return None
    return _judge(compared, _crossed(compared, known), threshold, company)


def _judge(
    compared: Compared, probability: Floats, threshold: float, company: pd.Series
) -> Judged:
    groups = groups_of(compared, probability, threshold)
    spelling = pd.Series(_spelling_of_row(compared.units))
    return Judged(measure(groups, company), measure(groups, company, spelling))


@dataclass(frozen=True)
class _Known:
    """Pairs of which both companies are known; `ends` are the folds of their two ends.

    A pair with its ends in two folds is judged by two sets of weights, and their mean.
    """

    at: Ints
    is_same: NDArray[np.bool_]
    worth: Floats
    ends: Ints
    fold_of_unit: Ints

    def can_be_crossed(self) -> bool:
        """Is every fold's rest able to teach: pairs that are the same, and that are not?"""
        return all(len(set(self.is_same[self.outside(fold)])) == 2 for fold in range(FOLDS))

    def outside(self, fold: int) -> NDArray[np.bool_]:
        """The known pairs with neither end in `fold`."""
        return np.asarray((self.ends[:, 0] != fold) & (self.ends[:, 1] != fold))

    def learn(self, levels: sp.csr_array, used: NDArray[np.bool_]) -> Weights:
        return learn(levels[self.at[used]], self.is_same[used], self.worth[used])


def _known_pairs(compared: Compared, company: pd.Series) -> _Known:
    units = compared.units
    frame = pd.DataFrame({"unit": units.unit_of_row, "company": company.to_numpy()})
    frame = frame[(frame["unit"] >= 0) & frame["company"].notna()].drop_duplicates()
    held = frame.groupby("unit")["company"].agg(frozenset).reindex(range(len(units)))
    sets = [one if isinstance(one, frozenset) else frozenset() for one in held]
    names = sorted({name for one in sets for name in one})
    dealt = np.random.default_rng(SEED).permutation(len(names)) % FOLDS
    fold = dict(zip(names, dealt.tolist(), strict=True))
    fold_of_unit = np.array([fold[min(one)] if one else -1 for one in sets])
    left, right = compared.pairs[:, 0], compared.pairs[:, 1]
    at = np.flatnonzero((fold_of_unit[left] >= 0) & (fold_of_unit[right] >= 0))
    same = np.array([bool(sets[a] & sets[b]) for a, b in compared.pairs[at].tolist()])
    # A company with many pairs counts less for each, or the largest would teach alone.
    owner = np.array([min(sets[a]) for a in left[at].tolist()])
    pairs_of = pd.Series(owner[same]).value_counts()
    worth = np.ones(len(at))
    worth[same] = 1 / np.sqrt(pairs_of.reindex(owner[same]).to_numpy())
    return _Known(at, same, worth, fold_of_unit[compared.pairs[at]], fold_of_unit)


def _crossed(compared: Compared, known: _Known) -> Floats:
    """The probability of each pair by weights that know neither of its companies' pairs."""
    left, right = (known.fold_of_unit[compared.pairs[:, side]] for side in (0, 1))
    judged = np.empty((FOLDS, len(compared.pairs)))
    for fold in range(FOLDS):
        weights = known.learn(compared.levels, known.outside(fold))
        judged[fold] = weights.probability(compared.levels)
    number = np.arange(len(left))
    one = np.where(left >= 0, left, right)
    other = np.where(right >= 0, right, left)
    mean = (judged[one, number] + judged[other, number]) / 2
    return np.where(one >= 0, mean, judged.mean(axis=0))


def _spelling_of_row(units: Units) -> Ints:
    return np.where(units.unit_of_row >= 0, units.spelling[units.unit_of_row], -1)

"""What a regression says of each row that it has not learnt from, nor from its employer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from models.curves import Curves

__all__ = ["FOLDS", "out_of_fold"]

Floats = npt.NDArray[np.float64]
FOLDS = 5
STRENGTH = 1.0  # inverse L2 penalty on scaled columns: weak, the columns are few
EXACT = 1e-8  # the largest slope of the mean loss that is left
NOUGHTS_PER_ONE = 10  # of many noughts a part says nearly as much (King and Zeng 2001)


def out_of_fold(
    columns: npt.NDArray[np.floating],
    answer: Floats,
    cluster: npt.NDArray[np.int64],
    *,
    seed: int = 1,
) -> Floats:
    """(rows,) the chance of a 1, from a spline logistic regression that left the row out.

    `answer` is 1, 0 or NaN (unknown: predicted, never learnt from). Rows of a `cluster` are
    left out together. Where the answers to learn from are all alike, the chance is their
    share, moved by half an answer towards a half (Jeffreys), since nothing is certain. NaN
    everywhere when nothing is known.
    """
    known = ~np.isnan(answer)
    if not known.any():
        return np.full(len(answer), np.nan)
    fold = _folds(cluster, seed)
    bent = Curves.fit(columns).transform(columns)
    rng = np.random.default_rng(seed)
    found = np.empty(len(answer))
    for number in range(FOLDS):
        out = fold == number
        rows = np.flatnonzero(known & ~out)
        rows = rows if len(rows) else np.flatnonzero(known)
        found[out] = _chance(bent, answer, rows, out, rng)
    return found


def _chance(
    bent: Floats,
    answer: Floats,
    rows: npt.NDArray[np.int64],
    out: npt.NDArray[np.bool_],
    rng: np.random.Generator,
) -> Floats:
    ones, noughts = rows[answer[rows] == 1], rows[answer[rows] == 0]
    if not len(ones) or not len(noughts):
        return np.full(int(out.sum()), (len(ones) + 0.5) / (len(rows) + 1.0))
    kept = noughts
    if len(noughts) > NOUGHTS_PER_ONE * len(ones):
        kept = rng.choice(noughts, NOUGHTS_PER_ONE * len(ones), replace=False)
    learnt = np.concatenate([ones, kept])
    # Newton's steps end at the optimum. lbfgs stopped up to 5 % short of it in the worst row,
    # and took longer: the columns are few.
    model = LogisticRegression(C=STRENGTH, solver="newton-cholesky", tol=EXACT)
    # The sums are short: threads that wait for each other made them up to twenty times slower.
    with threadpool_limits(1):
        model.fit(bent[learnt], answer[learnt].astype(int))
    odds = np.exp(model.decision_function(bent[out])) * len(kept) / len(noughts)
    return np.asarray(odds / (1.0 + odds), dtype=np.float64)


def _folds(cluster: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.int64]:
    """Each cluster's fold, evenly and by chance."""
    _, place = np.unique(cluster, return_inverse=True)
    count = int(place.max(initial=-1)) + 1
    return np.random.default_rng(seed).permutation(count)[place] % FOLDS

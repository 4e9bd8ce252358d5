"""Labelled rows of several as-of dates, one below the other, ready to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from features.errors import RecipeRefused
from features.matrix import Matrix
from features.vocabulary import months_between
from models.labels import Labelled
from models.recipe import Recipe
from models.severity import Policy

__all__ = ["Rows", "learnable", "stack", "values_of"]


@dataclass(frozen=True)
class Rows:
    """What a model learns from: only rows with an answer on some head.

    `values` is (rows, features) in 32-bit with NaN for missing, `found` (rows, heads).
    `query` numbers the lists a row competes in (as-of date and centre), `age_months` is how
    far before the newest date a row lies, `weight` what it counts (all the same when None),
    `cluster` numbers its employer. `binned` is for `models.ranker`, which keeps there what it
    has made of these very rows: rows with anything replaced begin without.
    """

    features: tuple[str, ...]
    heads: tuple[str, ...]
    values: npt.NDArray[np.float32]
    found: npt.NDArray[np.float32]
    query: npt.NDArray[np.int64]
    age_months: npt.NDArray[np.float64]
    weight: npt.NDArray[np.float64] | None = None
    cluster: npt.NDArray[np.int64] | None = None
    binned: dict[object, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __len__(self) -> int:
        return len(self.values)


def values_of(matrix: Matrix, features: Sequence[str]) -> npt.NDArray[np.float32]:
    """(workplaces, features) of a matrix, in the order a model was trained on."""
    found = np.empty((len(matrix), len(features)), dtype=np.float32, order="F")
    for number, name in enumerate(features):
        found[:, number] = matrix.frame.column(name).to_numpy(zero_copy_only=False)
    return found


def stack(
    dates: Sequence[tuple[Matrix, Labelled]],
    features: tuple[str, ...],
    weights: Sequence[npt.NDArray[np.float64]] | None = None,
) -> Rows:
    """The rows of all dates that somebody looked at; the unlabelled teach nothing.

    `weights` holds one array per date, a row per workplace of its cohort.
    """
    newest = max(matrix.as_of for matrix, _ in dates)
    values, found, queries, ages, heavy, lists = [], [], [], [], [], 0
    employers: list[str] = []
    for number, (matrix, labelled) in enumerate(dates):
        kept = np.flatnonzero(~np.isnan(labelled.found).all(axis=1))
        values.append(values_of(matrix, features)[kept])
        found.append(labelled.found[kept])
        employers += matrix.frame.column("employer").take(kept).to_pylist()
        if weights is not None:
            heavy.append(weights[number][kept])
        _, centre = np.unique(
            matrix.frame.column("centre").to_numpy(zero_copy_only=False)[kept].astype(str),
            return_inverse=True,
        )
        queries.append(centre + lists)
        lists += int(centre.max(initial=-1)) + 1
        ages.append(np.full(len(kept), float(months_between(matrix.as_of, newest))))
    return Rows(
        features=features,
        heads=dates[0][1].heads,
        values=np.concatenate(values),
        found=np.concatenate(found),
        query=np.concatenate(queries).astype(np.int64),
        age_months=np.concatenate(ages),
        weight=np.concatenate(heavy) if heavy else None,
        cluster=np.unique(np.array(employers, dtype=str), return_inverse=True)[1],
    )


def learnable(rows: Rows, recipe: Recipe, policy: Policy) -> tuple[list[str], list[str]]:
    """The heads that can be learnt, and a note on each that cannot.

    Raises `RecipeRefused` when there is none.
    """
    heads, notes = [], []
    for number, head in enumerate(rows.heads):
        answers = rows.found[:, number]
        found, none = int((answers == 1).sum()), int((answers == 0).sum())
        if policy.weight(head) == 0:
            notes.append(f"{head}: weight 0 in the severity policy")
        elif found < recipe.model.min_positives:
            notes.append(
                f"{head}: {found} findings in {found + none} controls, fewer than"
                f" {recipe.model.min_positives}"
            )
        elif not none:
            notes.append(f"{head}: all {found} controls had a finding, nothing to tell apart")
        else:
            heads.append(head)
    if not heads:
        raise RecipeRefused(
            "No head can be learnt: " + "; ".join(notes) + ".",
            "train on more dates, or lower model.min_positives and say why",
        )
    return heads, notes

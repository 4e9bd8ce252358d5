"""From cohorts to who came to be controlled: what control is chosen by, and who was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from features.matrix import Matrix
from models.crossfitting import out_of_fold
from models.evaluation import Question
from models.labels import Labelled
from models.recipe import Recipe
from models.selection import selection_of

__all__ = ["exposure_of", "inclusion_of", "understood", "weights_of"]

Floats = npt.NDArray[np.float64]
Dated = tuple[Matrix, Labelled]


def exposure_of(matrices: Sequence[Matrix], recipe: Recipe) -> Floats:
    """(rows, columns) of all cohorts: what the recipe says that control is chosen by.

    Each name in `selection.exposure` is a feature or a rival (both its columns), each name in
    `selection.strata` one column per code that is seen, and each date one. A propensity may
    read what a ranking may not, since it is never shown and orders nobody.
    """
    parts = [_numbers(matrices, name) for name in recipe.selection.exposure]
    for name in (*recipe.selection.strata, "centre"):
        codes = np.concatenate([_text(matrix, name) for matrix in matrices])
        parts += _members(codes)
    parts += _members(
        np.concatenate([np.full(len(m), m.as_of.isoformat(), dtype=object) for m in matrices])
    )
    rows = sum(len(matrix) for matrix in matrices)
    return np.column_stack(parts) if parts else np.zeros((rows, 0))


def understood(
    asked: Question, cohorts: Sequence[Dated], score: Floats, recipe: Recipe
) -> Question:
    """The question with a model of who came to be controlled, and who was drawn at random.

    Nothing is added when everybody has an outcome, or when the recipe names no exposure.
    `score` is the model's own ranking, a good guess of findings; it was learnt from other rows.
    """
    asked = replace(asked, inclusion=inclusion_of(cohorts, asked))
    if not recipe.selection.exposure or not np.isnan(asked.outcome).any():
        return asked
    matrices = [matrix for matrix, _ in cohorts]
    centre = np.concatenate([_text(matrix, "centre") for matrix in matrices])
    selection = selection_of(
        exposure_of(matrices, recipe),
        [score],
        asked.outcome,
        centre,
        asked.cluster,
        seed=recipe.judgement.seed,
    )
    return replace(asked, selection=selection)


def inclusion_of(cohorts: Sequence[Dated], asked: Question) -> Floats:
    """Each row's chance of having been drawn at random; NaN where it was not drawn.

    As stored with the draw. Where a delivery stores none, every workplace of a list is taken to
    have had the same chance: those drawn over those there.
    """
    drawn = np.concatenate([labelled.random for _, labelled in cohorts])
    stored = np.concatenate([labelled.inclusion for _, labelled in cohorts])
    there = np.bincount(asked.lists)
    even = np.bincount(asked.lists, weights=drawn) / np.maximum(there, 1)
    filled = np.where(np.isnan(stored), even[asked.lists], stored)
    return np.where(drawn, filled, np.nan)


def weights_of(cohorts: Sequence[Dated], recipe: Recipe) -> list[Floats] | None:
    """Training weights per cohort, one over each row's chance of control; None if not asked.

    Their mean over the controlled is 1, and none is above `model.weight_limit` times that, so
    that no single control decides a model.
    """
    if recipe.model.weighting == "none":
        return None
    matrices = [matrix for matrix, _ in cohorts]
    employers = np.concatenate([_text(matrix, "employer") for matrix in matrices])
    controlled = np.concatenate(
        [(~np.isnan(one.found)).any(axis=1) for _, one in cohorts]
    ).astype(np.float64)
    chance = out_of_fold(
        exposure_of(matrices, recipe),
        controlled,
        np.unique(employers.astype(str), return_inverse=True)[1].astype(np.int64),
        seed=recipe.judgement.seed,
    )
    weight = 1.0 / np.maximum(chance, 1e-9)
    if controlled.any():
        weight /= weight[controlled == 1].mean()
    weight = np.minimum(weight, recipe.model.weight_limit)
    return np.split(weight, np.cumsum([len(matrix) for matrix in matrices])[:-1])


def _numbers(matrices: Sequence[Matrix], name: str) -> Floats:
    """A feature's column, or a rival's two."""
    parts = []
    for matrix in matrices:
        if name in matrix.features:
            columns = [matrix.frame.column(name)]
        else:
            columns = [matrix.rivals.column(f"{name}_{part}") for part in ("score", "then")]
        parts.append(
            np.column_stack(
                [
                    np.asarray(c.to_numpy(zero_copy_only=False), dtype=np.float64)
                    for c in columns
                ]
            )
        )
    return np.concatenate(parts)


def _text(matrix: Matrix, name: str) -> npt.NDArray[np.object_]:
    return np.asarray(matrix.frame.column(name).to_pylist(), dtype=object)


def _members(codes: npt.NDArray[np.object_]) -> list[Floats]:
    """One column per code but the first; none where all are the same."""
    every = codes.astype(str)
    return [(every == code).astype(np.float64) for code in np.unique(every)[1:]]

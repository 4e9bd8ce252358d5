"""Who came to be controlled: exposure by name, chances of being drawn, weights in training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features.matrix import Matrix
from features.vocabulary import AsOf
from models.exposure import exposure_of, inclusion_of, understood, weights_of
from models.judging import LABELLED, question
from models.labels import Labelled, label
from models.recipe import Recipe
from models.severity import Policy
from tests.models.invented import COUNTRY, RECIPE, control, matrix_of, recipe_of

MARCH = AsOf(2025, 3, 1)


def labelled(recipe: Recipe, matrix: Matrix, controls: list[dict[str, object]]) -> Labelled:
    return label(
        pa.Table.from_pylist(controls),
        COUNTRY.outcomes,
        matrix.frame.column("workplace").to_pylist(),
        MARCH,
        heads=recipe.heads,
        policy=Policy(AsOf(2020, 1, 1), "invented", {}),
        timespan_months=3,
        known_by=AsOf(2026, 1, 1),
    )


def test_exposure_is_what_the_recipe_names_and_centre_by_centre(tmp_path: Path) -> None:
    text = RECIPE + '\n[selection]\nexposure = ["debts", "debts_first"]\n'
    matrix = matrix_of(MARCH, 9)

    found = exposure_of([matrix], recipe_of(tmp_path, text))

    # A rival has two columns, a feature one; three centres need two columns, one date none.
    assert found.shape == (9, 2 + 1 + 2)
    np.testing.assert_array_equal(found[:, 2], matrix.values()[:, 0])
    assert found[:, 3:].sum(axis=0).tolist() == [3.0, 3.0]


def test_a_stored_chance_of_being_drawn_stands_and_a_missing_one_is_the_list_s(
    tmp_path: Path,
) -> None:
    # w0, w3 and w6 are the north's; two of its three were drawn, one with a stored chance.
    recipe, matrix = recipe_of(tmp_path), matrix_of(MARCH, 9)
    controls = [
        control("w00000", "2025-03-05", "tax", True, random=True, inclusion=0.02),
        control("w00003", "2025-04-05", "tax", False, random=True),
        control("w00001", "2025-04-05", "tax", False),
    ]
    cohort = [(matrix, labelled(recipe, matrix, controls))]

    found = inclusion_of(cohort, question(cohort, "any", recipe, LABELLED))

    assert found[[0, 3]] == pytest.approx([0.02, 2 / 3])
    assert np.isnan(np.delete(found, [0, 3])).all()


def test_where_everybody_has_an_outcome_nothing_is_weighed(tmp_path: Path) -> None:
    recipe, matrix = recipe_of(tmp_path), matrix_of(MARCH, 9)
    controls = [control(f"w{n:05d}", "2025-03-05", "tax", n == 0) for n in range(9)]
    cohort = [(matrix, labelled(recipe, matrix, controls))]

    asked = understood(
        question(cohort, "any", recipe, LABELLED), cohort, np.arange(9.0), recipe
    )

    assert asked.selection is None


def test_training_weights_have_a_mean_of_one_and_a_limit(tmp_path: Path) -> None:
    recipe, matrix = recipe_of(tmp_path), matrix_of(MARCH, 90)
    rng = np.random.default_rng(1)
    seen = np.flatnonzero(rng.random(90) < np.where(matrix.values()[:, 0] > 2, 0.8, 0.1))
    controls = [control(f"w{n:05d}", "2025-03-05", "tax", bool(n % 3)) for n in seen]
    cohort = [(matrix, labelled(recipe, matrix, controls))]
    asked = replace(recipe, model=replace(recipe.model, weighting="inverse", weight_limit=3.0))

    assert weights_of(cohort, recipe) is None
    weights = weights_of(cohort, asked)

    assert weights is not None
    assert weights[0].max() <= 3.0
    assert 0.5 < weights[0][seen].mean() <= 1.0

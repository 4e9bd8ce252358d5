"""Base and contributions are the priority: for any data, any seed and every way to combine."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.errors import LyktaError
from features.vocabulary import AsOf, Words
from models.attribution import as_shap, contributions, explain, interactions
from models.explanation import Contribution, Explanation
from models.ranker import Ranker
from models.severity import Policy
from models.stacking import Rows
from tests.models.invented import COUNTRY, FEATURES, RECIPE, matrix_of, recipe_of

HEADS = ("tax", "work", "permits", "several")


def ranker_of(seed: int, rows: int, combine: str, missing: float) -> tuple[Ranker, np.ndarray]:
    rng = np.random.default_rng(seed)
    values = rng.normal(0, 10 ** rng.uniform(-3, 6), (rows, len(FEATURES))).astype(np.float32)
    values[rng.random(values.shape) < missing] = np.nan
    found = (rng.random((rows, len(HEADS))) < 0.4).astype(np.float32)
    found[rng.random(found.shape) < 0.2] = np.nan
    learnt = Rows(
        FEATURES, HEADS, values, found, np.zeros(rows, dtype=np.int64), np.zeros(rows)
    )
    with tempfile.TemporaryDirectory() as folder:
        recipe = recipe_of(Path(folder), RECIPE.replace("rounds = 30", "rounds = 8"))
        chosen = replace(
            recipe,
            model=replace(recipe.model, combine=combine, seeds=(seed, seed + 1)),
        )
        policy = Policy(AsOf(2020, 1, 1), "invented", {"several": 2.5})
        return Ranker.fit(learnt, chosen, COUNTRY, policy), values


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(1, 10**6),
    rows=st.integers(60, 300),
    combine=st.sampled_from(["margins", "expected"]),
    missing=st.sampled_from([0.0, 0.3, 1.0]),
)
def test_base_and_contributions_are_the_priority(
    seed: int, rows: int, combine: str, missing: float
) -> None:
    ranker, values = ranker_of(seed, rows, combine, missing)

    base, amounts = contributions(ranker, values)
    scores = ranker.score_values(values)

    said = base + amounts.sum(axis=1)
    assert np.all(np.abs(said - scores) <= 1e-9 * np.maximum(1.0, np.abs(scores)))


def test_an_explanation_is_the_same_after_a_round_trip() -> None:
    ranker, _ = ranker_of(3, 200, "margins", 0.1)
    matrix = matrix_of(AsOf(2025, 1, 1), rows=50)

    explained = explain(ranker, matrix, [4, 2], COUNTRY)

    assert [one.workplace for one in explained] == ["w00004", "w00002"]
    for one in explained:
        assert Explanation.from_json(one.to_json()) == one
        assert sum(one.by_authority().values()) == pytest.approx(one.score - one.base)


def test_what_is_missing_is_said_and_has_no_value() -> None:
    ranker, _ = ranker_of(3, 200, "margins", 0.1)
    matrix = matrix_of(AsOf(2025, 1, 1), rows=50)
    bare = int(np.flatnonzero(np.isnan(matrix.values()[:, 0]))[0])

    (one,) = explain(ranker, matrix, [bare], COUNTRY)

    assert Words("skulder", "debts") in one.unknown
    debts = next(part for part in one.contributions if part.feature == "debts")
    assert (debts.value, debts.shown.sv) == (None, "uppgift saknas")


def test_a_figure_of_several_registers_names_every_owner() -> None:
    ranker, _ = ranker_of(3, 200, "margins", 0.1)

    (one,) = explain(ranker, matrix_of(AsOf(2025, 1, 1), rows=5), [0], COUNTRY)

    noise = next(part for part in one.contributions if part.feature == "noise")
    assert noise.authorities == ("skatteverket", "migrationsverket")


def test_an_explanation_that_does_not_add_up_cannot_be_made() -> None:
    words = Words("skulder", "debts")
    part = Contribution("debts", words, "st", 2.0, words, 0.5, ("skatteverket",), ("debts",))

    with pytest.raises(LyktaError, match="does not add up"):
        Explanation("w1", "2025-01-01", "digest", 0.1, 0.7, (part,), ())


def test_interactions_of_a_workplace_sum_to_its_contributions() -> None:
    ranker, values = ranker_of(3, 200, "margins", 0.1)

    _, amounts = contributions(ranker, values[:2])

    assert interactions(ranker, values[:2]).sum(axis=2) == pytest.approx(amounts, abs=1e-6)


def test_shap_is_handed_the_same_figures() -> None:
    ranker, values = ranker_of(3, 200, "margins", 0.1)

    told = as_shap(ranker, values[:5])

    assert told.values == pytest.approx(contributions(ranker, values[:5])[1], abs=1e-12)
    assert told.feature_names == list(FEATURES)

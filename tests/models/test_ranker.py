"""Heads learn side by side and share bins, and are what each would be alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pytest

from features.vocabulary import AsOf
from models.ranker import FIXED, WORTH_TWO_THREADS, Ranker, boosted, open_booster
from models.recipe import Recipe
from models.severity import Policy
from models.stacking import Rows
from tests.models.invented import COUNTRY, FEATURES, recipe_of

HEADS = ("tax", "work")
POLICY = Policy(AsOf(2020, 1, 1), "invented", {})
SHORT = """
country = "small"
severity = "severity.toml"
[model]
seeds = [1, 2]
rounds = 4
[model.lightgbm]
num_leaves = 6
bagging_fraction = 0.7
bagging_freq = 1
"""


def lesson(rows: int) -> Rows:
    """Findings of tax follow debts, those of work injuries; each authority saw most."""
    rng = np.random.default_rng(4)
    values = rng.normal(size=(rows, len(FEATURES))).astype(np.float32)
    found = (values[:, :2] + rng.normal(size=(rows, 2)) > 1).astype(np.float32)
    found[rng.random(found.shape) < 0.1] = np.nan
    nought = np.zeros(rows, dtype=np.int64)
    return Rows(FEATURES, HEADS, values, found, nought, np.zeros(rows))


def asking(recipe: Recipe, **parameters: float) -> Recipe:
    """The recipe with further parameters for LightGBM."""
    (fit,) = recipe.model.fits
    fits = (replace(fit, lightgbm={**fit.lightgbm, **parameters}),)
    return replace(recipe, heads=HEADS, monotone=False, model=replace(recipe.model, fits=fits))


def learnt(rows: Rows, recipe: Recipe) -> Ranker:
    return Ranker.fit(rows, recipe, COUNTRY, POLICY)


@pytest.mark.parametrize("rows", [400, WORTH_TWO_THREADS])
def test_a_head_learnt_beside_another_is_the_one_learnt_alone(
    tmp_path: Path, rows: int
) -> None:
    recipe, taught = asking(recipe_of(tmp_path, SHORT)), lesson(rows)

    ranker = learnt(taught, recipe)

    for number, part in enumerate(ranker.parts):
        kept = ~np.isnan(taught.found[:, number])
        text = boosted(
            taught.values[kept],
            taught.found[kept, number],
            FEATURES,
            {**recipe.model.fits[0].lightgbm, "objective": "binary"},
            rounds=4,
            seeds=(1, 2),
        )
        alone = open_booster(text).predict(taught.values, raw_score=True)
        assert np.array_equal(part.booster.predict(taught.values, raw_score=True), alone)


def test_few_rows_give_the_trees_that_histograms_by_row_would_have_given(
    tmp_path: Path,
) -> None:
    recipe, taught = asking(recipe_of(tmp_path, SHORT)), lesson(400)

    ranker = learnt(taught, recipe)

    kept = ~np.isnan(taught.found[:, 0])
    by_row = {
        **recipe.model.fits[0].lightgbm,
        **FIXED,
        "objective": "binary",
        "num_threads": 1,
    }
    told = np.zeros(400)
    for seed in (1, 2):
        rows = lgb.Dataset(taught.values[kept], label=taught.found[kept, 0])
        booster = lgb.train({**by_row, "seed": seed}, rows, num_boost_round=4)
        told += np.asarray(booster.predict(taught.values, raw_score=True)) / 2
    ours = ranker.parts[0].booster.predict(taught.values, raw_score=True)
    np.testing.assert_allclose(ours, told, rtol=1e-12)


def test_rows_are_binned_once_a_head_and_again_only_where_bins_would_differ(
    tmp_path: Path,
) -> None:
    recipe, taught = recipe_of(tmp_path, SHORT), lesson(400)

    def datasets() -> list[int]:
        return [len(one) for one in taught.binned.values()]

    learnt(taught, asking(recipe))
    slow = learnt(taught, asking(recipe, learning_rate=0.01, num_leaves=3))
    assert datasets() == [1, 1]  # two seeds, two recipes, two heads
    coarse = learnt(taught, asking(recipe, max_bin=8))

    assert datasets() == [2, 2]
    # Bins that another recipe made leave nothing behind.
    assert (
        slow.digest
        == learnt(lesson(400), asking(recipe, learning_rate=0.01, num_leaves=3)).digest
    )
    assert coarse.digest == learnt(lesson(400), asking(recipe, max_bin=8)).digest
    assert replace(taught, weight=np.ones(400)).binned == {}

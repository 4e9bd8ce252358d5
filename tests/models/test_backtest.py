"""The backtest of a complaint register: figures beside every rule, newcomers on their own."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from features.errors import KnownTooLate, RecipeRefused
from features.vocabulary import AsOf
from models.backtest import BacktestResult, backtest, said, write_scores
from models.bands import band_of, observe
from models.baselines import lexical
from models.boosters import weighted_sum
from models.card_text import card_text
from models.judging import Sources
from models.ranker import open_booster
from tests.models.invented import COUNTRY, RECIPE, everyone, matrix_of, outcomes_of, recipe_of
from tests.models.test_tracking import ranker_of

TRAIN, TEST = AsOf(2023, 9, 1), AsOf(2024, 9, 1)
TEXT = RECIPE.replace(
    "[dates]", '[dates]\nlabel_timespan_months = 12\nlabels_known = "finally"'
)
HISTORY = "\n[backtest]\noffsets_months = [0, -2]\nhistory = 'debts_first_score > 1'\n"


def run_in(folder: Path, text: str = TEXT + HISTORY) -> BacktestResult:
    country = everyone(COUNTRY)
    dates = (TRAIN.plus(-2), TRAIN, TEST)
    matrices = {as_of: matrix_of(as_of) for as_of in dates}
    found = outcomes_of(tuple(matrices.values()), share=0.9)
    sources = Sources(matrices.__getitem__, lambda known_by: found, AsOf(2199, 1, 1))
    recipe = recipe_of(folder, text, country)
    return backtest(recipe, country, TRAIN, TEST, sources, say=lambda line: None)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> BacktestResult:
    return run_in(tmp_path_factory.mktemp("backtest"))


def test_the_answer_holds_every_figure_with_its_interval(result: BacktestResult) -> None:
    told = said(result)

    assert told["n"] == 600
    assert 0 < told["positives"] < 600
    assert list(told["precision_at"]) == ["0.01", "0.1"]
    assert list(told["baselines"]) == ["random", "debts_first", "logistic_regression"]
    low, high = told["auc_interval"]
    assert low <= told["auc"] <= high
    assert set(told["difference_to"]["debts_first"]) == {"auc", "precision_at"}
    assert told["without_history"]["n"] < 600
    assert "finally known" in told["assumes"]


def test_scores_are_written_for_the_whole_cohort(
    result: BacktestResult, tmp_path: Path
) -> None:
    write_scores(result, "debts_first", tmp_path / "scores.csv")

    with (tmp_path / "scores.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["employer", "score", "debts_first", "outcome", "score_digest"]
    assert len(rows) == 600
    assert {row["score_digest"] for row in rows} == {result.ranker.digest}
    assert sum(int(row["outcome"]) for row in rows) == said(result)["positives"]


def test_earlier_dates_teach_too(result: BacktestResult) -> None:
    assert result.split.before == (TRAIN.plus(-2), TRAIN)


def test_an_expression_nobody_can_compute_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecipeRefused, match="cannot be computed"):
        run_in(tmp_path, TEXT + "\n[backtest]\nhistory = 'nothing_like_it > 1'\n")


def test_a_window_that_reaches_beyond_the_test_date_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownTooLate):
        run_in(tmp_path, TEXT.replace("months = 12", "months = 13"))


def test_lexical_order_breaks_ties_by_the_second_and_puts_the_unknown_last() -> None:
    score = np.array([1.0, 1.0, 2.0, np.nan])
    then = np.array([5.0, 7.0, 0.0, 9.0])

    assert np.argsort(-lexical(score, then)).tolist() == [2, 1, 0, 3]


def test_a_weighted_sum_of_models_is_a_model_that_lightgbm_reads(tmp_path: Path) -> None:
    text = ranker_of(tmp_path).parts[0].text
    values = np.random.default_rng(3).normal(size=(50, 4))

    summed = open_booster(weighted_sum([(text, 0.25), (text, 2.0)]))

    once = np.asarray(open_booster(text).predict(values))
    assert np.allclose(summed.predict(values), 2.25 * once, rtol=1e-12)


def test_bands_are_cut_by_share_and_ties_stay_together() -> None:
    scores = np.arange(100.0)

    assert np.bincount(band_of(scores, (0.01, 0.04, 0.15))).tolist() == [1, 4, 15, 80]
    assert set(band_of(np.zeros(100), (0.01, 0.04, 0.15)).tolist()) == {3}


def test_a_band_says_how_often_and_that_controls_were_chosen() -> None:
    outcome = np.full(100, np.nan)
    outcome[95:] = [1, 0, 1, 1, 0]

    top = observe(
        [np.arange(100.0)],
        {"several": [outcome]},
        (0.05, 0.1, 0.2),
        first="2025-01-01",
        last="2025-04-01",
    )
    words = top[0].sentence("several", COUNTRY.words)

    assert "3 av 5 kontroller" in words.sv
    assert "utvalda, inte slumpade" in words.sv
    assert "inga kontroller" in top[3].sentence("several", COUNTRY.words).sv


def test_the_card_is_red_and_says_which_rival_was_not_beaten(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from models.card import Density, card_of
    from tests.models.test_training import trained

    text = RECIPE.replace("visits_per_week = 5", "visits_per_week = 1")
    result = trained(recipe_of(tmp_path_factory.mktemp("card"), text))
    density = Density(invented=True, control_rate=10.0, delivered_on="2026-01-01")

    card = card_of(result, COUNTRY, density)
    page = card_text(card)

    assert not card["verdict"]["green"]
    assert any("logistic_regression" in reason for reason in card["verdict"]["reasons"])
    assert "RED" in page
    assert "10 times as dense" in page
    # Three centres of the small country, each with enough controls on the two test dates.
    common = card["prevalence_by_group"]
    assert [one["group"] for one in common] == ["north", "south", "west"]
    assert all(one["among"]["low"] < one["weighted"]["high"] for one in common)
    assert [str(one["controls"]) in page for one in common] == [True] * 3
    assert {one["name"] for one in card["features"]} == set(result.recipe.features)

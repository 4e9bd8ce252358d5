"""The whole way on an invented California: files in, two dates, counts by hand."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from examples.california import COUNTRY, california
from features.guard import check_country
from features.vocabulary import AsOf
from models.backtest import BacktestResult, said, write_scores
from models.opening import landed_registers
from models.reading import read_recipe
from models.recipe import Recipe, default_recipe
from models.running import run_backtest
from tests.examples.california.invented import Files

TRAIN, TEST = AsOf(2018, 9, 1), AsOf(2019, 9, 1)


def again(number: int) -> str:
    return f"Heron Works Number{number:02d} Inc"


def calm(number: int) -> str:
    return f"Fern Works Number{number:02d} LLC"


def old(number: int) -> str:
    return f"Oak Works Number{number:02d}"


def files() -> Files:
    """24 who withhold wages again and again, 30 calm ones, 6 with one old claim alone."""
    made = Files()
    made.claim(old(0), "2017-01-09")
    for number in range(1, 6):
        made.claim(old(number), "2017-03-01")
    for number in range(24):
        for opened in ("2018-02-05", "2018-08-10", "2018-12-05", "2019-10-10"):
            made.claim(again(number), opened, decided="2020-05-01", assessed=500.0)
    # Opened in time, but nothing was assessed: no positive. And one a day too late.
    made.claim(calm(0), "2019-10-10", decided="2020-05-01", assessed=0.0)
    made.claim(calm(1), "2020-09-01", decided="2020-12-01", assessed=500.0)
    for number in range(30):
        made.petition(calm(number), 2015)
    return made


def recipe() -> Recipe:
    read = read_recipe(default_recipe(COUNTRY), COUNTRY)
    quick = tuple(
        replace(fit, rounds=10, lightgbm={**fit.lightgbm, "min_data_in_leaf": 3})
        for fit in read.model.fits
    )
    model = replace(read.model, fits=quick, seeds=(1,), min_positives=5)
    return replace(read, model=model, judgement=replace(read.judgement, resamples=100))


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> BacktestResult:
    folder = tmp_path_factory.mktemp("california")
    extracts = files().write(folder / "extracts")
    with landed_registers(COUNTRY, folder, extracts, say=lambda _: None) as registers:
        return run_backtest(registers, recipe(), folder, TRAIN, TEST, say=lambda _: None)


def test_the_cohort_looks_back_as_far_as_the_training_date_can(result: BacktestResult) -> None:
    """From 2018-01-01 on, 20 months: the six old claims of 2017 are out, all others in."""
    told = said(result)

    assert (told["n"], told["positives"]) == (24 + 30, 24)
    assert result.matrix.funnel == (("candidates", 60), ("within_lookback", 54))


def test_without_history_means_no_claim_and_no_judgment(result: BacktestResult) -> None:
    told = said(result)["without_history"]

    assert (told["n"], told["positives"]) == (30, 0)


def test_past_claims_counts_what_lies_before_and_the_model_sees_it_too(
    result: BacktestResult,
) -> None:
    told = said(result)

    assert told["baselines"]["past_claims"]["auc"] == 1.0
    assert told["auc"] == 1.0
    assert set(told["precision_at"]) == {"0.01", "0.1"}


def test_dates_without_eight_months_of_claims_before_them_teach_nothing(
    result: BacktestResult,
) -> None:
    assert [day.isoformat() for day in result.split.before] == [
        "2018-01-01",
        "2018-03-01",
        "2018-05-01",
        "2018-07-01",
        "2018-09-01",
    ]


def test_scores_are_written_for_the_whole_cohort(
    result: BacktestResult, tmp_path: Path
) -> None:
    write_scores(result, "past_claims", tmp_path / "scores.csv")

    with (tmp_path / "scores.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    assert list(rows[0]) == ["employer", "score", "past_claims", "outcome", "score_digest"]
    assert len(rows) == 54
    assert sum(int(row["outcome"]) for row in rows) == 24
    assert "HERONWORKNUMBER00" in {row["employer"] for row in rows}


@pytest.mark.parametrize("days", [365, 608, 973])
def test_the_declarations_keep_to_the_law_whatever_the_lookback(days: int) -> None:
    check_country(california(days))


def test_every_feature_has_words_in_both_languages() -> None:
    shown = [feature for feature in COUNTRY.features if not feature.part]

    assert [f.name for f in shown if not f.sv or not f.en or f.sv == f.en] == []

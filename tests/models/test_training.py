"""The training run end to end on the small country, and what it does when data are thin."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from scipy.special import expit

from features.errors import KnownTooLate, RecipeRefused
from features.matrix import Matrix
from features.vocabulary import AsOf
from models.judging import Sources, dated
from models.labels import outcome_of
from models.recipe import Recipe
from models.severity import read_policy
from models.splits import TimeSplit, time_split
from models.stacking import values_of
from models.training import TrainingResult, train
from tests.models.invented import COUNTRY, matrix_of, outcomes_of, recipe_of

KNOWN_BY = AsOf(2026, 1, 1)
BEGINS = AsOf(2023, 1, 1)


def sources_of(split: TimeSplit, rows: int = 600, share: float = 0.5) -> Sources:
    matrices = {as_of: matrix_of(as_of, rows) for as_of in split.dates}
    found = outcomes_of(tuple(matrices.values()), share)
    return Sources(matrices.__getitem__, lambda known_by: found, KNOWN_BY)


def trained(recipe: Recipe, sources: Sources | None = None) -> TrainingResult:
    split = time_split(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)
    return train(recipe, COUNTRY, split, sources or sources_of(split), say=lambda text: None)


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> TrainingResult:
    return trained(recipe_of(tmp_path_factory.mktemp("recipe")))


def test_training_learns_every_head_and_judges_every_rival(result: TrainingResult) -> None:
    assert result.ranker.heads == ("tax", "work", "permits", "several")
    assert list(result.comparisons) == ["several", "any"]
    assert list(result.comparisons["several"].differences) == [
        "random",
        "debts_first",
        "logistic_regression",
    ]


def test_a_real_signal_beats_chance_with_the_interval_clear(result: TrainingResult) -> None:
    assert result.comparisons["several"].differences["random"].precision.clear_of_zero


def test_what_serves_has_learnt_from_more_dates_than_what_was_judged(
    result: TrainingResult,
) -> None:
    assert result.split.gap
    assert result.served.digest != result.ranker.digest


def test_the_top_band_finds_more_than_the_rest(result: TrainingResult) -> None:
    shares = [band.frequencies[0].share.value for band in result.bands]

    assert [band.name for band in result.bands] == ["A", "B", "C", "D"]
    assert shares[2] is not None
    assert shares[3] is not None
    assert shares[2] > shares[3]


def test_each_head_is_judged_on_the_later_rows_that_its_own_authority_looked_at(
    result: TrainingResult, tmp_path: Path
) -> None:
    recipe, sources = recipe_of(tmp_path), sources_of(result.split)
    policy = read_policy(recipe.policy, result.split.after[-1], recipe.heads)
    later = result.split.after[len(result.split.after) // 2 :]
    cohorts = [dated(sources, recipe, COUNTRY, policy, day, KNOWN_BY) for day in later]
    values = np.concatenate(
        [values_of(matrix, result.ranker.features) for matrix, _ in cohorts]
    )

    assert [one.head for one in result.heads] == list(result.ranker.heads)
    for one in result.heads:
        outcome = np.concatenate([outcome_of(labelled, one.head) for _, labelled in cohorts])
        known = ~np.isnan(outcome)
        (part,) = [part for part in result.ranker.parts if part.head == one.head]
        share = expit(part.booster.predict(values[known], raw_score=True))
        assert one.overall.labelled == known.sum()
        assert one.overall.seen.value == pytest.approx(outcome[known].mean())
        expected = one.calibration.frequency(share).mean()
        assert one.overall.expected == pytest.approx(expected, rel=1e-9)


def test_the_same_run_gives_the_same_model_to_the_bit(
    result: TrainingResult, tmp_path: Path
) -> None:
    again = trained(recipe_of(tmp_path))

    assert again.ranker.digest == result.ranker.digest
    assert again.served.digest == result.served.digest
    assert again.score_digest == result.score_digest


def test_each_head_is_calibrated_on_its_own_and_judged_on_the_later_dates(
    result: TrainingResult,
) -> None:
    assert [one.head for one in result.heads] == list(result.ranker.heads)
    for one in result.heads:
        assert one.overall.labelled > 100  # of one date of 600, half controlled
        assert one.error < 0.15
        # Three standard errors of the difference of two periods of 250 controls, 30 % found.
        assert one.overall.seen.value == pytest.approx(one.overall.expected, abs=0.123)


def test_truth_decides_when_somebody_hands_it_over(
    result: TrainingResult, tmp_path: Path
) -> None:
    def truth(matrix: Matrix) -> dict[str, np.ndarray]:
        everyone = np.zeros(len(matrix))
        return {"several": everyone, "any": everyone, "severity": everyone}

    split = result.split
    recipe = recipe_of(tmp_path)

    told = train(
        recipe, COUNTRY, split, replace(sources_of(split), truth=truth), say=lambda text: None
    )

    assert told.verdict_on.assumes == "against the truth of the invented country"
    assert told.verdict_on.evaluations["lykta"].labelled == 1200
    assert result.verdict_on.assumes == "among the controlled, who were chosen"


def test_too_few_findings_leave_a_head_out_with_a_note(
    result: TrainingResult, tmp_path: Path
) -> None:
    recipe = recipe_of(tmp_path)
    fewest = min(result.counts, key=lambda head: result.counts[head][0])
    found, controls = result.counts[fewest]
    plan = replace(recipe.model, min_positives=found + 1)

    short = trained(replace(recipe, model=plan))

    assert fewest not in short.ranker.heads
    assert short.ranker.notes == (
        f"{fewest}: {found} findings in {controls} controls, fewer than {found + 1}",
    )


def test_nothing_to_learn_is_refused_in_words(tmp_path: Path) -> None:
    recipe = recipe_of(tmp_path)
    split = time_split(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)
    nothing = sources_of(split, share=0.0)
    empty = outcomes_of((matrix_of(AsOf(2020, 1, 1)),)).slice(0, 0)
    bare = replace(nothing, outcomes=lambda known_by: empty)

    with pytest.raises(RecipeRefused, match="No head can be learnt"):
        trained(recipe, bare)


def test_one_finding_everywhere_is_nothing_to_tell_apart(tmp_path: Path) -> None:
    recipe = recipe_of(tmp_path)
    split = time_split(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)
    found = sources_of(split).outcomes(KNOWN_BY)
    column = found.schema.get_field_index("found")
    always = found.set_column(column, "found", pa.array([True] * len(found)))

    with pytest.raises(RecipeRefused, match="nothing to tell apart"):
        trained(recipe, replace(sources_of(split), outcomes=lambda known_by: always))


def test_a_split_whose_labels_reach_into_the_test_cannot_be_made() -> None:
    with pytest.raises(KnownTooLate, match="overlap the test"):
        TimeSplit((AsOf(2025, 1, 1),), (AsOf(2025, 9, 1),), 3, 180)

"""Thin and odd data: each gives a figure or a refusal in words, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from features.errors import RecipeRefused
from features.matrix import Matrix
from features.vocabulary import AsOf
from models.judging import Sources
from models.race_report import race_rows, race_said
from models.racing import race
from models.recipe import Recipe
from models.splits import TimeSplit, splits_over_time, time_split
from models.training import TrainingResult, train
from tests.models.invented import COUNTRY, RECIPE, matrix_of, outcomes_of, recipe_of

KNOWN_BY, BEGINS = AsOf(2026, 1, 1), AsOf(2023, 1, 1)
QUICK = RECIPE.replace("rounds = 30", "rounds = 8").replace(
    "resamples = 200", "resamples = 100"
)


def split_of(recipe: Recipe) -> TimeSplit:
    return time_split(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)


def sources_of(split: TimeSplit, share: float = 0.5) -> Sources:
    matrices = {as_of: matrix_of(as_of) for as_of in split.dates}
    found = outcomes_of(tuple(matrices.values()), share)
    return Sources(matrices.__getitem__, lambda known_by: found, KNOWN_BY)


def trained(recipe: Recipe, sources: Sources) -> TrainingResult:
    return train(recipe, COUNTRY, split_of(recipe), sources, say=lambda text: None)


def keeping(sources: Sources, kept: pa.Table) -> Sources:
    return replace(sources, outcomes=lambda known_by: kept)


@pytest.mark.parametrize("share", [1.0, 0.34, 0.05])
def test_any_share_unlabelled_gives_numbers(share: float, tmp_path: Path) -> None:
    recipe = recipe_of(tmp_path, QUICK.replace("min_positives = 5", "min_positives = 2"))

    judged = trained(recipe, sources_of(split_of(recipe), share)).comparisons["any"]

    for one in judged.evaluations.values():
        assert one.auc.value is not None
        assert one.average_precision is not None
        assert one.at_capacity.precision.lower is not None
        assert one.at_capacity.precision.upper is not None
        four = one.at_capacity.precision
        assert (four.weighted.value is None) == bool(four.weighted.why)
    labelled = judged.evaluations["lykta"].labelled / judged.evaluations["lykta"].rows
    assert labelled == pytest.approx(share, abs=0.04)


def test_ninety_nine_in_a_hundred_unlabelled_give_numbers_and_the_reason_there_is_no_weight(
    tmp_path: Path,
) -> None:
    recipe = recipe_of(tmp_path, QUICK.replace("min_positives = 5", "min_positives = 1"))
    split = split_of(recipe)
    # Learnt from half, judged where one in a hundred was controlled.
    before = sources_of(split).outcomes(KNOWN_BY)
    happened = before.column("happened")
    first = pa.scalar(split.after[0], happened.type)
    early = before.filter(pc.less(happened, first))
    late = before.filter(pc.greater_equal(happened, first))
    rng = np.random.default_rng(4)
    controls = np.array(late.column("control").to_pylist())
    kept = rng.choice(np.unique(controls), 12, replace=False)
    few = late.filter(pa.array(np.isin(controls, kept)))

    judged = trained(recipe, keeping(sources_of(split), pa.concat_tables([early, few])))

    found = judged.comparisons["any"].evaluations["lykta"]
    assert found.labelled <= 12
    assert found.at_capacity.precision.upper is not None
    assert found.at_capacity.precision.weighted.value is None
    assert "controls among" in found.at_capacity.precision.weighted.why or (
        "no counterpart" in found.at_capacity.precision.weighted.why
    )


def test_an_authority_that_was_never_present_leaves_its_head_out_and_says_so(
    tmp_path: Path,
) -> None:
    recipe = recipe_of(tmp_path, QUICK)
    sources = sources_of(split_of(recipe))
    rows = sources.outcomes(KNOWN_BY)
    nobody = pc.if_else(pc.equal(rows.column("area"), "permits"), None, rows.column("found"))
    place = rows.schema.get_field_index("found")

    told = trained(recipe, keeping(sources, rows.set_column(place, "found", nobody)))

    assert told.ranker.heads == ("tax", "work", "several")
    assert told.ranker.notes == ("permits: 0 findings in 0 controls, fewer than 5",)
    assert told.verdict_on.evaluations["lykta"].auc.value is not None


def test_a_centre_without_a_control_is_named_where_no_figure_can_be_weighted(
    tmp_path: Path,
) -> None:
    recipe = recipe_of(tmp_path, QUICK)
    sources = sources_of(split_of(recipe))
    rows = sources.outcomes(KNOWN_BY)
    # Workplaces are dealt to north, south and west in turn.
    west = [int(name[1:]) % 3 == 2 for name in rows.column("workplace").to_pylist()]

    told = trained(recipe, keeping(sources, rows.filter(pa.array(~np.array(west)))))

    judged = told.comparisons["any"]
    assert "(west " in judged.evaluations["lykta"].at_capacity.precision.weighted.why
    assert judged.evaluations["lykta"].at_capacity.precision.labelled.value is not None
    assert "west" in judged.prevalence.among.weighted.why


def test_a_test_period_where_everything_was_found_has_bounds_and_no_auc(
    tmp_path: Path,
) -> None:
    recipe = recipe_of(tmp_path, QUICK)
    split = split_of(recipe)
    sources = sources_of(split)
    rows = sources.outcomes(KNOWN_BY)
    late = pc.greater_equal(
        rows.column("happened"), pa.scalar(split.after[0], rows.column("happened").type)
    )
    place = rows.schema.get_field_index("found")
    always = pc.if_else(late, True, rows.column("found"))

    told = trained(recipe, keeping(sources, rows.set_column(place, "found", always)))

    one = told.comparisons["any"].evaluations["lykta"]
    assert one.auc.why == "too few labels of both kinds"
    assert one.at_capacity.precision.labelled.value == 1.0
    assert (one.at_capacity.recall.labelled.value or 0) > 0


def test_a_feature_that_is_all_missing_is_learnt_around(tmp_path: Path) -> None:
    recipe = recipe_of(tmp_path, QUICK)
    sources = sources_of(split_of(recipe))

    def without_noise(as_of: AsOf) -> Matrix:
        found = sources.matrix(as_of)
        place = found.frame.schema.get_field_index("noise")
        empty = pa.nulls(len(found), found.frame.column("noise").type)
        return replace(found, frame=found.frame.set_column(place, "noise", empty))

    told = trained(recipe, replace(sources, matrix=without_noise))

    assert told.importance["noise"] == 0.0
    assert told.verdict_on.differences["random"].precision.value is not None


def of_area(rows: pa.Table, area: str) -> pa.Table:
    """Outcomes as they would be had only the authority of that area ever come along."""
    place = rows.schema.get_field_index("found")
    nobody = pc.if_else(pc.equal(rows.column("area"), area), rows.column("found"), None)
    return rows.set_column(place, "found", nobody)


def one_in_a_hundred(rows: pa.Table) -> pa.Table:
    controls = np.array(rows.column("control").to_pylist())
    every = np.unique(controls)
    kept = np.random.default_rng(4).choice(every, len(every) // 50, replace=False)
    return rows.filter(pa.array(np.isin(controls, kept)))


def always_found(rows: pa.Table) -> pa.Table:
    place = rows.schema.get_field_index("found")
    return rows.set_column(place, "found", pa.array([True] * len(rows)))


def outside_the_west(rows: pa.Table) -> pa.Table:
    west = [int(name[1:]) % 3 == 2 for name in rows.column("workplace").to_pylist()]
    return rows.filter(pa.array(~np.array(west)))


@pytest.mark.parametrize(
    ("oddity", "learnt"),
    [
        (lambda rows: of_area(rows, "tax"), True),
        (one_in_a_hundred, True),
        (always_found, False),
        (outside_the_west, True),
    ],
    ids=["one authority ever present", "99 % unlabelled", "one class", "a centre unvisited"],
)
def test_a_race_over_thin_data_ends_with_a_figure_or_the_reason_for_none(
    oddity: Callable[[pa.Table], pa.Table], learnt: bool, tmp_path: Path
) -> None:
    recipe = recipe_of(tmp_path, QUICK + "\n[choice]\nsplits = 1\ntrials = 1\n")
    splits = splits_over_time(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)
    matrices = {day: matrix_of(day) for split in splits for day in split.dates}
    found = oddity(outcomes_of(tuple(matrices.values()), 0.5))
    sources = Sources(matrices.__getitem__, lambda known_by: found, KNOWN_BY)

    done = race(recipe, COUNTRY, splits, sources, tmp_path / "cells", say=lambda text: None)

    for cell in done.cells.values():
        learns = cell.challenger not in ("random", *recipe.judgement.rivals)
        assert bool(cell.why) == (learns and not learnt)
        assert cell.why or cell.figures["precision_upper"] is not None
    assert len(race_rows(race_said(done))) == len(done.names)
    assert done.picked in done.names


def test_an_unknown_key_is_refused_with_the_nearest_known_one(tmp_path: Path) -> None:
    with pytest.raises(
        RecipeRefused, match=r"exposures: unknown key \(did you mean 'exposure'"
    ):
        recipe_of(tmp_path, QUICK + '\n[selection]\nexposures = ["debts"]\n')


def test_a_control_that_was_unlikely_weighs_more_when_the_recipe_asks(tmp_path: Path) -> None:
    plain = recipe_of(tmp_path, QUICK)
    weighed = replace(plain, model=replace(plain.model, weighting="inverse"))
    sources = sources_of(split_of(plain))

    told = trained(weighed, sources)

    assert told.ranker.digest != trained(plain, sources).ranker.digest

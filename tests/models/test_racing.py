"""A race over past splits: everybody on the same footing, only what is missing is run."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from features.vocabulary import AsOf
from models.cells import by_percent, content_of_matrix
from models.challenger_names import challenger_names
from models.judging import Sources
from models.race_report import race_rows, race_said, write_race
from models.racing import Race, race
from models.recipe import Recipe
from models.splits import TimeSplit, splits_over_time
from tests.models.invented import COUNTRY, RECIPE, matrix_of, outcomes_of, recipe_of

KNOWN_BY, BEGINS = AsOf(2026, 1, 1), AsOf(2022, 1, 1)
QUICK = RECIPE.replace("rounds = 30", "rounds = 5") + "\n[choice]\nsplits = 2\ntrials = 3\n"


def splits_of(recipe: Recipe) -> tuple[TimeSplit, ...]:
    return splits_over_time(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)


def sources_of(recipe: Recipe, seed: int = 2) -> Sources:
    dates = sorted({day for split in splits_of(recipe) for day in split.dates})
    matrices = {as_of: matrix_of(as_of, 300) for as_of in dates}
    found = outcomes_of(tuple(matrices.values()), seed=seed)
    return Sources(matrices.__getitem__, lambda known_by: found, KNOWN_BY)


def raced(recipe: Recipe, folder: Path, sources: Sources | None = None) -> Race:
    return race(
        recipe,
        COUNTRY,
        splits_of(recipe),
        sources or sources_of(recipe),
        folder,
        say=lambda text: None,
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> tuple[Race, Path]:
    folder = tmp_path_factory.mktemp("race")
    return raced(recipe_of(folder, QUICK), folder / "cells"), folder


def test_splits_go_back_from_the_latest_and_none_learns_from_its_own_test(
    tmp_path: Path,
) -> None:
    first, second = splits_of(recipe_of(tmp_path, QUICK))

    assert first.after < second.after
    for split in (first, second):
        assert max(split.before).plus(3 + 6) <= split.after[0]


def test_every_challenger_has_figures_on_every_split(done: tuple[Race, Path]) -> None:
    finished, _ = done

    assert finished.names == challenger_names(COUNTRY)
    assert len(finished.cells) == 2 * len(finished.names)
    assert not np.isnan(finished.figures("precision")).any()
    assert not np.isnan(finished.figures("auc")).any()
    # Chance has the base rate, in the middle of what everybody found; nobody is surely listed.
    assert finished.figures("auc")[:, 0] == pytest.approx([0.5, 0.5])
    assert finished.cells[finished.splits[0].after[0].isoformat(), "random"].listed == ()


def test_the_recipe_s_own_rule_picks_one_of_them(done: tuple[Race, Path]) -> None:
    finished, _ = done

    assert finished.picked in finished.names
    assert len(finished.tried) == 8


def test_run_again_nothing_is_left_to_do_and_all_figures_are_the_same(
    done: tuple[Race, Path],
) -> None:
    finished, folder = done

    again = raced(finished.recipe, folder / "cells")

    # Three of them draw lots somewhere, and are fitted twice more with other seeds.
    assert (finished.fresh, again.fresh) == (2 * len(finished.names) + 2 * 3, 0)
    assert again.cells == finished.cells
    assert again.identity == finished.identity


def test_only_what_is_missing_is_run_and_ends_the_same_to_the_bit(
    done: tuple[Race, Path], tmp_path: Path
) -> None:
    finished, folder = done
    kept = sorted((folder / "cells").glob("*.json"))
    for number, file in enumerate(kept):
        if number % 4:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "half.1.part").write_text('{"challenger": "ly', "utf-8")  # killed in writing

    again = raced(finished.recipe, tmp_path)

    assert again.fresh == len(kept[::4])
    assert {key: one.scores for key, one in again.cells.items()} == {
        key: one.scores for key, one in finished.cells.items()
    }


def test_other_outcomes_and_other_code_are_another_race(
    done: tuple[Race, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    finished, folder = done
    recipe = replace(
        finished.recipe,
        choice=replace(finished.recipe.choice, challengers=("random",), splits=2),
    )

    same = raced(recipe, folder / "cells", sources_of(recipe))
    other = raced(recipe, folder / "cells", sources_of(recipe, seed=9))
    monkeypatch.setattr("models.racing.code_version", lambda: "of tomorrow")
    later = raced(recipe, folder / "cells", sources_of(recipe))

    assert other.fresh == later.fresh == 2 + 2
    assert len({same.identity, other.identity, later.identity}) == 3


def test_a_cohort_is_known_by_its_content_whatever_chunks_and_coding_it_lies_in() -> None:
    one = matrix_of(AsOf(2025, 1, 1), 300)
    columns = [*one.features]
    chunked = replace(one, frame=pa.concat_tables([one.frame.slice(0, 7), one.frame.slice(7)]))
    place = one.frame.schema.get_field_index("centre")
    coded = one.frame.column("centre").combine_chunks().dictionary_encode()
    as_codes = replace(one, frame=one.frame.set_column(place, "centre", coded))

    same = content_of_matrix(one, columns)

    assert content_of_matrix(chunked, columns) == same
    assert content_of_matrix(as_codes, columns) == same


@pytest.mark.parametrize("column", ["workplace", "employer", "centre"])
def test_another_text_a_hole_and_a_boundary_moved_are_other_content(column: str) -> None:
    one = matrix_of(AsOf(2025, 1, 1), 300)

    def told(first: str | None, second: str) -> str:
        texts = [first, second, *one.frame.column(column).to_pylist()[2:]]
        place = one.frame.schema.get_field_index(column)
        changed = one.frame.set_column(place, column, pa.array(texts, pa.string()))
        return content_of_matrix(replace(one, frame=changed), [*one.features])

    every = {told("ab", "c"), told("a", "bc"), told("", "abc"), told(None, "abc")}

    assert len(every) == 4


def test_the_table_and_the_files_tell_the_same(done: tuple[Race, Path]) -> None:
    finished, folder = done
    said = race_said(finished)

    write_race(finished, said, folder / "told")

    told = json.loads((folder / "told" / "race.json").read_text("utf-8"))
    page = (folder / "told" / "race.md").read_text("utf-8")
    assert told["picked"] == finished.picked
    assert [str(row[0]) in page for row in race_rows(said)] == [True] * len(finished.names)
    assert [rule["rule"] in page for rule in told["rules"]] == [True] * 8
    assert (folder / "told" / "regret.png").stat().st_size > 1000


def test_stability_and_calibration_stand_beside_the_figures(done: tuple[Race, Path]) -> None:
    finished, _ = done

    seeds, carried = finished.between_seeds, finished.carried

    # No figure of those in whom nothing is drawn: it would be 1 by their making.
    assert not {"random", "logistic_regression", "lightgbm_untuned"} & seeds.keys()
    told = {row[0]: row[9] for row in race_rows(race_said(finished))}
    assert told["logistic_regression"] == "draws nothing"
    assert told["lightgbm_seeds"] == f"{seeds['lightgbm_seeds']:.3f}"
    assert 0 < (seeds["lightgbm_seeds"] or 0) < 1
    assert all(0 <= (error or 0) < 0.3 for error in carried.values())
    # Chance says nothing, so everybody is told the base rate of the split before.
    rates = [
        np.sum(cell.by_percent, axis=0)
        for cell in (finished.cells[s.after[0].isoformat(), "random"] for s in finished.splits)
    ]
    (controls, findings), (later, found) = rates
    base, seen = findings / controls, found / later
    assert carried["random"] == pytest.approx(abs(base - seen), abs=2e-3)


def test_controls_and_findings_are_counted_along_the_order_and_ties_stay_together() -> None:
    outcome = np.full(200, np.nan)
    outcome[[0, 1, 199]] = 1.0, 0.0, 1.0

    rising = by_percent(np.arange(200.0), outcome)
    tied = by_percent(np.zeros(200), outcome)

    assert (rising[0], rising[99], sum(n for n, _ in rising)) == ((1, 1), (2, 1), 3)
    assert (tied[50], sum(n for n, _ in tied)) == ((3, 2), 3)


def test_whoever_finds_nothing_to_learn_on_a_split_has_no_figure_there_and_says_why(
    tmp_path: Path,
) -> None:
    recipe = recipe_of(tmp_path, QUICK)
    three = ("random", "lightgbm_untuned", "lykta")
    recipe = replace(recipe, choice=replace(recipe.choice, challengers=three))
    sources = sources_of(recipe)
    first, second = splits_of(recipe)
    rows = sources.outcomes(KNOWN_BY)
    # Nothing was found before the first test date; afterwards as before.
    happened = rows.column("happened").to_pylist()
    early = [day < first.after[0] for day in happened]
    found = [
        False if was_early and one else one
        for was_early, one in zip(early, rows.column("found").to_pylist(), strict=True)
    ]
    place = rows.schema.get_field_index("found")
    told = rows.set_column(place, "found", pa.array(found))

    finished = raced(recipe, tmp_path / "cells", replace(sources, outcomes=lambda _: told))

    said = race_said(finished)
    assert finished.cells[first.after[0].isoformat(), "lykta"].why.startswith("No head can be")
    assert np.isnan(finished.figures("precision")[0]).tolist() == [False, True, True]
    assert [note.split(": ")[0] for note in said["notes"]][:2] == [
        f"{first.after[0].isoformat()} lightgbm_untuned", f"{first.after[0].isoformat()} lykta",
    ]  # fmt: skip
    assert finished.picked in three
    assert json.dumps(said, allow_nan=False)

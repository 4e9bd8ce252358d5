"""The feedback loop lived ahead: lists teach the lists that follow, with a lot or without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from features.vocabulary import AsOf
from models.audit.foresight import Season, World, foresee
from models.audit.of_foresight import Ahead, draw_ahead
from models.judging import Dated
from models.labels import label
from models.recipe import SEVERAL, Recipe
from models.severity import read_policy
from tests.models.invented import COUNTRY, matrix_of, outcomes_of, recipe_of

DAYS = tuple(AsOf(2024, 1, 1).plus(3 * number) for number in range(5))
PAST = tuple(AsOf(2023, 1, 1).plus(3 * number) for number in range(2))


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return recipe_of(tmp_path)


def initial(recipe: Recipe) -> list[Dated]:
    matrices = tuple(matrix_of(day) for day in PAST)
    rows = outcomes_of(matrices)
    policy = read_policy(recipe.policy, DAYS[0], recipe.heads)
    return [
        (
            matrix,
            label(
                rows,
                COUNTRY.outcomes,
                matrix.frame.column("workplace").to_numpy(zero_copy_only=False),
                matrix.as_of,
                heads=recipe.heads,
                policy=policy,
                timespan_months=3,
                known_by=DAYS[0],
            ),
        )
        for matrix in matrices
    ]


def worlds(recipe: Recipe) -> list[World]:
    """Two groups alike in everything; debts and injuries are what a visit finds."""
    found = []
    for day in DAYS:
        matrix = matrix_of(day)
        values = np.nan_to_num(matrix.values())
        areas = {"tax": values[:, 0] > 3, "work": values[:, 1] > 3, "permits": values[:, 2] > 4}
        truth = {head: areas[head].astype(float) for head in recipe.heads if head != SEVERAL}
        truth[SEVERAL] = (np.sum(list(areas.values()), axis=0) >= 2).astype(float)
        groups = np.array(
            [("a", "b")[number // 3 % 2] for number in range(len(matrix))], object
        )
        found.append(World(matrix, truth, groups))
    return found


def lived(recipe: Recipe, share: float, seed: int = 1, visits: int = 20) -> list[Season]:
    policy = read_policy(recipe.policy, DAYS[0], recipe.heads)
    return foresee(
        worlds(recipe),
        initial(recipe),
        recipe,
        COUNTRY,
        policy,
        random_share=share,
        visits=visits,
        delay=2,
        rest=3,
        seed=seed,
        say=lambda _: None,
    )


def test_every_centre_makes_its_visits_and_a_lot_takes_its_share_of_them(
    recipe: Recipe,
) -> None:
    half, none = lived(recipe, 0.5), lived(recipe, 0.0)

    assert [(one.by_order, one.by_lot) for one in none] == [(60, 0)] * 5
    # Twenty visits of each of three centres, half of them by lot: whole numbers, no rounding.
    assert [(one.by_order, one.by_lot) for one in half] == [(30, 30)] * 5


def test_a_model_learns_what_its_own_visits_found_once_that_is_known(recipe: Recipe) -> None:
    seasons = lived(recipe, 0.0)

    first = seasons[0].learnt_from
    # Two seasons later the sixty visits of the first are known, then those of the second.
    assert [one.learnt_from - first for one in seasons] == [0, 0, 60, 120, 180]


def test_an_order_that_has_learnt_finds_more_than_a_lot(recipe: Recipe) -> None:
    by_order = sum(one.hits for one in lived(recipe, 0.0))
    by_lot = sum(one.hits for one in lived(recipe, 1.0))

    assert by_order > 1.5 * by_lot


def test_whoever_was_visited_rests_for_as_many_seasons_as_it_is_said(recipe: Recipe) -> None:
    # All 200 of each centre are visited in four seasons of fifty; the fifth begins anew.
    seasons = lived(recipe, 1.0, visits=50)
    assert [one.by_lot for one in seasons] == [150] * 5
    # With sixty a season nobody is left for the fourth but twenty.
    assert [one.by_lot for one in lived(recipe, 1.0, visits=60)][:4] == [180, 180, 180, 60]


def test_groups_that_are_alike_are_visited_alike_and_one_seed_gives_one_future(
    recipe: Recipe,
) -> None:
    seasons = lived(recipe, 0.25)

    assert lived(recipe, 0.25) == seasons
    assert lived(recipe, 0.25, seed=2) != seasons
    for group in (0, 1):
        mean = np.mean([one.groups[group].burden_ratio for one in seasons])
        assert mean == pytest.approx(1.0, abs=0.25)


def test_a_season_counts_its_visits_and_what_they_reached(recipe: Recipe) -> None:
    (season, *_) = lived(recipe, 1.0, visits=200)  # everybody is visited

    assert season.reached == 1.0
    assert {one.group: one.reached for one in season.groups} == {"a": 1.0, "b": 1.0}
    assert sum(one.visits for one in season.groups) == 600
    assert season.precision == season.hits / 600


def test_a_group_without_findings_has_no_excess(recipe: Recipe) -> None:
    all_worlds = worlds(recipe)
    lone = np.array(all_worlds[0].groups)
    lone[0] = "lone"
    nothing = dict(all_worlds[0].truth)
    nothing[SEVERAL] = np.array(nothing[SEVERAL])
    nothing[SEVERAL][0] = 0.0
    policy = read_policy(recipe.policy, DAYS[0], recipe.heads)

    (season,) = foresee(
        [replace(all_worlds[0], groups=lone, truth=nothing)], initial(recipe), recipe, COUNTRY,
        policy, random_share=0.1, visits=20, delay=2, rest=3, seed=1, say=lambda _: None,
    )  # fmt: skip

    alone = next(one for one in season.groups if one.group == "lone")
    assert (alone.size, alone.justified, alone.excess, alone.reached) == (1, 0.0, None, None)


def test_the_picture_is_drawn(recipe: Recipe, tmp_path: Path) -> None:
    seasons = tuple(lived(recipe, 0.25))

    draw_ahead(Ahead("land", 0.25, seasons, seasons), tmp_path / "ahead.png")

    assert (tmp_path / "ahead.png").stat().st_size > 5000

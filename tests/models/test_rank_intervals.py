"""How sure a place is: places per centre over refits, and the chance of the centre's top."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from features.vocabulary import AsOf
from models.rank_intervals import chances, rank_intervals
from models.severity import Policy
from models.stacking import Rows
from tests.models.invented import COUNTRY, FEATURES, matrix_of, recipe_of


def test_places_and_chances_are_counted_centre_by_centre() -> None:
    # Two refits, three centres of two, one visit each: in the north the refits differ a hundred
    # times as much as the two workplaces do, in the south they tie, in the west nothing moves.
    own = np.array([1.01, 1.0, 5.0, 5.0, 3.0, 2.0])
    refits = np.array([[3.0, 1.0, 5.0, 5.0, 3.0, 2.0], [1.0, 3.0, 9.0, 9.0, 3.0, 2.0]])
    centre = np.repeat(np.array(["north", "south", "west"], dtype=object), 2)

    found = chances(own, refits, centre, 1)

    assert found.in_top == pytest.approx([0.5, 0.5, 0.5, 0.5, 1.0, 0.0], abs=0.08)
    assert found.in_top[:2].sum() == pytest.approx(1.0)
    assert found.low.tolist() == [1.0, 1.0, 1.5, 1.5, 1.0, 2.0]
    assert found.high.tolist() == [2.0, 2.0, 1.5, 1.5, 1.0, 2.0]
    assert found.refits == 2


def test_the_spread_around_the_model_is_that_of_the_refits() -> None:
    # A hundred others lie evenly from 0 to 1 and never move; one at the middle moves with a
    # standard deviation of 0.1 between refits, so 95 % of its places are within 0.2 of it.
    others = np.linspace(0, 1, 100)
    refits = np.tile(np.append(others, 0.5), (60, 1))
    refits[:, -1] += 0.1 * np.repeat([-1.0, 1.0], 30)
    own = np.append(others, 0.5)

    found = chances(own, refits, np.full(101, "north", dtype=object), 5, seed=3)

    assert found.low[-1] == pytest.approx(51 - 100 * 0.196, abs=4)
    assert found.high[-1] == pytest.approx(51 + 100 * 0.196, abs=4)
    assert found.high[0] - found.low[0] <= 1


def test_a_clear_signal_keeps_its_place_and_noise_does_not(tmp_path: Path) -> None:
    recipe = recipe_of(tmp_path)
    rng = np.random.default_rng(1)
    values = rng.gamma(1.0, 2.0, (400, len(FEATURES))).astype(np.float32)
    found = (values[:, :1] > 4).astype(np.float32)
    rows = Rows(
        FEATURES, ("tax",), values, found, np.zeros(400, np.int64), np.zeros(400),
        cluster=np.arange(400) // 2,
    )  # fmt: skip
    matrix = matrix_of(AsOf(2025, 1, 1), 90)
    policy = Policy(AsOf(2020, 1, 1), "invented", {})

    told = rank_intervals(rows, recipe, COUNTRY, policy, matrix, refits=6, seed=1)

    assert told is not None
    debts = np.nan_to_num(matrix.values()[:, 0])
    # Twenty visits a centre of thirty; all with more than four in debts come before the others.
    assert told.in_top.sum() == pytest.approx(60)
    assert told.in_top[debts > 5].min() > 0.9
    assert (told.high >= told.low).all()


def test_a_cohort_that_teaches_nothing_has_no_intervals(tmp_path: Path) -> None:
    rows = Rows(
        FEATURES, ("tax",), np.zeros((10, 4), np.float32), np.zeros((10, 1), np.float32),
        np.zeros(10, np.int64), np.zeros(10),
    )  # fmt: skip
    policy = Policy(AsOf(2020, 1, 1), "invented", {})
    matrix = matrix_of(AsOf(2025, 1, 1), 9)

    assert (
        rank_intervals(rows, recipe_of(tmp_path), COUNTRY, policy, matrix, refits=2, seed=1)
        is None
    )

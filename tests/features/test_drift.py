"""Profiles and drift: figures by hand, quiet on chance, loud on what matters, and quick."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from features.drift import Kind, drift
from features.errors import NotFound
from features.matrix import Matrix
from features.profile import profile, read_profile, write_profile
from features.vocabulary import AsOf

NAN = float("nan")


def matrix(
    figures: Mapping[str, npt.ArrayLike], sectors: list[str] | None = None, month: int = 1
) -> Matrix:
    columns = {name: np.asarray(values, dtype=np.float32) for name, values in figures.items()}
    rows = len(next(iter(columns.values())))
    keys: dict[str, list[str]] = {
        "workplace": [f"W{n:07}" for n in range(rows)],
        "employer": [f"E{n:07}" for n in range(rows)],
        "sector": sectors or ["x"] * rows,
    }
    frame = {name: pa.array(values, mask=np.isnan(values)) for name, values in columns.items()}
    table = pa.table({**keys, **frame})
    return Matrix(AsOf(2024, month, 1), table, table, tuple(columns), ())


def test_a_profile_tells_bins_missing_and_percentiles() -> None:
    found = profile(matrix({"few": [1, 1, 2, 3, NAN], "none": [NAN] * 5})).features

    assert found["few"].edges == (1, 2)
    assert found["few"].counts == (2, 1, 1)
    assert found["few"].missing == 1
    assert (found["few"].low, found["few"].middle, found["few"].high) == (1, 2, 3)
    assert (found["none"].missing, found["none"].middle) == (5, None)


def test_many_values_are_parted_into_equal_bins() -> None:
    found = profile(matrix({"many": np.arange(1000)})).features["many"]

    assert len(found.counts) == 20
    assert sum(found.counts) == 1000
    assert max(found.counts) - min(found.counts) <= 2


def test_a_profile_is_kept_and_opened_unchanged(tmp_path: Path) -> None:
    found = profile(matrix({"a": np.arange(50), "b": [NAN] * 50}, ["x", "y"] * 25))

    assert read_profile(write_profile(found, tmp_path)) == found
    with pytest.raises(NotFound, match="features profile"):
        read_profile(tmp_path / "2024-09-01.json")


def test_the_index_is_the_one_of_the_books() -> None:
    before = profile(matrix({"yes": [0] * 500 + [1] * 500}))

    found = drift(before, matrix({"yes": [0] * 200 + [1] * 800}))

    (change,) = [c for c in found.changes if c.kind is Kind.DISTRIBUTION]
    # (.8 - .5) ln(.8 / .5) + (.2 - .5) ln(.2 / .5), with half a row added to each bin.
    half = [(n + 0.5) / 1001 for n in (500, 500, 200, 800)]
    by_hand = (half[2] - half[0]) * math.log(half[2] / half[0])
    by_hand += (half[3] - half[1]) * math.log(half[3] / half[1])
    assert change.size == pytest.approx(by_hand)
    assert change.stop
    assert found.stops


def test_chance_alone_is_not_told_of_in_a_thousand_comparisons() -> None:
    rng = np.random.default_rng(5)
    told = 0
    for _ in range(10):
        before = {f"f{n}": rng.normal(size=400) for n in range(100)}
        now = {f"f{n}": rng.normal(size=400) for n in range(100)}
        told += len(drift(profile(matrix(before)), matrix(now)).changes)

    assert told <= 1


def test_a_small_matrix_needs_more_to_be_told_than_a_large_one() -> None:
    few, many = [0] * 6 + [1] * 4, [0] * 2 + [1] * 8

    small = drift(profile(matrix({"f": few})), matrix({"f": many}))
    large = drift(profile(matrix({"f": few * 200})), matrix({"f": many * 200}))

    assert small.changes == ()
    assert [change.name for change in large.changes] == ["f"]


def test_each_kind_of_change_is_told_by_its_own_name() -> None:
    steady = np.arange(1000) % 7
    before = profile(
        matrix(
            {"holes": steady, "covered_x": np.ones(1000), "gone": steady, "season": [3] * 1000},
            ["x"] * 500 + ["y"] * 500,
        )
    )
    holes = np.where(np.arange(700) % 3 == 0, NAN, np.arange(700) % 7)

    found = drift(
        before,
        matrix(
            {
                "holes": holes,
                "covered_x": np.zeros(700),
                "fresh": holes,
                "season": np.full(700, 4),
            },
            ["x"] * 600 + ["z"] * 100,
        ),
    )

    told = {(change.kind, change.name): change for change in found.changes}
    assert {*told} == {
        (Kind.VOLUME, "workplaces"),
        (Kind.MIX, "sector"),
        (Kind.MISSING, "holes"),
        (Kind.SILENCE, "covered_x"),
        (Kind.COLUMNS, "gone"),
        (Kind.COLUMNS, "fresh"),
    }  # and nothing of the season
    assert told[Kind.VOLUME, "workplaces"].size == pytest.approx(0.3)
    assert told[Kind.MISSING, "holes"].now == pytest.approx(1 / 3, abs=0.002)
    assert told[Kind.SILENCE, "covered_x"].stop

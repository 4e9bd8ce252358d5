"""Spark gives every figure that the embedded engine gives, to nine digits: each feature."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pytest

from features.country import Country
from features.engine.asking import OpenRegisters
from features.engine.assembling import compute, find_cohort, rival_columns
from features.engine.folding import Folds
from features.engine.opening import open_registers
from features.engine.registers import Registers
from features.engine.wide import Wide
from features.errors import BadOption
from features.feature import Feature
from features.snapshots import build_snapshots
from features.vocabulary import AsOf, Flag
from tests.drawing import land
from tests.properties.test_no_time_travel import (
    AS_OF,
    COUNTRIES,
    SMALL,
    random_registers,
    with_another_future,
)

# Drawn registers reach corners that the invented country does not (`tests/flows` holds that one
# too): ties on a day, versions without end, a workplace with two employers.
DRAWN = [("small", 4), ("sweden", 2), ("sweden", 4), ("california", 1)]


def opened(landed: Path, country: Country) -> AbstractContextManager[OpenRegisters]:
    return open_registers(landed, country, engine="spark", master="local[2]")


def every_feature(country: Country) -> tuple[Feature, ...]:
    """Parts too: all that the law lets be computed."""
    return tuple(f for f in country.features if f.flag is not Flag.REFUSED)


def figures(
    registers: OpenRegisters, as_of: AsOf
) -> tuple[pa.Table, dict[str, npt.NDArray[np.floating]]]:
    """The cohort, and every feature and rival order of it in 64 bits."""
    features = every_feature(registers.country)
    names = {feature.name for feature in features} | set(rival_columns(registers.country))
    cohort, _ = find_cohort(registers, as_of)
    wide = Wide(registers, cohort, names)
    folds = Folds(registers, features, (as_of,)) if isinstance(registers, Registers) else None
    compute(wide, as_of, features, folds)
    return cohort, wide.figures


def apart(
    one: dict[str, npt.NDArray[np.floating]], other: dict[str, npt.NDArray[np.floating]]
) -> list[str]:
    """Names whose figures differ: missing on one side, or by more than a billionth."""
    assert one.keys() == other.keys()
    return [
        name
        for name in one
        if not np.allclose(one[name], other[name], rtol=1e-9, atol=1e-12, equal_nan=True)
    ]


def test_every_country_is_drawn_for_both_engines() -> None:
    assert {name for name, _ in DRAWN} == COUNTRIES.keys()


@pytest.mark.parametrize(("name", "seed"), DRAWN)
def test_every_feature_is_the_same_on_both_engines(
    spark: None, tmp_path: Path, name: str, seed: int
) -> None:
    country, rng = COUNTRIES[name], np.random.default_rng(seed)
    landed = land(tmp_path, country, random_registers(country, rng, 60))

    with Registers(landed, country) as registers:
        cohort, ours = figures(registers, AS_OF)
    with opened(landed, country) as registers:
        same, theirs = figures(registers, AS_OF)

    assert len(cohort) > 2
    assert same.to_pylist() == cohort.to_pylist()
    assert ours.keys() >= {feature.name for feature in every_feature(country)}
    assert apart(ours, theirs) == []


def test_what_was_not_yet_known_changes_nothing_on_spark(spark: None, tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    rows = random_registers(SMALL, rng, 60)
    other = with_another_future(SMALL, rows, rng)
    known = {"happened": AS_OF - timedelta(2), "known": AS_OF - timedelta(1), "minutes": 7}
    more = [{**row, **known, "number": "new"} for row in rows["visits"][:1]]
    past = {**rows, "visits": [*rows["visits"], *more]}

    found = []
    for number, delivery in enumerate((rows, other, past)):
        with opened(land(tmp_path / str(number), SMALL, delivery), SMALL) as registers:
            found.append(figures(registers, AS_OF))

    assert found[0][0] == found[1][0]
    assert apart(found[0][1], found[1][1]) == []
    assert apart(found[0][1], found[2][1]) != []  # known the day before, it counts


def test_matrices_of_spark_are_kept_apart_and_found_again(spark: None, tmp_path: Path) -> None:
    rows = random_registers(SMALL, np.random.default_rng(4), 60)
    landed = land(tmp_path / "landed", SMALL, rows)
    with Registers(landed, SMALL) as registers:
        ours = build_snapshots(registers, (AS_OF,), tmp_path / "kept", say=lambda _: None)
    with opened(landed, SMALL) as registers:
        theirs = build_snapshots(registers, (AS_OF,), tmp_path / "kept", say=lambda _: None)
        again = build_snapshots(registers, (AS_OF,), tmp_path / "kept", say=lambda _: None)

    assert theirs.folder != ours.folder
    assert theirs.computed == ours.computed > 0
    assert (again.built, again.computed) == ((), 0)
    one, other = ours.read(AS_OF), theirs.read(AS_OF)
    assert one.funnel == other.funnel
    assert np.allclose(one.values(), other.values(), rtol=1e-6, equal_nan=True)


@pytest.mark.parametrize(
    ("engine", "master", "told"),
    [("sparkle", "", "no engine 'sparkle'"), ("embedded", "local[2]", "has no master")],
)
def test_an_engine_that_is_not_there_is_told(
    tmp_path: Path, engine: str, master: str, told: str
) -> None:
    with pytest.raises(BadOption, match=told):
        open_registers(tmp_path, SMALL, engine=engine, master=master)

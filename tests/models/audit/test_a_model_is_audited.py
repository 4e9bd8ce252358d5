"""A model audited by group, whole: a ranker, its test dates and an arm in, a kept audit out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from features.country import Grouping
from features.engine.registers import Registers
from features.vocabulary import AsOf, Words
from models.audit.judged import Judged
from models.audit.kept import plain, read_kept
from models.audit.of_model import audit_model
from models.audit.policy import read_tolerance
from models.audit.told import fails_said
from models.judging import Sources, dated
from models.ranker import Ranker
from models.severity import read_policy
from models.stacking import stack
from tests.models.invented import (
    COUNTRY,
    RECIPE,
    control,
    matrix_of,
    outcomes_of,
    recipe_of,
)
from tests.models.test_freezing import landed

LEARNT = tuple(AsOf(2023, 1, 1).plus(3 * number) for number in range(3))
JUDGED = (AsOf(2024, 6, 1), AsOf(2024, 9, 1))
KNOWN_BY = AsOf(2025, 6, 1)
# Who is where is no figure of the model; the band of owners only audits can read.
SMALL = replace(COUNTRY, groupings=(Grouping("land", Words("Landsdel", "Land"), "centre"),))
TOLERANCE = read_tolerance(date(2026, 11, 1))


def by_lot() -> list[dict[str, object]]:
    """In the north 30 visits at a chance of 0.5, 15 with findings; in the south 30 at 0.1 and 6
    with, and 15 at 0.02 and 9 with. Workplace n lies in north, south, west by n over three."""
    chances = [(3 * n, 0.5, n < 15) for n in range(30)]
    chances += [(3 * n + 1, 0.1, n < 6) for n in range(30)]
    chances += [(3 * n + 1, 0.02, n < 39) for n in range(30, 45)]
    return [
        control(f"w{number:05d}", "2019-05-06", area, found, random=True, inclusion=chance)
        for number, chance, found in chances
        for area in ("tax", "work")
    ]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    with Registers(landed(tmp_path_factory.mktemp("landed")), SMALL) as opened:
        yield opened


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """A ranker that learnt from three dates, and two later ones that it is judged on."""
    recipe = recipe_of(tmp_path_factory.mktemp("recipe"), RECIPE, SMALL)
    policy = read_policy(recipe.policy, JUDGED[0], recipe.heads)
    matrices = {day: matrix_of(day) for day in (*LEARNT, *JUDGED)}
    found = outcomes_of(tuple(matrices.values())).to_pylist()
    rows = pa.Table.from_pylist([*found, *by_lot()])
    sources = Sources(matrices.__getitem__, lambda known_by: rows, KNOWN_BY)
    cohorts = {day: dated(sources, recipe, SMALL, policy, day, KNOWN_BY) for day in matrices}
    learnt = stack([cohorts[day] for day in LEARNT], recipe.features)
    every = stack(list(cohorts.values()), recipe.features)
    judged, served = (Ranker.fit(one, recipe, SMALL, policy) for one in (learnt, every))
    tested = tuple(cohorts[day] for day in JUDGED)
    return Judged({}, Path(), served, judged, recipe, sources, tested, LEARNT)


def test_a_model_is_audited_on_the_dates_it_had_not_seen_and_the_result_is_kept(
    tmp_path: Path, registers: Registers, opened: Judged
) -> None:
    home = tmp_path / "audit" / "small"
    home.mkdir(parents=True)
    owners = {"employer": [f"e{n:05d}" for n in range(300)], "owner": ["x", "y"] * 150}
    pq.write_table(pa.table(owners), home / "employers.parquet")
    told: list[str] = []

    found, result = audit_model(registers, opened, tmp_path, TOLERANCE, say=told.append)

    assert told == ["audited 1200 workplaces of 2 dates"]
    assert opened.served.digest != opened.judged.digest
    kept = read_kept(tmp_path, "small", "models", opened.served.digest, "groups")
    assert kept is not None
    assert kept == plain(result)
    assert kept["judged_digest"] == opened.judged.digest
    assert kept["as_of"] == ["2024-06-01", "2024-09-01"]
    assert kept["read_by_audits_alone"] == ["owner"]
    # Twenty visits in each of three centres, on two dates.
    assert kept["everybody"]["selected"] == pytest.approx(120)
    sizes = {(one["attribute"], one["value"]): one["size"] for one in kept["groups"]}
    assert sizes == {
        ("land", "north"): 400,
        ("land", "south"): 400,
        ("land", "west"): 400,
        ("owner", "x"): 600,
        ("owner", "y"): 600,
    }
    assert {one["attribute"] for one in kept["pairs"]} == {"land & owner"}
    assert {one.split()[0] for one in fails_said(found)} <= {"land", "owner"}


def test_the_arm_of_a_model_is_weighed_by_the_chances_that_registers_tell(
    tmp_path: Path, registers: Registers, opened: Judged
) -> None:
    found, _ = audit_model(registers, opened, tmp_path, TOLERANCE, say=lambda _: None)

    arm = {one.group.value: one.burden.random_arm.value for one in found.groups}
    assert arm["north"] == pytest.approx(0.5)
    # 6 x 10 and 9 x 50, of 30 x 10 and 15 x 50; by the visits alone 15 of 45.
    assert arm["south"] == pytest.approx(510 / 1050)
    assert arm["west"] is None
    assert found.arm.answered == 75
    assert found.set_aside == 0


def test_another_outcome_is_answered_and_not_kept(
    tmp_path: Path, registers: Registers, opened: Judged
) -> None:
    _, told = audit_model(
        registers, opened, tmp_path, TOLERANCE, outcome="any", say=lambda _: None
    )

    assert told["outcome"] == "any"
    assert not (tmp_path / "audits").exists()
    assert np.isfinite(told["everybody"]["rates"]["precision"]["value"])

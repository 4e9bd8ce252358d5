"""A week's lists audited, whole: registers, matrix, store and visits in, a kept audit out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from features.country import Cohort, Country, Grouping
from features.engine.registers import Registers
from features.feature import Aggregate, Feature, Measure, View
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS
from features.registers.numbers import check_digits
from features.schema import Column, Kind
from features.snapshots import build_snapshots
from features.sweden import COUNTRY
from features.vocabulary import AsOf, Authority, Words
from models.audit.kept import plain, read_kept
from models.audit.policy import read_tolerance
from serving.audit_vocabulary import EventType
from serving.auditing import audit_lists
from serving.planning.choices import Choice, Outcome
from serving.planning.vocabulary import Area, Result, State, Status
from serving.settings import Settings
from serving.store.database import connect, transaction
from serving.store.decisions import decide
from serving.store.lists import made_event, save_list
from serving.store.places import place_of
from serving.store.plans import move_plan, open_plan
from serving.targeting.frozen import Frozen, write_frozen
from serving.targeting.inspection_list import InspectionList
from serving.targeting.policy import read_policy
from serving.targeting.standing import NOTHING
from tests.drawing import Row, land, register
from tests.serving.invented import CENTRES, WEEK, frame, lists
from tests.serving.test_outcomes_teach import event, said

AV, SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET
AS_OF = AsOf(2026, 11, 1)
TOLERANCE = read_tolerance(date(2026, 11, 1))
PLACES = register(
    "places",
    Column("size", Kind.CODE, "size", codes={"small": "", "large": ""}),
    key=("workplace",),
)
SMALL = Country(
    name="small",
    words=Words("liten", "small"),
    tables=(PLACES, JOINT_CONTROLS, CONTROL_OUTCOMES),
    features=(Feature("places", Aggregate(PLACES, Measure.COUNT, missing=0), "x", "x"),),
    cohort=Cohort(
        View(
            "everybody",
            (PLACES,),
            "SELECT workplace, employer, 'vast' AS centre, size FROM places",
        ),
        (),
        strata=("size",),
    ),
    outcomes=COUNTRY.outcomes,
    centres=(),
    rivals=(),
    recipe="",
    groupings=(Grouping("size", Words("Storlek", "Size"), "size"),),
)


def everybody() -> pd.DataFrame:
    """Seven hundred whose employers have numbers that registers take."""
    drawn = frame(rows=700, seed=3)
    nine = [556_600_000 + int(one[3:]) for one in drawn["employer"]]
    last = check_digits(np.array([[int(digit) for digit in str(one)] for one in nine]))
    return drawn.assign(
        employer=[f"{one}{digit}" for one, digit in zip(nine, last, strict=True)]
    )


EVERYBODY = everybody()
IN_VAST = EVERYBODY[EVERYBODY["centre"] == "vast"]  # a hundred, every other of them large


def place(number: int) -> Row:
    one = IN_VAST.iloc[number]
    return {
        "number": str(number),
        "employer": one["employer"],
        "workplace": one["workplace"],
        "happened": date(2020, 1, 1),
        "known": date(2020, 1, 2),
        "size": "large" if number % 2 else "small",
    }


def control(number: int, on: date, chance: float, found: bool) -> tuple[Row, Row]:
    """A visit by lot at which the work environment alone was looked at."""
    one = IN_VAST.iloc[number]
    whose = {"control_no": f"{number}", "org_no": one["employer"], "cfar": one["workplace"]}
    drawn = {
        **whose,
        "controlled_on": on,
        "centre": "vast",
        "chosen_by": "random",
        "inclusion_probability": chance,
        "lead": AV.value,
        "present": AV.value,
        "known_at": on,
    }
    outcome = {
        **whose,
        "controlled_on": on,
        "authority": AV.value,
        "area": "work_environment",
        "outcome": "finding" if found else "none",
        "severity": 3 if found else 0,
        "kind": None,
        "status": "final",
        "known_at": on,
    }
    return drawn, outcome


def by_lot() -> list[tuple[Row, Row]]:
    """Of the small 20 at a chance of 0.2, 10 with a finding. Of the large 15 at 0.2, 6 with,
    15 at 0.02, 3 with; and 10 more in September, each with a finding."""
    day, late = date(2026, 1, 10), date(2026, 9, 1)
    made = [control(2 * n, day, 0.2, n < 10) for n in range(20)]
    made += [control(2 * n + 1, day, 0.2, n < 6) for n in range(15)]
    made += [control(2 * n + 1, day, 0.02, n < 18) for n in range(15, 30)]
    return made + [control(2 * n + 1, late, 0.2, found=True) for n in range(30, 40)]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registers]:
    rows = {
        "places": [place(number) for number in range(100)],
        "joint_controls": [drawn for drawn, _ in by_lot()],
        "control_outcomes": [found for _, found in by_lot()],
    }
    landed = land(tmp_path_factory.mktemp("landed"), SMALL, rows)
    with Registers(landed, SMALL) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, registers: Registers) -> Settings:
    build_snapshots(registers, [AS_OF], tmp_path / "matrices" / "small", say=lambda _: None)
    return Settings(workspace=tmp_path, mlruns=tmp_path / "mlruns")


@pytest.fixture
def made(settings: Settings) -> InspectionList:
    """The list of Väst, chosen from what is kept; its first place was visited on 25 November,
    and two areas had a finding."""
    frozen = Frozen(
        frame=EVERYBODY,
        policy=read_policy(),
        week=WEEK,
        standing=NOTHING,
        areas={},
        centres={one.code: one.name for one in CENTRES},
        as_of=date(AS_OF.year, AS_OF.month, 1),
        model="ranker 1",
        model_digest="5e" * 32,
        snapshot_digest="a7" * 32,
    )
    digest = write_frozen(frozen, settings.workspace / "choices")
    chosen = next(one for one in lists(EVERYBODY) if one.centre.code == "vast")
    made = replace(chosen, provenance=replace(chosen.provenance, inputs_digest=digest))
    first = next(one.id for one in made.entries if one.drawn == "ranking")
    with transaction(connect(settings.store, create=True)) as connection:
        save_list(connection, made, event=made_event(made))
        open_plan(connection, made.id, event=event(EventType.PLAN_OPENED, "2026-11-20T08:00"))
        going = Choice(Status.INCLUDE, agencies=(AV.value, SKV.value))
        decided = event(EventType.DECISION_MADE, "2026-11-20T09:00")
        decide(connection, place_of(connection, first), going, expected=0, event=decided)
        locked = event(EventType.PLAN_LOCKED, "2026-11-20T10:00")
        move_plan(connection, made.id, State.LOCKED, expected=1, event=locked)
        visit = date(2026, 11, 25)
        for authority, area in ((AV, Area.WORK_ENVIRONMENT), (SKV, Area.TAX_AND_PAY)):
            found = Outcome(authority, visit, Result.FINDING, area, 3)
            said(connection, first, found, "2026-11-26")
    return made


def audited(
    settings: Settings,
    registers: Registers,
    made: InspectionList,
    on: date,
    outcome: str = "any",
) -> dict[str, Any]:
    told: list[str] = []
    _, result = audit_lists(
        settings, registers, [made], TOLERANCE, on=on, outcome=outcome, say=told.append
    )
    assert told == ["audited 1 lists of week 2026-W48 over 100 workplaces"]
    plainly: dict[str, Any] = plain(result)
    return plainly


def test_a_week_is_audited_over_everybody_ranked_and_kept(
    settings: Settings, registers: Registers, made: InspectionList
) -> None:
    found = audited(settings, registers, made, date(2026, 11, 28), "several")
    audited(settings, registers, made, date(2026, 11, 28))  # another question is not kept

    assert read_kept(settings.workspace, "small", "lists", "2026-W48", "groups") == found
    ordered = sum(one.drawn != "random" for one in made.entries)
    assert found["everybody"]["size"] == 100
    assert found["everybody"]["selected"] == ordered
    assert {one["value"]: one["size"] for one in found["groups"]} == {"large": 50, "small": 50}
    assert sum(one["selected"] for one in found["groups"]) == ordered
    cases = read_kept(settings.workspace, "small", "lists", "2026-W48", "cases")
    assert cases is not None
    assert cases["lists"] == {"vast": made.id}
    large = dict(zip(IN_VAST["workplace"], range(100), strict=True))
    assert {size: set(ids) for size, ids in cases["groups"]["size"].items()} == {
        size: {
            one.id
            for one in made.entries
            if one.drawn != "random" and (large[one.workplace] % 2 == 1) is (size == "large")
        }
        for size in ("large", "small")
    }
    assert found["words"] == {"size": {}}
    assert found["lists"] == [made.id]
    assert found["model_digest"] == "5e" * 32
    assert found["as_of"] == ["2026-11-01"]
    assert (found["settled_on"], found["contested"]) == ("2026-11-28", "count")


def test_the_random_arm_is_weighed_and_of_settled_visits_alone(
    settings: Settings, registers: Registers, made: InspectionList
) -> None:
    before, early, late = (
        audited(settings, registers, made, on)
        for on in (date(2026, 7, 8), date(2026, 11, 28), date(2027, 3, 1))
    )

    def of(found: dict[str, Any], size: str) -> dict[str, Any]:
        (one,) = (one for one in found["groups"] if one["value"] == size)
        return dict(one)

    # 10 January and 180 days is 9 July: the day before, nothing is settled.
    assert of(before, "small")["random_arm"]["value"] is None
    # 6 x 5 and 3 x 50, of 15 x 5 and 15 x 50; by the visits alone it would be 9 of 30.
    assert of(early, "large")["random_arm"]["value"] == pytest.approx(180 / 825)
    assert of(early, "large")["burden"]["random_arm_visits"] == 30
    assert of(early, "small")["random_arm"]["value"] == pytest.approx(0.5)
    assert early["random_arm"]["visits"] == 50
    # 1 September and 180 days is 28 February: then the ten count too, each for five.
    assert of(late, "large")["random_arm"]["value"] == pytest.approx(230 / 875)
    assert late["random_arm"]["visits"] == 60


def test_what_a_visit_to_the_list_found_counts_once_it_is_settled(
    settings: Settings, registers: Registers, made: InspectionList
) -> None:
    early, late = (
        audited(settings, registers, made, on) for on in (date(2027, 5, 23), date(2027, 5, 24))
    )

    # 25 November and 180 days is 24 May.
    assert early["everybody"]["labelled"] == 0
    assert (late["everybody"]["labelled"], late["everybody"]["tp"]) == (1, 1)
    assert late["everybody"]["rates"]["precision"]["value"] == 1.0

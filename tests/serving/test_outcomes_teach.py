"""What is found on site teaches the next model: visit, outcome, delivery, label, weight."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import serving.outcome_commands  # noqa: F401  registers its command
from features.engine.registers import Registers
from features.registers.joint_controls import CONTROL_OUTCOMES, JOINT_CONTROLS
from features.registers.loading import read_delivery
from features.registers.numbers import check_digits
from features.sweden import COUNTRY
from features.vocabulary import PARTIES, AsOf, Authority
from models.labels import Labelled, label
from models.severity import read_policy
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.commands import lists_app
from serving.delivering import deliver_outcomes
from serving.errand import Errand
from serving.planning.choices import Choice, Outcome
from serving.planning.feeding_back import AREAS, CHOSEN_BY
from serving.planning.vocabulary import Added, Area, OutcomeStatus, Result, State, Status
from serving.store.database import Connection, Database, connect, transaction
from serving.store.decisions import decide
from serving.store.lists import made_event, save_list
from serving.store.outcomes import record_outcome
from serving.store.places import Addition, add_place, place_of
from serving.store.plans import move_plan, open_plan
from serving.targeting.inspection_list import InspectionList
from serving.targeting.policy import read_policy as read_list_policy
from tests.serving.invented import WEEK, frame, lists

# Sweden, of which only the two registers of joint controls are delivered.
SMALL = replace(COUNTRY, tables=(JOINT_CONTROLS, CONTROL_OUTCOMES), histories=None)
AV, SKV, POLICE = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.POLISMYNDIGHETEN,
)
VISIT = date(2026, 11, 25)  # the Wednesday of week 48
SEVERITY = Path(__file__).parents[2] / "models" / "policies" / "severity.toml"
HEADS = ("tax_and_pay", "work_environment", "permits_and_posting")


def numbered(rows: int = 350) -> tuple[InspectionList, ...]:
    """A week whose employers have numbers with right check digits; two of eight drawn."""
    drawn = frame(rows)
    nine = [556_600_000 + int(one[3:]) for one in drawn["employer"]]
    last = check_digits(np.array([[int(d) for d in str(one)] for one in nine]))
    drawn["employer"] = [f"{one}{digit}" for one, digit in zip(nine, last, strict=True)]
    return lists(drawn, policy=replace(read_list_policy(), random_share=0.25))


def event(kind: EventType, moment: str) -> AuditEvent:
    return AuditEvent(kind, time=datetime.fromisoformat(moment).replace(tzinfo=UTC))


def said(
    connection: Connection, place: str, found: Outcome, on: str, expected: int = 0
) -> None:
    moment = event(EventType.OUTCOME_RECORDED, f"{on}T10:00")
    record_outcome(
        connection, place_of(connection, place), found, expected=expected, event=moment
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("workspace")


@pytest.fixture(scope="module")
def store(workspace: Path) -> Iterator[tuple[Database, InspectionList]]:
    """A week of Väst: all places visited, some findings, one decided on later, one added."""
    database = connect(workspace / "lykta.db", create=True)
    made = next(one for one in numbered() if one.centre.code == "vast")
    everyone = (AV.value, SKV.value, POLICE.value)
    with transaction(database) as connection:
        save_list(connection, made, event=made_event(made))
        open_plan(connection, made.id, event=event(EventType.PLAN_OPENED, "2026-11-20T08:00"))
        tip = Addition("1", "Nytt AB", "Borås", Added.TIP)
        added = add_place(
            connection, made.id, tip, event=event(EventType.PLACE_ADDED, "2026-11-20T08:01")
        )
        for place in (*(entry.id for entry in made.entries), added):
            moment = event(EventType.DECISION_MADE, "2026-11-20T09:00")
            going = Choice(Status.INCLUDE, agencies=everyone)
            decide(connection, place_of(connection, place), going, expected=0, event=moment)
        locked = event(EventType.PLAN_LOCKED, "2026-11-20T10:00")
        move_plan(connection, made.id, State.LOCKED, expected=1, event=locked)
        first, second = made.entries[0].id, made.entries[1].id
        for entry in made.entries:
            for authority in (AV, SKV):
                said(connection, entry.id, Outcome(authority, VISIT, Result.NONE), "2026-11-26")
        said(connection, first, Outcome(POLICE, VISIT, Result.NOT_CHECKED), "2026-11-26")
        # The first: tax, and a slight fault of work environment, which is not what is sought.
        grave = Outcome(SKV, VISIT, Result.FINDING, Area.TAX_AND_PAY, 3)
        said(connection, first, grave, "2026-11-27", 1)
        slight = Outcome(AV, VISIT, Result.FINDING, Area.WORK_ENVIRONMENT, 2)
        said(connection, first, slight, "2026-11-27", 1)
        # The second: serious on the day, and nothing of it left when it was decided in May.
        serious = Outcome(AV, VISIT, Result.FINDING, Area.WORK_ENVIRONMENT, 4)
        said(connection, second, serious, "2026-11-27", 1)
        withdrawn = Outcome(AV, VISIT, Result.NONE, status=OutcomeStatus.FINAL)
        said(connection, second, withdrawn, "2027-05-10", 2)
        said(connection, added, Outcome(SKV, VISIT, Result.NONE), "2026-11-26")
    yield database, made
    database.dispose()


@contextmanager
def loaded(database: Database, folder: Path) -> Iterator[Registers]:
    extracts = folder / "extracts"
    extracts.mkdir(parents=True)
    about = {"delivered_on": "2027-12-01", "country": "sweden"}
    (extracts / "delivery.json").write_text(json.dumps(about))
    deliver_outcomes(database, SMALL, extracts, Errand("nattkörning"), say=lambda _: None)
    read_delivery(extracts, SMALL, folder / "landed", say=lambda _: None)
    with Registers(folder / "landed", SMALL) as registers:
        yield registers


def labelled(registers: Registers, made: InspectionList, known_by: AsOf) -> Labelled:
    """Labels of the list's own places, in its order, from the first of November on."""
    return label(
        registers.rows(SMALL.outcomes.rows, known_by),
        SMALL.outcomes,
        [entry.workplace for entry in made.entries],
        AsOf(2026, 11, 1),
        heads=HEADS,
        policy=read_policy(SEVERITY, AsOf(2026, 11, 1), HEADS),
        timespan_months=1,
        known_by=known_by,
        embargo_days=0,
    )


def test_a_visit_of_the_list_is_a_label_of_the_next_training(
    store: tuple[Database, InspectionList], tmp_path: Path
) -> None:
    database, made = store
    with loaded(database, tmp_path) as registers:
        soon = labelled(registers, made, AsOf(2026, 12, 1))
        late = labelled(registers, made, AsOf(2027, 6, 1))

    # Tax found, work environment looked at and not serious; permits: police had not checked.
    assert soon.found[0, :2].tolist() == [1, 0]
    # Two clocks: in December the second had a serious finding, in June that had been withdrawn.
    assert [soon.found[1, 1], late.found[1, 1]] == [1, 0]
    assert soon.found[2:, :2].tolist() == [[0, 0]] * 6
    assert soon.inspected.all()
    # AV answers for permits and posting too, and found nothing there.
    assert soon.found[2, 2] == 0
    assert math.isnan(soon.severity[0]) is False


def test_a_drawn_visit_keeps_the_chance_it_was_drawn_with(
    store: tuple[Database, InspectionList], tmp_path: Path
) -> None:
    database, made = store
    with loaded(database, tmp_path) as registers:
        found = labelled(registers, made, AsOf(2026, 12, 1))

    by_lot = [entry.drawn == "random" for entry in made.entries]
    assert sum(by_lot) == 2
    assert found.random.tolist() == by_lot
    chances = [one.chance if one.drawn == "random" else None for one in made.entries]
    stored = [None if math.isnan(one) else one for one in found.inclusion]
    assert stored == pytest.approx(chances)
    assert {round(1 / chance, 1) for chance in stored if chance} == {19.5}  # two of 39


def test_what_is_delivered_says_how_each_place_came_to_be_visited(
    store: tuple[Database, InspectionList], tmp_path: Path
) -> None:
    database, made = store
    extracts = tmp_path / "extracts"
    av = extracts / "arbetsmiljoverket"
    av.mkdir(parents=True)
    (av / "joint_controls.csv").write_text("control_no\n")  # of the authority itself
    told = deliver_outcomes(database, SMALL, extracts, Errand("x"), say=lambda _: None)

    assert (told.controls, told.left_out) == (
        8,
        {
            "visits without a number that registers take": 1,  # the addition, by hand
            "visits whose way onto the plan is no longer kept": 0,
            "outcomes outside the areas that labels are made in": 0,
        },
    )
    assert sorted(one.name for one in (av / "joint_controls").iterdir()) == [
        "delivered.csv",
        "lykta.parquet",
    ]
    rows = {row["control_no"]: row for row in pq.read_table(told.files[0]).to_pylist()}
    for entry in made.entries:
        row = rows[entry.id]
        assert row["chosen_by"] == {"ranking": "ranked", "random": "random"}[entry.drawn]
        assert (row["inclusion_probability"] is not None) == (entry.drawn == "random")
        assert row["present"] == "arbetsmiljoverket;skatteverket;polismyndigheten"
        assert (row["controlled_on"], row["known_at"]) == (VISIT, date(2026, 11, 26))
    # Made again it is the same, and nothing is delivered twice.
    again = deliver_outcomes(database, SMALL, extracts, Errand("x"), say=lambda _: None)
    assert again == told


@pytest.mark.usefixtures("store")
def test_the_command_tells_what_it_delivered_and_what_it_could_not(
    workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "extracts").mkdir()
    words = ["feed-back", str(tmp_path / "extracts"), "--workspace", str(workspace), "--json"]
    ran = CliRunner().invoke(lists_app, words)
    assert ran.exit_code == 0
    assert json.loads(ran.stdout)["outcomes"] > 16
    gone = CliRunner().invoke(lists_app, ["feed-back", str(tmp_path / "none"), *words[2:]])
    assert gone.exit_code == 2


def test_every_way_onto_a_plan_and_every_authority_can_be_told_in_the_registers() -> None:
    codes = {one.name: set(one.codes) for one in JOINT_CONTROLS.columns if one.codes}
    assert set(CHOSEN_BY.values()) <= codes["chosen_by"]
    assert {one.value for one in Added} - {"carried"} <= set(CHOSEN_BY)
    areas = next(set(one.codes) for one in CONTROL_OUTCOMES.columns if one.name == "area")
    assert set(AREAS.values()) <= areas
    assert {one.value for one in PARTIES} >= codes["lead"]
    assert WEEK.monday <= VISIT <= WEEK.sunday

"""From settled plans to figures: what is counted as what, who is late, and who may see it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from features.vocabulary import Authority
from serving.access.rights import EVERY_CENTRE, Role, User
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.follow_up import Origin
from serving.planning.choices import Choice, Outcome
from serving.planning.vocabulary import Added, Area, OutcomeStatus, Result, State, Status
from serving.retention import read_retention
from serving.store.audit_log import records
from serving.store.database import Connection, Database, transaction
from serving.store.decisions import decide
from serving.store.drafts import draft_of, save_draft
from serving.store.followed import DUE_DAYS, MATURE_DAYS, settled_of
from serving.store.outcomes import record_outcome
from serving.store.places import Addition, add_place, place_of
from serving.store.plans import move_plan, open_plan
from serving.store.removing import remove
from serving.store.workplaces import stays_of
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, cases, enter, person
from tests.serving.invented import WEEK, lists

__all__ = ["cases", "enter"]  # fixtures

AV, SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET
TEAM = (AV.value, SKV.value)
BEFORE = WEEK.plus(-1)
VISITED = date(2026, 11, 18)
TODAY = date(2026, 12, 31)
E_ = AuditEvent


def tell(
    connection: Connection, place: str, authority: Authority, kind: Area | None, **more: object
) -> None:
    """An outcome: a finding in an area, or none."""
    found = Outcome(
        authority,
        VISITED,
        Result.FINDING if kind else Result.NONE,
        kind,
        2 if kind else None,
    )
    where = place_of(connection, place)
    event = AuditEvent(EventType.OUTCOME_RECORDED)
    record_outcome(connection, where, replace(found, **more), expected=0, event=event)  # type: ignore[arg-type]


@pytest.fixture
def told(database: Database) -> InspectionList:
    """Week 47 of Väst, locked: a tip and a visit of one's own added, and outcomes of some."""
    made = next(one for one in lists(week=BEFORE) if one.centre.code == "vast")
    event = AuditEvent(EventType.DECISION_MADE)
    go = Choice(Status.INCLUDE, agencies=TEAM)
    with transaction(database) as connection:
        open_plan(connection, made.id, event=event)
        for number, reason in enumerate((Added.TIP, Added.OBSERVED), start=1):
            added = Addition(str(number), f"Tillagt {number} AB", "Borås", reason)
            place = add_place(connection, made.id, added, event=event)
            decide(connection, place_of(connection, place), go, expected=0, event=event)
        for entry in made.entries:
            choice = Choice(Status.DECLINE, "ceased") if entry.rank == 2 else go
            place = place_of(connection, entry.id)  # type: ignore[assignment]
            decide(connection, place, choice, expected=0, event=event)  # type: ignore[arg-type]
        move_plan(connection, made.id, State.LOCKED, expected=1, event=event)
        first, third = made.entries[0].id, made.entries[2].id
        tell(connection, first, AV, Area.WORK_ENVIRONMENT)
        tell(connection, first, SKV, Area.TAX_AND_PAY)
        tell(connection, third, AV, Area.OTHER)
        tell(connection, third, SKV, Area.TAX_AND_PAY)
        tell(connection, f"{made.id}.m1", AV, None, status=OutcomeStatus.FINAL)
        tell(connection, f"{made.id}.m2", SKV, None, result=Result.NOT_CHECKED)
    return made


def test_every_place_of_a_settled_plan_is_counted_by_why_it_was_there(
    database: Database, told: InspectionList
) -> None:
    with transaction(database) as connection:
        settled = settled_of(connection, "vast", None, TODAY)
        assert settled_of(connection, "ost", None, TODAY).places == ()
        assert settled_of(connection, "vast", WEEK, TODAY).places == ()
    origins = Counter(one.origin for one in settled.places)
    assert settled.weeks == (BEFORE,)
    assert origins[Origin.TIP] == origins[Origin.OWN] == 1
    assert origins[Origin.RANDOM] == told.random
    assert origins[Origin.MODEL] == len(told.entries) - told.random


def test_a_finding_of_another_kind_counts_and_makes_no_second_area(
    database: Database, told: InspectionList
) -> None:
    with transaction(database) as connection:
        places = settled_of(connection, "vast", None, TODAY).places
    looked = [one for one in places if one.checked]
    assert sorted((one.checked, one.found, one.areas) for one in looked) == [
        (1, False, 0),  # the tip
        (2, True, 1),  # another kind, and tax
        (2, True, 2),  # work environment, and tax
    ]
    first = next(one for one in places if one.areas == 2)
    assert first.promised == (46, 212)  # of the list, for band 1


def test_an_outcome_is_mature_when_it_is_final_or_old(
    database: Database, told: InspectionList
) -> None:
    old = VISITED + timedelta(days=MATURE_DAYS)
    with transaction(database) as connection:
        fresh = settled_of(connection, "vast", None, old - timedelta(days=1)).places
        ripe = settled_of(connection, "vast", None, old).places
    assert [one.origin for one in fresh if one.is_mature] == [Origin.TIP]
    assert sum(one.is_mature for one in ripe) == 3


def test_a_result_is_overdue_two_weeks_after_the_plans_week(
    database: Database, told: InspectionList
) -> None:
    due = BEFORE.sunday + timedelta(days=DUE_DAYS)
    with transaction(database) as connection:
        assert settled_of(connection, "vast", None, due).overdue == ()
        late = settled_of(connection, "vast", None, due + timedelta(days=1)).overdue
    missing = {one.place.split(".")[1]: one.missing for one in late}
    assert "1" not in missing  # both have told
    assert "2" not in missing  # it was declined
    assert missing["m1"] == (SKV.value,)
    assert missing["m2"] == (AV.value,)  # that nothing was checked is told, too
    assert missing["4"] == TEAM


def test_advice_that_waited_and_was_followed_later_is_advice_that_was_followed(
    database: Database,
) -> None:
    first = next(one for one in lists(week=BEFORE) if one.centre.code == "vast")
    second = next(one for one in lists() if one.centre.code == "vast")
    event = AuditEvent(EventType.DECISION_MADE)
    with transaction(database) as connection:
        open_plan(connection, second.id, event=event)
        entry = first.entries[0]
        late = Addition("99", entry.name, "Borås", Added.CARRIED, carried_from=entry.id)
        place = add_place(connection, second.id, late, event=event)
        go = Choice(Status.INCLUDE, agencies=TEAM)
        decide(connection, place_of(connection, place), go, expected=0, event=event)
        move_plan(connection, second.id, State.LOCKED, expected=1, event=event)
        (one,) = settled_of(connection, "vast", None, TODAY).places
    assert (one.origin, one.band) == (Origin.MODEL, int(entry.band))


def planner() -> User:
    return User("", "Anna", AV, frozenset({(Role.PLANNER, EVERY_CENTRE)}))


def test_the_page_shows_figures_and_the_record_says_so(
    enter: ENTER, database: Database, told: InspectionList
) -> None:
    page = enter(planner()).get("/uppfoljning?period=all")
    assert page.status_code == 200
    assert "Listans ordning, rådet följdes" in page.text
    assert "Avstå: verksamheten har upphört" in page.text
    with transaction(database) as connection:
        event = list(records(connection))[-1].event
    assert (event.type, event.filter) == (EventType.FOLLOW_UP_READ, "period=all&mature=0")


def test_the_file_opens_in_a_swedish_spreadsheet_and_names_no_workplace(
    enter: ENTER, told: InspectionList
) -> None:
    answer = enter(planner()).get("/uppfoljning.csv?period=all")
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert text.startswith("Sekretess enligt 17 kap. 1 § OSL\r\n")
    assert "AK-1" in text
    assert all(entry.name not in text for entry in told.entries)
    assert "Slumpval;" in text


def test_an_inspector_sees_figures_and_not_whose_results_are_late(
    enter: ENTER, told: InspectionList
) -> None:
    seen = enter(person(Role.INSPECTOR)).get("/uppfoljning?period=all").text
    assert "Listans ordning, rådet följdes" in seen
    assert all(entry.name not in seen for entry in told.entries)


def test_retention_takes_drafts_and_workplaces_with_their_list(
    database: Database, told: InspectionList
) -> None:
    place = told.entries[0].id
    with transaction(database) as connection:
        event = AuditEvent(EventType.DRAFT_SAVED, actor="u1")
        save_draft(connection, place_of(connection, place), {"comment": "x"}, event=event)
        removed = AuditEvent(EventType.ROWS_REMOVED)
        remove(connection, read_retention(), date(2060, 1, 1), event=removed)
        assert draft_of(connection, place, "u1") is None
        assert stays_of(connection, told.entries[0].workplace, "vast") == []

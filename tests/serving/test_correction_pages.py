"""The page of those who own facts: what waits for their answer, and the answer."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from features.vocabulary import Authority
from serving.access.rights import Role
from serving.access.secrecy import HIDDEN
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.choices import Dispute
from serving.planning.vocabulary import Doubted, Wrong
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.lists import made_event, save_list
from serving.store.places import place_of
from serving.store.requests import corrections_of, dispute_fact
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, cases, enter, person
from tests.serving.test_asked import answered, dispute, on
from tests.serving.test_rescoring import AV, SKV, number_of

__all__ = ["cases", "enter"]  # fixtures

POLICE = Authority.POLISMYNDIGHETEN


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


def state_of(database: Database, request: str) -> str:
    with transaction(database) as connection:
        return corrections_of(connection, request=request)[0].state


def test_the_owner_is_told_of_the_fact_and_of_what_is_held_to_be_wrong_with_it(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    entry, number = made.entries[0], number_of(made, SKV)
    with transaction(database) as connection:
        dispute_fact(
            connection,
            place_of(connection, entry.id),
            number,
            SKV.value,
            Dispute(Wrong.OUTDATED, Doubted.OTHER, "bytte <ägare> i maj"),
            event=AuditEvent(EventType.FACT_DISPUTED, time=on(24)),
        )
    page = enter(person(Role.INSPECTOR, authority=SKV)).get("/rattelser").text
    reason = entry.reasons[number]
    for told in (
        entry.name,
        entry.workplace,
        entry.employer,
        reason.sentence.sv,
        reason.value.sv,
        "1 november 2026",
        "Är inaktuell",
        "Annat, se kommentaren",
        "bytte &lt;ägare&gt; i maj",
        "24 november 2026",
        "1 fråga till Skatteverket",
    ):
        assert told in page
    # On which list it stands, and why, is the centre's.
    assert made.id not in page
    assert entry.reasons[number_of(made, AV)].sentence.sv not in page
    with transaction(database) as connection:
        last = list(records(connection))[-1].event
    assert (last.type, last.rows) == (EventType.CORRECTIONS_READ, 1)


@pytest.mark.parametrize(
    ("said", "word", "told", "seen"),
    [
        ("corrected", "rattad", "uppgiften är rättad hos er", "uppgiften är rättad hos dem"),
        ("rejected", "star", "uppgiften stämmer som den står", "stämmer som den står."),
    ],
)
def test_an_answer_leads_back_to_the_page_and_stands_where_the_fact_was_disputed(
    enter: ENTER,
    database: Database,
    made: InspectionList,
    said: str,
    word: str,
    told: str,
    seen: str,
) -> None:
    request = dispute(database, made, SKV)
    owner = enter(person(Role.PLANNER, "ost", SKV), centre="ost")  # wherever they work
    answer = owner.post(f"/rattelser/{request}", data={"answer": said})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/rattelser?said={word}")
    page = owner.get(answer.headers["location"]).text
    assert re.search(rf'role="status">Svaret är sparat: {told}', page)
    assert "Inget väntar på svar från Skatteverket." in page
    assert state_of(database, request) == said
    with transaction(database) as connection:
        events = [one.event for one in records(connection)]
    assert [one.objects for one in events if one.type is EventType.CORRECTION_ANSWERED] == [
        (request, said)
    ]
    place = enter(person(Role.PLANNER)).get(f"/arbetsstalle/{made.entries[0].id}").text
    assert "Skatteverket svarade " in place
    assert seen in place


def test_whoever_answers_second_is_told_the_answer_that_stands_and_sees_the_others(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    first, left = dispute(database, made, SKV, 20), dispute(database, made, SKV, 21)
    answered(database, first, "rejected")
    client = enter(person(Role.INSPECTOR, authority=SKV))
    answer = client.post(f"/rattelser/{first}", data={"answer": "corrected"})
    assert answer.status_code == 409
    assert "redan besvarad av din myndighet: uppgiften stämmer som den står" in answer.text
    assert f'action="/rattelser/{left}"' in answer.text
    assert state_of(database, first) == "rejected"
    english = client.post(f"/rattelser/{first}?lang=en", data={"answer": "corrected"}).text
    assert "Your authority had answered already: the fact is right as it stands." in english


def test_a_request_to_another_authority_is_neither_shown_nor_answered(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    request = dispute(database, made, SKV)
    other = enter(person(Role.PLANNER))
    assert made.entries[0].name not in other.get("/rattelser").text
    for one in (request, "0"):
        refused = other.post(f"/rattelser/{one}", data={"answer": "corrected"})
        assert refused.status_code == 404
    assert state_of(database, request) == "asked"


def test_only_the_two_answers_are_taken(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    request = dispute(database, made, SKV)
    client = enter(person(Role.INSPECTOR, authority=SKV))
    for form in ({}, {"answer": "maybe"}):
        assert client.post(f"/rattelser/{request}", data=form).status_code == 422
    assert state_of(database, request) == "asked"


def test_what_another_owner_keeps_from_the_one_asked_is_hidden_here_too(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    first = made.entries[0]
    joint = replace(first.reasons[0], authorities=(SKV.value, POLICE.value))
    entry = replace(first, id="2026-W48-vast-0dd.1", reasons=(joint, *first.reasons[1:]))
    odd = replace(made, id="2026-W48-vast-0dd", entries=(entry,))
    with transaction(database) as connection:
        save_list(connection, odd, event=made_event(odd))
        event = AuditEvent(EventType.FACT_DISPUTED)
        said = Dispute(Wrong.OUTDATED, Doubted.LATER_DECISION)
        dispute_fact(
            connection, place_of(connection, entry.id), 0, SKV.value, said, event=event
        )
    page = enter(person(Role.INSPECTOR, authority=SKV)).get("/rattelser").text
    assert HIDDEN.sv in page
    assert joint.sentence.sv not in page
    assert "Visat värde" not in page


def test_the_way_there_is_shown_to_whoever_may_answer_and_to_no_one_else(
    enter: ENTER, database: Database
) -> None:
    shown = {
        role: 'href="/rattelser"' in enter(person(role)).get("/om-modellen").text
        for role in Role
    }
    assert {role for role, is_shown in shown.items() if is_shown} == {
        Role.PLANNER,
        Role.LEAD,
        Role.INSPECTOR,
    }
    page = enter(person(Role.INSPECTOR)).get("/rattelser?lang=en").text
    assert '<a href="/rattelser?lang=en" aria-current="page">Corrections</a>' in page
    assert "Work Environment Authority: nothing waits for an answer." in page

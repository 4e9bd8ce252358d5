"""Nothing is told across centres and authorities, and whoever tries leaves a record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from features.vocabulary import Authority
from serving.access.rights import Role, User
from serving.access.secrecy import HIDDEN
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.choices import Choice, Dispute, Outcome
from serving.planning.vocabulary import Area, Doubted, Result, State, Status, Wrong
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.decisions import decide
from serving.store.lists import check_lists, made_event, save_list
from serving.store.outcomes import record_outcome
from serving.store.people import end_sessions_of
from serving.store.places import place_of
from serving.store.plans import move_plan, open_plan
from serving.store.requests import dispute_fact
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, person

AV, SKV, POLICE = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.POLISMYNDIGHETEN,
)
EBM = Authority.EKOBROTTSMYNDIGHETEN
V1 = "/api/v1"
WRONG = {"wrong": "outdated", "reason_code": "seen_on_site"}
TODAY = datetime.now(UTC).date()


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


@pytest.fixture
def other(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "ost")


@pytest.fixture
def visited(database: Database, made: InspectionList) -> str:
    """A place of Väst where AV found nothing, and the police found something."""
    place = made.entries[0].id
    with transaction(database) as connection:
        open_plan(connection, made.id, event=AuditEvent(EventType.PLAN_OPENED))
        decide(
            connection,
            place_of(connection, place),
            Choice(Status.INCLUDE, agencies=(AV.value, SKV.value, POLICE.value, EBM.value)),
            expected=0,
            event=AuditEvent(EventType.DECISION_MADE),
        )
        moved = AuditEvent(EventType.PLAN_LOCKED)
        move_plan(connection, made.id, State.LOCKED, expected=1, event=moved)
        for found in (
            Outcome(AV, TODAY, Result.NONE),
            Outcome(POLICE, TODAY, Result.FINDING, Area.PERMITS_AND_POSTING, 2),
        ):
            event = AuditEvent(EventType.OUTCOME_RECORDED)
            record_outcome(
                connection, place_of(connection, place), found, expected=0, event=event
            )
    return place


def told(database: Database, kind: EventType) -> list[AuditEvent]:
    with transaction(database) as connection:
        return [one.event for one in records(connection) if one.event.type is kind]


@pytest.mark.parametrize(
    ("authority", "seen"),
    [
        (AV, {"arbetsmiljoverket"}),
        (SKV, {"arbetsmiljoverket"}),
        (EBM, {AV.value, POLICE.value}),
    ],
)
def test_an_outcome_is_read_by_those_that_its_authority_is_opened_to(
    enter: ENTER, database: Database, visited: str, authority: Authority, seen: set[str]
) -> None:
    client = enter(person(Role.PLANNER, authority=authority))
    answer = client.get(f"{V1}/items/{visited}/outcomes")

    assert {one["authority"] for one in answer.json()} == seen
    read = told(database, EventType.OUTCOMES_READ)[-1]
    assert (read.rows, read.filter) == (len(seen), f"secrecy={2 - len(seen)}")


def same(client: TestClient, method: str, one: str, two: str, **more: Any) -> tuple[int, int]:
    """The status of both addresses, whose bodies must be equal but for the address."""
    answers = [client.request(method, address, **more) for address in (one, two)]
    bodies = [
        {
            key: value
            for key, value in answer.json().items()
            if key not in ("instance", "request_id")
        }
        for answer in answers
    ]
    assert bodies[0] == bodies[1]
    return answers[0].status_code, answers[1].status_code


def test_what_is_in_another_centre_answers_as_what_is_nowhere(
    enter: ENTER, other: InspectionList, visited: str
) -> None:
    client = enter(person(Role.LEAD))
    nowhere = "2026-W48-ost-00000000"
    headers = {"If-Match": '"0"'}
    for method, path, body in (
        ("GET", "plans/{}", None),
        ("PATCH", "plans/{}", {"state": "locked"}),
        ("POST", "plans/{}/additions", {
            "workplace": "1", "name": "A", "municipality": "B", "reason_code": "tip"
        }),
        ("GET", "items/{}.1/decision", None),
        ("PUT", "items/{}.1/decision", {"status": "include", "agencies": [AV.value]}),
        ("GET", "items/{}.1/outcomes", None),
        ("POST", "items/{}.1/corrections", {"reason": 0, **WRONG}),
        ("POST", "items/{}.1/referrals", {"wanted": "during"}),
        ("GET", "items/{}.1", None),
    ):  # fmt: skip
        there, none = (f"{V1}/" + path.format(one) for one in (other.id, nowhere))
        assert same(client, method, there, none, json=body, headers=headers) == (403, 403), path


def test_an_exclusion_of_another_centre_is_not_there_and_the_try_is_recorded(
    enter: ENTER, database: Database
) -> None:
    body = {
        "kind": "snooze",
        "centre": "ost",
        "workplace": "1",
        "reason_code": "season",
        "expires_on": str(TODAY + timedelta(days=30)),
    }
    rest = enter(person(Role.PLANNER, "ost"), centre="ost").post(f"{V1}/rests", json=body)
    client = enter(person(Role.PLANNER))
    path = f"{V1}/rests/"

    assert same(client, "DELETE", path + rest.json()["id"], path + "0" * 16) == (404, 404)

    refused = told(database, EventType.ACCESS_REFUSED)
    assert [one.objects for one in refused] == [("DELETE /api/v1/rests/{rest_id}",)]
    assert client.get(f"{V1}/rests?centre=vast").json() == []


def test_a_case_of_another_centre_is_not_there_for_a_lead(enter: ENTER) -> None:
    client = enter(person(Role.LEAD))
    bodies = [{"number": number, "centre": "vast"} for number in ("AK-2", "AK-77")]
    answers = [client.post(f"{V1}/cases:close", json=body) for body in bodies]
    assert [one.status_code for one in answers] == [404, 404]
    assert len({one.json()["detail"] for one in answers}) == 1


def test_refusals_within_a_bulk_are_recorded_each(
    enter: ENTER, database: Database, visited: str, made: InspectionList, other: InspectionList
) -> None:
    go = {"version": 0, "status": "include", "agencies": [AV.value]}
    items = [made.entries[1].id, other.entries[0].id, other.entries[1].id]
    body = {"decisions": [{"item": item, **go} for item in items]}
    enter(person(Role.PLANNER)).post(
        f"{V1}/items:decide", json=body, headers={"Idempotency-Key": "k"}
    )
    refused = told(database, EventType.ACCESS_REFUSED)
    assert [one.objects for one in refused] == [("decide", item) for item in items[1:]]
    assert {one.authority for one in refused} == {AV.value}


def test_a_retry_is_recorded_and_shows_nothing_to_who_lost_the_right(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    body, key = {"list": made.id}, {"Idempotency-Key": "k"}
    anna = frozenset({(Role.PLANNER, "vast")})
    client = enter(User("", "Anna", AV, anna))
    for replayed in (None, "true"):
        answer = client.post(f"{V1}/plans", json=body, headers=key)
        assert answer.headers.get("idempotent-replayed") == replayed
    repeated = told(database, EventType.ANSWER_REPEATED)
    assert [(one.objects, one.centre) for one in repeated] == [(("openPlan",), "vast")]

    # The same person, now an inspector alone.
    with transaction(database) as connection:
        end_sessions_of(connection, repeated[0].actor, event=AuditEvent(EventType.SIGNED_OUT))
    now = enter(User("", "Anna", AV, frozenset({(Role.INSPECTOR, "vast")})))
    assert now.post(f"{V1}/plans", json=body, headers=key).status_code == 403


def test_the_record_of_a_page_or_a_filter_names_what_was_shown_and_nothing_more(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    client = enter(person(Role.PLANNER))
    items = f"{V1}/selection-lists/{made.id}/items"
    page = client.get(f"{items}?limit=3").json()
    client.get(f"{items}?limit=2&cursor={page['next']}")
    client.get(f"{items}.csv?drawn=random")
    client.get(f"{V1}/selection-lists/{made.id}")

    ids = [entry.id for entry in made.entries]
    drawn = sum(entry.drawn == "random" for entry in made.entries)
    with transaction(database) as connection:
        log = [one.event for one in records(connection)]
    assert [(one.type, one.objects[1:], one.rows, one.filter) for one in log[-4:]] == [
        ("list_read", tuple(ids[:3]), 3, "limit=3"),
        ("list_read", tuple(ids[3:5]), 2, "after=3&limit=2"),
        ("list_exported", ("csv", made.digest), drawn, "drawn=random"),
        ("lists_found", (), 0, ""),
    ]


def test_a_disputed_fact_is_answered_by_the_authority_that_owns_it_and_no_other(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    entry = made.entries[0]
    number = next(n for n, one in enumerate(entry.reasons) if one.authorities[0] == SKV.value)
    why = {"wrong": "outdated", "reason_code": "other", "comment": "bytte ägare i maj"}
    asked = enter(person(Role.PLANNER)).post(
        f"{V1}/items/{entry.id}/corrections", json={"reason": number, **why}
    )
    address = f"{V1}/corrections/{asked.json()['id']}/answer"
    owner = enter(person(Role.INSPECTOR, authority=SKV))
    (told_owner,) = owner.get(f"{V1}/corrections").json()

    assert told_owner["workplace"] == entry.workplace
    assert (told_owner["wrong"], told_owner["reason_code"]) == ("outdated", "other")
    assert told_owner["comment"] == "bytte ägare i maj"
    # The record says the reason; the words stand in the store alone.
    (asked_of,) = told(database, EventType.FACT_DISPUTED)
    assert asked_of.objects == (entry.id, str(number), "outdated", "other")
    assert told_owner["fact"]["sv"] == entry.reasons[number].sentence.sv
    assert made.id not in str(told_owner)  # on which list it stands is the centre's
    other = enter(person(Role.PLANNER))  # who asked is of another authority
    assert other.get(f"{V1}/corrections").json() == []
    assert other.post(address, json={"answer": "corrected"}).status_code == 404
    done = owner.post(address, json={"answer": "corrected"})
    assert (done.status_code, done.json()["state"]) == (200, "corrected")
    assert owner.post(address, json={"answer": "rejected"}).status_code == 409
    assert [one.objects[1] for one in told(database, EventType.CORRECTION_ANSWERED)] == [
        "corrected"
    ]
    # The list is as it was made.
    with transaction(database) as connection:
        assert check_lists(connection) == []


def test_an_owner_is_not_shown_what_the_other_owner_of_a_fact_keeps_from_it(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    # A fact of both the Tax Agency and the police, who keep theirs among those who fight crime.
    first = made.entries[0]
    joint = replace(first.reasons[0], authorities=(SKV.value, POLICE.value))
    entry = replace(first, id="2026-W48-vast-0dd.1", reasons=(joint, *first.reasons[1:]))
    odd = replace(made, id="2026-W48-vast-0dd", entries=(entry,))
    with transaction(database) as connection:
        save_list(connection, odd, event=made_event(odd))
        event = AuditEvent(EventType.FACT_DISPUTED)
        said = Dispute(Wrong.OUTDATED, Doubted.LATER_DECISION)
        place = place_of(connection, entry.id)
        dispute_fact(connection, place, 0, SKV.value, said, event=event)

    (told_owner,) = enter(person(Role.INSPECTOR, authority=SKV)).get(f"{V1}/corrections").json()

    assert told_owner["workplace"] == entry.workplace
    assert told_owner["fact"]["sv"] == HIDDEN.sv
    assert told_owner["value"] == {"sv": "", "en": ""}


def test_an_analyst_sees_places_that_nobody_can_name_and_can_follow_from_week_to_week(
    enter: ENTER, database: Database, week: tuple[InspectionList, ...], made: InspectionList
) -> None:
    client = enter(person(Role.ANALYST))
    answer = client.get(f"{V1}/selection-lists/{made.id}/pseudonymous-items")
    places = answer.json()

    assert [(one["rank"], one["band"], one["drawn"]) for one in places] == [
        (entry.rank, int(entry.band), entry.drawn) for entry in made.entries
    ]
    for entry in made.entries:
        for secret in (entry.name, entry.workplace, entry.employer, entry.address):
            assert secret not in answer.text
    # The same list again, and the week before: whoever is on both has the same key.
    again = client.get(f"{V1}/selection-lists/{made.id}/pseudonymous-items").json()
    assert again == places
    assert len({one["key"] for one in places}) == len(made.entries)
    told_of = told(database, EventType.LIST_READ)[-1]
    assert (told_of.objects, told_of.rows) == ((made.id, "pseudonymous"), 8)
    # Nothing else of a list is theirs.
    for path in ("items", "items.csv", "items.xlsx"):
        assert client.get(f"{V1}/selection-lists/{made.id}/{path}").status_code == 403


def test_an_administrator_sees_people_and_shuts_doors_and_reads_no_case(
    enter: ENTER, made: InspectionList
) -> None:
    planner = enter(person(Role.PLANNER))
    stranger = enter(person(Role.PLANNER, "ost"), centre="ost")
    admin = enter(person(Role.ADMINISTRATOR))
    people = {one["name"]: one for one in admin.get(f"{V1}/people?centre=vast").json()}
    assert set(people) == {"planner vast", "administrator vast"}
    assert people["planner vast"]["roles"] == ["planner@vast"]
    theirs = enter(person(Role.ADMINISTRATOR, "ost")).get(f"{V1}/people?centre=ost").json()
    elsewhere = next(one["id"] for one in theirs if one["name"] == "planner ost")

    def shut(who: str, centre: str = "vast") -> int:
        address = f"{V1}/people/{who}/sessions?centre={centre}"
        return admin.delete(address).status_code

    assert shut(people["planner vast"]["id"]) == 204
    assert planner.get(f"{V1}/me").status_code == 401
    assert (shut(elsewhere), shut("u0"), shut(elsewhere, "ost")) == (404, 404, 403)
    assert stranger.get(f"{V1}/me").status_code == 200
    for path in (f"selection-lists/{made.id}/items", "cases?centre=vast", "rests?centre=vast"):
        assert admin.get(f"{V1}/{path}").status_code == 403

"""A week over the API, from a list that was made to outcomes: versions, races and retries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient

from features.vocabulary import Authority
from serving.access.rights import EVERY_CENTRE, Role, User
from serving.store.audit_log import check_chain, records
from serving.store.database import Database, transaction
from serving.store.lists import check_lists
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, person

V1 = "/api/v1"
GO = {"status": "include", "agencies": ["arbetsmiljoverket"]}
TODAY = datetime.now(UTC).date().isoformat()


def planner(name: str = "Anna", authority: Authority = Authority.ARBETSMILJOVERKET) -> User:
    roles = (Role.PLANNER, Role.LEAD)
    return User("", name, authority, frozenset((role, EVERY_CENTRE) for role in roles))


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


@pytest.fixture
def client(enter: ENTER, made: InspectionList) -> TestClient:
    """A plan lead of Väst whose plan is open."""
    client = enter(planner())
    opened = client.post(f"{V1}/plans", json={"list": made.id})
    assert (opened.status_code, opened.json()["state"]) == (201, "draft")
    return client


def decide(client: TestClient, item: str, body: dict[str, Any], seen: int | None) -> Any:
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    return client.put(f"{V1}/items/{item}/decision", json=body, headers=headers)


def test_a_decision_says_which_version_it_was_made_over(
    client: TestClient, made: InspectionList
) -> None:
    item = made.entries[0].id
    assert client.get(f"{V1}/items/{item}/decision").headers["etag"] == '"0"'
    assert decide(client, item, GO, None).status_code == 428
    first = decide(client, item, GO, 0)
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    stale = decide(client, item, {"status": "wait", "reason_code": "team"}, 0)
    assert (stale.status_code, stale.headers["etag"]) == (412, '"1"')
    assert stale.headers["content-type"] == "application/problem+json"
    undone = client.delete(f"{V1}/items/{item}/decision", headers={"If-Match": '"1"'})
    assert (undone.json()["status"], undone.headers["etag"]) == ("undecided", '"2"')
    for wrong in ("1", '"x"', '""', "*", '"99999999999"'):
        answer = client.put(f"{V1}/items/{item}/decision", json=GO, headers={"If-Match": wrong})
        assert answer.status_code == 422, wrong


def test_of_two_planners_who_decide_at_once_one_wins_and_the_other_is_told(
    client: TestClient, enter: ENTER, made: InspectionList
) -> None:
    other = enter(planner("Bo"))
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(decide, one, made.entries[0].id, GO, 0) for one in (client, other)]
        assert sorted(one.result().status_code for one in asked) == [200, 412]


def test_a_retry_with_its_key_adds_one_place(client: TestClient, made: InspectionList) -> None:
    body = {"workplace": "1", "name": "Nytt AB", "municipality": "Borås", "reason_code": "tip"}
    address, key = f"{V1}/plans/{made.id}/additions", {"Idempotency-Key": "k-1"}
    answers = [client.post(address, json=body, headers=key) for _ in range(3)]
    assert {one.json()["id"] for one in answers} == {f"{made.id}.m1"}
    assert [one.status_code for one in answers] == [201] * 3
    assert client.post(address, json={**body, "name": "B"}, headers=key).status_code == 422
    assert client.post(address, json=body).status_code == 422  # it is on the list already


def test_a_week_goes_from_draft_to_done_and_every_step_is_recorded(
    client: TestClient, enter: ENTER, made: InspectionList, database: Database
) -> None:
    plan = f"{V1}/plans/{made.id}"

    def move(state: str, seen: int) -> Any:
        return client.patch(plan, json={"state": state}, headers={"If-Match": f'"{seen}"'})

    early = move("locked", 1)
    assert (early.status_code, "no decision yet" in early.text) == (409, True)
    for entry in made.entries:
        assert decide(client, entry.id, {"status": "include"}, 0).status_code == 200
    assert "no authority to make them" in move("locked", 1).text
    for entry in made.entries:
        assert decide(client, entry.id, GO, 1).status_code == 200
    outcome = {"authority": "arbetsmiljoverket", "visited_on": TODAY, "result": "none"}
    first = made.entries[0].id
    assert client.post(f"{V1}/items/{first}/outcomes", json=outcome).status_code == 409
    assert move("locked", 1).json()["state"] == "locked"
    assert decide(client, first, GO, 2).status_code == 409
    assert "no outcome yet" in move("done", 2).text
    for entry in made.entries:
        answer = client.post(f"{V1}/items/{entry.id}/outcomes", json=outcome)
        assert answer.status_code == 201
    # another authority records its own, and nobody anyone else's
    other = enter(person(Role.INSPECTOR, authority=Authority.SKATTEVERKET))
    theirs = {**outcome, "authority": "skatteverket", "result": "not_checked"}
    assert other.post(f"{V1}/items/{first}/outcomes", json=theirs).status_code == 201
    assert other.post(f"{V1}/items/{first}/outcomes", json=outcome).status_code == 403
    found = client.get(f"{V1}/items/{first}/outcomes").json()
    assert [(one["authority"], one["result"]) for one in found] == [
        ("arbetsmiljoverket", "none"),
        ("skatteverket", "not_checked"),
    ]
    answered = client.put(f"{V1}/items/{first}/reasons/0/answer", json={"answer": "held"})
    assert answered.status_code == 204
    assert move("done", 2).json()["state"] == "done"
    with transaction(database) as connection:
        told = [one.event.type.value for one in records(connection)]
        assert [*check_chain(connection), *check_lists(connection)] == []
    assert told.count("decision_made") == 2 * len(made.entries)
    assert told.count("outcome_recorded") == len(made.entries) + 1
    assert (told.count("plan_locked"), told.count("plan_done")) == (1, 1)


def test_more_places_than_visits_cannot_be_locked(
    client: TestClient, made: InspectionList
) -> None:
    body = {"workplace": "1", "name": "Nytt AB", "municipality": "Borås", "reason_code": "tip"}
    added = client.post(f"{V1}/plans/{made.id}/additions", json=body).json()["id"]
    places = [*(one.id for one in made.entries), added]
    for place in places:
        assert decide(client, place, GO, 0).status_code == 200
    answer = client.patch(
        f"{V1}/plans/{made.id}", json={"state": "locked"}, headers={"If-Match": '"1"'}
    )
    if len(places) > made.capacity:
        assert (answer.status_code, "visits" in answer.text) == (409, True)
    else:
        assert answer.status_code == 200


def test_a_snoozed_workplace_is_listed_until_it_is_lifted(client: TestClient) -> None:
    body = {
        "kind": "exclusion",
        "centre": "vast",
        "workplace": "12345678",
        "reason_code": "ongoing_matter",
        "expires_on": f"{datetime.now(UTC).year + 1}-01-01",
    }
    rest = client.post(f"{V1}/rests", json=body).json()["id"]
    found = client.get(f"{V1}/rests?centre=vast").json()
    assert [(one["id"], one["reason_code"]) for one in found] == [(rest, "ongoing_matter")]
    assert client.delete(f"{V1}/rests/{rest}").status_code == 204
    assert client.delete(f"{V1}/rests/{rest}").status_code == 409
    assert client.get(f"{V1}/rests?centre=vast").json() == []
    assert client.get(f"{V1}/rests?centre=vast&x=1").status_code == 400


def test_a_comment_with_an_identity_number_is_refused_and_not_repeated(
    client: TestClient, made: InspectionList
) -> None:
    body = {**GO, "comment": "kollade 19640823-3234"}
    answer = decide(client, made.entries[0].id, body, 0)
    assert answer.status_code == 422
    assert "3234" not in answer.text


def test_the_auditor_reads_the_log_page_by_page_and_is_recorded(
    client: TestClient, enter: ENTER, database: Database
) -> None:
    auditor = enter(person(Role.AUDITOR), centre=None)
    numbers: list[int] = []
    before = ""
    while True:
        page = auditor.get(f"{V1}/audit-events?limit=7{before}").json()
        numbers += [one["number"] for one in page["records"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert numbers == list(range(numbers[0], 0, -1))
    with transaction(database) as connection:
        assert list(records(connection))[-1].event.type == "log_read"

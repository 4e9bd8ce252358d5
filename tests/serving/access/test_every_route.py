"""Every route with every role, centre and authority: exactly what the table of rights says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from features.vocabulary import Authority
from serving.access.rights import NEEDS_PURPOSE, RIGHTS, Action, Role, Thing, User, can
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.choices import Choice
from serving.planning.vocabulary import Status
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.decisions import decide
from serving.store.places import place_of
from serving.store.plans import open_plan
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, person

AV, SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET
TODAY = datetime.now(UTC).date()


@dataclass(frozen=True)
class Asked:
    """What a route is asked, and what the table of rights is to be asked of it."""

    action: Action
    of: str = "vast"  # the centre; `own` where the answer is about the caller's own
    authority: str | None = None  # `own` where a form is always of the caller's
    body: Mapping[str, Any] | None = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""


SEEN = {"If-Match": '"0"'}
DECISION = {"status": "include", "agencies": ["arbetsmiljoverket"]}
OUTCOME = {"authority": "arbetsmiljoverket", "visited_on": "2026-11-02", "result": "none"}
TOKEN = {
    "name": "x",
    "scopes": ["read"],
    "centre": "vast",
    "control_case": "AK-1",
    "ground": "plan",
}
REST = {
    "kind": "exclusion",
    "centre": "vast",
    "workplace": "1",
    "reason_code": "season",
    "expires_on": str(TODAY.replace(year=TODAY.year + 1, day=1)),
}
ADDITION = {"workplace": "1", "name": "A", "municipality": "B", "reason_code": "tip"}
CASE = {"number": "AK-9", "centre": "vast"}
BULK = {"decisions": [{"item": "{entry}", "version": 0, **DECISION}]}

WRONG = {"wrong": "outdated", "reason_code": "seen_on_site"}
WRONG_FORM = {"wrong": "outdated", "because": "seen_on_site"}
FORM = {"version": "1", "status": "include", "team": "arbetsmiljoverket"}
ADDED = {"workplace": "2", "name": "A", "municipality": "B"}

V1 = "/api/v1"
ROUTES: dict[str, Asked] = {
    "GET /": Asked(Action.FIND_LISTS, "own"),
    "GET /urval/{list_id}": Asked(Action.READ_LIST),
    "POST /urval/{list_id}/plan": Asked(Action.OPEN_PLAN, form={}),
    "POST /objekt/{item_id}/beslut": Asked(Action.DECIDE, form=FORM),
    "POST /urval/{list_id}/tillagg": Asked(Action.ADD_PLACE, form={**ADDED, "reason": "tip"}),
    "GET /urval/{list_id}/veckoplan": Asked(Action.READ_LIST),
    "POST /urval/{list_id}/veckoplan": Asked(
        Action.LOCK_PLAN, form={"version": "1", "state": "locked"}
    ),
    "POST /objekt/{item_id}/besok": Asked(Action.DECIDE, form={"version": "0", "when": ""}),
    "GET /urval/{list_id}/underlag": Asked(Action.READ_LIST),
    "GET /urval/{list_id}/underlag.pdf": Asked(Action.EXPORT_LIST),
    "GET /urval/{list_id}/lista.csv": Asked(Action.EXPORT_LIST),
    "GET /arbetsstalle/{item_id}": Asked(Action.READ_ENTRY),
    "POST /arbetsstalle/{item_id}/beslut": Asked(
        Action.DECIDE, form={"version": "0", "status": "include"}
    ),
    "POST /arbetsstalle/{item_id}/rattelse": Asked(
        Action.DISPUTE_FACT, form={"reason": "0", **WRONG_FORM}
    ),
    "POST /arbetsstalle/{item_id}/koordinator": Asked(Action.REFER, form={"wanted": "after"}),
    "GET /resultat/{item_id}": Asked(Action.READ_OUTCOMES),
    "POST /resultat/{item_id}": Asked(
        Action.RECORD_OUTCOME, authority="own", form={"act": "draft", "comment": "x"}
    ),
    "GET /uppfoljning": Asked(Action.READ_FOLLOW_UP, "own"),
    "GET /uppfoljning.csv": Asked(Action.READ_FOLLOW_UP, "own"),
    "GET /rattelser": Asked(Action.ANSWER_CORRECTION, "own", authority="own"),
    "GET /om-modellen": Asked(Action.READ_MODEL),
    "GET /granskning": Asked(Action.READ_REVIEW),
    "GET /granskning/{review_id}": Asked(Action.READ_REVIEW),
    "GET /granskning/jamfor": Asked(Action.READ_LIST, "own"),
    "GET /granskning/{review_id}/rapport.md": Asked(Action.READ_REVIEW),
    "GET /granskning/{review_id}/rapport.pdf": Asked(Action.READ_REVIEW),
    "GET /granskning/{review_id}/offentlig": Asked(Action.READ_REVIEW),
    "GET /om-modellen/offentlig": Asked(Action.READ_MODEL),
    "GET /om-modellen/offentlig.html": Asked(Action.READ_MODEL),
    "GET /logg": Asked(Action.READ_LOG),
    # Of the whole country: what an analyst may read in a centre of theirs does not reach here.
    "GET /granskning/{review_id}/bakom": Asked(Action.REVIEW_MODEL),
    "GET /granskning/{review_id}/fall": Asked(Action.REVIEW_MODEL),
    "GET /granskning/{review_id}/fall/{number}": Asked(Action.REVIEW_MODEL),
    "POST /granskning/{review_id}/fall/{number}": Asked(
        Action.REVIEW_MODEL, form={"said": "visit"}
    ),
    "POST /granskning/{review_id}/fall/{number}/kommentar": Asked(
        Action.REVIEW_MODEL, form={"comment": "x"}
    ),
    "POST /granskning/{review_id}/rost": Asked(Action.REVIEW_MODEL, form={"decision": "x"}),
    "POST /granskning/{review_id}/kommentar": Asked(
        Action.COMMENT_REVIEW, form={"comment": "x"}
    ),
    f"GET {V1}/workplaces/{{item_id}}": Asked(Action.READ_ENTRY),
    f"GET {V1}/workplaces/{{item_id}}/facts": Asked(Action.READ_ENTRY),
    f"POST {V1}/facts/{{fact_id}}/corrections": Asked(Action.DISPUTE_FACT, body=WRONG),
    f"GET {V1}/follow-up": Asked(Action.READ_FOLLOW_UP, query="?centre=vast"),
    f"GET {V1}/model-versions": Asked(Action.READ_MODEL),
    f"GET {V1}/model-versions/{{digest}}": Asked(Action.READ_MODEL),
    f"GET {V1}/model-versions/{{digest}}/reviews": Asked(Action.READ_REVIEW),
    f"POST {V1}/model-versions/{{digest}}/reviews": Asked(Action.SUBMIT_MODEL, body={}),
    f"POST {V1}/model-versions/{{digest}}/promotion": Asked(Action.PROMOTE_MODEL),
    f"GET {V1}/reviews/{{review_id}}": Asked(Action.READ_REVIEW),
    f"POST {V1}/reviews/{{review_id}}/votes": Asked(
        Action.REVIEW_MODEL, body={"decision": "approve"}
    ),
    f"POST {V1}/reviews/{{review_id}}/comments": Asked(
        Action.COMMENT_REVIEW, body={"comment": "x"}
    ),
    f"GET {V1}/review-history/{{about}}": Asked(Action.READ_REVIEW),
    f"GET {V1}/reviews/{{review_id}}/cases": Asked(Action.REVIEW_MODEL),
    f"GET {V1}/reviews/{{review_id}}/cases/{{number}}": Asked(Action.REVIEW_MODEL),
    f"POST {V1}/reviews/{{review_id}}/cases/{{number}}/answer": Asked(
        Action.REVIEW_MODEL, body={"said": "visit"}
    ),
    f"POST {V1}/reviews/{{review_id}}/cases/{{number}}/comments": Asked(
        Action.REVIEW_MODEL, body={"comment": "x"}
    ),
    f"GET {V1}/reviews/{{review_id}}/report": Asked(Action.READ_REVIEW),
    f"GET {V1}/reviews/{{review_id}}/report.md": Asked(Action.READ_REVIEW),
    f"GET {V1}/reviews/{{review_id}}/report.pdf": Asked(Action.READ_REVIEW),
    f"GET {V1}/reviews/{{review_id}}/public": Asked(Action.READ_REVIEW),
    f"GET {V1}/model-versions/{{digest}}/public": Asked(Action.READ_MODEL),
    f"GET {V1}/list-comparison": Asked(Action.READ_LIST, "own", query="?before=a&after=b"),
    f"GET {V1}/centres": Asked(Action.FIND_LISTS, "own"),
    f"GET {V1}/selection-lists": Asked(Action.FIND_LISTS, query="?centre=vast"),
    f"GET {V1}/selection-lists/{{list_id}}": Asked(Action.FIND_LISTS),
    f"GET {V1}/selection-lists/{{list_id}}/items": Asked(Action.READ_LIST),
    f"GET {V1}/selection-lists/{{list_id}}/items.csv": Asked(Action.EXPORT_LIST),
    f"GET {V1}/selection-lists/{{list_id}}/items.xlsx": Asked(Action.EXPORT_LIST),
    f"GET {V1}/selection-lists/{{list_id}}/items.geojson": Asked(Action.EXPORT_LIST),
    f"POST {V1}/exports": Asked(Action.EXPORT_LIST, body={"list": "{list}"}),
    f"GET {V1}/items/{{item_id}}": Asked(Action.READ_ENTRY),
    f"GET {V1}/items/{{item_id}}/explanation": Asked(Action.READ_ENTRY),
    f"POST {V1}/plans": Asked(Action.OPEN_PLAN, body={"list": "{list}"}),
    f"GET {V1}/plans/{{list_id}}": Asked(Action.READ_LIST),
    f"PATCH {V1}/plans/{{list_id}}": Asked(
        Action.LOCK_PLAN, body={"state": "locked"}, headers=SEEN
    ),
    f"POST {V1}/plans/{{list_id}}/additions": Asked(Action.ADD_PLACE, body=ADDITION),
    f"GET {V1}/items/{{item_id}}/decision": Asked(Action.READ_PLAN),
    f"PUT {V1}/items/{{item_id}}/decision": Asked(Action.DECIDE, body=DECISION, headers=SEEN),
    f"DELETE {V1}/items/{{item_id}}/decision": Asked(Action.DECIDE, headers=SEEN),
    f"GET {V1}/items/{{item_id}}/outcomes": Asked(Action.READ_OUTCOMES),
    f"POST {V1}/items/{{item_id}}/outcomes": Asked(
        Action.RECORD_OUTCOME, authority=AV, body=OUTCOME
    ),
    f"PUT {V1}/items/{{item_id}}/reasons/{{reason}}/answer": Asked(
        Action.ANSWER_REASON, body={"answer": "held"}
    ),
    f"POST {V1}/items/{{item_id}}/corrections": Asked(
        Action.DISPUTE_FACT, body={"reason": 0, **WRONG}
    ),
    # Of one's own authority, wherever; for none but the owner is a request there.
    f"GET {V1}/corrections": Asked(Action.ANSWER_CORRECTION, "own", authority="own"),
    f"POST {V1}/items/{{item_id}}/referrals": Asked(Action.REFER, body={"wanted": "during"}),
    f"GET {V1}/me": Asked(Action.READ_ACCOUNT),
    f"GET {V1}/tokens": Asked(Action.READ_ACCOUNT),
    f"DELETE {V1}/tokens/{{token_id}}": Asked(Action.MAKE_TOKEN),
    # Making one asks for a centre of one's own beside the right that everyone has.
    f"POST {V1}/tokens": Asked(Action.READ_CASES, body=TOKEN),
    f"GET {V1}/cases": Asked(Action.READ_CASES, query="?centre=vast"),
    f"POST {V1}/cases": Asked(Action.MANAGE_CASES, body=CASE),
    f"POST {V1}/cases:close": Asked(Action.MANAGE_CASES, body={**CASE, "number": "AK-3"}),
    f"GET {V1}/rests": Asked(Action.READ_RESTS, query="?centre=vast"),
    f"POST {V1}/rests": Asked(Action.REST, body=REST),
    f"GET {V1}/selection-lists/{{list_id}}/pseudonymous-items": Asked(Action.READ_PSEUDONYMS),
    f"GET {V1}/people": Asked(Action.READ_PEOPLE, query="?centre=vast"),
    f"DELETE {V1}/people/{{person_id}}/sessions": Asked(
        Action.END_SESSIONS, query="?centre=vast"
    ),
    f"GET {V1}/audit-events": Asked(Action.READ_LOG),
    f"GET {V1}/audit-events:sample": Asked(Action.READ_LOG),
}

# What answers in its own way: each decision in a bulk for itself, and a rest by its own centre.
APART = {
    f"POST {V1}/items:decide",
    f"DELETE {V1}/rests/{{rest_id}}",
    f"GET {V1}/exports/{{export_id}}",  # whoever asked for it alone
    f"GET {V1}/exports/{{export_id}}/content",
    f"POST {V1}/corrections/{{request_id}}/answer",  # whose fact it is alone
    "POST /rattelser/{request_id}",
    # Of a request in one's own centre alone (tests/serving/test_rescoring.py).
    f"POST {V1}/corrections/{{request_id}}/rescorings",
    "POST /arbetsstalle/{item_id}/rattelse/{request_id}/varde",
    f"GET {V1}/corrections/{{request_id}}/rescorings/{{rescoring_id}}",
    "POST /urval/{list_id}/beslut",
}

# Doors themselves, and what shows no list.
OPEN = {
    "GET /logga-in",
    "POST /logga-in",
    "GET /logga-in/vidare",
    "GET /logga-in/svar",
    "POST /logga-ut",
    "GET /andamal",
    "POST /andamal",
    f"GET {V1}/health",
    "GET /health/live",
    "GET /health/ready",
}


def every_route(app: FastAPI) -> Iterator[str]:
    for route in _routes(app.routes):
        for method in (route.methods or set()) - {"HEAD"}:
            yield f"{method} {route.path}"


def _routes(found: Any) -> Iterator[APIRoute]:
    """Of the app and of the routers it was given; static files show no list."""
    for route in found:
        if isinstance(route, APIRoute):
            yield route
        elif (router := getattr(route, "original_router", None)) is not None:
            yield from _routes(router.routes)


@pytest.fixture
def listed(database: Database, week: tuple[InspectionList, ...]) -> InspectionList:
    """The list of Väst, its first place to be visited by Arbetsmiljöverket."""
    made = next(one for one in week if one.centre.code == "vast")
    with transaction(database) as connection:
        open_plan(connection, made.id, event=AuditEvent(EventType.PLAN_OPENED))
        decide(
            connection,
            place_of(connection, made.entries[0].id),
            Choice(Status.INCLUDE, agencies=(AV.value,)),
            expected=0,
            event=AuditEvent(EventType.DECISION_MADE),
        )
    return made


def ask(client: TestClient, name: str, made: InspectionList) -> Any:
    """Ask a route, with everything it needs to get as far as the rights."""
    asked = ROUTES[name]
    method, path = name.split(" ")
    filled = {
        "list_id": made.id,
        "item_id": made.entries[0].id,
        "reason": "0",
        "token_id": "t0",
        "person_id": "u0",
        "fact_id": f"{made.entries[0].id}:0",
        "digest": made.provenance.model_digest,
        "review_id": "r0",
        "number": "1",
        "about": made.id,
    }
    path = re.sub(r"\{(\w+)\}", lambda hole: filled[hole[1]], path)
    body = None
    if asked.body is not None:
        body = {
            key: made.id if value == "{list}" else value for key, value in asked.body.items()
        }
    return client.request(
        method, path + asked.query, json=body, data=asked.form, headers=asked.headers
    )


def thing_of(asked: Asked, centre: str, user: User) -> Thing:
    return Thing(
        centre if asked.of == "own" else asked.of,
        user.authority if asked.authority == "own" else asked.authority,
        frozenset({AV.value}),
    )


def people() -> list[tuple[User, str]]:
    """One person of each role, centre and authority, with their centre."""
    return [
        (person(role, centre, authority), centre)
        for role in Role
        for centre in ("vast", "ost")
        for authority in (AV, SKV)
    ]


def test_every_route_stands_in_the_table_of_this_test(app: FastAPI) -> None:
    found = set(every_route(app))
    assert found == set(ROUTES) | APART | OPEN


def test_every_right_is_asked_for_by_some_route_or_kept_for_a_page_to_come() -> None:
    asked = {one.action for one in ROUTES.values()}
    to_come = {Action.ANSWER_REFERRAL}
    assert asked | to_come == set(RIGHTS) == set(Action)


def test_each_role_gets_what_the_table_says_and_nothing_else(
    enter: ENTER, listed: InspectionList
) -> None:
    wrong = []
    for user, centre in people():
        abroad = can(user, Action.READ_CASES, Thing("vast"))
        client = enter(user, centre="vast" if abroad else centre)
        for name, asked in ROUTES.items():
            answer = ask(client, name, listed)
            expected = can(
                user, asked.action, thing_of(asked, "vast" if abroad else centre, user)
            )
            if (answer.status_code not in (401, 403)) != expected:
                wrong.append((user.name, user.authority, name, answer.status_code, expected))
            if not expected and f"{listed.entries[0].name}" in answer.text:
                wrong.append((user.name, user.authority, name, "told", expected))
    assert wrong == []


def test_nobody_reads_anything_without_signing_in(
    app: FastAPI, database: Database, listed: InspectionList
) -> None:
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        for name in ROUTES:
            answer = ask(client, name, listed)
            if name.split(" ")[1].startswith("/api/"):
                assert answer.status_code == 401, name
                assert answer.headers["www-authenticate"] == "Bearer"
            elif not name.startswith("GET "):
                assert answer.status_code == 401, name  # what was typed must not be lost
            else:
                assert answer.status_code == 303, name
                assert answer.headers["location"].startswith("/logga-in?onward=%2F")


def test_nothing_is_readable_without_a_purpose(enter: ENTER, listed: InspectionList) -> None:
    """Whoever has the right is asked what for; whoever has not is refused."""
    for user in (person(role) for role in Role):
        client = enter(user, centre=None)
        for name, asked in ROUTES.items():
            if asked.action not in NEEDS_PURPOSE:
                continue
            answer = ask(client, name, listed)
            assert listed.entries[0].name not in answer.text
            is_read = name.startswith("GET ") and not name.split(" ")[1].startswith("/api/")
            if not is_read or not can(user, asked.action, thing_of(asked, "vast", user)):
                assert answer.status_code == 403, (user.name, name)
            else:
                assert answer.headers["location"].startswith("/andamal?onward=")
            is_purpose = "purpose-missing" in answer.text
            if name.split(" ")[1].startswith("/api/"):
                assert is_purpose == can(user, asked.action, thing_of(asked, "vast", user)), (
                    name
                )


def test_a_purpose_for_one_centre_shows_nothing_of_another(
    enter: ENTER, week: tuple[InspectionList, ...]
) -> None:
    """Even for someone with the role in both."""
    both = frozenset({(Role.PLANNER, "vast"), (Role.PLANNER, "ost")})
    client = enter(User("", "båda", AV, both), centre="vast")
    other = next(one for one in week if one.centre.code == "ost")
    answer = client.get(f"{V1}/selection-lists/{other.id}/items")
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/purpose-missing")
    assert {one["code"] for one in client.get(f"{V1}/centres").json()} == {"vast"}
    page = client.get(f"/urval/{other.id}")
    assert page.headers["location"].startswith("/andamal")


def test_a_role_in_one_centre_is_no_role_in_another(
    enter: ENTER, listed: InspectionList
) -> None:
    mixed = frozenset({(Role.PLANNER, "vast"), (Role.LEAD, "ost")})
    client = enter(User("", "blandad", AV, mixed), centre="vast")
    seen = {"If-Match": '"1"'}
    answer = client.patch(f"{V1}/plans/{listed.id}", json={"state": "locked"}, headers=seen)
    assert answer.status_code == 403


def test_in_a_bulk_each_place_is_allowed_for_itself(
    enter: ENTER, listed: InspectionList, week: tuple[InspectionList, ...]
) -> None:
    other = next(one for one in week if one.centre.code == "ost")
    body = {
        "decisions": [
            {"item": listed.entries[1].id, "version": 0, **DECISION},
            {"item": other.entries[0].id, "version": 0, **DECISION},
            {"item": listed.entries[0].id, "version": 0, **DECISION},
            {"item": listed.entries[2].id, "version": 0, "status": "wait"},
        ]
    }
    client = enter(person(Role.PLANNER))
    answer = client.post(f"{V1}/items:decide", json=body, headers={"Idempotency-Key": "k"})
    assert [one["status"] for one in answer.json()] == [200, 403, 412, 422]
    again = client.post(f"{V1}/items:decide", json=body, headers={"Idempotency-Key": "k"})
    assert (again.json(), again.headers["idempotent-replayed"]) == (answer.json(), "true")
    assert client.post(f"{V1}/items:decide", json=body).status_code == 400


def test_what_is_read_and_refused_is_recorded_with_its_purpose(
    enter: ENTER, database: Database, listed: InspectionList
) -> None:
    enter(person(Role.PLANNER)).get(f"{V1}/items/{listed.entries[0].id}/explanation")
    enter(person(Role.AUDITOR)).get(f"{V1}/items/{listed.entries[0].id}/explanation")
    with transaction(database) as connection:
        told = [one.event for one in records(connection)]
    read = next(one for one in told if one.type is EventType.EXPLANATION_READ)
    assert (read.authority, read.role, read.centre, read.control_case, read.ground) == (
        "arbetsmiljoverket",
        "planner",
        "vast",
        "AK-1",
        "plan",
    )
    assert told[-1].type is EventType.ACCESS_REFUSED
    assert told[-1].objects == ("GET /api/v1/items/{item_id}/explanation",)

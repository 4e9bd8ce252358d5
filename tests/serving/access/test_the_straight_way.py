"""Requests that go straight are answered, refused and recorded as all others are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import pytest
from fastapi import APIRouter, Cookie, Depends, FastAPI, Response
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from serving.access.rights import Role
from serving.store.audit_log import records
from serving.store.database import Database, looking
from serving.targeting.inspection_list import InspectionList
from serving.web import api, list_pages, planning_api, straight
from serving.web.asking import Books, Calling
from serving.web.straight import ASKED, Straight
from tests.serving.access.conftest import ENTER, person

V1 = "/api/v1"
ROUTERS = (api.router, list_pages.router, planning_api.router)


def ways() -> dict[str, bool]:
    """Of each route that may go straight, whether it does, by its method and path."""
    return {
        f"{next(iter(route.methods or ()))} {route.path}": straight._given(
            route.dependant, route.endpoint
        )
        is not None
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, Straight)
    }


def test_what_is_asked_most_goes_straight_and_what_takes_more_does_not() -> None:
    found = ways()
    hot = ("items/{item_id}/decision", "items/{item_id}/explanation")
    assert found["GET /urval/{list_id}"]
    assert found[f"GET {V1}/selection-lists/{{list_id}}/items"]
    assert all(found[f"GET {V1}/{one}"] for one in hot)
    assert found[f"PUT {V1}/{hot[0]}"]
    # They set headers on an answer that FastAPI makes, or read a form.
    assert not found[f"GET {V1}/plans/{{list_id}}"]
    assert not found["POST /urval/{list_id}/tillagg"]


def test_nothing_is_asked_of_every_request_that_the_straight_way_leaves_out(
    app: FastAPI,
) -> None:
    asked = [*app.router.dependencies, *(one for x in ROUTERS for one in x.dependencies)]
    assert {one.dependency for one in asked} == set(ASKED)


def test_an_endpoint_that_is_given_anything_unknown_goes_fastapis_way() -> None:
    router = APIRouter(route_class=Straight)

    async def someone() -> str:
        return "x"

    @router.get("/known")
    def known(books: Books, calling: Calling) -> Response:
        return Response()

    @router.get("/depends")
    def depends(calling: Calling, other: Annotated[str, Depends(lambda: "x")]) -> Response:
        return Response()

    @router.get("/guarded", dependencies=[Depends(someone)])
    def guarded(calling: Calling) -> Response:
        return Response()

    @router.get("/cookie")
    def cookie(calling: Calling, one: Annotated[str, Cookie()] = "") -> Response:
        return Response()

    @router.get("/required")
    def required(calling: Calling, one: str) -> Response:
        return Response()

    @router.get("/changed")
    def changed(calling: Calling, response: Response) -> Response:
        return Response()

    @router.get("/made")
    def made(calling: Calling) -> dict[str, str]:
        return {}

    routes = [one for one in router.routes if isinstance(one, APIRoute)]
    taken = [
        one.path for one in routes if straight._given(one.dependant, one.endpoint) is not None
    ]
    assert taken == ["/known"]


@contextmanager
def roundabout(app: FastAPI) -> Iterator[None]:
    """Every request goes FastAPI's way: somebody else could say who calls."""
    app.dependency_overrides[ways] = ways
    yield
    app.dependency_overrides.clear()


def told(database: Database) -> list[tuple[str, *tuple[object, ...]]]:
    """The records, but for their number, time and request."""
    with looking(database) as connection:
        return [
            (
                x.event.type.value,
                x.event.objects,
                x.event.rows,
                x.event.actor,
                x.event.role,
                x.event.control_case,
                x.event.filter,
                x.event.client,
            )
            for x in records(connection)
        ]


GO = {"status": "include", "agencies": ["arbetsmiljoverket"]}


def asked(made: InspectionList) -> list[tuple[str, str, dict[str, object]]]:
    """Every kind of question to the routes that go straight, usual and unusual."""
    one, two = (f"{V1}/items/{entry.id}" for entry in made.entries[:2])
    elsewhere = made.id.replace("vast", "ost")
    json_said = {"Content-Type": "application/json", "If-Match": '"0"'}
    return [
        ("GET", f"/urval/{made.id}", {}),
        ("GET", f"/urval/{made.id}", {"headers": {"Accept-Language": "en"}}),
        ("GET", f"/urval/{made.id}?band=1", {}),
        ("GET", f"/urval/{made.id}?band=9", {}),
        ("GET", "/urval/2026-W48-vast-00000000", {}),
        ("GET", f"/urval/{elsewhere}", {}),
        ("GET", f"/urval/{'x' * 200}", {}),
        ("GET", f"{V1}/selection-lists/{made.id}/items", {}),
        ("GET", f"{V1}/selection-lists/{made.id}/items?limit=2", {}),
        ("GET", f"{V1}/selection-lists/{made.id}/items?unknown=2", {}),
        ("GET", f"{one}/explanation", {}),
        ("GET", f"{one}/explanation", {"headers": {"Authorization": "Bearer nonsense"}}),
        ("GET", f"{one}.9/explanation", {}),
        ("GET", f"{one}/decision", {}),
        ("GET", f"{one}/decision?unknown=1", {}),
        ("PUT", f"{one}/decision", {"json": GO}),
        ("PUT", f"{one}/decision", {"json": GO, "headers": {"If-Match": "1"}}),
        ("PUT", f"{one}/decision", {"json": GO, "headers": {"If-Match": '"7"'}}),
        ("PUT", f"{one}/decision", {"json": {"status": "go"}, "headers": {"If-Match": '"0"'}}),
        ("PUT", f"{one}/decision", {"json": [GO], "headers": {"If-Match": '"0"'}}),
        ("PUT", f"{one}/decision", {"content": "{", "headers": json_said}),
        ("PUT", f"{one}/decision", {"content": "", "headers": json_said}),
        ("PUT", f"{one}/decision", {"content": json.dumps(GO), "headers": {"If-Match": '"0"'}}),
        (
            "PUT",
            f"{two}/decision",
            {"json": {"status": "wait"}, "headers": {"If-Match": '"0"'}},
        ),
        (
            "PUT",
            f"{one}/decision",
            {"json": GO, "headers": {"If-Match": '"0"', "Sec-Fetch-Site": "cross-site"}},
        ),
        ("GET", f"{one}/decision", {"headers": {"Host": "elsewhere.example"}}),
        ("DELETE", f"{one}/decision", {"headers": {"If-Match": '"9"'}}),
    ]


def answers(client: TestClient, made: InspectionList) -> list[tuple[int, dict[str, str], str]]:
    """Status, headers but for the request's number, and text of each."""
    found = []
    for method, path, more in asked(made):
        answer = client.request(method, path, **more)  # type: ignore[arg-type]
        number = answer.headers["x-request-id"]
        headers = {name: said for name, said in answer.headers.items() if said != number}
        found.append((answer.status_code, headers, answer.text.replace(number, "N")))
    return found


@pytest.mark.parametrize("role", [Role.PLANNER, Role.INSPECTOR, Role.AUDITOR])
def test_both_ways_answer_and_record_the_same(
    enter: ENTER,
    app: FastAPI,
    database: Database,
    week: tuple[InspectionList, ...],
    role: Role,
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    client = enter(person(role))
    client.post(f"{V1}/plans", json={"list": made.id})
    before = len(told(database))
    went_straight = answers(client, made)
    half = len(told(database))
    with roundabout(app):
        assert answers(client, made) == went_straight
    log = told(database)
    assert log[before:half] == log[half:]
    if role is Role.PLANNER:
        assert {status for status, _, _ in went_straight} >= {200, 400, 401, 403, 404, 412, 422}


def test_a_decision_goes_straight_and_stands(
    enter: ENTER, database: Database, week: tuple[InspectionList, ...]
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    client = enter(person(Role.PLANNER))
    client.post(f"{V1}/plans", json={"list": made.id})
    path = f"{V1}/items/{made.entries[0].id}/decision"
    answer = client.put(path, json=GO, headers={"If-Match": '"0"'})
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert client.get(path).json()["status"] == "include"
    assert [one[0] for one in told(database)[-2:]] == ["decision_made", "plan_read"]


def test_who_is_not_signed_in_any_more_is_sent_to_sign_in(
    enter: ENTER, week: tuple[InspectionList, ...]
) -> None:
    client = enter(person(Role.PLANNER))
    list_id = week[0].id
    client.post("/logga-ut")
    client.cookies.set("lykta-session", "forged", domain="127.0.0.1")
    assert client.get(f"{V1}/selection-lists/{list_id}/items").status_code == 401
    assert client.get(f"/urval/{list_id}").status_code in (303, 401)

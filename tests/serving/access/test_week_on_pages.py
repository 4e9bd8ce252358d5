"""The week plan as a page: days, clashes, what is left before the lock, and the lock itself."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from serving.access.rights import Role
from serving.store.database import Database, transaction
from serving.store.plans import plan_of
from serving.store.visits import visits_of
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, person
from tests.serving.access.test_the_planners_week import planner

MONDAY = "2026-11-23"


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


@pytest.fixture
def client(enter: ENTER, made: InspectionList) -> TestClient:
    """A plan lead of Väst who has put the first two places on the plan."""
    client = enter(planner())
    client.post(f"/urval/{made.id}/plan")
    for entry in made.entries[:2]:
        form = {"version": "0", "status": "include", "team": "skatteverket"}
        assert client.post(f"/objekt/{entry.id}/beslut", data=form).status_code == 303
    return client


def move(client: TestClient, item: str, when: str, seen: int = 0) -> Any:
    form = {"version": str(seen), "when": when}
    return client.post(f"/objekt/{item}/besok", data=form)


def test_two_places_at_once_for_one_authority_are_told_on_both(
    client: TestClient, made: InspectionList
) -> None:
    first, second = made.entries[:2]
    page = f"/urval/{made.id}/veckoplan"
    assert move(client, first.id, f"{MONDAY}:morning").headers["location"] == f"{page}#besok-1"
    move(client, second.id, f"{MONDAY}:afternoon")
    assert "Krock" not in client.get(page).text
    move(client, second.id, f"{MONDAY}:morning", 1)
    clashing = client.get(page).text
    assert clashing.count("Krock: Skatteverket är på 2 ställen") == 2
    assert "2 besök krockar med ett annat" in clashing
    move(client, second.id, "", 2)
    shown = client.get(page).text
    assert "Krock" not in shown
    without_day = shown.split("Utan dag", 1)[1].split("</section>")[0]
    assert "Resa:" not in without_day  # nobody travels anywhere until there is a day
    assert f"Resa: {first.municipality}" in shown
    assert html.escape(second.name) in without_day
    assert html.escape(first.name) not in without_day


def test_a_card_says_its_priority_in_words_and_a_random_draw_says_none(
    client: TestClient, made: InspectionList
) -> None:
    drawn = next(one for one in made.entries if one.drawn == "random")
    form = {"version": "0", "status": "include", "team": "skatteverket"}
    assert client.post(f"/objekt/{drawn.id}/beslut", data=form).status_code == 303
    shown = client.get(f"/urval/{made.id}/veckoplan").text
    cards = {one.split('"', 1)[0]: one for one in re.split(r'id="besok-', shown)[1:]}
    first = {1: "mycket hög", 2: "hög", 3: "förhöjd", 4: "grund"}[int(made.entries[0].band)]
    assert f"Prioritet: {first}" in cards["1"]
    assert "Slumpval" in cards[str(drawn.rank)]
    assert "Prioritet" not in cards[str(drawn.rank)].split("</li>")[0]
    # What one reads for is told by the centre's name, not by its code.
    assert f"Läser för: {made.centre.name}, " in shown


def test_a_visit_that_somebody_else_moved_is_not_moved_again(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    item = made.entries[0].id
    move(client, item, f"{MONDAY}:morning")
    answer = move(client, item, f"{MONDAY}:evening")
    assert (answer.status_code, "Någon annan har flyttat" in answer.text) == (412, True)
    for wrong in ("2026-12-24:morning", "x:morning", f"{MONDAY}:night"):
        assert move(client, item, wrong, 1).status_code == 422, wrong
    with transaction(database) as connection:
        assert visits_of(connection, made.id)[item].version == 1


def test_the_plan_is_locked_once_all_is_decided_and_then_offers_no_change(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    page, form = f"/urval/{made.id}/veckoplan", {"version": "1", "state": "locked"}
    refused = client.post(page, data=form)
    assert refused.status_code == 409
    assert f"{len(made.entries) - 2} har inget beslut" in refused.text
    rest = [f"{one.id}:0:arbetsmiljoverket" for one in made.entries[2:]]
    client.post(f"/urval/{made.id}/beslut", data={"place": rest, "why": "include:"})
    assert client.post(page, data={**form, "version": "7"}).status_code == 412
    assert client.post(page, data=form).status_code == 303
    with transaction(database) as connection:
        assert plan_of(connection, made.id).state == "locked"
    shown = client.get(page).text
    assert re.search(r'class="state state-locked">Låst<', shown)
    assert "Flytta" not in shown
    assert "Avsluta veckan" in shown
    assert client.post(page, data={"version": "2", "state": "done"}).status_code == 409
    answer = move(client, made.entries[0].id, f"{MONDAY}:morning")
    assert (answer.status_code, "låst" in answer.text) == (409, True)
    assert "Ta med" not in client.get(f"/urval/{made.id}").text


def test_a_planner_who_does_not_lead_is_told_who_locks(
    client: TestClient, enter: ENTER, made: InspectionList
) -> None:
    shown = enter(person(Role.PLANNER)).get(f"/urval/{made.id}/veckoplan").text
    assert "Den som leder planeringen låser planen." in shown
    assert "Lås planen" not in shown

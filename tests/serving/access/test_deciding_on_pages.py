"""The list as a page: decisions, faults said where they are, several at once, additions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.decisions import decision_of, decisions_of
from serving.store.places import additions_of
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER
from tests.serving.access.test_the_planners_week import planner

GO = {"version": "0", "status": "include", "team": "arbetsmiljoverket"}
HX = {"HX-Request": "true"}


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


@pytest.fixture
def client(enter: ENTER, made: InspectionList) -> TestClient:
    """A plan lead of Väst who has begun to plan."""
    client = enter(planner())
    assert client.post(f"/urval/{made.id}/plan").headers["location"] == f"/urval/{made.id}"
    return client


def decide(client: TestClient, item: str, form: dict[str, Any], **headers: str) -> Any:
    return client.post(f"/objekt/{item}/beslut", data=form, headers=headers)


def test_a_decision_without_script_leads_back_to_its_row_under_the_same_filter(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    entry = made.entries[1]
    back = f"band={int(entry.band)}&q={entry.name[:4]}"
    answer = decide(client, entry.id, {**GO, "back": back})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/urval/{made.id}?{back}#plats-2"
    with transaction(database) as connection:
        assert decision_of(connection, entry.id).agencies == ("arbetsmiljoverket",)


def test_with_script_the_row_and_the_strip_are_the_answer(
    client: TestClient, made: InspectionList
) -> None:
    answer = decide(client, made.entries[0].id, GO, **HX)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert answer.text.count('id="plats-1"') == answer.text.count('id="remsa"') == 1
    assert f"1 av {made.capacity} kontroller valda" in answer.text
    undone = decide(client, made.entries[0].id, {"version": "1", "status": "undecided"}, **HX)
    assert f"0 av {made.capacity} kontroller valda" in undone.text


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"why": ""}, "Välj ett skäl"),
        ({"why": "wait:ceased"}, "Välj ett skäl"),
        ({"why": "decline:other"}, "Skriv en kommentar"),
        (
            {"why": "wait:team", "comment": "ring 19121212-1212"},
            "personnummer eller organisation",
        ),
        ({"status": "include"}, "Kryssa för minst en"),
        ({"why": "decline:ceased", "comment": "x" * 1001}, "högst 1 000 tecken"),
    ],
)
def test_what_is_missing_is_said_in_the_row_with_what_was_filled_in(
    client: TestClient, made: InspectionList, form: dict[str, str], told: str
) -> None:
    for headers in ({}, HX):
        answer = decide(client, made.entries[0].id, {"version": "0", **form}, **headers)
        assert answer.status_code == 422
        row = answer.text[answer.text.index('id="plats-1"') :].split('class="reasons"')[1]
        assert told in row.split("</li>")[0]


def test_a_random_draw_is_not_declined_for_others_that_come_first(
    client: TestClient, made: InspectionList
) -> None:
    drawn = next(one for one in made.entries if one.drawn == "random")
    form = {"version": "0", "why": "decline:others_first"}
    assert "Annars mäter lottningen ingenting" in decide(client, drawn.id, form).text
    ranked = next(one for one in made.entries if one.drawn == "ranking")
    wrong = {"version": "0", "why": "decline:ceased", "comment": "x" * 1001}
    for place in (drawn, ranked):  # another fault is called what it is
        told = decide(client, place.id, wrong).text
        assert "högst 1 000 tecken" in told
        assert "Annars mäter lottningen" not in told


def test_what_was_typed_comes_back_whole_and_a_new_line_counts_once(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    item = made.entries[0].id
    typed = "ring 19121212-1212 före besöket"
    assert (
        typed
        in decide(client, item, {"version": "0", "why": "wait:team", "comment": typed}).text
    )
    lines = "\r\n".join(["x"] * 500)  # 999 characters, as the browser counted them
    answer = decide(client, item, {"version": "0", "why": "wait:team", "comment": lines})
    assert answer.status_code == 303
    with transaction(database) as connection:
        assert decision_of(connection, item).comment == "\n".join(["x"] * 500)


def test_whoever_comes_second_sees_both_decisions_and_writes_over_neither(
    client: TestClient, enter: ENTER, made: InspectionList, database: Database
) -> None:
    item = made.entries[0].id
    decide(enter(planner("Bo")), item, GO)
    answer = decide(client, item, {"version": "0", "why": "wait:season", "comment": "is"}, **HX)
    assert answer.status_code == 412
    assert "Någon annan har sparat" in answer.text
    assert re.search(r"Deras: Med i planen \(Bo, ", answer.text)
    assert "Ditt, inte sparat: Avvakta, Fel tid på året" in answer.text
    assert 'name="version" value="1"' in answer.text  # from here on it is a decision anew
    with transaction(database) as connection:
        assert decision_of(connection, item).version == 1


def test_several_are_decided_at_once_and_each_that_is_not_says_why(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    drawn = next(one for one in made.entries if one.drawn == "random")
    ranked = [one for one in made.entries if one.drawn == "ranking"]
    marked = [f"{one.id}:0:skatteverket" for one in (*ranked, drawn)]
    address = f"/urval/{made.id}/beslut"
    answer = client.post(address, data={"place": marked, "why": "decline:elsewhere"})
    assert answer.status_code == 422
    assert f"{len(ranked)} sparade, 1 kunde inte sparas" in answer.text
    with transaction(database) as connection:
        assert set(decisions_of(connection, made.id)) == {one.id for one in ranked}
    again = [f"{one.id}:1:skatteverket" for one in ranked]
    assert client.post(address, data={"place": again, "why": "include:"}).status_code == 303
    assert "Markera minst ett" in client.post(address, data={"why": "include:"}).text


def test_people_add_a_workplace_with_a_reason_and_not_twice(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    form = {"name": "Nytt AB", "workplace": "77", "municipality": "Borås", "reason": "tip"}
    address = f"/urval/{made.id}/tillagg"
    answer = client.post(address, data=form)
    assert answer.headers["location"] == f"/urval/{made.id}#plats-m1"
    for wrong in (form, {**form, "workplace": "78", "reason": ""}, {**form, "name": " "}):
        refused = client.post(address, data=wrong)
        assert (refused.status_code, "Det gick inte" in refused.text) == (422, True)
    with transaction(database) as connection:
        assert len(additions_of(connection, made.id)) == 1
    assert "Nytt AB" in client.get(f"/urval/{made.id}?municipality=Bor%C3%A5s").text
    assert "Nytt AB" not in client.get(f"/urval/{made.id}?band=1").text


def test_filters_leave_what_meets_them_and_a_search_is_not_in_the_log(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    def names(query: str) -> list[str]:
        shown = client.get(f"/urval/{made.id}?{query}").text
        return re.findall(r"<h3>(?:<a[^>]*>)?([^<]+)", shown)

    first = made.entries[0]
    decide(client, first.id, GO)
    assert names("decision=include") == [first.name]
    assert first.name not in names("decision=undecided")
    assert names(f"q={first.employer}") == [
        one.name for one in made.entries if one.employer == first.employer
    ]
    assert names(f"municipality={first.municipality}&sector={first.sector.sv}") == [
        one.name
        for one in made.entries
        if (one.municipality, one.sector) == (first.municipality, first.sector)
    ]
    source = first.reasons[0].authorities[0]
    assert first.name in names(f"source={source}")
    assert client.get(f"/urval/{made.id}?decision=maybe").status_code == 422
    with transaction(database) as connection:
        told = [one.event.filter for one in records(connection) if one.event.filter]
    assert not [one for one in told if first.employer in one]
    assert "q=%2A" in told


def test_the_record_names_the_places_that_were_on_the_page(
    client: TestClient, made: InspectionList, database: Database
) -> None:
    drawn = [one.id for one in made.entries if one.drawn == "random"]
    client.get(f"/urval/{made.id}?drawn=random")
    with transaction(database) as connection:
        last = list(records(connection))[-1].event
    assert (last.type.value, list(last.objects)) == ("list_read", [made.id, *drawn])


def test_a_reviewer_reads_and_is_offered_nothing_to_decide(
    enter: ENTER, made: InspectionList
) -> None:
    from serving.access.rights import Role
    from tests.serving.access.conftest import person

    shown = enter(person(Role.REVIEWER)).get(f"/urval/{made.id}").text
    assert made.entries[0].name in shown
    assert "Ta med" not in shown
    assert "Börja planera" not in shown

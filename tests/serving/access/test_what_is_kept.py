"""What is kept between requests never shows one reader what another may see, nor what was."""

from __future__ import annotations

import random
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from features.vocabulary import Authority
from serving.access.rights import Action, Role, Thing, User, can
from serving.access.secrecy import HIDDEN, may_see
from serving.access.signing_in import let_in
from serving.store.database import Database, transaction
from serving.store.lists import made_event, save_list
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER
from tests.serving.invented import WEEK, lists

V1 = "/api/v1"
AV, POLICE, IVO = Authority.ARBETSMILJOVERKET, Authority.POLISMYNDIGHETEN, Authority.IVO


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


def _person(name: str, role: Role, authority: Authority) -> User:
    return User("", name, authority, frozenset({(role, "vast")}))


PEOPLE = (
    _person("Alma Åker", Role.PLANNER, AV),
    _person("Bo <b>Berg</b>", Role.PLANNER, POLICE),
    _person("Cia Dal", Role.REVIEWER, AV),
    _person("Dan Ek", Role.LEAD, IVO),
    _person("Eva Falk", Role.INSPECTOR, AV),
)


def _check_page(text: str, whom: User, made: InspectionList, language: str) -> None:
    """Everything on the page is of this reader alone: names, facts, forms and language."""
    shown = unescape(text)
    others = [one.name for one in PEOPLE if one != whom]
    assert whom.name in shown
    assert not [name for name in others if name in shown]
    assert ("<b>Berg" in text) is False
    assert f'<html lang="{language}">' in text
    assert (f"/objekt/{made.entries[0].id}/beslut" in text) == can(
        whom, Action.DECIDE, Thing("vast")
    )
    for entry in made.entries:
        for reason in entry.reasons:
            sentence = getattr(reason.sentence, language)
            hidden = not may_see(whom.authority, reason.authorities)
            elsewhere = any(
                getattr(other.sentence, language) == sentence
                and may_see(whom.authority, other.authorities)
                for one in made.entries
                for other in one.reasons
            )
            assert (sentence in shown) == (elsewhere or not hidden)


def test_in_any_order_of_readers_each_sees_only_what_is_theirs(
    enter: ENTER, made: InspectionList
) -> None:
    clients = {one.name: enter(one) for one in PEOPLE}
    clients["Alma Åker"].post(f"{V1}/plans", json={"list": made.id})
    readers = [
        one for one in PEOPLE if clients[one.name].get(f"/urval/{made.id}").status_code == 200
    ]
    hidden = {
        one.authority
        for one in readers
        for entry in made.entries
        for reason in entry.reasons
        if not may_see(one.authority, reason.authorities)
    }
    # Or there would be nothing to confuse: some see all, others do not, some may decide.
    assert len(readers) >= 3
    assert 0 < len(hidden) < len({one.authority for one in readers})
    dice = random.Random(1)
    for _ in range(60):
        whom, language = dice.choice(readers), dice.choice(["sv", "en"])
        entry = dice.choice(made.entries)
        client = clients[whom.name]
        page = client.get(f"/urval/{made.id}?lang={language}")
        _check_page(page.text, whom, made, language)
        told = client.get(f"{V1}/items/{entry.id}/explanation").json()["reasons"]
        for reason, said in zip(entry.reasons, told, strict=True):
            seen = may_see(whom.authority, reason.authorities)
            assert said["sentence"]["sv"] == (reason.sentence.sv if seen else HIDDEN.sv)
            assert said["value"]["sv"] == (reason.value.sv if seen else "")
        items = client.get(f"{V1}/selection-lists/{made.id}/items?limit=3").json()["items"]
        assert [one["id"] for one in items] == [one.id for one in made.entries[:3]]


def _page(client: TestClient, made: InspectionList, query: str = "") -> str:
    answer = client.get(f"/urval/{made.id}{query}")
    assert answer.status_code == 200
    return unescape(answer.text)


def test_each_change_beside_a_list_is_on_the_next_page_that_anybody_opens(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    alma, bo = (
        enter(_person("Alma Åker", Role.PLANNER, AV)),
        enter(_person("Bo Berg", Role.PLANNER, AV)),
    )
    place = made.entries[0].id
    assert "Bo Berg" not in _page(alma, made)
    bo.post(f"{V1}/plans", json={"list": made.id})
    assert f"/objekt/{place}/beslut" in _page(alma, made)

    said = {"status": "wait", "reason_code": "team", "comment": "Först efter jul"}
    path = f"{V1}/items/{place}/decision"
    assert bo.put(path, json=said, headers={"If-Match": '"0"'}).status_code == 200
    page = _page(alma, made)
    assert "Först efter jul" in page
    assert "Bo Berg" in page
    assert _page(alma, made, "?decision=wait").count('class="entry ') == 1
    assert bo.delete(path, headers={"If-Match": '"1"'}).status_code == 200
    assert "Först efter jul" not in _page(alma, made)
    assert _page(alma, made, "?decision=wait").count('class="entry ') == 0

    added = {"workplace": "99887766", "name": "Nya Fasad", "municipality": "Borås"}
    added["reason_code"] = "tip"
    assert bo.post(f"{V1}/plans/{made.id}/additions", json=added).status_code == 201
    assert "Nya Fasad" in _page(alma, made)

    # Bo is called something else at the next sign-in, and so on a page that was kept.
    assert bo.put(path, json=said, headers={"If-Match": '"2"'}).status_code == 200
    assert "Bo Berg" in _page(alma, made)
    married = _person("Bo Ceder", Role.PLANNER, AV)
    with_the_same = "|".join(("Bo Berg", AV))
    let_in(database, "test", with_the_same, married, request_id="r")
    page = _page(alma, made)
    assert "Bo Ceder" in page
    assert "Bo Berg" not in page

    # A list of the week before: its link, and what has changed since.
    (before,) = [one for one in lists(week=WEEK.plus(-1)) if one.centre.code == "vast"]
    with transaction(database) as connection:
        save_list(connection, before, event=made_event(before))
    assert f"/urval/{before.id}" in _page(alma, made)


def test_a_right_that_is_lost_is_lost_on_a_page_that_was_kept(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    whom = _person("Alma Åker", Role.PLANNER, AV)
    client = enter(whom)
    client.post(f"{V1}/plans", json={"list": made.id})
    form = f"/objekt/{made.entries[0].id}/beslut"
    assert form in _page(client, made)
    reviewer = replace(whom, grants=frozenset({(Role.REVIEWER, "vast")}))
    let_in(database, "test", "|".join((whom.name, whom.authority)), reviewer, request_id="r")
    assert form not in _page(client, made)
    nobody = replace(whom, grants=frozenset())
    let_in(database, "test", "|".join((whom.name, whom.authority)), nobody, request_id="r")
    assert client.get(f"/urval/{made.id}").status_code == 403

"""What a visit found, as a form: saved, kept as a draft, and never lost on the way."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from features.vocabulary import Authority
from serving.access.rights import EVERY_CENTRE, Role, User
from serving.audit_vocabulary import EventType
from serving.planning.choices import Choice
from serving.planning.vocabulary import Status
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.drafts import draft_of
from serving.store.outcomes import answers_of, outcomes_of
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, SITE, cases, enter
from tests.serving.settled import settle

__all__ = ["cases", "enter"]  # fixtures

AV, SKV, FK = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.FORSAKRINGSKASSAN,
)
TODAY = datetime.now(UTC).date()
FOUND = {
    "version": "0",
    "act": "save",
    "visited_on": TODAY.isoformat(),
    "result": "finding",
    "kind": "work_environment",
    "severity": "3",
    "status": "decided",
    "comment": "ställning utan räcke",
    "answer-0": "held",
    "answer-1": "did_not",
}


def planner(authority: Authority = AV, name: str = "Anna") -> User:
    return User("", name, authority, frozenset({(Role.PLANNER, EVERY_CENTRE)}))


@pytest.fixture
def made(database: Database, week: tuple[InspectionList, ...]) -> InspectionList:
    """The list of Väst, locked; its second place waits."""
    found = next(one for one in week if one.centre.code == "vast")
    settle(database, found, {2: Choice(Status.WAIT, "season")})
    return found


@pytest.fixture
def here(made: InspectionList) -> str:
    return f"/resultat/{made.entries[0].id}"


def test_one_form_saves_the_outcome_and_the_answers(
    enter: ENTER, database: Database, made: InspectionList, here: str
) -> None:
    client, place = enter(planner()), made.entries[0].id
    assert client.post(here, data=FOUND).headers["location"] == f"{here}?said=sparat"
    with transaction(database) as connection:
        (one,) = outcomes_of(connection, place=place)
        assert answers_of(connection, place) == {0: "held", 1: "did_not"}
    assert (one.outcome.authority, one.outcome.severity, one.version) == (AV, 3, 1)
    page = client.get(here).text
    assert 'name="version" value="1"' in page
    assert "ställning utan räcke</textarea>" in page


def test_an_answer_that_says_nothing_new_is_not_written_again(
    enter: ENTER, database: Database, here: str
) -> None:
    client = enter(planner())
    client.post(here, data=FOUND)
    client.post(here, data={**FOUND, "version": "1", "answer-1": "held"})
    with transaction(database) as connection:
        told = [one.event for one in records(connection)]
    answered = [one.objects[1:] for one in told if one.type is EventType.REASON_ANSWERED]
    assert answered == [("0", "held"), ("1", "did_not"), ("1", "held")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"result": ""}, "Välj ett resultat"),
        ({"kind": ""}, "En brist behöver ett område"),
        ({"severity": "5"}, "hur allvarlig bristen är"),
        ({"visited_on": ""}, "vilken dag besöket gjordes"),
        ({"visited_on": str(TODAY + timedelta(days=2))}, "inte senare än i dag"),
        ({"comment": "ring 19640823-3234"}, "ser ut som ett personnummer"),
    ],
)
def test_every_fault_is_told_and_nothing_typed_is_lost(
    enter: ENTER, database: Database, here: str, change: dict[str, str], said: str
) -> None:
    answer = enter(planner()).post(here, data={**FOUND, **change})
    assert answer.status_code == 422
    assert said in answer.text
    assert {**FOUND, **change}["comment"] in answer.text
    assert re.search(r'name="answer-0" value="held" checked', answer.text)
    with transaction(database) as connection:
        assert outcomes_of(connection) == []


def test_a_draft_is_kept_for_its_writer_alone_and_goes_when_it_is_recorded(
    enter: ENTER, database: Database, made: InspectionList, here: str
) -> None:
    mine, other = enter(planner()), enter(planner(name="Bo"))
    part = {"act": "draft", "comment": "halvvägs", "answer-0": "unknown"}
    assert mine.post(here, data=part).headers["location"] == f"{here}?said=utkast"
    assert mine.post(here, data={**part, "comment": "längre"}).status_code == 303
    page = mine.get(here).text
    assert "längre</textarea>" in page
    assert "Det här är ditt utkast" in page
    assert "längre" not in other.get(here).text
    mine.post(here, data=FOUND)
    with transaction(database) as connection:
        told = [one.event for one in records(connection)]
        actor = next(one.actor for one in told if one.type is EventType.DRAFT_SAVED)
        assert draft_of(connection, made.entries[0].id, actor) is None
    kinds = [one.type for one in told]
    assert kinds.count(EventType.DRAFT_SAVED) == 3  # twice kept, once let go
    assert "längre" not in repr(told)


def test_a_draft_with_an_identity_number_is_not_kept(
    enter: ENTER, database: Database, here: str
) -> None:
    answer = enter(planner()).post(here, data={"act": "draft", "comment": "640823-3234"})
    assert answer.status_code == 422
    with transaction(database) as connection:
        kinds = [one.event.type for one in records(connection)]
    assert EventType.DRAFT_SAVED not in kinds


def test_of_two_at_one_authority_the_second_sees_both(enter: ENTER, here: str) -> None:
    first, second = enter(planner()), enter(planner(name="Bo"))
    first.post(here, data=FOUND)
    theirs = {**FOUND, "result": "none", "comment": "inget fel"}
    answer = second.post(here, data=theirs)
    assert answer.status_code == 412
    assert "Någon annan på din myndighet" in answer.text
    assert "ställning utan räcke" in answer.text  # what stands
    assert "inget fel</textarea>" in answer.text  # what was typed
    assert second.post(here, data={**theirs, "version": "1"}).status_code == 303


def test_the_same_sent_twice_is_saved_once(enter: ENTER, database: Database, here: str) -> None:
    client = enter(planner())
    assert client.post(here, data=FOUND).status_code == 303
    assert client.post(here, data=FOUND).status_code == 303  # as after a lost answer
    with transaction(database) as connection:
        (one,) = outcomes_of(connection)
    assert one.version == 1


def test_what_was_typed_outlives_the_session(
    enter: ENTER, database: Database, here: str
) -> None:
    client = enter(planner())
    signed_out = TestClient(
        client.app, base_url="http://127.0.0.1:8000", follow_redirects=False, headers=SITE
    )
    kept = signed_out.post(here, data={**FOUND, "comment": 'ett "citat" <b>'})
    assert kept.status_code == 401
    assert "Din inloggning har upphört" in kept.text
    assert "<b>" not in kept.text.split("Det här skrev du")[1]
    fields = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', kept.text))
    assert set(fields) == set(FOUND) - {"act"}
    with transaction(database) as connection:
        assert outcomes_of(connection) == []
    again = {**fields, "act": "save", "comment": 'ett "citat" <b>'}
    assert client.post(here, data=again).status_code == 303


def test_what_was_typed_outlives_the_purpose(enter: ENTER, here: str) -> None:
    answer = enter(planner(), centre=None).post(here, data=FOUND)
    assert answer.status_code == 403
    assert "Ändamålet saknas" in answer.text
    assert "ställning utan räcke" in answer.text


def test_another_site_cannot_have_a_form_echoed(enter: ENTER, here: str) -> None:
    client = enter(planner())
    answer = client.post(here, data=FOUND, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "ställning" not in answer.text


def test_the_outcome_of_an_authority_whose_facts_are_secret_is_told_of_and_not_told(
    enter: ENTER, here: str
) -> None:
    enter(planner(FK)).post(here, data={**FOUND, "comment": "hemligt"})
    seen = enter(planner(AV)).get(here).text  # 28 kap. OSL: not for Arbetsmiljöverket
    assert "hemligt" not in seen
    assert "Försäkringskassan: dold uppgift (sekretess)" in seen
    assert "Skatteverket: inget registrerat än" in seen


def test_nothing_is_recorded_of_a_place_that_was_not_to_be_visited(
    enter: ENTER, made: InspectionList
) -> None:
    client = enter(planner())
    waits = f"/resultat/{made.entries[1].id}"
    page = client.get(waits)
    assert "skulle inte besökas" in page.text
    assert "Spara resultatet" not in page.text
    assert client.post(waits, data=FOUND).status_code == 409

"""The reviewer's desk as pages: what is shown to whom, votes with their faults, and talk."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from models.audit.kept import keep
from serving.access.rights import Role
from serving.audit_vocabulary import EventType
from serving.reviewing.rules import Review
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, looking
from serving.store.reviews import comments_of, review_of
from tests.serving.access.conftest import ENTER, person
from tests.serving.approving import approve, hand_in, write_model

UNTIL = str(datetime.now(UTC).date() + timedelta(days=30))
VOTE = {"decision": "approve_with_conditions", "conditions": "bara Väst", "until": UNTIL}


def seen(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "why": ""}


HELD = {
    "judged_on": ["2025-11-01"],
    "bands": [],
    "by_centre": [
        {"group": "vast", "labelled": 80, "expected": 0.1, "seen": seen(0.3, 0.2, 0.4)},
        {"group": "ost", "labelled": 80, "expected": 0.3, "seen": seen(0.3, 0.2, 0.4)},
        {"group": "nord", "labelled": 9, "expected": 0.9, "seen": seen(0.3, 0.2, 0.4)},
    ],
    "by_stratum": [],
}
WORDS = {"vast": {"sv": "Väst (Göteborg)", "en": "West"}}


@pytest.fixture
def model(settings: Settings) -> Path:
    return write_model(settings.mlruns, calibration=HELD, group_words=WORDS)


@pytest.fixture
def review(database: Database, model: Path) -> Review:
    return hand_in(database, model)


@pytest.fixture
def reviewer(enter: ENTER) -> TestClient:
    return enter(person(Role.REVIEWER))


def row_of(page: str, name: str) -> str:
    """The table row whose heading begins so."""
    return next(one for one in page.split("<tr")[1:] if f'scope="row">{name}' in one)


def test_a_review_shows_each_check_with_what_it_says_and_what_nobody_has_made(
    reviewer: TestClient, review: Review
) -> None:
    page = reviewer.get(f"/granskning/{review.id}").text
    gate = page.split('class="card gate"')[1].split("</ul>")[0]
    assert gate.count("Uppfyllt") == 4
    assert "Kan inte avgöras" in gate
    assert "Ingen gruppgranskning är gjord av den här modellen" in page
    for told in ("Modellen är inte prövad på typföretag än", "Inlämnad av"):
        assert told in page
    assert f"/granskning/{review.id}" in reviewer.get("/granskning").text


def test_a_group_outside_its_interval_is_told_from_one_with_too_few(
    reviewer: TestClient, review: Review
) -> None:
    page = reviewer.get(f"/granskning/{review.id}").text
    assert "Utanför intervallet" in row_of(page, "Väst (Göteborg)")
    assert "Som väntat" in row_of(page, "ost")
    assert "Få kontroller" in row_of(page, "nord")
    assert "1 utanför" in page


def test_a_kept_group_audit_is_shown_with_its_limit_and_the_grouping_that_is_asked_for(
    reviewer: TestClient, review: Review, settings: Settings
) -> None:
    def group(attribute: str, value: str, excess: float | None, verdict: str) -> dict[str, Any]:
        low = None if excess is None else excess - 0.1
        high = None if excess is None else excess + 0.1
        figure = {"value": excess, "interval": [low, high]}
        return {
            "attribute": attribute,
            "value": value,
            "size": 1200,
            "verdict": verdict,
            "burden_ratio": figure,
            "random_arm": {"value": 0.04, "interval": [0.02, 0.08]},
            "burden": {"excess": figure},
        }

    audit = {
        "verdict": "fails",
        "policy": {"tolerance": 1.25},
        "groups": [
            group("age", "0-2", None, "cannot tell"),
            group("size", "1-9", 1.0, "passes"),
            group("size", "50+", 1.9, "fails"),
        ],
    }
    keep(settings.workspace, "sweden", "models", review.model, "groups", audit)

    page = reviewer.get(f"/granskning/{review.id}").text
    assert "0,80 till 1,25 gånger" in page.replace("\n", " ")
    worst = row_of(page, "50+")  # the grouping with a group outside comes first
    assert "Inte uppfyllt" in worst
    assert "1,90 (1,80–2,00)" in worst
    assert "Uppfyllt" in row_of(page, "1-9")
    assert "Listorna som skickades" not in page
    keep(settings.workspace, "sweden", "lists", "2026-W48", "groups", audit)
    sent = reviewer.get(f"/granskning/{review.id}").text.split('id="sand-rubrik">')[1]
    assert sent.startswith("Listorna som skickades, vecka 48 2026")
    assert "Inte uppfyllt" in row_of(sent, "50+")  # of the lists, beside what is of the model
    asked = reviewer.get(f"/granskning/{review.id}?grupp=age").text.split("Listorna som")[0]
    assert "går inte att säga" in row_of(asked, "0-2")
    assert "Kan inte avgöras" in row_of(asked, "0-2")


def test_a_vote_is_signed_and_leaves_its_record(
    reviewer: TestClient, review: Review, database: Database
) -> None:
    answer = reviewer.post(f"/granskning/{review.id}/rost", data=VOTE)
    assert answer.headers["location"] == f"/granskning/{review.id}?said=rost#beslut"
    with looking(database) as connection:
        (vote,) = review_of(connection, review.id).votes
        kinds = [one.event.type for one in records(connection)]
    assert (vote.decision, vote.conditions, str(vote.valid_until)) == (
        "approve_with_conditions",
        "bara Väst",
        UNTIL,
    )
    assert kinds[-1] is EventType.MODEL_VOTED
    page = reviewer.get(answer.headers["location"]).text
    assert "Du har sagt: godkänn med villkor." in page
    assert 'name="decision" value="stop"' in page  # and may still be stopped
    assert 'type="radio"' not in page


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Välj ett beslut."),
        ({"decision": "approve"}, "Alla kontroller är inte uppfyllda."),
        ({"decision": "approve_with_conditions"}, "Skriv villkoren."),
        ({"decision": "stop"}, "Skriv varför modellen stoppas."),
        ({**VOTE, "until": "2020-01-01"}, "Välj en dag efter i dag"),
        ({**VOTE, "until": "i morgon"}, "Välj en dag efter i dag"),
        ({**VOTE, "said": "x" * 4001}, "högst 4 000 tecken"),
        ({**VOTE, "said": "fråga 19121212-1212"}, "ser ut som ett personnummer"),
        ({**VOTE, "conditions": "inte 165560001234"}, "ser ut som ett personnummer"),
        (
            {"decision": "stop", "said": "fel data", "conditions": "bara Väst"},
            "Villkor hör till Godkänn med villkor.",
        ),
    ],
)
def test_a_vote_that_cannot_be_signed_comes_back_as_it_was_written(
    reviewer: TestClient, review: Review, database: Database, form: dict[str, str], said: str
) -> None:
    answer = reviewer.post(f"/granskning/{review.id}/rost", data={"until": UNTIL, **form})
    assert answer.status_code == 422
    assert said in re.sub(r"\s+", " ", answer.text)
    assert form.get("said", "") in answer.text
    with looking(database) as connection:
        assert review_of(connection, review.id).votes == ()


def test_who_handed_a_model_in_is_told_why_they_may_not_approve_it(
    enter: ENTER, database: Database, model: Path
) -> None:
    client = enter(person(Role.REVIEWER))
    own = hand_in(database, model, trainers=("reviewer vast|arbetsmiljoverket",))
    answer = client.post(f"/granskning/{own.id}/rost", data=VOTE)
    assert answer.status_code == 403
    assert "Den som har tränat eller lämnat in modellen" in answer.text
    assert "bara Väst" in answer.text
    with looking(database) as connection:
        told = [x.event for x in records(connection) if x.event.type == "access_refused"]
    assert [one.objects for one in told] == [("POST /granskning/{review_id}/rost",)]
    assert told[0].role == "reviewer"
    stopped = client.post(
        f"/granskning/{own.id}/rost", data={"decision": "stop", "said": "fel data"}
    )
    assert stopped.status_code == 303
    late = enter(person(Role.REVIEWER, "ost")).post(f"/granskning/{own.id}/rost", data=VOTE)
    assert late.status_code == 409
    assert "Granskningen är stoppad" in late.text


def test_other_votes_and_comments_are_hidden_until_ones_own_is_in(
    enter: ENTER, reviewer: TestClient, review: Review, database: Database
) -> None:
    approve(database, review.id, "anna")
    analyst = enter(person(Role.ANALYST))
    analyst.post(f"/granskning/{review.id}/kommentar", data={"comment": "Se små företag."})
    before = reviewer.get(f"/granskning/{review.id}").text
    assert "2 röster och kommentarer visas när du själv har röstat" in before
    assert "Anna" not in before
    assert "Se små företag." not in before
    assert "Anna" in analyst.get(f"/granskning/{review.id}").text
    reviewer.post(f"/granskning/{review.id}/rost", data=VOTE)
    after = reviewer.get(f"/granskning/{review.id}").text
    assert "Anna godkände med villkor." in after
    assert "Se små företag." in after


def test_ones_own_comment_is_shown_before_one_has_voted_and_others_are_counted(
    enter: ENTER, reviewer: TestClient, review: Review
) -> None:
    address = f"/granskning/{review.id}"
    reviewer.post(f"{address}/kommentar", data={"comment": "Se stora företag."})
    alone = reviewer.get(address).text
    assert "Se stora företag." in alone
    assert "när du själv har röstat" not in alone
    enter(person(Role.ANALYST)).post(f"{address}/kommentar", data={"comment": "Se små."})
    both = reviewer.get(address).text
    assert "Se stora företag." in both
    assert "Se små." not in both
    assert "1 röst eller kommentar visas när du själv har röstat" in both


@pytest.mark.parametrize(
    ("form", "tied"),
    [
        ({}, {"beslut": "beslut-fel-1"}),
        ({"decision": "approve"}, {"beslut": "beslut-fel-1"}),
        ({"decision": "stop"}, {"motivering": "beslut-fel-1"}),
        (
            {"decision": "approve_with_conditions", "until": "2020-01-01"},
            {"villkor": "beslut-fel-1", "galler": "galler-om beslut-fel-2"},
        ),
        ({**VOTE, "said": "x" * 4001}, {"motivering": "beslut-fel-1"}),
    ],
)
def test_a_fault_is_tied_to_the_field_it_is_of_and_to_no_other(
    reviewer: TestClient, review: Review, form: dict[str, str], tied: dict[str, str]
) -> None:
    answer = reviewer.post(f"/granskning/{review.id}/rost", data={"until": UNTIL, **form})
    form_tags = re.findall(r"<(?:fieldset|textarea|input)[^>]*>", answer.text)
    invalid = [one for one in form_tags if 'aria-invalid="true"' in one]
    found = {}
    for tag in invalid:
        name = re.search(r'(?: id|labelledby)="([^"]+)"', tag)
        described = re.search(r'aria-describedby="([^"]+)"', tag)
        assert name is not None
        assert described is not None
        found[name[1].removesuffix("-val")] = described[1]
        assert all(f'id="{one}"' in answer.text for one in described[1].split())
    assert found == tied
    assert answer.text.count("beslut-fel-1") == 1 + (len(tied) > 0)


def test_a_comment_is_kept_and_an_empty_one_is_not(
    enter: ENTER, review: Review, database: Database
) -> None:
    analyst = enter(person(Role.ANALYST))
    address = f"/granskning/{review.id}/kommentar"
    assert analyst.post(address, data={"comment": "rad\r\ntvå"}).status_code == 303
    refused = analyst.post(address, data={"comment": "  "})
    assert (refused.status_code, "Skriv något" in refused.text) == (422, True)
    with looking(database) as connection:
        assert [one.comment for one in comments_of(connection, review.id)] == ["rad\ntvå"]
    page = analyst.get(f"/granskning/{review.id}").text
    assert "Granskare fattar beslutet" in page
    assert "Signera beslut" not in page


def test_no_identity_number_is_kept_in_a_vote_or_a_comment_whichever_way_it_comes(
    reviewer: TestClient, review: Review, database: Database
) -> None:
    number = "19121212-1212"
    shown = reviewer.post(
        f"/granskning/{review.id}/kommentar", data={"comment": f"fråga {number}"}
    )
    assert (shown.status_code, "ser ut som ett personnummer" in shown.text) == (422, True)
    assert f"fråga {number}" in shown.text  # as it was written, to be mended
    told = {"decision": "approve_with_conditions", "conditions": number}
    stop = {"decision": "stop", "comment": number}
    for part, body in (("votes", told), ("votes", stop), ("comments", {"comment": number})):
        answer = reviewer.post(f"/api/v1/reviews/{review.id}/{part}", json=body)
        assert (answer.status_code, number in answer.text) == (422, False)
        assert "looks like an identity number" in answer.json()["detail"]
    with looking(database) as connection:
        assert review_of(connection, review.id).votes == ()
        assert comments_of(connection, review.id) == []


def test_the_way_to_reviews_is_shown_to_those_who_may_read_them(enter: ENTER) -> None:
    assert 'href="/granskning"' in enter(person(Role.REVIEWER)).get("/om-modellen").text
    assert 'href="/granskning"' not in enter(person(Role.PLANNER)).get("/om-modellen").text

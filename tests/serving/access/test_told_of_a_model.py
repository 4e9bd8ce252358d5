"""What is told of a model and of the log: report, public page, two lists compared, records."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from serving.access.rights import Role
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.pages.compare_page import compare_page
from serving.pages.rendering import Reader
from serving.pages.report import Section, as_markdown
from serving.printing.report_pdf import report_pdf
from serving.reviewing.rules import Review
from serving.settings import Settings
from serving.store.audit_log import append, records, sample_since
from serving.store.database import Database, looking, transaction
from serving.targeting.inspection_list import InspectionList
from serving.wording import Language
from tests.serving.access.conftest import ENTER, SITE, person
from tests.serving.access.test_review_pages import HELD, VOTE, WORDS
from tests.serving.approving import hand_in, write_model

SWEDISH = Reader(Language.SV)
FEATURE = {
    "name": "debts",
    "sv": "Skatteskuld",
    "en": "Tax debt",
    "expected_direction": "raises",
    "authorities": ["skatteverket"],
    "mean_absolute_contribution": 1.0,
}


@pytest.fixture
def model(settings: Settings) -> Path:
    words = {"sv": "Ordnar arbetsställen.", "en": "Orders workplaces."}
    return write_model(
        settings.mlruns,
        purpose=words,
        features=[FEATURE],
        group_words=WORDS,
        calibration=HELD,
    )


@pytest.fixture
def review(database: Database, model: Path) -> Review:
    return hand_in(database, model)


@pytest.fixture
def reviewer(enter: ENTER) -> TestClient:
    return enter(person(Role.REVIEWER))


def test_the_public_page_is_made_of_the_card_in_both_languages(
    reviewer: TestClient, review: Review
) -> None:
    address = f"/granskning/{review.id}/offentlig"
    swedish, english = reviewer.get(address).text, reviewer.get(f"{address}?lang=en").text
    for told in ("Ordnar arbetsställen.", "Lag (2024:307) 4 §", "Skatteskuld (höjer)"):
        assert told in swedish
    for title in (
        "Rättslig grund",
        "Vad den aldrig använder",
        "Kända svagheter",
        "Vart du vänder",
    ):
        assert title in swedish
    for told in ("Orders workplaces.", "Tax debt (raises)", "Legal ground", "Where to turn"):
        assert told in english


def test_a_model_with_an_empty_public_field_is_approved_by_nobody(
    reviewer: TestClient, database: Database, settings: Settings
) -> None:
    bare = hand_in(database, write_model(settings.mlruns, "bare", limits=[]))
    answer = reviewer.post(f"/granskning/{bare.id}/rost", data=VOTE)
    assert answer.status_code == 422
    assert "Den offentliga sidan har tomma fält" in answer.text
    body = {"decision": "approve_with_conditions", "conditions": "x"}
    by_api = reviewer.post(f"/api/v1/reviews/{bare.id}/votes", json=body)
    assert (by_api.status_code, "limits" in by_api.json()["detail"]) == (409, True)
    stop = {"decision": "stop", "said": "tomt"}
    assert reviewer.post(f"/granskning/{bare.id}/rost", data=stop).status_code == 303


def test_the_page_of_the_model_in_use_can_be_taken_out_as_one_file(
    enter: ENTER, database: Database
) -> None:
    client = enter(person(Role.PLANNER))
    assert (
        "Modellkortet finns inte på den här datorn" in client.get("/om-modellen/offentlig").text
    )
    file = client.get("/om-modellen/offentlig.html")
    assert file.headers["content-disposition"] == 'attachment; filename="offentlig.html"'
    assert "<link" not in file.text  # it needs no other file
    assert "<script" not in file.text


def test_the_report_says_what_the_page_says_and_its_leaving_is_recorded(
    reviewer: TestClient, review: Review, database: Database
) -> None:
    text = reviewer.get(f"/granskning/{review.id}/rapport.md").text
    assert text.startswith("# Granska modell lykta-sweden run1\n")
    assert "| Väst (Göteborg) | 80 | 10\xa0% | 30\xa0% (20–40) | Utanför intervallet |" in text
    assert "## Rättslig grund" in text
    made = reviewer.get(f"/granskning/{review.id}/rapport.pdf")
    assert made.headers["content-type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert b"pdfuaid" in made.content  # it says that it is accessible, which Typst has checked
    with looking(database) as connection:
        kinds = [one.event.type for one in records(connection)]
    assert kinds.count(EventType.REVIEW_EXPORTED) == 2


def test_what_people_wrote_stays_text_in_a_report() -> None:
    written = "<script>*x* | [y](z)\n# rubrik"
    section = Section("A|B", written, (written,), ("a", "b"), ((written, "1"),))
    told = as_markdown("T", (), [section])
    assert "\\<script\\>\\*x\\* \\| \\[y\\](z) \\# rubrik" in told
    assert "\n# rubrik" not in told
    made = report_pdf("T", (), [section], language="sv", service="Lykta", digest="d")
    assert made == report_pdf("T", (), [section], language="sv", service="Lykta", digest="d")


def test_two_lists_are_compared_by_who_came_left_and_moved_and_never_by_lot(
    week: tuple[InspectionList, ...],
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    ranked = [
        replace(made.entries[0], workplace=str(n), rank=n, name=f"N{n}") for n in range(1, 9)
    ]
    lot = replace(ranked[0], workplace="99", rank=9, name="Lotten", drawn="random")
    before = replace(made, id="a", entries=(*ranked[:7], lot))
    # The first goes last, the seventh leaves and the eighth comes: 1..6 then 8.
    order = [*ranked[1:6], ranked[7], ranked[0]]
    after = replace(
        made,
        id="b",
        entries=tuple(replace(one, rank=n) for n, one in enumerate(order, start=1)),
    )

    page = compare_page((), SWEDISH, (before, after))

    names = {title: [one.name for one in moved] for title, moved in page.parts}
    assert names == {
        "Nya på listan: 1": ["N8"],
        "Borta från listan: 1": ["N7"],
        "Flyttade 5 platser eller mer: 1": ["N1"],
    }
    (one,) = page.parts[2][1]
    assert (one.before, one.after) == ("1", "7")
    # Of the 15 pairs among six, the five with the first have turned: 10 of 15 stand as before.
    assert "Av 100 par som är på båda står 67 i samma ordning." in page.told
    assert page.told[0].startswith("6 arbetsställen är på båda listorna, av 7 rangordnade")
    assert dict(page.shares)["Kommun"][0].before == 7
    assert "Lotten" not in repr(page)


def test_lists_are_chosen_on_the_page_and_each_that_is_shown_is_recorded(
    reviewer: TestClient, week: tuple[InspectionList, ...], database: Database
) -> None:
    page = reviewer.get("/granskning/jamfor").text
    ids = re.findall(r'<option value="([^"]+-vast-[^"]+)"', page)
    newest, older = ids[0], ids[1]
    shown = reviewer.get(f"/granskning/jamfor?fore={older}&efter={newest}")
    assert "I korthet" in shown.text
    refused = reviewer.get(f"/granskning/jamfor?fore={older}&efter={older}")
    assert (refused.status_code, "Välj två olika listor" in refused.text) == (422, True)
    with looking(database) as connection:
        read = [x.event.objects[0] for x in records(connection) if x.event.type == "list_read"]
    assert read == [older, newest]


def test_the_log_is_narrowed_by_kind_and_by_what_it_is_about(
    enter: ENTER, review: Review, reviewer: TestClient
) -> None:
    reviewer.get(f"/granskning/{review.id}")
    auditor = enter(person(Role.AUDITOR))
    whole = auditor.get("/logg").text
    assert "Granskning läst" in whole
    assert "reviewer vast" in whole  # by name, while the person is known
    only = auditor.get(f"/logg?typ=model_submitted&om={review.id}").text
    rows = only.split("<tbody>")[1]
    assert rows.count("<tr>") == 1
    assert "Modell inlämnad" in rows
    assert "Inga poster" in auditor.get("/logg?om=annat").text
    assert reviewer.get("/logg").status_code == 403
    assert "Logg läst" in auditor.get("/logg?typ=log_read").text


def test_a_sample_holds_readings_alone_and_is_the_same_for_the_same_day(
    enter: ENTER, database: Database
) -> None:
    now = datetime.now(UTC)
    with transaction(database) as connection:
        for n in range(30):
            append(connection, AuditEvent(EventType.ENTRY_READ, (f"plats-{n}",), 1))
        append(connection, AuditEvent(EventType.SIGNED_IN, ("inloggad",)))
        kinds = (EventType.ENTRY_READ,)
        drawn = sample_since(connection, now - timedelta(days=1), kinds, 20, "s")
        again = sample_since(connection, now - timedelta(days=1), kinds, 20, "s")
        none = sample_since(connection, now + timedelta(days=1), kinds, 20, "s")
    assert [one.number for one in drawn] == [one.number for one in again]
    assert len({one.number for one in drawn}) == 20
    assert none == []
    page = enter(person(Role.AUDITOR)).get("/logg?stickprov=1").text
    assert page.split("<tbody>")[1].count("<tr>") == 20
    assert "inloggad" not in page


def test_in_the_demo_a_reviewer_may_come_first_and_an_auditor_comes_to_the_log(
    app: FastAPI, database: Database
) -> None:
    for who, leads_to in (("granskare", "/"), ("loggranskare", "/logg")):
        with TestClient(
            app, base_url="http://127.0.0.1:8000", headers=SITE, follow_redirects=False
        ) as client:
            entered = client.post("/logga-in", data={"person": who})
            assert entered.headers["location"] == leads_to
            if leads_to == "/logg":
                assert client.get("/andamal").headers["location"] == "/logg"
                continue
            given = {"centre": "vast", "case": "DEMO", "ground": "plan"}
            assert client.post("/andamal", data=given).headers["location"] == leads_to
            assert client.get("/").status_code == 200

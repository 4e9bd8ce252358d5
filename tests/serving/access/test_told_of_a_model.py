"""What is told of a model and of the log: report, public page, two lists compared, records."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from serving.access.accounts import sample_log
from serving.access.callers import SignedIn
from serving.access.rights import Role
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.pages.compare_page import compare_page
from serving.pages.public_page import public_page
from serving.pages.rendering import Reader, render
from serving.pages.report import Section, as_markdown
from serving.printing.report_pdf import report_pdf
from serving.reviewing.rules import Review
from serving.settings import Settings
from serving.store.audit_log import append, records
from serving.store.database import Database, looking, transaction
from serving.store.lists import save_list
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


@pytest.mark.parametrize("is_invented", [True, False])
def test_invented_data_are_told_of_wherever_their_model_is_and_real_ones_are_not_called_so(
    reviewer: TestClient, database: Database, settings: Settings, is_invented: bool
) -> None:
    folder = write_model(settings.mlruns, invented=is_invented, features=[FEATURE])
    made = hand_in(database, folder)
    card = json.loads((folder / "card.json").read_text("utf-8"))
    alone = public_page(card, SWEDISH, "/x", name="lykta", digest=made.model, alone=True)
    report = reviewer.get(f"/granskning/{made.id}/rapport.md").text
    for told in (
        reviewer.get(f"/granskning/{made.id}/offentlig").text,
        render(alone),
        report,
    ):
        assert ("Påhittade uppgifter." in told) is is_invented
    # Above all that is said of it, in the PDF too: both are written of the same words.
    lead = report.split("\n")[2]
    assert lead.startswith("Påhittade uppgifter. Väntar" if is_invented else "Väntar")


def test_what_is_made_to_be_published_does_not_say_that_it_is_secret(
    enter: ENTER, reviewer: TestClient, review: Review
) -> None:
    secret = "17 kap. 1 § OSL"
    planner = enter(person(Role.PLANNER))
    for client, address in (
        (reviewer, f"/granskning/{review.id}/offentlig"),
        (planner, "/om-modellen/offentlig"),
        (planner, "/om-modellen/offentlig.html"),
    ):
        assert secret not in client.get(address).text
    assert "<footer" not in planner.get("/om-modellen/offentlig.html").text
    assert secret in reviewer.get(f"/granskning/{review.id}").text


def test_the_public_page_says_whom_a_site_says_one_can_turn_to(
    app: FastAPI, reviewer: TestClient, review: Review, settings: Settings
) -> None:
    address = f"/granskning/{review.id}"
    assert "registrator@" not in reviewer.get(f"{address}/offentlig").text

    app.state.settings = replace(settings, contact="Registrator, registrator@example.se")

    for page in (
        reviewer.get(f"{address}/offentlig").text,
        reviewer.get(f"{address}/rapport.md").text.replace("\\", ""),
        reviewer.get(f"/api/v1/reviews/{review.id}/public").text,
    ):
        assert "Registrator, registrator@example.se" in page


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


def test_a_list_is_compared_with_the_one_that_was_made_again_for_its_week(
    reviewer: TestClient, week: tuple[InspectionList, ...], database: Database
) -> None:
    first = next(one for one in week if one.centre.code == "vast")
    later = first.provenance.made_at + timedelta(hours=2)
    made = replace(first.provenance, made_at=later)
    name = f"{first.id[:-8]}0a0a0a0a"
    places = tuple(replace(one, id=f"{name}.{one.rank}") for one in first.entries)
    again = replace(first, id=name, provenance=made, entries=places)
    with transaction(database) as connection:
        save_list(connection, again, event=AuditEvent(EventType.LIST_MADE, (again.id,)))
    page = reviewer.get("/granskning/jamfor").text
    ways = dict(re.findall(r'<option value="([^"]+)">([^<]+)<', page))
    assert first.id in ways
    assert ways[first.id] != ways[again.id]  # the time tells them apart
    shown = reviewer.get(f"/granskning/jamfor?fore={first.id}&efter={again.id}")
    assert (shown.status_code, "I korthet" in shown.text) == (200, True)


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
    assert re.search(r"\b1 rad\b", rows)
    assert "1 rader" not in whole
    assert "Inga poster" in auditor.get("/logg?om=annat").text
    assert reviewer.get("/logg").status_code == 403
    assert "Logg läst" in auditor.get("/logg?typ=log_read").text


def test_the_log_keeps_what_was_searched_for_only_where_it_is_an_id_of_ours(
    enter: ENTER, review: Review, week: tuple[InspectionList, ...], database: Database
) -> None:
    auditor = enter(person(Role.AUDITOR))
    place = week[0].entries[0].id
    ours = (review.id, review.model, place, f"{place.rpartition('.')[0]}.m2", week[0].id)
    for typed in ("Anna Svensson", "19121212-1212", "191212121212", f"{place} Anna", *ours):
        auditor.get("/logg", params={"om": typed})
    auditor.get("/logg?typ=log_read")
    with looking(database) as connection:
        kept = [x.event.filter for x in records(connection) if x.event.type == "log_read"]
    assert kept == [
        *["before=&type=&about=*"] * 4,
        *[f"before=&type=&about={one}" for one in ours],
        "before=&type=log_read&about=",
    ]


def test_a_sample_is_the_same_all_day_whatever_is_read_meanwhile(
    enter: ENTER, database: Database
) -> None:
    def at(day: int, hour: int, second: int = 0) -> datetime:
        return datetime(2026, 12, day, hour, 0, second, tzinfo=UTC)

    def read(name: str, when: datetime, kind: EventType = EventType.ENTRY_READ) -> None:
        with transaction(database) as connection:
            append(connection, AuditEvent(kind, (name,), 1, time=when))

    def drawn(when: datetime, most: int = 20) -> list[str]:
        return [one.event.objects[0] for one in sample_log(database, auditor, most, at=when)]

    auditor = SignedIn(person(Role.AUDITOR), None, "session")
    since = at(31, 0) - timedelta(days=30)
    read("för länge sedan", since - timedelta(seconds=1))
    inside = ["den första", *(f"plats-{n}" for n in range(28)), "den sista"]
    for name in inside:
        read(name, {"den första": since, "den sista": at(30, 23, 59)}.get(name, at(20, 9)))
    read("inloggad", at(20, 9), EventType.SIGNED_IN)
    read("vid midnatt", at(31, 0))

    morning = drawn(at(31, 0, 1))
    read("under dagen", at(31, 9))
    # At 00.30 in Stockholm on 1 January it is still the same day in the log.
    evening = drawn(datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))))

    assert morning == evening
    assert len(set(morning)) == 20
    assert set(drawn(at(31, 12), 40)) == set(inside)
    assert drawn(at(1, 0) - timedelta(days=90)) == []
    tomorrow = drawn(at(31, 12) + timedelta(days=1), 40)
    assert {*tomorrow} == {*inside, "vid midnatt", "under dagen"} - {"den första"}


def test_the_sample_of_the_page_holds_at_most_twenty_readings_of_the_days_before(
    enter: ENTER, database: Database
) -> None:
    yesterday = datetime.now(UTC) - timedelta(days=1)
    with transaction(database) as connection:
        for n in range(30):
            append(
                connection, AuditEvent(EventType.ENTRY_READ, (f"plats-{n}",), 1, time=yesterday)
            )
        append(connection, AuditEvent(EventType.SIGNED_IN, ("inloggad",), time=yesterday))
    page = enter(person(Role.AUDITOR)).get("/logg?stickprov=1").text
    assert page.split("<tbody>")[1].count("<tr>") == 20
    assert "inloggad" not in page
    assert "de 30 senaste dagarna före i dag" in page


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

"""Workplaces looked at blind: what is hidden until one has answered, and what is drawn."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from features.errors import BadOption
from features.vocabulary import Words
from serving.access.callers import Operator
from serving.access.rights import Role
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.errors import Conflict
from serving.retention import CLASSES, Retention
from serving.reviewing.blind import keep_cases
from serving.reviewing.drawing import Ranked, draw_numbers
from serving.reviewing.rules import Review
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, looking, transaction
from serving.store.removing import remove
from serving.store.review_cases import BlindCase, answers_of, cases_of, comments_of_case
from serving.targeting.inspection_list import Band, InspectionList
from tests.serving.access.conftest import ENTER, person
from tests.serving.approving import hand_in, write_model

NOTHING = Words("", "")


@pytest.fixture
def review(database: Database, settings: Settings, week: tuple[InspectionList, ...]) -> Review:
    """A review with two cases: the first listed and very high, the second neither."""
    found = hand_in(database, write_model(settings.mlruns))
    entries = week[0].entries[:2]
    cases = [
        BlindCase(
            number,
            is_listed=number == 1,
            entry=replace(
                entry,
                id=f"{found.id}.{number}",
                name="",
                address="",
                municipality="",
                workplace="",
                employer="",
                sector=NOTHING,
                employees=NOTHING,
                band=band,
                explanation="",
            ),
        )
        for number, entry, band in zip(
            (1, 2), entries, (Band.VERY_HIGH, Band.GROUND), strict=True
        )
    ]
    with transaction(database) as connection:
        keep_cases(connection, Operator("test"), found.id, cases)
    return found


@pytest.fixture
def reviewer(enter: ENTER) -> TestClient:
    return enter(person(Role.REVIEWER))


def test_a_case_shows_its_reasons_and_hides_what_the_model_made_of_them(
    reviewer: TestClient, review: Review, week: tuple[InspectionList, ...]
) -> None:
    page = reviewer.get(f"/granskning/{review.id}/fall/1").text
    entry = week[0].entries[0]
    assert entry.reasons[0].sentence.sv in page
    for hidden in ("Prioritet", "Modellen hade", "mycket hög", entry.name, entry.workplace):
        assert hidden not in page.split("<main")[1]
    listing = reviewer.get(f"/granskning/{review.id}/fall").text
    assert "0 av 2 besvarade." in listing
    assert "skulle du besöka" not in listing


def test_once_answered_the_band_the_stratum_and_the_others_are_shown(
    enter: ENTER, reviewer: TestClient, review: Review, database: Database
) -> None:
    other = enter(person(Role.REVIEWER, "ost"))
    other.post(f"/granskning/{review.id}/fall/1", data={"said": "leave", "comment": "tunt"})
    address = f"/granskning/{review.id}/fall/1"
    assert "tunt" not in reviewer.get(address).text
    answer = reviewer.post(address, data={"said": "visit"})
    assert answer.headers["location"] == f"{address}#svar"
    page = reviewer.get(address).text
    for told in (
        "Du svarade: ja, besöka.",
        "Prioritet: mycket hög.",
        "Modellen hade listat det.",
    ):
        assert told in page
    assert "tunt" in page
    assert "<form" not in page.split('id="svar"')[1].split("</section>")[0]
    assert f"/granskning/{review.id}/fall/2" in page  # the way to the next
    # A second answer changes nothing: the first was the blind one.
    reviewer.post(address, data={"said": "leave"})
    with looking(database) as connection:
        said = {(x.reviewer_name, x.said) for x in answers_of(connection, review.id)}
        kinds = Counter(one.event.type for one in records(connection))
    assert said == {("reviewer vast", "visit"), ("reviewer ost", "leave")}
    assert kinds[EventType.CASE_JUDGED] == 2
    assert kinds[EventType.CASE_SHOWN] > 2


def test_when_all_are_answered_it_is_told_how_one_differs_from_the_model(
    reviewer: TestClient, review: Review
) -> None:
    for number, said in ((1, "visit"), (2, "cannot_say")):
        reviewer.post(f"/granskning/{review.id}/fall/{number}", data={"said": said})
    page = reviewer.get(f"/granskning/{review.id}/fall").text
    assert "hade listat skulle du besöka 1 av 1." in page
    assert "inte hade listat skulle du besöka 0 av 1." in page


@pytest.mark.parametrize(
    ("form", "told", "tied"),
    [
        ({}, "Välj ett svar.", "<fieldset"),
        (
            {"said": "visit", "comment": "ring 19121212-1212"},
            "ser ut som ett personnummer",
            "<textarea",
        ),
    ],
)
def test_an_answer_that_cannot_be_saved_comes_back_and_reveals_nothing(
    reviewer: TestClient, review: Review, form: dict[str, str], told: str, tied: str
) -> None:
    answer = reviewer.post(f"/granskning/{review.id}/fall/1", data=form)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert form.get("comment", "") in answer.text
    (invalid,) = re.findall(r'<[^>]*aria-invalid="true"[^>]*>', answer.text)
    assert invalid.startswith(tied)  # the fault is tied to what it is of
    assert "svar-fel-1" in invalid
    assert 'id="svar-fel-1"' in answer.text
    assert "Modellen hade" not in answer.text


def test_cases_are_drawn_once_and_a_review_without_any_says_so(
    reviewer: TestClient, review: Review, database: Database, settings: Settings
) -> None:
    with pytest.raises(Conflict, match="drawn"), transaction(database) as connection:
        keep_cases(connection, Operator("test"), review.id, [])
    bare = hand_in(database, write_model(settings.mlruns, "run2"))
    assert "Inga fall är dragna" in reviewer.get(f"/granskning/{bare.id}/fall").text
    assert reviewer.get(f"/granskning/{bare.id}/fall/1").status_code == 404


def test_an_analyst_bound_to_a_centre_reads_no_case_of_the_whole_country(
    enter: ENTER, review: Review, week: tuple[InspectionList, ...]
) -> None:
    sentence = week[0].entries[0].reasons[0].sentence.sv
    for address in (f"/granskning/{review.id}/fall", f"/granskning/{review.id}/fall/1"):
        refused = enter(person(Role.ANALYST)).get(address)
        assert (refused.status_code, sentence in refused.text) == (403, False)
        # And whoever may is asked what for.
        asked = enter(person(Role.REVIEWER), centre=None).get(address)
        assert asked.headers["location"].startswith("/andamal?onward=")


def test_comments_of_cases_that_are_kept_stay_when_others_cases_go(
    reviewer: TestClient, review: Review, database: Database
) -> None:
    here = f"/granskning/{review.id}/fall/1"
    reviewer.post(here, data={"said": "visit"})
    reviewer.post(f"{here}/kommentar", data={"comment": "ombyggt i våras"})
    kept = Retention("test", date(2026, 1, 1), {**dict.fromkeys(CLASSES, 60), "blind_cases": 1})
    with transaction(database) as connection:
        remove(connection, kept, review.at.date(), event=AuditEvent(EventType.ROWS_REMOVED))
        assert len(comments_of_case(connection, review.id)) == 1


@pytest.mark.parametrize("invented", [True, False])
def test_cases_of_a_model_of_invented_data_say_so_as_their_review_does(
    reviewer: TestClient, settings: Settings, database: Database, review: Review, invented: bool
) -> None:
    with looking(database) as connection:
        drawn = cases_of(connection, review.id)
    other = hand_in(database, write_model(settings.mlruns, "run2", invented=invented))
    with transaction(database) as connection:
        keep_cases(connection, Operator("test"), other.id, drawn)
    for path in ("", "/fall", "/fall/1"):
        page = reviewer.get(f"/granskning/{other.id}{path}").text
        assert ("Påhittade uppgifter" in page) is invented, path


def test_no_cases_are_drawn_anew_where_answers_outlive_those_that_retention_removed(
    reviewer: TestClient, review: Review, database: Database
) -> None:
    here = f"/granskning/{review.id}/fall/1"
    reviewer.post(here, data={"said": "visit"})
    reviewer.post(f"{here}/kommentar", data={"comment": "ombyggt i våras"})
    with looking(database) as connection:
        drawn = cases_of(connection, review.id)
        assert len(comments_of_case(connection, review.id)) == 1
    kept = Retention("test", date(2026, 1, 1), {**dict.fromkeys(CLASSES, 60), "blind_cases": 1})
    later = date(review.at.year + 1, 12, 31)
    with transaction(database) as connection:
        remove(connection, kept, later, event=AuditEvent(EventType.ROWS_REMOVED))
        assert cases_of(connection, review.id) == []
        assert len(answers_of(connection, review.id)) == 1
        # What they wrote of the workplace to each other goes with it.
        assert comments_of_case(connection, review.id) == []
    with pytest.raises(Conflict, match="removed since"), transaction(database) as connection:
        keep_cases(connection, Operator("test"), review.id, drawn)
    with looking(database) as connection:
        assert cases_of(connection, review.id) == []


def test_half_are_listed_and_each_half_is_spread_over_the_bands_there_are() -> None:
    rows = [Ranked(row, row < 60, 1 + row // 50) for row in range(200)]
    drawn = draw_numbers(rows, 12, "r1")
    assert drawn == draw_numbers(rows, 12, "r1")
    assert drawn != draw_numbers(rows, 12, "r2")
    counts = Counter((one.is_listed, one.band) for one in drawn)
    # Listed are 50 of band 1 and 10 of band 2; unlisted 40 of band 2, 50 each of 3 and 4.
    assert counts == {(True, 1): 3, (True, 2): 3, **{(False, band): 2 for band in (2, 3, 4)}}
    assert len({one.row for one in drawn}) == 12
    few = draw_numbers([Ranked(0, True, 1), Ranked(1, False, 4)], 12, "r1")
    assert {one.row for one in few} == {0, 1}
    with pytest.raises(BadOption, match="--count is 2"):
        draw_numbers(rows, 2, "r1")


def test_who_has_answered_a_case_can_talk_of_it_with_others_who_have(
    enter: ENTER, reviewer: TestClient, review: Review, database: Database
) -> None:
    here = f"/granskning/{review.id}/fall/1"
    other = enter(person(Role.REVIEWER, "ost"))
    for client in (reviewer, other):
        assert "Samtal om fallet" not in client.get(here).text
    # Before one's own answer, which must be blind, nothing is written and nothing is read.
    assert reviewer.post(f"{here}/kommentar", data={"comment": "tidigt"}).status_code == 409
    reviewer.post(here, data={"said": "visit"})

    sent = reviewer.post(
        f"{here}/kommentar", data={"comment": "Väger <b>skulden</b> för tungt?"}
    )

    assert sent.headers["location"] == f"{here}#samtal"
    assert "skulden" not in other.get(here).text
    other.post(here, data={"said": "leave"})
    page = other.get(here).text
    assert "Väger &lt;b&gt;skulden&lt;/b&gt; för tungt?" in page
    assert "reviewer vast skrev den" in page
    assert "skulden" not in other.get(f"/granskning/{review.id}/fall/2").text
    other.post(f"{here}/kommentar", data={"comment": "Ja."})
    talk = reviewer.get(here).text.split('id="samtal"')[1]
    assert talk.index("skulden") < talk.index("Ja.")
    with looking(database) as connection:
        said = [one.event for one in records(connection)]
    wrote = [one for one in said if one.type is EventType.REVIEW_COMMENTED]
    assert [one.objects[:2] for one in wrote] == [(review.id, "1")] * 2


@pytest.mark.parametrize(
    ("comment", "fault"), [("  ", "Skriv något"), ("556036-0793 igen", "nummer")]
)
def test_a_comment_that_may_not_be_comes_back_as_it_was_written(
    reviewer: TestClient, review: Review, comment: str, fault: str
) -> None:
    here = f"/granskning/{review.id}/fall/1"
    reviewer.post(here, data={"said": "visit"})

    answer = reviewer.post(f"{here}/kommentar", data={"comment": comment})

    assert answer.status_code == 422
    talk = answer.text.split('id="samtal"')[1]
    assert fault in talk.split('role="alert"')[1].split("</p>")[0]
    assert f">{comment}</textarea>" in talk

"""What a program is told of reviews, lists compared and the log: as the pages, and recorded."""

from __future__ import annotations

from collections import Counter

import pytest
from starlette.testclient import TestClient

from serving.access.rights import Role
from serving.audit_vocabulary import EventType
from serving.reviewing.rules import Review
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, person
from tests.serving.access.test_blind_cases import review as with_cases
from tests.serving.access.test_told_of_a_model import model, review
from tests.serving.invented import WEEK, lists

__all__ = ["model", "review", "with_cases"]  # fixtures

V1 = "/api/v1"


@pytest.fixture
def reviewer(enter: ENTER) -> TestClient:
    return enter(person(Role.REVIEWER))


def kinds(database: Database) -> Counter[EventType]:
    with transaction(database) as connection:
        return Counter(one.event.type for one in records(connection))


def test_a_case_is_as_blind_to_a_program_as_on_the_page(
    enter: ENTER,
    reviewer: TestClient,
    with_cases: Review,
    week: tuple[InspectionList, ...],
    database: Database,
) -> None:
    cases = f"{V1}/reviews/{with_cases.id}/cases"
    other = enter(person(Role.REVIEWER, "ost"))
    other.post(f"{cases}/1/answer", json={"said": "leave", "comment": "tunt"})

    blind = reviewer.get(f"{cases}/1")
    before = reviewer.get(cases).json()
    answered = reviewer.post(f"{cases}/1/answer", json={"said": "visit"})
    again = reviewer.post(f"{cases}/1/answer", json={"said": "leave"})
    after = reviewer.get(cases).json()

    entry = week[0].entries[0]
    seen = blind.json()
    assert seen["reasons"][0]["sentence"]["sv"] == entry.reasons[0].sentence.sv
    assert (seen["band"], seen["listed"], seen["own"], seen["others"]) == (None, None, None, [])
    assert "tunt" not in blind.text
    assert entry.name not in blind.text
    assert before == {"numbers": [1, 2], "left": [1, 2], "answered": []}
    told = answered.json()
    assert (answered.status_code, told["band"], told["listed"]) == (201, 1, True)
    assert [(one["said"], one["comment"]) for one in told["others"]] == [("leave", "tunt")]
    # The first answer was the blind one, and stands.
    assert again.status_code == 409
    assert after["left"] == [2]
    assert after["answered"][0]["own"]["said"] == "visit"
    assert kinds(database)[EventType.CASE_JUDGED] == 2
    assert kinds(database)[EventType.CASE_SHOWN] >= 4


def test_a_case_is_talked_of_by_programs_once_answered(
    enter: ENTER, reviewer: TestClient, with_cases: Review
) -> None:
    case = f"{V1}/reviews/{with_cases.id}/cases/1"
    early = reviewer.post(f"{case}/comments", json={"comment": "tidigt"})
    reviewer.post(f"{case}/answer", json={"said": "visit"})

    sent = reviewer.post(f"{case}/comments", json={"comment": "Varför så högt?"})

    assert (early.status_code, sent.status_code) == (409, 201)
    other = enter(person(Role.REVIEWER, "ost"))
    assert other.get(case).json()["talk"] == []
    other.post(f"{case}/answer", json={"said": "leave"})
    (said,) = other.get(case).json()["talk"]
    assert (said["author"], said["comment"]) == ("reviewer vast", "Varför så högt?")


def test_an_answer_that_comes_twice_with_its_key_is_answered_as_the_first_time(
    reviewer: TestClient, with_cases: Review
) -> None:
    address = f"{V1}/reviews/{with_cases.id}/cases/2/answer"
    said = {"json": {"said": "cannot_say"}, "headers": {"Idempotency-Key": "k"}}

    first, second = (reviewer.post(address, **said) for _ in range(2))  # type: ignore[arg-type]

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert first.json()["own"]["said"] == "cannot_say"


def test_the_report_is_the_pages_in_three_forms_and_each_leaving_is_recorded(
    reviewer: TestClient, review: Review, database: Database
) -> None:
    report = reviewer.get(f"{V1}/reviews/{review.id}/report").json()
    english = reviewer.get(f"{V1}/reviews/{review.id}/report?lang=en").json()
    text = reviewer.get(f"{V1}/reviews/{review.id}/report.md")
    made = reviewer.get(f"{V1}/reviews/{review.id}/report.pdf")

    assert kinds(database)[EventType.REVIEW_EXPORTED] == 4
    assert text.text == reviewer.get(f"/granskning/{review.id}/rapport.md").text
    assert made.content.startswith(b"%PDF")
    assert (report["language"], english["language"]) == ("sv", "en")
    assert report["digest"] == review.model
    titles = [one["title"] for one in report["sections"]]
    assert titles == [line[3:] for line in text.text.split("\n") if line.startswith("## ")]
    points = [point for one in english["sections"] for point in one["points"]]
    assert "Tax debt (raises)" in points


def test_what_the_public_is_told_is_had_of_a_review_and_never_of_a_model_without_a_card(
    enter: ENTER, reviewer: TestClient, review: Review, week: tuple[InspectionList, ...]
) -> None:
    told = reviewer.get(f"{V1}/reviews/{review.id}/public").json()
    digest = week[0].provenance.model_digest
    none = enter(person(Role.PLANNER)).get(f"{V1}/model-versions/{digest}/public")

    points = [point for one in told["sections"] for point in one["points"]]
    assert "Skatteskuld (höjer)" in points
    assert none.status_code == 404
    assert "card of this model" in none.json()["detail"]


def test_two_lists_of_ones_centre_are_compared_and_both_readings_are_recorded(
    reviewer: TestClient, database: Database, week: tuple[InspectionList, ...]
) -> None:
    new = next(one for one in week if one.centre.code == "vast")
    old = next(one for one in lists(week=WEEK.plus(-1)) if one.centre.code == "vast")
    other = next(one for one in week if one.centre.code == "ost")
    address = f"{V1}/list-comparison"
    before = kinds(database)[EventType.LIST_READ]

    found = reviewer.get(address, params={"before": old.id, "after": new.id}).json()

    assert kinds(database)[EventType.LIST_READ] == before + 2
    here = {one.workplace: one for one in new.entries if one.drawn != "random"}
    there = {one.workplace: one for one in old.entries if one.drawn != "random"}
    assert {one["item"] for one in found["came"]} == {
        one.id for key, one in here.items() if key not in there
    }
    assert {one["item"] for one in found["left"]} == {
        one.id for key, one in there.items() if key not in here
    }
    assert {(one["before"], one["after"]) for one in found["both"]} == {
        (there[key].rank, one.rank) for key, one in here.items() if key in there
    }
    assert found["same_model"]
    # Another centre's list is not there, as one that is nowhere; a list is not its own past.
    for after, status in ((other.id, 404), ("none", 404), (new.id, 422)):
        refused = reviewer.get(address, params={"before": new.id, "after": after})
        assert refused.status_code == status


def test_the_log_is_narrowed_and_sampled_by_a_program_as_on_its_page(
    enter: ENTER, database: Database, week: tuple[InspectionList, ...]
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    planner = enter(person(Role.PLANNER))
    for _ in range(3):
        planner.get(f"{V1}/selection-lists/{made.id}/items")
    auditor = enter(person(Role.AUDITOR))
    address = f"{V1}/audit-events"

    read = auditor.get(address, params={"type": "list_read", "about": made.id, "limit": 2})
    rest = auditor.get(read.headers["link"].split(">")[0][1:])
    sample = auditor.get(f"{address}:sample")
    wrong = auditor.get(address, params={"type": "gossip"})

    told = [*read.json()["records"], *rest.json()["records"]]
    assert [one["type"] for one in told] == ["list_read"] * 3
    assert all(made.id in one["objects"] for one in told)
    # The day is not over: nothing of it is sampled yet.
    assert sample.json() == {"records": [], "next": None}
    assert wrong.status_code == 422
    with transaction(database) as connection:
        asked = [
            one.event.filter
            for one in records(connection)
            if one.event.type is EventType.LOG_READ
        ]
    assert asked[-1] == "sample"
    assert f"&type=list_read&about={made.id}" in asked[0]

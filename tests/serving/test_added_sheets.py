"""What people put on a plan by hand has its sheet too, without a reason that nobody gave."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from features.vocabulary import Authority
from serving.access.callers import Operator
from serving.access.rights import Role
from serving.audit_vocabulary import EventType
from serving.authorities import AUTHORITIES
from serving.pages.brief_page import brief_page
from serving.pages.rendering import Reader
from serving.planning.board import read_board
from serving.printing.brief_pdf import brief_pdf
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.targeting.inspection_list import InspectionList
from serving.wording import Language
from tests.serving.access.conftest import ENTER, cases, enter, person

__all__ = ["cases", "enter"]  # fixtures

COMMENT = "en granne hörde av sig"
ADDED = {
    "workplace": "12345678",
    "name": "Exempelstäd & Söner AB",
    "municipality": "Borås",
    "reason_code": "tip",
    "comment": COMMENT,
}


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


@pytest.fixture
def planner(enter: ENTER, made: InspectionList) -> TestClient:
    """A planner of Väst who has begun the plan and added a workplace to it."""
    client = enter(person(Role.PLANNER))
    client.post("/api/v1/plans", json={"list": made.id})
    answer = client.post(f"/api/v1/plans/{made.id}/additions", json=ADDED)
    assert answer.status_code == 201
    return client


def sheet_of(page: str) -> str:
    """The part of the page that is the added workplace's own."""
    start = page.index('aria-labelledby="tillagt-1"')
    return page[start : page.index("</article>", start)]


def test_an_added_place_has_a_sheet_that_says_who_added_it_and_why(
    planner: TestClient, made: InspectionList
) -> None:
    page = planner.get(f"/urval/{made.id}/underlag").text
    sheet = sheet_of(page)
    assert page.count("<article") == len(made.entries) + 1
    for told in (
        "Exempelstäd &amp; Söner AB",
        "Tillagt 1 av 1",
        "Tillagt av planerare",
        "Skäl: tips.",
        "Tillagt av planner vast ",
        "12345678",
        "Borås",
        "inga skäl från modellen",
    ):
        assert told in sheet, told
    # Nobody has decided who goes: those who mostly do have a row for their result.
    for authority in (Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET):
        assert f'<th scope="row">{AUTHORITIES[authority].sv}</th>' in sheet


def test_no_reason_band_or_frequency_is_made_up_for_it_nor_its_note_printed(
    planner: TestClient, made: InspectionList
) -> None:
    page = planner.get(f"/urval/{made.id}/underlag").text
    sheet = sheet_of(page)
    for absent in ('class="group"', 'class="line"', "frequency", "band-0", "Prioritet"):
        assert absent not in sheet, absent
    # It may tell of whoever gave the tip, and paper is left lying.
    assert COMMENT not in page


def test_the_team_that_was_decided_is_on_the_sheet_and_sheets_follow_the_decision(
    planner: TestClient, made: InspectionList
) -> None:
    place = f"{made.id}.m1"
    answer = planner.put(
        f"/api/v1/items/{place}/decision",
        json={"status": "include", "agencies": ["skatteverket"]},
        headers={"If-Match": '"0"'},
    )
    assert answer.status_code == 200
    included = planner.get(f"/urval/{made.id}/underlag?decision=include").text
    assert included.count("<article") == 1
    sheet = sheet_of(included)
    assert re.findall(r'<th scope="row">(.*?)</th>', sheet) == ["Skatteverket"]
    assert (
        'aria-labelledby="tillagt-1"'
        not in planner.get(f"/urval/{made.id}/underlag?decision=wait").text
    )
    # It has no band, and nobody drew it.
    for narrowed in ("band=1", "drawn=ranking"):
        assert "tillagt-1" not in planner.get(f"/urval/{made.id}/underlag?{narrowed}").text


def test_the_record_names_the_added_place_among_those_that_were_shown(
    planner: TestClient, database: Database, made: InspectionList
) -> None:
    planner.get(f"/urval/{made.id}/underlag")
    with transaction(database) as connection:
        event = list(records(connection))[-1].event
    assert event.type is EventType.BRIEF_READ
    assert event.objects == (made.id, *(one.id for one in made.entries), f"{made.id}.m1")
    assert event.rows == len(made.entries) + 1


@pytest.mark.usefixtures("planner")
@pytest.mark.parametrize("language", list(Language))
def test_the_pdf_holds_it_as_a_page_of_its_own_and_is_still_tagged(
    database: Database, made: InspectionList, language: Language
) -> None:
    board = read_board(database, Operator("test"), made.id)

    def pages(board_or_none: bool) -> int:
        page = brief_page(board.made, Reader(language), board=board if board_or_none else None)
        printed = brief_pdf(page)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in printed
        return max(int(one) for one in re.findall(rb"/Count (\d+)", printed))

    assert pages(True) == pages(False) + 1

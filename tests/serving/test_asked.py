"""On a workplace's page: how a request to correct a fact stands, to whoever may know."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from features.vocabulary import Authority
from serving.access.callers import Operator
from serving.access.rights import Role
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.pages.asked import asked_marks, asked_views
from serving.pages.rendering import Reader, render
from serving.pages.workplace_page import workplace_page
from serving.planning.choices import Dispute
from serving.planning.vocabulary import Doubted, Wrong
from serving.planning.workplaces import Workplace, read_workplace
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.places import place_of
from serving.store.requests import answer_correction, corrections_of, dispute_fact
from serving.store.rescorings import Rescored, Side, ask_to_rescore, finish_rescoring
from serving.targeting.inspection_list import InspectionList
from serving.wording import Language
from tests.serving.access.conftest import ENTER, cases, enter, person
from tests.serving.test_rescoring import AV, JAM, SKV, number_of

__all__ = ["cases", "enter"]  # fixtures

SV, EN = Reader(Language.SV), Reader(Language.EN)


def on(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    return next(one for one in week if one.centre.code == "vast")


def dispute(database: Database, made: InspectionList, owner: Authority, day: int = 24) -> str:
    """A fact of `owner` on the first place of Väst is said to be out of date."""
    with transaction(database) as connection:
        return dispute_fact(
            connection,
            place_of(connection, made.entries[0].id),
            number_of(made, owner),
            owner.value,
            Dispute(Wrong.OUTDATED, Doubted.SEEN_ON_SITE),
            event=AuditEvent(EventType.FACT_DISPUTED, time=on(day)),
        )


def answered(database: Database, request: str, said: str, day: int = 25) -> None:
    event = AuditEvent(EventType.CORRECTION_ANSWERED, time=on(day))
    with transaction(database) as connection:
        answer_correction(connection, request, said, event=event)


def told_of(database: Database, made: InspectionList) -> Workplace:
    return read_workplace(database, Operator("test"), made.entries[0].id)


def test_while_it_waits_the_page_says_for_whom_and_since_when(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    dispute(database, made, SKV)
    client = enter(person(Role.PLANNER))
    page = client.get(f"/arbetsstalle/{made.entries[0].id}").text
    facts = page[page.index('id="uppgifter"') : page.index('id="historik"')]
    assert "Skatteverket fick frågan 24 november 2026 och har inte svarat än." in facts
    assert "Begäran: uppgiften är inaktuell (iakttaget på plats)." in facts
    reasons = page[page.index('id="skal"') : page.index('id="uppgifter"')]
    assert reasons.count("Ifrågasatt: väntar på svar") == 1
    english = client.get(f"/arbetsstalle/{made.entries[0].id}?lang=en").text
    assert "Tax Agency was asked on 24 November 2026 and has not answered yet." in english


def test_the_owners_answer_stands_where_the_fact_was_disputed(
    database: Database, made: InspectionList
) -> None:
    answered(database, dispute(database, made, SKV), "corrected")
    answered(database, dispute(database, made, AV), "rejected", 26)
    told = told_of(database, made)
    number, other = number_of(made, SKV), number_of(made, AV)
    (corrected,), (rejected,) = (asked_views(told, SV)[one] for one in (number, other))
    assert corrected.stands == (
        "Skatteverket svarade 25 november 2026: uppgiften är rättad hos dem. Det nya värdet"
        " kommer med registrets nästa leverans."
    )
    assert rejected.stands == (
        "Arbetsmiljöverket svarade 26 november 2026: uppgiften stämmer som den står."
    )
    assert asked_marks(told, SV) == {
        number: "Ifrågasatt: rättad i registret",
        other: "Ifrågasatt: stämmer som den står",
    }


def test_two_requests_of_one_fact_are_told_in_turn_and_the_newest_marks_the_reason(
    database: Database, made: InspectionList
) -> None:
    answered(database, dispute(database, made, SKV, 20), "rejected", 22)
    dispute(database, made, SKV, 24)
    told, number = told_of(database, made), number_of(made, SKV)
    stands = [one.stands for one in asked_views(told, SV)[number]]
    assert ["svarade 22" in stands[0], "frågan 24" in stands[1]] == [True, True]
    assert asked_marks(told, SV) == {number: "Ifrågasatt: väntar på svar"}
    dispute(database, made, SKV, 25)
    views = asked_views(told_of(database, made), SV)[number]
    assert [one.trial is not None for one in views] == [False, False, True]
    assert render(workplace_page(told, SV)).count('class="stands-so"') == 2


def test_whoever_may_not_see_the_fact_or_not_dispute_it_sees_nothing_of_the_request(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    dispute(database, made, SKV)
    address = f"/arbetsstalle/{made.entries[0].id}"
    # 27 kap. OSL: facts of Skatteverket are not for Jämställdhetsmyndigheten.
    for user in (person(Role.PLANNER, authority=JAM), person(Role.REVIEWER)):
        answer = enter(user).get(address)
        assert answer.status_code == 200
        assert "Ifrågasatt" not in answer.text
        assert "fick frågan" not in answer.text
    dispute(database, made, AV)
    page = enter(person(Role.PLANNER, authority=JAM)).get(address).text
    assert page.count('class="stands-so"') == page.count('class="mark-asked"') == 1
    assert "Arbetsmiljöverket fick frågan" in page


def test_the_page_is_recorded_once_whatever_was_asked(
    enter: ENTER, database: Database, made: InspectionList
) -> None:
    dispute(database, made, SKV)
    client = enter(person(Role.PLANNER))
    with transaction(database) as connection:
        before = len(list(records(connection)))
    client.get(f"/arbetsstalle/{made.entries[0].id}")
    with transaction(database) as connection:
        added = [one.event.type for one in list(records(connection))[before:]]
    assert added == [EventType.WORKPLACE_READ]


def test_of_a_list_whose_facts_are_not_kept_the_request_is_told_under_its_reason(
    database: Database, made: InspectionList
) -> None:
    dispute(database, made, SKV)
    page = workplace_page(replace(told_of(database, made), facts=()), SV)
    (line,) = page.facts
    assert line.label == made.entries[0].reasons[number_of(made, SKV)].sentence.sv
    assert (line.form, len(line.asked)) == (None, 1)


def means(
    database: Database,
    made: InspectionList,
    after: tuple[int, int | None],
    *,
    value: float | None = 0.0,
) -> Workplace:
    """The page's content once a value was worked out: band and place on the list after it."""
    dispute(database, made, SKV)
    with transaction(database) as connection:
        request = corrections_of(connection, authority=SKV.value)[-1]
        event = AuditEvent(EventType.RESCORING_ASKED)
        one = ask_to_rescore(connection, request, made.id, value, event=event)
        band, listed = after
        found = Rescored("x", 2800, Side(1, 6, 1, ()), Side(band, 900, listed, ()))
        finish_rescoring(connection, one.id, found, event=AuditEvent(EventType.RESCORING_MADE))
    return told_of(database, made)


@pytest.mark.parametrize(
    ("after", "swedish", "english"),
    [
        (
            (4, None),
            "bli grund i stället för mycket hög, och arbetsstället inte stå på listan.",
            "be basic instead of very high, and the workplace would not be on the list.",
        ),
        (
            (2, 3),
            "bli hög i stället för mycket hög, och arbetsstället hamna på plats 3 på listan i"
            " stället för 1.",
            "be high instead of very high, and the workplace would come to place 3 on the list"
            " instead of 1.",
        ),
        (
            (1, 1),
            "fortfarande vara mycket hög, och arbetsstället stå kvar på plats 1 på listan.",
            "still be very high, and the workplace would still have place 1 on the list.",
        ),
    ],
)
def test_what_it_would_mean_is_one_sentence(
    database: Database,
    made: InspectionList,
    after: tuple[int, int | None],
    swedish: str,
    english: str,
) -> None:
    told, number = means(database, made, after), number_of(made, SKV)
    (sv,), (en,) = asked_views(told, SV)[number], asked_views(told, EN)[number]
    assert sv.means.startswith("Med värdet 0")
    assert sv.means.endswith(f" skulle prioriteten {swedish}")
    assert en.means.startswith("With the value 0")
    assert en.means.endswith(f", the priority would {english}")


def test_a_value_that_is_not_known_is_told_in_words(
    database: Database, made: InspectionList
) -> None:
    told, number = means(database, made, (2, 3), value=None), number_of(made, SKV)
    assert asked_views(told, SV)[number][0].means.startswith("Utan känt värde skulle")
    # Nor is a figure told whose unit is not kept.
    unknown = replace(means(database, made, (2, 3)), facts=())
    assert asked_views(unknown, SV)[number][1].means.startswith("Med det rättade värdet skulle")


def test_of_a_random_draw_it_tells_no_band(database: Database, made: InspectionList) -> None:
    told, number = means(database, made, (4, 2)), number_of(made, SKV)
    drawn = replace(told, place=replace(told.place, is_random=True))
    (view,) = asked_views(drawn, SV)[number]
    assert view.means.endswith("stå kvar på listan, eftersom det valdes med lott.")
    assert "mycket hög" not in view.means


def test_what_waits_to_be_worked_out_or_could_not_be_says_so(
    database: Database, made: InspectionList
) -> None:
    dispute(database, made, SKV)
    number = number_of(made, SKV)
    with transaction(database) as connection:
        (request,) = corrections_of(connection, authority=SKV.value)
        event = AuditEvent(EventType.RESCORING_ASKED)
        one = ask_to_rescore(connection, request, made.id, 0.0, event=event)
    assert "Nu räknas det ut" in asked_views(told_of(database, made), SV)[number][0].means
    with transaction(database) as connection:
        failed = AuditEvent(EventType.RESCORING_MADE)
        finish_rescoring(connection, one.id, "The list was made by ranker 1.", event=failed)
    (view,) = asked_views(told_of(database, made), SV)[number]
    assert view.means.startswith("Det gick inte att räkna ut")
    assert "ranker" not in view.means  # messages are for programs, in English

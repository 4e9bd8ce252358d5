"""What visits found as register rows: corrections stand, retractions tell, clocks agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from features.sweden import COUNTRY
from features.vocabulary import Authority
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.choices import Choice, Outcome, Recorded
from serving.planning.feeding_back import FedBack, fed_back
from serving.planning.vocabulary import Added, Area, Result, State, Status
from serving.retention import read_retention
from serving.store.database import Database, transaction
from serving.store.decisions import decide
from serving.store.outcomes import record_outcome
from serving.store.places import Addition, add_place, place_of
from serving.store.plans import move_plan, open_plan
from serving.store.removing import remove
from serving.store.visits_found import VisitFound, visits_found
from tests.serving.invented import WEEK, lists

AV, SKV = Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET
VISIT = date(2026, 11, 25)
TAX = Outcome(SKV, VISIT, Result.FINDING, Area.TAX_AND_PAY, 3)
VISITED = VisitFound(
    "vast-1.1", "vast", "12345678", "5566000005", "ranking", "", None, SKV.value, (), ()
)


def told(*said: tuple[Outcome, str], of: VisitFound = VISITED) -> FedBack:
    """A visit's outcomes, each with the moment it was written, as the registers have them."""
    versions = tuple(Recorded(of.place, 1, one, "anna", f"{at}+00:00") for one, at in said)
    return fed_back([replace(of, said=versions)], COUNTRY)


def outcomes(made: FedBack) -> list[tuple[str, str, int, int]]:
    """Area, outcome, severity and the November day it was known, a row each."""
    rows = made.outcomes.to_pylist()
    return [(r["area"], r["outcome"], r["severity"], r["known_at"].day) for r in rows]


def test_of_two_versions_of_one_day_the_later_stands() -> None:
    nothing = Outcome(SKV, VISIT, Result.NONE)
    made = told((nothing, "2026-11-26T10:00"), (TAX, "2026-11-26T11:00"))
    assert outcomes(made) == [("tax_and_pay", "finding", 3, 26)]


def test_a_finding_moved_to_another_area_is_taken_back_where_it_was() -> None:
    moved = replace(TAX, kind=Area.SUBSIDIES)
    made = told((TAX, "2026-11-26T10:00"), (moved, "2026-11-28T10:00"))
    assert outcomes(made) == [
        ("tax_and_pay", "finding", 3, 26),
        ("subsidies_and_benefits", "finding", 3, 28),
        ("tax_and_pay", "not_checked", 0, 28),
    ]


def test_a_finding_moved_outside_every_area_is_taken_back_once() -> None:
    other = replace(TAX, kind=Area.OTHER)
    again = replace(other, severity=4)
    made = told(
        (TAX, "2026-11-26T10:00"), (other, "2026-11-28T10:00"), (again, "2026-11-29T10:00")
    )
    assert outcomes(made) == [
        ("tax_and_pay", "finding", 3, 26),
        ("tax_and_pay", "not_checked", 0, 28),
    ]
    assert made.left_out["outcomes outside the areas that labels are made in"] == 2


def test_a_corrected_day_of_the_visit_is_known_from_its_correction_on() -> None:
    day_before = replace(TAX, visited_on=date(2026, 11, 24))
    made = told((TAX, "2026-11-26T10:00"), (day_before, "2026-11-28T10:00"))
    rows = made.controls.to_pylist()
    assert [(r["controlled_on"].day, r["known_at"].day) for r in rows] == [(25, 26), (24, 28)]


def test_who_came_is_known_from_the_day_each_of_them_wrote() -> None:
    late = Outcome(AV, VISIT, Result.NONE)
    made = told(
        (TAX, "2026-11-26T10:00"),
        (replace(TAX, severity=4), "2026-11-27T10:00"),  # changes nothing of the visit itself
        (late, "2026-11-28T10:00"),
    )
    rows = made.controls.to_pylist()
    assert [(r["present"], r["known_at"].day) for r in rows] == [
        ("skatteverket", 26),
        ("skatteverket;arbetsmiljoverket", 28),
    ]


def test_a_visit_whose_origin_retention_removed_is_left_out_and_counted() -> None:
    lost = replace(VISITED, workplace="", employer="", drawn="")
    made = told((TAX, "2026-11-26T10:00"), of=lost)
    assert (made.controls.num_rows, made.outcomes.num_rows) == (0, 0)
    assert made.left_out == {
        "visits without a number that registers take": 0,
        "visits whose way onto the plan is no longer kept": 1,
        "outcomes outside the areas that labels are made in": 0,
    }


def test_a_visit_carried_from_a_week_that_retention_removed_does_not_stop_the_rest(
    database: Database,
) -> None:
    first = next(one for one in lists(week=WEEK.plus(-1)) if one.centre.code == "vast")
    second = next(one for one in lists() if one.centre.code == "vast")
    event = AuditEvent(EventType.DECISION_MADE)
    with transaction(database) as connection:
        open_plan(connection, second.id, event=event)
        entry = first.entries[0]
        late = Addition("99", entry.name, "Borås", Added.CARRIED, carried_from=entry.id)
        place = add_place(connection, second.id, late, event=event)
        going = Choice(Status.INCLUDE, agencies=(SKV.value,))
        for one in (place, second.entries[0].id):
            decide(connection, place_of(connection, one), going, expected=0, event=event)
        move_plan(connection, second.id, State.LOCKED, expected=1, event=event)
        for one in (place, second.entries[0].id):
            record_outcome(connection, place_of(connection, one), TAX, expected=0, event=event)
        before = {one.place: one.drawn for one in visits_found(connection)}
        # The first day that keeps nothing from before week 48.
        keeping = read_retention()
        today = next(
            day
            for day in (VISIT + timedelta(days=number) for number in range(2000))
            if keeping.last_kept("unworked_lists", day) >= WEEK.monday
        )
        remove(connection, keeping, today, event=event)
        after = {one.place: (one.drawn, one.added) for one in visits_found(connection)}
    assert before[place] == entry.drawn
    assert after[place] == ("", "")
    assert after[second.entries[0].id] == (second.entries[0].drawn, "")

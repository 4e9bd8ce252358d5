"""What people decided in the store reaches the choice of the week's lists."""

from __future__ import annotations

from datetime import date

from serving.audit import AuditEvent, EventType
from serving.store import tables as t
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.standing import standing_of
from serving.targeting.inspection_list import InspectionList
from serving.targeting.standing import Exclusion, Visit
from serving.targeting.week import Week

WEEK = Week(2026, 49)  # the lists of the fixture are of weeks 47 and 48
MOMENT = "2026-11-20T08:00:00+00:00"


def rest(connection: Connection, number: int, expires: str, lifted: str | None = None) -> None:
    connection.execute(
        t.rests.insert().values(
            id=f"rest {number}",
            kind="exclusion",
            centre="vast",
            workplace=f"w{number}",
            reason="open_case",
            comment="pågår hos oss",
            expires_on=expires,
            actor="Ek",
            made_at=MOMENT,
            lifted_at=lifted,
            lifted_by=None,
        )
    )


def decide(connection: Connection, place: str, made: InspectionList, *status: str) -> None:
    for version, one in enumerate(status, start=1):
        connection.execute(
            t.decisions.insert().values(
                place=place,
                version=version,
                list_id=made.id,
                status=one,
                reason="",
                comment="",
                agencies="[]",
                actor="Ek",
                made_at=MOMENT,
            )
        )


def plan(connection: Connection, made: InspectionList, state: str) -> None:
    connection.execute(
        t.plans.insert().values(
            list_id=made.id,
            centre=made.centre.code,
            week=str(made.week),
            state=state,
            version=1,
            follows=None,
            opened_at=MOMENT,
            changed_at=MOMENT,
            actor="Ek",
        )
    )


def test_what_is_left_out_holds_until_the_day_before_it_expires(database: Database) -> None:
    with transaction(database) as connection:
        rest(connection, 1, "2026-12-01")  # in week 49, which begins on 30 November
        rest(connection, 2, "2026-11-30")
        rest(connection, 3, "2026-12-24", lifted=MOMENT)
        append(connection, AuditEvent(EventType.LIST_READ))
    with transaction(database) as connection:
        found = standing_of(connection, WEEK)

    last = date(2026, 11, 30)
    assert found.exclusions == (
        Exclusion("w1", "Ek", "pågår hos oss", date(2026, 11, 20), last, "vast"),
    )
    assert set(found.excluded(WEEK)) == {"w1"}


def test_places_that_settled_plans_include_count_as_visited_from_their_monday(
    database: Database, week: tuple[InspectionList, ...]
) -> None:
    locked, draft = week[0], week[1]
    with transaction(database) as connection:
        plan(connection, locked, "locked")
        plan(connection, draft, "draft")
        first, second, third = (entry.id for entry in locked.entries[:3])
        decide(connection, first, locked, "include")
        decide(connection, second, locked, "include", "decline")  # the newest counts
        decide(connection, third, locked, "wait", "include")
        decide(connection, draft.entries[0].id, draft, "include")
        append(connection, AuditEvent(EventType.LIST_READ))
    with transaction(database) as connection:
        found = standing_of(connection, WEEK)
        assert standing_of(connection, locked.week).visits == ()  # not of weeks to come

    monday = date(2026, 11, 23)
    assert sorted(found.visits, key=lambda one: one.workplace) == sorted(
        (Visit(locked.entries[place].workplace, monday) for place in (0, 2)),
        key=lambda one: one.workplace,
    )

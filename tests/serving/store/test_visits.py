"""When in the week a place is visited: versions, bounds, and what a lock forbids."""

from __future__ import annotations

from datetime import date

import pytest

from features.errors import BadOption
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.errors import Conflict, Stale
from serving.planning.choices import Place, Visit
from serving.planning.vocabulary import Part, State
from serving.store.audit_log import check_chain
from serving.store.database import Connection
from serving.store.places import place_of
from serving.store.plans import move_plan, open_plan
from serving.store.visits import move_visit, visits_of
from serving.targeting.inspection_list import InspectionList

MOVED = AuditEvent(EventType.VISIT_MOVED)
TUESDAY = date(2026, 11, 24)  # of week 48


@pytest.fixture
def place(undone: Connection, week: tuple[InspectionList, ...]) -> Place:
    """The first place of a list that has just been begun."""
    open_plan(undone, week[0].id, event=AuditEvent(EventType.PLAN_OPENED))
    return place_of(undone, week[0].entries[0].id)


def test_a_visit_is_moved_over_the_version_that_was_seen(
    undone: Connection, place: Place
) -> None:
    first = move_visit(undone, place, Visit(TUESDAY, Part.MORNING), event=MOVED)
    assert first == Visit(TUESDAY, Part.MORNING, version=1)
    with pytest.raises(Stale) as told:
        move_visit(undone, place, Visit(TUESDAY, Part.EVENING), event=MOVED)
    assert told.value.version == 1
    away = move_visit(undone, place, Visit(version=1), event=MOVED)
    assert visits_of(undone, place.list_id) == {place.id: away} == {place.id: Visit(version=2)}
    assert check_chain(undone) == []


def test_a_visit_lies_within_the_week_of_its_plan(undone: Connection, place: Place) -> None:
    for day in (date(2026, 11, 22), date(2026, 11, 30)):
        with pytest.raises(BadOption, match=str(day)):
            move_visit(undone, place, Visit(day, Part.MORNING), event=MOVED)
    for day in (date(2026, 11, 23), date(2026, 11, 29)):
        seen = visits_of(undone, place.list_id).get(place.id, Visit()).version
        assert move_visit(undone, place, Visit(day, Part.MORNING, seen), event=MOVED).on == day


def test_a_locked_plan_is_moved_no_more(undone: Connection, place: Place) -> None:
    locked = AuditEvent(EventType.PLAN_LOCKED)
    move_plan(undone, place.list_id, State.LOCKED, expected=1, event=locked)
    with pytest.raises(Conflict, match="locked"):
        move_visit(undone, place, Visit(TUESDAY, Part.MORNING), event=MOVED)


def test_a_part_of_no_day_is_refused() -> None:
    with pytest.raises(BadOption, match="both a day and a part"):
        Visit(part=Part.MORNING)

"""Every read of a list, logged in the same transaction before it is answered.

Pages, the API and the command line all read through here, so none can forget the log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.errors import NotFound
from serving.audit import NO_PURPOSE, NOBODY, AuditEvent, EventType
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.lists import entry_of, find_list, heads, latest_week, weeks
from serving.targeting.inspection_list import CentreName, InspectionList, ListEntry, ListHead
from serving.targeting.week import Week

__all__ = [
    "Overview",
    "Read",
    "read_centres",
    "read_entry",
    "read_list",
    "read_lists",
    "read_overview",
]


@dataclass(frozen=True)
class Read:
    """Who reads, why, and under which request."""

    request_id: str = ""
    actor: str = NOBODY
    purpose: str = NO_PURPOSE

    def event(self, kind: EventType, objects: Sequence[str] = (), rows: int = 0) -> AuditEvent:
        """The event of this read."""
        return AuditEvent(
            kind,
            objects=tuple(objects),
            rows=rows,
            actor=self.actor,
            purpose=self.purpose,
            request_id=self.request_id,
        )


@dataclass(frozen=True)
class Overview:
    """The centres, a week's lists without entries, and the other weeks there are."""

    week: Week | None
    centres: tuple[CentreName, ...]
    lists: tuple[ListHead, ...]
    weeks: tuple[Week, ...]


def read_centres(database: Database, read: Read) -> tuple[tuple[CentreName, ListHead], ...]:
    """Each centre with its newest list."""
    with transaction(database) as connection:
        newest = _newest(heads(connection))
        append(connection, read.event(EventType.CENTRES_READ, rows=len(newest)))
    return tuple((head.made.centre, head) for head in newest)


def read_overview(database: Database, read: Read, week: Week | None = None) -> Overview:
    """All centres with their lists of `week`, by default the last one that has any."""
    with transaction(database) as connection:
        newest = _newest(heads(connection))
        week = week or latest_week(connection)
        lists = heads(connection, week=week) if week else []
        found = [head.made.id for head in lists]
        append(connection, read.event(EventType.CENTRES_READ, found, len(newest)))
        there = tuple(weeks(connection))
    centres = tuple(head.made.centre for head in newest)
    return Overview(week, centres, tuple(lists), there)


def read_lists(
    database: Database, read: Read, *, centre: str | None = None, week: Week | None = None
) -> tuple[ListHead, ...]:
    """The newest list of each centre and week, newest week first."""
    with transaction(database) as connection:
        found = heads(connection, centre=centre, week=week)
        ids = [head.made.id for head in found]
        append(connection, read.event(EventType.LISTS_FOUND, ids, len(found)))
    return tuple(found)


def read_list(
    database: Database, read: Read, list_id: str, kind: EventType = EventType.LIST_READ
) -> tuple[InspectionList, tuple[tuple[Week, str], ...]]:
    """A whole list, and the ids of the same centre's lists a week before and after.

    Raises `NotFound` when there is no such list.
    """
    with transaction(database) as connection:
        made = find_list(connection, list_id)
        if made is None:
            raise NotFound("There is no such list.", "find lists at /api/v1/selection-lists")
        beside = _beside(connection, made)
        ids = [made.id, *(entry.id for entry in made.entries)]
        append(connection, read.event(kind, ids, len(made.entries)))
    return made, beside


def read_entry(
    database: Database, read: Read, entry_id: str, kind: EventType = EventType.ENTRY_READ
) -> tuple[ListEntry, InspectionList]:
    """One entry, and the list it is on without its entries.

    Raises `NotFound` when there is no such entry.
    """
    with transaction(database) as connection:
        found = entry_of(connection, entry_id)
        if found is None:
            raise NotFound("There is no such entry.", "an entry's id is the list's, dot, rank")
        append(connection, read.event(kind, [found[0].id], 1))
    return found


def _newest(found: Sequence[ListHead]) -> list[ListHead]:
    """Each centre's newest list, by the centre's name."""
    newest: dict[str, ListHead] = {}
    for head in found:
        newest.setdefault(head.made.centre.code, head)
    return sorted(newest.values(), key=lambda head: head.made.centre.name)


def _beside(connection: Connection, made: InspectionList) -> tuple[tuple[Week, str], ...]:
    """The lists of the weeks before and after, where there are any."""
    wanted = (made.week.plus(-1), made.week.plus(1))
    found = (heads(connection, centre=made.centre.code, week=week) for week in wanted)
    return tuple((one[0].made.week, one[0].made.id) for one in found if one)

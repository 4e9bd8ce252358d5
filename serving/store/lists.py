"""Saves and finds inspection lists; saving demands an audit event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.store.audit_log import append, records
from serving.store.database import Connection
from serving.store.tables import entry_workplaces, list_entries, selection_lists
from serving.targeting.inspection_list import (
    Band,
    InspectionList,
    ListEntry,
    ListHead,
    entry_json,
    head_json,
    list_from_json,
)
from serving.targeting.shown_list import with_digest
from serving.targeting.week import Week

__all__ = [
    "centre_name",
    "centre_named",
    "centre_of_list",
    "check_lists",
    "entry_of",
    "find_head",
    "find_list",
    "first_inputs",
    "heads",
    "inputs_in_use",
    "latest_week",
    "made_event",
    "save_list",
    "week_named",
    "weeks",
]

_ENTRY = TypeAdapter(ListEntry)


def save_list(connection: Connection, made: InspectionList, *, event: AuditEvent) -> bool:
    """Store a list and its audit event, both or neither.

    False, and nothing written, when the very same list is there already: an id is made of
    the list's content.
    """
    there = sa.select(selection_lists.c.id).where(selection_lists.c.id == made.id)
    if connection.execute(there).first():
        return False
    connection.execute(
        selection_lists.insert().values(
            id=made.id,
            country=made.provenance.country,
            centre=made.centre.code,
            week=str(made.week),
            made_at=made.provenance.made_at.isoformat(),
            digest=made.digest,
            entries=len(made.entries),
            random=made.random,
            head=head_json(made),
        )
    )
    rows = [
        {
            "id": entry.id,
            "list_id": made.id,
            "rank": entry.rank,
            "band": int(entry.band),
            "drawn": entry.drawn,
            "content": entry_json(entry),
        }
        for entry in made.entries
    ]
    if rows:
        connection.execute(list_entries.insert(), rows)
        named = [(one.id, one.workplace) for one in made.entries]
        connection.execute(
            entry_workplaces.insert(),
            [{"place": place, "list_id": made.id, "workplace": one} for place, one in named],
        )
    append(connection, event)
    return True


def heads(
    connection: Connection,
    *,
    centre: str | None = None,
    week: Week | None = None,
    every: bool = False,
) -> Sequence[ListHead]:
    """The newest list of each centre and week, without entries, newest week first.

    With `every`, those that were made before it for the same week follow it.
    """
    lists = selection_lists.c
    query = selection_lists.select().order_by(
        lists.week.desc(), lists.centre, lists.made_at.desc(), lists.id
    )
    if centre:
        query = query.where(lists.centre == centre)
    if week:
        query = query.where(lists.week == str(week))
    newest: dict[tuple[str, str, str], sa.Row[Any]] = {}
    for row in connection.execute(query):
        newest.setdefault((row.week, row.centre, row.id if every else ""), row)
    places = _places(connection, [row.id for row in newest.values()])
    return [
        ListHead(list_from_json(_joined(row.head, [])), tuple(places[row.id]), row.digest)
        for row in newest.values()
    ]


def centre_name(connection: Connection, centre: str) -> str:
    """A centre's name as its newest list has it; empty for one that never had any."""
    here = selection_lists.c
    query = sa.select(here.head).where(here.centre == centre)
    found = connection.execute(query.order_by(here.week.desc(), here.made_at.desc()).limit(1))
    head = found.scalar()
    return list_from_json(_joined(head, [])).centre.name if head else ""


def first_inputs(connection: Connection, country: str, week: Week) -> dict[str, str]:
    """By centre, the digest of what the first list made for a week was chosen from.

    Only of lists that tell it: the earliest ones did not.
    """
    lists = selection_lists.c
    query = (
        sa.select(lists.centre, lists.head)
        .where(lists.country == country, lists.week == str(week))
        .order_by(lists.made_at, lists.id)
    )
    found: dict[str, str] = {}
    for row in connection.execute(query):
        inputs = list_from_json(_joined(row.head, [])).provenance.inputs_digest
        if inputs:
            found.setdefault(row.centre, inputs)
    return found


def inputs_in_use(connection: Connection) -> frozenset[str]:
    """The digests of all that stored lists were chosen from, or at first drawn from."""
    found = set()
    for head in connection.execute(sa.select(selection_lists.c.head)).scalars():
        made = list_from_json(_joined(head, []))
        found |= {made.provenance.inputs_digest, made.draw.first}
    return frozenset(found - {""})


def weeks(connection: Connection, centre: str | None = None) -> Sequence[Week]:
    """The weeks that have lists, oldest first."""
    lists = selection_lists.c
    query = sa.select(lists.week).distinct().order_by(lists.week)
    if centre:
        query = query.where(lists.centre == centre)
    return [Week.parse(week) for week in connection.execute(query).scalars()]


def latest_week(connection: Connection) -> Week | None:
    """The last week that has a list."""
    found = weeks(connection)
    return found[-1] if found else None


def find_list(connection: Connection, list_id: str) -> InspectionList | None:
    """A whole list, or None when there is none with that id."""
    query = sa.select(selection_lists.c.head).where(selection_lists.c.id == list_id)
    head = connection.execute(query).scalar()
    if head is None:
        return None
    entries = list_entries.c
    places = sa.select(entries.content).where(entries.list_id == list_id).order_by(entries.rank)
    return list_from_json(_joined(head, connection.execute(places).scalars().all()))


def find_head(connection: Connection, list_id: str) -> InspectionList:
    """A list without its entries, which still says the digest of all of it.

    Raises `NotFound`.
    """
    lists = selection_lists.c
    query = sa.select(lists.head, lists.digest).where(lists.id == list_id)
    row = connection.execute(query).first()
    if row is None:
        raise NotFound("There is no such list.", "find lists at /api/v1/selection-lists")
    return with_digest(list_from_json(_joined(row.head, [])), row.digest)


def centre_named(list_or_entry: str) -> str | None:
    """The centre that an id names, if it has the shape of one of ours.

    >>> centre_named("2026-W48-vast-1f0c9d1e.1")
    'vast'
    """
    parts = list_or_entry.split("-")
    return "-".join(parts[2:-1]) if len(parts) > 3 else None


def week_named(list_or_entry: str) -> Week | None:
    """The week that an id names, if it has the shape of one of ours.

    >>> str(week_named("2026-W48-vast-1f0c9d1e.1"))
    '2026-W48'
    """
    try:
        return Week.parse("-".join(list_or_entry.split("-")[:2]))
    except BadOption:
        return None


def centre_of_list(connection: Connection, list_id: str) -> str | None:
    """The centre a list is of; None when there is no such list."""
    query = sa.select(selection_lists.c.centre).where(selection_lists.c.id == list_id)
    return connection.execute(query).scalar()


def entry_of(connection: Connection, entry_id: str) -> tuple[ListEntry, InspectionList] | None:
    """One entry and the list it is on, without its entries; None when there is none."""
    query = (
        sa.select(list_entries.c.content, selection_lists.c.head)
        .join(selection_lists, selection_lists.c.id == list_entries.c.list_id)
        .where(list_entries.c.id == entry_id)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return _ENTRY.validate_json(row.content), list_from_json(_joined(row.head, []))


def check_lists(connection: Connection) -> Sequence[str]:
    """Every stored list that no longer says what was recorded when it was made, in words.

    The record of making holds the list's id and digest, so the audit chain vouches for it.
    """
    recorded: dict[str, str] = {}
    for record in records(connection):
        if record.event.type is EventType.LIST_MADE:
            recorded[record.event.objects[0]] = record.event.objects[1]
        elif record.event.type is EventType.ROWS_REMOVED:
            for removed in record.event.objects[2:]:  # after the class and the day
                recorded.pop(removed, None)
    faults = []
    there = set(connection.execute(sa.select(selection_lists.c.id)).scalars())
    for list_id in sorted(there | set(recorded)):
        made = find_list(connection, list_id) if list_id in there else None
        if made is None:
            faults.append(f"list {list_id} was made and is gone")
        elif list_id not in recorded:
            faults.append(f"list {list_id} is there and was never recorded as made")
        elif made.digest != recorded[list_id]:
            faults.append(f"list {list_id} has been changed")
    return faults


def made_event(made: InspectionList) -> AuditEvent:
    """The event that `save_list` demands: it binds the list's content to the audit chain."""
    return AuditEvent(
        EventType.LIST_MADE, objects=(made.id, made.digest), rows=len(made.entries)
    )


def _places(connection: Connection, lists: Sequence[str]) -> dict[str, list[tuple[Band, bool]]]:
    """Each list's places in order: the band, and whether it was drawn at random."""
    entries = list_entries.c
    query = (
        sa.select(entries.list_id, entries.band, entries.drawn)
        .where(entries.list_id.in_(lists))
        .order_by(entries.list_id, entries.rank)
    )
    places: dict[str, list[tuple[Band, bool]]] = {one: [] for one in lists}
    for row in connection.execute(query):
        places[row.list_id].append((Band(row.band), row.drawn == "random"))
    return places


def _joined(head: str, entries: Sequence[str]) -> str:
    """A head and its entries as one JSON document, each still as it was stored."""
    return f'{head[:-1]},"entries":[{",".join(entries)}]}}'

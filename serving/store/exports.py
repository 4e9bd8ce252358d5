"""Keeps what was asked for as a file, and reads a list's entries a few at a time."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from features.vocabulary import Authority
from serving.audit import AuditEvent
from serving.narrowing import Narrowing
from serving.store.audit_log import append
from serving.store.database import Connection, Database, looking
from serving.store.tables import exports, list_entries
from serving.targeting.inspection_list import ListEntry

__all__ = [
    "FAILED",
    "Asked",
    "Export",
    "ask_for_file",
    "count_entries",
    "entries_in_turn",
    "finish_export",
    "find_export",
    "unfinished",
]

FAILED = "failed"  # in the place of the digest of a file that could not be made
_AT_ONCE = 250  # entries in memory at a time, some ten kilobytes each with their explanations

_ENTRY = TypeAdapter(ListEntry)


@dataclass(frozen=True)
class Asked:
    """All that a file is made by: whose eyes it is for, what it says of them, and of what."""

    narrowing: Narrowing
    language: str
    authority: Authority | None
    who: str
    purpose: str
    control_case: str


@dataclass(frozen=True)
class Export:
    """A file asked for. `digest` is of the file, empty until it is made, or `FAILED`."""

    id: str
    list_id: str
    kind: str
    asked: Asked
    rows: int
    digest: str
    actor: str
    made_at: str


_ASKED = TypeAdapter(Asked)


def ask_for_file(
    connection: Connection,
    list_id: str,
    kind: str,
    asked: Asked,
    rows: int,
    *,
    event: AuditEvent,
) -> Export:
    """Write down that a file of a list is wanted; nothing is made yet."""
    assert event.time is not None  # set when the event was made
    made = secrets.token_hex(16)
    connection.execute(
        exports.insert().values(
            id=made,
            list_id=list_id,
            kind=kind,
            filter=_ASKED.dump_json(asked).decode(),
            rows=rows,
            digest="",
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    found = find_export(connection, made)
    assert found is not None
    return found


def find_export(connection: Connection, export: str) -> Export | None:
    """What was asked for under that id; None when nothing was, or its list has gone."""
    row = connection.execute(exports.select().where(exports.c.id == export)).first()
    return _export(row) if row else None


def unfinished(connection: Connection, since: str) -> Sequence[Export]:
    """What was asked for since then and has neither been made nor failed, oldest first."""
    waiting = exports.select().where(exports.c.digest == "", exports.c.made_at >= since)
    return [_export(row) for row in connection.execute(waiting.order_by(exports.c.made_at))]


def finish_export(
    connection: Connection, export: str, digest: str, *, event: AuditEvent
) -> None:
    """Write down the digest of the file that was made, or that it could not be."""
    connection.execute(exports.update().where(exports.c.id == export).values(digest=digest))
    append(connection, event)


def count_entries(connection: Connection, list_id: str, narrowing: Narrowing) -> int:
    """How many entries of a list the narrowing leaves."""
    query = sa.select(sa.func.count()).select_from(list_entries)
    return int(connection.execute(_narrowed(query, list_id, narrowing)).scalar_one())


def entries_in_turn(
    database: Database, list_id: str, narrowing: Narrowing
) -> Iterator[ListEntry]:
    """A list's entries in their order, a few of them in memory at a time.

    Each few are read in a look of their own: a list never changes, and nobody waits for a
    reader who is slow. The read is recorded before, by whoever asked for it.
    """
    here, after = list_entries.c, narrowing.after
    while True:
        query = sa.select(here.rank, here.content).order_by(here.rank).limit(_AT_ONCE)
        with looking(database) as connection:
            few = connection.execute(
                _narrowed(query, list_id, narrowing).where(here.rank > after)
            ).all()
        if not few:
            return
        for row in few:
            yield _ENTRY.validate_json(row.content)
        after = few[-1].rank


def _narrowed(query: sa.Select[Any], list_id: str, narrowing: Narrowing) -> sa.Select[Any]:
    here = list_entries.c
    query = query.where(here.list_id == list_id)
    if narrowing.bands:
        query = query.where(here.band.in_(narrowing.bands))
    if narrowing.drawn:
        query = query.where(here.drawn == narrowing.drawn)
    return query


def _export(row: sa.Row[Any]) -> Export:
    return Export(
        id=row.id,
        list_id=row.list_id,
        kind=row.kind,
        asked=_ASKED.validate_json(row.filter),
        rows=row.rows,
        digest=row.digest,
        actor=row.actor,
        made_at=row.made_at,
    )

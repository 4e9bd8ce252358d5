"""Keeps what someone has begun to write of a visit, until it is recorded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from serving.audit import AuditEvent
from serving.planning.choices import Place
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.plans import locked_of
from serving.store.tables import drafts

__all__ = ["Draft", "draft_of", "drop_draft", "save_draft"]


@dataclass(frozen=True)
class Draft:
    """What someone has begun to write, by the fields of the form, and when it was kept."""

    content: Mapping[str, str]
    saved_at: str


def save_draft(
    connection: Connection, place: Place, content: Mapping[str, str], *, event: AuditEvent
) -> None:
    """Keep a draft over what its writer had there before.

    Raises `Conflict` for a plan that is not locked: there is no visit yet to write of.
    """
    locked_of(connection, place.list_id)
    assert event.time is not None  # set when the event was made
    connection.execute(drafts.delete().where(_of(place.id, event.actor)))
    connection.execute(
        drafts.insert().values(
            place=place.id,
            actor=event.actor,
            list_id=place.list_id,
            content=json.dumps(dict(content), ensure_ascii=False),
            saved_at=event.time.isoformat(),
        )
    )
    append(connection, event)


def draft_of(connection: Connection, place: str, actor: str) -> Draft | None:
    """What `actor` has begun to write of a place; nobody else is shown it."""
    row = connection.execute(drafts.select().where(_of(place, actor))).first()
    return Draft(json.loads(row.content), row.saved_at) if row else None


def drop_draft(connection: Connection, place: str, *, event: AuditEvent) -> None:
    """Let go of the draft of whoever the event is of, if there is one."""
    gone = connection.execute(drafts.delete().where(_of(place, event.actor)))
    if gone.rowcount:
        append(connection, event)


def _of(place: str, actor: str) -> sa.ColumnElement[bool]:
    return sa.and_(drafts.c.place == place, drafts.c.actor == actor)

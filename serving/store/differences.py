"""Keeps why a list is not as the one of the week before, and finds it again."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter

from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.tables import list_differences
from serving.targeting.causes import Difference

__all__ = ["compared_event", "find_difference", "save_difference"]

_TOLD = TypeAdapter(Difference)


def find_difference(connection: Connection, list_id: str, before: str) -> Difference | None:
    """Why a list is not as the one `before` it; None where that was not worked out."""
    kept = list_differences.c
    query = sa.select(kept.content).where(kept.list_id == list_id, kept.before_id == before)
    found = connection.execute(query).scalar()
    return None if found is None else _TOLD.validate_json(found)


def save_difference(
    connection: Connection,
    list_id: str,
    before: str,
    found: Difference,
    made_at: datetime,
    *,
    event: AuditEvent,
) -> None:
    """Keep it with its record, both or neither; two lists are compared once."""
    connection.execute(
        list_differences.insert().values(
            list_id=list_id,
            before_id=before,
            content=_TOLD.dump_json(found).decode(),
            made_at=made_at.isoformat(),
        )
    )
    append(connection, event)


def compared_event(list_id: str, before: str, found: Difference) -> AuditEvent:
    """The event that `save_difference` demands."""
    return AuditEvent(
        EventType.LIST_COMPARED, objects=(list_id, before), rows=len(found.changes)
    )

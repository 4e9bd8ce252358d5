"""Appends audit events, reads them back, checks the chain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from serving.audit import START, AuditEvent, EventType, Record, chain, verify
from serving.store.database import Connection, audit_events, audit_head

__all__ = ["append", "check_chain", "head", "records"]


def append(connection: Connection, event: AuditEvent) -> Record:
    """Add `event` to the log, in the transaction of what it tells of."""
    newest = audit_events.select().order_by(audit_events.c.number.desc()).limit(1)
    row = connection.execute(newest).first()
    record = chain(event, _record(row) if row else None)
    assert event.time is not None  # set when the event was made
    connection.execute(
        audit_events.insert().values(
            number=record.number,
            time=event.time.astimezone(UTC).isoformat(),
            actor=event.actor,
            type=event.type.value,
            objects=json.dumps(event.objects),
            purpose=event.purpose,
            request_id=event.request_id,
            rows=event.rows,
            previous=record.previous,
            digest=record.digest,
        )
    )
    values = {"count": record.number, "digest": record.digest}
    if row is None:
        connection.execute(audit_head.insert().values(**values))
    else:
        connection.execute(audit_head.update().values(**values))
    return record


def records(connection: Connection) -> Iterator[Record]:
    """Every record, oldest first, one at a time."""
    found = connection.execute(audit_events.select().order_by(audit_events.c.number))
    for row in found.yield_per(1000):
        yield _record(row)


def head(connection: Connection) -> tuple[int, str]:
    """How many records were written, and the last one's digest: what is kept elsewhere."""
    row = connection.execute(sa.select(audit_head.c.count, audit_head.c.digest)).first()
    return (row[0], row[1]) if row else (0, START)


def check_chain(connection: Connection) -> Sequence[str]:
    """Every fault in the log, in words; none when it is whole."""
    count, digest = head(connection)
    return verify(records(connection), count=count, head=digest)


def _record(row: sa.Row[Any]) -> Record:
    event = AuditEvent(
        type=EventType(row.type),
        objects=tuple(json.loads(row.objects)),
        rows=row.rows,
        actor=row.actor,
        purpose=row.purpose,
        request_id=row.request_id,
        time=datetime.fromisoformat(row.time),
    )
    return Record(row.number, event, row.previous, row.digest)

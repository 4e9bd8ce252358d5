"""Appends audit events, reads them back, checks the chain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption
from serving.audit import START, AuditEvent, Record, chain, verify
from serving.audit_vocabulary import EventType
from serving.store.database import HEADS, Connection, note_write
from serving.store.engines import own_turn
from serving.store.prepared import Prepared
from serving.store.tables import audit_events, audit_head

__all__ = [
    "Ends",
    "append",
    "check_chain",
    "ends",
    "head",
    "records",
    "records_before",
    "sample_between",
]


# Writers take turns on the head's row.
_TURN = Prepared(sa.select(audit_head.c.count, audit_head.c.digest).with_for_update())
_ADD = Prepared(audit_events.insert())
_MOVING = audit_head.update().values(
    count=sa.bindparam("new_count"), digest=sa.bindparam("new_digest")
)
_MOVE = Prepared(_MOVING)
_ADD_AND_MOVE = Prepared(audit_events.insert().add_cte(_MOVING.cte("moved")))


def _at_once(*more: sa.ColumnElement[Any]) -> sa.Select[*tuple[Any, ...]]:
    """One statement that adds a record if the head is free and where the caller thinks it is.

    Answers with the head before it, whether it was added, and `more`. It waits for nobody: of
    a row that is locked PostgreSQL then says that it is not there.
    """
    here = audit_head.c
    free = (
        sa.select(here.count)
        .where(here.count == sa.bindparam("old_count"))
        .where(here.digest == sa.bindparam("previous"))
        .with_for_update(skip_locked=True)
        .cte("free")
    )
    moved = (
        _MOVING.where(here.count.in_(sa.select(free.c.count)))
        .returning(here.count)
        .cte("moved")
    )
    columns = [one.name for one in audit_events.columns]
    told = sa.select(
        *(sa.bindparam(one, type_=audit_events.c[one].type) for one in columns)
    ).select_from(moved)
    added = (
        audit_events.insert()
        .from_select(columns, told)
        .returning(audit_events.c.number)
        .cte("added")
    )
    return sa.select(
        here.count,
        here.digest,
        sa.select(sa.func.count()).select_from(added).scalar_subquery().label("added"),
        *more,
    )


_AT_ONCE = Prepared(_at_once())
# Whoever only reads does not wait for the disk; whether a transaction does, it has said.
_AT_ONCE_APART = Prepared(
    _at_once(
        sa.literal_column("set_config('synchronous_commit', 'off', true)").label("hurries")
    )
)


@dataclass(frozen=True)
class Ends:
    """How many records were written and the last one's digest; the number of the oldest that
    is still there, and the digest of the one before it.
    """

    count: int = 0
    digest: str = START
    first: int = 1
    before: str = START


def append(connection: Connection, event: AuditEvent) -> Record:
    """Add `event` to the log, in the transaction of what it tells of.

    Writers take turns on the head's row until they commit, so do it last. The record of what
    was only read is a transaction of its own (`noted`).
    """
    apart = connection.info.get("records") == "apart"
    record = _unless_waiting(connection, event, _AT_ONCE_APART if apart else _AT_ONCE)
    if record is None:
        with own_turn(connection) if apart else nullcontext():
            record = _in_turn(connection, event)
    connection.info["head"] = record.number, record.digest
    if apart:  # committed already
        HEADS[connection.engine] = connection.info.pop("head")
    return record


def _in_turn(connection: Connection, event: AuditEvent) -> Record:
    (newest,) = _TURN(connection)
    record = chain(event, newest[0], newest[1])
    moved = {"new_count": record.number, "new_digest": record.digest}
    if connection.dialect.name == "postgresql":  # both at once: a message less
        note_write(connection, _MOVING)
        add, more = _ADD_AND_MOVE, moved
    else:
        _MOVE(connection, **moved)
        add, more = _ADD, {}
    add(connection, **more, **_columns(record))
    return record


def _unless_waiting(connection: Connection, event: AuditEvent, add: Prepared) -> Record | None:
    """The record, written by a single statement; None where somebody writes just now."""
    if connection.dialect.name != "postgresql":
        return None  # a file's lock is asked for without a message
    head = connection.info.get("head") or HEADS.get(connection.engine, (0, START))
    for _ in range(_TRIES):
        record = chain(event, *head)
        moved = {"new_count": record.number, "new_digest": record.digest}
        (found,) = add(connection, old_count=head[0], **moved, **_columns(record))
        if found.added:
            for written in (audit_events, audit_head):
                note_write(connection, written.insert())
            return record
        if (found.count, found.digest) == head:
            return None
        head = found.count, found.digest
    return None


# Others may go on between two tries; whoever has been overtaken so often waits for a turn.
_TRIES = 3


def _columns(record: Record) -> dict[str, object]:
    """The record as a row, by column."""
    event = record.event
    assert event.time is not None  # set when the event was made
    return {
        "number": record.number,
        "time": event.time.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "type": event.type.value,
        "objects": json.dumps(event.objects),
        "purpose": event.purpose,
        "request_id": event.request_id,
        "rows": event.rows,
        "previous": record.previous,
        "digest": record.digest,
        "form": record.form,
        "authority": event.authority,
        "role": event.role,
        "centre": event.centre,
        "control_case": event.control_case,
        "ground": event.ground,
        "filter": event.filter,
        "client": event.client,
    }


def records(connection: Connection) -> Iterator[Record]:
    """Every record, oldest first, one at a time."""
    query = audit_events.select().order_by(audit_events.c.number)
    with connection.execute(query, execution_options={"yield_per": 1000}) as found:
        for row in found:
            yield _record(row)


def records_before(
    connection: Connection,
    number: int | None = None,
    *,
    limit: int = 50,
    kind: EventType | None = None,
    about: str = "",
) -> Sequence[Record]:
    """The newest records, or the newest before `number`, newest first.

    Of one kind, and about one object (a list, a place, a review) by its whole id, when given.
    """
    here = audit_events.c
    query = audit_events.select().order_by(here.number.desc()).limit(limit)
    if number is not None:
        query = query.where(here.number < number)
    if kind is not None:
        query = query.where(here.type == kind.value)
    if about:
        query = query.where(here.objects.contains(json.dumps(about), autoescape=True))
    return [_record(row) for row in connection.execute(query)]


def sample_between(
    connection: Connection,
    since: datetime,
    until: datetime,
    kinds: Sequence[EventType],
    most: int,
    seed: str,
) -> Sequence[Record]:
    """At most `most` records of some kinds, by lot; the seed repeats it.

    Of those from `since` on and before `until`: once that is past, always the same ones.
    """
    here = audit_events.c
    query = sa.select(here.number).where(
        here.time >= since.astimezone(UTC).isoformat(),
        here.time < until.astimezone(UTC).isoformat(),
        here.type.in_([x.value for x in kinds]),
    )
    numbers = sorted(connection.execute(query).scalars())
    # Repeated by whoever checks the sample; it keeps nothing secret.
    chosen = Random(seed).sample(numbers, min(most, len(numbers)))
    found = audit_events.select().where(here.number.in_(chosen)).order_by(here.number.desc())
    return [_record(row) for row in connection.execute(found)]


def ends(connection: Connection) -> Ends:
    """Both ends of the log."""
    columns = audit_head.c
    query = sa.select(columns.count, columns.digest, columns.first, columns.before)
    row = connection.execute(query).first()
    return Ends(*row) if row else Ends()


def head(connection: Connection) -> tuple[int, str]:
    """How many records were written, and the last one's digest: what is kept elsewhere."""
    found = ends(connection)
    return found.count, found.digest


def check_chain(connection: Connection) -> Sequence[str]:
    """Every fault in the log, in words; none when it is whole."""
    kept = ends(connection)
    try:
        return verify(
            records(connection),
            count=kept.count,
            head=kept.digest,
            first=kept.first,
            before=kept.before,
        )
    except BadOption as unreadable:
        return [unreadable.message]


def _record(row: sa.Row[Any]) -> Record:
    """Raises `BadOption` for a row that we cannot have written."""
    try:
        return _read(row)
    except (ValueError, TypeError):
        raise BadOption(
            f"record {row.number} cannot be read, so it has been changed",
            "see lykta audit verify, then restore a copy",
        ) from None


def _read(row: sa.Row[Any]) -> Record:
    event = AuditEvent(
        type=EventType(row.type),
        objects=tuple(json.loads(row.objects)),
        rows=row.rows,
        actor=row.actor,
        purpose=row.purpose,
        request_id=row.request_id,
        time=datetime.fromisoformat(row.time),
        authority=row.authority,
        role=row.role,
        centre=row.centre,
        control_case=row.control_case,
        ground=row.ground,
        filter=row.filter,
        client=row.client,
    )
    return Record(row.number, event, row.previous, row.digest, row.form)

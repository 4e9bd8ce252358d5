"""Keeps what was asked of a corrected fact, and what it would have meant for its place."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter

from serving.audit import AuditEvent
from serving.errors import Conflict
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.requests import Correction
from serving.store.tables import corrections, rescorings
from serving.targeting.inspection_list import Reason

__all__ = [
    "DONE",
    "FAILED",
    "WAITING",
    "Rescored",
    "Rescoring",
    "Side",
    "ask_to_rescore",
    "find_rescoring",
    "finish_rescoring",
    "rescorings_at",
    "waiting_rescorings",
]

WAITING, DONE, FAILED = "waiting", "done", "failed"


@dataclass(frozen=True)
class Side:
    """A place before or after the correction.

    `band` is 1 for the highest; `place` counts from 1 in the whole cohort, best first, and
    `listed` on the centre's list: None where it would not be on it.
    """

    band: int
    place: int
    listed: int | None
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Rescored:
    """An entry as it was frozen and as it would be; `among` is the number of workplaces."""

    feature: str
    among: int
    frozen: Side
    corrected: Side


@dataclass(frozen=True)
class Rescoring:
    """What was asked: the fact of a request were `value`, in its own unit; None: not known.

    `found` is None until it is worked out; `fault` says why it could not be, empty else.
    """

    id: str
    request: str
    list_id: str
    value: float | None
    state: str
    found: Rescored | None
    fault: str
    actor: str
    made_at: str


_FOUND = TypeAdapter(Rescored)


def ask_to_rescore(
    connection: Connection,
    request: Correction,
    list_id: str,
    value: float | None,
    *,
    event: AuditEvent,
) -> Rescoring:
    """Write down that it is wanted; nothing is worked out yet.

    Raises `Conflict` while another of the same request waits: each takes a while.
    """
    # One at a time for each request: whoever comes second waits here for the first.
    row = sa.select(corrections.c.id).where(corrections.c.id == request.id).with_for_update()
    connection.execute(row)
    waiting = sa.select(rescorings.c.id).where(
        rescorings.c.request == request.id, rescorings.c.state == WAITING
    )
    if connection.execute(waiting).first() is not None:
        raise Conflict(
            "What this correction would mean is being worked out already.",
            "ask for that first, and again once it is done",
        )
    made = secrets.token_hex(8)
    assert event.time is not None  # set when the event was made
    connection.execute(
        rescorings.insert().values(
            id=made,
            request=request.id,
            list_id=list_id,
            value=value,
            state=WAITING,
            content="",
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    found = find_rescoring(connection, made)
    assert found is not None
    return found


def find_rescoring(connection: Connection, rescoring: str) -> Rescoring | None:
    """What was asked under that id; None when nothing was, or its list has gone."""
    query = rescorings.select().where(rescorings.c.id == rescoring)
    row = connection.execute(query).first()
    return _rescoring(row) if row else None


def rescorings_at(connection: Connection, place: str) -> Mapping[str, Rescoring]:
    """The newest of each request of a place, by the request's id."""
    # Not `Prepared`: of a number with decimals SQLAlchemy looks at what PostgreSQL answers.
    query = (
        sa.select(rescorings)
        .join(corrections, corrections.c.id == rescorings.c.request)
        .where(corrections.c.place == place)
        .order_by(rescorings.c.made_at)
    )
    newest = {row.request: row for row in connection.execute(query)}
    return {request: _rescoring(row) for request, row in newest.items()}


def waiting_rescorings(connection: Connection) -> Sequence[Rescoring]:
    """What has not been worked out, oldest first."""
    query = rescorings.select().where(rescorings.c.state == WAITING)
    return [_rescoring(row) for row in connection.execute(query.order_by(rescorings.c.made_at))]


def finish_rescoring(
    connection: Connection, rescoring: str, found: Rescored | str, *, event: AuditEvent
) -> None:
    """Write down what was found, or in words why nothing could be."""
    failed = isinstance(found, str)
    content = found if isinstance(found, str) else _FOUND.dump_json(found).decode()
    connection.execute(
        rescorings.update()
        .where(rescorings.c.id == rescoring)
        .values(state=FAILED if failed else DONE, content=content)
    )
    append(connection, event)


def _rescoring(row: sa.Row[Any]) -> Rescoring:
    return Rescoring(
        id=row.id,
        request=row.request,
        list_id=row.list_id,
        value=row.value,
        state=row.state,
        found=_FOUND.validate_json(row.content) if row.state == DONE else None,
        fault=row.content if row.state == FAILED else "",
        actor=row.actor,
        made_at=row.made_at,
    )

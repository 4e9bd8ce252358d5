"""Keeps what people decided, every version of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from serving.audit import AuditEvent
from serving.errors import Stale
from serving.planning.choices import Choice, Decision, Place
from serving.planning.vocabulary import Status
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.plans import draft_of
from serving.store.prepared import Prepared, newest_of_list
from serving.store.tables import decisions

__all__ = ["as_decision", "decide", "decision_of", "decisions_of", "versions_of"]


def decide(
    connection: Connection, place: Place, choice: Choice, *, expected: int, event: AuditEvent
) -> Decision:
    """Write a decision over version `expected` of it, 0 where nobody has decided.

    Raises `Stale` when someone else has decided since, `Conflict` when the plan is locked,
    `BadOption` for what a place drawn at random does not allow.
    """
    draft_of(connection, place.list_id)
    choice.check_fits(place)
    present = decision_of(connection, place.id)
    if present.version != expected:
        raise Stale(
            f"The decision is at version {present.version}, not {expected}: someone else has"
            " decided.",
            "read it again before you decide",
            version=present.version,
        )
    assert event.time is not None  # set when the event was made
    made = Decision(
        place=place.id,
        version=expected + 1,
        status=choice.status,
        reason=choice.reason,
        comment=choice.comment,
        agencies=choice.agencies,
        actor=event.actor,
        made_at=event.time.isoformat(),
    )
    told = {"status": made.status.value, "agencies": json.dumps(made.agencies)}
    _ADD(connection, **{**vars(made), **told, "list_id": place.list_id})
    append(connection, event)
    return made


_ADD = Prepared(decisions.insert())
_OF_LIST = Prepared(newest_of_list(decisions))
_NEWEST = Prepared(
    decisions.select()
    .where(decisions.c.place == sa.bindparam("asked"))
    .order_by(decisions.c.version.desc())
    .limit(1)
)


def decision_of(connection: Connection, place: str) -> Decision:
    """The decision as it stands; version 0 where nobody has decided."""
    found = _NEWEST.first(connection, asked=place)
    return Decision(place) if found is None else as_decision(found)


def versions_of(connection: Connection, place: str) -> Sequence[Decision]:
    """Every decision there has been on a place, oldest first."""
    query = decisions.select().where(decisions.c.place == place)
    return [as_decision(row) for row in connection.execute(query.order_by(decisions.c.version))]


def decisions_of(connection: Connection, list_id: str) -> dict[str, Decision]:
    """The decisions of a list as they stand, by place; undecided places are left out."""
    found = _OF_LIST(connection, asked=list_id)
    return {row.place: as_decision(row) for row in found}


def as_decision(row: Any) -> Decision:
    """A row of the table as what it tells of."""
    return Decision(
        place=row.place,
        version=row.version,
        status=Status(row.status),
        reason=row.reason,
        comment=row.comment,
        agencies=tuple(json.loads(row.agencies)),
        actor=row.actor,
        made_at=row.made_at,
    )

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
from serving.store.prepared import Prepared
from serving.store.tables import decisions

__all__ = ["decide", "decision_of", "decisions_of", "versions_of"]


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
    connection.execute(
        decisions.insert().values(
            place=place.id,
            version=expected + 1,
            list_id=place.list_id,
            status=choice.status.value,
            reason=choice.reason,
            comment=choice.comment,
            agencies=json.dumps(choice.agencies),
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return decision_of(connection, place.id)


_NEWEST = Prepared(
    decisions.select()
    .where(decisions.c.place == sa.bindparam("asked"))
    .order_by(decisions.c.version.desc())
    .limit(1)
)


def decision_of(connection: Connection, place: str) -> Decision:
    """The decision as it stands; version 0 where nobody has decided."""
    found = _NEWEST.first(connection, asked=place)
    return Decision(place) if found is None else _decision(found)


def versions_of(connection: Connection, place: str) -> Sequence[Decision]:
    """Every decision there has been on a place, oldest first."""
    query = decisions.select().where(decisions.c.place == place)
    return [_decision(row) for row in connection.execute(query.order_by(decisions.c.version))]


def decisions_of(connection: Connection, list_id: str) -> dict[str, Decision]:
    """The decisions of a list as they stand, by place; undecided places are left out."""
    query = decisions.select().where(decisions.c.list_id == list_id)
    found = connection.execute(query.order_by(decisions.c.version))
    return {row.place: _decision(row) for row in found}


def _decision(row: Any) -> Decision:
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

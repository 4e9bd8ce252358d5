"""Keeps exclusions and snoozes: who left a workplace out of lists, why, and until when."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent
from serving.errors import Conflict
from serving.planning.choices import check_text
from serving.planning.vocabulary import Rested
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.tables import rests

__all__ = ["Rest", "lift_rest", "rest_of", "rest_workplace", "rests_in_force"]

# A snooze is short; an exclusion is looked at again at least once a year.
_LONGEST_DAYS = {"snooze": 92, "exclusion": 366}


@dataclass(frozen=True)
class Rest:
    """A workplace left out of a centre's lists until `expires_on`, that day not included."""

    id: str
    kind: str
    centre: str
    workplace: str
    reason: Rested
    comment: str
    expires_on: date
    actor: str
    made_at: str
    lifted_at: str | None = None


def rest_workplace(
    connection: Connection,
    *,
    kind: str,
    centre: str,
    workplace: str,
    reason: Rested,
    comment: str,
    expires_on: date,
    event: AuditEvent,
) -> Rest:
    """Leave a workplace out. Raises `BadOption` with every fault at once."""
    assert event.time is not None  # set when the event was made
    today = event.time.date()
    faults = list(check_text(comment))
    if kind not in _LONGEST_DAYS:
        faults.append(f"kind must be one of {', '.join(_LONGEST_DAYS)}")
    else:
        last = today + timedelta(days=_LONGEST_DAYS[kind])
        if not today < expires_on <= last:
            faults.append(f"a {kind} must end after {today} and by {last}, not {expires_on}")
    if not workplace.strip() or len(workplace) > 40:
        faults.append("workplace must have 1 to 40 characters")
    if faults:
        raise BadOption("Leaving a workplace out: " + "; ".join(faults) + ".")
    made = secrets.token_hex(8)
    connection.execute(
        rests.insert().values(
            id=made,
            kind=kind,
            centre=centre,
            workplace=workplace,
            reason=reason.value,
            comment=comment,
            expires_on=expires_on.isoformat(),
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return rest_of(connection, made)


def lift_rest(connection: Connection, rest: str, *, event: AuditEvent) -> Rest:
    """End it before its day. Raises `NotFound`, or `Conflict` when it has ended already."""
    if rest_of(connection, rest).lifted_at is not None:
        raise Conflict("It has been lifted already.")
    assert event.time is not None  # set when the event was made
    connection.execute(
        rests.update()
        .where(rests.c.id == rest)
        .values(lifted_at=event.time.isoformat(), lifted_by=event.actor)
    )
    append(connection, event)
    return rest_of(connection, rest)


def rest_of(connection: Connection, rest: str) -> Rest:
    """The exclusion or snooze with that id; raises `NotFound`."""
    row = connection.execute(rests.select().where(rests.c.id == rest)).first()
    if row is None:
        raise NotFound("There is no such exclusion or snooze.", "see /api/v1/rests")
    return _rest(row)


def rests_in_force(
    connection: Connection, on: date, centre: str | None = None
) -> Sequence[Rest]:
    """What is left out on a day, of one centre or all: what the choice of a list must heed."""
    query = rests.select().where(
        rests.c.lifted_at.is_(None), rests.c.expires_on > on.isoformat()
    )
    if centre is not None:
        query = query.where(rests.c.centre == centre)
    return [_rest(row) for row in connection.execute(query.order_by(rests.c.made_at))]


def _rest(row: sa.Row[Any]) -> Rest:
    return Rest(
        id=row.id,
        kind=row.kind,
        centre=row.centre,
        workplace=row.workplace,
        reason=Rested(row.reason),
        comment=row.comment,
        expires_on=date.fromisoformat(row.expires_on),
        actor=row.actor,
        made_at=row.made_at,
        lifted_at=row.lifted_at,
    )

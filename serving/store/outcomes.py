"""Keeps what each authority found at a visit, and whether the reasons held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption
from features.vocabulary import Authority
from serving.audit import AuditEvent
from serving.errors import Conflict, Stale
from serving.planning.choices import Outcome, Place, Recorded
from serving.planning.vocabulary import Answer, Area, OutcomeStatus, Result, Status
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.decisions import decision_of
from serving.store.plans import locked_of
from serving.store.tables import outcomes, reason_answers

__all__ = ["answer_reason", "answers_of", "outcomes_of", "record_outcome", "recorded"]


def record_outcome(
    connection: Connection, place: Place, found: Outcome, *, expected: int, event: AuditEvent
) -> Recorded:
    """Write one authority's outcome over version `expected` of it, 0 for the first.

    Raises `Conflict` for a place that was not to be visited or a plan that is not locked,
    `Stale` when the same authority has written since, `BadOption` for a visit to come.
    """
    locked_of(connection, place.list_id)
    if decision_of(connection, place.id).status is not Status.INCLUDE:
        raise Conflict("The place was not to be visited.", "outcomes are of included places")
    assert event.time is not None  # set when the event was made
    if found.visited_on > event.time.date():
        raise BadOption(f"The visit was on {found.visited_on}, which is still to come.")
    here = outcomes.c
    of_authority = sa.and_(here.place == place.id, here.authority == found.authority.value)
    newest = sa.select(sa.func.max(here.version)).where(of_authority)
    version = connection.execute(newest).scalar() or 0
    if version != expected:
        raise Stale(
            f"The outcome is at version {version}, not {expected}: someone else has written.",
            "read it again before you write",
            version=version,
        )
    connection.execute(
        outcomes.insert().values(
            place=place.id,
            authority=found.authority.value,
            version=expected + 1,
            list_id=place.list_id,
            visited_on=found.visited_on.isoformat(),
            result=found.result.value,
            kind=found.kind.value if found.kind else "",
            severity=found.severity,
            status=found.status.value,
            comment=found.comment,
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return Recorded(place.id, expected + 1, found, event.actor, event.time.isoformat())


def outcomes_of(
    connection: Connection, *, place: str | None = None, list_id: str | None = None
) -> Sequence[Recorded]:
    """The outcomes of a place or a list as they stand, one per place and authority."""
    query = outcomes.select().order_by(
        outcomes.c.place, outcomes.c.authority, outcomes.c.version
    )
    if place is not None:
        query = query.where(outcomes.c.place == place)
    if list_id is not None:
        query = query.where(outcomes.c.list_id == list_id)
    newest = {(row.place, row.authority): row for row in connection.execute(query)}
    return [recorded(row) for row in newest.values()]


def answer_reason(
    connection: Connection, place: Place, reason: int, said: Answer, *, event: AuditEvent
) -> None:
    """Write whether reason number `reason` of a place's explanation held, from 0.

    Whoever says last is right; what was said before is kept. Raises `BadOption` for a reason
    the explanation does not have.
    """
    locked_of(connection, place.list_id)
    if not 0 <= reason < place.reasons:
        raise BadOption(
            f"There is no reason {reason}: the explanation has {place.reasons}, from 0."
        )
    here = reason_answers.c
    of_reason = sa.and_(here.place == place.id, here.reason == reason)
    version = connection.execute(sa.select(sa.func.max(here.version)).where(of_reason)).scalar()
    assert event.time is not None  # set when the event was made
    connection.execute(
        reason_answers.insert().values(
            place=place.id,
            reason=reason,
            version=(version or 0) + 1,
            list_id=place.list_id,
            answer=said.value,
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)


def answers_of(connection: Connection, place: str) -> Mapping[int, Answer]:
    """The answers as they stand, by the reason's number."""
    query = reason_answers.select().where(reason_answers.c.place == place)
    found = connection.execute(query.order_by(reason_answers.c.version))
    return {row.reason: Answer(row.answer) for row in found}


def recorded(row: sa.Row[Any]) -> Recorded:
    """One version of an outcome, as its row holds it."""
    return Recorded(
        place=row.place,
        version=row.version,
        outcome=Outcome(
            authority=Authority(row.authority),
            visited_on=date.fromisoformat(row.visited_on),
            result=Result(row.result),
            kind=Area(row.kind) if row.kind else None,
            severity=row.severity,
            status=OutcomeStatus(row.status),
            comment=row.comment,
        ),
        actor=row.actor,
        made_at=row.made_at,
    )

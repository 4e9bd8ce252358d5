"""Keeps plans: a list that is worked on, as a draft, locked, and done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from features.errors import NotFound
from serving.audit import AuditEvent
from serving.errors import Conflict, Stale
from serving.planning.choices import Plan
from serving.planning.vocabulary import State
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.prepared import Prepared
from serving.store.tables import plans, selection_lists

__all__ = [
    "draft_of",
    "find_plan",
    "latest_before",
    "locked_of",
    "move_plan",
    "open_plan",
    "plan_of",
    "plans_of",
]


def open_plan(connection: Connection, list_id: str, *, event: AuditEvent) -> Plan:
    """Begin to work on a list, if nobody has; its plan. Raises `NotFound` without the list."""
    found = find_plan(connection, list_id)
    if found is not None:
        return found
    lists = selection_lists.c
    row = connection.execute(
        sa.select(lists.centre, lists.week).where(lists.id == list_id)
    ).first()
    if row is None:
        raise NotFound("There is no such list.", "find lists at /api/v1/selection-lists")
    assert event.time is not None  # set when the event was made
    moment = event.time.isoformat()
    connection.execute(
        plans.insert().values(
            list_id=list_id,
            centre=row.centre,
            week=row.week,
            state=State.DRAFT.value,
            version=1,
            follows=_before(connection, row.centre, row.week),
            opened_at=moment,
            changed_at=moment,
            actor=event.actor,
        )
    )
    append(connection, event)
    return plan_of(connection, list_id)


def find_plan(connection: Connection, list_id: str, *, mine: bool = False) -> Plan | None:
    """The plan of a list; None while nobody has begun. Held when `mine`, as `plan_of` says."""
    row = (_HELD if mine else _OF_LIST).first(connection, asked=list_id)
    return _plan(row) if row else None


def plan_of(connection: Connection, list_id: str, *, mine: bool = False) -> Plan:
    """The plan of a list; raises `NotFound` while nobody has begun.

    With `mine` it is held until the end of the transaction: who decides and who locks at the
    same moment come one after the other.
    """
    found = find_plan(connection, list_id, mine=mine)
    if found is None:
        raise NotFound("Nobody has begun to plan this list.", "begin: POST /api/v1/plans")
    return found


def plans_of(connection: Connection, centre: str) -> Sequence[Plan]:
    """A centre's plans, newest week first."""
    query = _query().where(plans.c.centre == centre).order_by(plans.c.week.desc())
    return [_plan(row) for row in connection.execute(query)]


def draft_of(connection: Connection, list_id: str) -> Plan:
    """The plan, held, if it may be changed; raises `Conflict` once it is locked."""
    plan = plan_of(connection, list_id, mine=True)
    if plan.state != State.DRAFT:
        raise Conflict(
            f"The plan is {plan.state}, and does not change any more.",
            "what is left over can be decided on next week's list",
        )
    return plan


def locked_of(connection: Connection, list_id: str) -> Plan:
    """The plan, held, if visits can have been made on it; raises `Conflict` for a draft."""
    plan = plan_of(connection, list_id, mine=True)
    if plan.state == State.DRAFT:
        raise Conflict("The plan is a draft.", "lock it before outcomes are recorded")
    return plan


def move_plan(
    connection: Connection, list_id: str, to: State, *, expected: int, event: AuditEvent
) -> Plan:
    """Lock a draft, or close a locked plan.

    Raises `Stale` when it is not at version `expected`, `Conflict` for any other step.
    """
    plan = plan_of(connection, list_id, mine=True)
    if plan.version != expected:
        raise Stale(
            f"The plan is at version {plan.version}, not {expected}: someone else was first.",
            "read it again before you go on",
            version=plan.version,
        )
    allowed = {State.DRAFT: State.LOCKED, State.LOCKED: State.DONE}.get(State(plan.state))
    if to is not allowed:
        raise Conflict(f"The plan is {plan.state}; it cannot become {to}.")
    assert event.time is not None  # set when the event was made
    connection.execute(
        plans.update()
        .where(plans.c.list_id == list_id)
        .values(
            state=to.value,
            version=expected + 1,
            changed_at=event.time.isoformat(),
            actor=event.actor,
        )
    )
    append(connection, event)
    return plan_of(connection, list_id)


def latest_before(connection: Connection, list_id: str) -> str | None:
    """The list whose plan this list's plan follows."""
    return connection.execute(
        sa.select(plans.c.follows).where(plans.c.list_id == list_id)
    ).scalar()


def _before(connection: Connection, centre: str, week: str) -> str | None:
    query = (
        sa.select(plans.c.list_id)
        .where(plans.c.centre == centre, plans.c.week < week)
        .order_by(plans.c.week.desc(), plans.c.opened_at.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def _query() -> sa.Select[Any]:
    return sa.select(plans, selection_lists.c.head).join(
        selection_lists, selection_lists.c.id == plans.c.list_id
    )


def _plan(row: Any) -> Plan:
    return Plan(
        list_id=row.list_id,
        centre=row.centre,
        week=row.week,
        state=row.state,
        version=row.version,
        follows=row.follows,
        capacity=int(json.loads(row.head)["capacity"]),
    )


_ASKED = _query().where(plans.c.list_id == sa.bindparam("asked"))
_OF_LIST = Prepared(_ASKED)
_HELD = Prepared(_ASKED.with_for_update(of=plans))

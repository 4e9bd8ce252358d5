"""Keeps what people decided, every version of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from serving.audit import AuditEvent
from serving.errors import Stale
from serving.planning.choices import Choice, Decision, Place
from serving.planning.vocabulary import State, Status
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.plans import draft_of
from serving.store.prepared import Prepared, newest_of_list
from serving.store.tables import decisions, plans

__all__ = ["as_decision", "decide", "decision_of", "decisions_of", "versions_of"]


def decide(
    connection: Connection, place: Place, choice: Choice, *, expected: int, event: AuditEvent
) -> Decision:
    """Write a decision over version `expected` of it, 0 where nobody has decided.

    Raises `Stale` when someone else has decided since, `Conflict` when the plan is locked,
    `BadOption` for what a place drawn at random does not allow.
    """
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
    row: dict[str, object] = {**vars(made), **told, "list_id": place.list_id}
    add = _ADD_TO_DRAFT[connection.dialect.name]
    if not choice.fits(place) or not add(connection, **row, expected=expected):
        _check_open(connection, place, choice, expected)
        _ADD(connection, **row)
    append(connection, event)
    return made


def _check_open(connection: Connection, place: Place, choice: Choice, expected: int) -> None:
    """Pass, holding the plan, where the decision may be written after all, or tell why not."""
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


def _add_to_draft(insert: Any) -> Prepared:
    """One statement that holds the plan, adds the decision if the plan is a draft and the one
    before it is `expected`, and answers with a row if so.

    While it waits for the plan others may have decided, which the statement does not see: it
    then finds the version taken.
    """
    columns = [one.name for one in decisions.columns]
    before = (
        sa.select(sa.func.coalesce(sa.func.max(decisions.c.version), sa.literal_column("0")))
        .where(decisions.c.place == sa.bindparam("place"))
        .scalar_subquery()
    )
    told = (
        sa.select(*(sa.bindparam(one, type_=decisions.c[one].type) for one in columns))
        .select_from(plans)
        .where(plans.c.list_id == sa.bindparam("list_id"))
        .where(plans.c.state == sa.literal_column(f"'{State.DRAFT.value}'"))
        .where(before == sa.bindparam("expected"))
        .with_for_update(of=plans)
    )
    added = insert(decisions).from_select(columns, told).on_conflict_do_nothing()
    return Prepared(added.returning(decisions.c.version))


_ADD_TO_DRAFT = {
    "postgresql": _add_to_draft(postgresql.insert),
    "sqlite": _add_to_draft(sqlite.insert),
}
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

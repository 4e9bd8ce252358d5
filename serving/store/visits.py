"""Keeps when in the week each place is visited, every version of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from features.errors import BadOption
from serving.audit import AuditEvent
from serving.errors import Stale
from serving.planning.choices import Place, Visit
from serving.planning.vocabulary import Part
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.plans import draft_of
from serving.store.prepared import Prepared, newest_of_list
from serving.store.tables import visits
from serving.targeting.week import Week

__all__ = ["move_visit", "visits_of"]


def move_visit(connection: Connection, place: Place, to: Visit, *, event: AuditEvent) -> Visit:
    """Give a visit its day, over the version that `to` names; the visit as it then stands.

    Raises `Stale` when someone else has moved it since, `Conflict` when the plan is locked,
    `BadOption` for a day outside the plan's week.
    """
    week = Week.parse(draft_of(connection, place.list_id).week)
    if to.on is not None and not week.monday <= to.on <= week.sunday:
        raise BadOption(
            f"{to.on} is not a day of week {week}.", f"choose {week.monday} to {week.sunday}"
        )
    latest = visits_of(connection, place.list_id).get(place.id)
    present = latest.version if latest else 0
    if present != to.version:
        raise Stale(
            f"The visit is at version {present}, not {to.version}: someone else has moved it.",
            "read it again before you move it",
            version=present,
        )
    assert event.time is not None  # set when the event was made
    connection.execute(
        visits.insert().values(
            place=place.id,
            version=present + 1,
            list_id=place.list_id,
            on_day=to.on.isoformat() if to.on else "",
            part=to.part.value if to.part else "",
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return Visit(to.on, to.part, present + 1)


def visits_of(connection: Connection, list_id: str) -> dict[str, Visit]:
    """When each place of a list is visited, by place, as it stands."""
    return {row.place: _visit(row) for row in _OF_LIST(connection, asked=list_id)}


_OF_LIST = Prepared(newest_of_list(visits))


def _visit(row: Any) -> Visit:
    return Visit(
        on=date.fromisoformat(row.on_day) if row.on_day else None,
        part=Part(row.part) if row.part else None,
        version=row.version,
    )

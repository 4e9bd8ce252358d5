"""Finds what can be decided on: an entry of a list, or what people added to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent
from serving.planning.choices import Place, check_text
from serving.planning.vocabulary import Added
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.plans import draft_of, latest_before
from serving.store.prepared import Prepared
from serving.store.tables import additions, decisions, list_entries, selection_lists

__all__ = [
    "Addition",
    "add_place",
    "addition_of",
    "additions_of",
    "carry_over",
    "place_of",
    "places_of",
]


@dataclass(frozen=True)
class Addition:
    """A workplace that people put on a plan. Raises `BadOption` with every fault at once."""

    workplace: str
    name: str
    municipality: str
    reason: Added
    comment: str = ""
    employer: str = ""
    carried_from: str | None = None
    # Who added it and when, of what has been read; empty before it is written.
    actor: str = ""
    made_at: str = ""

    def __post_init__(self) -> None:
        faults = list(check_text(self.comment))
        for what in ("workplace", "name", "municipality"):
            text = str(getattr(self, what))
            if not text.strip() or len(text) > 200:
                faults.append(f"{what} must have 1 to 200 characters")
        if (self.reason is Added.CARRIED) != (self.carried_from is not None):
            faults.append("carried is for places that waited on the plan before")
        if faults:
            raise BadOption("The addition: " + "; ".join(faults) + ".")


_OF_ENTRY = Prepared(
    sa.select(
        list_entries.c.list_id,
        list_entries.c.drawn,
        list_entries.c.content,
        selection_lists.c.centre,
    )
    .join(selection_lists, selection_lists.c.id == list_entries.c.list_id)
    .where(list_entries.c.id == sa.bindparam("asked"))
)


def place_of(connection: Connection, place: str) -> Place:
    """The place with that id; raises `NotFound`."""
    row = _OF_ENTRY.first(connection, asked=place)
    if row is not None:
        content = json.loads(row.content)
        is_random = row.drawn == "random"
        return Place(
            place,
            row.list_id,
            content["workplace"],
            row.centre,
            is_random,
            len(content["reasons"]),
        )
    added = (
        sa.select(additions.c.list_id, additions.c.workplace, selection_lists.c.centre)
        .join(selection_lists, selection_lists.c.id == additions.c.list_id)
        .where(additions.c.id == place)
    )
    other = connection.execute(added).first()
    if other is None:
        raise NotFound("There is no such place.", "an entry's id is the list's, dot, rank")
    return Place(place, other.list_id, other.workplace, other.centre)


def places_of(connection: Connection, list_id: str) -> Sequence[str]:
    """The ids of a list's places: its entries by rank, then what was added, oldest first."""
    entries = list_entries.c
    query = sa.select(entries.id).where(entries.list_id == list_id).order_by(entries.rank)
    added = sa.select(additions.c.id).where(additions.c.list_id == list_id)
    ids = sorted(
        connection.execute(added).scalars(), key=lambda one: int(one[len(list_id) + 2 :])
    )
    return [*connection.execute(query).scalars(), *ids]


def additions_of(connection: Connection, list_id: str) -> Sequence[tuple[str, Addition]]:
    """What people added to a list, with its id."""
    return [(row.id, _addition(row)) for row in _ADDED(connection, asked=list_id)]


_ADDED = Prepared(additions.select().where(additions.c.list_id == sa.bindparam("asked")))


def addition_of(connection: Connection, place: str) -> Addition:
    """What people added under that id; raises `NotFound`."""
    row = connection.execute(additions.select().where(additions.c.id == place)).first()
    if row is None:
        raise NotFound("Nobody has added such a place.", "an addition's id ends in .m1, .m2, …")
    return _addition(row)


def add_place(
    connection: Connection, list_id: str, added: Addition, *, event: AuditEvent
) -> str:
    """Put a workplace on a draft; the new place's id.

    Raises `Conflict` when the plan is no draft, `BadOption` when the workplace is on it.
    """
    draft_of(connection, list_id)
    there = {place_of(connection, one).workplace for one in places_of(connection, list_id)}
    if added.workplace in there:
        raise BadOption("The workplace is on this list already.", "decide on it there")
    count = sa.select(sa.func.count()).where(additions.c.list_id == list_id)
    place = f"{list_id}.m{connection.execute(count).scalar_one() + 1}"
    assert event.time is not None  # set when the event was made
    connection.execute(
        additions.insert().values(
            id=place,
            list_id=list_id,
            workplace=added.workplace,
            employer=added.employer,
            name=added.name,
            municipality=added.municipality,
            reason=added.reason.value,
            comment=added.comment,
            carried_from=added.carried_from,
            actor=event.actor,
            made_at=event.time.isoformat(),
        )
    )
    append(connection, event)
    return place


def carry_over(connection: Connection, list_id: str, *, event: AuditEvent) -> Sequence[str]:
    """Put what waited on the plan before onto this draft, unless it is on the list anyway."""
    before = latest_before(connection, list_id)
    if before is None:
        return []
    here = {place_of(connection, one).workplace for one in places_of(connection, list_id)}
    carried = []
    for place in places_of(connection, before):
        if _status(connection, place) != "wait":
            continue
        found = _as_addition(connection, place)
        if found.workplace not in here:
            carried.append(add_place(connection, list_id, found, event=event))
    return carried


def _addition(row: Any) -> Addition:
    return Addition(
        workplace=row.workplace,
        name=row.name,
        municipality=row.municipality,
        reason=Added(row.reason),
        comment=row.comment,
        employer=row.employer,
        carried_from=row.carried_from,
        actor=row.actor,
        made_at=row.made_at,
    )


def _status(connection: Connection, place: str) -> str:
    query = (
        sa.select(decisions.c.status)
        .where(decisions.c.place == place)
        .order_by(decisions.c.version.desc())
        .limit(1)
    )
    return str(connection.execute(query).scalar() or "undecided")


def _as_addition(connection: Connection, place: str) -> Addition:
    content = connection.execute(
        sa.select(list_entries.c.content).where(list_entries.c.id == place)
    ).scalar()
    if content is not None:
        told = json.loads(content)
    else:
        query = additions.select().where(additions.c.id == place)
        told = dict(connection.execute(query).one()._mapping)
    return Addition(
        workplace=told["workplace"],
        name=told["name"],
        municipality=told["municipality"],
        reason=Added.CARRIED,
        employer=told["employer"],
        carried_from=place,
    )

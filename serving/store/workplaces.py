"""Finds where a workplace has been before, and the places nearest to it on a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from pydantic import TypeAdapter

from serving.store.database import Connection
from serving.store.tables import additions, entry_workplaces, list_entries, selection_lists
from serving.targeting.inspection_list import ListEntry

__all__ = ["Stay", "nearest_entries", "stays_of"]

_ENTRY = TypeAdapter(ListEntry)


@dataclass(frozen=True)
class Stay:
    """A place that a workplace has had: an entry of a list, or what people added to one.

    `rank` and `band` are None for an addition; `drawn` is then `added`, with its `reason`.
    """

    place: str
    list_id: str
    week: str
    rank: int | None = None
    band: int | None = None
    drawn: str = "added"
    reason: str = ""


def stays_of(connection: Connection, workplace: str, centre: str) -> Sequence[Stay]:
    """Every place the workplace has had in a centre, newest week first.

    Of a week that was made several times, each list of which this stood on.
    """
    lists, entries, named = selection_lists.c, list_entries.c, entry_workplaces.c
    listed = (
        sa.select(
            entries.id, entries.list_id, lists.week, entries.rank, entries.band, entries.drawn
        )
        .join(entry_workplaces, named.place == entries.id)
        .join(selection_lists, lists.id == entries.list_id)
        .where(named.workplace == workplace, lists.centre == centre)
    )
    put = (
        sa.select(additions.c.id, additions.c.list_id, lists.week, additions.c.reason)
        .join(selection_lists, lists.id == additions.c.list_id)
        .where(additions.c.workplace == workplace, lists.centre == centre)
    )
    found = [
        Stay(row.id, row.list_id, row.week, row.rank, row.band, row.drawn)
        for row in connection.execute(listed)
    ]
    found += [
        Stay(row.id, row.list_id, row.week, reason=row.reason)
        for row in connection.execute(put)
    ]
    return sorted(found, key=lambda one: (one.week, one.place), reverse=True)


def nearest_entries(
    connection: Connection, list_id: str, rank: int, most: int = 60
) -> Sequence[ListEntry]:
    """The entries of a list by how near they stand to `rank`, without the one there."""
    entries = list_entries.c
    query = (
        sa.select(entries.content)
        .where(entries.list_id == list_id, entries.rank != rank)
        .order_by(sa.func.abs(entries.rank - rank), entries.rank)
        .limit(most)
    )
    return [_ENTRY.validate_json(one) for one in connection.execute(query).scalars()]

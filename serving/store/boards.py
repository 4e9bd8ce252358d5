"""Finds what a planner sees beside a list: last week's places, and who decided."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa

from serving.store.database import Connection
from serving.store.tables import list_entries, users

__all__ = ["names_of", "places_before"]


def places_before(connection: Connection, list_id: str) -> dict[str, tuple[int, str]]:
    """The place and name of each workplace of a list, by workplace."""
    query = sa.select(list_entries.c.rank, list_entries.c.content).where(
        list_entries.c.list_id == list_id
    )
    found = {}
    for row in connection.execute(query.order_by(list_entries.c.rank)):
        told = json.loads(row.content)
        found[str(told["workplace"])] = (int(row.rank), str(told["name"]))
    return found


def names_of(connection: Connection, actors: Iterable[str]) -> dict[str, str]:
    """The names of those who signed in, by id; who is not among them has none."""
    wanted = sorted(set(actors))
    if not wanted:
        return {}
    query = sa.select(users.c.id, users.c.name).where(users.c.id.in_(wanted))
    return {row.id: row.name for row in connection.execute(query)}

"""Reads who has a role in a centre, for its administrator: people, and nothing of any case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from serving.access.rights import User
from serving.store.database import Connection
from serving.store.people import user_of
from serving.store.tables import sessions, users

__all__ = ["Colleague", "colleagues_of", "people_called"]


@dataclass(frozen=True)
class Colleague:
    """Someone with a role, when they last signed in, and how many sessions they have open."""

    user: User
    last_sign_in: str
    open_sessions: int


def people_called(connection: Connection, ids: Iterable[str]) -> Mapping[str, str]:
    """The names of those who signed in, by id; who is not among them has none."""
    wanted = sorted(set(ids))
    query = sa.select(users.c.id, users.c.name).where(users.c.id.in_(wanted))
    return {row.id: row.name for row in connection.execute(query)}


def colleagues_of(connection: Connection, centre: str) -> Sequence[Colleague]:
    """Everyone who has a role in a centre, by name."""
    open_ones = (
        sa.select(sessions.c.user_id, sa.func.count().label("open"))
        .where(sessions.c.ended_at.is_(None))
        .group_by(sessions.c.user_id)
        .subquery()
    )
    query = (
        sa.select(users.c.id, users.c.last_sign_in, open_ones.c.open)
        .outerjoin(open_ones, open_ones.c.user_id == users.c.id)
        .order_by(users.c.name, users.c.id)
    )
    found = [
        Colleague(user_of(connection, row.id), row.last_sign_in, row.open or 0)
        for row in connection.execute(query).all()
    ]
    return [one for one in found if one.user.works_in(centre)]

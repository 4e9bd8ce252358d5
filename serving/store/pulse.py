"""Whether the store answers, and how much it holds: figures that tell of no one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from serving.store.audit_log import head
from serving.store.database import Database, looking
from serving.store.tables import selection_lists

__all__ = ["Pulse", "pulse_of"]


@dataclass(frozen=True)
class Pulse:
    """How many lists and records there are, and when the newest list was made, if any was."""

    lists: int
    audit_records: int
    newest_list: datetime | None


def pulse_of(database: Database) -> Pulse | None:
    """What the store holds now; None while it does not answer."""
    lists = selection_lists.c
    query = sa.select(sa.func.count(lists.id), sa.func.max(lists.made_at))
    try:
        with looking(database) as connection:
            count, newest = connection.execute(query).one()
            records, _ = head(connection)
    except sa.exc.DBAPIError:
        return None
    return Pulse(count, records, datetime.fromisoformat(newest) if newest else None)

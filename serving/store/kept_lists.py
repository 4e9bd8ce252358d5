"""Lists as readers are shown them: what never changes is not read anew while it is there."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from serving.kept import Kept
from serving.store.database import Connection, Database
from serving.store.lists import find_list
from serving.store.prepared import Prepared
from serving.store.tables import selection_lists
from serving.targeting.inspection_list import InspectionList
from serving.targeting.week import Week

__all__ = ["kept_list", "list_ids"]

_DIGEST = Prepared(
    sa.select(selection_lists.c.digest).where(selection_lists.c.id == sa.bindparam("asked"))
)
_ROOM = 128  # lists, of some 0.2 MB each
_LISTS: WeakKeyDictionary[Database, Kept[tuple[str, str], InspectionList | None]] = (
    WeakKeyDictionary()
)


def kept_list(connection: Connection, list_id: str) -> InspectionList | None:
    """`find_list` for readers: what never changes is not read anew while it is there.

    Whoever checks the store reads it with `find_list`.
    """
    digest = _DIGEST.scalar(connection, asked=list_id)
    if digest is None:
        return None
    kept = _LISTS.setdefault(connection.engine, Kept(_ROOM))
    return kept.get((list_id, digest), lambda: find_list(connection, list_id))


def list_ids(connection: Connection, centre: str, week: Week) -> Sequence[str]:
    """The ids of a centre's lists of a week, newest first."""
    return [row.id for row in _IDS(connection, centre=centre, week=str(week))]


_IDS = Prepared(
    sa.select(selection_lists.c.id)
    .where(
        selection_lists.c.centre == sa.bindparam("centre"),
        selection_lists.c.week == sa.bindparam("week"),
    )
    .order_by(selection_lists.c.made_at.desc(), selection_lists.c.id)
)

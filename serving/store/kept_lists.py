"""Lists as readers are shown them: what never changes is not read anew while it is there."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import sqlalchemy as sa

from serving.kept import Kept
from serving.store.database import Connection, Database
from serving.store.lists import find_list
from serving.store.prepared import Prepared
from serving.store.tables import selection_lists
from serving.targeting.inspection_list import InspectionList

__all__ = ["kept_list"]

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

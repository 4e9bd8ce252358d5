"""Lists as readers are shown them: what never changes is not read anew while it is there."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import sqlalchemy as sa

from serving.kept import Kept
from serving.planning.choices import Decision
from serving.store.database import Connection, Database
from serving.store.decisions import as_decision
from serving.store.lists import find_list
from serving.store.prepared import Prepared
from serving.store.tables import decisions, selection_lists
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["kept_entry", "kept_list"]

_DIGEST = Prepared(
    sa.select(selection_lists.c.digest).where(selection_lists.c.id == sa.bindparam("asked"))
)
_DIGEST_AND_DECISION = Prepared(
    sa.select(selection_lists.c.digest.label("list_digest"), decisions)
    .select_from(
        selection_lists.outerjoin(
            decisions,
            sa.and_(
                decisions.c.place == sa.bindparam("place"),
                decisions.c.version
                == sa.select(sa.func.max(decisions.c.version))
                .where(decisions.c.place == sa.bindparam("place"))
                .scalar_subquery(),
            ),
        )
    )
    .where(selection_lists.c.id == sa.bindparam("asked"))
)
_ROOM = 128  # lists, of some 0.2 MB each
_LISTS: WeakKeyDictionary[Database, Kept[tuple[str, str], InspectionList | None]] = (
    WeakKeyDictionary()
)


def kept_list(
    connection: Connection, list_id: str, digest: str | None = None
) -> InspectionList | None:
    """`find_list` for readers: what never changes is not read anew while it is there.

    `digest` is what the store just said that the list has; it is asked without. Whoever checks
    the store reads it with `find_list`.
    """
    digest = digest or _DIGEST.scalar(connection, asked=list_id)
    if digest is None:
        return None
    kept = _LISTS.setdefault(connection.engine, Kept(_ROOM))
    return kept.get((list_id, digest), lambda: find_list(connection, list_id))


def kept_entry(
    connection: Connection, place: str
) -> tuple[InspectionList, ListEntry, Decision] | None:
    """An entry, the list it is on, and the decision on it as it stands, all by one question.

    None when no entry of a list has that id.
    """
    list_id, _, rank = place.rpartition(".")
    row = _DIGEST_AND_DECISION.first(connection, asked=list_id, place=place)
    made = kept_list(connection, list_id, row.list_digest) if row else None
    if made is None or not rank.isdecimal():
        return None
    near = made.entries[int(rank) - 1 : int(rank)]  # an entry's id ends in its rank
    if not near or near[0].id != place:
        return None
    return made, near[0], Decision(place) if row.place is None else as_decision(row)

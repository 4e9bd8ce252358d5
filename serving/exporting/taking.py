"""Takes a list out of the service: allowed and recorded, then handed over row by row."""

from __future__ import annotations

from collections.abc import Iterator

from serving.access.callers import Caller
from serving.access.rights import Action
from serving.access.secrecy import for_eyes_of
from serving.audit import now
from serving.audit_vocabulary import EventType
from serving.errors import Conflict
from serving.exporting.jobs import asked_by
from serving.exporting.table import Heading
from serving.narrowing import Narrowing
from serving.planning.allowing import on_list
from serving.store.audit_log import append
from serving.store.database import Database, transaction
from serving.store.exports import count_entries, entries_in_turn
from serving.store.lists import find_head
from serving.targeting.inspection_list import ListEntry

__all__ = ["MOST_ROWS_AT_ONCE", "take_list"]

# `interface.md` 5.3: a larger workbook is a job, which nobody waits for.
MOST_ROWS_AT_ONCE = 20_000


def take_list(
    database: Database,
    caller: Caller,
    list_id: str,
    kind: str,
    narrowing: Narrowing,
    language: str,
    *,
    most: int | None = None,
) -> tuple[Heading, Iterator[ListEntry]]:
    """What a file of a list says of itself, and its entries as the caller may see them.

    The record tells the filter, the number of rows and the list's digest: the list never
    changes, so that says which entries they were. Raises `Conflict` for more than `most` rows.
    """
    with transaction(database) as connection:
        errand = on_list(connection, caller, Action.EXPORT_LIST, list_id)
        made = find_head(connection, list_id)
        rows = count_entries(connection, list_id, narrowing)
        if most is not None and rows > most:
            raise Conflict(
                f"The list has {rows} such entries; a workbook is made at once of {most} at"
                " most.",
                "ask for it as an export: POST /api/v1/exports",
            )
        told = (list_id, kind, made.digest)
        append(
            connection, errand.event(EventType.LIST_EXPORTED, told, rows, filter=narrowing.said)
        )
    asked = asked_by(caller, errand, narrowing, language)
    heading = Heading(
        made, asked.who, asked.purpose, asked.control_case, narrowing.said, now(), rows
    )
    entries = entries_in_turn(database, list_id, narrowing)
    return heading, (for_eyes_of(caller.authority, entry) for entry in entries)

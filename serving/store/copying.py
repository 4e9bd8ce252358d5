"""Copies a store to a file and back, whichever engine either is on.

The copy is a SQLite store of its own: it can be opened, checked and read without a server,
and put back into SQLite or PostgreSQL. Sessions and half-done sign-ins stay behind, and every
token is withdrawn, since one may have been since the copy: nobody, and no program, is signed
in after a restoration.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent
from serving.store.audit_log import append, check_chain, ends
from serving.store.database import Connection, Database, connect, looking, transaction
from serving.store.lists import check_lists
from serving.store.tables import METADATA, audit_head, tokens

__all__ = ["copy_store", "restore_store"]

_LEFT_BEHIND = frozenset({"sessions", "handshakes", "idempotency_keys", "removals_open"})
_AT_ONCE = 1000


def copy_store(source: Database, to: Path, *, event: AuditEvent) -> Mapping[str, int]:
    """Copy the store to a new file; the rows of each table. The service may go on meanwhile.

    One steady look: SQLite's write-ahead log and PostgreSQL's snapshots let others write all
    the while. (SQLite's own online backup begins anew at every write of another process.)
    The copy is checked before it gets its name. Raises `BadOption` when the file is there, or
    when the store's own log is not whole: a copy of that would pass for a good one.
    """
    if to.exists():
        raise BadOption(f"{to.name} is there already.", "name a file that is not there")
    with transaction(source) as connection:
        append(connection, event)
    unfinished = to.with_name(to.name + ".part")
    unfinished.unlink(missing_ok=True)
    target = connect(unfinished, create=True)
    try:
        with (
            looking(source, steady=True) as reading,
            target.begin() as writing,
        ):
            counts = _pour(reading, writing)
        _check(target, "copied")
    except BaseException:
        target.dispose()
        unfinished.unlink(missing_ok=True)
        raise
    target.dispose()
    unfinished.replace(to)
    return counts


def restore_store(copy: Path, target: Database, *, event: AuditEvent) -> Mapping[str, int]:
    """Fill an empty store from a copy; the rows of each table.

    Raises `NotFound` without the file, `BadOption` when the store holds anything already or
    when the copy is not whole. All or nothing.
    """
    if not copy.is_file():
        raise NotFound(f"There is no copy {copy.name}.", "make one: lykta store backup")
    with tempfile.TemporaryDirectory() as folder:
        # A copy by an older version is brought to ours, and stays as it is itself.
        at_hand = Path(folder) / "copy.db"
        shutil.copy(copy, at_hand)
        source = connect(at_hand)
        try:
            _check(source, "in the copy")
            with transaction(source) as reading, transaction(target) as writing:
                if ends(writing).count:
                    raise BadOption(
                        f"The store holds {ends(writing).count} records already.",
                        "restore into an empty database, or move lykta.db away first",
                    )
                counts = _pour(reading, writing)
                assert event.time is not None  # set when the event was made
                live = tokens.update().where(tokens.c.revoked_at.is_(None))
                writing.execute(live.values(revoked_at=event.time.isoformat()))
                append(writing, event)
        finally:
            source.dispose()
    return counts


def _pour(reading: Connection, writing: Connection) -> Mapping[str, int]:
    """Every row of every table, parents before children."""
    counts = {}
    writing.execute(audit_head.delete())
    for table in METADATA.sorted_tables:
        if table.name in _LEFT_BEHIND:
            continue
        counts[table.name] = 0
        query = sa.select(table)
        with reading.execute(query, execution_options={"yield_per": _AT_ONCE}) as found:
            for rows in found.mappings().partitions(_AT_ONCE):
                writing.execute(table.insert(), [dict(row) for row in rows])
                counts[table.name] += len(rows)
    return counts


def _check(database: Database, where: str) -> None:
    with transaction(database) as connection:
        faults = [*check_chain(connection), *check_lists(connection)]
    if faults:
        raise BadOption(
            f"What is {where} is not whole: {len(faults)} faults, the first: {faults[0]}.",
            "see lykta audit verify",
        )

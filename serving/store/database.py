"""The database: its tables, connections, transactions and schema version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption, NotFound

__all__ = [
    "Connection",
    "Database",
    "audit_events",
    "audit_head",
    "connect",
    "list_entries",
    "selection_lists",
    "transaction",
]

Connection = sa.Connection
Database = sa.Engine

# Raised whenever a table changes; a file of another version is refused, never guessed at.
SCHEMA_VERSION = 1

_metadata = sa.MetaData()

schema_version = sa.Table("schema_version", _metadata, sa.Column("version", sa.Integer))

selection_lists = sa.Table(
    "selection_lists",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("country", sa.String, nullable=False),
    sa.Column("centre", sa.String, nullable=False),
    sa.Column("week", sa.String, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
    sa.Column("entries", sa.Integer, nullable=False),
    sa.Column("random", sa.Integer, nullable=False),
    sa.Column("head", sa.Text, nullable=False),
    sa.Index("lists_by_centre_and_week", "centre", "week", "made_at"),
)

list_entries = sa.Table(
    "list_entries",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("list_id", sa.ForeignKey("selection_lists.id"), nullable=False),
    sa.Column("rank", sa.Integer, nullable=False),
    sa.Column("band", sa.Integer, nullable=False),
    sa.Column("drawn", sa.String, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.UniqueConstraint("list_id", "rank"),
)

# No foreign keys: the log must outlive what it tells of.
audit_events = sa.Table(
    "audit_events",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("time", sa.String, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("type", sa.String, nullable=False),
    sa.Column("objects", sa.Text, nullable=False),
    sa.Column("purpose", sa.String, nullable=False),
    sa.Column("request_id", sa.String, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("previous", sa.String, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
)

# How many records there are and the last one's digest: what shows a truncated end.
audit_head = sa.Table(
    "audit_head",
    _metadata,
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
)

# A record cannot be changed by mistake. Whoever lifts these is found out by the chain.
_APPEND_ONLY = tuple(
    f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}"
    f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table in ("audit_events", "selection_lists", "list_entries")
    for act in ("UPDATE", "DELETE")
)


def connect(path: Path, *, create: bool = False) -> Database:
    """Open the database file, making it when `create` is asked for.

    Raises `NotFound` when it is not there, `BadOption` when it is of another version.
    """
    is_new = not path.is_file()
    if is_new and not create:
        raise NotFound(f"There is no database {path.name} yet.", "make lists with: lykta demo")
    path.parent.mkdir(parents=True, exist_ok=True)
    database = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    sa.event.listen(database, "connect", _prepare)
    sa.event.listen(database, "begin", _begin)
    with database.begin() as connection:
        if not sa.inspect(connection).has_table("schema_version"):
            _make(connection)
        found = connection.execute(sa.select(schema_version.c.version)).scalar()
    if found != SCHEMA_VERSION:
        database.dispose()
        raise BadOption(
            f"Database {path.name} has schema version {found}; this Lykta reads"
            f" {SCHEMA_VERSION}.",
            "use the Lykta that made it, or move the file away and make the lists again",
        )
    return database


@contextmanager
def transaction(database: Database) -> Iterator[Connection]:
    """All of what is done within, or none of it."""
    with database.begin() as connection:
        yield connection


def _make(connection: Connection) -> None:
    _metadata.create_all(connection)
    connection.execute(schema_version.insert().values(version=SCHEMA_VERSION))
    for statement in _APPEND_ONLY:
        connection.execute(sa.text(statement))


def _prepare(connection: Any, _record: object) -> None:
    # sqlite3 must not begin transactions by itself; `_begin` does.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: every transaction appends to the audit log, so two that read the same last
    # record must not both go on to write the next.
    connection.exec_driver_sql("BEGIN IMMEDIATE")

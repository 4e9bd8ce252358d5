"""The database behind the service: SQLite or PostgreSQL, connections and transactions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from features.errors import BadOption, LyktaError
from serving.store.at_once import MustWait, is_at_once, make_final
from serving.store.engines import (
    GLANCES,
    HURRIES,
    LOOKS,
    POOL,
    STEADY,
    Connection,
    Database,
    is_locked,
    open_file,
    open_server,
    reach_disk,
    tell_driver,
    turn_at,
)
from serving.store.migrating import NEWEST, migrate, version_of
from serving.store.tables import HOUSEKEEPING

__all__ = [
    "HEADS",
    "POOL",
    "Connection",
    "Database",
    "UnrecordedWrite",
    "connect",
    "glancing",
    "held",
    "looking",
    "noted",
    "note_write",
    "tell_driver",
    "tidying",
    "transaction",
]

# The log's newest number and digest as this process last wrote them; others may have gone on.
HEADS: WeakKeyDictionary[Database, tuple[int, str]] = WeakKeyDictionary()

# Two processes that open an empty store at once must not both make its tables.
_MIGRATING = 0x6C796B7461  # "lykta"


class UnrecordedWrite(LyktaError):
    """A write without an audit event in its transaction, which is therefore taken back."""


def connect(where: Path | str, *, create: bool = False) -> Database:
    """Open a store: a SQLite file by its path, or a PostgreSQL database by its URL.

    `create` makes the file, or the tables of an empty database. A SQLite file of an older
    version is brought to ours; a PostgreSQL database only when `create` says so, since the
    service's own role need not be allowed to change tables. Raises `NotFound` when it is not
    there, `BadOption` when it is of a version that cannot be read or cannot be reached.
    """
    if isinstance(where, Path):
        return _opened(open_file(where, create=create), where.name, migrating=True)
    database = open_server(where)
    return _opened(database, database.url.database or "of the URL", migrating=create)


@contextmanager
def held(database: Database) -> Iterator[None]:
    """One connection for all that this thread asks of the store, one thing after another."""
    with database.connect() as connection:
        _HERE.held = connection
        try:
            yield
        finally:
            _HERE.held = None


@contextmanager
def _connected(database: Database) -> Iterator[Connection]:
    mine: Connection | None = getattr(_HERE, "held", None)
    if mine is not None and mine.engine is database and not mine.in_transaction():
        yield mine
        return
    with database.connect() as connection:
        yield connection


_HERE = threading.local()


@contextmanager
def transaction(database: Database, *, steady: bool = False) -> Iterator[Connection]:
    """All of what is done within, or none of it; on the disk when it has ended.

    A write without an audit event in the same transaction raises `UnrecordedWrite` and leaves
    nothing behind. With `steady` every read sees the same moment, whatever others write.
    Raises `MustWait` where nobody is to be waited for and somebody might be.
    """
    with _connected(database) as connection:
        connection.info["begins"] = STEADY if steady else HURRIES
        connection.info.pop("head", None)
        with turn_at(database), _unless_locked(), connection.begin():
            written = connection.info["written"] = set()
            yield connection
            if written - HOUSEKEEPING and "audit_events" not in written:
                raise UnrecordedWrite(
                    f"Written without a record: {', '.join(sorted(written))}.",
                    "append the audit event in the same transaction",
                )
        if written:
            make_final()
        if "head" in connection.info:
            HEADS[database] = connection.info["head"]
        if written and not steady:
            reach_disk(connection)


@contextmanager
def _unless_locked() -> Iterator[None]:
    """Where nobody is to be waited for, `MustWait` for a server's lock."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        if is_at_once() and error.orig is not None and is_locked(error.orig):
            raise MustWait from None
        raise


@contextmanager
def noted(database: Database) -> Iterator[Connection]:
    """A read with its record, which nothing but the record is written with.

    What is read is read first, without a turn. The record, which `append` writes at its end, is
    a transaction of its own: whoever is shown anything after this block has been recorded. The
    record outlives the service however it ends, and a machine that fails once the disk has it:
    within a second on PostgreSQL, with the next write or checkpoint on SQLite. Its reader does
    not wait for that; whoever decides does.
    """
    with _connected(database) as connection:
        connection.info["begins"] = GLANCES
        connection.info["records"] = "apart"
        connection.info.pop("head", None)
        try:
            with connection.begin():
                written = connection.info["written"] = set()
                yield connection
                if written != {"audit_events", "audit_head"}:
                    raise UnrecordedWrite(
                        "Read without a record, or written while only reading."
                    )
        finally:
            del connection.info["records"]


@contextmanager
def tidying(database: Database) -> Iterator[Connection]:
    """Writes that tell of nobody's act and that nobody waits for, such as a clock wound anew.

    Lost with a machine that fails within a moment. Raises `UnrecordedWrite` for any other,
    `MustWait` where nobody is to be waited for and somebody might be.
    """
    with _connected(database) as connection:
        connection.info["begins"] = HURRIES
        with turn_at(database), _unless_locked(), connection.begin():
            written = connection.info["written"] = set()
            yield connection
            if written - HOUSEKEEPING:
                raise UnrecordedWrite(
                    f"Written without a record: {', '.join(sorted(written))}.",
                    "append the audit event in the same transaction",
                )


@contextmanager
def looking(database: Database, *, steady: bool = False) -> Iterator[Connection]:
    """A look that takes no turn and keeps nobody from writing: whether a session holds, a copy.

    What it shows of a list is recorded in a transaction of its own. With `steady` every read
    sees the same moment, whatever others write meanwhile.
    """
    # A reader of a file sees one moment in any case.
    apart = steady and database.dialect.name == "postgresql"
    yield from _looked(database, STEADY if apart else LOOKS)


@contextmanager
def glancing(database: Database) -> Iterator[Connection]:
    """A look by a single statement, which a server is then asked and nothing more."""
    yield from _looked(database, GLANCES)


def _looked(database: Database, how: str) -> Iterator[Connection]:
    with _connected(database) as connection:
        connection.info["begins"] = how
        with connection.begin():
            connection.info["written"] = set()
            yield connection
            if connection.info["written"]:
                raise UnrecordedWrite("Written where only looking was meant.")


def _opened(database: Database, name: str, *, migrating: bool) -> Database:
    """The database when it is of our version, brought to it where `migrating`."""
    sa.event.listen(database, "before_execute", note_write)
    try:
        with database.begin() as connection:
            found = version_of(connection)
            if found != NEWEST and migrating:
                if database.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATING})")
                migrate(connection)
                found = NEWEST
    except sa.exc.OperationalError as error:
        database.dispose()
        raise BadOption(
            f"Database {name} cannot be opened ({type(error.orig).__name__}).",
            "see that the server runs, and that the URL, user and password are right",
        ) from None
    except LyktaError:
        database.dispose()
        raise
    if found != NEWEST:
        database.dispose()
        raise BadOption(
            f"Database {name} has schema version {found or 'none'}; this Lykta needs {NEWEST}.",
            "run: lykta store migrate",
        )
    return database


def note_write(connection: Connection, statement: Any, *_: object) -> None:
    """Remember which tables a transaction writes to, for `transaction` to judge."""
    if isinstance(statement, sa.Insert | sa.Update | sa.Delete):
        connection.info.setdefault("written", set()).add(str(statement.table))

"""The database behind the service: SQLite or PostgreSQL, connections and transactions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption, LyktaError, NotFound
from serving.store.migrating import NEWEST, migrate, version_of
from serving.store.tables import HOUSEKEEPING

__all__ = [
    "POOL",
    "Connection",
    "Database",
    "UnrecordedWrite",
    "connect",
    "looking",
    "noted",
    "note_write",
    "tell_driver",
    "transaction",
]

Connection = sa.Connection
Database = sa.Engine

# Connections that are kept. A process answers in no more threads than that, for one that is
# opened for a single answer costs more than the answer.
POOL = 20

# After how many seconds of rest a line to a server is tried before it is used: it may have been
# cut meanwhile. To try it every time costs as much as a question.
_REST = 5.0

# How the next transaction of a connection begins, where it is no ordinary one.
_LOOKS, _NOTES = "looks", "notes"

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
        return _opened(_sqlite(where, create=create), where.name, migrating=True)
    database = _postgresql(where)
    return _opened(database, database.url.database or "of the URL", migrating=create)


@contextmanager
def transaction(database: Database, *, steady: bool = False) -> Iterator[Connection]:
    """All of what is done within, or none of it.

    A write without an audit event in the same transaction raises `UnrecordedWrite` and leaves
    nothing behind. With `steady` every read sees the same moment, whatever others write.
    """
    with database.connect() as connection:
        if steady and database.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            written = connection.info["written"] = set()
            yield connection
            if written - HOUSEKEEPING and "audit_events" not in written:
                raise UnrecordedWrite(
                    f"Written without a record: {', '.join(sorted(written))}.",
                    "append the audit event in the same transaction",
                )


@contextmanager
def noted(database: Database) -> Iterator[Connection]:
    """A read with its record, which nothing but the record is written with.

    The record outlives the service however it ends, and a machine that fails once the disk
    has it: within a second on PostgreSQL, with the next write or checkpoint on SQLite. Its
    reader does not wait for that; whoever decides does.
    """
    with database.connect() as connection:
        connection.info["begins"] = _NOTES
        with connection.begin():
            written = connection.info["written"] = set()
            if database.dialect.name == "postgresql":
                tell_driver(connection, "SET LOCAL synchronous_commit TO OFF")
            yield connection
            if written != {"audit_events", "audit_head"}:
                raise UnrecordedWrite("Read without a record, or written while only reading.")


@contextmanager
def looking(database: Database, *, steady: bool = False) -> Iterator[Connection]:
    """A look that takes no turn and keeps nobody from writing: whether a session holds, a copy.

    What it shows of a list is recorded in a transaction of its own. With `steady` every read
    sees the same moment, whatever others write meanwhile.
    """
    with database.connect() as connection:
        connection.info["begins"] = _LOOKS
        if steady and database.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            connection.info["written"] = set()
            yield connection
            if connection.info["written"]:
                raise UnrecordedWrite("Written where only looking was meant.")


def _sqlite(path: Path, *, create: bool) -> Database:
    if not path.is_file() and not create:
        raise NotFound(f"There is no database {path.name} yet.", "make lists with: lykta demo")
    path.parent.mkdir(parents=True, exist_ok=True)
    # A failed statement must not carry what it would have written into a log.
    database = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), pool_size=POOL, hide_parameters=True
    )
    sa.event.listen(database, "connect", _prepare)
    sa.event.listen(database, "begin", _begin)
    return database


def _postgresql(url: str) -> Database:
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        parsed = None
    if parsed is None or parsed.get_backend_name() != "postgresql":
        # Never the URL itself: it may hold a password.
        raise BadOption(
            "The database URL is none that Lykta can use.",
            "write it as postgresql://user@host/database, or leave it out for SQLite",
        )
    database = sa.create_engine(
        parsed.set(drivername="postgresql+psycopg"), pool_size=POOL, hide_parameters=True
    )
    sa.event.listen(database, "checkin", _put_back)
    sa.event.listen(database, "checkout", _try_line)
    return database


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


def _put_back(_connection: object, record: Any) -> None:
    record.info["since"] = time.monotonic()


def _try_line(connection: Any, record: Any, _proxy: object) -> None:
    """Raises `DisconnectionError` for a dead line, upon which the pool opens another."""
    if time.monotonic() - record.info.get("since", time.monotonic()) < _REST:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except connection.Error as error:
        raise sa.exc.DisconnectionError("The line to the server was cut.") from error


def _prepare(connection: Any, _record: object) -> None:
    # sqlite3 must not begin transactions by itself; `_begin` does.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def tell_driver(connection: Connection, text: str, values: Any = ()) -> Any:
    """The driver's cursor after a statement in the engine's own words, within a transaction.

    Past SQLAlchemy, which takes several times as long to wrap the answer as SQLite to give it;
    its errors are raised all the same, without the values.
    """
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        lost = connection.dialect.is_disconnect(error, driver, None)
        if lost:
            connection.invalidate(error)
        raise sa.exc.DBAPIError.instance(
            text,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=connection.dialect,
        ) from error


def _begin(connection: Connection) -> None:
    # IMMEDIATE: every transaction appends to the audit log, so two that read the same last
    # record must not both go on to write the next.
    how = connection.info.pop("begins", "")
    _wait_for_disk(connection, how != _NOTES)
    tell_driver(connection, "BEGIN" if how == _LOOKS else "BEGIN IMMEDIATE")


def _wait_for_disk(connection: Connection, waits: bool) -> None:
    """Whether a commit waits until it is on the disk; said before the transaction begins."""
    info = connection.info
    if "waits" not in info:
        (level,) = tell_driver(connection, "PRAGMA synchronous").fetchone()
        info["waits"] = None if level == 0 else True  # 0: somebody wants no waiting at all
    if info["waits"] is not None and info["waits"] != waits:
        tell_driver(connection, f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
        info["waits"] = waits

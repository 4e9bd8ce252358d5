"""How each engine is opened, how its transactions begin, and when they are on the disk."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.store.at_once import MustWait, is_at_once, waits_afterwards
from serving.store.turns import BUSY_SECONDS, Turns

__all__ = [
    "GLANCES",
    "HURRIES",
    "LOOKS",
    "POOL",
    "STEADY",
    "Connection",
    "Database",
    "is_locked",
    "open_file",
    "open_server",
    "own_turn",
    "reach_disk",
    "tell_driver",
    "turn_at",
]

Connection = sa.Connection
Database = sa.Engine

# Connections that are kept. A process answers in no more threads than that, for one that is
# opened for a single answer costs more than the answer. The one that was used last is used
# next: it, and its process at a server, have at hand what is asked all the time.
POOL = 20

# After how many seconds of rest a line to a server is tried before it is used: it may have been
# cut meanwhile. To try it every time costs as much as a question.
_REST = 5.0

# How the next transaction of a connection begins, where it is no ordinary one: for a single
# statement, for reading alone, at one moment, or to end without waiting for the disk.
GLANCES, LOOKS, STEADY, HURRIES = "glances", "looks", "steady", "hurries"

# Each store's turns within this process; a server keeps them itself.
_TURNS: WeakKeyDictionary[Database, Turns] = WeakKeyDictionary()

# How long SQLite's log grows before it is poured into the file, which whoever commits then
# waits for: 16 MB.
_CHECKPOINT_PAGES = 4000


def open_file(path: Path, *, create: bool) -> Database:
    """A SQLite file, made where `create`; raises `NotFound` when it is not there otherwise."""
    if not path.is_file() and not create:
        raise NotFound(f"There is no database {path.name} yet.", "make lists with: lykta demo")
    path.parent.mkdir(parents=True, exist_ok=True)
    # A failed statement must not carry what it would have written into a log.
    database = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        pool_size=POOL,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    sa.event.listen(database, "connect", _prepare)
    sa.event.listen(database, "begin", _begin)
    _TURNS[database] = Turns(path)
    return database


def open_server(url: str) -> Database:
    """A PostgreSQL database, not asked for anything yet; raises `BadOption` for other URLs."""
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
        parsed.set(drivername="postgresql+psycopg"),
        pool_size=POOL,
        pool_use_lifo=True,
        hide_parameters=True,
    )
    sa.event.listen(database, "connect", _begins_when_told)
    sa.event.listen(database, "begin", _begin_at_server)
    sa.event.listen(database, "checkin", _put_back)
    sa.event.listen(database, "checkout", _try_line)
    return database


def turn_at(database: Database) -> AbstractContextManager[None]:
    """This process' turn at a file; a server keeps its turns itself, at the log's head."""
    turns = _TURNS.get(database)
    return nullcontext() if turns is None else turns.one()


@contextmanager
def own_turn(connection: Connection) -> Iterator[None]:
    """A transaction of a connection that only glances, to end without waiting for the disk.

    Raises `MustWait` where nobody is to be waited for and somebody would be.
    """
    with turn_at(connection.engine):
        connection.info["begins"] = HURRIES
        (_begin if connection.engine in _TURNS else _begin_at_server)(connection)
        try:
            yield
        except BaseException:
            tell_driver(connection, "ROLLBACK")
            raise
        tell_driver(connection, "COMMIT")


def reach_disk(connection: Connection) -> None:
    """Wait until the disk has what this connection committed, as the store is told to.

    Where nothing is to be waited for, that is left for afterwards.
    """
    turns = _TURNS.get(connection.engine)
    if turns is None:
        if not waits_afterwards(partial(_reach_disk_of_server, connection.engine)):
            tell_driver(connection, _FLUSH)
    elif connection.info["waits"] and not waits_afterwards(turns.reach_disk):
        turns.reach_disk()


def _reach_disk_of_server(database: Database) -> None:
    with database.connect() as connection:
        tell_driver(connection, _FLUSH)


# Any commit that waits has those before it on the disk as well.
_FLUSH = "SELECT pg_logical_emit_message(true, 'lykta', '')"


def is_locked(error: BaseException) -> bool:
    """Whether a server's answer is that it would have to wait for somebody."""
    return getattr(error, "sqlstate", "") == "55P03"


def tell_driver(connection: Connection, text: str, values: Any = (), **how: Any) -> Any:
    """The driver's cursor after a statement in the engine's own words, within a transaction.

    Past SQLAlchemy, which takes several times as long to wrap the answer as SQLite to give it;
    its errors are raised all the same, without the values.
    """
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(text, values, **how)
    except connection.dialect.loaded_dbapi.Error as error:
        if is_at_once() and is_locked(error):
            raise MustWait from None
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


def _begins_when_told(connection: Any, _record: object) -> None:
    # psycopg must not begin transactions by itself, which takes a message and an answer for
    # each; `_begin_at_server` does.
    connection.autocommit = True


def _begin_at_server(connection: Connection) -> None:
    how = connection.info.pop("begins", "")
    if how != GLANCES:
        patience = f"; SET LOCAL lock_timeout TO {_AT_ONCE_MS}" if is_at_once() else ""
        # Several commands in one message, which cannot be prepared.
        begin = _BEGIN_AT_SERVER.get(how, "BEGIN")
        tell_driver(connection, begin + patience, prepare=False)


_BEGIN_AT_SERVER = {
    STEADY: "BEGIN ISOLATION LEVEL REPEATABLE READ",
    HURRIES: "BEGIN; SET LOCAL synchronous_commit TO OFF",
}
# How long somebody who may wait for nobody waits for a server's lock: 0 would be for ever.
_AT_ONCE_MS = 5


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


_PATIENCE = f"PRAGMA busy_timeout={int(1000 * BUSY_SECONDS)}"


def _prepare(connection: Any, record: Any) -> None:
    # sqlite3 must not begin transactions by itself; `_begin` does.
    connection.isolation_level = None
    connection.execute(_PATIENCE)
    (mode,) = connection.execute("PRAGMA journal_mode=WAL").fetchone()
    record.info["ahead"] = mode == "wal"
    for pragma in ("foreign_keys=ON", f"wal_autocheckpoint={_CHECKPOINT_PAGES}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # IMMEDIATE: every transaction appends to the audit log, so two that read the same last
    # record must not both go on to write the next.
    how = connection.info.pop("begins", "")
    if how == GLANCES:
        return
    if how == LOOKS:
        tell_driver(connection, "BEGIN")
        return
    _wait_within(connection, how != HURRIES)
    if is_at_once():
        _begin_at_once(connection)
    else:
        tell_driver(connection, "BEGIN IMMEDIATE")


def _begin_at_once(connection: Connection) -> None:
    # Other processes have turns as well.
    tell_driver(connection, "PRAGMA busy_timeout=0")
    try:
        tell_driver(connection, "BEGIN IMMEDIATE")
    except sa.exc.OperationalError as error:
        if getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise MustWait from None
        raise
    finally:
        tell_driver(connection, _PATIENCE)


def _wait_within(connection: Connection, waits: bool) -> None:
    """Whether a commit itself waits for the disk; said before the transaction begins."""
    info = connection.info
    if "within" not in info:
        (level,) = tell_driver(connection, "PRAGMA synchronous").fetchone()
        info["within"] = True
        # 0: somebody wants no waiting at all. Without a log that is written ahead (on a disk
        # that cannot share memory) only SQLite knows what must be there.
        info["waits"] = level != 0 and info["ahead"]
    if info["waits"] and info["within"] != waits:
        tell_driver(connection, f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
        info["within"] = waits

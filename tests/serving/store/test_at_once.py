"""What may wait for nobody is done on the spot, or given up with nothing written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.store.at_once import MustWait, at_once, is_at_once
from serving.store.audit_log import append, check_chain, head, records
from serving.store.database import (
    Database,
    connect,
    glancing,
    held,
    looking,
    noted,
    tidying,
    transaction,
)

READ = EventType.LIST_READ


@pytest.fixture
def database(where: Path | str) -> Iterator[Database]:
    opened = connect(where)
    yield opened
    opened.dispose()


@pytest.fixture
def elsewhere(where: Path | str) -> Iterator[Database]:
    """The same store as another process has it: with turns of its own."""
    opened = connect(where)
    yield opened
    opened.dispose()


def read(database: Database, what: str = "x") -> None:
    with noted(database) as connection:
        append(connection, AuditEvent(READ, (what,)))


def decide(database: Database, what: str = "x") -> None:
    with transaction(database) as connection:
        append(connection, AuditEvent(EventType.DECISION_MADE, (what,)))


def tidy(database: Database) -> None:
    with tidying(database) as connection:
        connection.exec_driver_sql("UPDATE audit_head SET count = count")


def count(database: Database) -> int:
    with looking(database) as connection:
        assert check_chain(connection) == []
        return head(connection)[0]


@contextmanager
def writing(database: Database) -> Iterator[threading.Event]:
    """Another thread in the middle of a transaction that has the head of the log, until the
    event or the end.
    """
    has_it, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with transaction(database) as connection:
            append(connection, AuditEvent(EventType.DECISION_MADE, ("theirs",)))
            has_it.set()
            assert may_end.wait(30)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(write)
        try:
            assert has_it.wait(30)
            yield may_end
        finally:
            may_end.set()
        done.result()


@pytest.mark.parametrize("what", [read, decide], ids=["a read", "a decision"])
@pytest.mark.parametrize("whose", ["a thread beside", "another process"])
def test_where_somebody_writes_it_is_given_up_with_nothing_written(
    database: Database, elsewhere: Database, what: Callable[[Database], None], whose: str
) -> None:
    before = count(database)
    with writing(database if whose == "a thread beside" else elsewhere):
        with at_once(), pytest.raises(MustWait):
            what(database)
        assert not is_at_once()
    assert count(database) == before + 1  # theirs
    with at_once():
        what(database)
    assert count(database) == before + 2


def test_a_clock_is_not_wound_while_somebody_else_writes(
    database: Database, elsewhere: Database
) -> None:
    with writing(elsewhere), at_once(), pytest.raises(MustWait):
        tidy(database)
    with at_once():
        tidy(database)


def test_after_it_was_given_up_the_same_connection_waits_as_ever(
    database: Database, elsewhere: Database
) -> None:
    before = count(database)
    with held(database), writing(elsewhere) as may_end:
        with at_once(), pytest.raises(MustWait):
            read(database)
        for later in (read, decide):
            threading.Timer(0.2, may_end.set).start()
            later(database)
    assert count(database) == before + 3


def test_only_the_disk_is_left_for_afterwards_and_nothing_is_given_up_any_more(
    database: Database,
) -> None:
    before = count(database)
    with at_once() as done:
        read(database)
        assert (done.afterwards, is_at_once()) == ([], True)
        decide(database)
        # What was decided must not be decided again: from here on it waits as any other.
        assert (len(done.afterwards), is_at_once()) == (1, False)
    for wait in done.afterwards:
        wait()
    assert count(database) == before + 2


def test_a_reader_holds_nobody_up_while_it_reads(
    database: Database, elsewhere: Database
) -> None:
    before = count(database)
    with noted(database) as connection:
        decide(elsewhere)
        append(connection, AuditEvent(READ, ("x",)))
    with looking(database) as connection:
        told = [one.event.objects for one in records(connection)][-2:]
    assert (count(database), told) == (before + 2, [("x",), ("x",)])


def test_a_record_follows_on_whoever_wrote_last(
    database: Database, elsewhere: Database
) -> None:
    before = count(database)
    for here in (database, elsewhere, elsewhere, database, database, elsewhere):
        read(here)
        decide(elsewhere)
    assert count(database) == before + 12


def test_readers_and_writers_of_two_processes_lose_no_record(
    database: Database, elsewhere: Database
) -> None:
    before = count(database)

    def some(number: int) -> None:
        here = (database, elsewhere)[number % 2]
        for turn in range(12):
            (decide if turn % 4 == 0 else read)(here, f"{number}.{turn}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(some, range(6)))
    assert count(database) == before + 72
    with looking(database) as connection:
        told = {one.event.objects for one in records(connection)}
    assert told >= {(f"{number}.{turn}",) for number in range(6) for turn in range(12)}


def test_a_read_that_fails_leaves_no_record_and_a_read_without_one_fails(
    database: Database,
) -> None:
    before = count(database)
    with pytest.raises(ZeroDivisionError), noted(database):
        1 / 0  # noqa: B018 - whatever goes wrong before the record
    with pytest.raises(Exception, match="Read without a record"), noted(database):
        pass
    with glancing(database) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    assert count(database) == before


def test_a_record_changes_nothing_about_how_its_transaction_waits_for_the_disk(
    database: Database,
) -> None:
    read(database)
    is_server = database.dialect.name == "postgresql"
    asked = "SHOW synchronous_commit" if is_server else "PRAGMA synchronous"
    with transaction(database, steady=True) as connection:
        if is_server:  # whatever the server of the tests has been told
            connection.exec_driver_sql("SET LOCAL synchronous_commit TO ON")
        append(connection, AuditEvent(EventType.LOG_EXPORTED))
        waits = connection.exec_driver_sql(asked).scalar()
    assert waits == ("on" if is_server else 2)

"""What was written is on the disk when its writer is told so, and nobody else waits for it."""

from __future__ import annotations

import os
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.store.audit_log import append, check_chain, head
from serving.store.database import Database, connect, glancing, looking, noted, transaction
from serving.store.turns import Turns


@dataclass
class Disk:
    """Copies of the store as the disk was told to keep it, each as of its flush."""

    folder: Path
    store: Path
    copies: list[Path] = field(default_factory=list)

    def take(self) -> None:
        copy = self.folder / f"{len(self.copies)}" / "lykta.db"
        copy.parent.mkdir(parents=True)
        for tail in ("", "-wal"):
            shutil.copy(f"{self.store}{tail}", f"{copy}{tail}")
        self.copies.append(copy)

    @property
    def records(self) -> int:
        """How many records a machine has that lost its power right after the last flush."""
        database = connect(self.copies[-1])
        with looking(database) as connection:
            assert check_chain(connection) == []
            found, _ = head(connection)
        database.dispose()
        return found


@pytest.fixture
def disk(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Disk:
    """A file whose flushes are seen: the real ones, each copied as it begins."""
    store = tmp_path / "lykta.db"
    shutil.copy(filled, store)
    made = Disk(tmp_path / "copies", store)
    flush = os.fdatasync

    def seen(file: int) -> None:
        made.take()
        flush(file)

    monkeypatch.setattr(os, "fdatasync", seen)
    return made


def write(database: Database, number: int = 0) -> None:
    with transaction(database) as connection:
        append(connection, AuditEvent(EventType.LIST_READ, (f"{number}",)))


def count(database: Database) -> int:
    with looking(database) as connection:
        return head(connection)[0]


def test_a_write_is_on_the_disk_before_its_writer_is_told(disk: Disk) -> None:
    database = connect(disk.store)
    before = count(database)
    for more in (1, 2, 3):
        with noted(database) as connection:  # nor does what came between change that
            append(connection, AuditEvent(EventType.LIST_READ))
        write(database)
        assert disk.records == before + 2 * more == count(database)
        assert len(disk.copies) == more  # the readers waited for none
    database.dispose()


def test_a_write_of_any_other_kind_waits_as_sqlite_has_it(disk: Disk) -> None:
    database = connect(disk.store)
    write(database)
    with transaction(database, steady=True) as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
    write(database)
    with database.begin() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    database.dispose()


def test_others_read_and_write_while_one_waits_for_the_disk(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = connect(disk.store)
    before, between = count(database), []
    flush = os.fdatasync

    def slow(file: int) -> None:
        with noted(database) as connection:  # takes a turn, which nobody holds meanwhile
            append(connection, AuditEvent(EventType.LIST_READ))
        between.append(count(database))
        flush(file)

    monkeypatch.setattr(os, "fdatasync", slow)
    began = time.monotonic()
    write(database)
    assert between == [before + 2]
    assert time.monotonic() - began < 9  # a turn that was held would have been waited for 10
    database.dispose()


def test_who_waits_together_waits_for_one_flush_that_began_after_each_wrote(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = connect(disk.store)
    flushes: list[tuple[float, float]] = []

    def slow(_file: int) -> None:
        began = time.monotonic()
        time.sleep(0.05)
        flushes.append((began, time.monotonic()))

    monkeypatch.setattr(os, "fdatasync", slow)

    def written(number: int) -> tuple[float, float]:
        with transaction(database) as connection:
            append(connection, AuditEvent(EventType.LIST_READ, (f"{number}",)))
            last = time.monotonic()
        return last, time.monotonic()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(written, range(40)))
    for last, told in waits:
        assert any(last < began and ended <= told for began, ended in flushes)
    assert len(flushes) < 40
    with looking(database) as connection:
        assert check_chain(connection) == []
    database.dispose()


def test_a_flush_that_fails_is_told_to_whoever_waited(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="lykta.db-wal"):  # there is no such file
        Turns(tmp_path / "lykta.db").reach_disk()


def test_a_server_has_flushed_a_write_before_its_writer_is_told(where: Path | str) -> None:
    if isinstance(where, Path):
        return  # seen in a file by its flushes, above
    # The tests' server waits for no disk unless it is told to.
    where += f"{'&' if '?' in where else '?'}options=-csynchronous_commit%3Don"
    database = connect(where)
    for _ in range(5):
        with noted(database) as connection:
            append(connection, AuditEvent(EventType.LIST_READ))
        with transaction(database) as connection:
            append(connection, AuditEvent(EventType.LIST_READ))
            written = connection.exec_driver_sql("SELECT pg_current_wal_insert_lsn()").scalar()
        with glancing(database) as connection:
            query = f"SELECT pg_current_wal_flush_lsn() > '{written}'::pg_lsn"
            assert connection.exec_driver_sql(query).scalar() is True
    database.dispose()


def test_a_look_does_not_change_how_the_next_transaction_of_its_line_begins(
    where: Path | str,
) -> None:
    database = connect(where)
    before = count(database)
    for _ in range(3):
        count(database)
        with glancing(database) as connection:
            head(connection)
        with noted(database) as connection:
            append(connection, AuditEvent(EventType.LIST_READ))
        with looking(database, steady=True) as connection:
            seen = head(connection)
            write(database)
            assert head(connection) == seen
    assert count(database) == before + 6
    database.dispose()

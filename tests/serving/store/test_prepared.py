"""Statements that are handed to the driver: rows by name, our errors, lines that are tried."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from serving.store.database import (
    Database,
    UnrecordedWrite,
    connect,
    looking,
    transaction,
)
from serving.store.prepared import Prepared
from serving.store.tables import METADATA, audit_events, selection_lists, users

NUMBERS = Prepared(
    sa.select(selection_lists.c.id, selection_lists.c.random)
    .where(selection_lists.c.week == sa.bindparam("week"))
    .order_by(selection_lists.c.id)
)


def test_rows_are_those_that_sqlalchemy_gives(database: Database) -> None:
    query = sa.select(selection_lists.c.id, selection_lists.c.random).where(
        selection_lists.c.week == "2026-W48"
    )
    with looking(database) as connection:
        expected = [tuple(row) for row in connection.execute(query.order_by("id"))]
        found = NUMBERS(connection, week="2026-W48")
        assert [(row.id, row.random) for row in found] == expected != []
        assert NUMBERS.first(connection, week="2026-W48") == expected[0]
        assert NUMBERS.scalar(connection, week="2026-W48") == expected[0][0]
        assert NUMBERS(connection, week="1999-W01") == []
        assert NUMBERS.first(connection, week="1999-W01") is None
        assert NUMBERS.scalar(connection, week="1999-W01") is None


def test_the_second_of_two_columns_with_one_name_has_a_name_of_its_own(
    database: Database,
) -> None:
    both = Prepared(
        sa.select(selection_lists.c.id, users.c.id).join_from(
            selection_lists, users, sa.true(), isouter=True
        )
    )
    with looking(database) as connection:
        row = both.first(connection)
    assert row.id.startswith("2026-W4")
    assert row.id_1 is None


def test_a_statement_whose_values_would_be_translated_is_refused(database: Database) -> None:
    translated = Prepared(sa.select(sa.cast(selection_lists.c.made_at, sa.PickleType)))
    with looking(database) as connection, pytest.raises(TypeError, match="made_at"):
        translated(connection)


def test_a_write_counts_as_one_and_fails_as_one_of_sqlalchemys(database: Database) -> None:
    there = Prepared(users.insert())
    row = dict.fromkeys((column.name for column in users.c), "x")
    with pytest.raises(UnrecordedWrite), transaction(database) as connection:
        there(connection, **row)
    with looking(database) as connection:
        there(connection, **row)
        with pytest.raises(sa.exc.IntegrityError) as fault:
            there(connection, **row)
        connection.rollback()
        connection.info["written"].clear()
    assert "'x'" not in str(fault.value).partition("DETAIL")[0]
    with looking(database) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(users)).scalar() == 0


def test_a_write_that_returns_rows_gives_them_and_counts_as_a_write(database: Database) -> None:
    added = Prepared(users.insert().returning(users.c.id, users.c.name))
    row = dict.fromkeys((column.name for column in users.c), "x") | {"name": "Anna"}
    with looking(database) as connection:
        (told,) = added(connection, **row)
        assert (told.id, told.name) == ("x", "Anna")
        assert connection.info["written"] == {"users"}
        connection.rollback()
        connection.info["written"].clear()


def test_a_line_that_was_cut_while_it_rested_is_replaced(where: Path | str) -> None:
    if isinstance(where, Path):
        return  # a file has no line
    database, other = connect(where), connect(where)
    try:
        with looking(database) as connection:
            number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            info = connection.connection._connection_record.info
        with other.begin() as connection:
            connection.exec_driver_sql(f"SELECT pg_terminate_backend({number})")
        info["since"] = time.monotonic() - 60
        with looking(database) as connection:
            assert NUMBERS(connection, week="2026-W48") != []
    finally:
        database.dispose()
        other.dispose()


def test_tables_that_are_written_by_name_are_known() -> None:
    # `Prepared` notes a write by its table's name, which `transaction` looks for.
    assert str(audit_events) in METADATA.tables

"""The store: both or neither, an append-only chain, and every kind of tampering found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import BadOption, NotFound
from serving.audit import START, AuditEvent, EventType, Record, chain, verify
from serving.store import migrating
from serving.store.audit_log import append, check_chain, head, records
from serving.store.database import (
    Connection,
    Database,
    UnrecordedWrite,
    connect,
    transaction,
)
from serving.store.lists import (
    check_lists,
    entry_of,
    find_list,
    heads,
    latest_week,
    made_event,
    save_list,
)
from serving.store.tables import APPEND_ONLY, METADATA, control_cases
from serving.targeting.inspection_list import InspectionList, list_from_json, list_json
from tests.serving.invented import WEEK, lists


def test_a_list_survives_the_store_unchanged(
    database: Database, week: tuple[InspectionList, ...]
) -> None:
    with transaction(database) as connection:
        for made in week:
            assert find_list(connection, made.id) == made


def test_a_list_survives_json_unchanged(week: tuple[InspectionList, ...]) -> None:
    assert all(list_from_json(list_json(made)) == made for made in week)


def test_the_same_input_makes_the_same_bytes() -> None:
    assert [list_json(made) for made in lists()] == [list_json(made) for made in lists()]


def test_ids_follow_the_content_and_not_the_moment(week: tuple[InspectionList, ...]) -> None:
    later = replace(
        week[0],
        provenance=replace(
            week[0].provenance, made_at=week[0].provenance.made_at.replace(year=2027)
        ),
    )
    other = replace(week[0], capacity=9)
    assert later.digest == week[0].digest != other.digest


def test_saving_the_same_list_again_writes_nothing(
    database: Database, week: tuple[InspectionList, ...]
) -> None:
    with transaction(database) as connection:
        before = head(connection)
        assert not save_list(connection, week[0], event=made_event(week[0]))
        assert head(connection) == before


def test_a_list_is_not_saved_when_its_record_fails(
    empty: Path | str, week: tuple[InspectionList, ...]
) -> None:
    database = connect(empty, create=True)
    with transaction(database) as connection:
        connection.execute(sa.text("ALTER TABLE audit_head RENAME TO elsewhere"))
    with pytest.raises(sa.exc.DBAPIError), transaction(database) as connection:
        save_list(connection, week[0], event=made_event(week[0]))
    with transaction(database) as connection:
        assert find_list(connection, week[0].id) is None
        assert list(records(connection)) == []
    database.dispose()


def test_a_write_without_its_record_is_taken_back(database: Database) -> None:
    case = control_cases.insert().values(
        id="K-1", centre="vast", authority="polismyndigheten", actor="x", opened_at=""
    )
    with (
        pytest.raises(UnrecordedWrite, match="control_cases"),
        transaction(database) as connection,
    ):
        connection.execute(case)
    with transaction(database) as connection:
        assert connection.execute(control_cases.select()).all() == []
        connection.execute(case)
        append(connection, AuditEvent(EventType.CASE_OPENED, ("K-1",)))
    with transaction(database) as connection:
        assert len(connection.execute(control_cases.select()).all()) == 1


def test_an_overview_has_the_newest_list_of_each_centre_and_week(database: Database) -> None:
    with transaction(database) as connection:
        found = heads(connection)
        assert len(found) == 14
        assert found[0].made.week == WEEK == latest_week(connection)
        of_one = heads(connection, centre="vast", week=WEEK)
        assert [one.made.centre.code for one in of_one] == ["vast"]
        whole = find_list(connection, of_one[0].made.id)
    assert whole is not None
    assert of_one[0].places == tuple((e.band, e.drawn == "random") for e in whole.entries)


def test_an_entry_is_found_with_its_list(
    database: Database, week: tuple[InspectionList, ...]
) -> None:
    with transaction(database) as connection:
        assert entry_of(connection, week[0].entries[1].id) == (
            week[0].entries[1],
            replace(week[0], entries=()),
        )
        assert entry_of(connection, "none.1") is None


def test_a_database_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="database"):
        connect(tmp_path / "lykta.db")


def test_a_database_of_a_later_version_is_refused(where: Path | str) -> None:
    database = connect(where)
    with transaction(database) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0099'"))
    database.dispose()
    with pytest.raises(BadOption, match="0099"):
        connect(where)


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "lykta", "sqlite:///x.db"])
def test_a_url_of_another_kind_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadOption) as refused:
        connect(url)
    assert url not in str(refused.value)


def test_a_server_that_does_not_answer_is_told_without_the_password() -> None:
    with pytest.raises(BadOption, match="cannot be opened") as refused:
        connect("postgresql://lykta:hemligt@127.0.0.1:1/lykta")
    assert "hemligt" not in str(refused.value)


@pytest.mark.parametrize(
    "table", ["audit_events", "selection_lists", "list_entries", "decisions"]
)
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET {} = {}"])
def test_what_is_recorded_cannot_be_changed_by_mistake(
    undone: Connection, table: str, act: str
) -> None:
    column = "actor" if table in ("audit_events", "decisions") else "id"
    undone.execute(
        sa.text(
            "INSERT INTO decisions SELECT 'x', 1, id, '', '', '', '', '', ''"
            " FROM selection_lists LIMIT 1"
        )
    )
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        undone.execute(sa.text(act.format(table, column, column)))


def test_an_older_workspace_is_brought_to_this_version_with_its_log_whole(
    tmp_path: Path, week: tuple[InspectionList, ...]
) -> None:
    """The file of schema version 1, byte for byte as that version wrote it."""
    path = tmp_path / "lykta.db"
    with sqlite3.connect(path) as old:
        old.executescript((Path(__file__).parent / "version_1.sql").read_text("utf-8"))
    old.close()
    database = connect(path)
    with transaction(database) as connection:
        found = list(records(connection))
        assert [one.form for one in found] == [1] * 3
        assert check_chain(connection) == []
        assert check_lists(connection) == []
        append(connection, AuditEvent(EventType.LIST_READ, control_case="K-1"))
        assert check_chain(connection) == []
    database.dispose()
    again = connect(path)
    with transaction(again) as connection:
        assert head(connection)[0] == 4
    again.dispose()


def test_the_steps_make_exactly_the_tables_that_are_declared(database: Database) -> None:
    with transaction(database) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert migrating.version_of(connection) == migrating.NEWEST


def test_the_newest_step_is_the_one_the_code_knows() -> None:
    folder = Path(migrating.__file__).parent / "migrations"
    steps = ScriptDirectory(str(folder))
    assert steps.get_heads() == [migrating.NEWEST]


def test_sqlite_holds_foreign_keys_and_writes_ahead(filled: Path) -> None:
    database = connect(filled)
    with transaction(database) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    database.dispose()


def tamper(connection: Connection, *statements: str) -> None:
    """What someone with the database in hand can do: lift the triggers first."""
    if connection.dialect.name == "postgresql":
        for table in APPEND_ONLY:
            connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    else:
        found = connection.execute(
            sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        )
        for name in found.scalars().all():
            connection.execute(sa.text(f"DROP TRIGGER {name}"))
    for statement in statements:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE audit_events SET actor = 'x' WHERE number = 3"], "record 3 has been changed"),
        (["UPDATE audit_events SET rows = 0 WHERE number = 3"], "record 3 has been changed"),
        (["DELETE FROM audit_events WHERE number = 3"], "record 3 is missing"),
        (["UPDATE audit_events SET type = 'x' WHERE number = 3"], "record 3 cannot be read"),
        (
            ["UPDATE audit_events SET ground = 'x' WHERE number = 3"],
            "record 3 has been changed",
        ),
        (["UPDATE audit_events SET form = 1 WHERE number = 3"], "record 3 has been changed"),
        (["DELETE FROM audit_events WHERE number = 14"], "number 13, and 14 were written"),
        (["DELETE FROM audit_events WHERE number = 1"], "record 1 is missing"),
        (
            [
                "UPDATE audit_events SET number = 99 WHERE number = 3",
                "UPDATE audit_events SET number = 3 WHERE number = 4",
                "UPDATE audit_events SET number = 4 WHERE number = 99",
            ],
            "does not follow",
        ),
        (
            [
                "INSERT INTO audit_events SELECT 15, time, actor, type, objects, purpose,"
                " request_id, rows, digest, digest, 2, '', '', '', '', '', '', ''"
                " FROM audit_events WHERE number = 14"
            ],
            "record 15 has been changed",
        ),
        (["DELETE FROM audit_events"], "number 0, and 14 were written"),
        (
            [
                "DELETE FROM audit_events WHERE number < 5",
                "UPDATE audit_head SET first = 5, before ="
                " (SELECT previous FROM audit_events WHERE number = 5)",
            ],
            "no record of removal says why",
        ),
    ],
)
def test_tampering_with_the_log_is_found(
    undone: Connection, statements: list[str], told: str
) -> None:
    assert check_chain(undone) == []
    tamper(undone, *statements)
    assert any(told in fault for fault in check_chain(undone))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda one: f"UPDATE list_entries SET rank = 99 WHERE id = '{one}.1'", "changed"),
        (lambda one: f"DELETE FROM list_entries WHERE id = '{one}.1'", "changed"),
        (
            lambda one: (
                "UPDATE list_entries SET content ="
                f" replace(content, 'Fasad', 'Byxor') WHERE list_id = '{one}'"
            ),
            "changed",
        ),
        (
            lambda one: (
                "UPDATE selection_lists SET head ="
                f" replace(head, '\"capacity\":8', '\"capacity\":9') WHERE id = '{one}'"
            ),
            "changed",
        ),
    ],
)
def test_tampering_with_a_list_is_found(
    undone: Connection,
    week: tuple[InspectionList, ...],
    change: Callable[[str], str],
    told: str,
) -> None:
    made = next(one for one in week if any("Fasad" in entry.name for entry in one.entries))
    assert check_lists(undone) == []
    tamper(undone, change(made.id))
    faults = check_lists(undone)
    if "rank = 99" not in change(made.id):  # the column is only an index; the content rules
        assert faults == [f"list {made.id} has been {told}"]


def test_a_removed_list_is_missed(undone: Connection, week: tuple[InspectionList, ...]) -> None:
    tamper(
        undone,
        f"DELETE FROM entry_workplaces WHERE list_id = '{week[0].id}'",
        f"DELETE FROM list_entries WHERE list_id = '{week[0].id}'",
        f"DELETE FROM selection_lists WHERE id = '{week[0].id}'",
    )
    assert check_lists(undone) == [f"list {week[0].id} was made and is gone"]


events = st.builds(
    AuditEvent,
    st.sampled_from(EventType),
    objects=st.lists(st.text(max_size=8), max_size=3).map(tuple),
    rows=st.integers(0, 9),
    purpose=st.text(max_size=8),
)


def chained(made: list[AuditEvent]) -> list[Record]:
    last: Record | None = None
    found = []
    for event in made:
        last = chain(event, last.number, last.digest) if last else chain(event)
        found.append(last)
    return found


@given(st.lists(events, min_size=2, max_size=8, unique=True), st.data())
@settings(max_examples=60, deadline=None)
def test_any_removed_or_swapped_record_shows(
    made: list[AuditEvent], data: st.DataObject
) -> None:
    log = chained(made)
    count, last = len(log), log[-1].digest
    assert verify(log, count=count, head=last) == []
    first = data.draw(st.integers(0, count - 1))
    second = data.draw(st.integers(0, count - 1).filter(lambda other: other != first))
    swapped = list(log)
    swapped[first], swapped[second] = log[second], log[first]
    assert verify(swapped, count=count, head=last)
    assert verify(log[:first] + log[first + 1 :], count=count, head=last)


def test_an_empty_log_is_whole() -> None:
    assert verify([], count=0, head=START) == []


def test_an_event_without_a_zone_is_refused() -> None:
    from datetime import datetime

    with pytest.raises(BadOption, match="zone"):
        AuditEvent(EventType.LIST_READ, time=datetime(2026, 11, 23))  # noqa: DTZ001


def test_two_who_write_at_once_both_get_their_place_in_the_chain(database: Database) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def write(number: int) -> None:
        with transaction(database) as connection:
            append(connection, AuditEvent(EventType.LIST_READ, (f"{number}",)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with transaction(database) as connection:
        assert head(connection)[0] == 14 + 40
        assert check_chain(connection) == []

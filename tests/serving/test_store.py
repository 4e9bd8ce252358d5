"""The store: both or neither, an append-only chain, and every kind of tampering found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import BadOption, NotFound
from serving.audit import START, AuditEvent, EventType, Record, chain, verify
from serving.store.audit_log import append, check_chain, head, records
from serving.store.database import Connection, Database, connect, transaction
from serving.store.lists import (
    check_lists,
    entry_of,
    find_list,
    heads,
    latest_week,
    made_event,
    save_list,
)
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
    tmp_path: Path, week: tuple[InspectionList, ...]
) -> None:
    database = connect(tmp_path / "new.db", create=True)
    with transaction(database) as connection:
        connection.execute(sa.text("DROP TABLE audit_head"))
    with pytest.raises(sa.exc.OperationalError), transaction(database) as connection:
        save_list(connection, week[0], event=made_event(week[0]))
    with transaction(database) as connection:
        assert find_list(connection, week[0].id) is None
        assert list(records(connection)) == []
    database.dispose()


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


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    database = connect(tmp_path / "lykta.db", create=True)
    with transaction(database) as connection:
        connection.execute(sa.text("UPDATE schema_version SET version = 99"))
    database.dispose()
    with pytest.raises(BadOption, match="99"):
        connect(tmp_path / "lykta.db")


def test_foreign_keys_hold_and_the_log_is_written_ahead(database: Database) -> None:
    with transaction(database) as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


@pytest.mark.parametrize("table", ["audit_events", "selection_lists", "list_entries"])
@pytest.mark.parametrize("act", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid"])
def test_what_is_recorded_cannot_be_changed_by_mistake(
    database: Database, table: str, act: str
) -> None:
    with (
        pytest.raises(sa.exc.IntegrityError, match="append-only"),
        transaction(database) as connection,
    ):
        connection.execute(sa.text(act.format(table)))


def tamper(connection: Connection, *statements: str) -> None:
    """What someone with the file in hand can do: lift the triggers first."""
    names = connection.execute(sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    for name in names.scalars().all():
        connection.execute(sa.text(f"DROP TRIGGER {name}"))
    for statement in statements:
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (["UPDATE audit_events SET actor = 'x' WHERE number = 3"], "record 3 has been changed"),
        (["UPDATE audit_events SET rows = 0 WHERE number = 3"], "record 3 has been changed"),
        (["DELETE FROM audit_events WHERE number = 3"], "record 3 is missing"),
        (["DELETE FROM audit_events WHERE number = 14"], "13 records are there, 14 were"),
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
                " request_id, rows, digest, digest FROM audit_events WHERE number = 14"
            ],
            "record 15 has been changed",
        ),
        (["DELETE FROM audit_events"], "0 records are there"),
    ],
)
def test_tampering_with_the_log_is_found(
    database: Database, statements: list[str], told: str
) -> None:
    with transaction(database) as connection:
        assert check_chain(connection) == []
        tamper(connection, *statements)
        assert any(told in fault for fault in check_chain(connection))


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
    database: Database,
    week: tuple[InspectionList, ...],
    change: Callable[[str], str],
    told: str,
) -> None:
    made = next(one for one in week if any("Fasad" in entry.name for entry in one.entries))
    with transaction(database) as connection:
        assert check_lists(connection) == []
        tamper(connection, change(made.id))
        faults = check_lists(connection)
    if "rank = 99" not in change(made.id):  # the column is only an index; the content rules
        assert faults == [f"list {made.id} has been {told}"]


def test_a_removed_list_is_missed(database: Database, week: tuple[InspectionList, ...]) -> None:
    with transaction(database) as connection:
        tamper(
            connection,
            f"DELETE FROM list_entries WHERE list_id = '{week[0].id}'",
            f"DELETE FROM selection_lists WHERE id = '{week[0].id}'",
        )
        assert check_lists(connection) == [f"list {week[0].id} was made and is gone"]


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
        last = chain(event, last)
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

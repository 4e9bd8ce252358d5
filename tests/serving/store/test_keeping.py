"""Seals, the log as a file, copies and retention, on both engines and across them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from features.errors import BadOption, NotFound
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.log_file import check_file, write_log
from serving.logs import told
from serving.retention import CLASSES, Retention, read_retention
from serving.sealing import private_key, public_key, read_seals, seal_json, write_public_key
from serving.store import tables as t
from serving.store.audit_log import append, check_chain, ends, head, records
from serving.store.copying import copy_store, restore_store
from serving.store.database import Connection, Database, connect, transaction
from serving.store.lists import check_lists, find_list, made_event, save_list
from serving.store.removing import remove
from serving.store.seals import check_stored_seals, seal_head
from serving.targeting.inspection_list import InspectionList
from serving.targeting.week import Week
from tests.serving.store.test_store import tamper

SEAL = AuditEvent(EventType.HEAD_SEALED)
TODAY = date(2026, 11, 25)


def exported(connection: Connection, path: Path) -> list[str]:
    """The log written out; its lines."""
    kept = ends(connection)
    write_log(
        path,
        records(connection),
        count=kept.count,
        digest=kept.digest,
        first=kept.first,
        before=kept.before,
    )
    return path.read_text("utf-8").splitlines()


def test_a_seal_fits_the_log_it_was_made_of_and_the_key_that_made_it(
    undone: Connection,
) -> None:
    key = Ed25519PrivateKey.generate()
    seal_head(undone, key, event=SEAL)
    append(undone, AuditEvent(EventType.LIST_READ))
    assert check_stored_seals(undone, key.public_key()) == []
    assert check_chain(undone) == []
    other = Ed25519PrivateKey.generate().public_key()
    assert "not made with the key" in check_stored_seals(undone, other)[0]


def test_a_log_made_anew_from_its_middle_breaks_the_seal_and_nothing_else(
    undone: Connection,
) -> None:
    """Whoever holds the database can chain a false log; the key is what they lack."""
    key = Ed25519PrivateKey.generate()
    seal_head(undone, key, event=SEAL)
    tamper(undone, "DELETE FROM audit_events WHERE number >= 14")
    last = list(records(undone))[-1]
    undone.execute(t.audit_head.update().values(count=last.number, digest=last.digest))
    for _ in range(2):
        append(undone, AuditEvent(EventType.LIST_READ, actor="förfalskad"))
    assert check_chain(undone) == []
    assert any("15 is not the one" in x for x in check_stored_seals(undone, key.public_key()))


def swap(lines: list[str]) -> list[str]:
    return [*lines[:3], lines[4], lines[3], *lines[5:]]


def cut(lines: list[str]) -> list[str]:
    """The end cut off, and the last line made to fit: only a seal can tell."""
    last = json.loads(lines[9])
    end = json.dumps({"count": last["number"], "digest": last["digest"]})
    return [*lines[:10], end]


TAMPERINGS: list[tuple[str, Callable[[list[str]], list[str]], str]] = [
    ("changed", lambda x: [x[0], x[1].replace('"rows":8', '"rows":9'), *x[2:]], "changed"),
    ("deleted", lambda x: [*x[:5], *x[6:]], "record 5 is missing"),
    ("reordered", swap, "does not follow"),
    ("truncated", cut, "record 15 is not the one that was sealed"),
    ("inserted", lambda x: [*x[:5], x[4], *x[5:]], "record 4 stands where 5"),
    ("spoilt", lambda x: [*x[:5], "{}", *x[6:]], "line 6 is no record"),
    ("beheaded", lambda x: x[1:], "lacks the line"),
]


@pytest.mark.parametrize(("_name", "change", "told"), TAMPERINGS)
def test_five_kinds_of_tampering_and_two_more_are_found_offline(
    undone: Connection,
    tmp_path: Path,
    _name: str,
    change: Callable[[list[str]], list[str]],
    told: str,
) -> None:
    key = Ed25519PrivateKey.generate()
    seal = seal_head(undone, key, event=SEAL)
    path = tmp_path / "log.jsonl"
    lines = exported(undone, path)
    assert check_file(path, [seal], key.public_key()) == (15, [])
    path.write_text("\n".join(change(lines)) + "\n", "utf-8")
    _, faults = check_file(path, [seal], key.public_key())
    assert any(told in fault for fault in faults), faults


def test_a_key_is_made_once_for_its_owner_alone_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "audit-key.pem"
    made = private_key(path)
    assert path.stat().st_mode & 0o077 == 0
    assert private_key(path).private_bytes_raw() == made.private_bytes_raw()
    write_public_key(made, tmp_path / "a.pub")
    assert public_key(tmp_path / "a.pub").public_bytes_raw() == (
        made.public_key().public_bytes_raw()
    )
    path.write_text("not a key")
    with pytest.raises(BadOption, match="no Ed25519 key"):
        private_key(path)


def test_seals_kept_elsewhere_are_read_from_a_file_or_a_folder(
    undone: Connection, tmp_path: Path
) -> None:
    seal = seal_head(undone, Ed25519PrivateKey.generate(), event=SEAL)
    (tmp_path / "one.json").write_text(seal_json(seal))
    assert read_seals(tmp_path) == read_seals(tmp_path / "one.json") == [seal]
    with pytest.raises(NotFound):
        read_seals(tmp_path / "none")


# ------------------------------------------------------------------ copies


def test_a_copy_put_back_is_the_same_store(
    where: Path | str, database: Database, empty: Path | str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    counts = copy_store(database, copy, event=AuditEvent(EventType.STORE_COPIED))
    assert (counts["selection_lists"], counts["audit_events"]) == (14, 15)
    with transaction(database) as connection:
        append(connection, AuditEvent(EventType.LIST_READ))  # the service goes on meanwhile
        before = {
            table.name: connection.execute(table.select()).all()
            for table in (t.selection_lists, t.list_entries)
        }
    restored = connect(empty, create=True)
    restore_store(copy, restored, event=AuditEvent(EventType.STORE_RESTORED))
    with transaction(restored) as connection:
        assert [*check_chain(connection), *check_lists(connection)] == []
        assert head(connection)[0] == 16
        for name, rows in before.items():
            found = connection.execute(t.METADATA.tables[name].select()).all()
            assert sorted(found) == sorted(rows)
    with pytest.raises(BadOption, match="16 records already"):
        restore_store(copy, restored, event=AuditEvent(EventType.STORE_RESTORED))
    restored.dispose()


def test_others_write_while_a_copy_is_made_and_it_is_of_one_moment(
    where: Path | str, database: Database, tmp_path: Path
) -> None:
    other = connect(where)
    written: list[int] = []

    @sa.event.listens_for(database, "after_cursor_execute")
    def _write_meanwhile(*said: object) -> None:
        if "FROM list_entries" in str(said[2]) and not written:
            with transaction(other) as connection:
                written.append(append(connection, AuditEvent(EventType.LIST_READ)).number)

    copy = tmp_path / "copy.db"
    counts = copy_store(database, copy, event=AuditEvent(EventType.STORE_COPIED))
    sa.event.remove(database, "after_cursor_execute", _write_meanwhile)

    # Fourteen lists made, the copying itself, and then what came while it went on.
    assert (counts["audit_events"], written) == (15, [16])
    assert check_copy(copy) == []
    other.dispose()


def check_copy(copy: Path) -> list[str]:
    opened = connect(copy)
    with transaction(opened) as connection:
        faults = [*check_chain(connection), *check_lists(connection)]
    opened.dispose()
    return faults


def test_no_token_of_a_copy_opens_the_store_it_is_put_back_into(
    database: Database, empty: Path | str, tmp_path: Path
) -> None:
    person = {"id": "u1", "name": "Ek", "authority": "skatteverket"}
    with transaction(database) as connection:
        moment = "2026-11-20T08:00:00+00:00"
        values = {c.name: moment for c in t.users.c if not c.nullable} | person
        connection.execute(t.users.insert().values(**values))
        values = {c.name: moment for c in t.tokens.c if not c.nullable}
        values |= {"id": "t1", "user_id": "u1", "digest": "d", "ground": "plan"}
        connection.execute(t.tokens.insert().values(**values))
        append(connection, AuditEvent(EventType.TOKEN_MADE))
    copy = tmp_path / "copy.db"
    copy_store(database, copy, event=AuditEvent(EventType.STORE_COPIED))

    restored = connect(empty, create=True)
    restore_store(copy, restored, event=AuditEvent(EventType.STORE_RESTORED))

    with transaction(restored) as connection:
        (found,) = connection.execute(t.tokens.select()).all()
    assert found.revoked_at is not None
    restored.dispose()


def test_a_write_that_fails_tells_nothing_of_what_it_would_have_written(
    database: Database,
) -> None:
    with (
        pytest.raises(sa.exc.IntegrityError) as failed,
        transaction(database) as connection,
    ):
        connection.execute(t.users.insert().values(id="u1", name="Anna Hemlig"))
    logged = told(failed.value)
    assert "IntegrityError" in logged
    assert "test_keeping.py" in logged
    assert "Anna Hemlig" not in logged.replace('name="Anna Hemlig"', "")  # this line of code


def test_a_store_moves_from_sqlite_to_postgresql(
    filled: Path, empty: Path | str, tmp_path: Path
) -> None:
    """`empty` is on either engine; the copy always comes from SQLite."""
    source = connect(filled)
    with transaction(source, steady=True) as connection:
        last = head(connection)
    source.dispose()
    restored = connect(empty, create=True)
    restore_store(filled, restored, event=AuditEvent(EventType.STORE_RESTORED))
    with transaction(restored) as connection:
        assert list(records(connection))[13].digest == last[1]
        assert check_chain(connection) == []
    restored.dispose()


def test_a_store_that_is_not_whole_is_neither_copied_nor_put_back(
    database: Database, tmp_path: Path
) -> None:
    with transaction(database) as connection:
        tamper(connection, "UPDATE audit_events SET actor = 'x' WHERE number = 3")
    with pytest.raises(BadOption, match="record 3 has been changed"):
        copy_store(database, tmp_path / "x.db", event=AuditEvent(EventType.STORE_COPIED))
    assert list(tmp_path.glob("x*")) == []


# ------------------------------------------------------------------ retention


def kept(**months: int) -> Retention:
    return Retention("test", date(2026, 1, 1), {**dict.fromkeys(CLASSES, 60), **months})


def test_the_shipped_retention_can_be_read() -> None:
    assert read_retention().months["log"] >= 36


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ({"log": 5, "worked_lists": 1, "unworked_lists": 1}, "6 months or more"),
        ({"log": 24}, "60 months or more"),
        ({"rests": 0}, "rests is 0"),
        ({"other": 2}, "unknown \\['other'\\]"),
    ],
)
def test_a_retention_that_cannot_be_is_refused(months: dict[str, int], told: str) -> None:
    with pytest.raises(BadOption, match=told):
        kept(**months)


def decide(connection: Connection, made: InspectionList) -> None:
    """One decision on a list, enough to make it worked on."""
    connection.execute(
        t.decisions.insert().values(
            place=made.entries[0].id,
            version=1,
            list_id=made.id,
            status="include",
            reason="",
            comment="",
            agencies="[]",
            actor="x",
            made_at=datetime(2026, 11, 24, tzinfo=UTC).isoformat(),
        )
    )


def test_lists_nobody_worked_on_go_first_and_are_not_missed(
    undone: Connection, week: tuple[InspectionList, ...]
) -> None:
    decide(undone, week[0])
    protocol = remove(
        undone, kept(unworked_lists=1), date(2027, 2, 1), event=AuditEvent(SEAL.type)
    )
    gone = next(one for one in protocol if one.kind == "unworked_lists")
    assert len(gone.lists) == 13
    assert week[0].id not in gone.lists
    assert find_list(undone, week[0].id) == week[0]
    assert find_list(undone, week[1].id) is None
    assert [*check_chain(undone), *check_lists(undone)] == []
    told = list(records(undone))[-1].event
    assert told.type is EventType.ROWS_REMOVED
    assert set(told.objects[2:]) == set(gone.lists)
    # and without a permit nothing may be removed
    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        undone.execute(t.decisions.delete())


def test_worked_lists_go_with_all_that_hangs_on_them(
    undone: Connection, week: tuple[InspectionList, ...]
) -> None:
    decide(undone, week[0])
    remove(undone, kept(worked_lists=1), date(2027, 2, 1), event=AuditEvent(SEAL.type))
    assert undone.execute(t.decisions.select()).all() == []
    assert find_list(undone, week[0].id) is None
    assert find_list(undone, week[1].id) == week[1]


def test_lists_and_log_of_the_same_age_leave_no_list_without_its_record(
    undone: Connection, week: tuple[InspectionList, ...]
) -> None:
    """A list lives from the end of its week, its record from the day it was made."""
    moment = datetime.now(UTC)
    today = moment.date()
    origin = replace(week[0].provenance, made_at=moment)
    made = replace(week[0], id="x", week=Week.of(today), provenance=origin, entries=())
    save_list(undone, made, event=made_event(made))
    # A year and a day or two later the record is a year old, and the week mostly is not.
    equal = kept(worked_lists=12, unworked_lists=12, log=12)
    later = today + timedelta(days=367)

    remove(undone, equal, later, event=AuditEvent(SEAL.type))

    assert [*check_chain(undone), *check_lists(undone)] == []
    is_over = Week.of(equal.last_kept("worked_lists", later)) > made.week
    assert (find_list(undone, "x") is None) == is_over


def test_a_list_of_this_month_is_kept(undone: Connection) -> None:
    short = kept(worked_lists=1, unworked_lists=1)
    assert sum(x.rows for x in remove(undone, short, TODAY, event=SEAL)) == 0


def test_the_log_can_lose_its_oldest_and_say_so(undone: Connection) -> None:
    """Fourteen records of today, seen from six years on, all but the new ones have gone."""
    protocol = remove(undone, kept(), date(2033, 1, 1), event=AuditEvent(SEAL.type))
    assert protocol[-1].rows >= 14
    assert ends(undone).first > 14
    assert check_chain(undone) == []
    tamper(undone, "UPDATE audit_head SET first = first + 1")
    assert check_chain(undone) != []

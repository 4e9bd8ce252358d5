"""Every fault of a delivery is told at once in a plain sentence, and no good row is lost."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from features.cli import app
from features.errors import BadOption, DeliveryRefused
from features.registers.control_objects import CONTROL_OBJECTS
from features.registers.loading import LoadReport, TableReport, read_delivery
from features.schema import Column, Kind
from tests.drawing import Span, deliver, random_rows
from tests.features.registers.deliveries import (
    FIRMS,
    GRANTS,
    ORG_NOS,
    VISITS,
    Rows,
    country,
    firms,
    load,
    visits,
    write,
)


def of(report: LoadReport, name: str) -> TableReport:
    """One table's report."""
    return next(table for table in report.tables if table.table == name)


def changed(column: str, row: int, value: object) -> dict[str, list[object]]:
    """Sound visits with one value changed."""
    rows = visits()
    rows[column] = list(rows[column])
    rows[column][row] = value
    return rows


def set_aside(landed: Path, table: str = "visits") -> list[dict[str, str]]:
    """The rows set aside, as a person would read them."""
    with (landed / "set_aside" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_sound_delivery_lands_whole(tmp_path: Path) -> None:
    write(tmp_path / "in")

    report = load(tmp_path / "in", tmp_path / "landed")

    assert report.delivered_on == date(2024, 6, 30)
    assert report.control_rate == 10
    assert report.missing == ("grants",)
    told = of(report, "visits").landed
    assert (told.delivered, told.landed, told.set_aside, told.duplicates) == (20, 20, 0, 0)
    assert not (tmp_path / "landed" / "set_aside" / "visits.csv").exists()


def test_landed_columns_are_the_readable_ones_typed_with_employer_and_workplace(
    tmp_path: Path,
) -> None:
    write(tmp_path / "in", kind="csv")

    load(tmp_path / "in", tmp_path / "landed")

    schema = pq.read_schema(tmp_path / "landed" / "visits.parquet")
    types = {field.name: str(field.type) for field in schema}
    assert types == {
        "case_no": "string", "org_no": "string", "cfar": "string", "visited_on": "date32[day]",
        "kind": "string", "present": "int64", "fee_ore": "int64", "share": "double",
        "withdrawn": "bool", "known_at": "date32[day]", "superseded_at": "date32[day]",
        "counts_from": "date32[day]",
        "employer": "string", "workplace": "string",
    }  # fmt: skip
    assert pq.read_schema(tmp_path / "landed" / "firms.parquet").names == [
        "org_no", "since", "known_at", "superseded_at", "counts_from", "employer", "workplace"
    ]  # fmt: skip


def test_names_are_landed_apart(tmp_path: Path) -> None:
    write(tmp_path / "in")

    load(tmp_path / "in", tmp_path / "landed")

    shown = pq.read_table(tmp_path / "landed" / "display" / "firms.parquet").to_pydict()
    assert shown["employer"] == ORG_NOS
    assert shown["name"] == ["Ett AB", "Två AB", "Tre AB"]
    assert not (tmp_path / "landed" / "display" / "visits.parquet").exists()


ROW_FAULTS = [
    ("visited_on", "2023-13-45", "visited_on: cannot be read as a date (YYYY-MM-DD)"),
    ("present", "many", "present: cannot be read as a whole number"),
    ("present", "1.5", "present: cannot be read as a whole number"),
    ("fee_ore", "12,50", "fee_ore: cannot be read as a whole number of öre"),
    ("share", "a half", "share: cannot be read as a number"),
    ("share", "nan", "share: cannot be read as a number"),
    ("withdrawn", "perhaps", "withdrawn: cannot be read as true or false"),
    ("kind", None, "kind: missing"),
    ("org_no", "  ", "org_no: missing"),
    ("known_at", None, "known_at: missing"),
    ("kind", "solo", "kind: not in the code list"),
    ("present", "501", "present: outside 0 to 500 persons"),
    ("share", "-0.1", "share: outside 0 to 1"),
    ("org_no", "5560000002", "org_no: the check digit does not fit the others"),
    ("org_no", "556000-0001", "org_no: a hyphen between the sixth and seventh digit"),
    ("org_no", "55600000011", "org_no: more digits than a number has"),
    ("cfar", "1234567", "cfar: fewer digits than a number has"),
    ("known_at", "2024-07-01", "known_at: later than the delivery"),
    ("known_at", "2022-12-31", "known_at: before visited_on, known before it happened"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "value", "sentence"), ROW_FAULTS)
def test_a_bad_row_is_set_aside_with_its_sentence(
    column: str, value: str | None, sentence: str, tmp_path: Path
) -> None:
    rows = {
        name: [None if v is None else str(v) for v in values]
        for name, values in visits().items()
    }
    rows[column][3] = value
    write(tmp_path / "in", (VISITS, rows), kind="csv")

    report = load(tmp_path / "in", tmp_path / "landed")

    told = of(report, "visits").landed
    assert told.faults == ((sentence, 1),)
    assert (told.landed, told.set_aside) == (19, 1)
    (row,) = set_aside(tmp_path / "landed")
    assert row["fault"] == sentence
    assert row["case_no"] == "C0003"
    assert row[column] == (value or "")


def test_a_happening_after_the_delivery_is_set_aside(tmp_path: Path) -> None:
    rows = changed("visited_on", 3, date(2024, 8, 1))
    rows["known_at"][3] = date(2024, 8, 2)
    write(tmp_path / "in", (VISITS, rows))

    told = of(load(tmp_path / "in", tmp_path / "landed"), "visits").landed

    assert told.faults == (
        ("known_at: later than the delivery", 1),
        ("visited_on: later than the delivery", 1),
    )
    assert told.set_aside == 1  # one row with two faults is one row


def test_a_decision_about_the_future_may_be_known_before_it_begins(tmp_path: Path) -> None:
    day = date(2024, 6, 1)
    grants: Rows = {"grant_no": ["G1"], "begins": [day], "known_at": [date(2024, 5, 1)]}
    write(tmp_path / "in", (GRANTS, grants))

    assert of(load(tmp_path / "in", tmp_path / "landed"), "grants").landed.landed == 1


@pytest.mark.parametrize(
    ("column", "values", "kept"),
    [
        ("present", [float(n % 30) for n in range(20)], 20),  # pandas keeps counts as floats
        ("present", [n % 30 + (0.5 if n == 0 else 0) for n in range(20)], 19),
        ("fee_ore", [str(n) for n in range(20)], 20),
        ("share", [n % 2 for n in range(20)], 20),
        ("withdrawn", ["False"] * 20, 20),
        ("visited_on", [f"2023-01-{n + 1:02} 00:00:00" for n in range(20)], 20),
        ("org_no", [int(ORG_NOS[n % 3]) for n in range(20)], 20),
        ("cfar", [None, *(10_000_000.0 + n for n in range(19))], 20),
    ],
)
def test_another_type_is_read_as_the_declared_one_where_that_loses_nothing(
    column: str, values: list[object], kept: int, tmp_path: Path
) -> None:
    write(tmp_path / "in", (VISITS, visits() | {column: values}))

    told = of(load(tmp_path / "in", tmp_path / "landed"), "visits").landed

    assert (told.landed, told.set_aside) == (kept, 20 - kept)


def test_every_fault_of_every_table_is_in_one_report(tmp_path: Path) -> None:
    bad = visits(shift=["x"] * 20, medborgarskap=["x"] * 20)
    del bad["present"], bad["kind"]
    write(tmp_path / "in", (VISITS, bad), (FIRMS, firms() | {"citizenship": ["x", "y", "z"]}))
    (tmp_path / "in" / "elsewhere").mkdir()
    (tmp_path / "in" / "elsewhere" / "grants.parquet").write_bytes(b"not Parquet")
    (tmp_path / "in" / "delivery.json").write_text(
        '{"country": "elsewhere", "delivered_on": "2024-06-30"}'
    )
    needed = replace(FIRMS, name="owners")

    with pytest.raises(DeliveryRefused) as refused:
        load(tmp_path / "in", tmp_path / "landed", VISITS, FIRMS, GRANTS, needed)

    told = refused.value.message
    for sentence in (
        "delivery.json: is for another country than testland",
        "skatteverket/visits: missing columns kind, present",
        "skatteverket/visits: undeclared column shift",
        "skatteverket/visits: column medborgarskap must never be delivered: it speaks of",
        "bolagsverket/firms: column citizenship must never be delivered: never asked for",
        "elsewhere/grants: grants.parquet cannot be read as parquet",
        "bolagsverket/owners: the register is missing (owners.parquet, owners.csv or a folder",
    ):
        assert sentence in told
    assert "7 faults" in told
    assert refused.value.exit_code == 3


def test_a_file_without_its_line_of_names_is_refused_without_showing_its_values(
    tmp_path: Path,
) -> None:
    write(tmp_path / "in", kind="csv")
    path = tmp_path / "in" / "skatteverket" / "visits.csv"
    path.write_text("\n".join(path.read_text().splitlines()[1:]))

    with pytest.raises(DeliveryRefused) as refused:
        load(tmp_path / "in", tmp_path / "landed")

    assert "is the line of column names missing?" in refused.value.message
    assert not any(number in str(refused.value) for number in ORG_NOS)


def test_a_shifted_column_refuses_the_delivery_and_leaves_what_was_landed(
    tmp_path: Path,
) -> None:
    landed = tmp_path / "landed"
    write(tmp_path / "in")
    load(tmp_path / "in", landed)
    before = (landed / "visits.parquet").read_bytes(), (landed / "report.json").read_bytes()
    shifted = visits(kind=[str(n) for n in range(20)])
    write(tmp_path / "in", (VISITS, shifted))

    with pytest.raises(
        DeliveryRefused, match="20 of 20 rows would be set aside, as if a column"
    ):
        load(tmp_path / "in", landed)

    assert before == (
        (landed / "visits.parquet").read_bytes(),
        (landed / "report.json").read_bytes(),
    )
    assert (landed / "refused" / "visits.csv").is_file()
    assert not (landed / ".staging").exists()


def test_a_line_with_too_many_fields_is_set_aside_as_it_came(tmp_path: Path) -> None:
    write(tmp_path / "in", kind="csv")
    path = tmp_path / "in" / "skatteverket" / "visits.csv"
    path.write_text(path.read_text() + '"C9999","one","too","short"\n')

    told = of(load(tmp_path / "in", tmp_path / "landed"), "visits").landed

    assert (told.delivered, told.landed, told.set_aside) == (21, 20, 1)
    (row,) = set_aside(tmp_path / "landed")
    assert row["fault"] == "the line has 4 fields, the header 10"
    assert row["line"] == '"C9999","one","too","short"'


def test_a_semicolon_file_in_latin_1_is_read(tmp_path: Path) -> None:
    write(tmp_path / "in", kind="csv")
    path = tmp_path / "in" / "bolagsverket" / "firms.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "latin-1")

    load(tmp_path / "in", tmp_path / "landed")

    shown = pq.read_table(tmp_path / "landed" / "display" / "firms.parquet").to_pydict()
    assert shown["name"][1] == "Två AB"


def test_versions_of_a_fact_end_each_other(tmp_path: Path) -> None:
    rows = visits(4)
    rows["case_no"] = ["A", "A", "A", "B"]
    rows["visited_on"] = [date(2023, 1, 1)] * 4
    rows["known_at"] = [date(2024, 3, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 1, 1)]
    write(tmp_path / "in", (VISITS, rows))

    told = of(load(tmp_path / "in", tmp_path / "landed"), "visits").landed

    found = pq.read_table(tmp_path / "landed" / "visits.parquet").to_pylist()
    ends = {(row["case_no"], row["known_at"]): row["superseded_at"] for row in found}
    assert ends == {
        ("A", date(2024, 1, 1)): date(2024, 2, 1),
        ("A", date(2024, 2, 1)): date(2024, 3, 1),
        ("A", date(2024, 3, 1)): None,
        ("B", date(2024, 1, 1)): None,
    }
    assert told.corrections == 2


def test_copies_are_dropped_and_conflicts_keep_the_row_that_sorts_last(tmp_path: Path) -> None:
    rows = visits(4)
    for name in rows:
        rows[name] = [rows[name][1]] * 4
    rows["present"] = [7, 9, 9, 8]
    write(tmp_path / "in", (VISITS, rows))

    told = of(load(tmp_path / "in", tmp_path / "landed"), "visits").landed

    assert (told.delivered, told.landed, told.duplicates, told.set_aside) == (4, 1, 1, 2)
    assert pq.read_table(tmp_path / "landed" / "visits.parquet")["present"].to_pylist() == [9]
    assert [row["present"] for row in set_aside(tmp_path / "landed")] == ["7", "8"]


def test_a_retraction_on_the_same_day_wins(tmp_path: Path) -> None:
    rows = visits(2)
    for name in rows:
        rows[name] = [rows[name][1]] * 2
    rows["withdrawn"] = [True, False]
    rows["present"] = [1, 30]
    write(tmp_path / "in", (VISITS, rows))

    load(tmp_path / "in", tmp_path / "landed")

    assert pq.read_table(tmp_path / "landed" / "visits.parquet")["withdrawn"].to_pylist() == [
        True
    ]


def test_an_unchanged_delivery_is_not_landed_again(tmp_path: Path) -> None:
    landed = tmp_path / "landed"
    write(tmp_path / "in")
    load(tmp_path / "in", landed)
    before = {p: p.stat().st_mtime_ns for p in landed.rglob("*.parquet")}
    report = (landed / "report.json").read_bytes()

    again = load(tmp_path / "in", landed)

    assert all(table.unchanged for table in again.tables)
    assert {p: p.stat().st_mtime_ns for p in landed.rglob("*.parquet")} == before
    assert (landed / "report.json").read_bytes() == report


def test_a_changed_declaration_or_delivery_day_lands_only_what_it_touches(
    tmp_path: Path,
) -> None:
    landed = tmp_path / "landed"
    write(tmp_path / "in", (VISITS, changed("known_at", 3, date(2024, 7, 1))))
    load(tmp_path / "in", landed)

    (tmp_path / "in" / "delivery.json").write_text('{"delivered_on": "2024-07-01"}')
    later = load(tmp_path / "in", landed)
    wider = replace(VISITS, columns=tuple(
        replace(c, between=(0, 600)) if c.name == "present" else c for c in VISITS.columns
    ))  # fmt: skip
    other = load(tmp_path / "in", landed, wider, FIRMS, GRANTS)

    assert [t.unchanged for t in later.tables] == [False, True]
    assert of(later, "visits").landed.landed == 20  # what came too early has now come
    assert [t.unchanged for t in other.tables] == [False, True]


def test_a_run_that_was_killed_half_way_lands_that_table_again(tmp_path: Path) -> None:
    landed = tmp_path / "landed"
    write(tmp_path / "in")
    load(tmp_path / "in", landed)
    whole = (landed / "visits.parquet").read_bytes()
    (landed / ".done" / "visits.json").unlink()  # the first thing a landing does to a table
    (landed / "visits.parquet").write_bytes(whole[:100])
    (landed / ".staging" / "visits").mkdir(parents=True)

    report = load(tmp_path / "in", landed)

    assert [t.unchanged for t in report.tables] == [False, True]
    assert (landed / "visits.parquet").read_bytes() == whole


def test_a_register_no_longer_delivered_is_no_longer_there(tmp_path: Path) -> None:
    landed = tmp_path / "landed"
    grants: Rows = {
        "grant_no": ["G1"],
        "begins": [date(2024, 1, 1)],
        "known_at": [date(2024, 1, 1)],
    }
    write(tmp_path / "in", (GRANTS, grants))
    load(tmp_path / "in", landed)
    (tmp_path / "in" / "elsewhere" / "grants.parquet").unlink()

    report = load(tmp_path / "in", landed)

    assert report.missing == ("grants",)
    assert not (landed / "grants.parquet").exists()


def test_a_table_delivered_twice_over_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "in")
    folder = tmp_path / "in" / "skatteverket"
    shutil.copy(folder / "visits.parquet", folder / "visits.csv")

    with pytest.raises(
        DeliveryRefused, match=r"delivered more than once \(visits.parquet, visits.csv\)"
    ):
        load(tmp_path / "in", tmp_path / "landed")


def test_no_number_or_name_leaves_the_rows(tmp_path: Path) -> None:
    numbers = [f"55600000{n:02}" for n in range(40)]  # most check digits are wrong
    write(tmp_path / "in", (VISITS, visits(40, org_no=numbers)))
    said: list[str] = []

    with pytest.raises(DeliveryRefused) as refused:
        read_delivery(tmp_path / "in", country(), tmp_path / "landed", say=said.append)

    told = str(refused.value) + "\n".join(said)
    told += (tmp_path / "landed" / "refused" / "faults.json").read_text("utf-8")
    assert not any(number in told for number in numbers)
    write(tmp_path / "in", (VISITS, changed("org_no", 3, "5560000002")))
    load(tmp_path / "in", tmp_path / "landed")
    report = (tmp_path / "landed" / "report.json").read_text("utf-8")
    assert "55600000" not in report
    assert json.loads(report)["tables"]["visits"]["set_aside"] == 1


def test_a_delivery_without_any_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        load(tmp_path / "nowhere", tmp_path / "landed")

    assert "lykta features invent" in refused.value.hint


def test_an_empty_register_lands_empty(tmp_path: Path) -> None:
    schema = pa.schema([(c.name, pa.string()) for c in VISITS.columns])
    write(tmp_path / "in")
    pq.write_table(schema.empty_table(), tmp_path / "in" / "skatteverket" / "visits.parquet")

    told = of(load(tmp_path / "in", tmp_path / "landed"), "visits").landed

    assert (told.delivered, told.landed) == (0, 0)
    assert pq.read_metadata(tmp_path / "landed" / "visits.parquet").num_rows == 0


def test_a_registers_own_column_names_never_clash_with_the_steps_of_loading(
    tmp_path: Path,
) -> None:
    names = ["place", "copy", "fault", "line", "h", "n", "reason", "f", "typed", "kept"]
    odd = replace(
        VISITS, columns=(*VISITS.columns, *(Column(n, Kind.INTEGER, "a number") for n in names))
    )
    rows = visits(6) | {name: [2, 1, 1, 1, 1, 1] for name in names}
    for name in VISITS.columns:
        rows[name.name][1] = rows[name.name][0]
    write(tmp_path / "in", (odd, rows))

    told = of(load(tmp_path / "in", tmp_path / "landed", odd, FIRMS), "visits").landed

    assert (told.landed, told.duplicates, told.set_aside) == (5, 0, 1)
    landed = pq.read_table(tmp_path / "landed" / "visits.parquet")
    assert landed["place"].to_pylist() == [2, 1, 1, 1, 1]
    (row,) = set_aside(tmp_path / "landed")
    assert row["place"] == "1"


def test_registers_without_keys_are_tied_before_they_are_checked(tmp_path: Path) -> None:
    write(tmp_path / "in")
    tied = replace(country(VISITS), linking="tests.features.registers.tying")

    report = read_delivery(tmp_path / "in", tied, tmp_path / "landed", say=lambda _: None)

    assert of(report, "visits").landed.delivered == 7  # what the module wrote, not what came


def test_a_declaration_that_landing_cannot_carry_is_told_of(tmp_path: Path) -> None:
    write(tmp_path / "in")
    clashing = replace(VISITS, columns=(*VISITS.columns, Column("employer", Kind.TEXT, "who")))

    with pytest.raises(BadOption, match=r"columns \['employer'\] are added by landing"):
        load(tmp_path / "in", tmp_path / "landed", clashing)


def test_the_command_loads_and_refuses_with_its_exit_code(tmp_path: Path) -> None:
    write(tmp_path / "in")
    options = ["--country", "tests.features.registers.tying", "--workspace", str(tmp_path)]

    loaded = CliRunner().invoke(
        app, ["load", *options, "--extracts", str(tmp_path / "in"), "--json"]
    )
    refused = CliRunner().invoke(
        app, ["load", *options, "--extracts", str(tmp_path / "nowhere")]
    )

    assert json.loads(loaded.stdout)["tables"]["visits"]["landed"] == 20
    assert (tmp_path / "landed" / "testland" / "visits.parquet").is_file()
    assert refused.exit_code == 3


def test_kinds_without_a_rule_would_be_noticed() -> None:
    assert {column.kind for column in VISITS.columns} == set(Kind)


def test_what_is_never_received_of_a_home_is_set_aside_and_told_without_a_value(
    tmp_path: Path,
) -> None:
    span = Span(date(2022, 1, 1), date(2024, 6, 30))
    objects = random_rows(CONTROL_OBJECTS, span, np.random.default_rng(1), 60)
    homes = [row for row in objects if row["kind"] == "home"]
    homes[0]["municipality"] = "0180"
    small = replace(country(CONTROL_OBJECTS), name="small")
    extracts = deliver(tmp_path / "in", small, {CONTROL_OBJECTS.name: objects}, span.last)

    report = read_delivery(extracts, small, tmp_path / "landed", say=lambda _: None)

    told = dict(report.tables[0].landed.faults)
    fault = "municipality: given where kind is home, which is never received"
    assert told[fault] == 1
    assert report.tables[0].landed.set_aside == 1

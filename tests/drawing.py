"""Registers for tests: drawn by hand as text, or at random from nothing but a declaration."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from features.country import Country
from features.registers.numbers import check_digits
from features.schema import Column, Kind, Role, Table
from features.vocabulary import Authority, Words

__all__ = [
    "Row",
    "Rows",
    "Span",
    "deliver",
    "drawn",
    "known_on",
    "land",
    "random_rows",
    "register",
]

Row: TypeAlias = dict[str, object]
Rows: TypeAlias = Mapping[str, Sequence[Row]]

ARROW = {
    Kind.TEXT: pa.string(),
    Kind.CODE: pa.string(),
    Kind.INTEGER: pa.int64(),
    Kind.ORE: pa.int64(),
    Kind.REAL: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.BOOLEAN: pa.bool_(),
}


def register(
    name: str,
    *columns: Column,
    key: tuple[str, ...] = ("number",),
    retracts: str | None = None,
    role: Role = Role.FACT,
    optional: bool = False,
) -> Table:
    """A small register: `number`, `employer`, `workplace`, the two clocks, and `columns`."""
    shared = (
        Column("number", Kind.TEXT, "number of the case"),
        Column("employer", Kind.TEXT, "employer"),
        Column("workplace", Kind.TEXT, "workplace", required=False),
        Column("happened", Kind.DATE, "when it happened"),
        Column("known", Kind.DATE, "when it was known"),
    )
    return Table(
        name=name,
        authority=Authority.ELSEWHERE,
        title=Words(name, name),
        about="drawn for a test",
        ground="none: drawn",
        secrecy="none: drawn",
        columns=(*shared, *columns),
        key=key,
        happened="happened",
        known="known",
        employer="employer",
        workplace="workplace",
        retracts=retracts,
        role=role,
        optional=optional,
    )


def drawn(table: Table, text: str) -> list[Row]:
    """Rows of `table` as drawn: a header, a rule, then rows divided by `|`; blank is missing.

    Columns left out are filled: a running number, employer E, workplace W, known at once.
    """
    lines = [line for line in text.strip().splitlines() if set(line.strip()) - set("-+")]
    header, *body = ([cell.strip() for cell in line.split("|")] for line in lines)
    rows: list[Row] = []
    for number, cells in enumerate(body):
        given = {n: _read(table.column(n), c) for n, c in zip(header, cells, strict=True)}
        filled: Row = {"number": f"N{number}", "employer": "E", "workplace": "W"}
        filled["known"] = given.get("happened")
        rows.append({**filled, **given})
    return rows


def _read(column: Column, cell: str) -> object:
    if not cell:
        return None
    match column.kind:
        case Kind.INTEGER | Kind.ORE:
            return int(cell)
        case Kind.REAL:
            return float(cell)
        case Kind.DATE:
            return date.fromisoformat(cell)
        case Kind.BOOLEAN:
            return cell == "yes"
    return cell


def land(folder: Path, country: Country, rows: Rows) -> Path:
    """Write `rows` as loading would have landed them: versions of a key end each other.

    A table without an entry in `rows` was not delivered. Quick: nothing is checked.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table in country.tables:
        if table.name in rows:
            pq.write_table(_landed(table, rows[table.name]), folder / f"{table.name}.parquet")
    (folder / "report.json").write_text(json.dumps({"content": "drawn"}), "utf-8")
    return folder


def _landed(table: Table, rows: Sequence[Row]) -> pa.Table:
    columns = {
        column.name: pa.array([row.get(column.name) for row in rows], ARROW[column.kind])
        for column in table.readable
    }
    versions: dict[tuple[object, ...], list[date]] = {}
    for row in rows:
        versions.setdefault(_key(table, row), []).append(known_on(table, row))
    ended = [
        min((k for k in versions[_key(table, row)] if k > known_on(table, row)), default=None)
        for row in rows
    ]
    columns["superseded_at"] = pa.array(ended, pa.date32())
    froms = [row.get("counts_from") for row in rows]
    columns["counts_from"] = pa.array(froms, pa.date32())
    for name, source in (("employer", table.employer), ("workplace", table.workplace)):
        if name not in columns:
            values = [row.get(source) if source else None for row in rows]
            columns[name] = pa.array(values, pa.string())
    return pa.table(columns)


def _key(table: Table, row: Row) -> tuple[object, ...]:
    return tuple(row.get(name) for name in table.key)


def known_on(table: Table, row: Row) -> date:
    """The day from which the row was known."""
    known = row[table.known]
    assert isinstance(known, date)
    return known


def deliver(folder: Path, country: Country, rows: Rows, delivered_on: date) -> Path:
    """Write `rows` as a delivery, one folder per authority, for loading to check and land."""
    for table in country.tables:
        place = folder / table.authority
        place.mkdir(parents=True, exist_ok=True)
        columns = {
            column.name: pa.array(
                [row.get(column.name) for row in rows[table.name]], ARROW[column.kind]
            )
            for column in table.columns
        }
        pq.write_table(pa.table(columns), place / f"{table.name}.parquet")
    about = {"country": country.name, "delivered_on": delivered_on.isoformat()}
    (folder / "delivery.json").write_text(json.dumps(about), "utf-8")
    return folder


class Span:
    """The days that random rows fall on, and the employers and workplaces they speak of."""

    def __init__(
        self, first: date, last: date, employers: int = 6, workplaces: int = 9
    ) -> None:
        self.first, self.last = first, last
        nines = 556000000 + 37 * np.arange(employers)
        digits = np.array([[int(digit) for digit in str(nine)] for nine in nines])
        checks = check_digits(digits)
        self.employers = [f"{nine}{check}" for nine, check in zip(nines, checks, strict=True)]
        self.workplaces = [str(10000000 + 7 * n) for n in range(workplaces)]


def random_rows(
    table: Table, span: Span, rng: np.random.Generator, n: int, *, prefix: str = ""
) -> list[Row]:
    """`n` rows that keep to the declaration of `table`: types, codes, ranges, clocks.

    Keys repeat, so that rows correct each other; never twice on the same known day. With a
    `prefix` the rows have case numbers of their own.
    """
    rows: list[Row] = []
    versions: set[tuple[object, ...]] = set()
    for _ in range(n):
        row: Row = {c.name: _value(c, span, rng, prefix) for c in table.columns}
        for column in table.columns:
            if column.never_where and row[column.never_where[0]] == column.never_where[1]:
                row[column.name] = None
        if table.retracts:
            row[table.retracts] = bool(rng.random() < 0.1)
        if table.known != table.happened:
            early = 30 if table.foresight else 0
            happened = row[table.happened]
            assert isinstance(happened, date)
            lag = int(rng.integers(-early, 1 + int(rng.choice([0, 20, 200]))))
            row[table.known] = min(happened + timedelta(lag), span.last)
        version = tuple(row[name] for name in (*table.key, table.known))
        if version not in versions:
            versions.add(version)
            rows.append(row)
    return rows


def _value(column: Column, span: Span, rng: np.random.Generator, prefix: str) -> object:
    if not column.required and rng.random() < 0.4:
        return None
    if column.check == "organisation_number":
        return str(rng.choice(span.employers))
    if column.check == "workplace_number":
        return str(rng.choice(span.workplaces))
    if column.classification:  # codes that both versions have
        return str(rng.choice(["43210", "49410", "81210"]))
    match column.kind:
        case Kind.CODE:
            codes = list(column.codes)
            return codes[0] if rng.random() < 0.5 else str(rng.choice(codes))
        case Kind.INTEGER | Kind.ORE:
            low, high = (int(end) for end in column.between or (0, 10**6))
            return int(
                rng.integers(
                    low, high if rng.random() < 0.3 else min(high, low + 9), endpoint=True
                )
            )
        case Kind.REAL:
            least, most = column.between or (0.0, 100.0)
            return float(rng.uniform(least, most))
        case Kind.DATE:
            return span.first + timedelta(int(rng.integers((span.last - span.first).days + 1)))
        case Kind.BOOLEAN:
            return bool(rng.random() < 0.5)
    if column.name in ("employer", "workplace", "moved_to"):
        pool: Iterable[str] = span.employers if column.name == "employer" else span.workplaces
        return str(rng.choice(list(pool)))
    return f"{prefix}{column.name}{rng.integers(8)}"

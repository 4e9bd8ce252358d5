"""Landed registers with another future: everything known from a date on is made false."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from features.country import Country
from features.engine.checking import quoted, text_literal
from features.engine.compiling import day
from features.engine.landing import landing_engine
from features.schema import Column, Kind, Table
from features.vocabulary import AsOf

__all__ = [
    "LATEST_DAYS",
    "ONE_IN_ADDED",
    "ONE_IN_CORRECTED",
    "ONE_IN_DROPPED",
    "Poisoned",
    "another",
    "poison",
]

# A row's hash decides what becomes of it, so that the same registers are poisoned alike.
ONE_IN_DROPPED = 3  # of the rows known later: deleted
ONE_IN_CORRECTED = 4  # of the rows known before: corrected later, to something else
ONE_IN_ADDED = 5  # of the rows known before: the like of it became known later too
LATEST_DAYS = 90  # how long after the date what is added became known


@dataclass(frozen=True)
class Poisoned:
    """How many rows of a register became known from a date on: true ones, and false ones."""

    table: str
    true: int
    false: int


def poison(
    landed: Path, country: Country, as_of: AsOf, into: Path, *, memory: str = "2GB"
) -> tuple[Poisoned, ...]:
    """Write the registers of `landed` to the new folder `into`, false from `as_of` on.

    What was known and had happened before stays as it was, but a part of it is corrected
    later. Later rows are deleted or get other values, and the like of earlier facts becomes
    known afresh.
    """
    into.mkdir(parents=True)
    found: list[Poisoned] = []
    with landing_engine(into / ".spill", memory) as connection:
        for table in country.tables:
            source = landed / f"{table.name}.parquet"
            if not source.is_file():
                continue
            target = into / source.name
            path = f"read_parquet({text_literal(source.as_posix())})"
            connection.execute(
                f"COPY ({' UNION ALL BY NAME '.join(_selects(table, path, as_of))})"
                f" TO {text_literal(target.as_posix())} (FORMAT parquet)"
            )
            later = f"NOT ({_past(table, as_of)})"
            counts = [
                connection.execute(f"SELECT count(*) FROM {rows} WHERE {later}").fetchone()
                for rows in (path, f"read_parquet({text_literal(target.as_posix())})")
            ]
            true, false = (int(row[0]) if row else 0 for row in counts)
            found.append(Poisoned(table.name, true, false))
    (into / "report.json").write_text(json.dumps({"content": "poisoned"}), "utf-8")
    return tuple(found)


def _past(table: Table, as_of: AsOf) -> str:
    clocks = f"{quoted(table.known)} < {day(as_of)} AND {quoted(table.happened)} < {day(as_of)}"
    return f"{clocks} AND (counts_from IS NULL OR counts_from < {day(as_of)})"


def _selects(table: Table, source: str, as_of: AsOf) -> Iterator[str]:
    """What was known before, corrections of it, later facts made false, and facts made up."""
    mark = f"hash({', '.join(quoted(name) for name in (*table.key, table.known))})"
    corrected = f"{mark} % {ONE_IN_CORRECTED} = 0"
    then = f"({day(as_of)} + CAST({mark} % {LATEST_DAYS} AS INTEGER))"
    standing = f"(superseded_at IS NULL OR superseded_at >= {day(as_of)})"
    ended = (
        f"CASE WHEN NOT {standing} THEN superseded_at WHEN {corrected} THEN {then}"
        f" WHEN {mark} % 2 = 0 THEN NULL ELSE superseded_at END"
    )
    past = _past(table, as_of)
    kept = {column.name: quoted(column.name) for column in table.readable}
    yield _select(table, kept, ended, source, past)
    false = {
        column.name: quoted(column.name)
        if column.name in (*table.key, table.happened, table.known)
        else another(column)
        for column in table.readable
    }
    late = {**false, table.known: then}
    yield _select(table, late, "NULL", source, f"{past} AND {standing} AND {corrected}")
    dropped = f"{mark} % {ONE_IN_DROPPED} = 0"
    yield _select(table, false, "superseded_at", source, f"NOT ({past}) AND NOT ({dropped})")
    made_up = {name: late[name] for name in late}
    for column in table.readable:
        ties = (table.employer, table.workplace, table.happened, table.known)
        if column.name in table.key and column.kind is Kind.TEXT and column.name not in ties:
            made_up[column.name] = f"concat('P', {quoted(column.name)})"
    yield _select(table, made_up, "NULL", source, f"{past} AND {mark} % {ONE_IN_ADDED} = 0")


def _select(table: Table, columns: dict[str, str], ended: str, source: str, where: str) -> str:
    listed = [f"{sql} AS {quoted(name)}" for name, sql in columns.items()]
    listed.append(f"CAST({ended} AS DATE) AS superseded_at")
    listed += [n for n in ("employer", "workplace", "counts_from") if n not in columns]
    return f"SELECT {', '.join(listed)} FROM {source} WHERE {where}"


def another(column: Column) -> str:
    """Another value of the column's kind; a missing one is filled."""
    name = quoted(column.name)
    match column.kind:
        case Kind.INTEGER | Kind.ORE:
            return f"coalesce({name}, 0) * 3 + 1"
        case Kind.REAL:
            return f"coalesce({name}, 0) * 3 + 0.5"
        case Kind.BOOLEAN:
            return f"NOT coalesce({name}, false)"
        case Kind.DATE:
            return f"CAST({name} + INTERVAL 37 DAY AS DATE)"
        case Kind.CODE:
            codes = sorted(column.codes)
            turned = zip(codes, [*codes[1:], *codes[:1]], strict=True)
            whens = " ".join(
                f"WHEN {text_literal(one)} THEN {text_literal(next_)}" for one, next_ in turned
            )
            return f"CASE {name} {whens} ELSE {text_literal(codes[0])} END"
        case Kind.TEXT:
            return name  # ties rows, or is a list of words: what it says is not a figure

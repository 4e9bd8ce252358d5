"""One register as delivered, with another future: what became known from a date on is false.

Unlike `poisoning`, which falsifies landed registers, this is done to a delivery before its
rows are tied to anybody, so that a tie which knows the future is found out as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from features.engine.checking import delivered_columns, quoted, text_literal
from features.engine.compiling import day
from features.engine.poisoning import (
    LATEST_DAYS,
    ONE_IN_ADDED,
    ONE_IN_CORRECTED,
    ONE_IN_DROPPED,
    Poisoned,
    another,
)
from features.engine.sifting import Sifting
from features.schema import Column, Kind, Table, Use
from features.vocabulary import AsOf

__all__ = ["write_another_future"]

MARK = '"row mark"'
MOST_OTHERS = 997  # values of a column that false rows draw from
MOST_EARLIER = 12  # months before the fact it is like that a made-up one happened
ONE_IN_MISSING = 7  # of the false rows, where a tie may be missing


def write_another_future(
    sifting: Sifting, as_of: AsOf, delivered_on: date, target: Path
) -> Poisoned:
    """Write the sifted rows to `target`, all that was known before `as_of` as it was.

    Later rows are deleted, or say other things of others; what was known before is corrected
    later; the like of earlier facts becomes known late, some of it about days long past. No
    false row became known after `delivered_on`, which must not be before `as_of`; apart from
    that, false rows keep to the table's declaration.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    table = sifting.table
    sifting.execute(f"CREATE TEMP VIEW marked AS {_marked(table)}")
    rows = " UNION ALL BY NAME ".join(_selects(table, as_of, delivered_on))
    path = text_literal(target.as_posix())
    sifting.execute(f"COPY ({rows}) TO {path} (FORMAT parquet)")
    later = f"{quoted(table.known)} >= {day(as_of)}"
    true = sifting.count(f"kept WHERE {later}")
    return Poisoned(table.name, true, sifting.count(f"read_parquet({path}) WHERE {later}"))


def _marked(table: Table) -> str:
    """The rows with a hash that decides what becomes of each, and lists of others' values."""
    key = ", ".join(map(quoted, (*table.key, table.known)))
    pools = [
        f"(SELECT list(v ORDER BY hash(v), v) FROM (SELECT DISTINCT {quoted(c.name)} AS v"
        f" FROM kept WHERE {quoted(c.name)} IS NOT NULL ORDER BY hash(v), v"
        f" LIMIT {MOST_OTHERS})) AS {_pool(c)}"
        for c in _ties(table)
    ]
    return f"SELECT kept.*, hash({key}) AS {MARK}{', pools.*' if pools else ''} FROM kept" + (
        f", (SELECT {', '.join(pools)}) AS pools" if pools else ""
    )


def _ties(table: Table) -> list[Column]:
    """Columns that tie rows together: numbers, case numbers, pseudonyms."""
    clocks = (table.happened, table.known)
    return [
        column
        for column in delivered_columns(table)
        if column.kind is Kind.TEXT
        and column.name not in clocks
        and (column.use is Use.LINK or column.name in (table.employer, table.workplace))
    ]


def _selects(table: Table, as_of: AsOf, delivered_on: date) -> Iterator[str]:
    known = quoted(table.known)
    past = f"{known} < {day(as_of)}"
    standing = f"(superseded_at IS NULL OR superseded_at >= {day(as_of)})"
    latest = f"DATE '{delivered_on.isoformat()}'"
    then = f"least({day(as_of)} + CAST({MARK} % {LATEST_DAYS} AS INTEGER), {latest})"
    true = {column.name: quoted(column.name) for column in delivered_columns(table)}
    yield _select(true, past)
    false = {
        column.name: quoted(column.name)
        if column.name in (*table.key, table.happened, table.known)
        else _false(table, column)
        for column in delivered_columns(table)
    }
    late = {**false, table.known: then}
    yield _select(late, f"{past} AND {standing} AND {MARK} % {ONE_IN_CORRECTED} = 0")
    yield _select(false, f"NOT ({past}) AND {MARK} % {ONE_IN_DROPPED} <> 0")
    made_up = _made_up(table, late)
    yield _select(made_up, f"{past} AND {MARK} % {ONE_IN_ADDED} = 0")
    if table.foresight and table.happened not in table.key:
        # Known before the date of what is yet to happen: it must not count either.
        ahead = {**made_up, table.known: known, table.happened: then}
        yield _select(ahead, f"{past} AND {MARK} % {ONE_IN_ADDED} = 1")


def _select(columns: dict[str, str], where: str) -> str:
    listed = ", ".join(f"{sql} AS {quoted(name)}" for name, sql in columns.items())
    return f"SELECT {listed} FROM marked WHERE {where}"


def _made_up(table: Table, late: dict[str, str]) -> dict[str, str]:
    """Another key: of another case, or of an earlier month where only days tell facts apart."""
    found = dict(late)
    ties = {column.name for column in _ties(table)}
    free = [
        column
        for column in delivered_columns(table)
        if column.name in table.key and column.kind is Kind.TEXT and not column.check
        and column.name not in (table.employer, table.workplace)
    ]  # fmt: skip
    if free:
        found |= {column.name: f"concat('P', {quoted(column.name)})" for column in free}
    elif table.happened in table.key:
        earlier = f"to_months(CAST(1 + ({MARK} >> 4) % {MOST_EARLIER} AS INTEGER))"
        found[table.happened] = f"CAST({quoted(table.happened)} - {earlier} AS DATE)"
    else:
        for name in sorted(ties & set(table.key)):
            found[name] = _other(table.column(name))
    return found


def _false(table: Table, column: Column) -> str:
    """Another value that the declaration allows; a tie ties to another, or to nobody."""
    if column.never_where:
        other, forbids = table.column(column.never_where[0]), column.never_where[1]
        fixed = other.name in (*table.key, table.happened, table.known)
        there = quoted(other.name) if fixed else _false(table, other)
        lawful = _false(table, replace(column, never_where=None))
        return f"CASE WHEN ({there}) IS DISTINCT FROM {text_literal(forbids)} THEN {lawful} END"
    if column in _ties(table):
        if column.required:
            return _other(column)
        return f"CASE WHEN {MARK} % {ONE_IN_MISSING} <> 0 THEN {_other(column)} END"
    if column.kind not in (Kind.INTEGER, Kind.ORE, Kind.REAL) or not column.between:
        return another(column)
    low, high = column.between
    within = f"greatest(least({another(column)}, {high!r}), {low!r})"
    kind = "DOUBLE" if column.kind is Kind.REAL else "BIGINT"
    name = quoted(column.name)
    return f"CAST(CASE WHEN {within} = {name} THEN {low!r} ELSE {within} END AS {kind})"


def _other(column: Column) -> str:
    pool = _pool(column)
    return f"{pool}[1 + CAST(({MARK} >> 8) % greatest(len({pool}), 1) AS INTEGER)]"


def _pool(column: Column) -> str:
    return quoted("pool " + column.name)

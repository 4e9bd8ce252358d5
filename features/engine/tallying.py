"""A sifted register in counts: rows by month, lags, codes, medians, the forms of texts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from features.engine.checking import quoted, text_literal
from features.engine.sifting import Sifting
from features.schema import Column, Kind, Table
from features.tally import MALFORMED, MISSING, OTHER, ColumnTally, Month, Tally

__all__ = ["shape_of", "tally"]

NUMERIC = (Kind.INTEGER, Kind.ORE, Kind.REAL)
MOST_ROWS_READ_WHOLE = 2_000_000  # medians of a larger register are those of some employers
MOST_SHAPED = 20_000  # rows whose texts' forms are looked at
MOST_SHAPES = 4
# An undeclared code is shown when it recurs and cannot be a number or a name of somebody.
CODE_LIKE = re.compile(r"(?!.*\d{5})[A-Za-zÅÄÖåäö0-9_./-]{1,12}")
FEWEST_TO_SHOW = 10


def tally(
    sifting: Sifting,
    good: str,
    delivered_on: date,
    faults: Sequence[tuple[str, int]],
    counts: tuple[int, int, int],
) -> Tally:
    """Count what `sift` and `find_versions` left; `good` is the landed rows as a source.

    `counts` are the rows delivered, doubled and set aside.
    """
    table = sifting.table
    columns = [c for c in table.readable if c.name != table.known]
    corrected, happened, most = _moments(sifting, good)
    months, given, middle = _by_month(sifting, good, columns, corrected, counts[0])
    codes = _codes(sifting, good)
    distinct, shapes = _texts(sifting, good, columns, counts[0])
    landed = sum(month.rows for month in months.values())
    return Tally(
        delivered_on=delivered_on.isoformat(),
        delivered=counts[0],
        landed=landed,
        duplicates=counts[1],
        set_aside=counts[2],
        faults=dict(faults),
        months=months,
        happened=happened,
        one_day_share=most / landed if landed else 0.0,
        reused=_reused(sifting),
        columns={
            c.name: ColumnTally(
                given[c.name],
                middle.get(c.name, {}),
                codes.get(c.name, {}),
                shapes.get(c.name, {}),
                distinct.get(c.name, 0),
            )
            for c in columns
        },
    )


def month_no(day: str) -> str:
    """SQL for a day's month as one number, which groups millions of rows faster than text."""
    return f"(year({day}) * 12 + month({day}) - 1)"


def name_of(month: int) -> str:
    """A month's number as `2026-03`."""
    return f"{month // 12:04}-{month % 12 + 1:02}"


def shape_of(text: str) -> str:
    """SQL for the form of a text: each digit a 9, each run of letters an a."""
    digits = f"regexp_replace({text}, '[0-9]', '9', 'g')"
    return f"left(regexp_replace({digits}, '\\p{{L}}+', 'a', 'g'), 30)"


def _moments(sifting: Sifting, good: str) -> tuple[dict[str, int], dict[str, int], int]:
    """Corrections by the month they were known, rows by the month they happened, and the
    most rows that were known on one day."""
    happened, known = quoted(sifting.table.happened), quoted(sifting.table.known)
    rows = sifting.execute(
        f"SELECT 'c', {month_no('superseded_at')}, count(*) FROM {good}"
        " WHERE superseded_at IS NOT NULL GROUP BY 2"
        f" UNION ALL SELECT 'h', {month_no(happened)}, count(*) FROM {good} GROUP BY 2"
        " UNION ALL SELECT 'd', 0, max(n) FROM"
        f" (SELECT count(*) AS n FROM {good} GROUP BY {known})"
    ).fetchall()
    told = sorted((kind, name_of(month), n) for kind, month, n in rows if kind != "d")
    corrected = {month: n for kind, month, n in told if kind == "c"}
    took_place = {month: n for kind, month, n in told if kind == "h"}
    return corrected, took_place, max(int(n or 0) for kind, _, n in rows if kind == "d")


def _by_month(
    sifting: Sifting,
    good: str,
    columns: Sequence[Column],
    corrected: Mapping[str, int],
    delivered: int,
) -> tuple[dict[str, Month], dict[str, dict[str, int]], dict[str, dict[str, float]]]:
    table = sifting.table
    happened, known = quoted(table.happened), quoted(table.known)
    some = _sample(table, delivered)
    asked = [month_no(known), "count(*)"]
    lag = f"datediff('day', {happened}, {known})"
    # The lag is of first tellings: a correction may come years later.
    first = f"CASE WHEN NOT corrects THEN {lag} END"
    asked += [f"quantile_disc({first}, {q}) {some}" for q in (0.5, 0.95)]
    asked += [f"count({quoted(c.name)})" for c in columns]
    measured = [c for c in columns if c.kind in NUMERIC or _is_day(c, table)]
    for column in measured:
        name = quoted(column.name)
        value = f"datediff('day', {happened}, {name})" if _is_day(column, table) else name
        asked.append(f"quantile_disc(nullif({value}, 0), 0.5) {some}")
    corrects = "false"
    if corrected:
        key = ", ".join(quoted(name) for name in table.key)
        corrects = (
            f"hash({key}, {known}) IN (SELECT hash({key}, superseded_at) FROM {good}"
            " WHERE superseded_at IS NOT NULL)"
        )
    rows = sifting.execute(
        f"SELECT {', '.join(asked)} FROM (SELECT *, {corrects} AS corrects FROM {good})"
        " GROUP BY 1 ORDER BY 1"
    ).fetchall()
    months: dict[str, Month] = {}
    given: dict[str, dict[str, int]] = {c.name: {} for c in columns}
    middle: dict[str, dict[str, float]] = {c.name: {} for c in measured}
    for number, count, median, most, *rest in rows:
        name = name_of(number)
        months[name] = Month(count, corrected.get(name, 0), (int(median or 0), int(most or 0)))
        for column, value in zip(columns, rest, strict=False):
            given[column.name][name] = value
        for column, value in zip(measured, rest[len(columns) :], strict=True):
            if value is not None:
                middle[column.name][name] = float(value)
    return months, given, middle


def _is_day(column: Column, table: Table) -> bool:
    return column.kind is Kind.DATE and column.name not in (table.happened, table.known)


def _sample(table: Table, rows: int) -> str:
    """Which rows medians are taken of: all, or in a huge register every so many keys."""
    if rows <= MOST_ROWS_READ_WHOLE:
        return ""
    key = ", ".join(quoted(name) for name in table.key)
    return f"FILTER (hash({key}) % {rows // MOST_ROWS_READ_WHOLE + 1} = 0)"


def _codes(sifting: Sifting, good: str) -> dict[str, dict[str, dict[str, int]]]:
    """Rows by column, month and code; those set aside for their code too."""
    table = sifting.table
    coded = [c for c in table.readable if c.codes or c.classification or c.kind is Kind.BOOLEAN]
    parts = []
    for column in coded:
        said = text_literal(column.name)
        parts.append(
            f"SELECT {said} AS c, {month_no(quoted(table.known))} AS m,"
            f" coalesce({_code(column)}, '') AS v, count(*) AS n, true AS good"
            f" FROM {good} GROUP BY ALL"
        )
        text = f"{column.name}: not in the code list"
        if column.codes and any(rule.fault == text for rule in sifting.rules):
            raw = quoted("raw " + table.known)
            parts.append(
                f"SELECT {said}, {month_no(f'TRY_CAST(left({raw}, 10) AS DATE)')},"
                f" trim({quoted('raw ' + column.name)}), count(*), false"
                f" FROM aside WHERE contains(fault, {text_literal(text)}) GROUP BY ALL"
            )
    if not parts:
        return {}
    rows = sifting.execute(" UNION ALL ".join(parts)).fetchall()
    strange: dict[tuple[str, str], int] = defaultdict(int)
    for column_name, _, value, count, good in rows:
        if not good:
            strange[column_name, value] += count
    found: dict[str, dict[str, dict[str, int]]] = {c.name: {} for c in coded}
    for column_name, number, value, count, good in sorted(rows, key=str):
        if number is None:
            continue
        month = name_of(number)
        recurs = strange[column_name, value] >= FEWEST_TO_SHOW
        shown = good or (recurs and CODE_LIKE.fullmatch(value) is not None)
        code = value if shown else OTHER
        cell = found[column_name].setdefault(month, {})
        cell[code or MISSING] = cell.get(code or MISSING, 0) + count
    return {name: dict(sorted(by.items())) for name, by in found.items()}


def _code(column: Column) -> str:
    """A column's code; of a version of a long list, the version that the code belongs to."""
    name, version = quoted(column.name), column.classification
    if version is None:
        return f"CAST({name} AS VARCHAR)"
    foreign = ", ".join(map(text_literal, sorted(version.foreign)))
    return (
        f"CASE WHEN {name} IN ({foreign}) THEN {text_literal(version.other)}"
        f" WHEN NOT regexp_full_match({name}, {text_literal(version.pattern)})"
        f" THEN {text_literal(MALFORMED)} WHEN {name} IS NOT NULL"
        f" THEN {text_literal(version.name)} END"
    )


def _texts(
    sifting: Sifting, good: str, columns: Sequence[Column], rows: int
) -> tuple[dict[str, int], dict[str, dict[str, float]]]:
    """How many values each text column has, and which forms they take."""
    texts = [c for c in columns if c.kind is Kind.TEXT]
    if not texts:
        return {}, {}
    key = ", ".join(quoted(name) for name in sifting.table.key)
    some = f"WHERE hash({key}) % {rows // MOST_SHAPED + 1} = 0" if rows > MOST_SHAPED else ""
    parts = []
    for column in texts:
        name, said = quoted(column.name), text_literal(column.name)
        parts += [
            f"SELECT {said} AS c, NULL AS s, approx_count_distinct({name}) AS n FROM {good}",
            f"SELECT {said}, {shape_of(name)}, count(*) FROM (SELECT {name} FROM {good} {some})"
            f" WHERE {name} IS NOT NULL GROUP BY ALL",
        ]
    counted = sifting.execute(" UNION ALL ".join(parts)).fetchall()
    distinct = {c: int(n) for c, s, n in counted if s is None}
    shapes: dict[str, dict[str, float]] = {}
    for column in texts:
        own = sorted(((n, s) for c, s, n in counted if c == column.name and s), reverse=True)
        total = sum(n for n, _ in own)
        shapes[column.name] = {s: round(n / total, 4) for n, s in own[:MOST_SHAPES]}
    return distinct, shapes


def _reused(sifting: Sifting) -> int:
    """Keys whose versions are about several employers or days."""
    table = sifting.table
    key = ", ".join(quoted(name) for name in table.key)
    # What is corrected is often the day; whom a fact is about, hardly ever.
    free = table.employer is not None and table.employer not in table.key
    about = table.employer if free else table.happened
    if about is None or about in table.key:
        return 0
    several = f"count(DISTINCT {quoted(about)}) > 1"
    return sifting.count(f"(SELECT 1 FROM versions GROUP BY {key} HAVING {several})")

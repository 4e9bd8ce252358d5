"""What only a check asks: odd texts in the rows as they came, rows tied to nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from features.engine.checking import delivered_columns, quoted, text_literal
from features.engine.landing import Engine
from features.engine.sifting import Sifting, files
from features.engine.tallying import shape_of
from features.schema import Kind

__all__ = ["Look", "examine", "not_found"]

# Words that programs write where nothing is.
SPELLED = ("null", "none", "nan", "n/a", "na", "nil", "#n/a", "<na>", "-", "saknas")
# UTF-8 read as Latin-1 and saved again: each å, ä, ö has become two characters.
GARBLED = ("Ã¥", "Ã¤", "Ã¶", "Ã…", "Ã„", "Ã–", "\ufffd")
# Days that systems write for never, for always, and for what they could not read.
SENTINELS = ("0001-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1970-01-01", "2099-12-31",
             "2999-12-31", "9999-01-01", "9999-12-31")  # fmt: skip
MOST_FORMS = 8  # faults whose values' commonest form is told


@dataclass(frozen=True)
class Look:
    """Rows per column with a word for missing, blanks at an end, garbled letters, or a day
    that stands for never; lines of column names among the rows; and the commonest form of
    the values behind a fault."""

    headers: int
    spelled: Mapping[str, int]
    padded: Mapping[str, int]
    garbled: Mapping[str, int]
    sentinels: Mapping[str, int]
    forms: Mapping[str, tuple[str, int]]


def examine(sifting: Sifting) -> Look:
    """Look at the rows as they came; `sifting` has set the bad ones aside."""
    columns = delivered_columns(sifting.table)
    texts = [c for c in columns if c.kind in (Kind.TEXT, Kind.CODE)]
    days = [c for c in columns if c.kind is Kind.DATE]
    words = ", ".join(map(text_literal, SPELLED))
    never = ", ".join(f"DATE {text_literal(day)}" for day in SENTINELS)
    asked = ["count_if(" + _is_header([c.name for c in columns]) + ")"]
    for column in columns:
        raw = quoted("raw " + column.name)
        kept = " AND " + " AND ".join(f"{raw} <> {text_literal(c)}" for c in column.codes)
        asked.append(f"count_if(lower(trim({raw})) IN ({words}){kept if column.codes else ''})")
    for column in texts:
        raw = quoted("raw " + column.name)
        asked.append(f"count_if({raw} <> trim({raw}))")
        garbled = " OR ".join(f"contains({raw}, {text_literal(mark)})" for mark in GARBLED)
        asked.append(f"count_if({garbled})")
    for column in days:
        day = quoted(column.name)
        asked.append(f"count_if({day} IN ({never}) OR year({day}) NOT BETWEEN 1600 AND 2400)")
    row = list(sifting.execute(f"SELECT {', '.join(asked)} FROM typed").fetchone() or ())
    headers = int(row.pop(0) or 0)
    spelled = _counted([c.name for c in columns], row[: len(columns)])
    rest = row[len(columns) :]
    return Look(
        headers,
        spelled,
        _counted([c.name for c in texts], rest[: 2 * len(texts) : 2]),
        _counted([c.name for c in texts], rest[1 : 2 * len(texts) : 2]),
        _counted([c.name for c in days], rest[2 * len(texts) :]),
        _forms(sifting),
    )


def not_found(
    engine: Engine, rows: Path, columns: Sequence[str], register: Path, names: Sequence[str]
) -> tuple[int, int]:
    """How many of `rows` name something, and of those how many that `register` never knew.

    Raises nothing for a missing value: a row without one is not counted.
    """
    given = " AND ".join(f"{quoted(c)} IS NOT NULL" for c in columns)
    same = " AND ".join(
        f"r.{quoted(name)} = t.{quoted(column)}"
        for name, column in zip(names, columns, strict=True)
    )
    with engine.cursor() as connection:
        row = connection.execute(
            f"SELECT count(*), count_if(NOT EXISTS (SELECT 1 FROM {files([register])} AS r"
            f" WHERE {same})) FROM {files([rows])} AS t WHERE {given}"
        ).fetchone()
    return (int(row[0]), int(row[1] or 0)) if row else (0, 0)


def _is_header(names: Sequence[str]) -> str:
    """Do at least half of a row's values spell their columns' names?"""
    hits = " + ".join(
        f"CAST(coalesce({quoted('raw ' + name)} = {text_literal(name)}, false) AS INTEGER)"
        for name in names
    )
    return f"({hits}) * 2 >= {len(names)}"


def _counted(names: Sequence[str], counts: Sequence[int]) -> dict[str, int]:
    return {name: int(n) for name, n in zip(names, counts, strict=True) if n}


def _forms(sifting: Sifting) -> dict[str, tuple[str, int]]:
    """The commonest form of the values set aside for a fault of their column."""
    own = {column.name for column in delivered_columns(sifting.table)}
    told = [fault for fault, _ in sifting.faults()]
    told = [f for f in told if f.split(":")[0] in own and not f.endswith(": missing")]
    if not told:
        return {}
    parts = [
        f"SELECT {text_literal(fault)} AS f, {shape_of(quoted('raw ' + fault.split(':')[0]))}"
        f" AS s, count(*) AS n FROM aside WHERE contains(fault, {text_literal(fault)})"
        " GROUP BY ALL"
        for fault in told[:MOST_FORMS]
    ]
    rows = sifting.execute(
        f"SELECT * FROM ({' UNION ALL '.join(parts)}) WHERE s IS NOT NULL ORDER BY n, s DESC"
    ).fetchall()
    return {fault: (str(form), int(n)) for fault, form, n in rows}  # the commonest comes last

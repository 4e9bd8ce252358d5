"""The rules of a register table as SQL over what was delivered: types, codes, ranges, dates."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from features.schema import Column, Kind, Table, Use

__all__ = [
    "Rule",
    "delivered_columns",
    "is_exact",
    "quoted",
    "rules_of",
    "text_literal",
    "typed_select",
]

WHOLE = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
FLOATING = {"DOUBLE", "FLOAT"}
EXACT = {
    Kind.TEXT: {"VARCHAR"},
    Kind.CODE: {"VARCHAR"},
    Kind.INTEGER: WHOLE,
    Kind.ORE: WHOLE,
    Kind.REAL: FLOATING | WHOLE,
    Kind.DATE: {"DATE", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS"},
    Kind.BOOLEAN: {"BOOLEAN"},
}
READ_AS = {
    Kind.INTEGER: "a whole number",
    Kind.ORE: "a whole number of öre",
    Kind.REAL: "a number",
    Kind.DATE: "a date (YYYY-MM-DD)",
    Kind.BOOLEAN: "true or false",
    Kind.CODE: "a text",
    Kind.TEXT: "a text",
}
WHOLE_TEXT = "[+-]?[0-9]{1,19}"
REAL_TEXT = "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,2})?"
DAY_TEXT = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00:00([.]0+)?)?"


def _from_text(kind: Kind, text: str) -> str:
    """A text as `kind`. What TRY_CAST would round ("1.5" to 2) or guess is null instead."""

    def when(pattern: str, cast: str) -> str:
        return f"CASE WHEN regexp_full_match({text}, '{pattern}') THEN TRY_CAST({cast}) END"

    match kind:
        case Kind.INTEGER | Kind.ORE:
            return when(WHOLE_TEXT, f"{text} AS BIGINT")
        case Kind.REAL:
            return when(REAL_TEXT, f"{text} AS DOUBLE")
        case Kind.DATE:
            return when(DAY_TEXT, f"left({text}, 10) AS DATE")
        case Kind.BOOLEAN:
            return (
                f"CASE WHEN lower({text}) IN ('true', 't', '1') THEN true"
                f" WHEN lower({text}) IN ('false', 'f', '0') THEN false END"
            )
        case Kind.TEXT | Kind.CODE:
            return text


@dataclass(frozen=True)
class Rule:
    """`broken` is true for a row that breaks it; `fault` says so, without any value."""

    fault: str
    broken: str


def quoted(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def text_literal(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


def delivered_columns(table: Table) -> tuple[Column, ...]:
    """The columns a delivery must hold: all but the forbidden ones."""
    return tuple(column for column in table.columns if column.use is not Use.FORBIDDEN)


def typed_select(
    table: Table, types: Mapping[str, str], padded: Collection[str], source: str
) -> str:
    """`source` with each column thrice: typed, `raw c` as text, `given c` (is there any?).

    `types` are the delivered ones; `padded` are text columns with blanks to cut off.
    """
    parts: list[str] = []
    for column in delivered_columns(table):
        name, kind = quoted(column.name), types[column.name]
        cut = f"nullif(trim({name}), '')" if column.name in padded else name
        parts += [
            f"{_typed(column, cut, kind)} AS {name}",
            f"CAST({name} AS VARCHAR) AS {quoted('raw ' + column.name)}",
            f"({cut} IS NOT NULL) AS {quoted('given ' + column.name)}",
        ]
    return f"SELECT {', '.join(parts)} FROM {source}"


def is_exact(table: Table, types: Mapping[str, str]) -> bool:
    """Does every delivered column already have its declared type?"""
    return all(types[column.name] in EXACT[column.kind] for column in delivered_columns(table))


def _typed(column: Column, name: str, kind: str) -> str:
    """The column as its declared type; null where it cannot be read as that."""
    integral = f"{name} = trunc({name}) AND abs({name}) < 9e15"
    match column.kind:
        case Kind.TEXT | Kind.CODE if kind == "VARCHAR":
            return name
        case Kind.TEXT | Kind.CODE if (
            kind in FLOATING
        ):  # numbers with gaps, as pandas keeps them
            return (
                f"CASE WHEN {integral} THEN CAST(CAST({name} AS BIGINT) AS VARCHAR)"
                f" ELSE CAST({name} AS VARCHAR) END"
            )
        case Kind.INTEGER | Kind.ORE if kind in WHOLE:
            return f"CAST({name} AS BIGINT)"
        case Kind.INTEGER | Kind.ORE if kind in FLOATING or kind.startswith("DECIMAL"):
            return f"CASE WHEN {integral} THEN CAST({name} AS BIGINT) END"
        case Kind.REAL if kind in FLOATING:
            return f"CASE WHEN isfinite({name}) THEN CAST({name} AS DOUBLE) END"
        case Kind.REAL if kind in WHOLE or kind.startswith("DECIMAL"):
            return f"CAST({name} AS DOUBLE)"
        case Kind.DATE if kind == "DATE":
            return name
        case Kind.DATE if kind == "TIMESTAMP WITH TIME ZONE":
            # Midnight in Sweden is the day before in UTC. Only a time that is midnight as
            # written can be a day; any other would be guessed, and a month moved by one.
            return f"CASE WHEN date_trunc('day', {name}) = {name} THEN CAST({name} AS DATE) END"
        case Kind.DATE if kind.startswith("TIMESTAMP"):
            return f"CAST({name} AS DATE)"
        case Kind.BOOLEAN if kind == "BOOLEAN":
            return name
    text = name if kind == "VARCHAR" else f"CAST({name} AS VARCHAR)"
    return _from_text(column.kind, text)


def rules_of(
    table: Table, delivered_on: date, reasons: Mapping[str, Sequence[str]]
) -> list[Rule]:
    """Every rule that a row of the table can break, in the order of its columns.

    `reasons` holds, per column with a check-digit rule, the reasons that some number of this
    delivery fails it; each such row has its reason in the column `wrong c`.
    """
    rules: list[Rule] = []
    for column in delivered_columns(table):
        rules += _column_rules(column, needed=column.name in (table.happened, table.known))
        wrong = quoted("wrong " + column.name)
        rules += [
            Rule(
                f"{column.name}: {reason}",
                f"{wrong} IS NOT DISTINCT FROM {text_literal(reason)}",
            )
            for reason in reasons.get(column.name, ())
        ]
    happened, known = quoted(table.happened), quoted(table.known)
    day = f"DATE '{delivered_on.isoformat()}'"
    for clock in dict.fromkeys((table.happened, table.known)):
        rules.append(Rule(f"{clock}: later than the delivery", f"{quoted(clock)} > {day}"))
    if not table.foresight and table.happened != table.known:
        rules.append(
            Rule(
                f"{table.known}: before {table.happened}, known before it happened",
                f"{known} < {happened}",
            )
        )
    return [Rule(rule.fault, f"coalesce({rule.broken}, false)") for rule in rules]


def _column_rules(column: Column, *, needed: bool) -> Iterable[Rule]:
    name, given = quoted(column.name), quoted("given " + column.name)
    if column.required or needed:
        yield Rule(f"{column.name}: missing", f"NOT {given}")
    if column.kind not in (Kind.TEXT, Kind.CODE):
        fault = f"{column.name}: cannot be read as {READ_AS[column.kind]}"
        yield Rule(fault, f"{given} AND {name} IS NULL")
    if column.codes:
        codes = ", ".join(text_literal(code) for code in column.codes)
        yield Rule(f"{column.name}: not in the code list", f"{name} NOT IN ({codes})")
    if column.never_where:
        other, forbids = column.never_where
        fault = f"{column.name}: given where {other} is {forbids}, which is never received"
        yield Rule(fault, f"{given} AND {quoted(other)} = {text_literal(forbids)}")
    if column.between and column.kind in (Kind.INTEGER, Kind.ORE, Kind.REAL):
        low, high = column.between
        span = f"{_plain(low)} to {_plain(high)}{' ' + column.unit if column.unit else ''}"
        yield Rule(f"{column.name}: outside {span}", f"{name} NOT BETWEEN {low!r} AND {high!r}")


def _plain(number: float) -> str:
    return f"{int(number):,}" if number == int(number) else f"{number:g}"

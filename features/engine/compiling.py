"""Declarations into a fixed SQL subset: what was visible, aggregates, expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from features.errors import UnknownFeature
from features.feature import Aggregate, Expression, Feature, Grain, Measure, Mismatch, Peer
from features.schema import Kind, Table
from features.vocabulary import shift

__all__ = [
    "aggregate_sql",
    "bind",
    "expression_sql",
    "fading",
    "fingerprints_sql",
    "layers",
    "lines_sql",
    "mismatch_sql",
    "visible_sql",
    "words",
]

NEVER = 2**30  # a month no date reaches
FADED = 2**20  # what a row that has not faded at all weighs


def day(as_of: date) -> str:
    """A date literal."""
    return f"DATE '{as_of.isoformat()}'"


def bind(sql: str, as_of: date) -> str:
    """Put the as-of date where the definition says `:as_of`."""
    return sql.replace(":as_of", day(as_of))


def visible_sql(table: Table, landed: str, as_of: date) -> str:
    """The rows of a landed table that count at `as_of`: both clocks, no superseded version.

    `landed` is the relation that holds all that was ever landed of it. This says what was
    known when, at one date; `kernels.segments` says the same for many dates.
    """
    columns = dict.fromkeys([c.name for c in table.readable] + ["employer", "workplace"])
    standing = f"(superseded_at IS NULL OR superseded_at >= {day(as_of)})"
    clocks = f"{table.known} < {day(as_of)} AND {table.happened} < {day(as_of)}"
    clocks += f" AND (counts_from IS NULL OR counts_from < {day(as_of)})"
    kept = f" AND NOT coalesce({table.retracts}, false)" if table.retracts else ""
    counting = f"{clocks} AND {standing}{kept}"
    return f"SELECT {', '.join(columns)} FROM {landed} WHERE {counting}"


def lines_sql(
    table: Table,
    path: str,
    grain: Grain,
    columns: Sequence[str],
    *,
    since: date | None = None,
    between: tuple[str | None, str | None] = (None, None),
) -> str:
    """Rows of a register with their clocks; `kernels.segments` says at which dates they count.

    `id`, the days it `happened`, was `known` and `ended` (null while it stands), and `columns`
    as `c0`, `c1` ... Rows not known before the last date come along: `kernels.segments` says
    that they never count, and asking here would have the engine copy all others. Rows that
    happened before `since` count at no date. Only employers after the first and up to the
    second of `between` are read.
    """
    conditions = [f"{grain} IS NOT NULL"]
    conditions.append(
        f"{table.happened} >= {day(since)}" if since else f"{table.happened} IS NOT NULL"
    )
    if table.retracts:
        conditions.append(f"NOT coalesce({table.retracts}, false)")
    for sign, employer in zip((">", "<="), between, strict=True):
        if employer is not None:
            literal = employer.replace("'", "''")
            conditions.append(f"employer {sign} '{literal}'")
    clocks = (
        f"{table.happened} AS happened, {_known_day(table)} AS known, superseded_at AS ended"
    )
    named = [
        f"{_by_numbers(column, table)} AS c{number}" for number, column in enumerate(columns)
    ]
    return (
        f"SELECT {', '.join([f'{grain} AS id', clocks, *named])} FROM read_parquet('{path}')"
        f" WHERE {' AND '.join(conditions)}"
    )


def _by_numbers(sql: str, table: Table) -> str:
    """Days added to a day as a number, which is the same and takes half as long to ask.

    Only to a column of the table: what else an interval is added to may be a moment.
    """
    days = {column.name for column in table.columns if column.kind is Kind.DATE}
    return re.sub(
        r"\b([a-z_]\w*) ([+-]) INTERVAL (\d+) DAY\b",
        lambda found: f"{found[1]} {found[2]} {found[3]}" if found[1] in days else found[0],
        sql,
    )


def fingerprints_sql(table: Table, path: str) -> str:
    """How many rows a register has, and the sum of their hashes, per cell of months.

    `happened`, `known` and `ended` are months, a far one while it stands; `low` and `high` are
    the sums of the lower and upper halves of 64-bit hashes over everything a definition can
    read: they add up, whatever the order of rows.
    """
    columns = dict.fromkeys([c.name for c in table.readable] + ["employer", "workplace"])
    row = f"hash({', '.join(columns)})"
    known = _month(_known_day(table))
    kept = f" WHERE NOT coalesce({table.retracts}, false)" if table.retracts else ""
    return (
        "SELECT happened, known, ended, count(*) AS rows,"
        " CAST(sum(mark & 4294967295) AS BIGINT) AS low,"
        " CAST(sum(mark >> 32) AS BIGINT) AS high"
        f" FROM (SELECT {_month(table.happened)} AS happened, {known} AS known,"
        f" coalesce({_month('superseded_at')}, {NEVER}) AS ended, {row} AS mark"
        f" FROM read_parquet('{path}'){kept}) GROUP BY happened, known, ended"
    )


def _known_day(table: Table) -> str:
    """The day from which a row counts: known, and its tie to the employer known too."""
    tied = f"greatest({table.known}, counts_from)"
    return f"CASE WHEN counts_from IS NULL THEN {table.known} ELSE {tied} END"


def _month(column: str) -> str:
    return f"CAST(year({column}) * 12 + month({column}) AS INTEGER)"


def _measure_sql(aggregate: Aggregate, as_of: date, happened: str | None) -> str:
    value, conditions = aggregate.value, []
    if aggregate.where:
        conditions.append(f"({aggregate.where})")
    if aggregate.measure is Measure.LATEST:
        conditions.append(
            f"({value}) IS NOT NULL"
        )  # an unknown value does not replace a known one
    if aggregate.months is not None:
        conditions.append(f"{happened} >= {day(shift(as_of, -aggregate.months))}")
    kept = f" FILTER (WHERE {' AND '.join(conditions)})" if conditions else ""
    match aggregate.measure:
        case Measure.COUNT:
            return f"count(*){kept}"
        case Measure.TOTAL:
            return f"sum(CAST({value} AS BIGINT)){kept}"
        case Measure.DISTINCT:
            return f"count(DISTINCT {value}){kept}"
        case Measure.LATEST:
            return f"max({{'h': {happened}, 'v': {value}}}){kept}.v"
        case Measure.MONTHS_SINCE:
            return f"datediff('month', max({happened}){kept}, {day(as_of)})"
        case Measure.LOWEST:
            return f"min({value}){kept}"
        case Measure.HIGHEST:
            return f"max({value}){kept}"
        case Measure.MEDIAN:
            return f"median({value}){kept}"
        case Measure.DECAYED:
            whens = " ".join(
                f"WHEN {age} THEN {weight}" for age, weight in enumerate(fading(aggregate), 1)
            )
            weight = f"CASE datediff('month', {happened}, {day(as_of)}) {whens} END"
            each = f"({weight}) * CAST({value} AS BIGINT)" if value else weight
            # Of rows that have all faded, nought: as a count, and as folding has it.
            return f"coalesce(sum(CAST({each} AS BIGINT)){kept}, 0) / {FADED}.0"


def fading(aggregate: Aggregate) -> tuple[int, ...]:
    """What a row weighs at the age of 1, 2 ... `months` months, in units of 1 / `FADED`."""
    assert aggregate.half_life is not None
    assert aggregate.months is not None
    ages = range(1, aggregate.months + 1)
    return tuple(round(FADED * 0.5 ** (age / aggregate.half_life)) for age in ages)


def aggregate_sql(features: Sequence[Feature], grain: Grain, as_of: date) -> str:
    """One scan of one source for all `features`, which share source and grain.

    Columns: `id` (employer or workplace) and one per feature. Ids without rows are absent.
    """
    first = features[0].definition
    assert isinstance(first, Aggregate)
    happened = first.source.happened
    parts = [
        f"{bind(_measure_sql(feature.definition, as_of, happened), as_of)} AS {feature.name}"
        for feature in features
        if isinstance(feature.definition, Aggregate)
    ]
    return (
        f"SELECT {grain} AS id, {', '.join(parts)} FROM {first.source.name}"
        f" WHERE {grain} IS NOT NULL GROUP BY ALL"
    )


def expression_sql(expression: Expression, as_of: date) -> str:
    """The expression as a DOUBLE; missing where it has no answer, as ln(0)."""
    return f"TRY(CAST({bind(expression.sql, as_of)} AS DOUBLE))"


def mismatch_sql(mismatch: Mismatch) -> str:
    """1 where two columns differ, 0 where they agree; missing where either is."""
    return (
        f"CAST(CASE WHEN {mismatch.of} <> {mismatch.against} THEN 1"
        f" WHEN {mismatch.of} = {mismatch.against} THEN 0 END AS DOUBLE)"
    )


def _names_read(feature: Feature, known: Iterable[str]) -> set[str]:
    definition = feature.definition
    if isinstance(definition, Peer):
        return {definition.of, *(set(definition.by) & set(known))}
    if isinstance(definition, Expression):
        return words(definition.sql) & set(known)
    return set()


def words(sql: str) -> set[str]:
    """The names an expression may be reading."""
    return set(re.findall(r"[a-z_][a-z0-9_]*", sql.lower()))


def layers(features: Sequence[Feature]) -> list[list[Feature]]:
    """Expressions and peers in an order where each reads only what stands before it.

    Raises `UnknownFeature` for a circle or a peer of something undeclared.
    """
    names = {feature.name for feature in features}
    derived = [f for f in features if isinstance(f.definition, Expression | Peer)]
    left = list(derived)
    reads = {f.name: _names_read(f, names) - {f.name} for f in left}
    done = names - {f.name for f in derived}
    ordered: list[list[Feature]] = []
    while left:
        ready = [f for f in left if reads[f.name] <= done]
        if not ready:
            stuck = {f.name: sorted(reads[f.name] - done) for f in left}
            raise UnknownFeature(
                f"These features wait for ones that never come: {stuck}.",
                "declare what they read, or break the circle",
            )
        ordered.append(ready)
        done |= {f.name for f in ready}
        left = [f for f in left if f.name not in done]
    return ordered

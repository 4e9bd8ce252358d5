"""Declarations into a fixed SQL subset: what was visible, aggregates, expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from features.errors import UnknownFeature
from features.feature import Aggregate, Expression, Feature, Grain, Measure, Mismatch, Peer
from features.schema import Table
from features.vocabulary import shift

__all__ = [
    "aggregate_sql",
    "bind",
    "cells_sql",
    "expression_sql",
    "fading",
    "fingerprints_sql",
    "layers",
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

    `landed` is the relation that holds all that was ever landed of it. This and `cells_sql`
    are the only places that say what was known when.
    """
    columns = dict.fromkeys([c.name for c in table.readable] + ["employer", "workplace"])
    counting = _counting(table, earliest=as_of, latest=as_of)
    return f"SELECT {', '.join(columns)} FROM {landed} WHERE {counting}"


def _counting(table: Table, *, earliest: date, latest: date) -> str:
    """What a row must be to count at some date from `earliest` to `latest`."""
    standing = f"(superseded_at IS NULL OR superseded_at >= {day(earliest)})"
    clocks = f"{table.known} < {day(latest)} AND {table.happened} < {day(latest)}"
    kept = f" AND NOT coalesce({table.retracts}, false)" if table.retracts else ""
    return f"{clocks} AND {standing}{kept}"


def cells_sql(
    table: Table, path: str, grain: Grain, sums: Sequence[Aggregate], dates: Sequence[date]
) -> str:
    """A register as month cells, from which `sums` follow at each of `dates` by addition.

    A cell is an id, the months it happened, was known and was superseded (`ended`, a far month
    while it stands), and per sum `s<i>` the rows or the total, and `n<i>` how many rows
    had a value. Dates are firsts of months, so months decide both clocks and nothing is lost.
    """
    columns = [
        f"{grain} AS id",
        f"{_month(table.happened)} AS happened_month",
        f"{_month(table.known)} AS known_month",
        f"coalesce({_month('superseded_at')}, {NEVER}) AS ended_month",
    ]
    for number, aggregate in enumerate(sums):
        kept = f" FILTER (WHERE {aggregate.where})" if aggregate.where else ""
        value = f"CAST({aggregate.value} AS BIGINT)" if aggregate.value else "*"
        if aggregate.value and aggregate.measure is not Measure.COUNT:
            columns.append(f"CAST(coalesce(sum({value}){kept}, 0) AS BIGINT) AS s{number}")
            columns.append(f"CAST(count({value}){kept} AS BIGINT) AS n{number}")
        else:
            columns.append(f"CAST(count(*){kept} AS BIGINT) AS s{number}")
    counting = _counting(table, earliest=min(dates), latest=max(dates))
    return (
        f"SELECT {', '.join(columns)} FROM read_parquet('{path}')"
        f" WHERE {grain} IS NOT NULL AND {counting} GROUP BY ALL"
    )


def fingerprints_sql(table: Table, path: str) -> str:
    """How many rows a register has, and the sum of their hashes, per cell of months.

    `happened`, `known` and `ended` are months as in `cells_sql`; `low` and `high` are the sums
    of the lower and upper halves of 64-bit hashes over everything a definition can read: they
    add up, whatever the order of rows.
    """
    columns = dict.fromkeys([c.name for c in table.readable] + ["employer", "workplace"])
    row = f"hash({', '.join(columns)})"
    kept = f" WHERE NOT coalesce({table.retracts}, false)" if table.retracts else ""
    return (
        "SELECT happened, known, ended, count(*) AS rows,"
        " CAST(sum(mark & 4294967295) AS BIGINT) AS low,"
        " CAST(sum(mark >> 32) AS BIGINT) AS high"
        f" FROM (SELECT {_month(table.happened)} AS happened, {_month(table.known)} AS known,"
        f" coalesce({_month('superseded_at')}, {NEVER}) AS ended, {row} AS mark"
        f" FROM read_parquet('{path}'){kept}) GROUP BY happened, known, ended"
    )


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

"""Declarations into a fixed SQL subset: what was visible, aggregates, expressions, peers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from features.errors import UnknownFeature
from features.feature import Aggregate, Expression, Feature, Grain, Measure, Peer
from features.schema import Table
from features.vocabulary import shift

__all__ = [
    "aggregate_sql",
    "bind",
    "cells_sql",
    "expression_sql",
    "layers",
    "peer_sql",
    "visible_sql",
    "words",
]

NEVER = 2**30  # a month no date reaches
MAD_TO_SIGMA = 1.4826  # 1 / Φ⁻¹(3/4): MAD of a normal sample to its standard deviation


def day(as_of: date) -> str:
    """A date literal."""
    return f"DATE '{as_of.isoformat()}'"


def bind(sql: str, as_of: date) -> str:
    """Put the as-of date where the definition says `:as_of`."""
    return sql.replace(":as_of", day(as_of))


def visible_sql(table: Table, path: str, as_of: date) -> str:
    """The rows of a landed table that count at `as_of`: both clocks, no superseded version.

    This and `cells_sql` are the only places that say what was known when.
    """
    columns = dict.fromkeys([c.name for c in table.readable] + ["employer", "workplace"])
    counting = _counting(table, earliest=as_of, latest=as_of)
    return f"SELECT {', '.join(columns)} FROM read_parquet('{path}') WHERE {counting}"


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
        if aggregate.measure is Measure.TOTAL:
            columns.append(f"CAST(coalesce(sum({value}){kept}, 0) AS BIGINT) AS s{number}")
            columns.append(f"CAST(count({value}){kept} AS BIGINT) AS n{number}")
        else:
            columns.append(f"CAST(count(*){kept} AS BIGINT) AS s{number}")
    counting = _counting(table, earliest=min(dates), latest=max(dates))
    return (
        f"SELECT {', '.join(columns)} FROM read_parquet('{path}')"
        f" WHERE {grain} IS NOT NULL AND {counting} GROUP BY ALL"
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


def peer_sql(name: str, peer: Peer, source: str) -> str:
    """A query that returns `source`'s `row` and the peer distance called `name`."""
    by, x = ", ".join(peer.by), f"CAST({peer.of} AS DOUBLE)"
    same = " AND ".join(f"s.{column} IS NOT DISTINCT FROM g.{column}" for column in peer.by)
    lean = f"(g.n * g.{{}} + {peer.shrink} * a.{{}}) / (g.n + {peer.shrink})"
    centre, spread = lean.format("m", "m"), lean.format("d", "d")
    # Clipped by CASE: greatest and least pass over NULL, and would make it the clip.
    return f"""
    WITH gm AS (SELECT {by}, median({x}) AS m, count({peer.of}) AS n
                FROM {source} GROUP BY ALL),
    am AS (SELECT median({x}) AS m FROM {source}),
    g AS (SELECT {", ".join(f"s.{c}" for c in peer.by)}, g.m, g.n, median(abs({x} - g.m)) AS d
          FROM {source} s JOIN gm g ON {same} GROUP BY ALL),
    a AS (SELECT am.m, median(abs({x} - am.m)) AS d FROM {source}, am GROUP BY am.m),
    far AS (SELECT s.row, ({x} - {centre}) / nullif({MAD_TO_SIGMA} * ({spread}), 0) AS z
            FROM {source} s LEFT JOIN g ON {same} CROSS JOIN a)
    SELECT row, CASE WHEN z > {peer.clip} THEN {peer.clip}
                     WHEN z < -{peer.clip} THEN -{peer.clip} ELSE z END AS {name} FROM far"""


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
    left = [f for f in features if not isinstance(f.definition, Aggregate)]
    reads = {f.name: _names_read(f, names) - {f.name} for f in left}
    done = {f.name for f in features if isinstance(f.definition, Aggregate)}
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

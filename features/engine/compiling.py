"""Declarations into a fixed SQL subset: what was visible, aggregates, expressions, peers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from features.errors import UnknownFeature
from features.feature import Aggregate, Expression, Feature, Grain, Measure, Peer
from features.schema import Table
from features.vocabulary import shift

__all__ = ["aggregate_sql", "bind", "expression_sql", "layers", "peer_sql", "visible_sql"]

MAD_TO_SIGMA = 1.4826  # 1 / Φ⁻¹(3/4): MAD of a normal sample to its standard deviation


def day(as_of: date) -> str:
    """A date literal."""
    return f"DATE '{as_of.isoformat()}'"


def bind(sql: str, as_of: date) -> str:
    """Put the as-of date where the definition says `:as_of`."""
    return sql.replace(":as_of", day(as_of))


def visible_sql(table: Table, path: str, as_of: date) -> str:
    """The rows of a landed table that count at `as_of`: both clocks, no superseded version.

    This is the only place that says what was known when.
    """
    columns = [column.name for column in table.readable]
    for extra in ("employer", "workplace"):
        if extra not in columns:
            columns.append(extra)
    standing = f"(superseded_at IS NULL OR superseded_at >= {day(as_of)})"
    clocks = f"{table.known} < {day(as_of)} AND {table.happened} < {day(as_of)}"
    kept = f" AND NOT coalesce({table.retracts}, false)" if table.retracts else ""
    return (
        f"SELECT {', '.join(columns)} FROM read_parquet('{path}') WHERE {clocks} AND {standing}{kept}"
    )


def _measure_sql(aggregate: Aggregate, as_of: date, happened: str | None) -> str:
    value, conditions = aggregate.value, []
    if aggregate.where:
        conditions.append(f"({aggregate.where})")
    if aggregate.measure is Measure.LATEST:
        conditions.append(f"({value}) IS NOT NULL")  # an unknown value does not replace a known one
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
    """The expression as a DOUBLE."""
    return f"CAST({bind(expression.sql, as_of)} AS DOUBLE)"


def peer_sql(name: str, peer: Peer, source: str) -> str:
    """A query that returns `source`'s columns and the peer distance called `name`."""
    by, x = ", ".join(peer.by), f"CAST({peer.of} AS DOUBLE)"
    same = " AND ".join(f"s.{column} IS NOT DISTINCT FROM g.{column}" for column in peer.by)
    lean = f"(g.n * g.{{}} + {peer.shrink} * a.{{}}) / (g.n + {peer.shrink})"
    centre, spread = lean.format("m", "m"), lean.format("d", "d")
    z = f"({x} - {centre}) / nullif({MAD_TO_SIGMA} * ({spread}), 0)"
    return f"""
    WITH gm AS (SELECT {by}, median({x}) AS m, count({peer.of}) AS n FROM {source} GROUP BY ALL),
    am AS (SELECT median({x}) AS m FROM {source}),
    g AS (SELECT {', '.join(f's.{c}' for c in peer.by)}, g.m, g.n, median(abs({x} - g.m)) AS d
          FROM {source} s JOIN gm g ON {same} GROUP BY ALL),
    a AS (SELECT am.m, median(abs({x} - am.m)) AS d FROM {source}, am GROUP BY am.m)
    SELECT s.*, greatest(-{peer.clip}, least({peer.clip}, {z})) AS {name}
    FROM {source} s LEFT JOIN g ON {same} CROSS JOIN a"""


def _names_read(feature: Feature, known: Iterable[str]) -> set[str]:
    definition = feature.definition
    if isinstance(definition, Peer):
        return {definition.of}
    if isinstance(definition, Expression):
        return set(re.findall(r"[a-z_][a-z0-9_]*", definition.sql.lower())) & set(known)
    return set()


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

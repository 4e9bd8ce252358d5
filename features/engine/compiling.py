"""Declarations into a fixed SQL subset: what was visible, aggregates, expressions, peers."""

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
    "expression_sql",
    "fading",
    "fingerprints_sql",
    "layers",
    "lines_sql",
    "mismatch_sql",
    "peer_sql",
    "visible_sql",
    "words",
]

MAD_TO_SIGMA = 1.4826  # 1 / Φ⁻¹(3/4): MAD of a normal sample to its standard deviation
NEVER = 2**30  # a month no date reaches
FADED = 2**20  # what a row that has not faded at all weighs


def day(as_of: date) -> str:
    """A date literal."""
    return f"DATE '{as_of.isoformat()}'"


def bind(sql: str, as_of: date) -> str:
    """Put the as-of date where the definition says `:as_of`."""
    return sql.replace(":as_of", day(as_of))


def visible_sql(table: Table, path: str, as_of: date) -> str:
    """The rows of a landed table that count at `as_of`: both clocks, no superseded version.

    This says what was known when, at one date; `kernels.spans` says the same for many dates.
    """
    columns = dict.fromkeys([c.name for c in table.readable] + ["employer", "workplace"])
    standing = f"(superseded_at IS NULL OR superseded_at >= {day(as_of)})"
    clocks = f"{table.known} < {day(as_of)} AND {table.happened} < {day(as_of)}"
    clocks += f" AND (counts_from IS NULL OR counts_from < {day(as_of)})"
    kept = f" AND NOT coalesce({table.retracts}, false)" if table.retracts else ""
    counting = f"{clocks} AND {standing}{kept}"
    return f"SELECT {', '.join(columns)} FROM read_parquet('{path}') WHERE {counting}"


def lines_sql(
    table: Table,
    path: str,
    grain: Grain,
    columns: Sequence[str],
    latest: date,
    *,
    since: date | None = None,
    between: tuple[str | None, str | None] = (None, None),
) -> str:
    """Rows of a register with their clocks; `kernels.spans` says at which dates they count.

    `id`, the days it `happened`, was `known` and `ended` (null while it stands), and `columns`
    as `c0`, `c1` ... Rows not known before `latest`, or that happened before `since`, count at
    none. Only employers after the first and up to the second of `between` are read.
    """
    conditions = [f"{grain} IS NOT NULL", f"{table.known} < {day(latest)}"]
    conditions.append(
        f"{table.happened} >= {day(since)}" if since else f"{table.happened} IS NOT NULL"
    )
    if table.retracts:
        conditions.append(f"NOT coalesce({table.retracts}, false)")
    for sign, employer in zip((">", "<="), between, strict=True):
        if employer is not None:
            literal = employer.replace("'", "''")
            conditions.append(f"employer {sign} '{literal}'")
    # Whose a row is may have become known after the row.
    known = f"CASE WHEN counts_from > {table.known} THEN counts_from ELSE {table.known} END"
    clocks = f"{table.happened} AS happened, {known} AS known, superseded_at AS ended"
    named = [f"{column} AS c{number}" for number, column in enumerate(columns)]
    return (
        f"SELECT {', '.join([f'{grain} AS id', clocks, *named])} FROM read_parquet('{path}')"
        f" WHERE {' AND '.join(conditions)}"
    )


def fingerprints_sql(table: Table, path: str) -> str:
    """How many rows a register has, and the sum of their hashes, per cell of months.

    `happened`, `known` and `ended` are months, a far one while it stands; `low` and `high` are
    the sums of the lower and upper halves of 64-bit hashes over everything a definition can
    read: they add up, whatever the order of rows.
    """
    columns = dict.fromkeys([c.name for c in table.readable] + ["employer", "workplace"])
    row = f"hash({', '.join(columns)})"
    kept = f" WHERE NOT coalesce({table.retracts}, false)" if table.retracts else ""
    return (
        "SELECT happened, known, ended, count(*) AS rows,"
        " CAST(sum(mark & 4294967295) AS BIGINT) AS low,"
        " CAST(sum(mark >> 32) AS BIGINT) AS high"
        f" FROM (SELECT {_month(table.happened)} AS happened, {_known_month(table)} AS known,"
        f" coalesce({_month('superseded_at')}, {NEVER}) AS ended, {row} AS mark"
        f" FROM read_parquet('{path}'){kept}) GROUP BY happened, known, ended"
    )


def _known_month(table: Table) -> str:
    """The month from which a row counts: known, and its tie to the employer known too."""
    tied = f"greatest({_month(table.known)}, {_month('counts_from')})"
    return f"CASE WHEN counts_from IS NULL THEN {_month(table.known)} ELSE {tied} END"


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
            return f"sum(CAST({each} AS BIGINT)){kept} / {FADED}.0"


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


def peer_sql(name: str, peer: Peer, source: str) -> str:
    """A query that returns `source`'s `row` and the peer distance called `name`.

    Level 0 is all rows; level i groups by the first i strata. Each has its median `m`, the
    median distance to it `d`, and the number of figures `n`; `c` and `s` are those two as they
    lean on the level before.
    """
    x = f"CAST({peer.of} AS DOUBLE)"
    steps = [
        f"m0 AS (SELECT median({x}) AS m FROM {source})",
        f"p0 AS (SELECT m0.m AS c, median(abs({x} - m0.m)) AS s FROM {source}, m0"
        " GROUP BY m0.m)",
    ]
    for level in range(1, len(peer.by) + 1):
        strata = peer.by[:level]
        own, listed = ", ".join(strata), ", ".join(f"f.{column}" for column in strata)
        same = _same("f", f"m{level}", strata)
        before = _same(f"d{level}", f"p{level - 1}", strata[:-1])
        lean = (
            f"(d{level}.n * coalesce(d{level}.{{}}, 0) + {peer.shrink} * p{level - 1}.{{}})"
            f" / (d{level}.n + {peer.shrink})"
        )
        steps += [
            f"m{level} AS (SELECT {own}, median({x}) AS m, count({peer.of}) AS n"
            f" FROM {source} GROUP BY {own})",
            f"d{level} AS (SELECT {listed}, m{level}.m, m{level}.n,"
            f" median(abs({x} - m{level}.m)) AS d FROM {source} f JOIN m{level} ON {same}"
            f" GROUP BY {listed}, m{level}.m, m{level}.n)",
            f"p{level} AS (SELECT {', '.join(f'd{level}.{column}' for column in strata)},"
            f" {lean.format('m', 'c')} AS c, {lean.format('d', 's')} AS s"
            f" FROM d{level} JOIN p{level - 1} ON {before or 'true'})",
        ]
    last = len(peer.by)
    steps.append(
        f"far AS (SELECT f.row, ({x} - p{last}.c) / nullif({MAD_TO_SIGMA} * p{last}.s, 0) AS z"
        f" FROM {source} f LEFT JOIN p{last} ON {_same('f', f'p{last}', peer.by) or 'true'})"
    )
    # Clipped by CASE: greatest and least pass over NULL, and would make it the clip.
    return (
        f"WITH {', '.join(steps)} SELECT row, CASE WHEN z > {peer.clip} THEN {peer.clip}"
        f" WHEN z < -{peer.clip} THEN -{peer.clip} ELSE z END AS {name} FROM far"
    )


def _same(one: str, other: str, columns: Sequence[str]) -> str:
    """That two relations agree in `columns`, missing values being alike."""
    return " AND ".join(f"{one}.{c} IS NOT DISTINCT FROM {other}.{c}" for c in columns)


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

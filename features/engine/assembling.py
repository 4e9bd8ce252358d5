"""From registers to one wide table: cohort, aggregates, expressions, peers, rivals, sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pyarrow as pa

from features.engine.compiling import aggregate_sql, bind, expression_sql, layers, peer_sql
from features.engine.registers import Registers
from features.errors import NotFound
from features.feature import Aggregate, Expression, Feature, Grain, Peer, View
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["assemble"]

Funnel = tuple[tuple[str, int], ...]


def assemble(
    registers: Registers, as_of: AsOf, features: Sequence[Feature]
) -> tuple[pa.Table, Funnel]:
    """The cohort of `as_of` with all `features` and every rival's score, sorted by workplace.

    Features come as float32, parts as they are. Raises `NotFound` when the cohort is empty.
    """
    funnel = _cohort(registers, as_of)
    if funnel[-1][1] == 0:
        raise NotFound(
            f"No workplace is left in the cohort of {as_of.isoformat()}: {dict(funnel)}.",
            "choose a date the delivery covers, or look at the step where it drops to 0",
        )
    _aggregates(registers, as_of, features)
    table = _expressions(registers, as_of, features)
    rivals = _rivals(registers, as_of)
    parts = {feature.name for feature in features if feature.part}
    exported = [feature.name for feature in features if feature.name not in parts]
    keys = ", ".join(["workplace", "employer", "centre", *registers.country.cohort.strata])
    columns = ", ".join(f"CAST({name} AS FLOAT) AS {name}" for name in exported)
    scores = "".join(f", {score}" for score in rivals)
    joins = "".join(f" LEFT JOIN {view} USING (workplace)" for view in rivals.values() if view)
    wide = registers.query(
        f"SELECT {keys}, {columns}{scores} FROM {table}{joins} ORDER BY workplace",
        about="the wide table",
    )
    return wide, funnel


def _cohort(registers: Registers, as_of: AsOf) -> Funnel:
    cohort = registers.country.cohort
    registers.show(cohort.candidates.reads, as_of)
    run = registers.connection.execute
    run(f"CREATE OR REPLACE TEMP TABLE candidates AS {bind(cohort.candidates.sql, as_of)}")
    passed: list[str] = []
    counts = ["count(*) AS candidates"]
    for step in cohort.steps:
        passed.append(f"coalesce({bind(step.keep, as_of)}, false)")
        counts.append(f"count(*) FILTER (WHERE {' AND '.join(passed)}) AS {step.name}")
    numbers = registers.query(f"SELECT {', '.join(counts)} FROM candidates", about="the funnel")
    keys = ", ".join(["workplace", "employer", "centre", *cohort.strata])
    kept = " AND ".join(passed) or "true"
    run(f"CREATE OR REPLACE TEMP TABLE cohort AS SELECT {keys} FROM candidates WHERE {kept}")
    (row,) = numbers.to_pylist()
    return tuple((name, int(left)) for name, left in row.items())


def _aggregates(registers: Registers, as_of: AsOf, features: Sequence[Feature]) -> None:
    """Make `base`: the cohort with one column per aggregate."""
    groups: dict[tuple[str, Grain], list[Feature]] = defaultdict(list)
    sources: dict[str, Table | View] = {}
    for feature in features:
        if isinstance(feature.definition, Aggregate):
            source = feature.definition.source
            sources[source.name] = source
            groups[source.name, feature.definition.grain].append(feature)
    run = registers.connection.execute
    for source in sources.values():
        if isinstance(source, View):
            registers.show(source.reads, as_of)
            about = f"view {source.name}"
            registers.query(f"SELECT * FROM ({bind(source.sql, as_of)}) LIMIT 0", about=about)
            run(f"CREATE OR REPLACE TEMP TABLE {source.name} AS {bind(source.sql, as_of)}")
        else:
            registers.show((source,), as_of)
    columns, joins = ["cohort.*"], []
    for number, ((name, grain), members) in enumerate(sorted(groups.items())):
        source = sources[name]
        reads = source.reads if isinstance(source, View) else (source,)
        delivered = all(registers.has(table) for table in reads)
        if delivered:
            sql = aggregate_sql(members, grain, as_of)
            registers.query(f"SELECT * FROM ({sql}) LIMIT 0", about=f"the aggregates of {name}")
            run(f"CREATE OR REPLACE TEMP TABLE block_{number} AS {sql}")
            joins.append(f"LEFT JOIN block_{number} ON block_{number}.id = cohort.{grain}")
        for feature in members:
            columns.append(f"{_filled(feature, number, delivered)} AS {feature.name}")
    run(
        f"CREATE OR REPLACE TEMP TABLE base AS SELECT {', '.join(columns)} FROM cohort "
        + " ".join(joins)
    )


def _filled(feature: Feature, number: int, delivered: bool) -> str:
    """The column of a block, with the declared answer for those without rows.

    A register that was not delivered says nothing about anybody: then all are missing.
    """
    assert isinstance(feature.definition, Aggregate)
    if not delivered:
        return "CAST(NULL AS DOUBLE)"
    column = f"CAST(block_{number}.{feature.name} AS DOUBLE)"
    missing = feature.definition.missing
    return column if missing is None else f"coalesce({column}, {missing!r})"


def _expressions(registers: Registers, as_of: AsOf, features: Sequence[Feature]) -> str:
    """Add expressions and peers, layer by layer; return the name of the last table."""
    table = "base"
    for depth, layer in enumerate(layers(features)):
        expressions = [f for f in layer if isinstance(f.definition, Expression)]
        said = "".join(
            f", {expression_sql(f.definition, as_of)} AS {f.name}"
            for f in expressions
            if isinstance(f.definition, Expression)
        )
        about = "the expressions " + ", ".join(f.name for f in expressions)
        sql = f"SELECT *{said} FROM {table}"
        registers.query(f"SELECT * FROM ({sql}) LIMIT 0", about=about)
        table = f"layer_{depth}"
        registers.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {sql}")
        for feature in layer:
            if isinstance(feature.definition, Peer):
                name = f"{table}_{feature.name}"
                sql = peer_sql(feature.name, feature.definition, table)
                registers.query(f"SELECT * FROM ({sql}) LIMIT 0", about=feature.name)
                registers.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")
                table = name
    return table


def _rivals(registers: Registers, as_of: AsOf) -> dict[str, str]:
    """Columns `score AS name_score, then AS name_then`, each with the view it joins, if any."""
    columns: dict[str, str] = {}
    for rival in registers.country.rivals:
        joined = ""
        if rival.view is not None:
            registers.show(rival.view.reads, as_of)
            joined = f"rival_{rival.name}"
            registers.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {joined} AS {bind(rival.view.sql, as_of)}"
            )
        score = f"CAST({bind(rival.score, as_of)} AS DOUBLE) AS {rival.name}_score"
        then = f"CAST({bind(rival.then or '0', as_of)} AS DOUBLE) AS {rival.name}_then"
        columns[f"{score}, {then}"] = joined
    return columns



"""From registers to figures: the cohort, aggregates, what strata say, expressions, rivals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.country import Country
from features.engine.asking import OpenRegisters
from features.engine.compiling import (
    aggregate_sql,
    bind,
    expression_sql,
    layers,
    mismatch_sql,
    words,
)
from features.engine.distances import distances
from features.engine.folding import Folds, foldable
from features.engine.peers import peers_sql
from features.engine.wide import Floats, Wide, numbers
from features.errors import BadOption, NotFound
from features.feature import (
    Aggregate,
    Covered,
    Expression,
    Feature,
    Grain,
    Mismatch,
    Peer,
    View,
)
from features.schema import Table
from features.vocabulary import AsOf

__all__ = [
    "Funnel",
    "add_folded",
    "compute",
    "derive",
    "find_cohort",
    "names_read",
    "rival_columns",
]

Funnel = tuple[tuple[str, int], ...]


def find_cohort(registers: OpenRegisters, as_of: AsOf) -> tuple[pa.Table, Funnel]:
    """The workplaces of `as_of` in their order, numbered by `row`: keys and strata.

    Raises `NotFound` when nobody is left.
    """
    cohort = registers.country.cohort
    registers.show(cohort.candidates.reads, as_of)
    keys = ["workplace", "employer", "centre", *cohort.strata]
    steps = [
        f", coalesce({bind(step.keep, as_of)}, false) AS step_{number}"
        for number, step in enumerate(cohort.steps)
    ]
    candidates = registers.query(
        f"SELECT {', '.join(keys)}{''.join(steps)} FROM ({bind(cohort.candidates.sql, as_of)})",
        about="the cohort",
    )
    kept = np.ones(len(candidates), dtype=bool)
    funnel = [("candidates", len(candidates))]
    for number, step in enumerate(cohort.steps):
        kept &= candidates.column(f"step_{number}").to_numpy()
        funnel.append((step.name, int(kept.sum())))
    if not kept.any():
        raise NotFound(
            f"No workplace is left in the cohort of {as_of.isoformat()}: {dict(funnel)}.",
            "choose a date the delivery covers, or look at the step where it drops to 0",
        )
    rows = candidates.select(keys).filter(pa.array(kept)).combine_chunks()
    if not _ascending(rows):
        rows = rows.take(pc.sort_indices(rows.column("workplace"))).combine_chunks()
        if not _ascending(rows):
            raise BadOption(
                f"The cohort of {as_of.isoformat()} lists a workplace twice, or has a row"
                " without.",
                f"view {cohort.candidates.name} must return one row per workplace",
            )
    return rows.add_column(0, "row", pa.array(np.arange(len(rows), dtype=np.int32))), tuple(
        funnel
    )


def _ascending(rows: pa.Table) -> bool:
    """Does each row's workplace come after the one before? Not where one is missing."""
    workplaces = rows.column("workplace").combine_chunks()
    later = pc.less(workplaces[:-1], workplaces[1:])
    return bool(len(rows) < 2 or pc.all(later, skip_nulls=False).as_py())


def compute(
    wide: Wide,
    as_of: AsOf,
    features: Sequence[Feature],
    folds: Folds | None,
    *,
    rivals: bool = True,
) -> None:
    """Add the figures of `features` to `wide`, and every rival's score.

    What they read must be among them, or in `wide` already. Without `folds` the engine is
    asked for every aggregate and distance, at this date alone.
    """
    if folds:
        add_folded(wide, as_of, features, folds)
    derive(wide, as_of, features, folded=folds is not None, rivals=rivals)


def add_folded(wide: Wide, as_of: AsOf, features: Sequence[Feature], folds: Folds) -> None:
    """Add those of `features` that come of whole registers read once for many dates."""
    named = {feature.name for feature in features}
    figures = folds.at(as_of, wide.cohort, wide.exact)
    wide.add((feature, column) for feature, column in figures if feature.name in named)


def derive(
    wide: Wide, as_of: AsOf, features: Sequence[Feature], *, folded: bool, rivals: bool
) -> None:
    """Add what is asked of the engine at this date, and what is worked out of all that.

    `folded` says that `add_folded` has been.
    """
    _aggregates(wide, as_of, [f for f in features if not (folded and foldable(f))])
    wide.fill(f.name for f in features if isinstance(f.definition, Aggregate))
    _of_the_cohort(wide, as_of, features)
    _expressions(wide, as_of, features, in_memory=folded)
    if rivals:
        _rivals(wide, as_of)


def names_read(country: Country, features: Sequence[Feature]) -> set[str]:
    """Every name that an expression, a peer or a rival may read: they stay in 64 bits."""
    names: set[str] = set()
    for feature in features:
        match feature.definition:
            case Expression(sql):
                names |= words(sql)
            case Peer(of=of, by=by):
                names |= {of, *by, feature.name}
    for rival in country.rivals:
        names |= words(rival.score) | words(rival.then)
    return names | set(rival_columns(country))


def rival_columns(country: Country) -> list[str]:
    """The two columns of every rival: `<name>_score` and `<name>_then`."""
    return [f"{rival.name}_{part}" for rival in country.rivals for part in ("score", "then")]


def _aggregates(wide: Wide, as_of: AsOf, features: Sequence[Feature]) -> None:
    """Add the aggregates that are not sums: a scan per source and grain, at this date alone."""
    registers = wide.registers
    groups: dict[tuple[str, Grain], list[Feature]] = defaultdict(list)
    sources: dict[str, Table | View] = {}
    for feature in features:
        if isinstance(feature.definition, Aggregate):
            source = feature.definition.source
            if all(registers.has(table) for table in _reads(source)):
                sources[source.name] = source
                groups[source.name, feature.definition.grain].append(feature)
    for source in sources.values():
        registers.show(_reads(source), as_of)
        if isinstance(source, View):
            sql = bind(source.sql, as_of)
            registers.keep(source.name, sql, about=f"view {source.name}")
    asked = sorted(groups.items())
    questions = [
        (_figures_sql(members, grain, as_of), f"the aggregates of {name}")
        for (name, grain), members in asked
    ]
    for ((_, grain), members), found in zip(asked, registers.each(questions), strict=True):
        placed = wide.placed(found, grain)
        wide.add((feature, _filled(feature, placed[feature.name])) for feature in members)


def _figures_sql(features: Sequence[Feature], grain: Grain, as_of: AsOf) -> str:
    """The aggregates of one source, as 64-bit floats."""
    figures = ", ".join(f"CAST({f.name} AS DOUBLE) AS {f.name}" for f in features)
    return f"SELECT id, {figures} FROM ({aggregate_sql(features, grain, as_of)}) block"


def _filled(feature: Feature, column: pa.Array) -> Floats:
    """A column of a block, with the declared answer for those without one."""
    assert isinstance(feature.definition, Aggregate)
    missing = feature.definition.missing
    return numbers(column if missing is None else pc.fill_null(column, float(missing)))


def _of_the_cohort(wide: Wide, as_of: AsOf, features: Sequence[Feature]) -> None:
    """Add what the cohort's own strata and the registers' reach say."""
    for feature in features:
        match feature.definition:
            case Mismatch() as mismatch:
                sql = f"SELECT row, {mismatch_sql(mismatch)} AS found FROM cohort"
                wide.put(feature.name, wide.ask(sql, about=feature.name)["found"])
            case Covered(tables, months):
                spoke = any(_spoke(wide.registers, t, as_of, months) for t in tables)
                wide.put(feature.name, np.full(len(wide.cohort), float(spoke)))


def _spoke(registers: OpenRegisters, table: Table, as_of: AsOf, months: int) -> bool:
    """Did any row of a register become known in the months before `as_of`?"""
    if not registers.has(table):
        return False
    registers.show((table,), as_of)
    since = as_of.plus(-months).isoformat()
    sql = f"SELECT count(*) AS n FROM {table.name} WHERE {table.known} >= DATE '{since}'"
    return bool(registers.query(sql, about=f"the reach of {table.name}").column("n")[0].as_py())


def _reads(source: Table | View) -> tuple[Table, ...]:
    return source.reads if isinstance(source, View) else (source,)


def _expressions(
    wide: Wide, as_of: AsOf, features: Sequence[Feature], *, in_memory: bool
) -> None:
    """Add expressions and peers, layer by layer: each reads only what stands before it."""
    for layer in layers(features):
        wide.show()
        said = {
            feature.name: f"{expression_sql(feature.definition, as_of)} AS {feature.name}"
            for feature in layer
            if isinstance(feature.definition, Expression)
        }
        found: dict[str, Floats] = {}
        if said:
            sql = f"SELECT row, {', '.join(said.values())} FROM wide"
            found |= wide.ask(sql, about="the expressions " + ", ".join(said))
        alike: dict[tuple[str, ...], dict[str, Peer]] = defaultdict(dict)
        for feature in layer:
            if isinstance(feature.definition, Peer):
                alike[feature.definition.by][feature.name] = feature.definition
        for by, peers in alike.items():
            if in_memory:
                found |= distances(peers, [wide.column(name) for name in by], wide.exactly)
            else:
                found |= wide.ask(peers_sql(peers, "wide"), about=", ".join(peers))
        for name, column in found.items():
            wide.put(name, column)


def _rivals(wide: Wide, as_of: AsOf) -> None:
    """Add `<name>_score` and `<name>_then` of every rival, joined to its view if it has one."""
    wide.show()
    for rival in wide.registers.country.rivals:
        source = "wide"
        if rival.view is not None:
            wide.registers.put("beside", wide.registers.rows(rival.view, as_of))
            source = "wide LEFT JOIN beside USING (workplace)"
        found = wide.ask(
            f"SELECT row, CAST({bind(rival.score, as_of)} AS DOUBLE) AS score,"
            f" CAST({bind(rival.then or '0', as_of)} AS DOUBLE) AS runner_up FROM {source}",
            about=f"rival {rival.name}",
        )
        wide.put(f"{rival.name}_score", found["score"])
        wide.put(f"{rival.name}_then", found["runner_up"])

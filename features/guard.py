"""The forbidden-attribute guard over declarations, definitions and matrices.

The engine's connection cannot open names, addresses or audit attributes at all. This is the
second wall: it reads every definition's syntax tree and refuses what reaches too far. Raises
`ForbiddenAttribute` with all faults at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from features.country import Country
from features.engine.parsing import Reading, read_expression, read_query
from features.errors import BadOption, ForbiddenAttribute
from features.feature import (
    Aggregate,
    Covered,
    Expression,
    Feature,
    Measure,
    Mismatch,
    Peer,
    View,
)
from features.forbidden import ground_against
from features.schema import Role, Table, Use
from features.vocabulary import Flag

__all__ = ["check_country", "check_matrix", "faults_of_country"]

KEYS = ("workplace", "employer", "centre")
# Arithmetic, dates, aggregates and windows. A function is refused unless it stands here: none
# of these reads a file, asks the system, or turns a pseudonym into a number.
NUMERIC = """
    % * + - / // abs ceil ceiling exp floor greatest isfinite isnan least ln log10 mod
    nullif pow power round sign sqrt trunc
"""
DATES = """
    date_diff date_part date_sub date_trunc datediff datesub day dayofweek last_day
    make_date month quarter to_days to_months to_weeks to_years year
"""
AGGREGATES = """
    any_value arg_max arg_min avg bool_and bool_or corr count count_if count_star max max_by
    median min min_by quantile_cont regr_slope stddev_pop stddev_samp struct_pack sum
    var_pop var_samp
"""
WINDOWS = """
    cume_dist dense_rank first_value lag last_value lead ntile percent_rank rank row_number
"""
TEXT = """
    !~~ contains left length lower prefix starts_with substr substring trim upper ~~
"""
SERIES = """
    generate_series range unnest
"""
ALLOWED = frozenset(" ".join((NUMERIC, DATES, AGGREGATES, WINDOWS, TEXT, SERIES)).split())
LISTS = frozenset(("list_contains", "list_has", "str_split", "string_split"))
READABLE_USES = (Use.MODEL, Use.LINK, Use.PLACE)


def check_country(country: Country) -> None:
    """Raise `ForbiddenAttribute` unless every table and definition keeps to the law."""
    faults = sorted(set(faults_of_country(country)))
    if faults:
        raise ForbiddenAttribute(
            f"{len(faults)} forbidden in {country.name}: " + "; ".join(faults) + ".",
            "leave the attribute out; nothing about who people are may reach a model",
        )


def faults_of_country(country: Country) -> Iterator[str]:
    """Every fault, one sentence each."""
    for table in country.tables:
        yield from _faults_of_table(table)
    for feature in country.features:
        yield from _faults_of_feature(feature, country)
    views = [(country.cohort.candidates, "cohort"), (country.outcomes.rows, "outcomes")]
    views += [(rival.view, f"rival {rival.name}") for rival in country.rivals if rival.view]
    for view, owner in views:
        yield from _faults_of_reading(f"The {owner}", view.sql, view.reads, country, lists=True)
    for step in country.cohort.steps:
        yield from _outside(
            f"Step {step.name}", read_expression(step.keep).functions, ALLOWED | LISTS
        )
    for rival in country.rivals:
        for text in filter(None, (rival.score, rival.then)):
            yield from _outside(f"Rival {rival.name}", read_expression(text).functions, ALLOWED)


def check_matrix(columns: pa.Schema | Sequence[str], country: Country) -> None:
    """Raise `ForbiddenAttribute` unless the columns are the keys and the declared features.

    With a schema, a feature that is text is refused too.
    """
    names = list(columns.names) if isinstance(columns, pa.Schema) else list(columns)
    keys = [*KEYS, *country.cohort.strata]
    wanted = [f.name for f in country.features if not f.part and f.flag is not Flag.REFUSED]
    faults = [
        f"column {name} is no declared feature"
        for name in names
        if name not in {*keys, *wanted}
    ]
    faults += [f"column {name} is missing" for name in (*keys, *wanted) if name not in names]
    faults += [
        f"column {name} stands twice"
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    faults += [f"column {name} is a key and a feature" for name in wanted if name in keys]
    if isinstance(columns, pa.Schema):
        number = (pa.types.is_floating, pa.types.is_integer, pa.types.is_boolean)
        faults += [
            f"feature {field.name} is {field.type}, not a number"
            for field in columns
            if field.name in wanted and not any(is_so(field.type) for is_so in number)
        ]
    if faults:
        raise ForbiddenAttribute(
            f"The matrix may not be used: {'; '.join(faults)}.",
            "a matrix holds the keys, the strata and its catalogue's features, nothing else",
        )


def _faults_of_table(table: Table) -> Iterator[str]:
    for column in table.columns:
        if column.use not in READABLE_USES:
            continue
        for text, sentence in ((column.name, False), (column.meaning, True)):
            found = ground_against(text, sentence=sentence)
            if found:
                yield f"{table.name}.{column.name} speaks of {found.name} ({found.ground})"
                break


def _faults_of_feature(feature: Feature, country: Country) -> Iterator[str]:
    about = f"Feature {feature.name}"
    if feature.flag is Flag.REFUSED:
        yield f"{about} is flagged as refused"
    words = [
        (feature.name, False),
        (feature.en, False),
        (feature.sv, True),
        (feature.unit, True),
    ]
    words += [(category, True) for category in feature.categories]
    for text, swedish in words:
        found = ground_against(text, swedish=swedish)
        if found:
            yield f"{about} speaks of {found.name} ({found.ground})"
            break
    match feature.definition:
        case Aggregate() as aggregate:
            yield from _faults_of_aggregate(about, aggregate, country)
        case Expression(sql=sql):
            reading = _reading(read_expression, sql)
            if isinstance(reading, str):
                yield f"{about}: {reading}"
                return
            yield from _outside(about, reading.functions, ALLOWED)
            yield from (f"{about} holds {oddity}" for oddity in reading.oddities)
            known = {other.name for other in country.features}
            strange = sorted((reading.columns - known) | reading.tables)
            yield from (f"{about} names {name}, which is no feature" for name in strange)
        case Peer(of=of, by=by):
            known = {other.name for other in country.features}
            if of not in known:
                yield f"{about} compares {of}, which is no feature"
            groups = {*country.cohort.strata, "centre", *known}
            yield from (f"{about} groups peers by {name}" for name in by if name not in groups)
        case Mismatch(of=of, against=against):
            strata = country.cohort.strata
            yield from (
                f"{about} compares {name}, which is no stratum"
                for name in (of, against)
                if name not in strata
            )
        case Covered(registers=registers):
            declared = {table.name for table in country.tables}
            for table in registers:
                if table.role is not Role.FACT or table.name not in declared:
                    yield f"{about} asks about {table.name}, which is closed to indicators"


def _faults_of_aggregate(about: str, aggregate: Aggregate, country: Country) -> Iterator[str]:
    source = aggregate.source
    reads = source.reads if isinstance(source, View) else (source,)
    for table in reads:
        if table.role is not Role.FACT:
            yield f"{about} reads {table.name}, which is closed to indicators ({table.role})"
        if table.name not in {declared.name for declared in country.tables}:
            yield f"{about} reads {table.name}, which the country does not declare"
    links, forbidden = _links(reads), _never(reads, country)
    if isinstance(source, View):
        yield from _faults_of_reading(
            f"{about}, view {source.name}", source.sql, reads, country
        )
        inner = _reading(read_query, source.sql)
        if isinstance(inner, Reading):
            links = inner.also_called(links)
    ties = aggregate.measure is Measure.DISTINCT
    for text, tied in ((aggregate.value, ties), (aggregate.where, False)):
        if not text:
            continue
        reading = _reading(read_expression, text, ties=tied)
        if isinstance(reading, str):
            yield f"{about}: {reading}"
            continue
        yield from _outside(about, reading.functions, ALLOWED)
        yield from (f"{about} holds {oddity}" for oddity in reading.oddities)
        yield from (
            f"{about} opens {name} inside an expression" for name in sorted(reading.tables)
        )
        yield from (f"{about} names {name}" for name in sorted(reading.columns & forbidden))
        yield from (
            f"{about} computes on {name}, which may only tie rows together"
            for name in sorted(reading.values & links)
        )


def _faults_of_reading(
    about: str, sql: str, reads: Sequence[Table], country: Country, *, lists: bool = False
) -> Iterator[str]:
    """A view's own SQL. With `lists` it feeds no feature: it may route or label."""
    reading = _reading(read_query, sql)
    if isinstance(reading, str):
        yield f"{about}: {reading}"
        return
    registers = {table.name for table in country.tables}
    for name in sorted(n for n in reading.made if n in registers or not n.isidentifier()):
        yield f"{about} makes a table called {name}"
    hidden = {c.name for t in reads for c in t.columns if c.use not in READABLE_USES}
    open_elsewhere = {c.name for t in reads for c in t.columns if c.use in READABLE_USES}
    yield from _outside(about, reading.functions, ALLOWED | LISTS if lists else ALLOWED)
    yield from (f"{about} holds {oddity}" for oddity in reading.oddities)
    for name in sorted(reading.tables - {table.name for table in reads}):
        yield f"{about} opens {name}, which it does not declare to read"
    forbidden = (hidden - open_elsewhere) if lists else _never(reads, country)
    yield from (f"{about} names {name}" for name in sorted(reading.columns & forbidden))
    if not lists:
        names = sorted(reading.also_called(_links(reads)) & reading.values)
        yield from (
            f"{about} computes on {name}, which may only tie rows together" for name in names
        )


def _links(reads: Sequence[Table]) -> frozenset[str]:
    found = {c.name for table in reads for c in table.columns if c.use is Use.LINK}
    return frozenset(found | {"employer", "workplace"})


def _never(reads: Sequence[Table], country: Country) -> frozenset[str]:
    """Columns no definition of a feature may name: names, addresses, places, and the strata."""
    shut = {c.name for t in reads for c in t.columns if c.use not in (Use.MODEL, Use.LINK)}
    return frozenset(shut | set(country.cohort.strata) | {"centre"})


def _outside(about: str, functions: Iterable[str], allowed: frozenset[str]) -> Iterator[str]:
    for name in sorted(set(functions) - allowed):
        yield f"{about} calls {name}, which is outside the fixed subset"


def _reading(read: object, sql: str, **options: bool) -> Reading | str:
    """What `sql` reads, or in words why it cannot be told."""
    try:
        found: Reading = read(sql, **options)  # type: ignore[operator]
    except BadOption as error:
        return error.message
    return found

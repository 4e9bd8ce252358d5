"""A definition's SQL, written so that Spark computes the same figures, or refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sqlglot import exp, parse
from sqlglot.errors import ErrorLevel, SqlglotError

from features.engine.spark.kinds import Columns, Sort, sort_of, sorts_in
from features.engine.spark.refusing import faults_of
from features.engine.spark.rewriting import Refused, rewritten
from features.errors import BadOption

__all__ = ["spark_sql"]


def spark_sql(sql: str, tables: Mapping[str, Columns], *, about: str) -> str:
    """`sql`, in the fixed subset of the embedded engine, as Spark must be asked it.

    `tables` are the relations it may read, with the kinds of their columns. Raises `BadOption`
    that names `about` and every construct that is not known to mean the same on Spark.
    """
    seen = tuple(
        (name.lower(), tuple((column.lower(), sort) for column, sort in columns.items()))
        for name, columns in sorted(tables.items())
    )
    return _translated(sql, seen, about)


@lru_cache(maxsize=256)
def _translated(
    sql: str, tables: tuple[tuple[str, tuple[tuple[str, Sort], ...]], ...], about: str
) -> str:
    try:
        statements = parse(sql, read="duckdb")
    except SqlglotError as error:
        raise _refusal(about, [str(error).splitlines()[0]]) from None
    tree = statements[0]
    if len(statements) > 1 or not isinstance(tree, exp.Query):
        raise _refusal(about, ["several statements, or one that does not select"])
    known: dict[str, Columns] = {name: dict(columns) for name, columns in tables}
    faults = sorted(set(faults_of(tree, frozenset(known))))
    if faults:
        raise _refusal(about, faults)
    sorts = sorts_in(tree, known)
    if intervals := _intervals(tree, sorts):
        raise _refusal(about, intervals)
    try:
        tree = rewritten(tree, sorts)
    except Refused as refused:
        raise _refusal(about, [str(refused)]) from None
    for tried in list(tree.find_all(exp.Try)):
        tried.replace(tried.this)
    return tree.sql(dialect="spark", identify=True, unsupported_level=ErrorLevel.RAISE)


def _intervals(tree: exp.Expr, sorts: Columns) -> list[str]:
    """Columns that would hold a span of time, which no engine counts alike."""
    return [
        f"a column that holds an interval: {alias.alias}"
        for alias in tree.find_all(exp.Alias)
        if sort_of(alias.this, sorts) is Sort.INTERVAL
    ]


def _refusal(about: str, faults: list[str]) -> BadOption:
    return BadOption(
        f"The definition of {about} cannot be computed on Spark, for it holds "
        + "; ".join(faults)
        + ".",
        "write it in the fixed subset that both engines compute alike, or build without"
        " --engine spark",
    )

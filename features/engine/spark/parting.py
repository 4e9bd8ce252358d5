"""A query taken apart at its WITH: Spark writes a part in anew wherever it is read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp, parse
from sqlglot.errors import SqlglotError

__all__ = ["Part", "parted"]


@dataclass(frozen=True)
class Part:
    """One named part of a query: a relation of its own, which reads only those before it.

    `again`: later ones read it more than once. Inlined there, as Spark does, it would be
    planned and computed each time, and what it reads with it.
    """

    name: str
    sql: str
    again: bool


def parted(sql: str, under: str) -> tuple[tuple[Part, ...], str]:
    """The parts of `sql`, in their order, and what is left to ask once they are relations.

    Part `a` is to be the relation `<under>__a`.
    Nothing is taken from a query that is not one SELECT, or whose names mean different things
    in different places: it comes back as it was, for the translator to judge.
    """
    try:
        statements = parse(sql, read="duckdb")
    except SqlglotError:
        return (), sql
    tree = statements[0]
    if len(statements) > 1 or not isinstance(tree, exp.Query):
        return (), sql
    opening = tree.args.get("with_")
    names = [cte.alias.lower() for cte in tree.ctes]
    every = [cte.alias.lower() for cte in tree.find_all(exp.CTE)]
    plain = all(not cte.args["alias"].columns for cte in tree.ctes)
    if opening is None or opening.recursive or len(set(every)) < len(every) or not plain:
        return (), sql
    bodies = [cte.this.copy() for cte in tree.ctes]
    opening.pop()
    reads = dict.fromkeys(names, 0)
    for place, body in enumerate([*bodies, tree]):
        for table in list(body.find_all(exp.Table)):
            name = table.name.lower()
            if name in names[:place] and not table.args.get("db"):
                reads[name] += 1
                _rename(table, name, under)
    parts = (
        Part(f"{under}__{name}", body.sql(dialect="duckdb"), reads[name] > 1)
        for name, body in zip(names, bodies, strict=True)
    )
    return tuple(parts), tree.sql(dialect="duckdb")


def _rename(table: exp.Table, name: str, under: str) -> None:
    """Read the part's relation, under the name that the columns are asked for by."""
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(name)))
    table.set("this", exp.to_identifier(f"{under}__{name}"))

"""What the columns of registers are on Spark, and what kind of value each then has."""

from __future__ import annotations

from collections.abc import Mapping

from features.engine.spark.kinds import Columns, Sort
from features.schema import Kind, Table

__all__ = ["landed_types_of", "sorts_of", "types_of"]

TYPES = {
    Kind.TEXT: "STRING",
    Kind.CODE: "STRING",
    Kind.INTEGER: "BIGINT",
    Kind.ORE: "BIGINT",
    Kind.REAL: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.BOOLEAN: "BOOLEAN",
}
SORTS = {
    "bigint": Sort.WHOLE,
    "int": Sort.WHOLE,
    "double": Sort.REAL,
    "float": Sort.REAL,
    "date": Sort.DATE,
    "string": Sort.TEXT,
    "boolean": Sort.BOOLEAN,
    "timestamp": Sort.DATE,
}


def types_of(table: Table) -> dict[str, str]:
    """The columns that indicators may read, with their types on Spark."""
    types = {column.name: TYPES[column.kind] for column in table.readable}
    return {"employer": "STRING", "workplace": "STRING", **types}


def landed_types_of(table: Table) -> dict[str, str]:
    """Those, and what a landed file says of each row's version and of its tie's age."""
    return {**types_of(table), "superseded_at": "DATE", "counts_from": "DATE"}


def sorts_of(types: Mapping[str, str]) -> Columns:
    """Kinds of columns, from Spark's own names of types. What is none of ours is `MIXED`."""
    return {
        name: Sort.DECIMAL
        if kind.startswith("decimal")
        else SORTS.get(kind.lower(), Sort.MIXED)
        for name, kind in types.items()
    }

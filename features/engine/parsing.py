"""What a piece of SQL reads, told from the engine's own syntax tree, not from its text."""

from __future__ import annotations

import json
from functools import cache, lru_cache

import duckdb

from features.engine.walking import Node, Reading, Walk
from features.errors import BadOption

__all__ = ["Reading", "read_expression", "read_query"]


@lru_cache(maxsize=4096)
def read_query(sql: str) -> Reading:
    """Read one SELECT. Raises `BadOption` when it is not exactly one."""
    walk = Walk()
    walk.query(_tree(sql))
    return walk.told()


@lru_cache(maxsize=4096)
def read_expression(sql: str, *, ties: bool = False) -> Reading:
    """Read one expression over one row; with `ties`, a bare column counts as a tie.

    Raises `BadOption` when it is more than an expression, or less.
    """
    tree = _tree(f"SELECT ({sql})")
    chosen, source = tree.get("select_list"), tree.get("from_table")
    bare = (
        isinstance(source, dict) and source.get("type") == "EMPTY" and not tree.get("modifiers")
    )
    if (
        tree.get("type") != "SELECT_NODE"
        or not bare
        or not isinstance(chosen, list)
        or len(chosen) > 1
    ):
        raise BadOption("A definition holds more than one expression.", "write one expression")
    walk = Walk()
    walk.expression(chosen[0], ties=ties)
    return walk.told()


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET enable_external_access = false")
    return connection


def _tree(sql: str) -> Node:
    dated = sql.replace(":as_of", "DATE '2000-01-01'")
    (text,) = _parser().cursor().execute(
        "SELECT json_serialize_sql(?::VARCHAR)", [dated]
    ).fetchone() or ("{}",)
    found = json.loads(text)
    statements = found.get("statements", [])
    if found.get("error") or len(statements) != 1:
        why = found.get("error_message", "several statements")
        raise BadOption(
            f"A definition is not one SELECT ({why}).",
            "definitions may only select, in one statement",
        )
    node: Node = statements[0]["node"]
    return node

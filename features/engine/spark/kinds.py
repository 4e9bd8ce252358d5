"""What kind of value an expression has, as far as writing it for another engine must know."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from sqlglot import exp

__all__ = ["Columns", "Sort", "Sorts", "sort_of", "sorts_in"]


class Sort(StrEnum):
    """The kinds of value that engines treat differently. `MIXED`: a name of several kinds."""

    WHOLE = "whole number"
    REAL = "real number"
    DECIMAL = "decimal number"
    DATE = "date"
    TEXT = "text"
    BOOLEAN = "boolean"
    INTERVAL = "interval"
    MIXED = "several kinds"


Columns: TypeAlias = Mapping[str, Sort]  # column → kind
Sorts: TypeAlias = dict[str, Sort]

TYPES = {
    exp.DType.BIGINT: Sort.WHOLE,
    exp.DType.INT: Sort.WHOLE,
    exp.DType.DOUBLE: Sort.REAL,
    exp.DType.DATE: Sort.DATE,
    exp.DType.TEXT: Sort.TEXT,
    exp.DType.VARCHAR: Sort.TEXT,
    exp.DType.BOOLEAN: Sort.BOOLEAN,
}
WHOLE = (exp.Count, exp.CountIf, exp.DateDiff, exp.Year, exp.Month, exp.Day, exp.Quarter,
         exp.Length, exp.RowNumber, exp.Rank, exp.DenseRank, exp.Ntile)  # fmt: skip
REAL = (exp.Div, exp.Avg, exp.Ln, exp.Sqrt, exp.Pow, exp.Exp, exp.Stddev, exp.StddevPop,
        exp.StddevSamp, exp.Variance, exp.VariancePop, exp.PercentRank,
        exp.CumeDist, exp.Median)  # fmt: skip
TRUTH = (exp.Predicate, exp.Not, exp.And, exp.Or, exp.LogicalOr, exp.LogicalAnd, exp.Boolean,
         exp.Exists)  # fmt: skip
# What these hand on is of the kind of their first argument, or of any argument they have.
ALIKE = (exp.Paren, exp.Neg, exp.Abs, exp.Max, exp.Min, exp.Sum, exp.Filter, exp.Window,
         exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.Round, exp.Nullif,
         exp.Alias, exp.Mod, exp.IntDiv, exp.Sign, exp.Floor, exp.Ceil, exp.Try)  # fmt: skip
TEXTUAL = (exp.Left, exp.Substring, exp.Lower, exp.Upper, exp.Trim)


def sorts_in(tree: exp.Expr, tables: Mapping[str, Columns]) -> Sorts:
    """The kind of every column name in `tree`: of the tables it reads, and as it names its own.

    Goes by name alone: a name that stands for several kinds is `MIXED`.
    """
    sorts: Sorts = {}
    for table in tree.find_all(exp.Table):
        for name, sort in tables.get(table.name.lower(), {}).items():
            _note(sorts, name, sort)
    _of_values(tree, sorts)
    named = [*tree.find_all(exp.Alias)]
    while True:  # a name may be made of names made elsewhere: until nothing new is learnt
        before = dict(sorts)
        for alias in named:
            found = sort_of(alias.this, sorts)
            if found:
                _note(sorts, alias.alias.lower(), found)
        if sorts == before:
            return sorts


def _of_values(tree: exp.Expr, sorts: Sorts) -> None:
    for values in tree.find_all(exp.Values):
        columns = values.alias_column_names
        for row in values.expressions:
            for name, value in zip(columns, row.expressions, strict=False):
                if found := sort_of(value, sorts):
                    _note(sorts, name.lower(), found)


def _note(sorts: Sorts, name: str, sort: Sort) -> None:
    known = sorts.setdefault(name.lower(), sort)
    numbers = {Sort.WHOLE, Sort.REAL, Sort.DECIMAL}
    if known is sort or known is Sort.MIXED:
        return
    sorts[name.lower()] = _wider({known, sort}) if {known, sort} <= numbers else Sort.MIXED


def sort_of(node: exp.Expr, sorts: Columns) -> Sort | None:
    """The kind of `node`'s value; None when it cannot be told, as of NULL."""
    match node:
        case exp.Column():
            return sorts.get(node.name.lower())
        case exp.Literal():
            if node.is_string:
                return Sort.TEXT
            text = node.name.lower()
            return Sort.REAL if "e" in text else Sort.DECIMAL if "." in text else Sort.WHOLE
        case exp.Cast() | exp.TryCast():
            return TYPES.get(node.to.this)
        case exp.Interval():
            return Sort.INTERVAL
        case exp.Sum() if sort_of(node.this, sorts) is Sort.BOOLEAN:
            return Sort.WHOLE
        case exp.Dot():
            return _of_field(node, sorts)
        case exp.Case():
            results = [branch.args["true"] for branch in node.args["ifs"]]
            default = node.args.get("default")
            return _common([*results, *([default] if default else [])], sorts)
        case exp.Coalesce() | exp.Least() | exp.Greatest():
            return _common([node.this, *node.expressions], sorts)
        case exp.Add() | exp.Sub() | exp.Mul():
            return _of_arithmetic(node, sorts)
        case exp.Subquery() if isinstance(node.this, exp.Select) and node.this.expressions:
            return sort_of(node.this.expressions[0], sorts)
    if isinstance(node, WHOLE):
        return Sort.WHOLE
    if isinstance(node, REAL):
        return Sort.REAL
    if isinstance(node, TRUTH):
        return Sort.BOOLEAN
    if isinstance(node, TEXTUAL):
        return Sort.TEXT
    return sort_of(node.this, sorts) if isinstance(node, ALIKE) else None


def _of_arithmetic(node: exp.Binary, sorts: Columns) -> Sort | None:
    left, right = sort_of(node.left, sorts), sort_of(node.right, sorts)
    if Sort.DATE in (left, right):
        return Sort.WHOLE if left is right else Sort.DATE
    return _common([node.left, node.right], sorts)


def _of_field(node: exp.Dot, sorts: Columns) -> Sort | None:
    """`max({'h': day, 'v': x}).v` is of the kind of x."""
    struct = node.find(exp.Struct)
    for field in struct.expressions if struct else ():
        if field.this.name == node.expression.name:
            return sort_of(field.expression, sorts)
    return None


def _common(nodes: list[exp.Expr], sorts: Columns) -> Sort | None:
    found = {sort for node in nodes if (sort := sort_of(node, sorts))}
    return _wider(found) if found else None


def _wider(found: set[Sort]) -> Sort:
    """The kind that values of all these become together."""
    for widest, inside in (
        (Sort.REAL, {Sort.REAL, Sort.DECIMAL, Sort.WHOLE}),
        (Sort.DECIMAL, {Sort.DECIMAL, Sort.WHOLE}),
    ):
        if widest in found and found <= inside:
            return widest
    return next(iter(found)) if len(found) == 1 else Sort.MIXED

"""What a definition may hold to mean the same on Spark: a list of what is known, no more."""

from __future__ import annotations

from collections.abc import Iterator

from sqlglot import exp

__all__ = ["faults_of"]

# Each of these was held against the embedded engine on drawn rows, once with missing values
# and ties (`tests/features/engine/test_spark_constructs.py`). Whatever is not here is refused:
# a translator that passes on what it does not know gives other figures without a word.
CLAUSES = {"Alias", "CTE", "Distinct", "Except", "From", "Group", "Having", "Identifier", "In",
           "Intersect", "Join", "Order", "Ordered", "Select", "Star", "Subquery", "Table",
           "TableAlias", "Tuple", "Union", "Values", "Var", "Where", "With"}  # fmt: skip
VALUES = {"Add", "And", "Between", "Boolean", "Case", "Cast", "Coalesce", "Column", "DataType",
          "Div", "Dot", "EQ", "Exists", "GT", "GTE", "Greatest", "If", "IntDiv", "Interval",
          "Is", "LT", "LTE", "Least", "Literal", "Mod", "Mul", "NEQ", "Neg", "Not", "Null",
          "NullSafeEQ", "NullSafeNEQ", "Nullif", "Or", "Paren", "PropertyEQ", "Struct", "Sub",
          "Try", "TryCast"}  # fmt: skip
FUNCTIONS = {"Abs", "Ceil", "Contains", "DateDiff", "Day", "Exp", "Floor", "Left", "Length",
             "Like", "Ln", "Lower", "Month", "Pow", "Quarter", "Round", "Sign", "Sqrt",
             "StartsWith", "Substring", "Trim", "Upper", "Year"}  # fmt: skip
AGGREGATES = {"Avg", "Count", "CountIf", "Filter", "LogicalAnd", "LogicalOr", "Max", "Median",
              "Min", "Stddev", "StddevPop", "StddevSamp", "Sum", "Variance",
              "VariancePop"}  # fmt: skip
WINDOWS = {"CumeDist", "DenseRank", "FirstValue", "Lag", "LastValue", "Lead", "Ntile",
           "PercentRank", "Rank", "RowNumber", "Window", "WindowSpec"}  # fmt: skip
KNOWN = CLAUSES | VALUES | FUNCTIONS | AGGREGATES | WINDOWS
NAMED = {"to_months", "to_years"}  # functions that sqlglot has no word for
TYPES = {"BIGINT", "BOOLEAN", "DATE", "DOUBLE", "INT", "TEXT", "VARCHAR"}
UNITS = {"DAY", "MONTH", "YEAR"}
PARTS = {"DAY", "MONTH", "QUARTER", "YEAR"}


def faults_of(tree: exp.Expr, tables: frozenset[str]) -> Iterator[str]:
    """What in `tree` is not known to mean the same on Spark, in words.

    `tables` are the ones that may be read, in lower case; a query's own come on top.
    """
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for node in tree.walk():
        kind = type(node).__name__
        if isinstance(node, exp.Anonymous):
            if node.name.lower() not in NAMED:
                yield f"the function {node.name.lower()}"
        elif kind not in KNOWN:
            yield _words(node)
        if isinstance(node, exp.Table) and (
            node.args.get("db") or node.name.lower() not in tables | own
        ):
            yield f"the table {node.sql(dialect='duckdb')}, which was not shown to it"
        yield from _faults_of_clause(node)
        yield from _faults_of_value(node)


def _words(node: exp.Expr) -> str:
    if isinstance(node, exp.Func):
        return f"the function {node.sql(dialect='duckdb')[:60]}"
    return f"{node.key} ({node.sql(dialect='duckdb')[:60]})"


def _faults_of_clause(node: exp.Expr) -> Iterator[str]:
    match node:
        case exp.Join():
            odd = [node.args.get(word) for word in ("method", "global_", "match_condition")]
            kind = node.kind if node.kind not in ("", "CROSS", "INNER", "OUTER") else ""
            if found := next((str(word) for word in [*odd, kind] if word), ""):
                yield f"an {found} join"
        case exp.SetOperation() if node.args.get("by_name"):
            yield "a union by name"
        case exp.Distinct() if node.args.get("on"):
            yield "DISTINCT ON"
        case exp.With() if node.recursive:
            yield "a recursive query"
        case exp.Group() if any(
            node.args.get(word) for word in ("grouping_sets", "cube", "rollup", "totals")
        ):
            yield "grouping sets"
        case exp.Tuple() if not isinstance(node.parent, exp.Values | exp.In):
            yield "a row of values compared as one"
        case exp.Select():
            for word in ("qualify", "laterals", "sample", "pivots", "limit", "offset", "kind"):
                if node.args.get(word):
                    yield word.upper()


def _faults_of_value(node: exp.Expr) -> Iterator[str]:
    match node:
        case exp.Cast() | exp.TryCast() if node.to.this.value not in TYPES:
            yield f"the type {node.to.this.value}"
        case exp.Interval() if str(node.unit).upper() not in UNITS or not isinstance(
            node.this, exp.Literal
        ):
            yield f"the interval {node.sql(dialect='duckdb')}"
        case exp.DateDiff() if str(node.args.get("unit")).upper() not in PARTS:
            yield f"datediff in {str(node.args.get('unit')).lower()}s"
        case exp.Round() if (digits := node.args.get("decimals")) and digits.name != "0":
            yield "round to decimals: two engines round 1.005 differently"
        case exp.Struct() if not isinstance(node.parent, exp.Max | exp.Min):
            yield "a struct other than in max({'h': ..., 'v': ...}).v"
        case exp.Like() if (
            not isinstance(node.expression, exp.Literal) or "\\" in node.expression.name
        ):
            yield "LIKE with a pattern that is no plain text"
        case exp.Substring() if not (
            isinstance(start := node.args.get("start"), exp.Literal) and int(start.name) >= 1
        ):
            yield "substring from anything but a place counted from 1"
        case exp.Count() if node.expressions or (
            isinstance(node.this, exp.Distinct) and len(node.this.expressions) != 1
        ):
            yield "a count of several columns at once"
        case exp.WindowSpec() if str(node.args.get("kind")).upper() != "ROWS":
            yield "a window frame other than ROWS"
        case exp.Trim() if node.expression:
            yield "trim of other than blanks"

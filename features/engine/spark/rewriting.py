"""Constructs that Spark writes alike and computes otherwise, rewritten until they agree."""

from __future__ import annotations

from functools import cache

from sqlglot import exp, parse_one

from features.engine.spark.kinds import Columns, Sort, sort_of

__all__ = ["Refused", "rewritten"]

# Where an expression without an answer, as ln(0), is carried on to the end as not-a-number, and
# so becomes missing, as it does by TRY in the embedded engine.
CARRIES = (exp.Paren, exp.Neg, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Cast, exp.Abs, exp.Round,
           exp.Coalesce, exp.Greatest, exp.Ln, exp.Sqrt, exp.Exp, exp.Nullif, exp.Case, exp.If,
           exp.Max, exp.Min)  # fmt: skip


class Refused(Exception):
    """A construct that has no equal on Spark, in words."""


def rewritten(tree: exp.Expr, sorts: Columns) -> exp.Expr:
    """`tree` such that Spark computes what the embedded engine does. Raises `Refused`."""
    for node in reversed(list(tree.walk())):  # what is inside first
        new = _rewritten(node, sorts)
        if node is tree:
            tree = new
        elif new is not node:
            node.replace(new)
    return tree


def _rewritten(node: exp.Expr, sorts: Columns) -> exp.Expr:
    """One node, those inside it being rewritten already."""
    match node:
        case exp.Anonymous():
            return _months(node)
        case exp.Avg():
            return exp.Avg(this=_as(node.this, "DOUBLE"))
        case exp.TryCast():
            return _tried_cast(node, sorts)
        case exp.Cast():
            return _cast(node, sorts)
        case exp.DateDiff():
            return _difference(node)
        case exp.Day() | exp.Month() | exp.Quarter() | exp.Year() | exp.Length():
            # 64 bits, as in the embedded engine, or sums of them would overflow sooner.
            return _as(node, "BIGINT")
        case exp.Div():
            return _quotient(node)
        case exp.Dot() if isinstance(node.this, exp.Filter):
            # Spark wants brackets round an aggregate that a field is taken of.
            return exp.Dot(this=exp.Paren(this=node.this.copy()), expression=node.expression)
        case exp.IntDiv():
            return _whole_quotient(node, sorts)
        case exp.Left():
            return _left(node)
        case exp.Ln() | exp.Sqrt():
            return _partial(node)
        case exp.Median():
            return _median(node, sorts)
        case exp.Mod():
            return exp.Mod(this=node.left.copy(), expression=_never_nought(node.right))
        case exp.Struct():
            return _latest(node)
        case exp.Sub():
            return _minus(node, sorts)
        case exp.Sum() if sort_of(node.this, sorts) is Sort.BOOLEAN:
            return exp.Sum(this=_as(node.this, "BIGINT"))
    return node


def _function(name: str, *arguments: exp.Expr) -> exp.Expr:
    """A function that is written as it stands, whatever sqlglot knows of it."""
    return exp.Anonymous(this=name, expressions=[argument.copy() for argument in arguments])


@cache
def _template(text: str) -> exp.Expr:
    return parse_one(text, read="spark")


def _written(text: str, **nodes: exp.Expr) -> exp.Expr:
    """`text` with each `:name` replaced, in brackets."""
    wrapped = {name: exp.Paren(this=node.copy()) for name, node in nodes.items()}
    return exp.Paren(this=exp.replace_placeholders(_template(text).copy(), **wrapped))


def _as(node: exp.Expr, kind: str) -> exp.Expr:
    return exp.Cast(this=node.copy(), to=exp.DataType.build(kind, dialect="spark"))


def _difference(node: exp.DateDiff) -> exp.Expr:
    """Spark counts whole months where the embedded engine counts boundaries passed."""
    later, earlier = node.this, node.expression
    match str(node.args["unit"]).upper():
        case "DAY":
            return _as(_function("datediff", later, earlier), "BIGINT")
        case "MONTH":
            text = "CAST(year(:a) * 12 + month(:a) - year(:b) * 12 - month(:b) AS BIGINT)"
        case "QUARTER":
            text = "CAST(year(:a) * 4 + quarter(:a) - year(:b) * 4 - quarter(:b) AS BIGINT)"
        case _:
            text = "CAST(year(:a) - year(:b) AS BIGINT)"
    return _written(text, a=later, b=earlier)


def _minus(node: exp.Sub, sorts: Columns) -> exp.Expr:
    """The difference of two days is a number of days; on Spark it would be an interval."""
    left, right = sort_of(node.left, sorts), sort_of(node.right, sorts)
    if left is Sort.DATE and right is Sort.DATE:
        return _as(_function("datediff", node.left, node.right), "BIGINT")
    if Sort.MIXED in (left, right) and right is not Sort.INTERVAL:
        raise Refused(f"a difference whose kind cannot be told: {_said(node)}")
    return node


def _quotient(node: exp.Div) -> exp.Expr:
    """Of 64-bit floats, and missing where it is by nought; Spark divides decimals as such."""
    by = exp.Nullif(this=_as(node.right, "DOUBLE"), expression=exp.Literal.number("0D"))
    return exp.Div(this=_as(node.left, "DOUBLE"), expression=by, typed=True, safe=True)


def _whole_quotient(node: exp.IntDiv, sorts: Columns) -> exp.Expr:
    kinds = {sort_of(node.left, sorts), sort_of(node.right, sorts)}
    if kinds - {Sort.WHOLE}:
        raise Refused(f"// of other than whole numbers: {_said(node)}")
    return exp.IntDiv(this=node.left.copy(), expression=_never_nought(node.right))


def _never_nought(node: exp.Expr) -> exp.Expr:
    return exp.Nullif(this=node.copy(), expression=exp.Literal.number(0))


def _cast(node: exp.Cast, sorts: Columns) -> exp.Expr:
    target, kind = node.to.this.value, sort_of(node.this, sorts)
    null = isinstance(node.this, exp.Null)
    if target in ("INT", "BIGINT"):
        if kind is Sort.REAL:  # half to even, where Spark cuts off
            node.set("this", _function("rint", node.this))
        elif kind is Sort.DECIMAL:  # half away from nought
            node.set("this", _function("round", node.this, exp.Literal.number(0)))
        elif kind not in (Sort.WHOLE, Sort.BOOLEAN) and not null:
            raise Refused(f"a cast to whole numbers of what may be {kind}: {_said(node)}")
    elif target == "DOUBLE" and kind in (Sort.TEXT, Sort.DATE):
        raise Refused(f"a number read from text: {_said(node)}")
    elif target == "DATE":
        written = isinstance(node.this, exp.Literal) and len(node.this.name) == 10
        if not (written or null or kind is Sort.DATE):
            raise Refused(f"a date read from text: {_said(node)}")
    elif target in ("TEXT", "VARCHAR"):
        if kind not in (Sort.TEXT, Sort.WHOLE) and not null:
            raise Refused(f"a text made of {kind}: {_said(node)}")
        node.set("to", exp.DataType.build("STRING", dialect="spark"))
    elif target == "BOOLEAN" and kind is not Sort.BOOLEAN and not null:
        raise Refused(f"a truth made of {kind}: {_said(node)}")
    return node


def _tried_cast(node: exp.TryCast, sorts: Columns) -> exp.Expr:
    """A whole number from text: digits alone; what engines read differently is an error."""
    if (
        node.to.this.value not in ("INT", "BIGINT")
        or sort_of(node.this, sorts) is not Sort.TEXT
    ):
        raise Refused(f"TRY_CAST of other than text to whole numbers: {_said(node)}")
    return _written(
        "CASE WHEN :x RLIKE '^[0-9]{1,9}$' THEN CAST(:x AS BIGINT)"
        " WHEN :x RLIKE '^[ ]*[+-]?[0-9][0-9._eExXA-Fa-f]*[ ]*$'"
        " THEN raise_error('text that engines read as different numbers') END",
        x=node.this,
    )


def _latest(node: exp.Struct) -> exp.Expr:
    """Missing sorts last within a struct; on Spark first. A flag before each field says so."""
    fields: list[exp.Expr] = []
    for field in node.expressions:
        value = exp.Paren(this=field.expression.copy())
        missing = exp.Is(this=value, expression=exp.Null())
        fields += [
            exp.PropertyEQ(
                this=exp.to_identifier(f"{field.this.name}_missing"), expression=missing
            ),
            field.copy(),
        ]
    return exp.Struct(expressions=fields)


def _median(node: exp.Median, sorts: Columns) -> exp.Expr:
    kind = sort_of(node.this, sorts)
    if kind not in (Sort.WHOLE, Sort.REAL):
        raise Refused(f"a median of {kind}: {_said(node)}")
    return node


def _partial(node: exp.Ln | exp.Sqrt) -> exp.Expr:
    """ln and sqrt have no answer outside their domain: an error, or missing within TRY."""
    outside = "<= 0D" if isinstance(node, exp.Ln) else "< 0D"
    name = "ln" if isinstance(node, exp.Ln) else "sqrt"
    if not node.find_ancestor(exp.Try):
        answer = f"raise_error('{name} of a number outside its domain')"
    elif _is_carried(node):
        answer = "CAST('NaN' AS DOUBLE)"
    else:
        raise Refused(f"{name} where its failure would be hidden: {_said(node)}")
    return _written(
        f"CASE WHEN CAST(:x AS DOUBLE) {outside} THEN {answer}"
        f" ELSE {name}(CAST(:x AS DOUBLE)) END",
        x=node.this,
    )


def _is_carried(node: exp.Expr) -> bool:
    """Does a not-a-number here reach the end, whatever stands around it?"""
    inside, above = node, node.parent
    while above is not None and not isinstance(above, exp.Try):
        asked = isinstance(above, exp.If) and above.this is inside
        compared = isinstance(above, exp.Nullif) and above.expression is inside
        switched = isinstance(above, exp.Case) and above.args.get("this") is inside
        if asked or compared or switched or not isinstance(above, CARRIES):
            return False
        inside, above = above, above.parent
    return True


def _left(node: exp.Left) -> exp.Expr:
    """A negative length leaves out so many at the end; on Spark it leaves nothing."""
    if isinstance(node.expression, exp.Literal):
        return node
    return _written(
        "CASE WHEN :n >= 0 THEN left(:x, :n)"
        " WHEN :n < 0 THEN left(:x, greatest(length(:x) + :n, 0)) END",
        x=node.this,
        n=_as(node.expression, "INT"),
    )


def _months(node: exp.Anonymous) -> exp.Expr:
    (number,) = node.expressions
    count, nought = _as(number, "INT"), exp.Literal.number(0)
    if node.name.lower() == "to_months":
        return _function("make_ym_interval", nought, count)
    return _function("make_ym_interval", count, nought)


def _said(node: exp.Expr) -> str:
    return node.sql(dialect="duckdb")[:80]

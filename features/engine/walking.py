"""One walk over a syntax tree of the engine's: what is computed on, and what only ties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

__all__ = ["Node", "Reading", "Walk"]

Node: TypeAlias = dict[str, object]

# Where a tie between rows may stand without becoming a value: equal or not equal to another.
TYING = {
    "COMPARE_EQUAL",
    "COMPARE_NOTEQUAL",
    "COMPARE_DISTINCT_FROM",
    "COMPARE_NOT_DISTINCT_FROM",
}
# Functions that hand on one of their rows' values unchanged: what they carry keeps its nature.
CARRYING = {"any_value", "arg_max", "arg_min", "first_value", "lag", "last_value", "lead",
            "max_by", "min_by"}  # fmt: skip
EXPRESSIONS = {"BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT",
               "FUNCTION", "OPERATOR", "SUBQUERY", "TYPE", "WINDOW"}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """Everything one query or expression touches, all names in lower case.

    `values` are the columns whose value is computed on; the rest only tie rows together
    (joined, grouped, counted as distinct, passed on). `renames` are (old, new) names of columns
    passed on unchanged, `made` tables of its own, `oddities` what lies outside the fixed
    subset, in words.
    """

    tables: frozenset[str]
    functions: frozenset[str]
    columns: frozenset[str]
    values: frozenset[str]
    renames: frozenset[tuple[str, str]]
    made: frozenset[str]
    oddities: tuple[str, ...]

    def also_called(self, names: frozenset[str]) -> frozenset[str]:
        """`names` and every other name under which the same columns are passed on."""
        found = set(names)
        while more := {new for old, new in self.renames if old in found} - found:
            found |= more
        return frozenset(found)


@dataclass
class Walk:
    """One pass over a syntax tree, noting what stands where."""

    tables: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    made_here: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)
    paths: set[tuple[str, ...]] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    renames: set[tuple[str, str]] = field(default_factory=set)
    oddities: list[str] = field(default_factory=list)

    def told(self) -> Reading:
        """What was noted so far."""
        known = self.tables | self.aliases | self.made_here
        for path in sorted(self.paths):
            if len(path) == 1 and path[0] in known:
                self.oddities.append(f"the whole row of {path[0]}")
        # A first part that is a table's name tells where a column stands; the rest is columns.
        columns = {
            part for path in self.paths for part in path[len(path) > 1 and path[0] in known :]
        }
        return Reading(
            tables=frozenset(self.tables - self.made_here),
            functions=frozenset(self.functions),
            columns=frozenset(columns),
            values=frozenset(self.values),
            renames=frozenset(self.renames),
            made=frozenset(self.made_here),
            oddities=tuple(self.oddities),
        )

    def query(self, node: Node) -> list[tuple[str, frozenset[str]]]:
        """Walk a SELECT or a set of them; (name, columns handed on) of each output."""
        for entry in _nodes(_child(node, "cte_map").get("map")):
            self.made_here.add(str(entry["key"]).lower())
            value = _child(entry, "value")
            names = value.get("aliases") or []
            self.named(self.query(_child(value, "query_node")), names)
        self.modifiers(node)
        if node.get("type") == "SET_OPERATION_NODE":
            parts = [self.query(part) for part in _nodes(node.get("children"))]
            by_name = str(node.get("setop_type", "")).endswith("BY_NAME")
            for part in parts[1:] if not by_name else ():
                for (first, _), (other, _) in zip(parts[0], part, strict=False):
                    self.renames |= {(other, first), (first, other)}
            return parts[0] if parts else []
        if node.get("type") != "SELECT_NODE":
            self.oddities.append(f"a {node.get('type')}")
            return []
        self.source(_child(node, "from_table"))
        for clause in ("where_clause", "having", "qualify"):
            if node.get(clause):
                self.expression(_child(node, clause))
        for group in _nodes(node.get("group_expressions")):
            self.expression(group, ties=True)
        if node.get("sample"):
            self.oddities.append("a sample")
        return [self.output(item, node) for item in _nodes(node.get("select_list"))]

    def output(self, item: Node, node: Node) -> tuple[str, frozenset[str]]:
        if item.get("class") == "STAR":
            listed = _child(node, "from_table").get("type") == "EXPRESSION_LIST"
            if not listed:
                self.oddities.append("a star that selects every column")
            return "*", frozenset()
        carried = self.carried(item)
        self.expression(item, ties=True)
        own = self.column(item)[-1] if item.get("class") == "COLUMN_REF" else ""
        name = str(item.get("alias") or own).lower()
        if carried and not name:
            self.oddities.append("a column handed on without a name")
        self.renames |= {(column, name) for column in carried or () if column != name}
        return name, carried or frozenset()

    def named(self, outputs: list[tuple[str, frozenset[str]]], names: object) -> None:
        """Column names given in brackets after a table's name."""
        given = [str(name).lower() for name in names] if isinstance(names, list) else []
        self.renames |= {
            (old, new) for (old, _), new in zip(outputs, given, strict=False) if old
        }

    def modifiers(self, node: Node) -> None:
        for modifier in _nodes(node.get("modifiers")):
            for order in _nodes(modifier.get("orders")):
                self.expression(_child(order, "expression"), ties=True)
            for target in _nodes(modifier.get("distinct_on_targets")):
                self.expression(target, ties=True)

    def source(self, node: Node) -> None:
        kind, alias = node.get("type"), str(node.get("alias") or "").lower()
        if alias:
            self.aliases.add(alias)
        match kind:
            case "EMPTY":
                pass
            case "BASE_TABLE":
                if node.get("schema_name") or node.get("catalog_name"):
                    self.oddities.append("a table of another schema")
                if node.get("column_name_alias"):
                    self.oddities.append("a register with its columns renamed by place")
                self.tables.add(str(node["table_name"]).lower())
            case "JOIN":
                if node.get("ref_type") not in ("REGULAR", "CROSS", "ASOF"):
                    self.oddities.append(f"a {str(node.get('ref_type')).lower()} join")
                self.source(_child(node, "left"))
                self.source(_child(node, "right"))
                using = node.get("using_columns")
                listed = using if isinstance(using, list) else []
                self.paths |= {(str(name).lower(),) for name in listed}
                if node.get("condition"):
                    self.expression(_child(node, "condition"))
            case "SUBQUERY":
                outputs = self.query(_child(_child(node, "subquery"), "node"))
                self.named(outputs, node.get("column_name_alias"))
            case "TABLE_FUNCTION":
                self.expression(_child(node, "function"))
            case "EXPRESSION_LIST":
                for row in node.get("values") or []:  # type: ignore[attr-defined]
                    for value in row:
                        self.expression(value)
            case _:
                self.oddities.append(f"a {str(kind).lower()}")

    def expression(self, node: Node, *, ties: bool = False) -> None:
        """Walk an expression; `ties` says that a column handed on here is not computed on."""
        kind, form = node.get("class"), str(node.get("type"))
        if kind not in EXPRESSIONS:
            self.oddities.append(f"a {str(kind).lower()}")
        if kind == "COLUMN_REF":
            path = self.column(node)
            self.paths.add(path)
            if not ties:
                self.values |= set(path[-2:])
            return
        if kind in ("FUNCTION", "WINDOW") and node.get("function_name"):
            self.functions.add(str(node["function_name"]).lower())
        if kind == "SUBQUERY":
            inner = self.query(_child(_child(node, "subquery"), "node"))
            if node.get("subquery_type") == "SCALAR":
                self.values |= {name for name, _ in inner}
            if node.get("child"):  # `a IN (SELECT b ...)` ties a to b
                tied = all(carried for _, carried in inner)
                self.expression(_child(node, "child"), ties=tied)
            return
        for part, tied in self.parts(node, form, ties=ties):
            self.expression(part, ties=tied)

    def parts(self, node: Node, form: str, *, ties: bool) -> Iterator[tuple[Node, bool]]:
        """The expressions inside one, each with whether it only ties there."""
        if node.get("class") == "COMPARISON":
            sides = (_child(node, "left"), _child(node, "right"))
            tied = form in TYING and all(self.carried(side) is not None for side in sides)
            yield from ((side, tied) for side in sides)
            return
        handed = ties and self.carried(node) is not None
        if chosen := self.latest(node):
            self.functions |= {"max", "struct_pack"}
            yield from ((part, handed and name == chosen[0]) for name, part in chosen[1])
            return
        counted = node.get("function_name") == "count" and bool(node.get("distinct"))
        null = form in ("OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL")
        for key, below in node.items():
            if key in ("alias", "type_expr", "qualified_name"):
                continue
            for number, part in enumerate(_expressions(below)):
                own = key in ("arguments", "children")
                passed = handed and (number == 0 or form == "OPERATOR_COALESCE")
                yield part, key == "partitions" or (own and (counted or null or passed))

    def carried(self, node: Node) -> frozenset[str] | None:
        """The columns whose unchanged value an expression is; None when it computes."""
        if node.get("class") == "COLUMN_REF":
            return frozenset({self.column(node)[-1]})
        if node.get("type") == "OPERATOR_COALESCE":
            parts = [self.carried(part) for part in _nodes(node.get("children"))]
            known = [part for part in parts if part is not None]
            return frozenset().union(*known) if len(known) == len(parts) else None
        if chosen := self.latest(node):
            return next(
                (self.carried(part) for name, part in chosen[1] if name == chosen[0]), None
            )
        if node.get("function_name") in CARRYING:
            arguments = _expressions(node.get("arguments"))
            return self.carried(arguments[0]) if arguments else None
        return None

    def latest(self, node: Node) -> tuple[str, list[tuple[str, Node]]] | None:
        """`max({'h': day, 'v': x}).v`, the value on the last day: its field, all fields."""
        children = _nodes(node.get("children"))
        if node.get("type") != "STRUCT_EXTRACT" or len(children) != 2:
            return None
        (packed,) = _expressions(children[0].get("arguments"))[:1] or [{}]
        if (
            children[0].get("function_name") != "max"
            or packed.get("function_name") != "struct_pack"
        ):
            return None
        wanted = str(_child(children[1], "literal").get("text"))
        fields = [
            (str(a.get("name")), _child(a, "expression"))
            for a in _nodes(packed.get("arguments"))
        ]
        return (wanted, fields) if not children[0].get("filter") else None

    def column(self, node: Node) -> tuple[str, ...]:
        names = node.get("column_names")
        return tuple(str(name).lower() for name in names) if isinstance(names, list) else ("",)


def _child(node: Node, key: str) -> Node:
    child = node.get(key)
    return child if isinstance(child, dict) else {}


def _nodes(listed: object) -> list[Node]:
    return (
        [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    )


def _expressions(value: object) -> list[Node]:
    """The expression nodes directly below a value of the tree, however wrapped."""
    if isinstance(value, list):
        return [found for item in value for found in _expressions(item)]
    if not isinstance(value, dict):
        return []
    if "class" in value:
        return [value]
    return [found for item in value.values() for found in _expressions(item)]

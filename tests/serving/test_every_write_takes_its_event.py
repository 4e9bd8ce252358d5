"""A function that writes cannot be called without its audit event."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import serving.store
from serving.store.tables import HOUSEKEEPING, METADATA

RECORDED = set(METADATA.tables) - HOUSEKEEPING


def writing(path: Path) -> Iterator[ast.FunctionDef]:
    """The functions others may call that write to a table that asks for a record."""
    tree = ast.parse(path.read_text("utf-8"))
    public = {
        name.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for name in ast.walk(node.value)
        if isinstance(name, ast.Constant)
    }
    kept = {  # statements that were put into words beforehand
        ast.unparse(target)
        for node in tree.body
        if isinstance(node, ast.Assign) and _writes(node.value, set())
        for target in node.targets
    }
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in public and _writes(node, kept):
            yield node


def _writes(within: ast.AST, kept: set[str]) -> bool:
    return any(
        ast.unparse(call.func) in kept
        or (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in ("insert", "update", "delete")
            and ast.unparse(call.func.value).removeprefix("t.") in RECORDED
        )
        for call in ast.walk(within)
        if isinstance(call, ast.Call)
    )


def test_every_writing_function_demands_its_event() -> None:
    rooms = sorted(Path(serving.store.__path__[0]).glob("*.py"))
    found = [one for path in rooms for one in writing(path)]
    demanding = {
        one.name
        for one in found
        for arg, default in zip(one.args.kwonlyargs, one.args.kw_defaults, strict=True)
        if arg.arg == "event" and default is None
        if arg.annotation is not None and ast.unparse(arg.annotation) == "AuditEvent"
    }
    assert {one.name for one in found} == demanding
    assert {"save_list", "decide", "record_outcome", "save_user", "make_token"} <= demanding

"""How every command speaks: progress apart, one table or one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from features.errors import LyktaError

__all__ = ["Say", "answer", "command", "steps"]

Say = Callable[[str], None]
P = ParamSpec("P")
R = TypeVar("R")


def _plain(value: object) -> object:
    """What JSON cannot hold, as text: dates in ISO form, paths with forward slashes."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return value.as_posix()
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def answer(
    result: Mapping[str, object],
    *,
    as_json: bool,
    title: str = "",
    columns: Sequence[str] = (),
    rows: Sequence[Sequence[object]] = (),
) -> None:
    """End a command: `result` as one JSON object, or `rows` as a table for a person.

    Without rows, the table shows the result's own scalar entries, one a line.
    """
    if as_json:
        sys.stdout.write(
            json.dumps(result, default=_plain, ensure_ascii=False, allow_nan=False) + "\n"
        )
        return
    if not rows:
        columns = columns or ("", "")
        rows = [(k, v) for k, v in result.items() if not isinstance(v, dict | list)]
    table = Table(title=title or None, title_justify="left", show_edge=False, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, overflow="fold", justify="left" if number == 0 else "default")
    for row in rows:
        table.add_row(*(escape("–" if cell is None else str(cell)) for cell in row))
    Console().print(table)


@contextmanager
def steps(title: str, *, quiet: bool = False) -> Iterator[Say]:
    """A line that says what is under way, on standard error; finished steps stay above it."""
    console = Console(stderr=True, quiet=quiet, highlight=False)
    with console.status(escape(title)) as status:

        def say(text: str) -> None:
            console.print(f"[dim]·[/dim] {escape(text)}")
            status.update(escape(title))

        yield say


def command(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function a command that shows a `LyktaError` as two lines and its exit code."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except LyktaError as error:
            console = Console(stderr=True, highlight=False)
            console.print(f"[bold red]✗[/bold red] {escape(error.message)}", soft_wrap=True)
            if error.hint:
                console.print(f"  [dim]→[/dim] {escape(error.hint)}", soft_wrap=True)
            raise typer.Exit(error.exit_code) from None

    return run

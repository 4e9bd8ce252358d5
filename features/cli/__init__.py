"""lykta features: one command line, a room per group of commands."""

from __future__ import annotations

import typer

from features.cli import deliveries, linking, matrices, pages

__all__ = ["app"]

app = typer.Typer(
    name="features", help="Registers in, one checked matrix out.", no_args_is_help=True
)
# Without a name of their own, the rooms' commands stand side by side.
for room in (deliveries, linking, matrices, pages):
    app.add_typer(room.app)

"""lykta store: bring the store to this version."""

from __future__ import annotations

from pathlib import Path

import typer

from features.console import answer, command
from serving.commands import AS_JSON, WORKSPACE, settings_with

__all__ = ["store_app"]

store_app = typer.Typer(help="Look after the store.", no_args_is_help=True)


@store_app.command("migrate")
@command
def migrate_store(workspace: Path | None = WORKSPACE, as_json: bool = AS_JSON) -> None:
    """Make the store's tables, or bring them to this version. All or nothing."""
    from serving.store.database import connect
    from serving.store.migrating import NEWEST

    connect(settings_with(workspace=workspace).store, create=True).dispose()
    answer({"version": NEWEST}, as_json=as_json)

"""lykta store: bring the store to this version, copy it, put it back, remove what is old."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer

from features.console import answer, command
from serving.audit_vocabulary import EventType
from serving.commands import AS_JSON, WORKSPACE, settings_with

__all__ = ["store_app"]


class _OnlyCounting(Exception):
    """Takes back what a dry run removed."""


store_app = typer.Typer(help="Look after the store.", no_args_is_help=True)


@store_app.command("migrate")
@command
def migrate_store(workspace: Path | None = WORKSPACE, as_json: bool = AS_JSON) -> None:
    """Make the store's tables, or bring them to this version. All or nothing."""
    from serving.store.database import connect
    from serving.store.migrating import NEWEST

    connect(settings_with(workspace=workspace).store, create=True).dispose()
    answer({"version": NEWEST}, as_json=as_json)


@store_app.command("backup")
@command
def back_up(
    file: Path = typer.Argument(help="A file that is not there yet."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Copy the store to a file, checked before it gets its name. The service may go on."""
    from serving.errand import operating
    from serving.store.copying import copy_store
    from serving.store.database import connect

    database = connect(settings_with(workspace=workspace).store)
    event = operating("säkerhetskopiering").event(EventType.STORE_COPIED)
    counts = copy_store(database, file, event=event)
    _tell_counts(counts, {"file": file}, as_json=as_json)


@store_app.command("restore")
@command
def restore(
    file: Path = typer.Argument(help="What `lykta store backup` wrote."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Fill an empty store, SQLite or PostgreSQL, from a copy. All or nothing."""
    from serving.errand import operating
    from serving.reviewing.witness import forget
    from serving.store.copying import restore_store
    from serving.store.database import connect

    settings = settings_with(workspace=workspace)
    database = connect(settings.store, create=True)
    event = operating("återställning").event(EventType.STORE_RESTORED)
    counts = restore_store(file, database, event=event)
    forget(settings.mlruns)  # every model is approved anew: a stop may have come since
    _tell_counts(counts, {"file": file}, as_json=as_json)


@store_app.command("retain")
@command
def retain(
    dry_run: bool = typer.Option(False, "--dry-run", help="Count, and remove nothing."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Remove what has been kept long enough, and write the protocol of what went."""
    from models.audit.kept import kept_before
    from serving.errand import operating
    from serving.exporting.expiring import expired_in, forget_expired
    from serving.retention import read_retention
    from serving.store.audit_log import append
    from serving.store.database import connect, transaction
    from serving.store.lists import inputs_in_use
    from serving.store.models_used import models_used
    from serving.store.removing import Removal, remove
    from serving.targeting.frozen import unused_inputs

    settings = settings_with(workspace=workspace)
    retention = read_retention(settings.retention)
    today = datetime.now(UTC).date()
    event = operating(f"gallring enligt {retention.name}").event(EventType.ROWS_REMOVED)
    unused: Sequence[Path] = ()
    audits_before = retention.last_kept("audits", today)
    audits: Sequence[Path] = ()
    with suppress(_OnlyCounting), transaction(connect(settings.store)) as connection:
        protocol = remove(connection, retention, today, event=event)
        yesterday = datetime.now(UTC) - timedelta(days=1)
        used = inputs_in_use(connection)
        unused = unused_inputs(settings.workspace / "choices", used, yesterday)
        if unused:
            told = ("inputs", yesterday.date().isoformat(), *(one.name for one in unused))
            append(connection, replace(event, objects=told, rows=len(unused)))
        # What a model was judged by is of use for as long as a list that it made is kept.
        judged = frozenset(one.digest for one in models_used(connection))
        audits = kept_before(settings.workspace, audits_before, judged)
        if audits:
            told = ("audits", audits_before.isoformat(), *(one.name for one in audits))
            append(connection, replace(event, objects=told, rows=len(audits)))
        taken_out = expired_in(settings.workspace / "exports")
        protocol = [
            *protocol,
            Removal("audits", audits_before, len(audits)),
            Removal("export_files", yesterday.date(), len(taken_out)),
            Removal("inputs", yesterday.date(), len(unused)),
        ]
        if dry_run:
            raise _OnlyCounting
    if not dry_run:  # after the record of it is safe: what is left over goes the next time
        for home in (*unused, *audits):
            shutil.rmtree(home)
        forget_expired(settings.workspace / "exports")
    rows = [(one.kind, one.before, one.rows, len(one.lists)) for one in protocol]
    result = {
        "retention": retention.name,
        "on": today.isoformat(),
        "removed": not dry_run,
        "classes": [
            {
                "class": one.kind,
                "before": one.before.isoformat(),
                "rows": one.rows,
                "lists": list(one.lists),
            }
            for one in protocol
        ],
    }
    if not dry_run:
        folder = settings.workspace / "protocols"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"gallring-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.json"
        file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        result["protocol"] = file.as_posix()
    columns = ("class", "older than", "rows", "lists")
    title = f"{retention.name}{' (nothing removed)' if dry_run else ''}"
    answer(result, as_json=as_json, title=title, columns=columns, rows=rows)


def _tell_counts(counts: object, more: dict[str, object], *, as_json: bool) -> None:
    assert isinstance(counts, dict)
    rows = [(table, number) for table, number in counts.items() if number]
    result = {**more, "rows": dict(rows)}
    answer(result, as_json=as_json, title="Store", columns=("table", "rows"), rows=rows)

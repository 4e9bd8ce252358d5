"""lykta lists, lykta audit: show and export lists, check the log."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from features.console import answer, command
from features.errors import NotFound
from serving.audit import EventType
from serving.settings import Settings, read_settings

if TYPE_CHECKING:
    from serving.targeting.inspection_list import InspectionList

__all__ = ["AS_JSON", "WORKSPACE", "audit_app", "lists_app", "settings_with"]

lists_app = typer.Typer(help="Show and export lists.", no_args_is_help=True)
audit_app = typer.Typer(help="Check the audit log.", no_args_is_help=True)

WORKSPACE = typer.Option(None, "--workspace", help="Folder of everything made (default: data).")
AS_JSON = typer.Option(False, "--json", help="One JSON object instead of a table.")
WEEK = typer.Option(None, "--week", help="As 2026-W48; the newest list when left out.")
LANGUAGE = typer.Option(None, "--lang", help="sv or en.")


def settings_with(**said: object) -> Settings:
    """The settings of the environment, with what the command line says over them."""
    given: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    return replace(read_settings(), **given)


@lists_app.command("show")
@command
def show_list(
    centre: str = typer.Argument(help="Code of the centre, as in `lykta lists show vast`."),
    week: str | None = WEEK,
    language: str | None = LANGUAGE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Show a centre's list. The read is logged."""
    from serving.pages.parts import entry_view
    from serving.pages.rendering import Reader
    from serving.wording import Language

    settings = settings_with(workspace=workspace, language=language)
    made = _newest(settings, centre, week)
    reader = Reader(Language(settings.language))
    views = [entry_view(made, entry, reader) for entry in made.entries]
    rows = [
        (
            view.rank,
            view.name,
            view.about,
            reader.text("list.filter.random") if view.is_random else view.band_words,
            view.lead.short,
            "; ".join(f"{one.sentence}: {one.value}".rstrip(": ") for one in view.top),
        )
        for view in views
    ]
    keys = ("rank", "name", "sector", "priority", "lead", "reasons")
    columns = [reader.text(f"column.{key}") for key in keys]
    result = {
        "id": made.id,
        "centre": made.centre.code,
        "week": str(made.week),
        "digest": made.digest,
        "entries": [dict(zip(keys, row, strict=True)) for row in rows],
    }
    title = f"{made.centre.name}, {reader.text('list.title', week=made.week.number)}"
    answer(result, as_json=as_json, title=title, columns=columns, rows=rows)


@lists_app.command("export")
@command
def export_list(
    centre: str = typer.Argument(help="Code of the centre."),
    folder: Path | None = typer.Option(None, "--folder", help="By default lists/."),
    week: str | None = WEEK,
    language: str | None = LANGUAGE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Write a centre's list as printout, CSV and JSON. The export is logged."""
    from serving.exports import write_list_files
    from serving.wording import Language

    settings = settings_with(workspace=workspace, language=language)
    made = _newest(settings, centre, week, EventType.LIST_EXPORTED)
    files = write_list_files(
        made, folder or settings.workspace / "lists", Language(settings.language)
    )
    result = {"id": made.id, "html": files.html, "csv": files.csv, "json": files.json}
    answer(result, as_json=as_json)


@audit_app.command("verify")
@command
def verify_audit(
    head: str | None = typer.Option(None, "--head", help="A digest kept elsewhere."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Check that no record and no list was changed, deleted, reordered or cut off."""
    from serving.store.audit_log import check_chain, records
    from serving.store.audit_log import head as kept
    from serving.store.database import connect, transaction
    from serving.store.lists import check_lists

    with transaction(connect(settings_with(workspace=workspace).store)) as connection:
        count, last = kept(connection)
        faults = [*check_chain(connection), *check_lists(connection)]
        if head and all(record.digest != head for record in records(connection)):
            faults.append("the record kept elsewhere is not in the log")
    result = {"records": count, "head": last, "is_whole": not faults, "faults": faults}
    rows = [("✗", fault) for fault in faults] or [("✓", f"{count} records, whole; head {last}")]
    answer(result, as_json=as_json, title="Audit log", columns=("", ""), rows=rows)
    if faults:
        raise typer.Exit(1)


def _newest(
    settings: Settings, centre: str, week: str | None, kind: EventType = EventType.LIST_READ
) -> InspectionList:
    """The centre's list of a week, or its newest, read as every reader reads."""
    from serving.reading import Read, read_list, read_lists
    from serving.store.database import connect
    from serving.targeting.week import Week

    database = connect(settings.store)
    asked = Week.parse(week) if week else None
    found = read_lists(database, Read(), centre=centre, week=asked)
    if not found:
        there = sorted({one.made.centre.code for one in read_lists(database, Read())})
        raise NotFound(
            f"There is no list of centre '{centre}'{f' for week {week}' if week else ''}.",
            f"centres with lists: {', '.join(there) or 'none; make lists with lykta demo'}",
        )
    made, _ = read_list(database, Read(), found[0].made.id, kind)
    return made

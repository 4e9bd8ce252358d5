"""lykta lists: show and export lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from features.console import answer, command
from features.errors import NotFound
from serving.audit_vocabulary import EventType
from serving.errors import PurposeMissing
from serving.settings import Settings, read_settings

if TYPE_CHECKING:
    from serving.targeting.inspection_list import InspectionList

__all__ = [
    "AS_JSON",
    "CASE",
    "COUNTRY",
    "WORKSPACE",
    "lists_app",
    "refuse_without",
    "settings_with",
]

lists_app = typer.Typer(help="Show and export lists.", no_args_is_help=True)

WORKSPACE = typer.Option(None, "--workspace", help="Folder of everything made (default: data).")
AS_JSON = typer.Option(False, "--json", help="One JSON object instead of a table.")
WEEK = typer.Option(None, "--week", help="As 2026-W48; the newest list when left out.")
CASE = typer.Option(None, "--case", help="Control case; needed for real data.")
COUNTRY = typer.Option(None, "--country", help="Module that declares the country.")
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
    case: str | None = CASE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Show a centre's list. The read is logged."""
    from serving.pages.parts import entry_view
    from serving.pages.rendering import Reader
    from serving.wording import Language

    settings = settings_with(workspace=workspace, language=language)
    made = _newest(settings, centre, week, case, "visa lista")
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
    case: str | None = CASE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Write a centre's list as printout, CSV and JSON. The export is logged."""
    from serving.exports import write_list_files
    from serving.wording import Language

    settings = settings_with(workspace=workspace, language=language)
    made = _newest(settings, centre, week, case, "exportera lista", EventType.LIST_EXPORTED)
    files = write_list_files(
        made, folder or settings.workspace / "lists", Language(settings.language)
    )
    result = {"id": made.id, "html": files.html, "csv": files.csv, "json": files.json}
    answer(result, as_json=as_json)


def refuse_without(case: str | None, made: InspectionList) -> None:
    """Pass for invented data, and for real data with a case; else raise `PurposeMissing`."""
    if not case and not made.provenance.invented:
        raise PurposeMissing(
            "The list is of real workplaces, and no control case was named.",
            "name the kontrollärende it is read for: --case AK-2026-17",
        )


def _newest(
    settings: Settings,
    centre: str,
    week: str | None,
    case: str | None,
    what_for: str,
    kind: EventType = EventType.LIST_READ,
) -> InspectionList:
    """The centre's list of a week, or its newest, read as every reader reads."""
    from serving.access.callers import Operator
    from serving.reading import read_list, read_lists
    from serving.store.database import connect
    from serving.targeting.week import Week

    database = connect(settings.store)
    asked = Week.parse(week) if week else None
    caller = Operator(what_for, centre, case or "")
    found = read_lists(database, caller, centre=centre, week=asked)
    if not found:
        there = sorted({one.made.centre.code for one in read_lists(database, caller)})
        raise NotFound(
            f"There is no list of centre '{centre}'{f' for week {week}' if week else ''}.",
            f"centres with lists: {', '.join(there) or 'none; make lists with lykta demo'}",
        )
    refuse_without(case, found[0].made)
    made = read_list(database, caller, found[0].made.id, kind)
    return made

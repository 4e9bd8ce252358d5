"""lykta nightly: one night, for a scheduler or a person."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

from features.console import answer, command, steps
from serving.commands import AS_JSON, COUNTRY, WORKSPACE, settings_with

__all__ = ["nightly"]

EXTRACTS = typer.Option(None, "--extracts", help="A delivery, or a folder of deliveries.")


@command
def nightly(
    as_of: str | None = typer.Option(
        None, "--as-of", help="First of a month; else delivery's."
    ),
    accept: Path | None = typer.Option(
        None, "--accept", help="Changes of codes somebody answers for (TOML)."
    ),
    strict: bool = typer.Option(False, "--strict", help="Stop at what must be looked at."),
    moved: bool = typer.Option(False, "--moved", help="Let a matrix pass that moved too far."),
    workspace: Path | None = WORKSPACE,
    country: str | None = COUNTRY,
    extracts: Path | None = EXTRACTS,
    as_json: bool = AS_JSON,
) -> None:
    """Check the delivery, load, build, explain and list; stop at a fault, keep the last lists.

    Ends with 0 when the lists are made, 3 or 9 when the delivery cannot be loaded, 8 when
    something is missing, 10 when no list keeps every rule, 16 when the matrix moved too far,
    17 when --strict stopped it, 75 while another night is under way, 1 at a crash.
    """
    from features.checks.acceptance import read_accepted
    from features.country import read_country
    from features.guard import check_country
    from features.vocabulary import AsOf
    from serving.logs import configure_logging
    from serving.nightly import Wish, run_night
    from serving.pages.night_page import night_page
    from serving.pages.rendering import Reader, render
    from serving.wording import Language

    settings = settings_with(workspace=workspace, country=country, extracts=extracts)
    configure_logging(settings.log_level, settings.log_format)
    declared = read_country(settings.country)
    check_country(declared)
    wish = Wish(
        AsOf.parse(as_of) if as_of else None,
        read_accepted(accept) if accept else (),
        strict,
        moved,
    )
    # At a terminal the steps are shown as they end; a scheduler reads them in the log.
    with steps("The night", quiet=not sys.stderr.isatty()) as say:
        night = run_night(settings, declared, wish, say=say)
    report = settings.workspace / "nights" / night.id / "night.html"
    reader = Reader(Language(settings.language))
    report.write_text(render(night_page(night, reader)), "utf-8")
    page = night_page(night, reader)
    result = {
        "night": night.id,
        "state": night.state.value,
        "exit_code": night.exit_code,
        "began_at": night.began_at.isoformat(),
        "resumed": night.resumed,
        "steps": [
            {"step": one.task.value, "seconds": one.seconds, **one.facts} for one in night.steps
        ],
        "fault": night.fault or None,
        "hint": night.hint or None,
        "report": report,
    }
    rows = [(one.name, one.seconds, one.said) for one in page.steps]
    rows += [(page.ended, "", night.fault)] if night.fault else [(page.ended, "", "")]
    rows.append((report.as_posix(), "", night.hint))
    answer(result, as_json=as_json, title=page.heading, columns=("", "s", ""), rows=rows)
    if night.exit_code:
        raise typer.Exit(night.exit_code)

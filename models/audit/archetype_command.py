"""lykta models archetypes: typical firms, and how far a single fact moves each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from features.console import answer, command

__all__ = ["archetypes"]


@command
def archetypes(
    run: str | None = typer.Option(None, help="Version or alias; by default the newest."),
    file: Path | None = typer.Option(None, help="Typical firms; by default the country's own."),
    country: str = typer.Option("features.sweden", "--country", help="Who declares them."),
    workspace: Path = typer.Option(Path("data"), "--workspace", help="Where all is kept."),
    recipe: Path | None = typer.Option(None, "--recipe", help="TOML recipe it was trained by."),
    mlruns: Path = typer.Option(Path("mlruns"), "--mlruns", help="Folder of MLflow's runs."),
    as_json: bool = typer.Option(False, "--json", help="One JSON object on standard output."),
) -> None:
    """Sweep single facts over typical firms; ends with 1 where a guarded one moves too far.

    Every guarded feature, and those near a protected ground that the file names, one at a
    time. Declared directions are proven on all trees besides.
    """
    from features.country import read_country
    from models.audit.archetypes import read_archetypes
    from models.audit.model_commands import opened
    from models.audit.of_archetypes import audit_archetypes
    from models.audit.policy import read_tolerance

    asked = read_archetypes(read_country(country), file)
    tolerance = read_tolerance(datetime.now(UTC).date())
    place = (country, workspace, recipe, mlruns)
    with opened(run, place, "Typical firms") as (registers, judged, say):
        told = audit_archetypes(registers, judged, workspace, asked, tolerance, say=say)
    rows = sorted(
        (
            (one["feature"], one["firm"], one["stands"], one["moved"],
             one["verdict"] if one["is_watched"] else "not watched")
            for one in told["sweeps"]
        ),
        key=lambda row: (row[4] != "fails", -row[3]),
    )  # fmt: skip
    answer(
        told,
        as_json=as_json,
        title=f"{told['verdict']}: at most {told['limit']} of {told['cohort']} places",
        columns=("fact", "firm", "stands at", "moves", "verdict"),
        rows=rows,
    )
    if not as_json:
        for one in told["directions"]["reversals"]:
            typer.echo(f"· {one['feature']} goes against its direction in {one['trees']} trees")
    if told["verdict"] == "fails":
        raise typer.Exit(1)

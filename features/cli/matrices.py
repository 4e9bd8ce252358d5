"""Commands for matrices: build those of some dates."""

from __future__ import annotations

from pathlib import Path

import typer

from features.cli.options import AS_JSON, COUNTRY, WORKSPACE
from features.console import answer, command, steps

__all__ = ["app"]

app = typer.Typer()


@app.command()
@command
def build(
    as_of: list[str] = typer.Option(
        ..., "--as-of", help="A first of a month; may be repeated."
    ),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Build the matrix of each as-of date; dates already built are left as they are."""
    from features.country import read_country
    from features.engine.registers import Registers
    from features.snapshots import build_snapshots
    from features.vocabulary import AsOf

    declared = read_country(country)
    dates = [AsOf.parse(text) for text in as_of]
    landed = workspace / "landed" / declared.name
    with steps("Building matrices") as say, Registers(landed, declared) as registers:
        found = build_snapshots(
            registers, dates, workspace / "matrices" / declared.name, say=say
        )
    answer(
        {
            "folder": found.folder,
            "digest": found.digest,
            "dates": [day.isoformat() for day in found.dates],
            "built": [day.isoformat() for day in found.built],
            "computed": found.computed,
        },
        as_json=as_json,
        columns=("as of", "now"),
        rows=[
            (d.isoformat(), "built" if d in found.built else "as before") for d in found.dates
        ],
    )

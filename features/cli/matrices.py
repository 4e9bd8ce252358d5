"""Commands for matrices: build those of some dates, check for leaks, compare two dates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from features.cli.options import AS_JSON, COUNTRY, EXTRACTS, WORKSPACE
from features.console import answer, command, steps

if TYPE_CHECKING:
    from features.matrix import Matrix

__all__ = ["app"]

LEAKS, DRIFTED = 9, 10  # exit codes, for a scheduler

app = typer.Typer()


@app.command()
@command
def build(
    as_of: list[str] = typer.Option(
        ..., "--as-of", help="A first of a month; may be repeated."
    ),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    engine: str = typer.Option("embedded", help="embedded, or spark (see `make spark`)."),
    master: str = typer.Option(
        "", help="Spark's master, as local[2] or spark://host:7077; local[*] without one."
    ),
    memory: str = typer.Option("4GB", help="Most memory the engine may use before it spills."),
    as_json: bool = AS_JSON,
) -> None:
    """Build the matrix of each as-of date; dates already built are left as they are."""
    from features.country import read_country
    from features.engine.opening import open_registers
    from features.snapshots import build_snapshots
    from features.vocabulary import AsOf

    declared = read_country(country)
    dates = [AsOf.parse(text) for text in as_of]
    landed = workspace / "landed" / declared.name
    opened = open_registers(landed, declared, engine=engine, master=master, memory=memory)
    with steps("Building matrices") as say, opened as registers:
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


@app.command()
@command
def leakcheck(
    as_of: str = typer.Option(..., "--as-of", help="A first of a month."),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    extracts: Path | None = EXTRACTS,
    as_json: bool = AS_JSON,
) -> None:
    """Make everything known later false, and demand the very same matrix; exit 9 if not.

    Where the delivery is at hand it is made false before it is loaded, so that what ties rows
    to employers is checked too; else the landed registers are.
    """
    from features.country import read_country
    from features.leakcheck import leakcheck as check
    from features.leakcheck import leakcheck_delivery
    from features.registers.futures import has_futures
    from features.vocabulary import AsOf

    declared = read_country(country)
    day = AsOf.parse(as_of)
    delivery = extracts or workspace / "extracts" / declared.name
    whole = extracts is not None or (delivery.is_dir() and has_futures(declared))
    with steps(f"Making everything known from {day.isoformat()} on false") as say:
        if whole:
            found = leakcheck_delivery(delivery, declared, day, workspace / "scratch", say=say)
        else:
            landed = workspace / "landed" / declared.name
            found = check(landed, declared, day, workspace / "scratch")
    answer(
        {
            "as_of": found.as_of,
            "checked_from": "delivery" if whole else "landed registers",
            "tight": found.tight,
            "workplaces": found.workplaces,
            "columns": found.columns,
            "leaks": [list(leak) for leak in found.leaks],
            "poisoned": {one.table: [one.true, one.false] for one in found.poisoned},
        },
        as_json=as_json,
        title=f"{found.workplaces} workplaces × {found.columns} columns: "
        + ("tight" if found.tight else "LEAKS")
        + (", ties included" if whole else " (landed registers; ties are not checked)"),
        columns=("column that leaks", "rows that differ")
        if found.leaks
        else ("register", "rows known later", "false rows instead"),
        rows=found.leaks or [(one.table, one.true, one.false) for one in found.poisoned],
    )
    if not found.tight:
        raise typer.Exit(LEAKS)


@app.command()
@command
def profile(
    as_of: str = typer.Option(..., "--as-of", help="A first of a month."),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Keep what a built matrix looks like, for later dates to be compared with."""
    from features.country import read_country
    from features.profile import profile as take
    from features.profile import write_profile

    declared = read_country(country)
    found = take(_matrix(declared.name, workspace, as_of))
    path = write_profile(found, _profiles(declared.name, workspace))
    answer(
        {"written": path, "workplaces": found.rows, "features": len(found.features)},
        as_json=as_json,
    )


@app.command()
@command
def drift(
    as_of: str = typer.Option(..., "--as-of", help="A first of a month; its matrix is built."),
    against: str = typer.Option(..., "--against", help="The date whose profile was kept."),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Tell what has moved since an earlier date; exit 10 when it is too much to go on."""
    from dataclasses import asdict

    from features.country import read_country
    from features.drift import drift as compare
    from features.profile import read_profile
    from features.vocabulary import AsOf

    declared = read_country(country)
    day = AsOf.parse(against)
    before = read_profile(_profiles(declared.name, workspace) / f"{day.isoformat()}.json")
    found = compare(before, _matrix(declared.name, workspace, as_of))
    answer(
        {**asdict(found), "stops": found.stops},
        as_json=as_json,
        title=f"{found.compared} comparisons, {len(found.changes)} moved",
        columns=("what", "name", "before", "now", "size", ""),
        rows=[
            (c.kind, c.name, f"{c.before:.4g}", f"{c.now:.4g}", f"{c.size:.3g}",
             "stop" if c.stop else "look")
            for c in found.changes
        ] or [("nothing", "", "", "", "", "")],
    )  # fmt: skip
    if found.stops:
        raise typer.Exit(DRIFTED)


def _profiles(country: str, workspace: Path) -> Path:
    return workspace / "matrices" / country / "profiles"


def _matrix(country: str, workspace: Path, as_of: str) -> Matrix:
    from features.snapshots import newest_matrix
    from features.vocabulary import AsOf

    return newest_matrix(workspace, country, AsOf.parse(as_of))

"""lykta features: invent, load, build, describe, catalogue, registers."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path

import typer

from features.console import answer, command, steps
from features.errors import BadOption

__all__ = ["app"]

app = typer.Typer(
    name="features", help="Registers in, one checked matrix out.", no_args_is_help=True
)

COUNTRY = typer.Option("features.sweden", "--country", help="Module that declares the country.")
WORKSPACE = typer.Option(Path("data"), "--workspace", help="Folder that everything is kept in.")
EXTRACTS = typer.Option(None, "--extracts", help="Folder where deliveries are read.")
AS_JSON = typer.Option(False, "--json", help="One JSON object on standard output.")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadOption(f"'{text}' is not a date.", "write it as YYYY-MM-DD") from None


def _beside(module: str, name: str) -> Path:
    """A generated page lies in the folder of the module that declares the country."""
    return Path(str(importlib.import_module(module).__file__)).parent / name


@app.command()
@command
def invent(
    workspace: Path = WORKSPACE,
    employers: int = typer.Option(20_000, help="How many employers there are at any one time."),
    months: int = typer.Option(48, help="How many months of registers."),
    control_rate: float = typer.Option(10.0, help="How much denser than real; 1 is real."),
    seed: int = typer.Option(1, help="The same seed invents the same country."),
    delivered_on: str | None = typer.Option(None, help="Day of the delivery, YYYY-MM-DD."),
    as_json: bool = AS_JSON,
) -> None:
    """Write the registers of an invented Sweden, flaws and all, under the workspace."""
    from dataclasses import asdict
    from functools import partial

    from features.synthetic.world import invent as invent_world

    day = _day(delivered_on)
    with steps("Inventing a country") as say:
        invention = partial(
            invent_world,
            workspace,
            employers=employers,
            months=months,
            control_rate=control_rate,
            seed=seed,
            say=say,
        )
        report = invention() if day is None else invention(delivered_on=day)
    answer({"workspace": workspace, **asdict(report)}, as_json=as_json)


@app.command()
@command
def load(
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    extracts: Path | None = EXTRACTS,
    memory: str = typer.Option("3GB", help="Most memory the engine may use before it spills."),
    as_json: bool = AS_JSON,
) -> None:
    """Check a delivery and land its registers; every fault is told at once."""
    from features.country import read_country
    from features.guard import check_country
    from features.registers.loading import read_delivery

    declared = read_country(country)
    check_country(declared)
    folder = extracts or workspace / "extracts" / declared.name
    landed = workspace / "landed" / declared.name
    with steps("Loading a delivery") as say:
        report = read_delivery(folder, declared, landed, say=say, memory=memory)
    answer(
        {**report.as_json(), "landed": landed},
        as_json=as_json,
        title=f"{declared.words.en}, delivered {report.delivered_on.isoformat()}",
        columns=("register", "delivered", "landed", "corrected", "duplicates", "set aside", ""),
        rows=[
            (
                t.table, *(f"{n:,}" for n in (t.landed.delivered, t.landed.landed,
                t.landed.corrections, t.landed.duplicates, t.landed.set_aside)),
                "unchanged" if t.unchanged else "",
            )
            for t in report.tables
        ],
    )  # fmt: skip


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
        },
        as_json=as_json,
        columns=("as of", "now"),
        rows=[
            (d.isoformat(), "built" if d in found.built else "as before") for d in found.dates
        ],
    )


@app.command()
@command
def describe(
    name: str | None = typer.Argument(None, help="A feature's name; without one, all of them."),
    country: str = COUNTRY,
    as_json: bool = AS_JSON,
) -> None:
    """Say what a feature is: meaning, definition, registers, owner, ground, flag."""
    from dataclasses import asdict

    from features.catalogue import catalogue
    from features.catalogue import describe as describe_one
    from features.country import read_country

    declared = read_country(country)
    if name is None:
        entries = catalogue(declared)
        rows = [(e.name, e.sv, e.unit, e.flag, e.direction) for e in entries]
        answer(
            {"features": [asdict(entry) for entry in entries]},
            as_json=as_json,
            columns=("feature", "betydelse", "enhet", "flag", "direction"),
            rows=rows,
        )
        return
    said = asdict(describe_one(declared, name))
    rows_of_one = [
        (key, "\n".join(map(_cell, value)) if isinstance(value, tuple) else value)
        for key, value in said.items()
        if value
    ]
    answer(said, as_json=as_json, columns=("", ""), rows=rows_of_one)


def _cell(value: object) -> str:
    return ": ".join(map(str, value)) if isinstance(value, tuple) else str(value)


@app.command(name="catalogue")
@command
def write_catalogue(
    country: str = COUNTRY,
    into: Path | None = typer.Option(None, "--into", help="File to write."),
    as_json: bool = AS_JSON,
) -> None:
    """Write CATALOGUE.md: every feature, beside the country's module."""
    from features.catalogue import catalogue_page
    from features.country import read_country

    path = into or _beside(country, "CATALOGUE.md")
    declared = read_country(country)
    path.write_text(catalogue_page(declared), "utf-8")
    answer({"written": path, "features": len(declared.features)}, as_json=as_json)


@app.command(name="registers")
@command
def write_registers(
    country: str = COUNTRY,
    into: Path | None = typer.Option(None, "--into", help="File to write."),
    as_json: bool = AS_JSON,
) -> None:
    """Write REGISTERS.md: every register, beside the country's module."""
    from features.country import read_country
    from features.registers.pages import registers_page

    path = into or _beside(country, "REGISTERS.md")
    declared = read_country(country)
    path.write_text(registers_page(declared), "utf-8")
    answer({"written": path, "registers": len(declared.tables)}, as_json=as_json)

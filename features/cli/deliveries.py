"""Commands for deliveries of registers: invent one, check and land one."""

from __future__ import annotations

from pathlib import Path

import typer

from features.cli.options import AS_JSON, COUNTRY, EXTRACTS, WORKSPACE, day_of
from features.console import answer, command, steps

__all__ = ["app"]

app = typer.Typer()


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

    day = day_of(delivered_on)
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
        columns=("register", "delivered", "landed", "corrected", "duplicates", "set aside",
                 "not tied", ""),
        rows=[
            (
                t.table, *(f"{n:,}" for n in (t.landed.delivered, t.landed.landed,
                t.landed.corrections, t.landed.duplicates, t.landed.set_aside, t.not_tied)),
                "unchanged" if t.unchanged else "",
            )
            for t in report.tables
        ],
    )  # fmt: skip

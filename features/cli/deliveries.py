"""Commands for deliveries of registers: invent, load, check."""

from __future__ import annotations

from pathlib import Path

import typer

from features.cli.options import AS_JSON, COUNTRY, EXTRACTS, WORKSPACE, day_of
from features.console import answer, command, steps
from features.errors import BadOption

__all__ = ["app"]

app = typer.Typer()

MEMORY = typer.Option("3GB", help="Most memory the engine may use before it spills.")
ACCEPT = typer.Option(None, "--accept", help="Changes of codes somebody answers for (TOML).")


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
    memory: str = MEMORY,
    accept: Path | None = ACCEPT,
    as_json: bool = AS_JSON,
) -> None:
    """Check a delivery and land its registers; every fault is told at once."""
    from features.checks.acceptance import read_accepted
    from features.country import read_country
    from features.guard import check_country
    from features.registers.loading import read_delivery
    from features.registers.report import told_of_ties

    declared = read_country(country)
    check_country(declared)
    folder = extracts or workspace / "extracts" / declared.name
    landed = workspace / "landed" / declared.name
    with steps("Loading a delivery") as say:
        accepted = read_accepted(accept) if accept else ()
        report = read_delivery(
            folder, declared, landed, say=say, memory=memory, accepted=accepted
        )
        for line in told_of_ties(report):
            say(line)
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


@app.command()
@command
def check(
    delivery: Path = typer.Argument(..., help="Folder of the delivery."),
    country: str = COUNTRY,
    workspace: Path = WORKSPACE,
    against: Path | None = typer.Option(
        None, "--against", help="Last delivery, or its landed registers; else the workspace's."
    ),
    authority: list[str] = typer.Option([], "--authority", help="Only this one's registers."),
    language: str = typer.Option("sv", "--language", help="Of the report: sv or en."),
    html: Path | None = typer.Option(None, "--html", help="Where to write the report."),
    memory: str = MEMORY,
    accept: Path | None = ACCEPT,
    as_json: bool = AS_JSON,
) -> None:
    """Examine a delivery before it is sent or loaded; nothing is landed.

    Ends with 0 when clean, 3 or 9 when loading would refuse it, 10 when something must be
    looked at.
    """
    from features.checks.acceptance import read_accepted
    from features.checks.answer import as_json as told
    from features.checks.answer import as_rows, exit_code
    from features.checks.checking import Before, check_delivery, last_time
    from features.checks.page import LANGUAGES, page
    from features.country import read_country
    from features.guard import check_country

    if language not in LANGUAGES:
        raise BadOption(f"There is no report in '{language}'.", "give --language sv or en")
    declared = read_country(country)
    check_country(declared)
    unknown = sorted(set(authority) - {table.authority.value for table in declared.tables})
    if unknown:
        raise BadOption(
            f"{declared.name} has no register of {', '.join(unknown)}.",
            "authorities: " + ", ".join(sorted({t.authority.value for t in declared.tables})),
        )
    landed = workspace / "landed" / declared.name
    with steps("Checking a delivery") as say:
        known = against or (landed if (landed / "tallies").is_dir() else None)
        before = last_time(known, declared) if known else None
        checked = check_delivery(
            delivery,
            declared,
            before or Before(),
            authorities=authority,
            accepted=read_accepted(accept) if accept else (),
            say=say,
            memory=memory,
        )
    path = html or workspace / "checks" / f"{declared.name}-{checked.delivered_on}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(checked, language), "utf-8")
    rows = as_rows(checked, language)
    answer(
        {**told(checked), "report": path},
        as_json=as_json,
        columns=("", "register", "column", "") if rows else (),
        rows=[*rows, ("report", path.as_posix(), "", "")] if rows else [],
    )
    if exit_code(checked):
        raise typer.Exit(exit_code(checked))

"""lykta lists audit: whom the lists of a week burden."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from features.console import answer, command, steps
from serving.commands import (
    AS_JSON,
    CASE,
    WEEK,
    WORKSPACE,
    lists_app,
    refuse_without,
    settings_with,
)

__all__ = ["audit_week"]

COUNTRY = typer.Option(None, "--country", help="Module that declares the country.")


@lists_app.command("audit")
@command
def audit_week(
    week: str | None = WEEK,
    missing: bool = typer.Option(False, help="Every week that has lists and no audit yet."),
    outcome: str = typer.Option("several", help="several areas at once, or any."),
    case: str | None = CASE,
    write_csv: Path | None = typer.Option(None, help="Write the table of groups here."),
    country: str | None = COUNTRY,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Audit the lists that were sent for a week, over everybody ranked. The reads are logged.

    Outcomes count once they change no more: 180 days after the visit, or as the country says.
    What was found is kept in the workspace for the reviewers' pages. With --missing, every week
    that was sent and never audited is; the last of them is shown.
    """
    from features.country import read_country
    from features.engine.registers import Registers
    from models.audit.model_commands import write_csv_of
    from models.audit.policy import read_tolerance
    from models.audit.told import COLUMNS, audit_rows, fails_said
    from serving.access.callers import Operator
    from serving.auditing import audit_lists, lists_of_week, weeks_unaudited
    from serving.targeting.week import Week

    settings = settings_with(workspace=workspace, country=country)
    caller = Operator("granska listornas fördelning", control_case=case or "")
    declared = read_country(settings.country)
    weeks: list[Week | None] = [Week.parse(week) if week else None]
    if missing:
        weeks = list(weeks_unaudited(settings, caller, declared.name)) or weeks
    today = datetime.now(UTC).date()
    tolerance = read_tolerance(today)
    landed = settings.workspace / "landed" / declared.name
    with steps("Auditing lists") as say, Registers(landed, declared) as registers:
        for one in weeks:
            made = lists_of_week(settings, caller, one)
            for list_ in made:
                refuse_without(case, list_)
            found, told = audit_lists(
                settings, registers, made, tolerance, on=today, outcome=outcome, say=say
            )
    if write_csv is not None:
        write_csv_of(found, write_csv)
    title = f"{told['verdict']}: week {told['week']}, {told['selected']}"
    answer(told, as_json=as_json, title=title, columns=COLUMNS, rows=audit_rows(found))
    if not as_json:
        for why in fails_said(found):
            typer.echo(f"· {why}")

"""lykta lists balance: shares of the visits with equal recall, what they cost, or a refusal."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from features.console import answer, command
from serving.commands import AS_JSON, WORKSPACE, lists_app, settings_with

__all__ = ["balance_shares"]


@lists_app.command("balance")
@command
def balance_shares(
    on: str = typer.Option("size_class", "--on", help="What groups are of: as a limit can be."),
    run: str = typer.Option("champion", help="Version or alias that the lists are made by."),
    recipe: Path | None = typer.Option(None, "--recipe", help="TOML recipe it was trained by."),
    write: Path | None = typer.Option(None, help="Lines for the policy, if it is no refusal."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Share out a year's visits so that findings of each group are reached alike.

    Ends with 1, and writes nothing, where it cannot be told that next year's recalls will be
    near each other, or where that costs too much of the expected hits.
    """
    from features.country import read_country
    from models.audit.model_commands import opened
    from models.audit.verdicts import Verdict
    from serving.balancing import balance_lists, limits_said
    from serving.targeting.policy import read_policy

    settings = settings_with(workspace=workspace)
    country = read_country(settings.country)
    policy = read_policy(settings.policy)
    place = (settings.country, settings.workspace, recipe, settings.mlruns)
    with opened(run, place, "Balancing lists") as (_, judged, _say):
        found = balance_lists(judged, policy, on, len(country.centres))
    rows = [
        (
            one.group,
            f"{one.size:.0f}",
            f"{one.findings:.0f}",
            f"{one.share_before:.0%}",
            f"{one.share:.0%}",
            f"{one.recall_before:.1%}",
            f"{one.recall:.1%}",
        )
        for one in found.groups
    ]
    columns = (on, "workplaces", "findings", "visits", "balanced", "reached", "balanced")
    told = asdict(found)
    told["disparity_before"] = (
        None if found.disparity_before == float("inf") else (found.disparity_before)
    )
    for step in told["curve"]:
        step["disparity"] = None if step["disparity"] == float("inf") else step["disparity"]
    for group in told["groups"]:
        group["spread"] = None if group["spread"] == float("inf") else group["spread"]
    answer(told, as_json=as_json, title=found.why, columns=columns, rows=rows)
    if not as_json:
        for step in found.curve:
            typer.echo(
                f"· {step.strength:4.0%} of the way: {step.hits:.1f} hits, the best reached"
                f" {step.disparity:.2f} times as often as the least"
            )
    if found.verdict is not Verdict.PASSES:
        raise typer.Exit(1)
    if write is not None:
        write.write_text(limits_said(found), "utf-8")

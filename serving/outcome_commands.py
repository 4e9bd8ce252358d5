"""lykta lists feed-back: what visits found goes back into the registers of joint controls."""

from __future__ import annotations

from pathlib import Path

import typer

from features.console import answer, command, steps
from serving.commands import AS_JSON, WORKSPACE, lists_app, settings_with

__all__ = ["feed_back"]


@lists_app.command("feed-back")
@command
def feed_back(
    extracts: Path = typer.Argument(help="The delivery to add to, by its folder."),
    country: str | None = typer.Option(None, "--country", help="Module of the country."),
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Write what visits found as registers, for `lykta features load --extracts` to take."""
    from features.country import read_country
    from serving.delivering import deliver_outcomes
    from serving.errand import operating
    from serving.store.database import connect

    settings = settings_with(workspace=workspace, country=country)
    declared = read_country(settings.country)
    errand = operating("återföring av utfall till träning")
    with steps("Outcomes") as say:
        made = deliver_outcomes(connect(settings.store), declared, extracts, errand, say=say)
    rows = [
        ("joint_controls", made.controls),
        ("control_outcomes", made.outcomes),
        *((f"left out: {why}", count) for why, count in made.left_out.items() if count),
    ]
    result = {
        "controls": made.controls,
        "outcomes": made.outcomes,
        "left_out": dict(made.left_out),
        "files": [file.as_posix() for file in made.files],
    }
    answer(result, as_json=as_json, title="Outcomes", columns=("what", "rows"), rows=rows)

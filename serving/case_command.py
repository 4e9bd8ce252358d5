"""lykta reviews cases: draw workplaces for the reviewers of a model to look at blind."""

from __future__ import annotations

from pathlib import Path

import typer

from features.console import answer, command, steps
from serving.commands import AS_JSON, COUNTRY, WORKSPACE, settings_with
from serving.review_commands import MLRUNS, REVIEW, review_store, reviews_app

__all__ = ["draw_blind_cases"]


@reviews_app.command("cases")
@command
def draw_blind_cases(
    review: str = REVIEW,
    count: int = typer.Option(12, "--count", help="Half listed, half not; 8 or more."),
    alias: str = typer.Option("challenger", "--alias", help="MLflow's alias of the model."),
    workspace: Path | None = WORKSPACE,
    country: str | None = COUNTRY,
    mlruns: Path | None = MLRUNS,
    as_json: bool = AS_JSON,
) -> None:
    """Draw workplaces, listed and unlisted, for the reviewers to look at blind."""
    from serving.access.callers import Operator
    from serving.reviewing.blind import keep_cases
    from serving.reviewing.drawing import draw_cases
    from serving.store.database import looking, transaction
    from serving.store.reviews import review_of

    settings = settings_with(workspace=workspace, country=country, mlruns=mlruns)
    database = review_store(settings)
    with looking(database) as connection:
        found = review_of(connection, review)
    with steps("Lykta", quiet=as_json) as say:
        cases = draw_cases(settings, found, count, alias=alias, say=say)
    with transaction(database) as connection:
        keep_cases(connection, Operator("dra fall till granskning"), review, cases)
    listed = sum(one.is_listed for one in cases)
    answer({"review": review, "cases": len(cases), "listed": listed}, as_json=as_json)

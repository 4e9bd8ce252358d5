"""lykta: features, models, reviews, lists, audit, store, nightly, serve, doctor, demo."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

import serving.balance_command
import serving.case_command
import serving.correct_commands
import serving.list_audit_command
import serving.list_commands
import serving.outcome_commands  # noqa: F401  they register their commands
from features.cli import app as features_app
from features.console import answer, command
from models.cli import app as models_app
from serving.audit_commands import audit_app
from serving.commands import AS_JSON, COUNTRY, WORKSPACE, lists_app, settings_with
from serving.explain_commands import explain
from serving.explanations_commands import explanations_app
from serving.night_commands import nightly
from serving.review_commands import reviews_app
from serving.store_commands import store_app

__all__ = ["main"]

main = typer.Typer(
    name="lykta",
    help="Ranks workplaces for joint inspections, explains each place, and keeps a record.",
    no_args_is_help=True,
    add_completion=False,
)
main.add_typer(features_app, name="features")
main.add_typer(models_app, name="models")
main.add_typer(lists_app, name="lists")
main.add_typer(reviews_app, name="reviews")
main.add_typer(audit_app, name="audit")
main.add_typer(store_app, name="store")
main.command()(explain)
main.command()(nightly)
main.add_typer(explanations_app, name="explanations")

EXTRACTS = typer.Option(None, "--extracts", help="Folder where deliveries are read.")


@main.command()
@command
def demo(
    workspace: Path | None = WORKSPACE,
    country: str | None = COUNTRY,
    extracts: Path | None = EXTRACTS,
    employers: int = typer.Option(20_000, help="How many employers to invent."),
    control_rate: float = typer.Option(10.0, help="How much denser than real; 1 is real."),
    seed: int = typer.Option(1, help="Seed of the invented country."),
    as_json: bool = AS_JSON,
) -> None:
    """Invent a country, train, rank, explain, make seven lists; then serve them."""
    from serving.demo import run

    settings = settings_with(workspace=workspace, country=country, extracts=extracts)
    run(settings, employers=employers, control_rate=control_rate, seed=seed, as_json=as_json)


@main.command()
@command
def serve(
    workspace: Path | None = WORKSPACE,
    port: int | None = typer.Option(None, "--port", help="Port, by default 8000."),
    workers: int | None = typer.Option(None, "--workers", help="Processes, by default 1."),
    metrics_port: int | None = typer.Option(
        None, "--metrics-port", help="Port on 127.0.0.1 for Prometheus; none by default."
    ),
    as_json: bool = AS_JSON,
) -> None:
    """Answer with pages and the API, on this computer only, until Ctrl+C."""
    from serving.starting import serve as go_on

    said = {"port": port, "workers": workers, "metrics_port": metrics_port}
    go_on(settings_with(workspace=workspace, **said), as_json=as_json)


@main.command()
@command
def doctor(workspace: Path | None = WORKSPACE, as_json: bool = AS_JSON) -> None:
    """Tell in one screen what is installed, where things lie and what is stale."""
    from serving.doctor import Verdict, examine, in_words

    findings = examine(settings_with(workspace=workspace), datetime.now(UTC).date())
    broken = sum(one.verdict is Verdict.BROKEN for one in findings)
    stale = sum(one.verdict is Verdict.STALE for one in findings)
    rows = [(one.verdict.value, one.name, in_words(one)) for one in findings]
    result = {
        "broken": broken,
        "stale": stale,
        "findings": [
            {
                "name": one.name,
                "verdict": one.verdict.name.lower(),
                "says": one.says,
                "mend": one.mend,
                "path": one.path,
                "bytes": one.size,
                "made": one.made.isoformat() if one.made else None,
            }
            for one in findings
        ],
    }
    answer(result, as_json=as_json, title="Lykta", columns=("", "", ""), rows=rows)
    if broken:
        raise typer.Exit(1)

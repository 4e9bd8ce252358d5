"""lykta reviews: hand a model in, vote, comment, stop, show, history; and models promote."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from features.console import answer, command
from features.errors import BadOption
from models.cli import app as models_app
from serving.commands import AS_JSON, COUNTRY, WORKSPACE, settings_with

if TYPE_CHECKING:
    from serving.access.callers import Caller
    from serving.reviewing.rules import Review
    from serving.settings import Settings
    from serving.store.database import Database

__all__ = ["MLRUNS", "REVIEW", "review_store", "reviews_app"]

reviews_app = typer.Typer(
    help="Who approved which model, on what evidence.", no_args_is_help=True
)

MLRUNS = typer.Option(None, "--mlruns", help="Folder of MLflow's runs.")
TOKEN = typer.Option(..., "--token", help="File that holds your own API token.")
MAYBE = typer.Option(None, "--token", help="File that holds your own API token.")
REVIEW = typer.Argument(help="Id of the review, as in `lykta reviews show`.")


@reviews_app.command("submit")
@command
def submit_model(
    version: str | None = typer.Option(None, "--version", help="By default the challenger."),
    trained_by: list[str] = typer.Option([], "--trained-by", help="Account; may be repeated."),
    audit: Path | None = typer.Option(
        None, "--audit", help="A group audit beside the kept one."
    ),
    token: Path | None = MAYBE,
    workspace: Path | None = WORKSPACE,
    country: str | None = COUNTRY,
    mlruns: Path | None = MLRUNS,
    as_json: bool = AS_JSON,
) -> None:
    """Hand a model in: checks are run, and what was approved of it before is void."""
    from serving.errors import NotSignedIn
    from serving.reviewing.acting import submit
    from serving.reviewing.handed_in import found_in, kept_audit
    from serving.reviewing.witness import remember
    from serving.store.database import transaction

    settings = settings_with(workspace=workspace, country=country, mlruns=mlruns)
    if token is None and settings.sign_in != "dev":
        raise NotSignedIn(
            "Whoever hands a model in may not approve it, and an account on the machine does"
            " not say which person that is.",
            "make a token at /api/v1/tokens and give --token FILE",
        )
    name, found_version, folder = _version(settings, version)
    database = review_store(settings)
    caller = _caller(database, token, "lämna modell till granskning")
    found = found_in(folder)
    with transaction(database) as connection:
        review = submit(
            connection,
            caller,
            found,
            name=name,
            version=found_version,
            trainers=trained_by,
            audits=(audit, kept_audit(settings.workspace, name, found.model)),
            contact=settings.contact,
        )
    remember(database, settings.mlruns)
    _mirrored(settings, review)
    from serving.review_telling import tell_review

    tell_review(review, as_json=as_json)


@reviews_app.command("vote")
@command
def vote_on_model(
    review: str = REVIEW,
    decision: str = typer.Argument(help="approve, approve_with_conditions or stop."),
    conditions: str = typer.Option("", "--conditions", help="What must be kept."),
    comment: str = typer.Option("", "--comment", help="Why."),
    until: str | None = typer.Option(None, "--until", help="As 2027-11-01; else a year."),
    token: Path = TOKEN,
    workspace: Path | None = WORKSPACE,
    mlruns: Path | None = MLRUNS,
    as_json: bool = AS_JSON,
) -> None:
    """Approve or stop a model in your own name."""
    from serving.reviewing.acting import vote
    from serving.reviewing.rules import Decision
    from serving.reviewing.witness import remember
    from serving.store.database import transaction

    if decision not in set(Decision):
        allowed = ", ".join(Decision)
        raise BadOption(f"'{decision}' is no decision; allowed are {allowed}.")
    try:
        day = date.fromisoformat(until) if until else None
    except ValueError:
        raise BadOption(f"--until is '{until}'.", "write a day as 2027-11-01") from None
    settings = settings_with(workspace=workspace, mlruns=mlruns)
    database = review_store(settings)
    caller = _caller(database, token, "rösta om modell")
    with transaction(database) as connection:
        found = vote(
            connection,
            caller,
            review,
            Decision(decision),
            conditions=conditions,
            said=comment,
            valid_until=day,
        )
    remember(database, settings.mlruns)
    _mirrored(settings, found)
    from serving.review_telling import tell_review

    tell_review(found, as_json=as_json)


@reviews_app.command("stop")
@command
def stop_model(
    review: str = REVIEW,
    comment: str = typer.Option(..., "--comment", help="Why."),
    token: Path = TOKEN,
    workspace: Path | None = WORKSPACE,
    mlruns: Path | None = MLRUNS,
    as_json: bool = AS_JSON,
) -> None:
    """Stop a model: from here on it makes no list."""
    vote_on_model(review, "stop", "", comment, None, token, workspace, mlruns, as_json)


@reviews_app.command("comment")
@command
def comment_on_review(
    review: str = REVIEW,
    text: str = typer.Argument(help="What to write."),
    token: Path = TOKEN,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Write in a review."""
    from serving.reviewing.acting import comment
    from serving.store.database import transaction

    database = review_store(settings_with(workspace=workspace))
    caller = _caller(database, token, "kommentera granskning")
    with transaction(database) as connection:
        made = comment(connection, caller, review, text)
    answer({"id": made, "review": review}, as_json=as_json)


@reviews_app.command("show")
@command
def show_reviews(
    review: str | None = typer.Argument(None, help="One review; all of them when left out."),
    token: Path | None = MAYBE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Show a review with its checks, votes and comments, or every review."""
    from serving.reviewing.acting import read_review, read_reviews
    from serving.store.database import transaction

    database = review_store(settings_with(workspace=workspace))
    caller = _caller(database, token, "visa granskning")
    with transaction(database) as connection:
        if review:
            seen = read_review(connection, caller, review)
            from serving.review_telling import tell_review

            tell_review(seen.review, as_json=as_json, seen=seen)
            return
        found = read_reviews(connection, caller, None)
    from serving.review_telling import tell_reviews

    tell_reviews(found, as_json=as_json)


@reviews_app.command("history")
@command
def show_history(
    about: str = typer.Argument(help="A list's id, or a model's digest."),
    token: Path | None = MAYBE,
    workspace: Path | None = WORKSPACE,
    as_json: bool = AS_JSON,
) -> None:
    """Which model made a list, who approved it and on what evidence; or the same of a model."""
    from serving.reviewing.history import history_of
    from serving.store.database import transaction

    database = review_store(settings_with(workspace=workspace))
    caller = _caller(database, token, "modellens historik")
    with transaction(database) as connection:
        found = history_of(connection, caller, about)
    from serving.review_telling import tell_history

    tell_history(about, found, as_json=as_json)


@models_app.command("promote")
@command
def promote_model(
    version: str | None = typer.Option(None, "--version", help="By default the challenger."),
    token: Path | None = MAYBE,
    workspace: Path | None = WORKSPACE,
    country: str | None = COUNTRY,
    mlruns: Path | None = MLRUNS,
    as_json: bool = AS_JSON,
) -> None:
    """Make an approved version the champion: the model that lists are made with."""
    from serving.reviewing.handed_in import found_in
    from serving.reviewing.promoting import promote

    settings = settings_with(workspace=workspace, country=country, mlruns=mlruns)
    name, _, folder = _version(settings, version)
    database = review_store(settings)
    caller = _caller(database, token, "befordra modell")
    review = promote(database, caller, settings, found_in(folder), name)
    chosen = _mirrored(settings, review, champion=True)
    answer({"name": name, "version": chosen, "alias": "champion"}, as_json=as_json)


def review_store(settings: Settings) -> Database:
    from serving.store.database import connect

    return connect(settings.store, create=True)


def _version(settings: Settings, wanted: str | None) -> tuple[str, str, Path]:
    """A model's name, the version that is meant, and the folder of its run."""
    from features.country import read_country
    from features.errors import NotFound
    from models.tracking import CHALLENGER, runs_of

    name = f"lykta-{read_country(settings.country).name}"
    for run in runs_of(settings.mlruns, name):
        if (wanted or CHALLENGER) in (run["version"], *run["aliases"]):
            return name, str(run["version"]), Path(run["folder"])
    raise NotFound(f"There is no {wanted or CHALLENGER} of {name}.", "run: lykta models train")


def _caller(database: Database, token: Path | None, what_for: str) -> Caller:
    """Whoever the token is of; the machine's operator without one."""
    from serving.access.callers import Operator, SignedIn
    from serving.errors import NotSignedIn
    from serving.store.database import looking
    from serving.store.tokens import token_of

    if token is None:
        return Operator(what_for)
    secret = token.read_text("utf-8").strip() if token.is_file() else ""
    with looking(database) as connection:
        found = token_of(connection, secret, datetime.now(UTC), "127.0.0.1")
    if found is None:
        raise NotSignedIn(
            f"The token in {token.name} does not hold: unknown, withdrawn or too old.",
            "make one at /api/v1/tokens and keep it in a file that you alone can read",
        )
    is_reader = "write" not in found.scopes
    return SignedIn(found.user, found.purpose, f"token {found.id}", reads_only=is_reader)


def _mirrored(settings: Settings, review: Review, *, champion: bool = False) -> str:
    """Tell MLflow what was decided; the version it knows the model by."""
    from models.review_tags import mirror
    from serving.reviewing.promoting import tags_of

    return mirror(
        settings.mlruns,
        review.name,
        review.model,
        review.evidence,
        tags_of(review),
        champion=champion,
    )

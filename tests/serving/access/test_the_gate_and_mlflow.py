"""MLflow's alias opens nothing, and is moved for an approved model alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from features.sweden import COUNTRY
from models.tracking import client_of, finish, log_run, runs_of
from serving.access.rights import Role
from serving.audit_vocabulary import EventType
from serving.cli import main
from serving.errors import NotApproved
from serving.reviewing.gate import open_approved, using
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, looking
from tests.models.test_tracking import ranker_of
from tests.serving.access.conftest import ENTER, person
from tests.serving.access.test_every_route import TOKEN
from tests.serving.approving import NAME, approve, hand_in, stop, write_model

V1 = "/api/v1"


@pytest.fixture(scope="module")
def tracked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """Two versions in MLflow, and where each lies; the first became champion by itself."""
    folder = tmp_path_factory.mktemp("gate")
    mlruns, found = folder / "mlruns", []
    learnt = ranker_of(folder)
    for number in (1, 2):
        ranker = replace(learnt, notes=(f"version {number}",))
        files = write_model(folder / "made", f"run{number}", digest=ranker.digest)
        for left in (files / "ranker").iterdir():
            left.unlink()
        (files / "ranker").rmdir()
        made = log_run(mlruns, NAME, ranker, parameters={}, metrics={}, files=files)
        finish(mlruns, NAME, made.run, made.version)
        found.append(made.folder)
    return mlruns, found[0], found[1]


@pytest.fixture
def settings(tmp_path: Path, tracked: tuple[Path, Path, Path]) -> Settings:
    (tracked[0] / "reviews-seen.json").unlink(missing_ok=True)  # of another test's store
    return Settings(workspace=tmp_path, mlruns=tracked[0], contact="Registrator")


def told(database: Database) -> list[Any]:
    with looking(database) as connection:
        return [one.event for one in records(connection)]


def test_an_alias_set_by_hand_is_refused_and_the_refusal_recorded(
    database: Database, settings: Settings, tracked: tuple[Path, Path, Path]
) -> None:
    first, second = tracked[1:]
    approve(database, hand_in(database, first).id, "anna", "bo")
    client_of(settings.mlruns).set_registered_model_alias(NAME, "champion", "1")
    approved = open_approved(settings, COUNTRY, invented=False)

    client_of(settings.mlruns).set_registered_model_alias(NAME, "champion", "2")
    with pytest.raises(NotApproved, match="nobody has handed this model in"):
        open_approved(settings, COUNTRY, invented=False)

    last = told(database)[-1]
    assert approved.logged.version == "1"
    assert last.type is EventType.MODEL_REFUSED
    assert last.objects[1:] == ("nobody has handed this model in for review",)
    client_of(settings.mlruns).set_registered_model_alias(NAME, "champion", "1")


def test_a_model_under_review_is_looked_at_and_never_listed(
    database: Database, settings: Settings, tracked: tuple[Path, Path, Path]
) -> None:
    review = hand_in(database, tracked[1])
    looked = open_approved(settings, COUNTRY, invented=False, to_look=True)
    with pytest.raises(NotApproved, match="0 of 2"):
        open_approved(settings, COUNTRY, invented=False)
    stop(database, review.id, "anna")

    assert looked.review.id == review.id
    with pytest.raises(NotApproved, match="stopped"):
        open_approved(settings, COUNTRY, invented=False, to_look=True)


def test_a_model_that_is_stopped_while_lists_are_made_stores_none(
    database: Database, settings: Settings, tracked: tuple[Path, Path, Path]
) -> None:
    review = hand_in(database, tracked[1])
    approve(database, review.id, "anna", "bo")
    approved = open_approved(settings, COUNTRY, invented=False)
    stop(database, review.id, "cilla")

    with pytest.raises(NotApproved, match="stopped while"), using(database, approved):
        pytest.fail("the lists would be stored here")
    assert told(database)[-1].type is EventType.MODEL_REFUSED


def test_promotion_answers_409_with_what_is_unmet_until_two_have_approved(
    database: Database,
    settings: Settings,
    enter: ENTER,
    tracked: tuple[Path, Path, Path],
) -> None:
    analyst, anna, bo = _people(enter)
    digest = hand_in(database, tracked[2]).model
    asked = f"{V1}/model-versions/{digest}"
    early = analyst.post(f"{asked}/promotion")
    review = analyst.post(f"{asked}/reviews", json={}).json()
    body = {"decision": "approve_with_conditions", "conditions": "bara Väst"}
    votes = [who.post(f"{V1}/reviews/{review['id']}/votes", json=body) for who in (anna, bo)]
    done = analyst.post(f"{asked}/promotion")

    assert (early.status_code, early.headers["content-type"]) == (
        409,
        "application/problem+json",
    )
    assert [one["detail"] for one in early.json()["errors"]] == [
        "0 of 2 reviewers have approved it"
    ]
    assert [one.json()["state"] for one in votes] == ["open", "approved_with_conditions"]
    assert done.json() == {"version": "2"}
    assert open_approved(settings, COUNTRY, invented=False).conditions == ("bara Väst",) * 2
    (newest, *_) = runs_of(settings.mlruns, NAME)
    assert "champion" in newest["aliases"]
    tags = client_of(settings.mlruns).get_model_version(NAME, "2").tags
    assert (tags["review.status"], tags["review.id"]) == (
        "approved_with_conditions",
        review["id"],
    )
    assert told(database)[-1].type is EventType.MODEL_PROMOTED


def test_on_the_command_line_a_reviewer_votes_by_token_and_the_operator_cannot(
    database: Database, settings: Settings, enter: ENTER, tracked: tuple[Path, Path, Path]
) -> None:
    review = hand_in(database, tracked[1]).id
    where = ["--workspace", str(settings.workspace), "--json"]
    files = []
    for number, who in enumerate(_people(enter)[1:]):
        said = {**TOKEN, "name": f"t{number}", "scopes": ["read", "write"]}
        secret = who.post(f"{V1}/tokens", json=said).json()["secret"]
        files.append(settings.workspace / f"token{number}")
        files[-1].write_text(secret, "utf-8")
    files.append(settings.workspace / "none")

    def asked(*words: str) -> Result:
        told = ["reviews", *words, *where]
        return CliRunner(env={"LYKTA_MLRUNS": str(settings.mlruns)}).invoke(main, told)

    asks = ("--conditions", "x")
    by = [
        asked("vote", review, "approve_with_conditions", *asks, "--token", str(file))
        for file in (files[0], files[0], files[1], files[2])
    ]
    told = json.loads(asked("history", json.loads(by[0].stdout)["model"]).stdout)

    # Conflict, and not signed in.
    assert [one.exit_code for one in by] == [0, 10, 0, 13]
    (seen,) = told["history"]
    assert seen["id"] == review
    assert len({one["reviewer"] for one in seen["votes"]}) == 2
    stopped = asked("stop", review, "--comment", "för hårt", "--token", str(files[0]))
    assert json.loads(stopped.stdout)["state"] == "stopped"


def _people(enter: ENTER) -> tuple[TestClient, TestClient, TestClient]:
    return (
        enter(person(Role.ANALYST)),
        enter(person(Role.REVIEWER)),
        enter(replace(person(Role.REVIEWER), name="Bo")),
    )

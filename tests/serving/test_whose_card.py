"""A card, a review and a tag are of the very files that were approved, not of their like."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from features.errors import NotFound
from models.review_tags import mirror, version_with
from models.tracking import client_of, finish, log_run, runs_of
from serving.access.callers import Operator
from serving.model_cards import Version, read_models
from serving.reviewing.handed_in import found_in
from serving.reviewing.history import record_use
from serving.reviewing.rules import Review
from serving.settings import Settings
from serving.store.database import Database, transaction
from serving.store.lists import made_event, save_list
from tests.models.test_tracking import ranker_of
from tests.serving.approving import NAME, approve, hand_in, stop, write_model
from tests.serving.invented import WEEK, lists


def used(database: Database, model: str, review: Review | None = None) -> None:
    """A list made with a model, on a review or from before there were any."""
    made = lists(week=WEEK.plus(1))[0]
    made = replace(made, provenance=replace(made.provenance, model_digest=model))
    with transaction(database) as connection:
        save_list(connection, made, event=made_event(made))
        if review is not None:
            record_use(connection, review, [made])


def again(folder: Path, run: str) -> Path:
    """The same trees in another run, with another card beside them."""
    other = shutil.copytree(folder, folder.parent.parent / run / "artifacts")
    card = json.loads((other / "card.json").read_text("utf-8"))
    (other / "card.json").write_text(json.dumps(card | {"limits": ["y"]}), "utf-8")
    return other


def told(database: Database, settings: Settings, model: str) -> Version:
    found = read_models(database, Operator("test"), settings.mlruns)
    return next(one for one in found if one.used.digest == model)


@pytest.mark.parametrize("run", ["aaa", "zzz"])
def test_the_same_trees_trained_again_change_neither_card_nor_review(
    database: Database, settings: Settings, run: str
) -> None:
    folder = write_model(settings.mlruns, "mmm")
    review = hand_in(database, folder)
    approve(database, review.id, "anna", "bo")
    used(database, review.model, review)
    later = hand_in(database, again(folder, run))

    shown = told(database, settings, review.model)

    assert later.model == review.model
    assert shown.review is not None
    assert (shown.review.id, len(shown.review.votes)) == (review.id, 2)
    assert shown.card is not None
    assert shown.card["limits"] == ["x"]


def test_a_stop_of_the_same_trees_shows_beside_the_card_that_made_the_list(
    database: Database, settings: Settings
) -> None:
    folder = write_model(settings.mlruns)
    review = hand_in(database, folder)
    used(database, review.model, review)
    later = hand_in(database, again(folder, "run2"))
    stop(database, later.id, "bo")

    shown = told(database, settings, review.model)

    assert shown.review is not None
    assert shown.review.id == later.id
    assert shown.card is not None
    assert shown.card["limits"] == ["x"]


def test_a_card_that_claims_the_digest_of_another_model_is_not_shown(
    database: Database, settings: Settings
) -> None:
    folder = write_model(settings.mlruns, "run1")
    model = found_in(folder).model
    write_model(settings.mlruns, "run2", digest=model, limits=["another's"])
    used(database, model)

    shown = told(database, settings, model)

    assert shown.review is None
    assert shown.card is not None
    assert shown.card["limits"] == ["x"]


def test_a_decision_is_written_to_the_version_with_its_own_evidence(
    database: Database, tmp_path: Path
) -> None:
    mlruns, ranker = tmp_path / "tracked", ranker_of(tmp_path)
    folders = []
    for run, limit in (("first", "x"), ("second", "y")):
        files = write_model(tmp_path / "made", run, digest=ranker.digest, limits=[limit])
        shutil.rmtree(files / "ranker")
        made = log_run(
            mlruns, NAME, ranker, parameters={"identity": run}, metrics={}, files=files
        )
        finish(mlruns, NAME, made.run, made.version)
        folders.append(made.folder)
    review = hand_in(database, folders[0])

    said = {"review.id": review.id}
    version = mirror(mlruns, NAME, review.model, review.evidence, said, champion=True)

    assert found_in(folders[1]).model == review.model
    assert version == "1"
    assert [
        one["version"] for one in runs_of(mlruns, NAME) if "champion" in one["aliases"]
    ] == ["1"]
    assert client_of(mlruns).get_model_version(NAME, "2").tags == {}
    with pytest.raises(NotFound, match="with the evidence 000000000000"):
        version_with(mlruns, NAME, review.model, "0" * 64)

"""Nobody approves what they handed in under another name, nor after seeing another's vote."""

from __future__ import annotations

import getpass
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from serving.access.callers import Operator
from serving.access.rights import Role
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.cli import main
from serving.errors import NotAllowed
from serving.reviewing.acting import submit, vote
from serving.reviewing.handed_in import found_in
from serving.reviewing.history import history_of, record_use
from serving.reviewing.rules import Decision
from serving.settings import Settings
from serving.store.database import Database, transaction
from serving.store.reviews import review_of, save_vote
from serving.targeting.inspection_list import InspectionList
from serving.web.review_bodies import ReviewAnswer
from tests.serving.approving import NAME, approve, hand_in, signed, standing, stop, write_model


@pytest.fixture
def folder(settings: Settings) -> Path:
    return write_model(settings.mlruns)


def test_an_account_that_handed_a_model_in_does_not_approve_it_signed_in(
    database: Database, folder: Path
) -> None:
    with transaction(database) as connection:
        review = submit(
            connection, Operator("test"), found_in(folder), name=NAME, contact="Registrator"
        )
        same = signed(connection, getpass.getuser().upper())
        with pytest.raises(NotAllowed, match="handed the model in"):
            vote(connection, same, review.id, Decision.CONDITIONS, conditions="x")

    assert review.submitter == f"operator:{getpass.getuser()}"


def test_whoever_handed_a_model_in_may_stop_it(database: Database, folder: Path) -> None:
    review = hand_in(database, folder)

    stop(database, review.id, getpass.getuser())


def test_a_vote_under_the_submitters_name_does_not_count_however_it_was_stored(
    database: Database,
    settings: Settings,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "nils")  # the account that getpass tells
    review = hand_in(database, folder)
    approve(database, review.id, "bo")
    with transaction(database) as connection:
        first = review_of(connection, review.id).votes[0]
        own = replace(first, id="v2", reviewer="u9", reviewer_name="Nils")
        save_vote(connection, review.id, own, event=AuditEvent(EventType.MODEL_VOTED))

    assert standing(database, settings, folder).unmet == ("1 of 2 reviewers have approved it",)


def test_where_people_sign_in_by_a_provider_a_model_is_handed_in_by_token(
    settings: Settings,
) -> None:
    env = {"LYKTA_SIGN_IN": "oidc", "LYKTA_PUBLIC_URL": "https://lykta.example"}
    asked = ["reviews", "submit", "--workspace", str(settings.workspace)]

    done = CliRunner(env=env).invoke(main, asked)

    assert done.exit_code == 13
    assert "may not approve it" in " ".join((done.output + done.stderr).split())
    assert "--token FILE" in " ".join((done.output + done.stderr).split())


def test_history_shows_no_vote_to_a_reviewer_who_has_still_to_judge(
    database: Database, folder: Path
) -> None:
    review = hand_in(database, folder)
    approve(database, review.id, "anna")
    with transaction(database) as connection:
        bo, auditor = signed(connection, "bo"), signed(connection, "eva", Role.AUDITOR)
        (before,) = history_of(connection, bo, review.model)
        (read,) = history_of(connection, auditor, review.model)
        vote(connection, bo, review.id, Decision.CONDITIONS, conditions="x")
        (after,) = history_of(connection, bo, review.model)

    assert [len(ReviewAnswer.of(one.seen).votes) for one in (before, read, after)] == [0, 1, 2]
    assert [one.seen.hidden for one in (before, read, after)] == [1, 0, 0]


def test_the_list_of_an_open_review_tells_a_reviewer_of_no_vote_either(
    database: Database, folder: Path, week: tuple[InspectionList, ...]
) -> None:
    review = hand_in(database, folder)
    approve(database, review.id, "anna")
    with transaction(database) as connection:
        record_use(connection, review, week[:1])
        (told,) = history_of(connection, signed(connection, "bo"), week[0].id)

    assert (told.seen.review.votes, told.seen.hidden) == ((), 1)

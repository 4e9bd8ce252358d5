"""No model is used that two named people have not approved, whichever way round is tried."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.access.callers import Operator
from serving.access.rights import Role
from serving.audit import AuditEvent
from serving.audit import now as moment
from serving.audit_vocabulary import EventType
from serving.errors import Conflict, NotAllowed
from serving.retention import read_retention
from serving.reviewing.acting import comment, read_review, submit, vote
from serving.reviewing.handed_in import found_in
from serving.reviewing.history import history_of, record_use
from serving.reviewing.rules import Decision, Review, State
from serving.reviewing.witness import forget, remember
from serving.sealing import private_key, write_public_key
from serving.settings import Settings
from serving.store.copying import copy_store, restore_store
from serving.store.database import Database, connect, transaction
from serving.store.removing import remove
from serving.store.reviews import review_of, save_vote
from serving.store.seals import seal_head
from serving.targeting.inspection_list import InspectionList
from tests.serving.approving import (
    NAME,
    approve,
    hand_in,
    signed,
    standing,
    stop,
    write_model,
)


@pytest.fixture
def folder(settings: Settings) -> Path:
    return write_model(settings.mlruns)


@pytest.fixture
def approved(database: Database, settings: Settings, folder: Path) -> Review:
    """A model that Anna and Bo have approved."""
    review = hand_in(database, folder)
    approve(database, review.id, "anna", "bo")
    remember(database, settings.mlruns)
    return review


@pytest.fixture
def unlocked(database: Database) -> Iterator[sa.Connection]:
    """The store as somebody with the file in their hands has it, its triggers taken off."""
    with database.connect() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='trigger'"
        )
        for (name,) in names.all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.commit()
        yield connection


def test_two_named_reviewers_open_the_gate_and_one_does_not(
    database: Database, settings: Settings, folder: Path
) -> None:
    nobody = standing(database, settings, folder).unmet
    review = hand_in(database, folder)
    approve(database, review.id, "anna")
    one = standing(database, settings, folder).unmet
    approve(database, review.id, "bo")

    assert nobody == ("nobody has handed this model in for review",)
    assert one == ("1 of 2 reviewers have approved it",)
    assert standing(database, settings, folder).unmet == ()


def test_the_same_person_counts_once_by_session_and_by_two_tokens(
    database: Database, settings: Settings, folder: Path
) -> None:
    review = hand_in(database, folder)
    approve(database, review.id, "anna")
    for client in ("session", "token t1", "token t2"):
        with transaction(database) as connection:
            again = signed(connection, "anna", client=client)
            with pytest.raises(Conflict, match="two different"):
                vote(connection, again, review.id, Decision.CONDITIONS, conditions="x")
    # And were it written past the rule, by somebody who calls the store itself:
    with transaction(database) as connection:
        first = review_of(connection, review.id).votes[0]
        event = AuditEvent(EventType.MODEL_VOTED)
        save_vote(connection, review.id, replace(first, id="v2"), event=event)

    assert standing(database, settings, folder).unmet == ("1 of 2 reviewers have approved it",)


@pytest.mark.parametrize("subject", ["olle", "OLLE"])
def test_whoever_trained_the_model_does_not_approve_it(
    database: Database, folder: Path, subject: str
) -> None:
    review = hand_in(database, folder)
    with pytest.raises(NotAllowed, match="trained"):
        approve(database, review.id, subject)


def test_neither_the_submitter_nor_any_analyst_nor_the_operator_approves(
    database: Database, folder: Path
) -> None:
    with transaction(database) as connection:
        both = signed(connection, "cilla", Role.ANALYST, Role.REVIEWER)
        other = signed(connection, "david", Role.ANALYST, Role.REVIEWER)
        planner = signed(connection, "eva", Role.PLANNER)
        review = submit(connection, both, found_in(folder), name=NAME, contact="Registrator")
    for caller, why in (
        (both, "handed"),
        (other, "analyst"),
        (planner, "Nobody with the roles"),
        (Operator("test"), "named person"),
    ):
        with transaction(database) as connection, pytest.raises(NotAllowed, match=why):
            vote(connection, caller, review.id, Decision.CONDITIONS, conditions="x")


def test_a_reviewer_does_not_hand_in(database: Database, folder: Path) -> None:
    with transaction(database) as connection, pytest.raises(NotAllowed):
        submit(
            connection,
            signed(connection, "anna"),
            found_in(folder),
            name=NAME,
            contact="Registrator",
        )


def test_one_reviewer_stops_a_model_at_any_time_and_it_stays_stopped(
    database: Database, settings: Settings, folder: Path, approved: Review
) -> None:
    stop(database, approved.id, "bo")

    assert standing(database, settings, folder).unmet == (
        f"it was stopped on {moment().date()}",
    )
    with pytest.raises(Conflict, match="stopped"):
        approve(database, approved.id, "cilla")


def test_checks_run_again_make_what_was_approved_void(
    database: Database, settings: Settings, folder: Path, approved: Review
) -> None:
    again = hand_in(database, folder)

    assert standing(database, settings, folder).unmet == ("0 of 2 reviewers have approved it",)
    with pytest.raises(Conflict, match=again.id):
        approve(database, approved.id, "cilla")


def test_a_check_that_does_not_pass_asks_for_conditions_in_words(
    database: Database, folder: Path
) -> None:
    review = hand_in(database, folder)  # nobody has audited its groups
    with transaction(database) as connection, pytest.raises(BadOption, match="groups"):
        vote(connection, signed(connection, "anna"), review.id, Decision.APPROVE)


def test_every_fault_of_a_vote_is_told_at_once(database: Database, folder: Path) -> None:
    review = hand_in(database, folder)
    with transaction(database) as connection, pytest.raises(BadOption) as told:
        vote(
            connection,
            signed(connection, "anna"),
            review.id,
            Decision.CONDITIONS,
            valid_until=date(2020, 1, 1),
        )
    assert "conditions are empty" in told.value.message
    assert "valid_until is 2020-01-01" in told.value.message


@pytest.mark.parametrize("swapped", ["ranker/tax.binary.txt", "bands.json", "card.json"])
def test_a_file_swapped_after_approval_shuts_the_gate(
    database: Database, settings: Settings, folder: Path, approved: Review, swapped: str
) -> None:
    file = folder / swapped
    file.write_text(file.read_text("utf-8") + " ", "utf-8")

    (why,) = standing(database, settings, folder).unmet

    assert why in (
        "nobody has handed this model in for review",
        "the files beside the model are not those that were reviewed",
    )


def test_the_same_trees_with_another_card_are_reviewed_apart_and_stopped_together(
    database: Database, settings: Settings, folder: Path, approved: Review
) -> None:
    again = shutil.copytree(folder, settings.mlruns / "artifacts" / "again" / "artifacts")
    (again / "bands.json").write_text("[ ]", "utf-8")
    later = hand_in(database, again)

    first = standing(database, settings, folder).unmet
    second = standing(database, settings, again).unmet
    stop(database, later.id, "cilla")

    assert (first, second) == ((), ("0 of 2 reviewers have approved it",))
    for one in (folder, again):
        assert f"it was stopped on {moment().date()}" in standing(database, settings, one).unmet


def test_an_approval_expires_and_a_clock_moved_back_does_not_revive_it(
    database: Database, settings: Settings, folder: Path, approved: Review
) -> None:
    later = moment() + timedelta(days=366)
    (expired,) = standing(database, settings, folder, now=later).unmet
    earlier, _ = (
        standing(database, settings, folder, now=moment() - timedelta(days=1)).untrue,
        None,
    )

    assert expired.startswith("its approval expired on")
    assert len(earlier) == 1
    assert "moved back" in earlier[0]


def test_a_vote_from_a_clock_set_forward_waits_for_that_time(
    database: Database, settings: Settings, folder: Path
) -> None:
    review = hand_in(database, folder)
    approve(database, review.id, "anna", "bo")
    ahead = moment() + timedelta(days=900)
    with transaction(database) as connection:
        first = review_of(connection, review.id).votes[0]
        later = replace(first, id="v9", at=ahead, valid_until=ahead.date() + timedelta(days=9))
        event = AuditEvent(EventType.MODEL_VOTED, time=ahead)
        save_vote(connection, review.id, later, event=event)

    told = standing(database, settings, folder).unmet

    assert any("moved back" in one for one in told)
    assert any("expired" in one for one in told)  # by the log's own time


EDITS = {
    "the date moved": "UPDATE review_votes SET valid_until = '2099-01-01'",
    "a vote turned": "UPDATE review_votes SET decision = 'approve' WHERE decision = 'stop'",
    "a vote deleted": "DELETE FROM review_votes WHERE decision = 'stop'",
    "a vote made up": "INSERT INTO review_votes SELECT 'v9', review, 'u9', 'Nils', authority,"
    " issuer, decision, conditions, comment, valid_until, voted_at, 0 FROM review_votes"
    " WHERE decision <> 'stop' LIMIT 1",
    "a vote on another's record": "INSERT INTO review_votes SELECT 'v9', review, 'u9', 'Nils',"
    " authority, issuer, decision, conditions, comment, valid_until, voted_at, record"
    " FROM review_votes WHERE decision <> 'stop' LIMIT 1",
    "the digest changed": "UPDATE reviews SET evidence = 'x'",
    "the trainer changed": "UPDATE reviews SET trainers = '[]'",
    "the log's word changed": "UPDATE audit_events SET type = 'model_voted'"
    " WHERE type = 'model_stopped'",
    "the stop cut off": "DELETE FROM audit_events WHERE type = 'model_stopped'",
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_a_row_edited_behind_our_back_shuts_the_gate(
    database: Database,
    settings: Settings,
    folder: Path,
    approved: Review,
    unlocked: sa.Connection,
    edit: str,
) -> None:
    stop(database, approved.id, "cilla")
    unlocked.exec_driver_sql(edit)
    unlocked.commit()

    untrue = standing(database, settings, folder).untrue

    assert len(untrue) >= 1
    assert untrue[0].startswith("the store is not what its log says")


def test_an_older_copy_put_in_the_stores_place_is_known_for_one(
    database: Database, settings: Settings, folder: Path, approved: Review, tmp_path: Path
) -> None:
    database.dispose()
    shutil.copy(settings.database, tmp_path / "before.db")
    stop(database, approved.id, "cilla")
    remember(database, settings.mlruns)
    database.dispose()
    for left in settings.workspace.glob("lykta.db-*"):
        left.unlink()
    shutil.copy(tmp_path / "before.db", settings.database)

    untrue = standing(connect(settings.database), settings, folder).untrue

    assert len(untrue) == 1
    assert "older than one that models were used with" in untrue[0]


def test_after_a_restoration_every_model_is_approved_anew(
    database: Database, settings: Settings, folder: Path, approved: Review, tmp_path: Path
) -> None:
    copy_store(database, tmp_path / "copy.db", event=AuditEvent(EventType.STORE_COPIED))
    fresh = connect(tmp_path / "fresh.db", create=True)
    restore_store(tmp_path / "copy.db", fresh, event=AuditEvent(EventType.STORE_RESTORED))
    forget(settings.mlruns)

    (void,) = standing(fresh, settings, folder).unmet
    approve(fresh, hand_in(fresh, folder).id, "anna", "bo")

    assert void.startswith("0 of 2 reviewers have approved it; 2 given before")
    assert standing(fresh, settings, folder).unmet == ()


def test_another_key_than_the_seals_were_made_with_shuts_the_gate(
    database: Database, settings: Settings, folder: Path, approved: Review
) -> None:
    key = private_key(settings.workspace / "audit-key.pem")
    write_public_key(key, settings.workspace / "audit-key.pub")
    with transaction(database) as connection:
        seal_head(connection, key, event=AuditEvent(EventType.HEAD_SEALED))
    other = settings.workspace / "other.pem"
    write_public_key(private_key(other), other.with_suffix(".pub"))

    good = standing(database, settings, folder).unmet
    (bad,) = standing(database, replace(settings, audit_key=other), folder).unmet
    (missing,) = standing(
        database, replace(settings, audit_key=settings.workspace / "none.pem"), folder
    ).unmet

    assert good == ()
    assert "was not made with the key given" in bad
    assert "There is no key" in missing


def test_invented_reviewers_approve_nothing_but_invented_data_where_all_sign_in_so(
    database: Database, settings: Settings
) -> None:
    folder = write_model(settings.mlruns, "play", invented=True)
    approve(database, hand_in(database, folder).id, "g1", "g2", issuer="demo")
    with_provider = replace(settings, sign_in="oidc", public_url="https://lykta.example")

    play = standing(database, settings, folder, invented=True).unmet
    real = standing(database, settings, folder).unmet
    signed_in = standing(database, with_provider, folder, invented=True).unmet

    assert play == ()
    assert "it was trained on the invented country, and the data are real" in real
    assert signed_in == real[1:]
    assert signed_in[0].startswith("0 of 2 reviewers have approved it; 2 given")


def test_invented_reviewers_do_not_approve_a_model_of_real_data(
    database: Database, settings: Settings, folder: Path
) -> None:
    approve(database, hand_in(database, folder).id, "g1", "g2", issuer="demo")
    for invented in (True, False):
        (why,) = standing(database, settings, folder, invented=invented).unmet
        assert why.startswith("0 of 2 reviewers")


def test_a_model_that_is_not_what_its_card_says_is_not_taken_in(
    database: Database, settings: Settings
) -> None:
    folder = write_model(settings.mlruns, "odd", digest="0" * 64)
    with pytest.raises(Conflict, match="another model"):
        hand_in(database, folder)
    (folder / "ranker" / "tax.binary.txt").unlink()
    with pytest.raises(NotFound, match="not whole"):
        hand_in(database, folder)


def test_a_reviewer_judges_before_seeing_what_the_others_said(
    database: Database, folder: Path
) -> None:
    review = hand_in(database, folder)
    approve(database, review.id, "anna")
    with transaction(database) as connection:
        anna, bo = signed(connection, "anna"), signed(connection, "bo")
        comment(connection, anna, review.id, "Se byggfirmorna i Gävle.")
        before = read_review(connection, bo, review.id)
        own = read_review(connection, anna, review.id)
        vote(connection, bo, review.id, Decision.CONDITIONS, conditions="x")
        after = read_review(connection, bo, review.id)

    assert (before.review.votes, before.comments, before.hidden) == ((), (), 2)
    assert (len(own.review.votes), len(own.comments)) == (1, 1)
    assert (len(after.review.votes), len(after.comments), after.hidden) == (2, 1, 0)
    assert after.state is State.CONDITIONAL


def test_history_answers_when_list_and_people_are_long_gone(
    database: Database, approved: Review, week: tuple[InspectionList, ...]
) -> None:
    made = week[0]
    with transaction(database) as connection:
        record_use(connection, approved, week)
        record_use(connection, approved, week)  # made again in the same week
    with transaction(database) as connection:
        event = AuditEvent(EventType.ROWS_REMOVED)
        remove(connection, read_retention(), date(2035, 1, 1), event=event)

    with transaction(database) as connection:
        (told,) = history_of(connection, Operator("test"), made.id)
        (by_model,) = history_of(connection, Operator("test"), approved.model[:12])

    assert (told.seen.review.id, told.uses[0].list_digest) == (approved.id, made.digest)
    assert [one.reviewer_name for one in told.seen.review.votes] == ["Anna", "Bo"]
    assert told.seen.review.evidence == approved.evidence
    assert {one.list_id for one in by_model.uses} == {one.id for one in week}

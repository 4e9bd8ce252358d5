"""Draft, locked, done: decisions, additions, outcomes and what is asked of others."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from features.errors import BadOption, NotFound
from features.vocabulary import Authority
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.errors import Answered, Conflict, KeyReused, Stale
from serving.planning.choices import Choice, Dispute, Outcome, Place
from serving.planning.vocabulary import (
    Added,
    Answer,
    Area,
    Declined,
    Doubted,
    Rested,
    Result,
    State,
    Status,
    Waited,
    Wanted,
    Wrong,
)
from serving.store.audit_log import head, records
from serving.store.cases import cases_of, close_case, open_case
from serving.store.database import Connection, Database, connect, transaction
from serving.store.decisions import decide, decision_of, decisions_of, versions_of
from serving.store.outcomes import answer_reason, answers_of, outcomes_of, record_outcome
from serving.store.places import Addition, add_place, carry_over, place_of, places_of
from serving.store.plans import move_plan, open_plan
from serving.store.requests import (
    answer_correction,
    answer_referral,
    corrections_at,
    corrections_of,
    dispute_fact,
    refer,
    referrals_of,
)
from serving.store.rescorings import ask_to_rescore, finish_rescoring, rescorings_at
from serving.store.rests import lift_rest, rest_workplace, rests_in_force
from serving.store.retries import Kept, claim, keep
from serving.store.tables import corrections
from serving.targeting.inspection_list import InspectionList

WEDNESDAY = datetime(2026, 11, 25, 10, tzinfo=UTC)
INCLUDE = Choice(Status.INCLUDE, agencies=(Authority.ARBETSMILJOVERKET,))
DECLINE = Choice(Status.DECLINE, reason=Declined.OTHERS_FIRST)


def said(kind: EventType, actor: str = "anna", minute: int = 0) -> AuditEvent:
    return AuditEvent(kind, actor=actor, time=WEDNESDAY + timedelta(minutes=minute))


def choose(connection: Connection, place: str, choice: Choice, expected: int = 0) -> int:
    """Decide on a place; the version it then has."""
    event = said(EventType.DECISION_MADE)
    found = place_of(connection, place)
    return decide(connection, found, choice, expected=expected, event=event).version


def opened(connection: Connection, made: InspectionList) -> str:
    """The id of a list whose plan is a draft."""
    open_plan(connection, made.id, event=said(EventType.PLAN_OPENED))
    return made.id


def locked(connection: Connection, made: InspectionList) -> list[str]:
    """The places of a list that is locked, all of them to be visited."""
    places = [*places_of(connection, opened(connection, made))]
    for place in places:
        choose(connection, place, INCLUDE)
    move_plan(connection, made.id, State.LOCKED, expected=1, event=said(EventType.PLAN_LOCKED))
    return places


@pytest.fixture
def made(week: tuple[InspectionList, ...]) -> InspectionList:
    """A list with a place drawn at random, and others that were ranked."""
    return next(one for one in week if one.random)


def ranked(made: InspectionList) -> str:
    return next(one.id for one in made.entries if one.drawn == "ranking")


def test_each_decision_is_a_new_version_and_none_is_lost(
    undone: Connection, made: InspectionList
) -> None:
    opened(undone, made)
    place = ranked(made)
    assert decision_of(undone, place).version == 0
    assert choose(undone, place, INCLUDE) == 1
    assert choose(undone, place, DECLINE, expected=1) == 2
    assert [one.status for one in versions_of(undone, place)] == ["include", "decline"]
    assert decisions_of(undone, made.id)[place].reason == "others_first"


def test_who_has_not_seen_the_newest_decision_is_told_and_writes_nothing(
    undone: Connection, made: InspectionList
) -> None:
    opened(undone, made)
    choose(undone, ranked(made), INCLUDE)
    before = head(undone)
    with pytest.raises(Stale, match="version 1, not 0") as told:
        choose(undone, ranked(made), DECLINE)
    assert told.value.version == 1
    assert head(undone) == before


def test_of_two_who_decide_at_the_same_moment_one_wins_and_the_other_is_told(
    database: Database, made: InspectionList
) -> None:
    with transaction(database) as connection:
        opened(connection, made)

    def race(_: int) -> str:
        try:
            with transaction(database) as connection:
                choose(connection, ranked(made), INCLUDE)
        except Stale:
            return "told"
        return "won"

    with ThreadPoolExecutor(8) as pool:
        outcome = sorted(pool.map(race, range(8)))
    assert outcome == ["told"] * 7 + ["won"]
    with transaction(database) as connection:
        assert len(versions_of(connection, ranked(made))) == 1


def test_who_locks_and_who_decides_at_the_same_moment_come_one_after_the_other(
    where: Path | str, made: InspectionList
) -> None:
    """Whatever the order, no decision is written after the lock."""
    database = connect(where)
    with transaction(database) as connection:
        opened(connection, made)

    def act(number: int) -> None:
        try:
            with transaction(database) as connection:
                if number == 3:
                    event = said(EventType.PLAN_LOCKED)
                    move_plan(connection, made.id, State.LOCKED, expected=1, event=event)
                else:
                    choose(connection, made.entries[number].id, INCLUDE)
        except Conflict:
            pass

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(6)))
    with transaction(database) as connection:
        kinds = [record.event.type for record in records(connection)]
        after = kinds[kinds.index(EventType.PLAN_LOCKED) :]
        assert EventType.DECISION_MADE not in after
    database.dispose()


def test_nothing_changes_once_a_plan_is_locked(
    undone: Connection, made: InspectionList
) -> None:
    places = locked(undone, made)
    with pytest.raises(Conflict, match="locked"):
        choose(undone, places[0], DECLINE, expected=1)
    new = Addition("10000000000", "Nytt AB", "Borås", Added.TIP)
    with pytest.raises(Conflict, match="locked"):
        add_place(undone, made.id, new, event=said(EventType.PLACE_ADDED))
    with pytest.raises(Conflict, match="cannot become draft"):
        move_plan(undone, made.id, State.DRAFT, expected=2, event=said(EventType.PLAN_LOCKED))
    with pytest.raises(Stale, match="version 2, not 1"):
        move_plan(undone, made.id, State.DONE, expected=1, event=said(EventType.PLAN_DONE))


@pytest.mark.parametrize("reason", Declined)
def test_a_place_drawn_at_random_is_declined_only_for_what_is_no_choice(
    undone: Connection, made: InspectionList, reason: Declined
) -> None:
    opened(undone, made)
    drawn = next(one.id for one in made.entries if one.drawn == "random")
    choice = Choice(Status.DECLINE, reason, comment="därför")
    if reason in ("ceased", "ongoing_matter", "safety", "no_ground"):
        assert choose(undone, drawn, choice) == 1
    else:
        with pytest.raises(BadOption, match="drawn at random"):
            choose(undone, drawn, choice)


@pytest.mark.parametrize(
    ("status", "reason", "comment", "agencies", "told"),
    [
        (Status.DECLINE, "", "", (), "needs a reason"),
        (Status.WAIT, "others_first", "", (), "needs a reason"),
        (Status.INCLUDE, "ceased", "", (), "takes no reason"),
        (Status.DECLINE, "other", " ", (), "needs a comment"),
        (Status.INCLUDE, "", "x" * 1001, (), "1001 characters"),
        (Status.INCLUDE, "", "bror till 19640823-3234", (), "identity number"),
        (Status.INCLUDE, "", "", ("bolagsverket",), "agencies must be"),
        (Status.WAIT, "season", "", ("skatteverket",), "takes no agencies"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_before_it_is_written(
    status: Status, reason: str, comment: str, agencies: tuple[str, ...], told: str
) -> None:
    with pytest.raises(BadOption, match=told) as refused:
        Choice(status, reason, comment, agencies)
    assert "3234" not in str(refused.value)


def test_what_waited_is_on_next_weeks_plan_unless_it_is_on_the_list_anyway(
    undone: Connection, made: InspectionList
) -> None:
    earlier = made.id.replace("W48", "W47")
    before = next(
        one for one in _lists(undone, made.centre.code) if one.startswith(earlier[:8])
    )
    open_plan(undone, before, event=said(EventType.PLAN_OPENED))
    places = [one for one in places_of(undone, before) if not place_of(undone, one).is_random]
    choose(undone, places[0], Choice(Status.WAIT, Waited.TEAM))
    choose(undone, places[1], INCLUDE)
    plan = open_plan(undone, made.id, event=said(EventType.PLAN_OPENED))
    assert plan.follows == before
    here = {place_of(undone, one).workplace for one in places_of(undone, made.id)}
    waited = place_of(undone, places[0]).workplace
    carried = carry_over(undone, made.id, event=said(EventType.PLACE_ADDED))
    assert [place_of(undone, one).workplace for one in carried] == (
        [] if waited in here else [waited]
    )
    assert carry_over(undone, made.id, event=said(EventType.PLACE_ADDED)) == []


def _lists(connection: Connection, centre: str) -> list[str]:
    from serving.store.lists import heads

    return [one.made.id for one in heads(connection, centre=centre)]


def test_an_added_place_can_be_decided_on_like_any_other(
    undone: Connection, made: InspectionList
) -> None:
    opened(undone, made)
    new = Addition("10000000000", "Nytt AB", "Borås", Added.TIP, "ringde i går")
    place = add_place(undone, made.id, new, event=said(EventType.PLACE_ADDED))
    assert places_of(undone, made.id)[-1] == place == f"{made.id}.m1"
    assert choose(undone, place, INCLUDE) == 1
    with pytest.raises(BadOption, match="on this list already"):
        add_place(undone, made.id, new, event=said(EventType.PLACE_ADDED))


def outcome(**more: object) -> Outcome:
    told: dict[str, object] = {
        "authority": Authority.ARBETSMILJOVERKET,
        "visited_on": date(2026, 11, 24),
        "result": Result.FINDING,
        "kind": Area.WORK_ENVIRONMENT,
        "severity": 3,
    }
    return Outcome(**{**told, **more})  # type: ignore[arg-type]


def test_outcomes_are_one_per_authority_and_change_by_versions(
    undone: Connection, made: InspectionList
) -> None:
    place = place_of(undone, locked(undone, made)[0])

    def record(found: Outcome, expected: int = 0) -> None:
        event = said(EventType.OUTCOME_RECORDED)
        record_outcome(undone, place, found, expected=expected, event=event)

    record(outcome())
    nothing = outcome(
        authority=Authority.SKATTEVERKET, result=Result.NOT_CHECKED, kind=None, severity=None
    )
    record(nothing)
    record(outcome(severity=4), expected=1)
    with pytest.raises(Stale):
        record(outcome(severity=1), expected=1)
    with pytest.raises(BadOption, match="still to come"):
        record(outcome(visited_on=date(2026, 11, 26)), expected=2)
    told = {one.outcome.authority: one for one in outcomes_of(undone, place=place.id)}
    assert told[Authority.ARBETSMILJOVERKET].outcome.severity == 4
    assert told[Authority.SKATTEVERKET].outcome == nothing
    assert len(outcomes_of(undone, list_id=made.id)) == 2


def test_no_outcome_without_a_visit_that_was_planned(
    undone: Connection, made: InspectionList
) -> None:
    opened(undone, made)
    place = place_of(undone, ranked(made))
    event = said(EventType.OUTCOME_RECORDED)
    with pytest.raises(Conflict, match="draft"):
        record_outcome(undone, place, outcome(), expected=0, event=event)
    choose(undone, place.id, DECLINE)
    move_plan(undone, made.id, State.LOCKED, expected=1, event=said(EventType.PLAN_LOCKED))
    with pytest.raises(Conflict, match="not to be visited"):
        record_outcome(undone, place, outcome(), expected=0, event=event)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"kind": None}, "needs a kind"),
        ({"severity": None}, "needs a severity"),
        ({"severity": 5}, "needs a severity"),
        ({"result": Result.NONE}, "neither kind nor severity"),
        ({"authority": Authority.IVO}, "no part in joint controls"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(more: dict[str, object], told: str) -> None:
    with pytest.raises(BadOption, match=told):
        outcome(**more)


def test_each_reason_is_answered_for_itself(undone: Connection, made: InspectionList) -> None:
    place = place_of(undone, locked(undone, made)[0])
    event = said(EventType.REASON_ANSWERED)
    answer_reason(undone, place, 0, Answer.HELD, event=event)
    answer_reason(undone, place, 1, Answer.UNKNOWN, event=event)
    answer_reason(undone, place, 0, Answer.DID_NOT, event=event)
    assert answers_of(undone, place.id) == {0: "did_not", 1: "unknown"}
    with pytest.raises(BadOption, match="no reason 99"):
        answer_reason(undone, place, 99, Answer.HELD, event=event)


def test_a_disputed_fact_waits_for_its_owner_and_is_answered_once(
    undone: Connection, made: InspectionList
) -> None:
    place: Place = place_of(undone, ranked(made))
    event = said(EventType.FACT_DISPUTED)
    wrong = Dispute(Wrong.OUTDATED, Doubted.OTHER, "stängt sedan i maj")
    one = dispute_fact(undone, place, 0, "skatteverket", wrong, event=event)
    assert [x.id for x in corrections_of(undone, authority="skatteverket")] == [one]
    assert corrections_of(undone, request=one)[0].said == wrong
    assert corrections_of(undone, authority="migrationsverket") == []
    answered = said(EventType.CORRECTION_ANSWERED)
    assert answer_correction(undone, one, "corrected", event=answered).state == "corrected"
    with pytest.raises(Answered, match="has been answered") as told:
        answer_correction(undone, one, "rejected", event=answered)
    assert told.value.answer == "corrected"


def test_what_was_asked_at_a_place_is_found_with_its_answers_and_the_newest_rescoring(
    undone: Connection, made: InspectionList
) -> None:
    place: Place = place_of(undone, ranked(made))
    wrong = Dispute(Wrong.OUTDATED, Doubted.SEEN_ON_SITE)
    one, two = (
        dispute_fact(
            undone, place, n, "x", wrong, event=said(EventType.FACT_DISPUTED, minute=n)
        )
        for n in (0, 1)
    )
    answer_correction(undone, one, "rejected", event=said(EventType.CORRECTION_ANSWERED))
    found = corrections_at(undone, place.id)
    assert [(x.id, x.reason, x.state, bool(x.answered_at)) for x in found] == [
        (one, 0, "rejected", True),
        (two, 1, "asked", False),
    ]
    for minute, value in enumerate((1.5, None)):
        event = said(EventType.RESCORING_ASKED, minute=minute)
        asked = ask_to_rescore(undone, found[1], made.id, value, event=event)
        done = said(EventType.RESCORING_MADE)
        finish_rescoring(undone, asked.id, "It could not be.", event=done)
    newest = rescorings_at(undone, place.id)
    assert {key: (x.id, x.value, x.state) for key, x in newest.items()} == {
        two: (asked.id, None, "failed")
    }
    elsewhere = next(x.id for x in made.entries if x.id != place.id)
    assert (corrections_at(undone, elsewhere), rescorings_at(undone, elsewhere)) == ([], {})


def test_no_fact_is_disputed_without_a_reason(undone: Connection, made: InspectionList) -> None:
    place: Place = place_of(undone, ranked(made))
    event = said(EventType.FACT_DISPUTED)
    with pytest.raises(BadOption, match=r"needs a reason.*") as told:
        dispute_fact(undone, place, 0, "x", Dispute(Wrong.OUTDATED, None), event=event)
    assert "seen_on_site" in told.value.hint
    with pytest.raises(BadOption, match="other needs a comment"):
        Dispute(Wrong.OUTDATED, Doubted.OTHER, " ")
    with pytest.raises(BadOption, match="looks like an identity number"):
        Dispute(Wrong.OUTDATED, Doubted.SEEN_ON_SITE, "19640823-3234")
    assert corrections_of(undone, authority="x") == []


def test_a_request_from_before_reasons_were_needed_says_none(
    undone: Connection, made: InspectionList
) -> None:
    place: Place = place_of(undone, ranked(made))
    wrong = Dispute(Wrong.OUTDATED, Doubted.SEEN_ON_SITE)
    one = dispute_fact(undone, place, 0, "x", wrong, event=said(EventType.FACT_DISPUTED))
    undone.execute(corrections.update().values(reason_code=""))  # as step 9 leaves them
    assert corrections_of(undone, request=one)[0].said == Dispute(Wrong.OUTDATED, None)


def test_the_regionkoordinator_is_asked_without_a_word_of_anyone(
    undone: Connection, made: InspectionList
) -> None:
    from serving.store.tables import referrals

    one = refer(
        undone,
        place_of(undone, ranked(made)),
        Wanted.DURING,
        event=said(EventType.REFERRAL_MADE),
    )
    assert [x.id for x in referrals_of(undone)] == [one]
    taken = answer_referral(undone, one, event=said(EventType.REFERRAL_ANSWERED))
    assert (taken.state, referrals_of(undone)) == ("taken", [])
    # There is nowhere to write of a person.
    columns = {"id", "place", "list_id", "wanted", "state", "actor", "made_at", "answered_at"}
    assert {column.name for column in referrals.columns} == columns


def test_a_rest_holds_until_its_day_or_until_it_is_lifted(undone: Connection) -> None:
    def rest(kind: str, expires_on: date) -> str:
        return rest_workplace(
            undone,
            kind=kind,
            centre="vast",
            workplace="10000000",
            reason=Rested.SEASON,
            comment="",
            expires_on=expires_on,
            event=said(EventType.PLACE_RESTED),
        ).id

    one = rest("snooze", date(2026, 12, 24))
    assert [x.id for x in rests_in_force(undone, date(2026, 12, 23), "vast")] == [one]
    assert rests_in_force(undone, date(2026, 12, 24)) == []
    assert rests_in_force(undone, date(2026, 12, 23), "ost") == []
    lift_rest(undone, one, event=said(EventType.REST_LIFTED))
    assert rests_in_force(undone, date(2026, 12, 23)) == []
    for kind, day in (
        ("snooze", date(2027, 6, 1)),
        ("exclusion", date(2028, 1, 1)),
        ("snooze", date(2026, 11, 25)),
    ):
        with pytest.raises(BadOption, match="must end after"):
            rest(kind, day)


def test_a_case_is_opened_once_and_closed_once(undone: Connection) -> None:
    event = said(EventType.CASE_OPENED)
    open_case(undone, "AK-2026-17", "vast", "polismyndigheten", event=event)
    assert [one.id for one in cases_of(undone, "vast")] == ["AK-2026-17"]
    with pytest.raises(Conflict):
        open_case(undone, "AK-2026-17", "ost", "polismyndigheten", event=event)
    for number in ("640823-3234", "x", "ak 17"):
        with pytest.raises(BadOption):
            open_case(undone, number, "vast", "polismyndigheten", event=event)
    close_case(undone, "AK-2026-17", event=said(EventType.CASE_CLOSED))
    assert cases_of(undone, "vast") == []
    with pytest.raises(NotFound):
        close_case(undone, "AK-2026-18", event=said(EventType.CASE_CLOSED))


def test_a_retry_at_the_same_moment_creates_one_row(
    database: Database, made: InspectionList
) -> None:
    with transaction(database) as connection:
        opened(connection, made)
    new = Addition("10000000000", "Nytt AB", "Borås", Added.TIP)

    def post(_: int) -> str:
        with transaction(database) as connection:
            kept = claim(connection, "anna", "k1", "the body")
            if kept is not None:
                return kept.answer
            place = add_place(connection, made.id, new, event=said(EventType.PLACE_ADDED))
            keep(connection, "anna", "k1", Kept(201, place))
            return place

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(post, range(6))) == {f"{made.id}.m1"}
    with transaction(database) as connection:
        assert places_of(connection, made.id)[-1].endswith(".m1")
        with pytest.raises(KeyReused):
            claim(connection, "anna", "k1", "another body")
        assert claim(connection, "bo", "k1", "another body") is None

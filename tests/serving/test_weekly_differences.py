"""Why a list is not last week's is worked out once it is made, kept, and told on its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient

from features.country import Country
from serving.audit_vocabulary import EventType
from serving.pages.changed import changed
from serving.pages.rendering import Reader
from serving.planning.board import Board
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, looking, transaction
from serving.store.differences import compared_event, find_difference, save_difference
from serving.store.lists import made_event, save_list
from serving.targeting.causes import CAUSES, Cause, Change, Difference
from serving.targeting.frozen import Frozen, choose_frozen, write_frozen
from serving.targeting.inspection_list import InspectionList
from serving.targeting.policy import read_policy
from serving.targeting.standing import Exclusion, Standing
from serving.targeting.week import Week
from serving.weekly_differences import keep_differences
from serving.wording import Language
from tests.models.invented import COUNTRY
from tests.serving.invented import CENTRES, WEEK, frame
from tests.serving.test_verifying import made_of

BEFORE, AFTER = WEEK.plus(2), WEEK.plus(3)  # the shared store has weeks 47 and 48
# Under this seed nobody is drawn by lot in either week: what changes is the rules' doing alone.
POLICY = replace(read_policy(), random_share=0.01, seed="seed 11")


def frozen(week: Week, *away: str) -> Frozen:
    gone = tuple(Exclusion(one, "Ek", "förundersökning", date(2026, 10, 1)) for one in away)
    return Frozen(
        frame=frame(700),
        policy=POLICY,
        week=week,
        standing=Standing(gone),
        areas={},
        centres={one.code: one.name for one in CENTRES},
        as_of=date(2026, 11, 1),
        model="ranker 1",
        model_digest="5e" * 32,
        snapshot_digest="a7" * 32,
    )


def stored(
    database: Database, settings: Settings, chosen: Frozen, *, keep: bool = True
) -> tuple[InspectionList, ...]:
    inputs = write_frozen(chosen, settings.workspace / "choices") if keep else "0" * 64
    made = made_of(chosen, inputs)
    with transaction(database) as connection:
        for one in made:
            save_list(connection, one, event=made_event(one))
    return made


@pytest.fixture
def two_weeks(
    database: Database, settings: Settings
) -> tuple[tuple[InspectionList, ...], tuple[InspectionList, ...]]:
    """The later week as the earlier, but that the first place of one centre is set aside."""
    first = choose_frozen(frozen(BEFORE)).centres[0].chosen[0].workplace
    return (
        stored(database, settings, frozen(BEFORE)),
        stored(database, settings, frozen(AFTER, first)),
    )


def test_what_was_set_aside_leaves_by_the_rules_and_the_others_move_up(
    database: Database,
    settings: Settings,
    two_weeks: tuple[tuple[InspectionList, ...], tuple[InspectionList, ...]],
) -> None:
    before, after = two_weeks
    country: Country = COUNTRY
    assert keep_differences(settings, country, after, lambda _: None) == 7

    with looking(database) as connection:
        found = find_difference(connection, after[0].id, before[0].id)
        told = [one.event for one in records(connection)]
    assert found is not None
    gone = next(one for one in found.changes if one.kind == "leaves")
    assert (gone.workplace, gone.before) == (before[0].entries[0].workplace, 1)
    assert gone.main is Cause.RULES
    # Eight places: the first falls below them, and whoever stood second to eighth rises by one.
    assert sum(one.kind == "moves" for one in found.changes) == 7
    assert found.total(Cause.RULES) == 8 + 7 + 1  # 1 to 9, seven by one, 9 to 8
    assert [found.total(one) for one in CAUSES if one is not Cause.RULES] == [0, 0, 0, 0]
    recorded = [one.objects for one in told if one.type is EventType.LIST_COMPARED]
    assert recorded == [(a.id, b.id) for b, a in zip(before, after, strict=True)]


def test_two_lists_are_compared_once(
    database: Database,
    settings: Settings,
    two_weeks: tuple[tuple[InspectionList, ...], tuple[InspectionList, ...]],
) -> None:
    before, after = two_weeks
    keep_differences(settings, COUNTRY, after, lambda _: None)
    assert keep_differences(settings, COUNTRY, after, lambda _: None) == 0
    with looking(database) as connection:
        found = find_difference(connection, after[0].id, before[0].id)
    assert found is not None
    pair = (after[0].id, before[0].id)
    made_at, event = after[0].provenance.made_at, compared_event(*pair, found)
    with pytest.raises(sa.exc.IntegrityError), transaction(database) as connection:
        save_difference(connection, *pair, found, made_at, event=event)


def test_lists_stand_though_what_they_differ_from_is_no_longer_kept(
    database: Database, settings: Settings
) -> None:
    before = stored(database, settings, frozen(BEFORE), keep=False)
    after = stored(database, settings, frozen(AFTER))
    said: list[str] = []

    assert keep_differences(settings, COUNTRY, after, said.append) == 0
    assert len(said) == 1  # once for the seven centres
    assert said[0].startswith("not compared with last week's lists: ")
    with looking(database) as connection:
        assert find_difference(connection, after[0].id, before[0].id) is None


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("sv", ("Regler och resurser", "16 platser", "inte längre på listan (regler och")),
        ("en", ("Rules and capacity", "16 places", "no longer on the list (rules and")),
    ],
)
def test_the_page_tells_what_moved_and_why(
    client: TestClient,
    settings: Settings,
    two_weeks: tuple[tuple[InspectionList, ...], tuple[InspectionList, ...]],
    language: str,
    says: tuple[str, ...],
) -> None:
    _, after = two_weeks
    path, asked = f"/urval/{after[0].id}", {"Accept-Language": language}
    earlier = client.get(path, headers=asked).text
    assert not any(one in earlier for one in says[:2])
    keep_differences(settings, COUNTRY, after, lambda _: None)
    later = client.get(path, headers=asked).text  # what was kept of the page is let go
    assert all(one in later for one in says)


def test_each_move_is_said_with_its_largest_cause() -> None:
    names = ("Alfa", "Beta", "Gamma", "Delta")
    made = made_of(frozen(BEFORE))[0]
    entries = tuple(
        replace(one, workplace=f"w{number}", name=names[number])
        for number, one in enumerate(made.entries[:3])
    )
    none = dict.fromkeys(CAUSES, 0)
    told = Difference(
        made.centre.code,
        5,
        (
            Change("w0", None, 1, none | {Cause.FEATURES: 3, Cause.MODEL: 1}),
            Change("w1", 3, 2, none | {Cause.CORRECTION: 1}),
            Change("w2", 2, 3, none | {Cause.DRAW: -1}),
            Change("w3", 1, None, none | {Cause.RULES: -4}),
        ),
    )
    before = {"w1": (3, "Beta"), "w2": (2, "Gamma"), "w3": (1, "Delta")}
    board = Board(replace(made, entries=entries), before=before, difference=told)
    found = changed(board, Reader(Language.SV))

    assert found is not None
    assert found.each == (
        "Alfa: ny på listan (nya uppgifter)",
        "Beta: en plats högre upp (rättat i efterhand)",
        "Gamma: en plats längre ner (lottning)",
        "Delta: inte längre på listan (regler och resurser)",
    )
    assert [(one.words, one.places) for one in found.causes] == [
        ("Rättat i efterhand", "en plats"),
        ("Nya uppgifter", "3 platser"),
        ("Ny modell", "en plats"),
        ("Regler och resurser", "4 platser"),
        ("Lottning", "en plats"),
    ]

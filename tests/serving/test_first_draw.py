"""A week is drawn once: made again, a list keeps the lot, and reserves come in its order."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import NotFound
from serving.store.database import connect, transaction
from serving.store.lists import first_inputs, made_event, save_list
from serving.targeting.draw import draw, order, reserves
from serving.targeting.frozen import (
    Frozen,
    choose_frozen,
    keep_first_draws,
    read_frozen,
    write_frozen,
)
from serving.targeting.policy import read_policy
from serving.targeting.selection import CentreChoice
from serving.targeting.standing import Exclusion, Standing
from serving.targeting.verifying import faults_of, faults_of_first
from tests.serving.invented import CENTRES, WEEK, frame, lists
from tests.serving.test_verifying import made_of

SHARE = 0.25  # of eight visits: two by lot at every centre


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=30), st.data())
@settings(max_examples=60, deadline=None)
def test_reserves_are_the_next_employers_in_the_order_of_the_draw(
    employers: list[str], data: st.DataObject
) -> None:
    workplaces = [f"w{number}" for number in range(len(employers))]
    drawn = draw(workplaces, employers, 2.5, "s").drawn
    gone = data.draw(st.sets(st.integers(0, len(employers) - 1)))
    may_come = np.array([place not in gone for place in range(len(employers))])

    found = reserves(workplaces, employers, drawn, may_come, "s")

    # By hand: walk the shuffled employers from each that is gone, in the order of the draw.
    names = sorted(set(employers))
    turn = [names[place] for place in order(names, "s\x1femployers")]
    taken = {employers[place] for place in drawn}
    expected = {}
    for place in drawn:
        if may_come[place]:
            continue
        start = turn.index(employers[place])
        for name in [*turn[start + 1 :], *turn[:start]]:
            of = [n for n, e in enumerate(employers) if e == name and may_come[n]]
            if name not in taken and of:
                taken.add(name)
                by_lot = order([workplaces[n] for n in of], "s\x1fworkplaces")
                expected[place] = of[by_lot[0]]
                break
    assert found == expected


@pytest.fixture(scope="module")
def first() -> Frozen:
    return Frozen(
        frame=frame(700).query("centre == 'vast'"),
        policy=replace(read_policy(), random_share=SHARE),
        week=WEEK,
        standing=Standing(),
        areas={},
        centres={"vast": "Väst"},
        as_of=date(2026, 11, 1),
        model="ranker 1",
        model_digest="5e" * 32,
        snapshot_digest="a7" * 32,
    )


@pytest.fixture
def kept(first: Frozen, tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """The folder of inputs, and by centre what the week's first list was drawn from."""
    digest = write_frozen(first, tmp_path)
    return tmp_path, {one.code: digest for one in CENTRES}


def without(first: Frozen, *workplaces: str) -> Frozen:
    away = tuple(Exclusion(one, "Ek", "fu", date(2026, 11, 1)) for one in workplaces)
    return replace(first, standing=Standing(away))


def at(frozen: Frozen, code: str = "vast") -> CentreChoice:
    return next(one for one in choose_frozen(frozen).centres if one.centre == code)


def lot(choice: CentreChoice) -> list[str]:
    return [one.workplace for one in choice.chosen if one.drawn == "random"]


def test_an_exclusion_after_the_draw_moves_nobody_but_the_one_it_is_of(
    first: Frozen, kept: tuple[Path, dict[str, str]]
) -> None:
    folder, by_centre = kept
    before = at(first)
    one, two = lot(before)
    again = at(keep_first_draws(without(first, one), by_centre, folder))

    reserve, stays = lot(again)
    assert stays == two
    assert reserve not in (one, two)
    assert again.draw == replace(before.draw, first=by_centre["vast"], replaced=1)
    placed = {place.workplace: place for place in again.chosen}
    assert [placed[one].is_reserve for one in (reserve, two)] == [True, False]
    # A reserve has the chance that the first draw gave it: 2 of so many, one an employer.
    assert placed[reserve].chance == pytest.approx(2 / before.draw.population)
    # Without the first draw the lot would have been cast anew over one fewer.
    assert at(without(first, one)).draw.population_digest != before.draw.population_digest


def test_the_lot_cannot_be_rolled_by_excluding_others_or_by_another_seed_or_share(
    first: Frozen, kept: tuple[Path, dict[str, str]]
) -> None:
    folder, by_centre = kept
    ranked = [one.workplace for one in at(first).chosen if one.drawn == "ranking"]
    tries = (
        without(first, *ranked),
        replace(first, policy=replace(first.policy, seed="another")),
        replace(first, policy=replace(first.policy, random_share=0.5)),
        replace(first, frame=first.frame.iloc[7:]),  # the delivery has seven fewer
    )
    for tried in tries:
        again = at(keep_first_draws(tried, by_centre, folder))
        assert lot(again) == lot(at(first))
        assert again.draw.seed == at(first).draw.seed
        assert again.draw.population_digest == at(first).draw.population_digest


def test_the_same_inputs_make_the_same_list_and_name_no_first_draw(
    first: Frozen, kept: tuple[Path, dict[str, str]]
) -> None:
    folder, by_centre = kept
    assert keep_first_draws(first, by_centre, folder) is first
    assert keep_first_draws(first, {}, folder) is first


def test_a_list_made_again_is_verified_by_the_first_draw_and_a_new_roll_is_found(
    first: Frozen, kept: tuple[Path, dict[str, str]]
) -> None:
    folder, by_centre = kept
    changed = without(first, lot(at(first))[0])
    inputs = write_frozen(keep_first_draws(changed, by_centre, folder), folder)
    (made,) = made_of(read_frozen(folder, inputs), inputs)
    assert faults_of(made, read_frozen(folder, inputs)) == ()
    assert faults_of_first(made, by_centre["vast"]) == ()

    passed_off = replace(
        made, entries=tuple(replace(one, is_reserve=False) for one in made.entries)
    )
    assert faults_of(passed_off, read_frozen(folder, inputs)) == (
        "place 7 is wrong about being a reserve",
    )
    # Drawn anew, it follows from its own inputs, and yet not from the week's.
    anew = write_frozen(changed, folder)
    (rolled,) = made_of(changed, anew)
    assert faults_of(rolled, read_frozen(folder, anew)) == ()
    assert len(faults_of_first(rolled, by_centre["vast"])) == 1


def test_nobody_draws_anew_because_the_first_draws_inputs_are_gone(
    first: Frozen, kept: tuple[Path, dict[str, str]]
) -> None:
    folder, by_centre = kept
    shutil.rmtree(folder / by_centre["vast"][:16])
    with pytest.raises(NotFound, match="not kept"):
        keep_first_draws(without(first, "10000005"), by_centre, folder)


def test_the_store_knows_what_the_first_list_of_a_week_was_drawn_from(tmp_path: Path) -> None:
    database = connect(tmp_path / "lykta.db", create=True)
    vast = next(one for one in lists() if one.centre.code == "vast")
    with transaction(database) as connection:
        for number, day in ((1, 24), (2, 23), (3, 25)):
            origin = replace(
                vast.provenance,
                inputs_digest=str(number) * 64,
                made_at=vast.provenance.made_at.replace(day=day),
            )
            made = replace(vast, id=f"{vast.id}{number}", provenance=origin, entries=())
            save_list(connection, made, event=made_event(made))
        assert first_inputs(connection, "Sverige", WEEK) == {"vast": "2" * 64}
        assert first_inputs(connection, "Sverige", WEEK.plus(1)) == {}
    database.dispose()

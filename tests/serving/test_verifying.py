"""What a list was chosen from is kept: anyone can draw and choose again, and check."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import serving.list_commands  # noqa: F401  registers its commands
from features.errors import BadOption, NotFound
from serving.commands import lists_app
from serving.settings import Settings
from serving.store.database import connect, transaction
from serving.store.lists import made_event, save_list
from serving.targeting.assembling import build_lists
from serving.targeting.frozen import Frozen, choose_frozen, read_frozen, write_frozen
from serving.targeting.inspection_list import InspectionList, ListEntry
from serving.targeting.policy import read_policy
from serving.targeting.standing import Exclusion, Standing
from serving.targeting.verifying import faults_of
from tests.serving.invented import CENTRES, WEEK, explanation, facts, frame, lists

SHARE = 0.25  # of eight visits: two by lot at every centre


@pytest.fixture(scope="module")
def frozen() -> Frozen:
    away = Exclusion("10000007", "Ek", "förundersökning", date(2026, 10, 1))
    return Frozen(
        frame=frame(700),
        policy=replace(read_policy(), random_share=SHARE),
        week=WEEK,
        standing=Standing((away,)),
        areas={},
        centres={one.code: one.name for one in CENTRES},
        as_of=date(2026, 11, 1),
        model="ranker 1",
        model_digest="5e" * 32,
        snapshot_digest="a7" * 32,
    )


def made_of(frozen: Frozen, inputs: str = "") -> tuple[InspectionList, ...]:
    selection = choose_frozen(frozen)
    chosen = [one.workplace for choice in selection.centres for one in choice.chosen]
    origin = lists()[0].provenance
    return build_lists(
        selection,
        centres=CENTRES,
        facts={one: facts(one, int(one)) for one in chosen},
        explanations={one: explanation(one, int(one)) for one in chosen},
        frequencies=(),
        provenance=replace(origin, inputs_digest=inputs),
    )


def swapped(made: InspectionList, place: int, **changes: object) -> InspectionList:
    entries: list[ListEntry] = list(made.entries)
    entries[place] = replace(entries[place], **changes)  # type: ignore[arg-type]
    return replace(made, entries=tuple(entries))


def test_a_list_that_follows_from_its_inputs_has_no_faults(frozen: Frozen) -> None:
    for made in made_of(frozen):
        assert made.random == 2
        assert faults_of(made, frozen) == ()


def test_a_tampered_draw_is_found_whatever_was_changed(frozen: Frozen) -> None:
    made = made_of(frozen)[0]
    told = {
        # Somebody else in the place of who was drawn; a ranked place passed off as drawn.
        "swapped": swapped(made, 7, workplace="10000000"),
        "passed off": swapped(made, 0, drawn="random"),
        "chance": swapped(made, 7, chance=0.5),
        "seed": replace(made, draw=replace(made.draw, seed="another")),
        "population": replace(made, draw=replace(made.draw, population=3)),
        "digest": replace(made, draw=replace(made.draw, population_digest="0" * 64)),
        "dropped": replace(made, entries=made.entries[:-1]),
    }
    words = {
        "swapped": "place 8 says it was drawn, and was not",
        "passed off": "place 1 says it was drawn, and was not",
        "chance": "place 8 has a chance of 0.5",
        "seed": "the seed is another",
        "population": "the population's size is 3",
        "digest": "the population's digest is 0000",
        "dropped": "1 of 2 that were drawn are not on the list",
    }
    for name, tampered in told.items():
        assert any(fault.startswith(words[name]) for fault in faults_of(tampered, frozen)), name


def test_a_changed_ranked_place_is_found_too(frozen: Frozen) -> None:
    made = made_of(frozen)[0]
    assert faults_of(swapped(made, 2, workplace="10000000"), frozen) == (
        "place 3 is not who follows from the inputs",
    )


def test_every_workplace_that_may_be_visited_has_a_chance_and_the_excluded_none(
    frozen: Frozen,
) -> None:
    for choice in choose_frozen(frozen).centres:
        assert choice.draw.population == dict(choice.funnel)["allowed"]
        assert all(one.chance > 0 for one in choice.chosen)


def test_inputs_are_read_back_as_they_were_written(frozen: Frozen, tmp_path: Path) -> None:
    digest = write_frozen(frozen, tmp_path)
    again = read_frozen(tmp_path, digest)

    assert choose_frozen(again) == choose_frozen(frozen)
    assert (again.policy, again.standing, again.week) == (
        frozen.policy,
        frozen.standing,
        frozen.week,
    )
    shuffled = replace(frozen, frame=frozen.frame.sample(frac=1, random_state=1))
    assert write_frozen(shuffled, tmp_path) == digest


def test_changed_inputs_are_refused_and_missing_ones_told(
    frozen: Frozen, tmp_path: Path
) -> None:
    digest = write_frozen(frozen, tmp_path)
    facts_file = tmp_path / digest[:16] / "facts.json"
    facts_file.write_text(facts_file.read_text().replace("0.25", "0.26"))
    with pytest.raises(BadOption, match="changed"):
        read_frozen(tmp_path, digest)
    for gone in ("", "0" * 64):
        with pytest.raises(NotFound):
            read_frozen(tmp_path, gone)


def test_the_command_verifies_a_week_and_finds_a_tampered_list(
    frozen: Frozen, tmp_path: Path
) -> None:
    settings = Settings(workspace=tmp_path)
    inputs = write_frozen(frozen, tmp_path / "choices")
    whole = made_of(frozen, inputs)
    words = ["verify", "--workspace", str(tmp_path), "--json"]

    def stored(week: tuple[InspectionList, ...]) -> tuple[int, dict[str, object]]:
        settings.database.unlink(missing_ok=True)
        database = connect(settings.store, create=True)
        with transaction(database) as connection:
            for made in week:
                save_list(connection, made, event=made_event(made))
        database.dispose()
        ran = CliRunner().invoke(lists_app, words)
        return ran.exit_code, json.loads(ran.stdout)

    code, told = stored(whole)
    assert (code, told["is_whole"]) == (0, True)
    code, told = stored((swapped(whole[0], 7, workplace="10000000"), *whole[1:]))
    assert (code, told["is_whole"]) == (1, False)

"""A corrected fact is shown beside the frozen one: what would have become of the place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from features.vocabulary import Authority
from serving.correcting import place_of_choice, with_row
from serving.targeting.frozen import Frozen, choose_frozen
from serving.targeting.policy import Policy
from serving.targeting.standing import Standing
from serving.targeting.week import Week
from tests.serving.test_difference import scored

# Nobody is drawn in week 48 under this seed.
POLICY = Policy("test", date(2026, 1, 1), 3, 0.01, 12, Authority.ARBETSMILJOVERKET, "seed 1")
FROZEN = Frozen(
    frame=scored({"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.6}),
    policy=POLICY,
    week=Week(2026, 48),
    standing=Standing(),
    areas={},
    centres={"c": "C"},
    as_of=date(2026, 11, 1),
    model="ranker 1",
    model_digest="1",
    snapshot_digest="1",
)


def test_a_place_moves_down_with_its_corrected_score_and_the_others_are_as_they_were() -> None:
    # From .9 to .65 it stands third of three; to .5, below d, it is off the list.
    third = with_row(FROZEN, "a", {"score": 0.65, "value": 0.65, "band": 2})
    off = with_row(FROZEN, "a", {"score": 0.5, "value": 0.5, "band": 3})

    assert place_of_choice(FROZEN, "c", "a") == 1
    assert place_of_choice(third, "c", "a") == 3
    assert place_of_choice(off, "c", "a") is None
    assert place_of_choice(off, "c", "d") == 3
    assert third.frame["band"].tolist() == [2, 1, 1, 1]


def test_what_was_frozen_stays_as_it_is_and_unknown_columns_are_left_alone() -> None:
    before = FROZEN.frame.copy()
    again = with_row(FROZEN, "a", {"score": 0.1, "value": 0.1, "area no such": 0.5})

    assert FROZEN.frame.equals(before)
    assert list(again.frame.columns) == list(before.columns)
    assert again.frame["score"].dtype == before["score"].dtype
    assert np.isclose(again.frame["score"].iloc[0], 0.1)


def test_a_correction_that_changes_nothing_gives_the_same_choice() -> None:
    same = with_row(FROZEN, "b", {"score": 0.8, "value": 0.8, "band": 1})

    assert choose_frozen(same) == choose_frozen(replace(FROZEN))

"""Every change of a list is split into causes, and the parts add up to the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from features.vocabulary import Authority
from serving.targeting.causes import CAUSES, Cause, Change, Difference
from serving.targeting.difference import compare
from serving.targeting.frozen import Frozen, choose_frozen
from serving.targeting.limits import Limits, VisitLimit
from serving.targeting.policy import Policy
from serving.targeting.standing import Exclusion, Standing
from serving.targeting.week import Week

WEEK = Week(2026, 48)
# Nobody is drawn in weeks 48 and 49 under this seed, unless a test raises the share.
POLICY = Policy("test", date(2026, 1, 1), 3, 0.01, 12, Authority.ARBETSMILJOVERKET, "seed 1")


def scored(values: dict[str, float], **columns: object) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "workplace": list(values),
            "employer": [f"{one}'s" for one in values],
            "centre": "c",
            "score": list(values.values()),
            "value": list(values.values()),
            "band": 1,
            "sector": "it",
            "size_class": "1-4",
            "municipality": "0180",
            "eligible": True,
            "last_control": pd.Series(pd.NaT, index=range(len(values)), dtype="datetime64[us]"),
            **columns,
        }
    )


def frozen(frame: pd.DataFrame, **changes: object) -> Frozen:
    made = Frozen(
        frame=frame,
        policy=POLICY,
        week=WEEK,
        standing=Standing(),
        areas={},
        centres={"c": "C"},
        as_of=date(2026, 11, 1),
        model="ranker 1",
        model_digest="1",
        snapshot_digest="1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


BEFORE = scored({"a": 0.9, "b": 0.8, "c": 0.7, "d": 0.6})


def change(found: Difference, workplace: str) -> Change:
    return next(one for one in found.changes if one.workplace == workplace)


def parts(found: Difference, workplace: str) -> list[int]:
    return [change(found, workplace).parts[cause] for cause in CAUSES]


def test_each_cause_has_the_places_that_it_moved() -> None:
    old = frozen(BEFORE)
    # Corrected, c is worth .95: first. Later facts raise d to .99: first, and a falls out.
    corrected = scored({"a": 0.9, "b": 0.8, "c": 0.95, "d": 0.6})
    by_old = scored({"a": 0.7, "b": 0.8, "c": 0.95, "d": 0.99})
    # The new model puts b before c and d; the new rules exclude d, and a is back.
    new = frozen(
        scored({"a": 0.7, "b": 0.999, "c": 0.95, "d": 0.99}),
        standing=Standing((Exclusion("d", "Ek", "fu", date(2026, 11, 1)),)),
    )
    found = compare(old, new, "c", corrected=corrected, by_old_model=by_old)

    assert found.below == 4
    assert [(one.workplace, one.kind) for one in found.changes] == [
        ("b", "moves"),
        ("c", "moves"),
        ("a", "moves"),
    ]
    #                    correction, features, model, rules, draw
    assert parts(found, "a") == [-1, -2, 0, 1, 0]  # 1, 2, off (4), off, 3
    assert parts(found, "b") == [-1, 0, 2, 0, 0]  # 2, 3, 3, 1, 1
    assert parts(found, "c") == [2, -1, -1, 1, 0]  # 3, 1, 2, 3, 2
    assert change(found, "b").main is Cause.MODEL


def test_a_pure_retrain_is_the_models_doing_alone() -> None:
    old = frozen(BEFORE)
    new = frozen(scored({"a": 0.1, "b": 0.8, "c": 0.7, "d": 0.9}), model_digest="2")
    found = compare(old, new, "c", corrected=old.frame, by_old_model=old.frame)

    assert found.total(Cause.MODEL) == 3 + 0 + 0 + 3  # a out, b and c stay, d first
    assert sum(found.total(cause) for cause in CAUSES if cause is not Cause.MODEL) == 0


def test_a_limit_a_cool_down_and_a_smaller_capacity_are_rules() -> None:
    old = frozen(BEFORE)
    limits = Limits(visits=(VisitLimit("sector", "it", "fokus", most=2),))
    rests = BEFORE.copy()
    rests.loc[0, "last_control"] = pd.Timestamp(2026, 11, 20)
    for new in (
        frozen(BEFORE, policy=replace(POLICY, limits=limits)),
        frozen(BEFORE, policy=replace(POLICY, visits_per_week=2)),
        frozen(rests, week=WEEK.plus(1)),
    ):
        found = compare(old, new, "c", corrected=old.frame, by_old_model=new.frame)
        assert found.total(Cause.RULES) > 0
        assert found.total(Cause.FEATURES) == found.total(Cause.MODEL) == 0


def test_next_weeks_lot_is_the_draws_doing_alone() -> None:
    lots = replace(POLICY, random_share=1 / 3)
    frame = scored({f"w{number:02}": 0.9 - number / 100 for number in range(40)})
    old = frozen(frame, policy=lots)
    new = frozen(frame, policy=lots, week=WEEK.plus(1))
    found = compare(old, new, "c", corrected=frame, by_old_model=frame)

    drawn = [one for one in found.changes if one.kind in ("enters", "leaves")]
    assert len(drawn) == 2  # one goes, another comes
    assert found.total(Cause.DRAW) == sum(found.total(cause) for cause in CAUSES) > 0


def test_a_lot_that_new_rules_have_no_room_for_falls_away_by_the_rules() -> None:
    # Last week every visit is by lot; this week the two sectors must each have one.
    frame = scored({f"w{number}": 0.5 for number in range(4)}, sector=["it"] * 3 + ["trade"])
    lots = replace(POLICY, random_share=1.0, visits_per_week=2, seed="1")
    old = frozen(frame, policy=lots)
    limits = Limits(visits=(VisitLimit("sector", "trade", "fokus", least=1),))
    new = frozen(frame, policy=replace(lots, limits=limits, random_share=0.01, seed="1"))
    drawn = [one.workplace for one in choose_frozen(old).centres[0].chosen]
    assert "w3" not in drawn  # under this seed nobody of trade was drawn

    found = compare(old, new, "c", corrected=frame, by_old_model=frame)

    assert change(found, "w3").parts[Cause.RULES] > 0
    assert sum(found.total(one) for one in (Cause.CORRECTION, Cause.FEATURES, Cause.MODEL)) == 0


def test_a_workplace_that_is_new_to_the_registers_comes_by_later_facts() -> None:
    old, later = frozen(BEFORE), scored({"b": 0.8, "c": 0.7, "d": 0.6, "e": 0.95})
    found = compare(old, frozen(later), "c", corrected=BEFORE, by_old_model=later)

    assert change(found, "e").kind == "enters"
    assert change(found, "a").kind == "leaves"
    assert parts(found, "e") == [0, 3, 0, 0, 0]


@st.composite
def frames(pick: st.DrawFn) -> pd.DataFrame:
    rng = np.random.default_rng(pick(st.integers(0, 2**32 - 1)))
    there = rng.permutation(14)[: int(rng.integers(4, 15))]
    rests = pd.Series(pd.NaT, index=range(len(there)), dtype="datetime64[us]")
    rests[rng.random(len(there)) < 0.2] = pd.Timestamp(2026, 11, 2)
    made = scored({f"w{one:02}": float(rng.integers(0, 6)) / 6 for one in there})
    return made.assign(
        employer=[f"e{one}" for one in rng.integers(0, 10, len(there))], last_control=rests
    )


policies = st.builds(
    replace,
    st.just(POLICY),
    visits_per_week=st.integers(1, 5),
    random_share=st.floats(0.01, 1),
    seed=st.sampled_from(["x", "y"]),
)


@given(st.lists(frames(), min_size=4, max_size=4), policies, policies, st.integers(0, 2))
@settings(max_examples=12, deadline=None)
def test_the_parts_of_any_two_lists_add_up(
    drawn: list[pd.DataFrame], before: Policy, after: Policy, weeks: int
) -> None:
    old = frozen(drawn[0], policy=before)
    new = frozen(drawn[3], policy=after, week=WEEK.plus(weeks))
    found = compare(old, new, "c", corrected=drawn[1], by_old_model=drawn[2])

    for one in found.changes:
        stood = found.below if one.before is None else one.before
        stands = found.below if one.after is None else one.after
        assert sum(one.parts.values()) == stood - stands
    listed = [one.after for one in found.changes if one.after is not None]
    assert listed == list(range(1, len(listed) + 1))

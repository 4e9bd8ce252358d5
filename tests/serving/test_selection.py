"""The choice: capacity, cool-down, one per employer, and no dependence on the order of rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from features.errors import BadOption
from features.vocabulary import Authority
from serving.targeting.draw import draw
from serving.targeting.policy import Policy
from serving.targeting.selection import Selection, choose
from serving.targeting.week import Week

WEEK = Week(2026, 48)  # Monday 23 November
POLICY = Policy(
    name="test",
    valid_from=date(2026, 1, 1),
    visits_per_week=3,
    random_share=0.1,
    cool_down_months=6,
    random_lead=Authority.ARBETSMILJOVERKET,
    seed="seed",
)


def drawn(text: str) -> pd.DataFrame:
    """A score frame from a drawn table: workplace employer centre score [last control] [no]."""
    rows = [line.split() for line in text.strip().splitlines()]
    return pd.DataFrame(
        {
            "workplace": [row[0] for row in rows],
            "employer": [row[1] for row in rows],
            "centre": [row[2] for row in rows],
            "score": [float(row[3]) for row in rows],
            "value": [max(float(row[3]), 0.0) for row in rows],
            "band": 1,
            "sector": "s",
            "size_class": "1-4",
            "municipality": "0180",
            "eligible": ["no" not in row for row in rows],
            "last_control": [
                pd.Timestamp(row[4]) if len(row) > 4 and row[4] != "no" else pd.NaT
                for row in rows
            ],
        }
    )


def ranked(selection: Selection, centre: str = "c") -> list[str]:
    choice = next(one for one in selection.centres if one.centre == centre)
    return [one.workplace for one in choice.chosen if one.drawn == "ranking"]


# A seed under which nobody is drawn, so that the ranking can be seen alone.
def only_ranking(frame: pd.DataFrame, policy: Policy = POLICY) -> Selection:
    for number in range(100):
        tried = choose(frame, replace(policy, seed=f"s{number}"), WEEK, ["c", "d"])
        if not any(one.drawn == "random" for c in tried.centres for one in c.chosen):
            return tried
    raise AssertionError("one seed of a hundred should draw nobody")


def test_the_highest_scores_fill_the_places() -> None:
    frame = drawn("""
        w1 e1 c 0.1
        w2 e2 c 0.9
        w3 e3 c 0.5
        w4 e4 c 0.7
        w5 e5 d 0.2
    """)
    assert ranked(only_ranking(frame)) == ["w2", "w4", "w3"]


def test_an_employer_is_ranked_once_in_the_country_where_it_scores_highest() -> None:
    frame = drawn("""
        w1 e1 c 0.9
        w2 e1 c 0.8
        w3 e1 d 0.95
        w4 e2 c 0.1
    """)
    chosen = only_ranking(frame)
    assert ranked(chosen, "c") == ["w4"]
    assert ranked(chosen, "d") == ["w3"]


def test_a_workplace_rests_until_the_cool_down_is_over_by_monday() -> None:
    frame = drawn("""
        w1 e1 c 0.9 2026-05-24
        w2 e2 c 0.8 2026-05-23
        w3 e3 c 0.7
        w4 e4 c 0.6 no
    """)
    # Six months after 23 May is Monday 23 November: w2 is rested, w1 is a day short.
    assert ranked(only_ranking(frame)) == ["w2", "w3"]


def test_the_funnel_counts_who_is_left_after_each_step() -> None:
    frame = drawn("""
        w1 e1 c 0.9 2026-11-01
        w2 e2 c 0.8
        w3 e3 c 0.7 no
        w4 e4 d 0.6
    """)
    choice = only_ranking(frame).centres[0]
    assert choice.funnel == (("workplaces", 3), ("eligible", 2), ("rested", 1))
    assert choice.draw.population == 1


def test_a_centre_without_workplaces_gets_an_empty_list() -> None:
    chosen = choose(drawn("w1 e1 c 0.9"), POLICY, WEEK, ["c", "d"])
    assert chosen.centres[1].chosen == ()


def test_a_policy_out_of_force_is_refused() -> None:
    with pytest.raises(BadOption, match="2025-W50"):
        choose(drawn("w1 e1 c 0.9"), POLICY, Week(2025, 50), ["c"])


def test_every_fault_of_the_frame_is_told_at_once_and_no_number_with_it() -> None:
    frame = drawn("""
        5560360793 e1 c 0.9
        5560360793 e2 c nan
        w3 e3 x 0.7
    """)
    frame.loc[2, "band"] = 7
    with pytest.raises(BadOption) as refused:
        choose(frame, POLICY, WEEK, ["c"])
    message = str(refused.value)
    for fault in ("1 workplaces listed twice", "1 rows without a finite", "band", "centre"):
        assert fault in message
    assert "5560360793" not in message


def test_a_frame_without_a_column_is_refused_by_its_name() -> None:
    with pytest.raises(BadOption, match="score"):
        choose(drawn("w1 e1 c 0.9").drop(columns="score"), POLICY, WEEK, ["c"])


@st.composite
def frames(pick: st.DrawFn) -> pd.DataFrame:
    rows = pick(st.integers(1, 40))
    rng = np.random.default_rng(pick(st.integers(0, 2**32 - 1)))
    last = pd.Series(pd.NaT, index=range(rows), dtype="datetime64[us]")
    last[rng.random(rows) < 0.3] = pd.Timestamp(2026, 9, 1)
    return pd.DataFrame(
        {
            "workplace": [f"w{number}" for number in range(rows)],
            "employer": [f"e{number}" for number in rng.integers(0, rows, rows)],
            "centre": rng.choice(["c", "d"], rows),
            "score": (scores := rng.integers(0, 4, rows).astype(float)),  # many ties
            "value": scores / 4,
            "band": rng.integers(1, 5, rows),
            "sector": "s",
            "size_class": "1-4",
            "municipality": "0180",
            "eligible": rng.random(rows) < 0.8,
            "last_control": last,
        }
    )


policies = st.builds(
    replace,
    st.just(POLICY),
    visits_per_week=st.integers(1, 12),
    random_share=st.floats(0.01, 1),
    seed=st.text("abc", min_size=1, max_size=3),
)


@given(frames(), policies)
@settings(max_examples=40, deadline=None)
def test_lists_keep_within_their_policy(frame: pd.DataFrame, policy: Policy) -> None:
    chosen = choose(frame, policy, WEEK, ["c", "d"])
    may_be_visited = set(frame["workplace"][frame["eligible"] & frame["last_control"].isna()])
    everyone = [one for choice in chosen.centres for one in choice.chosen]

    for choice in chosen.centres:
        assert len(choice.chosen) <= choice.capacity == policy.visits_per_week
        employers = [one.employer for one in choice.chosen]
        assert len(employers) == len(set(employers))
        assert [one.rank for one in choice.chosen] == list(range(1, len(choice.chosen) + 1))
    by_rank = [one.employer for one in everyone if one.drawn == "ranking"]
    assert len(by_rank) == len(set(by_rank))
    for one in everyone:
        assert one.workplace in may_be_visited  # every control drawn above is recent
        assert 0 < one.chance <= 1


@given(frames(), policies, st.integers(0, 2**32 - 1))
@settings(max_examples=25, deadline=None)
def test_permuting_the_rows_changes_nothing(
    frame: pd.DataFrame, policy: Policy, seed: int
) -> None:
    mixed = frame.sample(frac=1, random_state=seed % 2**31)
    assert choose(frame, policy, WEEK, ["c", "d"]) == choose(mixed, policy, WEEK, ["d", "c"])


def test_the_published_seed_and_the_population_repeat_the_draw() -> None:
    frame = drawn("\n".join(f"w{n} e{n // 2} c {n / 100}" for n in range(60)))
    for week in range(11, 31):
        choice = choose(frame, POLICY, Week(2026, week), ["c"]).centres[0]
        workplaces = frame["workplace"].tolist()
        arm = draw(
            workplaces, frame["employer"].tolist(), choice.draw.expected, choice.draw.seed
        )
        expected = {workplaces[place] for place in arm.drawn}
        assert {one.workplace for one in choice.chosen if one.drawn == "random"} == expected


def test_places_left_by_the_draw_are_filled_by_the_ranking() -> None:
    frame = drawn("\n".join(f"w{n} e{n} c {n / 100}" for n in range(60)))
    for week in range(1, 30):
        choice = choose(frame, POLICY, Week(2026, week + 10), ["c"]).centres[0]
        assert len(choice.chosen) == choice.capacity

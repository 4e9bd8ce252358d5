"""Choosing over time: triage's eight rules by name, each on figures that a reader can check."""

from __future__ import annotations

import numpy as np
import pytest

from models.choice import RULES, chosen, jaccard, regret, try_rules

NAMES = ("steady", "rising", "wild")
#                   steady rising wild
FIGURES = np.array([[0.50, 0.30, 0.80], [0.50, 0.40, 0.10], [0.50, 0.55, 0.45]])
SECOND = np.array([[0.10, 0.90, 0.10], [0.10, 0.90, 0.10], [0.10, 0.90, 0.10]])


@pytest.mark.parametrize(
    ("rule", "picks"),
    [
        ("best_current_value", "rising"),  # .55 on the last split
        ("best_average_value", "steady"),  # .50 against .417 and .45
        ("lowest_metric_variance", "steady"),  # never moves
        ("most_frequent_best_dist", "steady"),  # within 5 % of the best once; so are all: first
        ("best_average_two_metrics", "rising"),  # (.417 + .9) / 2
        ("best_avg_var_penalized", "steady"),  # .50 less nothing
        ("best_avg_recency_weight", "steady"),  # .50 against (.3/4 + .4/2 + .55) / 1.75 = .471
    ],
)
def test_each_rule_picks_by_what_its_name_says(rule: str, picks: str) -> None:
    assert chosen(rule, NAMES, FIGURES, SECOND) == picks


def test_the_random_rule_picks_the_same_after_the_same_number_of_splits() -> None:
    again = {chosen("random_model_group", NAMES, FIGURES, SECOND) for _ in range(5)}

    assert len(again) == 1
    assert again <= set(NAMES)


def test_all_eight_rules_of_the_audition_are_there() -> None:
    assert len(RULES) == 8


def test_regret_is_what_the_best_of_the_split_had_more() -> None:
    expected = [[0.3, 0.5, 0.0], [0.0, 0.1, 0.4], [0.05, 0.0, 0.1]]

    np.testing.assert_allclose(regret(FIGURES), expected)


def test_a_rule_is_judged_on_the_split_after_its_choice() -> None:
    played = try_rules(NAMES, FIGURES, SECOND)[0]
    assert played.rule == "best_current_value"

    # After the first split it picks wild, which then loses .4; after the second steady, .05.
    assert played.picks == ("wild", "steady", "rising")
    assert played.regret == pytest.approx((0.4 + 0.05) / 2)
    assert played.changes == 2


def test_a_split_without_a_figure_is_no_figure_of_nought() -> None:
    figures = np.array([[0.5, np.nan], [0.5, 0.6]])

    assert chosen("best_average_value", ("a", "b"), figures, figures) == "b"
    assert np.isnan(regret(figures)[0, 1])


def test_one_split_has_picks_and_no_regret_yet() -> None:
    for played in try_rules(NAMES, FIGURES[:1], SECOND[:1]):
        assert len(played.picks) == 1
        assert played.regret is None


def test_lists_share_what_is_on_both_of_what_is_on_either() -> None:
    assert jaccard({"w1", "w2", "w3"}, {"w2", "w3", "w4"}) == 0.5
    assert jaccard(set(), set()) is None

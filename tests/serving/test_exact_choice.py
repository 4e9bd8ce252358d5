"""The solver finds what trying every choice finds, and names what stands in the way."""

from __future__ import annotations

import numpy as np
import pytest

from serving.targeting import pruning, solving
from serving.targeting.conflicts import conflicts
from serving.targeting.problem import Limit, Name, Problem, breaks, sums
from serving.targeting.pruning import undominated, worth_considering
from serving.targeting.solving import solve
from tests.serving.small_problems import best_by_hand, drawn_problem, smallest_conflicts


def test_the_best_choice_of_500_small_problems_is_the_one_found_by_trying_all() -> None:
    impossible = 0
    for seed in range(500):
        problem = drawn_problem(seed)
        by_hand, found = best_by_hand(problem), solve(problem)
        if by_hand is None:
            impossible += 1
            assert found is None, seed
        else:
            assert found is not None, seed
            assert (found.value, found.key, found.chosen) == by_hand, seed
            assert breaks(problem, found.chosen) == ()

    assert 50 < impossible < 250  # both kinds are drawn


def test_no_candidate_of_a_best_choice_is_pruned(monkeypatch: pytest.MonkeyPatch) -> None:
    # So small that pricing has rounds to go, and few candidates are tried first.
    monkeypatch.setattr(pruning, "AT_ONCE", 1)
    monkeypatch.setattr(pruning, "LIKELY", 3)
    dropped = 0
    for seed in range(500, 580):
        problem = drawn_problem(seed)
        by_hand = best_by_hand(problem)
        if by_hand is not None:
            kept = undominated(problem)
            left, known = worth_considering(problem.part(kept))
            assert set(by_hand[2]) <= set(kept[left].tolist()), seed
            if known is not None:
                assert sums(problem, kept[list(known)].tolist())[0] == by_hand[0], seed
            dropped += len(problem) - len(left)

    assert dropped > 40


def test_a_whole_country_pruned_and_in_parts_is_as_one_problem_unpruned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    problem = _two_centres_with_chains()
    whole = solve(problem)
    monkeypatch.setattr(solving, "FEW", 10**9)
    monkeypatch.setattr(solving, "undominated", lambda problem: np.arange(len(problem)))
    monkeypatch.setattr(solving, "_parts", lambda problem: np.zeros(len(problem), np.int64))
    at_once = solve(problem)

    assert whole is not None
    assert at_once is not None
    assert whole.chosen == at_once.chosen
    assert whole.considered < at_once.considered == len(problem)


def _two_centres_with_chains() -> Problem:
    """400 candidates; every group has places at both centres, so that the parts must meet."""
    rng = np.random.default_rng(11)
    places = np.arange(400)
    ones = np.ones(200, dtype=np.int64)
    hours = rng.integers(1, 5, 200)
    return Problem(
        values=rng.integers(0, 900_000, 400),
        keys=rng.integers(1, 1 << 24, 400),
        groups=np.concatenate([places[:200], places[:200]]),
        limits=(
            Limit(Name("visits", "a"), places[:200], ones, most=8),
            Limit(Name("visits", "b"), places[200:], ones, most=8),
            Limit(Name("authority_hours", "a"), places[:200], hours, most=13),
        ),
    )


def test_equal_values_fall_to_the_greater_key() -> None:
    ones = np.ones(3, dtype=np.int64)
    limit = Limit(Name("visits"), np.arange(3), ones, most=1)
    tied = Problem(np.full(3, 7), np.array([1, 3, 2]), np.arange(3), (limit,))

    found = solve(tied)

    assert found is not None
    assert found.chosen == (1,)


def test_the_conflict_that_is_told_is_a_smallest_one() -> None:
    told = 0
    for seed in range(600, 680):
        problem = drawn_problem(seed, most=7)
        smallest = smallest_conflicts(problem)
        found = conflicts(problem)
        assert bool(found) == bool(smallest), seed
        if found:
            assert set(found[0]) in [set(one) for one in smallest], seed
            told += 1

    assert told > 10


def test_conflicts_that_share_no_rule_are_told_together() -> None:
    # Two must be visited and may not be; the third may.
    one = np.ones(1, dtype=np.int64)
    pairs = [
        Limit(Name(kind, about=str(place)), np.array([place]), one, least, most)
        for place in (0, 1)
        for kind, least, most in (("must_visit", 1, None), ("excluded", None, 0))
    ]
    visits = Limit(Name("visits"), np.arange(3), np.ones(3, dtype=np.int64), most=3)
    problem = Problem(np.ones(3, np.int64), np.arange(3), np.arange(3), (visits, *pairs))

    assert conflicts(problem) == (
        (Name("must_visit", about="0"), Name("excluded", about="0")),
        (Name("must_visit", about="1"), Name("excluded", about="1")),
    )

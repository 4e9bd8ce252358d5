"""A limit's price is what the best list is worth without it, less what it is worth with it."""

from __future__ import annotations

import numpy as np

from serving.targeting.prices import prices
from serving.targeting.problem import Limit, Name, Problem, Travel
from tests.serving.small_problems import best_by_hand, drawn_problem

ONES = np.ones(4, dtype=np.int64)
WORTH = np.array([900_000, 800_000, 700_000, 100_000])


def problem(*limits: Limit, travel: tuple[Travel, ...] = ()) -> Problem:
    visits = Limit(Name("visits"), np.arange(4), ONES, most=2)
    return Problem(WORTH, np.arange(4), np.arange(4), (visits, *limits), travel)


def test_a_share_costs_the_visits_that_it_puts_out() -> None:
    share = Limit(Name("least_group", about="x"), np.array([3]), ONES[:1], least=1)
    idle = Limit(Name("most_sector", about="y"), np.arange(4), ONES, most=4)

    # With the share .9 + .1 instead of .9 + .8; what never binds costs nothing.
    assert [(one.name, one.lost) for one in prices(problem(share, idle))] == [(share.name, 0.7)]


def test_a_journey_has_its_price_too() -> None:
    one_town = Travel(Name("municipalities"), np.arange(4), np.array([0, 1, 0, 0]), 1)

    assert [one.lost for one in prices(problem(travel=(one_town,)))] == [0.1]  # .7 for .8


def test_a_week_without_a_list_has_no_prices() -> None:
    impossible = Limit(Name("least_sector"), np.array([0]), ONES[:1], least=2)

    assert prices(problem(impossible)) == ()


def test_prices_are_the_differences_found_by_trying_all_choices() -> None:
    priced = 0
    for seed in range(700, 740):
        drawn = drawn_problem(seed)
        best = best_by_hand(drawn)
        if best is None:
            continue
        by_hand = {}
        for number, limit in enumerate(drawn.limits):
            others = (*drawn.limits[:number], *drawn.limits[number + 1 :])
            freed = Problem(drawn.values, drawn.keys, drawn.groups, others, drawn.travel)
            without = best_by_hand(freed)
            assert without is not None
            if limit.name.kind != "visits" and without[0] > best[0]:
                by_hand[id(limit)] = (limit.name, (without[0] - best[0]) / 1_000_000)
        told = [
            (one.name, one.lost) for one in prices(drawn) if one.name.kind != "municipalities"
        ]
        assert sorted(told) == sorted(by_hand.values()), seed
        priced += len(told)

    assert priced > 3

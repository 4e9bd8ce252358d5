"""What each limit of a week costs: the expected findings that would be had without it."""

from __future__ import annotations

from dataclasses import dataclass

from serving.targeting.frozen import Frozen
from serving.targeting.problem import Limit, Name, Problem, Travel
from serving.targeting.selection import problem_of
from serving.targeting.solving import solve
from serving.targeting.stating import MILLION

__all__ = ["Price", "prices", "prices_frozen"]


@dataclass(frozen=True)
class Price:
    """A limit, and how many severity-weighted findings are expected to be lost by it.

    Exact: the best list without the limit is worth so much more than the best with it. Prices
    of several limits do not add up, since one may stand in for another.
    """

    name: Name
    lost: float


def prices(problem: Problem) -> tuple[Price, ...]:
    """The price of each limit that costs anything, dearest first; visits are no limit here.

    Empty also where no list keeps every limit: then nothing is lost that could be had.
    """
    best = solve(problem)
    if best is None:
        return ()
    found = []
    rules: tuple[Limit | Travel, ...] = (*problem.limits, *problem.travel)
    for limit in rules:
        if limit.name.kind == "visits":
            continue
        without = solve(_without(problem, limit))
        lost = 0 if without is None else without.value - best.value
        if lost:
            found.append(Price(limit.name, lost / MILLION))
    return tuple(sorted(found, key=lambda one: (-one.lost, one.name)))


def prices_frozen(frozen: Frozen) -> tuple[Price, ...]:
    """The prices of the limits that a week's lists were made under."""
    made = problem_of(
        frozen.frame,
        frozen.policy,
        frozen.week,
        list(frozen.centres),
        standing=frozen.standing,
        areas=frozen.areas,
        first=frozen.draws,
    )
    return prices(made.stated.problem)


def _without(problem: Problem, limit: Limit | Travel) -> Problem:
    return Problem(
        problem.values,
        problem.keys,
        problem.groups,
        tuple(one for one in problem.limits if one is not limit),
        tuple(one for one in problem.travel if one is not limit),
    )

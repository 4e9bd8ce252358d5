"""Why no list is possible: the smallest set of rules that cannot all be kept.

A set of rules is in conflict exactly when it meets every way to make the rest possible by
lifting rules (Reiter 1987). So: take the fewest rules that meet all ways found so far; if they
cannot be kept, they are the smallest conflict there is; if they can, HiGHS keeps as many more
as possible beside them, and what it must lift is a new way (implicit hitting sets, Ignatiev,
Previti, Liffiton and Marques-Silva 2015). A deletion filter is simpler and ends at a conflict
that cannot be thinned, which need not be the smallest.

Few rules treat most candidates alike, so whether they can be kept is asked of all candidates.
What to lift is asked of some that suffice for an answer: any choice shows that what it keeps
can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, hstack

from serving.targeting.problem import Ints, Name, Problem
from serving.targeting.programming import INFEASIBLE, best, programme
from serving.targeting.pruning import starters, undominated

__all__ = ["conflicts"]

MOST_TOLD = 7  # one for each centre; whoever has mended so many asks again

# A limit, an employer group's one visit, or a number of municipalities; and its number there.
_LIMIT, _GROUP, _TRAVEL = 0, 1, 2
_Rule = tuple[int, int]


def conflicts(problem: Problem) -> tuple[tuple[Name, ...], ...]:
    """The smallest conflict of an impossible problem, then the smallest without its rules …

    No rule stands in two of them, so each must be mended by itself. Empty when a choice is
    possible. Of conflicts of one size, that with the earliest rules is told.
    """
    lifted: set[_Rule] = set()
    found: list[tuple[Name, ...]] = []
    while len(found) < MOST_TOLD:
        rules = _smallest(problem, lifted)
        if rules is None:
            break
        found.append(tuple(_name(problem, rule) for rule in rules))
        lifted |= set(rules)
    return tuple(found)


def _smallest(problem: Problem, lifted: set[_Rule]) -> tuple[_Rule, ...] | None:
    """The smallest conflict among the rules that are not lifted, or None."""
    ways: list[frozenset[_Rule]] = []
    some = starters(problem)
    while True:
        rules = _fewest(ways)
        shown = _choice_that_keeps(problem, rules)
        if shown is None:
            return rules
        some = np.union1d(some, shown)
        way = _least_lifted(problem.part(some), rules, lifted)
        if not way:
            return None
        ways.append(way)


def _fewest(ways: Sequence[frozenset[_Rule]]) -> tuple[_Rule, ...]:
    """The fewest rules with one in each of `ways`; of such, the earliest."""
    if not ways:
        return ()
    rules = sorted(frozenset().union(*ways))
    place = {rule: number for number, rule in enumerate(rules)}
    rows = np.repeat(np.arange(len(ways)), [len(way) for way in ways])
    columns = [place[rule] for way in ways for rule in sorted(way)]
    meets = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(ways), len(rules)))
    found = milp(
        # One rule more costs more than any difference of places.
        float(len(rules) ** 2) + np.arange(len(rules)),
        constraints=LinearConstraint(meets.tocsc(), lb=1),
        integrality=np.ones(len(rules)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise ArithmeticError(f"HiGHS gave no answer: {found.message}")
    return tuple(rules[number] for number in np.flatnonzero(found.x > 0.5))


def _choice_that_keeps(problem: Problem, rules: Sequence[_Rule]) -> Ints | None:
    """The fewest candidates of all that keep `rules`, which alone hold; None when none do."""
    groups = problem.groups.copy()
    own = ~np.isin(groups, [number for kind, number in rules if kind == _GROUP])
    groups[own] = groups.max(initial=0) + 1 + np.arange(own.sum())
    asked = Problem(
        np.zeros(len(problem), dtype=np.int64),
        np.zeros(len(problem), dtype=np.int64),
        groups,
        tuple(problem.limits[number] for kind, number in rules if kind == _LIMIT),
        tuple(problem.travel[number] for kind, number in rules if kind == _TRAVEL),
    )
    kept = undominated(asked)
    small = asked.part(kept)
    chosen = best(small, programme(small), -np.ones(len(small), dtype=np.int64))
    return None if chosen is None else kept[list(chosen)]


def _least_lifted(
    problem: Problem, kept: Sequence[_Rule], lifted: set[_Rule]
) -> frozenset[_Rule]:
    """The fewest rules to lift beside `lifted` so that `kept` and the rest can be kept."""
    written = programme(problem)
    rules: list[_Rule] = [(_LIMIT, number) for number in range(len(problem.limits))]
    rules += [(_GROUP, number) for number in written.group_rows]
    rules += [(_TRAVEL, number) for number in range(len(problem.travel))]
    width = written.matrix.shape[1]
    rows = np.flatnonzero(written.owners >= 0)
    # Lifted, a row may reach as far as its largest sum.
    reach = np.asarray(written.matrix.maximum(0).sum(axis=1)).ravel() - written.most
    slack = coo_array(
        (-np.maximum(reach[rows], 0.0), (rows, written.owners[rows])),
        shape=(len(written.most), len(rules)),
    )
    lower = np.array([0.0] * width + [float(rule in lifted) for rule in rules])
    upper = np.array([1.0] * width + [float(rule not in kept) for rule in rules])
    found = milp(
        np.array([0.0] * width + [1.0] * len(rules)),
        constraints=LinearConstraint(hstack([written.matrix, slack]).tocsc(), ub=written.most),
        integrality=np.ones(width + len(rules)),
        bounds=Bounds(lower, upper),
        options={"mip_rel_gap": 0.0},
    )
    if found.status == INFEASIBLE or found.x is None:
        raise ArithmeticError(f"HiGHS gave no answer: {found.message}")
    taken = np.flatnonzero(found.x[width:] > 0.5)
    return frozenset(rules[number] for number in taken) - lifted


def _name(problem: Problem, rule: _Rule) -> Name:
    kind, number = rule
    if kind == _GROUP:
        return Name("group")
    return problem.limits[number].name if kind == _LIMIT else problem.travel[number].name

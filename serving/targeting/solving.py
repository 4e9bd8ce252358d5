"""The best choice within all limits, proven, the same whoever asks and in whatever order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from serving.targeting.problem import Ints, Problem, sums
from serving.targeting.programming import best, programme
from serving.targeting.pruning import undominated, worth_considering

__all__ = ["Solved", "solve"]

FEW = 100  # candidates that HiGHS takes as they are, quicker than they are priced


@dataclass(frozen=True)
class Solved:
    """Positions of the chosen, in order; Σ values and keys; how many HiGHS had to look at."""

    chosen: tuple[int, ...]
    value: int
    key: int
    considered: int


def solve(problem: Problem) -> Solved | None:
    """The choice with the greatest Σ values and, of those, the greatest Σ keys.

    None when no choice keeps every limit. The keys follow from the seed, so that equal values
    fall to whom the seed says and not to the lowest number. Two choices that are equal in both
    sums (24-bit keys: one in some ten million) are settled by HiGHS, which is given the
    candidates in the seed's order and is itself the same on every run.

    Parts that share no limit, such as centres, are solved one by one. Should two of them choose
    the same employer group, those two are solved anew as one: the others' choices are the best
    even without the rule between parts, and they keep it.
    """
    if any((limit.least or 0) > 0 and not len(limit.places) for limit in problem.limits):
        return None
    part = _parts(problem)
    found: dict[int, Solved] = {}
    while True:
        for number in np.unique(part):
            if int(number) not in found:
                solved = _solve_part(problem, np.flatnonzero(part == number))
                if solved is None:
                    return None
                found[int(number)] = solved
        chosen = np.sort([one for solved in found.values() for one in solved.chosen])
        chosen = chosen.astype(np.int64)
        groups, counts = np.unique(problem.groups[chosen], return_counts=True)
        if not (counts > 1).any():
            value, key = sums(problem, chosen.tolist())
            considered = sum(one.considered for one in found.values())
            return Solved(tuple(chosen.tolist()), value, key, considered)
        for group in groups[counts > 1]:
            clash = np.unique(part[chosen[problem.groups[chosen] == group]])
            for number in clash:
                found.pop(int(number), None)
            part[np.isin(part, clash)] = clash[0]


def _parts(problem: Problem) -> Ints:
    """A number per candidate: the same where a chain of limits and journeys joins two."""
    rules = [limit.places for limit in problem.limits] + [one.places for one in problem.travel]
    rows = np.repeat(np.arange(len(rules)), [len(places) for places in rules])
    columns = np.concatenate([*rules, np.zeros(0, dtype=np.int64)])
    size = len(problem) + len(rules)
    joined = coo_array((np.ones(len(rows)), (len(problem) + rows, columns)), shape=(size, size))
    return np.asarray(connected_components(joined, directed=False)[1][: len(problem)])


def _solve_part(problem: Problem, places: Ints) -> Solved | None:
    """The best choice among the candidates at `places`, within the limits they are in."""
    whole = problem.part(places, without_empty=True)
    kept, known = undominated(whole), None
    if len(kept) > FEW:
        left, known = worth_considering(whole.part(kept))
        known = None if known is None else tuple(np.searchsorted(left, known).tolist())
        kept = kept[left]
    small = whole.part(kept)
    written = programme(small)
    first = best(small, written, small.values) if known is None else known
    if first is None:
        return None
    value, key = sums(small, first)
    other = best(small, written, small.keys, at_least=value, other_than=first)
    if other is not None and sums(small, other)[1] > key:
        first, key = other, sums(small, other)[1]
    chosen = tuple(np.sort(places[kept[list(first)]]).tolist())
    return Solved(chosen, value, key, len(kept))

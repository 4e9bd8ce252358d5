"""Which of many candidates can be chosen at all: two exact rules that lose no best choice.

*Dominance.* Candidates that every limit treats alike differ only in value, key and employer
group. With `needed` better ones of other groups beside it, a candidate is never needed: at most
`needed` - 1 of those groups are used by the other choices, and swapping to a free one keeps
every limit and raises the sum.

*Reduced costs.* Prices p ≥ 0 of the rows of A x ≤ b prove that no choice is worth more than
U = p·b + Σ max(0, r), where r = value - p·A is what a candidate gives beyond what it uses. A
choice that holds a candidate with r < 0 is worth at most U + r; when that is below a choice
already found, the candidate is in no best choice (Nemhauser and Wolsey 1988, II.5.2). Any
prices prove this, however they were found, so rounding inside HiGHS cannot make it false.
"""

from __future__ import annotations

import numpy as np

from serving.targeting.problem import Ints, Problem, sums
from serving.targeting.programming import Floats, Programme, best, programme, relaxed

__all__ = ["starters", "undominated", "worth_considering"]

ROUNDS = 50  # of pricing; some five are usual, and stopping early loses nothing but speed
AT_ONCE = 400  # candidates that join in a round
LIKELY = 150  # candidates among which a good choice is looked for, for the comparison
SLACK = 0.5  # values are whole numbers, so half of one covers every rounding


def undominated(problem: Problem) -> Ints:
    """Positions of the candidates that dominance leaves, in their order."""
    alike = _classes(problem)
    by = np.lexsort((-problem.keys, -problem.values, alike))
    # The best of each group within its class, best first.
    pair = alike[by] * (int(problem.groups.max(initial=0)) + 1) + problem.groups[by]
    _, first = np.unique(pair, return_index=True)
    bests = by[np.sort(first)]
    starts = np.flatnonzero(np.diff(alike[bests], prepend=-1))
    place = np.arange(len(bests)) - np.repeat(starts, np.diff([*starts, len(bests)]))
    return np.sort(bests[place < max(problem.needed, 1)])


def worth_considering(problem: Problem) -> tuple[Ints, tuple[int, ...] | None]:
    """Positions of the candidates that may be in a best choice; all where none is known.

    Beside them a choice that is known to be best already, when one is.
    """
    everyone = np.arange(len(problem))
    inside = np.zeros(len(problem), dtype=bool)
    inside[starters(problem)] = True
    for _ in range(ROUNDS):
        kept = np.flatnonzero(inside)
        small = problem.part(kept)
        written = programme(small)
        found = relaxed(small, written)
        if found is None:
            return everyone, None
        prices = found
        gains = _gains(problem, kept, written, prices)
        missing = np.flatnonzero(~inside & (gains > 0))
        if not len(missing):
            break
        inside[missing[np.argsort(-gains[missing], kind="stable")[:AT_ONCE]]] = True
    switches = -np.asarray(written.matrix[:, len(small) :].T.dot(prices))
    bound = written.most @ prices + np.maximum(gains, 0).sum() + np.maximum(switches, 0).sum()
    likely = np.sort(np.argsort(-gains, kind="stable")[:LIKELY])
    for kept in (likely, np.flatnonzero(inside)):
        small = problem.part(kept)
        chosen = best(small, programme(small), small.values)
        if chosen is not None:
            reached = sums(small, chosen)[0]
            left = np.flatnonzero(bound + np.minimum(gains, 0) >= reached - SLACK)
            # Best among `kept`, where all that may be in a best choice are.
            is_best = bool(np.isin(left, kept).all())
            return left, tuple(kept[list(chosen)].tolist()) if is_best else None
    return everyone, None


def _classes(problem: Problem) -> Ints:
    """A number per candidate, equal where every limit and journey treats two alike."""
    alike = np.zeros(len(problem), dtype=np.int64)
    top = 0
    marks = [(limit.places, limit.uses) for limit in problem.limits]
    marks += [(one.places, one.where + 1) for one in problem.travel]
    for places, marked in marks:
        if len(places):
            pair = alike[places] * (int(marked.max()) + 1) + marked
            numbers, number = np.unique(pair, return_inverse=True)
            alike[places] = top + 1 + number
            top += len(numbers)
    return alike


def starters(problem: Problem) -> Ints:
    """Where pricing begins: the best of each limit's candidates, as many as are needed."""
    found = [np.argsort(-problem.values, kind="stable")[: problem.needed]]
    for limit in problem.limits:
        by = np.argsort(-problem.values[limit.places], kind="stable")
        found.append(limit.places[by[: problem.needed]])
    return np.unique(np.concatenate(found))


def _gains(problem: Problem, kept: Ints, written: Programme, prices: Floats) -> Floats:
    """What each candidate gives beyond the price of what it uses.

    A candidate not among `kept` has no link of its own yet; at price nought, which is allowed.
    """
    gains = problem.values.astype(np.float64)
    row = 0
    for limit in problem.limits:
        for bound, sign in ((limit.most, -1.0), (limit.least, 1.0)):
            if bound is not None:
                if prices[row]:
                    gains[limit.places] += sign * prices[row] * limit.uses
                row += 1
    for group, at in written.group_rows.items():
        if prices[at]:
            gains[problem.groups == group] -= prices[at]
    of_kept = written.matrix[:, : len(kept)].T @ prices
    gains[kept] = problem.values[kept] - of_kept
    return gains

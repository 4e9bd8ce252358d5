"""Equal recall: what share of the visits each group must have, what that costs, and how sure.

Recall is the share of a group's findings that the list reaches. Where the order reaches one
group's better than another's, visits can be shared out so that it does not, at some price in
hits (Rodolfa, Lamba and Ghani 2021 measured how small it often is). How deep each group must be
gone is learnt from a past year that the order had not learnt from, and is only proposed where
the next year's recalls will surely be near each other; else it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.errors import BadOption
from models.audit.verdicts import Verdict

__all__ = ["Balance", "Evidence", "GroupShare", "Step", "balance"]

Floats = npt.NDArray[np.float64]
WIDEST = 1.1  # the greatest recall over the least; 0.9 to 1.1 either way round
SUREST = 0.9  # how sure it must be that next year's lie within that
DEAREST = 0.02  # the most of the expected hits that it may cost
SURELY = 1.6448536269514722  # the 95 % point of the normal distribution
DRAWS, STEPS = 20_000, 11


@dataclass(frozen=True)
class Evidence:
    """A past year, a row per workplace with a known outcome, by an order that had not seen it.

    `weights` say how many workplaces a row stands for: one over its chance of being looked at.
    """

    groups: npt.NDArray[np.object_]
    scores: Floats
    outcomes: Floats
    weights: Floats


@dataclass(frozen=True)
class GroupShare:
    """One group: how many there are, and what it has of the visits by the order and balanced.

    `spread` is the standard error of the logarithm of next year's recall, for how little is
    known and for what chance will do.
    """

    group: str
    size: float
    findings: float
    share_before: float
    share: float
    recall_before: float
    recall: float
    spread: float


@dataclass(frozen=True)
class Step:
    """A point between the order (strength 0) and equal recall (1)."""

    strength: float
    shares: tuple[float, ...]
    recalls: tuple[float, ...]
    disparity: float  # the greatest recall over the least
    hits: float


@dataclass(frozen=True)
class Balance:
    """Shares of the visits under which recall is equal, or why there are none to be had.

    `price` is the share of the expected hits that it costs, `sureness` the chance that next
    year's recalls lie within `WIDEST` of each other. Only what passes is a proposal.
    """

    on: str
    visits: int
    groups: tuple[GroupShare, ...]
    curve: tuple[Step, ...]
    disparity_before: float
    price: float
    sureness: float
    verdict: Verdict
    why: str


class _Group:
    """How many of a group's findings lie above each depth of it, by its own order."""

    def __init__(self, name: str, scores: Floats, outcomes: Floats, weights: Floats) -> None:
        order = np.argsort(-scores, kind="stable")
        weights, outcomes = weights[order], outcomes[order]
        self.name, self.scores = name, scores[order]
        self.size = float(weights.sum())
        self.findings = float((weights * outcomes).sum())
        squares = float((weights * weights * outcomes).sum())
        self.effective = self.findings**2 / squares if squares else 0.0
        self.depths = np.concatenate([[0.0], np.cumsum(weights) / max(self.size, 1e-300)])
        found = np.cumsum(weights * outcomes) / max(self.findings, 1e-300)
        self.recalls = np.concatenate([[0.0], found])

    def recall(self, depth: float) -> float:
        return float(np.interp(depth, self.depths, self.recalls))

    def depth(self, recall: float) -> float:
        """The least depth that reaches a recall."""
        at = int(np.searchsorted(self.recalls, recall - 1e-12))
        if at == 0:
            return 0.0
        low, high = self.recalls[at - 1], self.recalls[min(at, len(self.recalls) - 1)]
        part = 1.0 if high <= low else (recall - low) / (high - low)
        return float(self.depths[at - 1] + part * (self.depths[at] - self.depths[at - 1]))

    def above(self, score: float) -> float:
        """The share of the group that scores more."""
        return float(self.depths[np.searchsorted(-self.scores, -score, side="left")])


def balance(on: str, evidence: Evidence, visits: int, *, seed: int = 1) -> Balance:
    """Share out `visits` over the year that the evidence is of, one year later.

    Raises `BadOption` where there are fewer than two groups, or no visits to share out.
    """
    names = sorted(set(evidence.groups.astype(str).tolist()))
    if len(names) < 2 or visits < 1:
        raise BadOption(
            f"{on} has {len(names)} groups with outcomes, and there are {visits} visits.",
            "balance needs two groups or more, and visits to share out",
        )
    groups = []
    for name in names:
        here = evidence.groups.astype(str) == name
        groups.append(
            _Group(name, evidence.scores[here], evidence.outcomes[here], evidence.weights[here])
        )
    everybody = sum(one.size for one in groups)
    before = _by_order(groups, min(visits / everybody, 1.0))
    if min(one.findings for one in groups) <= 0:
        found = _balance(on, visits, groups, before, before, 0.0)
        lacking = ", ".join(one.name for one in groups if one.findings <= 0)
        return _refused(found, f"nothing was found in {lacking}, so its recall is not known")
    after = _equal(groups, visits)
    sureness = _sureness(groups, after, seed)
    found = _balance(on, visits, groups, before, after, sureness)
    if found.price - SURELY * _price_error(groups, before, after) > DEAREST:
        why = f"equal recall costs {found.price:.1%} of the hits; {DEAREST:.0%} is allowed"
        return Balance(**{**vars(found), "verdict": Verdict.FAILS, "why": f"{on}: {why}"})
    if found.sureness < SUREST:
        return _refused(
            found,
            f"next year's recalls would lie within {WIDEST - 1:.0%} of each other with a chance"
            f" of {found.sureness:.0%}; {SUREST:.0%} is asked",
        )
    if found.price > DEAREST:
        return _refused(found, f"whether equal recall costs more than {DEAREST:.0%} is unsure")
    return found


def _price_error(groups: list[_Group], before: list[float], after: list[float]) -> float:
    """The standard error of the price: of the findings that only one of the lists reaches."""
    changed = hits = 0.0
    for one, b, a in zip(groups, before, after, strict=True):
        heavy = one.findings / max(one.effective, 1e-9)
        changed += heavy * one.findings * abs(one.recall(a) - one.recall(b))
        hits += one.findings * one.recall(b)
    return float(np.sqrt(changed)) / hits if hits > 0 else float("inf")


def _by_order(groups: list[_Group], share: float) -> list[float]:
    """The depth in each group when the whole cohort is gone to `share` of it, best first."""
    scores = np.concatenate([one.scores for one in groups])
    weights = np.concatenate([np.diff(one.depths) * one.size for one in groups])
    order = np.argsort(-scores, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    place = min(int(np.searchsorted(reached, share)), len(order) - 1)
    cut = float(scores[order][place])
    above = [one.above(cut) for one in groups]
    upto = [one.above(np.nextafter(cut, -np.inf)) for one in groups]
    # Those at the cut are taken by lot, all groups alike.
    taken = sum(d * g.size for d, g in zip(above, groups, strict=True))
    tied = sum((u - d) * g.size for d, u, g in zip(above, upto, groups, strict=True))
    part = 0.0 if tied <= 0 else (share * weights.sum() - taken) / tied
    return [d + part * (u - d) for d, u in zip(above, upto, strict=True)]


def _equal(groups: list[_Group], visits: int) -> list[float]:
    """The depths of the one recall that all visits together reach."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        depths = [one.depth(middle) for one in groups]
        used = sum(d * g.size for d, g in zip(depths, groups, strict=True))
        low, high = (middle, high) if used < visits else (low, middle)
    return [one.depth(high) for one in groups]


def _spread(group: _Group, depth: float) -> float:
    """Of the logarithm of recall: binomial, once for the past year and once for the next."""
    recall = min(max(group.recall(depth), 1e-9), 1.0)
    miss = (1 - recall) / recall
    past = miss / max(group.effective, 1e-9)
    return float(np.sqrt(past + miss / max(group.findings, 1e-9)))


def _sureness(groups: list[_Group], depths: list[float], seed: int) -> float:
    spreads = [_spread(one, depth) for one, depth in zip(groups, depths, strict=True)]
    drawn = np.random.default_rng(seed).normal(size=(DRAWS, len(groups))) * spreads
    apart = drawn.max(axis=1) - drawn.min(axis=1)
    return float((apart <= np.log(WIDEST)).mean())


def _balance(
    on: str,
    visits: int,
    groups: list[_Group],
    before: list[float],
    after: list[float],
    sureness: float,
) -> Balance:
    curve = []
    for strength in np.linspace(0.0, 1.0, STEPS):
        depths = [(1 - strength) * b + strength * a for b, a in zip(before, after, strict=True)]
        recalls = [one.recall(depth) for one, depth in zip(groups, depths, strict=True)]
        used = [depth * one.size for one, depth in zip(groups, depths, strict=True)]
        total = sum(used) or 1.0
        least = min(recalls)
        curve.append(
            Step(
                float(strength),
                tuple(one / total for one in used),
                tuple(recalls),
                max(recalls) / least if least > 0 else float("inf"),
                sum(r * one.findings for r, one in zip(recalls, groups, strict=True)),
            )
        )
    first, last = curve[0], curve[-1]
    shares = tuple(
        GroupShare(
            one.name,
            one.size,
            one.findings,
            first.shares[number],
            last.shares[number],
            first.recalls[number],
            last.recalls[number],
            _spread(one, after[number]) if one.findings else float("inf"),
        )
        for number, one in enumerate(groups)
    )
    price = 1 - last.hits / first.hits if first.hits > 0 else 0.0
    why = f"{on}: equal recall costs {price:.1%} of the hits"
    return Balance(
        on, visits, shares, tuple(curve), first.disparity, price, sureness, Verdict.PASSES, why
    )


def _refused(found: Balance, why: str) -> Balance:
    return Balance(
        **{**vars(found), "verdict": Verdict.CANNOT_TELL, "why": f"{found.on}: {why}"}
    )

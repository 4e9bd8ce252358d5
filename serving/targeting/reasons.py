"""From a sum of contributions to the reasons a planner reads."""

from __future__ import annotations

from collections.abc import Sequence

from features.amounts import value_words
from features.vocabulary import Authority, Words
from models.explanation import Contribution
from serving.targeting.inspection_list import Reason, Rest, Strength

__all__ = ["gaps", "lead", "reasons"]

# Shares of all contributions' sizes at which a reason "raises a lot", "somewhat", "a little";
# below the last it is folded with the others (`interface.md` 4.3).
_STEPS = ((0.20, Strength.MUCH), (0.08, Strength.SOME), (0.03, Strength.LITTLE))

# Those who may enter a workplace without suspicion and may therefore lead a visit.
_LEADERS = (Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET)


def reasons(contributions: Sequence[Contribution]) -> tuple[tuple[Reason, ...], Rest]:
    """The reasons worth a line, largest first, and what the others come to."""
    total = sum(abs(one.amount) for one in contributions)
    told: list[Reason] = []
    count, up, down = 0, 0.0, 0.0
    for one in sorted(contributions, key=lambda one: (-abs(one.amount), one.feature)):
        share = abs(one.amount) / total if total else 0.0
        strength = next((word for least, word in _STEPS if share >= least), None)
        if strength:
            told.append(_reason(one, share, strength))
        elif one.amount:
            count += 1
            up, down = (up + share, down) if one.raises else (up, down + share)
    return tuple(told), Rest(count, up, down)


def gaps(contributions: Sequence[Contribution], most: int = 5) -> tuple[Words, ...]:
    """What the registers did not say about a workplace, most telling first."""
    missing = [one for one in contributions if one.value is None]
    missing.sort(key=lambda one: (-abs(one.amount), one.feature))
    return tuple(one.words for one in missing[:most])


def lead(told: Sequence[Reason]) -> Authority:
    """Who leads a ranked visit: of those with a right of entry, the one with most to go on."""
    weight = dict.fromkeys(_LEADERS, 0.0)
    for one in told:
        for authority in _LEADERS:
            if one.direction == "raises" and authority in one.authorities:
                weight[authority] += one.share
    return max(_LEADERS, key=weight.__getitem__)


def _reason(one: Contribution, share: float, strength: Strength) -> Reason:
    return Reason(
        authorities=one.authorities,
        sentence=one.words,
        value=value_words(one.value, one.unit, one.shown),
        direction="raises" if one.raises else "lowers",
        strength=strength,
        contribution=one.amount,
        share=share,
    )

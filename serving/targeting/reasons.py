"""From a sum of contributions to the reasons a planner reads."""

from __future__ import annotations

import math
from collections.abc import Sequence

from features.amounts import value_words
from features.vocabulary import Words
from models.explanation import Contribution
from serving.targeting.inspection_list import Reason, Rest, Strength
from serving.targeting.sayings import LABELS, Sayings

__all__ = ["gaps", "reasons"]

# Shares of all reasons' sizes at which a reason "raises a lot", "somewhat", "a little";
# below the last it is folded with the others (`interface.md` 4.3).
_STEPS = ((0.20, Strength.MUCH), (0.08, Strength.SOME), (0.03, Strength.LITTLE))

# A fact that is not known speaks for its group only when it weighs twice as much as any known.
_MISSING_OVER_KNOWN = 2.0


def reasons(
    contributions: Sequence[Contribution], sayings: Sayings = LABELS
) -> tuple[tuple[Reason, ...], Rest]:
    """The reasons worth a line, largest first, and what the others come to.

    Facts that tell of the same thing are one reason: their contributions are added, and the
    one that weighs most that way speaks for them.
    """
    together = _together(contributions)
    sums = [math.fsum(one.amount for one in group) for group in together]
    total = math.fsum(map(abs, sums))
    order = sorted(range(len(sums)), key=lambda n: (-abs(sums[n]), together[n][0].feature))
    told: list[Reason] = []
    count, up, down = 0, 0.0, 0.0
    for number in order:
        amount = sums[number]
        share = abs(amount) / total if total else 0.0
        strength = next((word for least, word in _STEPS if share >= least), None)
        if strength:
            told.append(_reason(together[number], amount, share, strength, sayings))
        elif amount:
            count += 1
            up, down = (up + share, down) if amount > 0 else (up, down + share)
    return tuple(told), Rest(count, up, down)


def gaps(
    contributions: Sequence[Contribution], sayings: Sayings = LABELS, most: int = 5
) -> tuple[Words, ...]:
    """What the registers did not say about a workplace at all, most telling first."""
    silent = [
        group for group in _together(contributions) if all(sayings.is_gap(one) for one in group)
    ]
    silent.sort(key=lambda group: (-abs(math.fsum(o.amount for o in group)), group[0].feature))
    return tuple(dict.fromkeys(sayings.about(group[0]) for group in silent))[:most]


def _together(contributions: Sequence[Contribution]) -> list[list[Contribution]]:
    """Contributions by what they tell of, in order of first mention."""
    groups: dict[str, list[Contribution]] = {}
    for one in contributions:
        groups.setdefault(one.group or one.feature, []).append(one)
    return list(groups.values())


def _speaker(group: Sequence[Contribution], amount: float) -> Contribution:
    """The fact that stands for its group: the largest that pulls the way the group does."""
    same = [one for one in group if one.amount * amount > 0]
    order = sorted(same, key=lambda one: (-abs(one.amount), one.feature))
    known = next((one for one in order if one.value is not None), None)
    if known is None:
        return order[0]
    missing_weighs = abs(order[0].amount) > _MISSING_OVER_KNOWN * abs(known.amount)
    return order[0] if order[0].value is None and missing_weighs else known


def _reason(
    group: Sequence[Contribution],
    amount: float,
    share: float,
    strength: Strength,
    sayings: Sayings,
) -> Reason:
    one = _speaker(group, amount)
    return Reason(
        authorities=one.authorities,
        sentence=sayings.sentence(one),
        value=value_words(one.value, one.unit, one.shown),
        direction="raises" if amount > 0 else "lowers",
        strength=strength,
        contribution=amount,
        share=share,
        feature=one.feature,
        is_in_sentence=sayings.catalogue is not None,
        peers=sayings.peers(one),
        source=sayings.source(one),
        known=one.known,
        is_stale=one.is_stale,
        secrecy=sayings.secrets(one),
        facts=sum(1 for other in group if other.amount),
    )

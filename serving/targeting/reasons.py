"""From a sum of contributions to the reasons a planner reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from features.vocabulary import Authority, Words
from serving.targeting.inspection_list import Reason, Rest, Strength
from serving.targeting.values import value_words

__all__ = ["Contributes", "gaps", "lead", "reasons"]

# Shares of all contributions' sizes at which a reason "raises a lot", "somewhat", "a little";
# below the last it is folded with the others (`interface.md` 4.3).
_STEPS = ((0.20, Strength.MUCH), (0.08, Strength.SOME), (0.03, Strength.LITTLE))

# Those who may enter a workplace without suspicion and may therefore lead a visit.
_LEADERS = (Authority.ARBETSMILJOVERKET, Authority.SKATTEVERKET)


class Contributes(Protocol):
    """What is read of a contribution; features of one group share one sentence."""

    @property
    def feature(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def authority(self) -> str: ...
    @property
    def sv(self) -> str: ...
    @property
    def en(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def contribution(self) -> float: ...
    @property
    def known(self) -> date | None: ...


def reasons(contributions: Sequence[Contributes]) -> tuple[tuple[Reason, ...], Rest]:
    """The reasons worth a line, largest first, and what the others come to.

    A group's contributions are added up, and speak through its largest member.
    """
    groups: dict[tuple[str, str], list[Contributes]] = {}
    for one in contributions:
        groups.setdefault((one.authority, one.group or one.feature), []).append(one)
    sums = {key: sum(one.contribution for one in group) for key, group in groups.items()}
    total = sum(abs(amount) for amount in sums.values())
    told: list[Reason] = []
    rest = {1: 0.0, -1: 0.0}
    count = 0
    for key in sorted(sums, key=lambda key: (-abs(sums[key]), key)):
        amount = sums[key]
        share = abs(amount) / total if total else 0.0
        strength = next((word for least, word in _STEPS if share >= least), None)
        if strength is None:
            rest[1 if amount > 0 else -1] += share
            count += len(groups[key])
            continue
        speaker = max(groups[key], key=lambda one: (abs(one.contribution), one.feature))
        told.append(
            Reason(
                authority=speaker.authority,
                sentence=Words(speaker.sv, speaker.en),
                value=value_words(speaker.value, speaker.unit),
                direction="raises" if amount > 0 else "lowers",
                strength=strength,
                known=speaker.known,
                contribution=float(amount),
                share=float(share),
            )
        )
    return tuple(told), Rest(count, rest[1], rest[-1])


def gaps(contributions: Sequence[Contributes], most: int = 5) -> tuple[Words, ...]:
    """What the registers did not say about a workplace, most telling first."""
    missing = [one for one in contributions if one.value is None]
    missing.sort(key=lambda one: (-abs(one.contribution), one.feature))
    return tuple(Words(one.sv, one.en) for one in missing[:most])


def lead(told: Sequence[Reason]) -> Authority:
    """Who leads a ranked visit: of those with a right of entry, the one with most to go on."""
    weight = dict.fromkeys(_LEADERS, 0.0)
    for one in told:
        if one.direction == "raises" and one.authority in _LEADERS:
            weight[Authority(one.authority)] += one.share
    return max(_LEADERS, key=weight.__getitem__)

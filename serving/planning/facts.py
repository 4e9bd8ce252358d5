"""What is known of a workplace, fact by fact, as its list froze it and a reader may see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.amounts import value_words
from features.vocabulary import Authority, Words
from models.explanation import Contribution, Explanation
from serving.access.secrecy import may_see
from serving.targeting.inspection_list import ListEntry

__all__ = ["Fact", "facts_of", "hidden_facts"]


@dataclass(frozen=True)
class Fact:
    """A fact that the model has read.

    `reason` is the number of the reason it stands behind, from 0, or None where it weighs too
    little to have one. `known` is the day the registers last told of the employer.
    """

    feature: str
    label: Words
    value: Words
    unit: str
    authorities: tuple[str, ...]
    known: str
    is_stale: bool
    is_missing: bool
    reason: int | None


def facts_of(entry: ListEntry, reader: Authority | None) -> tuple[Fact, ...]:
    """The facts of an entry as it was made that `reader` may see, most telling first.

    Takes the entry itself, not one that secrecy has already blanked. Empty for an entry of a
    list from before explanations were kept whole.
    """
    told = _contributions(entry)
    numbers = _numbers(entry, told)
    return tuple(
        Fact(
            feature=one.feature,
            label=one.words,
            value=value_words(one.value, one.unit, one.shown),
            unit=one.unit,
            authorities=one.authorities,
            known=one.known,
            is_stale=one.is_stale,
            is_missing=one.value is None,
            reason=numbers.get(one.group or one.feature),
        )
        for one in told
        if may_see(reader, one.authorities)
    )


def hidden_facts(entry: ListEntry, reader: Authority | None) -> dict[tuple[str, ...], int]:
    """How many facts of which owners the reader may not see."""
    found: dict[tuple[str, ...], int] = {}
    for one in _contributions(entry):
        if not may_see(reader, one.authorities):
            found[one.authorities] = found.get(one.authorities, 0) + 1
    return found


def _contributions(entry: ListEntry) -> Sequence[Contribution]:
    return Explanation.from_json(entry.explanation).contributions if entry.explanation else ()


def _numbers(entry: ListEntry, told: Sequence[Contribution]) -> dict[str, int]:
    """Which reason speaks for each group of facts; a reason names one fact of its group."""
    groups = {one.feature: one.group or one.feature for one in told}
    return {
        groups[reason.feature]: number
        for number, reason in enumerate(entry.reasons)
        if reason.feature in groups
    }

"""How far from usual is too far: a small register may pass where a changed one may not."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from features.tally import Tally

__all__ = [
    "FAR",
    "FEWEST",
    "complete_months",
    "differ",
    "is_far",
    "new_months",
    "per_cent",
    "ratio",
    "spread",
    "surprise",
    "total",
    "typical",
]

# A count this surprising comes by chance less than once in a million questions (e^-14), and a
# check asks some thousand. Real registers vary more than dice: each rule asks for a large
# difference as well.
FAR = 14.0
FEWEST = 30  # values that a median or a share is taken of


def surprise(count: float, expected: float) -> float:
    """How surprising a count is where so many are expected: Chernoff's bound, in nats."""
    expected = max(expected, 0.01)
    if count <= 0:
        return expected
    return count * math.log(count / expected) - count + expected


def is_far(count: float, expected: float) -> bool:
    """Is the count further from what is expected than chance takes it?"""
    return surprise(count, expected) > FAR


def differ(one: float, other: float) -> bool:
    """Are two counts, both of which vary, further apart than chance takes them?"""
    middle = (one + other) / 2
    return surprise(one, middle) + surprise(other, middle) > FAR


def typical(values: Sequence[float]) -> float:
    """The median; 0 of nothing."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if not ordered:
        return 0.0
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def ratio(now: float, then: float) -> float:
    """The logarithm of how many times `then` `now` is; 0 unless both have the same sign."""
    return math.log(now / then) if now * then > 0 else 0.0


def spread(values: Sequence[float]) -> float:
    """The median distance from the median, scaled to a standard deviation."""
    middle = typical(values)
    return 1.4826 * typical([abs(value - middle) for value in values])


def complete_months(tally: Tally) -> list[str]:
    """Every whole month from the first one known to the last before the delivery."""
    if not tally.months:
        return []
    end = tally.delivered_on[:7]
    found, month = [], min(tally.months)
    while month < end:
        found.append(month)
        month = _after(month)
    return found


def new_months(tally: Tally, last: Tally | None) -> list[str]:
    """The whole months since the last delivery; without one, the latest month."""
    months = complete_months(tally)
    if last is None:
        return months[-1:]
    return [month for month in months if month >= last.delivered_on[:7]]


def total(counts: Mapping[str, int], months: Sequence[str]) -> int:
    """The sum over some months."""
    return sum(counts.get(month, 0) for month in months)


def per_cent(part: float, whole: float) -> str:
    """A share in words: `3 %`, `0.4 %`, `under 0.1 %`."""
    share = 100 * part / whole if whole else 0.0
    if 0 < share < 0.1:
        return "<0.1 %"
    return f"{share:.0f} %" if share >= 1 or share == 0 else f"{share:.1f} %"


def _after(month: str) -> str:
    day = date.fromisoformat(month + "-01")
    return f"{day.year + day.month // 12:04d}-{day.month % 12 + 1:02d}"

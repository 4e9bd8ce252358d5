"""Findings about columns that changed places, by the medians of their months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from features.checks.finding import Finding, Level
from features.checks.limits import FEWEST, ratio, total, typical
from features.schema import Table
from features.tally import Tally
from features.vocabulary import Words

__all__ = ["swapped_columns"]

SAME = 0.25  # two medians this near in logarithm are the same
APART = 0.5


def swapped_columns(
    table: Table, now: Tally, last: Tally | None, fresh: Sequence[str]
) -> Iterator[Finding]:
    """Two columns, each with the values that the other had."""
    for (a, one), (b, other) in combinations(now.columns.items(), 2):
        if table.column(a).kind is not table.column(b).kind or not one.middle:
            continue
        if last is not None and a in last.columns and b in last.columns:
            then_a, then_b = last.columns[a].middle, last.columns[b].middle
            months = [
                m for m in then_a if m in then_b and m in one.middle and m in other.middle
            ]
            pairs = [(one.middle[m], other.middle[m], then_a[m], then_b[m]) for m in months]
            if total(one.given, months) >= FEWEST and _crossed(pairs):
                yield _swap_finding(table, a, b, Words("mot förra gången", "from last time"))
                continue
        old = [m for m in one.middle if m in other.middle and m not in fresh][-12:]
        if len(old) < 6:
            continue
        usual_a = typical([one.middle[m] for m in old])
        usual_b = typical([other.middle[m] for m in old])
        pairs = [
            (one.middle[m], other.middle[m], usual_a, usual_b)
            for m in fresh
            if m in one.middle and m in other.middle and one.given.get(m, 0) >= FEWEST
        ]
        # Medians of few values wander: what is new must be further than either ever went.
        wandered = max(
            abs(ratio(column.middle[m], usual))
            for column, usual in ((one, usual_a), (other, usual_b))
            for m in old
        )
        if _crossed(pairs) and _apart(pairs) > wandered:
            yield _swap_finding(table, a, b, Words(f"från {fresh[0]}", f"from {fresh[0]}"))


def _crossed(pairs: Sequence[tuple[float, float, float, float]]) -> bool:
    """Is a now what b was, b what a was, and were they different?"""
    if not pairs or any(a * b <= 0 for pair in pairs for a, b in combinations(pair, 2)):
        return False
    near = typical([abs(ratio(a, then_b)) for a, _, _, then_b in pairs])
    other = typical([abs(ratio(b, then_a)) for _, b, then_a, _ in pairs])
    return near < SAME and other < SAME and _apart(pairs) > APART


def _apart(pairs: Sequence[tuple[float, float, float, float]]) -> float:
    """How far a went from what it was, in logarithm."""
    return typical([abs(ratio(a, then_a)) for a, _, then_a, _ in pairs])


def _swap_finding(table: Table, a: str, b: str, since: Words) -> Finding:
    return Finding(
        Level.ASK,
        "swapped",
        Words(
            f"{a} och {b} ser ut att ha bytt plats {since.sv}",
            f"{a} and {b} seem to have changed places {since.en}",
        ),
        Words("Kontrollera kolumnernas ordning.", "Check the order of the columns."),
        table.name,
        f"{a}, {b}",
    )

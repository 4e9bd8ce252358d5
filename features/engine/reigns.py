"""Who answers for an employer's facts, and when that was known: successions made a timeline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Edge", "Reign", "reigns"]


@dataclass(frozen=True)
class Edge:
    """`successor` follows `employer` at as-of dates after `since`, up to `until`."""

    employer: str
    successor: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Reign:
    """`owner` answers for `employer`'s facts at as-of dates after `since`, up to `until`."""

    employer: str
    owner: str
    since: date | None
    until: date | None


def reigns(edges: Iterable[Edge]) -> list[Reign]:
    """The timeline of every employer that somebody succeeds, without gaps and in order.

    Where two succeed one at once, nobody can say which facts went where; where successions
    make a circle, nobody came last. Both times the employer answers for itself.
    """
    by_employer: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        by_employer[edge.employer].append(edge)
    found: list[Reign] = []
    for employer in sorted(by_employer):
        found += _timeline(employer, by_employer)
    return found


def _timeline(employer: str, by_employer: Mapping[str, Sequence[Edge]]) -> list[Reign]:
    turns: set[date] = set()
    reached, waiting = {employer}, [employer]
    while waiting:
        for edge in by_employer.get(waiting.pop(), ()):
            turns |= {day for day in (edge.since, edge.until) if day}
            if edge.successor not in reached:
                reached.add(edge.successor)
                waiting.append(edge.successor)
    timeline = [Reign(employer, employer, None, None)]
    for turn in sorted(turns):
        owner = _owner(employer, by_employer, turn)
        last = timeline[-1]
        if owner != last.owner:
            timeline[-1] = Reign(employer, last.owner, last.since, turn)
            timeline.append(Reign(employer, owner, turn, None))
    return timeline


def _owner(employer: str, by_employer: Mapping[str, Sequence[Edge]], after: date) -> str:
    """Who answers just after a day."""
    seen, at = {employer}, employer
    while True:
        on = {
            edge.successor
            for edge in by_employer.get(at, ())
            if edge.since <= after and (edge.until is None or after < edge.until)
        }
        if len(on) != 1:
            return at
        at = on.pop()
        if at in seen:
            return employer
        seen.add(at)

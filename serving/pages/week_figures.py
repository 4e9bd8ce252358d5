"""What a week plan counts: who would be in two places, what is taken, what is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from features.vocabulary import PARTIES, Authority
from serving.pages.parts import tag
from serving.pages.rendering import Reader
from serving.planning.board import Board
from serving.planning.vocabulary import Part, Status
from serving.targeting.limits import Effort

__all__ = ["Load", "clashes_in_words", "clashes_of", "left_of", "loads_of"]


@dataclass(frozen=True)
class Load:
    """What an authority does in the week, beside what it has."""

    authority: str
    visits: str
    hours: str
    is_over: bool


def clashes_of(board: Board, chosen: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By place: each authority that would be elsewhere at the same time, as often as it is."""
    at: dict[tuple[date, Part, str], list[str]] = {}
    for one in chosen:
        visit = board.visit(one)
        if visit.on is not None and visit.part is not None:
            for agency in board.decision(one).agencies:
                at.setdefault((visit.on, visit.part, agency), []).append(one)
    found: dict[str, list[str]] = {}
    for (_, _, agency), places in at.items():
        if len(places) > 1:
            for one in places:
                found.setdefault(one, []).append(f"{agency}:{len(places)}")
    return {one: tuple(told) for one, told in found.items()}


def clashes_in_words(clashes: Sequence[str], reader: Reader) -> list[str]:
    """`skatteverket:2` as a sentence."""
    told = []
    for one in clashes:
        agency, _, count = one.partition(":")
        name = tag(Authority(agency), reader).name
        told.append(reader.text("plan.clash", authority=name, count=count))
    return told


def loads_of(
    board: Board,
    chosen: Sequence[str],
    efforts: Mapping[Authority, Effort],
    reader: Reader,
) -> tuple[Load, ...]:
    """Each authority with visits or limits: how much of what it has is taken."""
    visits = Counter(agency for one in chosen for agency in board.decision(one).agencies)
    loads = []
    for party in PARTIES:
        effort, count = efforts.get(party), visits[party.value]
        if not count and effort is None:
            continue
        hours = count * effort.hours_per_visit if effort else 0
        most_visits = effort.visits_per_week if effort else None
        most_hours = effort.hours_per_week if effort else None
        loads.append(
            Load(
                authority=tag(party, reader).name,
                visits=_of(count, most_visits, reader),
                hours=_of(hours, most_hours, reader) if effort else "",
                is_over=(most_visits is not None and count > most_visits)
                or (most_hours is not None and hours > most_hours),
            )
        )
    return tuple(loads)


def _of(count: int, most: int | None, reader: Reader) -> str:
    return str(count) if most is None else reader.text("plan.of", count=count, most=most)


def left_of(
    board: Board,
    chosen: Sequence[str],
    clashes: Mapping[str, tuple[str, ...]],
    reader: Reader,
) -> tuple[str, ...]:
    """What is to be seen to before the plan is locked; the last two do not hinder it."""
    counts = {
        "undecided": len(board.decided(Status.UNDECIDED)),
        "over": max(0, len(chosen) - board.made.capacity),
        "alone": sum(not board.decision(one).agencies for one in chosen),
        "unplaced": sum(board.visit(one).on is None for one in chosen),
        "clashes": len(clashes),
    }
    return tuple(
        reader.text(f"plan.ready.{key}", count=count) for key, count in counts.items() if count
    )

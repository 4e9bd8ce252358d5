"""What a person says about a place, checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from features.errors import BadOption
from features.vocabulary import PARTIES, Authority
from serving.logs import redact
from serving.planning.vocabulary import (
    RANDOM_MAY_BE_DECLINED,
    Area,
    Declined,
    Doubted,
    OutcomeStatus,
    Part,
    Result,
    Status,
    Waited,
    Wrong,
)

__all__ = [
    "Choice",
    "Decision",
    "Dispute",
    "Outcome",
    "Place",
    "Plan",
    "Recorded",
    "Visit",
    "check_text",
    "one_of",
]

_LONGEST = 1000  # characters of a comment: a note, not a file

E = TypeVar("E", bound=StrEnum)


def one_of(kind: type[E], text: str, where: str) -> E:
    """`text` as one of a closed list; raises `BadOption` with all that is allowed."""
    try:
        return kind(text)
    except ValueError:
        allowed = ", ".join(one.value for one in kind)
        raise BadOption(f"{where} is none of the allowed values.", f"use {allowed}") from None


def check_text(comment: str) -> Sequence[str]:
    """What is wrong with a free text: too long, or with what looks like an identity number."""
    faults = []
    if len(comment) > _LONGEST:
        faults.append(f"the comment has {len(comment)} characters; allowed are {_LONGEST}")
    if redact(comment) != comment:
        faults.append("the comment holds what looks like an identity number; leave it out")
    return faults


@dataclass(frozen=True)
class Place:
    """Something that can be decided on and visited: an entry of a list, or an addition."""

    id: str
    list_id: str
    workplace: str
    centre: str
    is_random: bool = False
    reasons: int = 0


@dataclass(frozen=True)
class Choice:
    """A decision before it is written. Raises `BadOption` with every fault at once."""

    status: Status
    reason: str = ""
    comment: str = ""
    agencies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = list(check_text(self.comment))
        closed: dict[Status, type[StrEnum]] = {
            Status.WAIT: Waited,
            Status.DECLINE: Declined,
        }
        allowed = [one.value for one in closed.get(self.status, ())]
        if allowed and self.reason not in allowed:
            faults.append(f"{self.status} needs a reason: {', '.join(allowed)}")
        if not allowed and self.reason:
            faults.append(f"{self.status} takes no reason")
        if self.reason == "other" and not self.comment.strip():
            faults.append("the reason other needs a comment")
        strangers = [one for one in self.agencies if one not in set(PARTIES)]
        if strangers or len(set(self.agencies)) != len(self.agencies):
            faults.append(f"agencies must be different ones of {', '.join(PARTIES)}")
        if self.agencies and self.status is not Status.INCLUDE:
            faults.append(f"{self.status} takes no agencies")
        if faults:
            raise BadOption("The decision: " + "; ".join(faults) + ".")

    def fits(self, place: Place) -> bool:
        """Whether the place may be treated so: one drawn at random is not left out at will."""
        declined = self.status is Status.DECLINE
        return not (place.is_random and declined) or self.reason in RANDOM_MAY_BE_DECLINED

    def check_fits(self, place: Place) -> None:
        """Pass, or raise `BadOption` for a place that may not be treated so."""
        if not self.fits(place):
            allowed = ", ".join(sorted(RANDOM_MAY_BE_DECLINED))
            raise BadOption(
                f"A place drawn at random cannot be declined for {self.reason}: allowed are"
                f" {allowed}.",
                "a draw only measures if those drawn are visited; visit it, or let it wait",
            )


@dataclass(frozen=True)
class Dispute:
    """That a fact is wrong, in what way and why; raises `BadOption` with every fault at once.

    Its owner answers by the reason. `reason` is None of what was asked before one was needed.
    """

    wrong: Wrong
    reason: Doubted | None
    comment: str = ""

    def __post_init__(self) -> None:
        faults = list(check_text(self.comment))
        if self.reason is Doubted.OTHER and not self.comment.strip():
            faults.append("the reason other needs a comment")
        if faults:
            raise BadOption("The correction: " + "; ".join(faults) + ".")


@dataclass(frozen=True)
class Decision:
    """A decision as it stands; version 0 is that nobody has decided."""

    place: str
    version: int = 0
    status: Status = Status.UNDECIDED
    reason: str = ""
    comment: str = ""
    agencies: tuple[str, ...] = ()
    actor: str = ""
    made_at: str = ""


@dataclass(frozen=True)
class Visit:
    """When a place is visited; neither day nor part while that is not settled.

    Raises `BadOption` for a part of no day. Version 0: nobody has said anything.
    """

    on: date | None = None
    part: Part | None = None
    version: int = 0

    def __post_init__(self) -> None:
        if (self.on is None) != (self.part is None):
            raise BadOption(
                "A visit has both a day and a part of it, or neither.",
                f"parts are {', '.join(Part)}",
            )


@dataclass(frozen=True)
class Outcome:
    """What one authority found at a visit. Raises `BadOption` with every fault at once."""

    authority: Authority
    visited_on: date
    result: Result
    kind: Area | None = None
    severity: int | None = None
    status: OutcomeStatus = OutcomeStatus.PRELIMINARY
    comment: str = ""

    def __post_init__(self) -> None:
        faults = list(check_text(self.comment))
        if self.authority not in PARTIES:
            faults.append(f"{self.authority} takes no part in joint controls")
        is_finding = self.result is Result.FINDING
        if is_finding and self.kind is None:
            faults.append(f"a finding needs a kind: {', '.join(Area)}")
        if is_finding and (self.severity is None or not 1 <= self.severity <= 4):
            faults.append("a finding needs a severity from 1 (slight) to 4 (very serious)")
        if not is_finding and (self.kind is not None or self.severity is not None):
            faults.append(f"{self.result} takes neither kind nor severity")
        if faults:
            raise BadOption("The outcome: " + "; ".join(faults) + ".")


@dataclass(frozen=True)
class Recorded:
    """An outcome as it stands; what was written before it is kept too."""

    place: str
    version: int
    outcome: Outcome
    actor: str
    made_at: str


@dataclass(frozen=True)
class Plan:
    """A list that is worked on. `follows` is the list of the plan before it."""

    list_id: str
    centre: str
    week: str
    state: str
    version: int
    follows: str | None
    capacity: int

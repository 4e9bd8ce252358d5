"""What a list is: frozen places with their reasons, and everything needed to repeat it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import Literal

from pydantic import TypeAdapter

from features.vocabulary import Authority, Words
from serving.targeting.week import Week

__all__ = [
    "Band",
    "CentreName",
    "Draw",
    "Drawn",
    "Frequency",
    "InspectionList",
    "ListEntry",
    "ListHead",
    "Member",
    "Provenance",
    "Reason",
    "Rest",
    "Role",
    "Strength",
    "content_digest",
    "entry_json",
    "head_json",
    "list_from_json",
    "list_json",
    "shown_json",
]

# By the order of scores, by lot, or because somebody decided so.
Drawn = Literal["ranking", "random", "must"]

Role = Literal["leads", "visits", "desk"]


class Band(IntEnum):
    """How high a workplace is ranked; 1 is the highest."""

    VERY_HIGH = 1
    HIGH = 2
    RAISED = 3
    GROUND = 4


class Strength(StrEnum):
    """A reason's share of all that moved the place: 20 %, 8 % and 3 % or more."""

    MUCH = "much"
    SOME = "some"
    LITTLE = "little"


@dataclass(frozen=True)
class Draw:
    """What is needed to repeat the random draw and to weigh what it finds.

    A week is drawn once. A list made again names in `first` the inputs of the list that was
    drawn for, and says in `replaced` how many of those drawn may not be visited any more and
    gave their place to the next in the order of that draw.
    """

    seed: str
    expected: float
    population: int
    population_digest: str
    first: str = ""
    replaced: int = 0


@dataclass(frozen=True)
class CentreName:
    """A centre and the counties it covers, in words."""

    code: str
    name: str
    counties: tuple[str, ...]


@dataclass(frozen=True)
class Frequency:
    """How often controls of workplaces in a band found something, and when.

    `found` is of 100; None where too few were controlled to say.
    """

    band: Band
    found: int | None
    controlled: int
    period: str


@dataclass(frozen=True)
class Reason:
    """Why a place is where it is: a fact, its owners, and which way it moved the priority.

    `contribution` is the signed part of the raw score, for charts and reviews; `share` its
    part of all contributions' sizes. Neither is shown to planners as a number. It speaks for
    `facts` that tell of the same thing; `feature` is the one the sentence is about, and its
    figure `is_in_sentence` where the catalogue has one. `known` is the day the registers last
    told of the employer, `is_stale` that one of them has fallen silent since.
    """

    authorities: tuple[str, ...]
    sentence: Words
    value: Words
    direction: Literal["raises", "lowers"]
    strength: Strength
    contribution: float
    share: float
    feature: str = ""
    is_in_sentence: bool = False
    peers: Words = Words("", "")
    source: Words = Words("", "")
    known: str = ""
    is_stale: bool = False
    secrecy: tuple[str, ...] = ()
    facts: int = 1

    @property
    def figure(self) -> Words:
        """The value to write after the sentence; empty where the sentence has it."""
        return Words("", "") if self.is_in_sentence else self.value


@dataclass(frozen=True)
class Rest:
    """What lies under 3 % each, folded together: how many, and their shares each way."""

    count: int
    raises: float
    lowers: float


@dataclass(frozen=True)
class Member:
    """An authority on a suggested team, and by what right of its own it enters the workplace.

    It leads, visits, or, without such a right, prepares at its desk.
    """

    authority: Authority
    role: Role
    ground: Words | None


@dataclass(frozen=True)
class ListEntry:
    """One place on a list. `chance` is that of being drawn at random that week.

    `team` is suggested, the lead first; lists from before there were teams have none. A
    reserve came in the place of somebody drawn who may not be visited any more.
    """

    id: str
    rank: int
    workplace: str
    employer: str
    name: str
    address: str
    municipality: str
    sector: Words
    employees: Words
    band: Band
    drawn: Drawn
    chance: float
    lead: Authority
    reasons: tuple[Reason, ...]
    rest: Rest
    gaps: tuple[Words, ...]
    explanation: str
    team: tuple[Member, ...] = ()
    is_reserve: bool = False


@dataclass(frozen=True)
class Provenance:
    """What a list was made of and when; `control_rate` is how much denser than real it is.

    `inputs_digest` names all that the choice was made from, kept in the workspace.
    """

    country: str
    as_of: date
    made_at: datetime
    model: str
    model_digest: str
    snapshot_digest: str
    invented: bool
    control_rate: float
    inputs_digest: str = ""


@dataclass(frozen=True)
class InspectionList:
    """A centre's list for a week. It is never changed once made."""

    id: str
    centre: CentreName
    week: Week
    provenance: Provenance
    policy: str
    policy_digest: str
    capacity: int
    draw: Draw
    funnel: tuple[tuple[str, int], ...]
    frequencies: tuple[Frequency, ...]
    entries: tuple[ListEntry, ...]
    silent: tuple[Words, ...] = ()  # registers that told nothing new for unusually long

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the list says, whenever it was made."""
        return content_digest(self)

    def frequency(self, band: Band) -> Frequency | None:
        """How often controls in `band` found something, if that is known."""
        return next((one for one in self.frequencies if one.band == band), None)

    @property
    def random(self) -> int:
        """How many of its places were drawn at random."""
        return sum(entry.drawn == "random" for entry in self.entries)


@dataclass(frozen=True)
class ListHead:
    """A list as an overview knows it: its entries only by band and by how they were chosen."""

    made: InspectionList
    places: tuple[tuple[Band, bool], ...]
    digest: str

    @property
    def random(self) -> int:
        """How many of its places were drawn at random."""
        return sum(is_random for _, is_random in self.places)


_LIST = TypeAdapter(InspectionList)
_ENTRY = TypeAdapter(ListEntry)


def list_json(made: InspectionList) -> str:
    """The whole list as JSON; `list_from_json` gives back an equal one."""
    return _LIST.dump_json(made).decode()


def list_from_json(text: str) -> InspectionList:
    """The list that `list_json`, or `head_json` with its entries put back, wrote."""
    return _LIST.validate_json(text)


def shown_json(made: InspectionList) -> str:
    """The list as JSON for readers: without raw scores and contributions."""
    text = _LIST.dump_json(
        made,
        exclude={
            "entries": {
                "__all__": {"explanation": True, "reasons": {"__all__": {"contribution"}}}
            }
        },
    )
    return text.decode()


def head_json(made: InspectionList) -> str:
    """The list without its entries, which a store keeps one by one."""
    return _LIST.dump_json(made, exclude={"entries"}).decode()


def entry_json(entry: ListEntry) -> str:
    """One entry as JSON."""
    return _ENTRY.dump_json(entry).decode()


def content_digest(made: InspectionList) -> str:
    """SHA-256 over all but ids, which are made of it, and the moment of making.

    What was added to lists since version 1 has a default, and is left out where it has that:
    so a list keeps the digest it was stored with, and with it its record in the log.
    """
    said = _LIST.dump_json(
        made,
        exclude={"id": True, "provenance": {"made_at"}, "entries": {"__all__": {"id"}}},
        exclude_defaults=True,
    )
    return hashlib.sha256(said).hexdigest()

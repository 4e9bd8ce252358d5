"""One workplace, whole: why it is here, what is known, what was decided and found before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.access.secrecy import for_eyes_of, may_see
from serving.audit_vocabulary import EventType
from serving.errors import NotAllowed
from serving.planning.allowing import on_place
from serving.planning.choices import Decision, Place, Plan, Recorded
from serving.planning.correcting import Asked, asked_of
from serving.planning.facts import Fact, facts_of, hidden_facts
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.decisions import decision_of, versions_of
from serving.store.lists import entry_of, find_head
from serving.store.outcomes import outcomes_of
from serving.store.places import Addition, addition_of
from serving.store.plans import find_plan
from serving.store.requests import Referral, referrals_of
from serving.store.workplaces import Stay, nearest_entries, stays_of
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["Past", "Similar", "Workplace", "may", "read_workplace", "visible"]

_SIMILAR = 5  # enough to compare with, few enough to read
# What the page offers to whoever may.
_OFFERED = (
    Action.OPEN_PLAN,
    Action.DECIDE,
    Action.DISPUTE_FACT,
    Action.REFER,
    Action.RECORD_OUTCOME,
    Action.ANSWER_REASON,
)
_LEAST_IN_COMMON = 2  # reasons; one alone, such as age, makes nobody alike


@dataclass(frozen=True)
class Past:
    """One place the workplace has had, every decision on it, and what visits found.

    `hidden` are authorities whose outcome is there and not for this reader's eyes.
    """

    stay: Stay
    decisions: tuple[Decision, ...]
    outcomes: tuple[Recorded, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class Similar:
    """Another entry of the same list, and the numbers of its reasons that both have."""

    entry: ListEntry
    shared: tuple[int, ...]


@dataclass(frozen=True)
class Workplace:
    """A workplace as one reader may see it, from one place on a list.

    `entry` is None for what people added, which has no reasons and no facts; `added` is None
    for an entry. `plan` is None while nobody has begun to plan the list. `asked` is empty for
    whoever may not ask for a correction.
    """

    place: Place
    made: InspectionList
    entry: ListEntry | None
    added: Addition | None
    facts: tuple[Fact, ...]
    hidden: Mapping[tuple[str, ...], int]
    plan: Plan | None
    decision: Decision
    past: tuple[Past, ...]
    similar: tuple[Similar, ...]
    referrals: tuple[Referral, ...]
    asked: tuple[Asked, ...]
    may: frozenset[Action]

    @property
    def name(self) -> str:
        """What it is called, however it came to be here."""
        if self.entry is not None:
            return self.entry.name
        return self.added.name if self.added is not None else ""


def read_workplace(
    database: Database,
    caller: Caller,
    place: str,
    kind: EventType = EventType.WORKPLACE_READ,
) -> Workplace:
    """A workplace by one of its places; the record names every place that was shown.

    Raises `NotFound` when there is no such place.
    """
    with transaction(database) as connection:
        found, errand = on_place(connection, caller, Action.READ_ENTRY, place)
        decision = decision_of(connection, place)
        agencies = frozenset(decision.agencies)
        there = entry_of(connection, place)
        raw = there[0] if there else None
        made = there[1] if there else find_head(connection, found.list_id)
        may_compare = may(caller, Action.READ_LIST, Thing(found.centre))
        past = _past(connection, caller, found)
        similar = _similar(connection, caller, made.id, raw) if raw and may_compare else ()
        offered = frozenset(
            action
            for action in _OFFERED
            if may(caller, action, Thing(found.centre, caller.authority, agencies))
        )
        may_ask = Action.DISPUTE_FACT in offered
        told = Workplace(
            place=found,
            made=made,
            entry=for_eyes_of(caller.authority, raw) if raw else None,
            added=None if raw else addition_of(connection, place),
            facts=facts_of(raw, caller.authority) if raw else (),
            hidden=hidden_facts(raw, caller.authority) if raw else {},
            plan=find_plan(connection, found.list_id),
            decision=decision,
            past=past,
            similar=similar,
            referrals=tuple(referrals_of(connection, place=place)),
            asked=asked_of(connection, caller, raw) if raw and may_ask else (),
            may=offered,
        )
        shown = [place, *(one.stay.place for one in past if one.stay.place != place)]
        shown += [one.entry.id for one in similar]
        append(connection, errand.event(kind, shown, len(shown)))
    return told


def visible(caller: Caller, found: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """The outcomes that the reader's authority may see: its own, and what secrecy opens."""
    return tuple(one for one in found if may_see(caller.authority, (one.outcome.authority,)))


def may(caller: Caller, action: Action, thing: Thing) -> bool:
    """Whether the caller may, so that a page offers nothing that would be refused."""
    try:
        caller.allow(action, thing)
    except NotAllowed:
        return False
    return True


def _past(connection: Connection, caller: Caller, place: Place) -> tuple[Past, ...]:
    """Where it has been; for who may read one visit alone, that visit."""
    stays = stays_of(connection, place.workplace, place.centre)
    if not may(caller, Action.READ_LIST, Thing(place.centre)):
        stays = [one for one in stays if one.place == place.id]
    told = []
    for stay in stays:
        found = outcomes_of(connection, place=stay.place)
        seen = visible(caller, found)
        hidden = tuple(one.outcome.authority.value for one in found if one not in seen)
        decisions = tuple(versions_of(connection, stay.place))
        told.append(Past(stay, decisions, seen, hidden))
    return tuple(told)


def _similar(
    connection: Connection, caller: Caller, list_id: str, entry: ListEntry
) -> tuple[Similar, ...]:
    """Those of the list that share most reasons the same way, of those the reader may see."""
    own = {
        (one.feature, one.direction)
        for one in for_eyes_of(caller.authority, entry).reasons
        if one.feature
    }
    found = []
    for other in nearest_entries(connection, list_id, entry.rank):
        shown = for_eyes_of(caller.authority, other)
        shared = tuple(
            number
            for number, one in enumerate(shown.reasons)
            if one.feature and (one.feature, one.direction) in own
        )
        if len(shared) >= _LEAST_IN_COMMON:
            found.append(Similar(shown, shared))
    found.sort(key=lambda one: (-len(one.shared), one.entry.rank))
    return tuple(found[:_SIMILAR])

"""Disputed facts as their owner meets them, and as those do who asked: how a request stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.vocabulary import Authority, Words
from serving.access.callers import Caller, SignedIn
from serving.access.rights import Action, Thing
from serving.access.secrecy import for_eyes_of, may_see
from serving.audit_vocabulary import EventType
from serving.errors import OfAnotherCentre
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.lists import entry_of
from serving.store.requests import (
    Correction,
    answer_correction,
    corrections_at,
    corrections_of,
)
from serving.store.rescorings import Rescoring, rescorings_at
from serving.targeting.inspection_list import ListEntry, Provenance

__all__ = ["Asked", "Disputed", "answer", "asked_of", "read_disputed"]


@dataclass(frozen=True)
class Disputed:
    """A request with the fact it is of: what an owner needs to look it up in its register.

    Not where or why the workplace stands on a list: that is the centre's.
    """

    request: Correction
    name: str
    workplace: str
    employer: str
    sentence: Words
    value: Words
    source: Words
    provenance: Provenance

    @property
    def as_of(self) -> str:
        """The day before which the fact was known, when the list was made."""
        return self.provenance.as_of.isoformat()


@dataclass(frozen=True)
class Asked:
    """A request as those meet it who may see its fact.

    `means` is what a corrected value would mean, as somebody asked last; None: nobody has.
    """

    request: Correction
    means: Rescoring | None


def asked_of(connection: Connection, caller: Caller, entry: ListEntry) -> tuple[Asked, ...]:
    """What was asked of an entry's facts, oldest first; the reader's page is what is recorded.

    Nothing of a fact that secrecy hides from the caller: that it is disputed would tell of it.
    """
    there = [
        one
        for one in corrections_at(connection, entry.id)
        if may_see(caller.authority, entry.reasons[one.reason].authorities)
    ]
    means = rescorings_at(connection, entry.id) if there else {}
    return tuple(Asked(one, means.get(one.id)) for one in there)


def read_disputed(database: Database, caller: SignedIn) -> Sequence[Disputed]:
    """What waits for the answer of the caller's authority, oldest first."""
    owner = caller.user.authority.value
    errand = caller.allow(Action.ANSWER_CORRECTION, Thing(authority=owner))
    with transaction(database) as connection:
        waiting = corrections_of(connection, authority=owner)
        found = [_disputed(connection, one, caller.user.authority) for one in waiting]
        ids = [one.id for one in waiting]
        append(connection, errand.event(EventType.CORRECTIONS_READ, ids, len(ids)))
    return found


def answer(connection: Connection, caller: SignedIn, request: str, said: str) -> Correction:
    """Answer that the fact is corrected in its register, or that it is right as it stands.

    A request to another authority is not there; one that has an answer raises `Answered`.
    Nothing of ours changes by it: the corrected fact comes with the owner's next delivery.
    """
    owner = caller.user.authority.value
    errand = caller.allow(Action.ANSWER_CORRECTION, Thing(authority=owner))
    there = corrections_of(connection, request=request)
    if not there or there[0].authority != owner:
        raise OfAnotherCentre("There is no such request.", "see /api/v1/corrections")
    event = errand.event(EventType.CORRECTION_ANSWERED, (request, said))
    return answer_correction(connection, request, said, event=event)


def _disputed(connection: Connection, request: Correction, owner: Authority) -> Disputed:
    """A fact of several owners may hold what one of them keeps from the others."""
    found = entry_of(connection, request.place)
    assert found is not None  # a request goes with its list
    entry, made = found
    reason = for_eyes_of(owner, entry).reasons[request.reason]
    return Disputed(
        request=request,
        name=entry.name,
        workplace=entry.workplace,
        employer=entry.employer,
        sentence=reason.sentence,
        value=reason.value,
        source=reason.source,
        provenance=made.provenance,
    )

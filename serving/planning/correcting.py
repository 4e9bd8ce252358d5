"""Disputed facts as their owner meets them: what is asked, and the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.vocabulary import Authority, Words
from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing
from serving.access.secrecy import for_eyes_of
from serving.audit_vocabulary import EventType
from serving.errors import OfAnotherCentre
from serving.store.audit_log import append
from serving.store.database import Connection, Database, transaction
from serving.store.lists import entry_of
from serving.store.requests import Correction, answer_correction, corrections_of

__all__ = ["Disputed", "answer", "read_disputed"]


@dataclass(frozen=True)
class Disputed:
    """A request with the fact it is of: what an owner needs to look it up in its register.

    Not where or why the workplace stands on a list: that is the centre's.
    """

    request: Correction
    workplace: str
    employer: str
    sentence: Words
    value: Words
    source: Words
    as_of: str


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

    A request to another authority is not there. Nothing of ours changes by the answer: the
    corrected fact comes with the owner's next delivery.
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
        workplace=entry.workplace,
        employer=entry.employer,
        sentence=reason.sentence,
        value=reason.value,
        source=reason.source,
        as_of=made.provenance.as_of.isoformat(),
    )

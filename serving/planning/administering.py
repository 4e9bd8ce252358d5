"""What the administrator of a centre does: sees who has a role there, and shuts a door."""

from __future__ import annotations

from collections.abc import Sequence

from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing
from serving.audit_vocabulary import EventType
from serving.errors import OfAnotherCentre
from serving.store.audit_log import append
from serving.store.colleagues import Colleague, colleagues_of
from serving.store.database import Connection, Database, transaction
from serving.store.people import end_sessions_of

__all__ = ["read_people", "shut_out"]


def read_people(database: Database, caller: SignedIn, centre: str) -> Sequence[Colleague]:
    """Everyone with a role in a centre."""
    errand = caller.allow(Action.READ_PEOPLE, Thing(centre))
    with transaction(database) as connection:
        found = colleagues_of(connection, centre)
        append(connection, errand.event(EventType.PEOPLE_READ, (centre,), len(found)))
    return found


def shut_out(connection: Connection, caller: SignedIn, centre: str, person: str) -> None:
    """End every session of someone with a role in the centre; their provider decides the rest.

    Somebody of another centre alone is not there.
    """
    errand = caller.allow(Action.END_SESSIONS, Thing(centre))
    if person not in {one.user.id for one in colleagues_of(connection, centre)}:
        raise OfAnotherCentre("There is no such person.", "see /api/v1/people")
    event = errand.event(EventType.SIGNED_OUT, ("by_administrator", person))
    end_sessions_of(connection, person, event=event)

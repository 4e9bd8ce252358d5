"""What stands beside the lists: workplaces left out for a time, and control cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing
from serving.audit import now
from serving.audit_vocabulary import EventType
from serving.errors import OfAnotherCentre
from serving.planning.vocabulary import Rested
from serving.store.audit_log import append
from serving.store.cases import ControlCase, case_of, cases_of, close_case, open_case
from serving.store.database import Connection, Database, transaction
from serving.store.rests import Rest, lift_rest, rest_of, rest_workplace, rests_in_force

__all__ = ["begin_case", "end_case", "leave_out", "lift", "read_cases", "read_rests"]


def read_rests(database: Database, caller: SignedIn, centre: str) -> Sequence[Rest]:
    """What is left out of a centre's lists today."""
    errand = caller.allow(Action.READ_RESTS, Thing(centre))
    with transaction(database) as connection:
        found = rests_in_force(connection, now().date(), centre)
        append(connection, errand.event(EventType.RESTS_READ, (centre,), len(found)))
    return found


def leave_out(
    connection: Connection,
    caller: SignedIn,
    *,
    kind: str,
    centre: str,
    workplace: str,
    reason: Rested,
    comment: str,
    expires_on: date,
) -> Rest:
    """Exclude or snooze a workplace."""
    errand = caller.allow(Action.REST, Thing(centre))
    return rest_workplace(
        connection,
        kind=kind,
        centre=centre,
        workplace=workplace,
        reason=reason,
        comment=comment,
        expires_on=expires_on,
        event=errand.event(EventType.PLACE_RESTED, (kind, reason.value, str(expires_on))),
    )


def lift(connection: Connection, caller: SignedIn, rest: str) -> Rest:
    """End an exclusion or snooze of the centre that the caller reads for, before its day."""
    errand = caller.allow(Action.REST, Thing(caller.centre))
    found = rest_of(connection, rest)
    if found.centre != caller.centre:
        raise OfAnotherCentre("There is no such exclusion or snooze.", "see /api/v1/rests")
    return lift_rest(connection, rest, event=errand.event(EventType.REST_LIFTED, (rest,)))


def read_cases(database: Database, caller: SignedIn, centre: str) -> Sequence[ControlCase]:
    """A centre's open cases."""
    errand = caller.allow(Action.READ_CASES, Thing(centre))
    with transaction(database) as connection:
        found = cases_of(connection, centre)
        append(connection, errand.event(EventType.CASES_READ, (centre,), len(found)))
    return found


def begin_case(
    connection: Connection, caller: SignedIn, number: str, centre: str
) -> ControlCase:
    """Open a case for a centre, kept by the caller's authority."""
    errand = caller.allow(Action.MANAGE_CASES, Thing(centre))
    event = errand.event(EventType.CASE_OPENED, (number,))
    return open_case(connection, number, centre, caller.user.authority.value, event=event)


def end_case(connection: Connection, caller: SignedIn, number: str, centre: str) -> ControlCase:
    """Close a centre's case: nothing is read on it any more."""
    errand = caller.allow(Action.MANAGE_CASES, Thing(centre))
    if case_of(connection, number).centre != centre:
        raise OfAnotherCentre("There is no such control case.", "a plan lead opens cases")
    return close_case(connection, number, event=errand.event(EventType.CASE_CLOSED, (number,)))

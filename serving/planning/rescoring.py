"""What a corrected fact would mean, as those meet it who asked for the correction.

Nothing is worked out here: that takes a model, which the service does not load.
"""

from __future__ import annotations

from dataclasses import replace

from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.access.secrecy import may_see, reasons_for_eyes_of
from serving.audit_vocabulary import EventType
from serving.errand import Errand
from serving.errors import NotAllowed, OfAnotherCentre, OtherCentre
from serving.planning.allowing import on_place
from serving.planning.choices import Place
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.lists import entry_of
from serving.store.requests import Correction, corrections_of
from serving.store.rescorings import Rescoring, Side, ask_to_rescore, find_rescoring

__all__ = ["ask_what_it_means", "on_request", "read_what_it_means"]


def on_request(
    connection: Connection, caller: Caller, request: str
) -> tuple[Correction, Place, Errand]:
    """A correction of the caller's centre, its place and the errand of asking about it.

    An id of a request names no centre: to another centre there is none. Raises `NotAllowed`
    for a fact that secrecy hides from the caller: by trying values one could tell it.
    """
    there = corrections_of(connection, request=request)
    everyone = frozenset({caller.authority.value} if caller.authority else ())
    caller.allow(Action.DISPUTE_FACT, Thing(caller.centre, agencies=everyone))
    if not there:
        raise OfAnotherCentre(*_NONE)
    try:
        place, errand = on_place(connection, caller, Action.DISPUTE_FACT, there[0].place)
    except (NotAllowed, OtherCentre):
        raise OfAnotherCentre(*_NONE) from None
    found = entry_of(connection, place.id)
    assert found is not None  # a request goes with its list
    if not may_see(caller.authority, found[0].reasons[there[0].reason].authorities):
        raise NotAllowed(
            "Secrecy hides the fact from your authority, so what it would mean is not told.",
            "its owner can be asked to correct it, and answers",
        )
    return there[0], place, errand


def ask_what_it_means(
    connection: Connection, caller: Caller, request: str, value: float | None
) -> Rescoring:
    """Ask that the entry be scored anew with the fact of a request as `value`."""
    found, place, errand = on_request(connection, caller, request)
    # The figure itself stays out of the log, as every fact does.
    event = errand.event(EventType.RESCORING_ASKED, (place.id, request))
    return ask_to_rescore(connection, found, place.list_id, value, event=event)


def read_what_it_means(
    connection: Connection, caller: Caller, request: str, rescoring: str
) -> Rescoring:
    """How far it has come, and what was found as the caller's authority may see it."""
    _, place, errand = on_request(connection, caller, request)
    found = find_rescoring(connection, rescoring)
    if found is None or found.request != request:
        raise OfAnotherCentre("There is no such rescoring.", "ask for one of the correction")
    told = (place.id, request, found.state)
    append(connection, errand.event(EventType.RESCORING_READ, told, 1))
    if found.found is None:
        return found

    def seen(side: Side) -> Side:
        return replace(side, reasons=reasons_for_eyes_of(caller.authority, side.reasons))

    both = replace(
        found.found, frozen=seen(found.found.frozen), corrected=seen(found.found.corrected)
    )
    return replace(found, found=both)


_NONE = ("There is no such request.", "a correction that was asked for has an id")

"""May the caller do this on this list or place? The same answer whether it is there or not.

An id names its centre, `2026-W48-vast-1f0c9d1e.1`. So rights are asked for the centre that is
named before anything is told: whoever may not read there learns nothing of what there is.
"""

from __future__ import annotations

from features.errors import NotFound
from features.vocabulary import Authority
from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.errand import Errand
from serving.planning.choices import Decision, Place
from serving.store.database import Connection
from serving.store.decisions import decision_of
from serving.store.kept_lists import kept_entry, kept_list
from serving.store.lists import centre_named, centre_of_list
from serving.store.places import place_of
from serving.targeting.inspection_list import InspectionList

__all__ = ["on_decided_place", "on_kept_list", "on_list", "on_place"]


def on_list(connection: Connection, caller: Caller, action: Action, list_id: str) -> Errand:
    """The errand of doing `action` on a list; raises `NotFound` for who could have."""
    return _allowed(caller, action, list_id, centre_of_list(connection, list_id))


def on_kept_list(
    connection: Connection,
    caller: Caller,
    action: Action,
    list_id: str,
    digest: str | None = None,
) -> tuple[InspectionList, Errand]:
    """The list itself, as nobody may be shown it yet, and the errand, or as `on_list`.

    `digest` as `kept_list` takes it.
    """
    made = kept_list(connection, list_id, digest)
    errand = _allowed(caller, action, list_id, made.centre.code if made else None)
    assert made is not None  # or it would have raised
    return made, errand


def _allowed(caller: Caller, action: Action, list_id: str, centre: str | None) -> Errand:
    if centre is None:
        caller.allow(action, Thing(centre_named(list_id) or caller.centre))
        raise NotFound("There is no such list.", "find lists at /api/v1/selection-lists")
    return caller.allow(action, Thing(centre))


def on_place(
    connection: Connection,
    caller: Caller,
    action: Action,
    place: str,
    *,
    authority: Authority | None = None,
) -> tuple[Place, Errand]:
    """The place and the errand of doing `action` on it, or what the caller is refused by."""
    found, _, errand = on_decided_place(connection, caller, action, place, authority=authority)
    return found, errand


def on_decided_place(
    connection: Connection,
    caller: Caller,
    action: Action,
    place: str,
    *,
    authority: Authority | None = None,
) -> tuple[Place, Decision, Errand]:
    """As `on_place`, with the decision on it as it stands."""
    try:
        found, decision = _decided_place(connection, place)
    except NotFound:
        everyone = frozenset({caller.authority.value} if caller.authority else ())
        named = centre_named(place) or caller.centre
        caller.allow(action, Thing(named, authority, everyone))
        raise
    thing = Thing(found.centre, authority, frozenset(decision.agencies))
    return found, decision, caller.allow(action, thing)


def _decided_place(connection: Connection, place: str) -> tuple[Place, Decision]:
    """The place and what was decided on it; raises `NotFound`."""
    entry = kept_entry(connection, place)
    if entry is None:  # added by hand, or none
        return place_of(connection, place), decision_of(connection, place)
    made, one, decision = entry
    is_random = one.drawn == "random"
    centre, reasons = made.centre.code, len(one.reasons)
    return Place(place, made.id, one.workplace, centre, is_random, reasons), decision

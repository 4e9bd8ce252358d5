"""Every read of a list: allowed, logged in the same transaction, then answered.

Pages, the API and the command line all read through here, so none can forget right, purpose,
record or secrecy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from features.errors import NotFound
from serving.access.callers import Caller
from serving.access.pseudonyms import PseudonymousPlace, place_under_pseudonym
from serving.access.rights import Action, Thing
from serving.access.secrecy import for_eyes_of, list_for_eyes_of
from serving.audit_vocabulary import EventType
from serving.errors import NotAllowed, OtherCentre
from serving.narrowing import EVERYTHING, Narrowing
from serving.store.audit_log import append
from serving.store.database import Connection, Database, noted, transaction
from serving.store.kept_lists import kept_entry, kept_list
from serving.store.lists import centre_named, heads, latest_week, weeks
from serving.targeting.inspection_list import CentreName, InspectionList, ListEntry, ListHead
from serving.targeting.week import Week

__all__ = [
    "Overview",
    "known_centres",
    "read_centres",
    "read_entry",
    "read_list",
    "read_lists",
    "read_overview",
    "read_under_pseudonym",
]


@dataclass(frozen=True)
class Overview:
    """The centres, a week's lists without entries, and the other weeks there are."""

    week: Week | None
    centres: tuple[CentreName, ...]
    lists: tuple[ListHead, ...]
    weeks: tuple[Week, ...]


def read_centres(database: Database, caller: Caller) -> tuple[tuple[CentreName, ListHead], ...]:
    """Each centre whose lists the caller may find now, with its newest list."""
    with noted(database) as connection:
        newest = _findable(caller, _newest(heads(connection)))
        errand = caller.allow(Action.FIND_LISTS, _of(caller, newest))
        append(connection, errand.event(EventType.CENTRES_READ, rows=len(newest)))
    return tuple((head.made.centre, head) for head in newest)


def read_overview(database: Database, caller: Caller, week: Week | None = None) -> Overview:
    """The caller's centres with their lists of `week`, by default the last that has any."""
    with noted(database) as connection:
        newest = _findable(caller, _newest(heads(connection)))
        errand = caller.allow(Action.FIND_LISTS, _of(caller, newest))
        week = week or latest_week(connection)
        lists = _findable(caller, heads(connection, week=week)) if week else []
        found = [head.made.id for head in lists]
        append(connection, errand.event(EventType.CENTRES_READ, found, len(newest)))
        there = tuple(weeks(connection))
    centres = tuple(head.made.centre for head in newest)
    return Overview(week, centres, tuple(lists), there)


def read_lists(
    database: Database,
    caller: Caller,
    *,
    centre: str | None = None,
    week: Week | None = None,
    every: bool = False,
) -> tuple[ListHead, ...]:
    """The newest list of each centre and week the caller may find, newest week first.

    With `every`, those that were made before it for the same week follow it.
    """
    with noted(database) as connection:
        if centre is not None:
            caller.allow(Action.FIND_LISTS, Thing(centre))
        found = _findable(caller, heads(connection, centre=centre, week=week, every=every))
        errand = caller.allow(Action.FIND_LISTS, _of(caller, found))
        ids = [head.made.id for head in found]
        narrowed = f"centre={centre or ''}&week={week or ''}"
        event = errand.event(EventType.LISTS_FOUND, ids, len(found), filter=narrowed)
        append(connection, event)
    return tuple(found)


def read_list(
    database: Database,
    caller: Caller,
    list_id: str,
    kind: EventType = EventType.LIST_READ,
    *,
    narrowing: Narrowing = EVERYTHING,
) -> InspectionList:
    """A whole list as the caller may see it.

    The record tells of the entries that `narrowing` leaves, which the caller then shows, and
    of none where the list is only found. Raises `NotFound` when there is no such list.
    """
    action = {
        EventType.LIST_EXPORTED: Action.EXPORT_LIST,
        EventType.LISTS_FOUND: Action.FIND_LISTS,
    }.get(kind, Action.READ_LIST)
    # What leaves the service waits until its record is on the disk.
    begun = transaction if kind is EventType.LIST_EXPORTED else noted
    with begun(database) as connection:
        made = kept_list(connection, list_id)
        if made is None:
            # Whether a list is there is told to nobody who could not read it.
            caller.allow(action, Thing(centre_named(list_id) or caller.centre))
            raise NotFound("There is no such list.", "find lists at /api/v1/selection-lists")
        errand = caller.allow(action, Thing(made.centre.code))
        seen = () if kind is EventType.LISTS_FOUND else narrowing.of(made.entries)
        ids = [made.id, *(entry.id for entry in seen)]
        append(connection, errand.event(kind, ids, len(seen), filter=narrowing.said))
    return list_for_eyes_of(caller.authority, made)


def read_entry(
    database: Database,
    caller: Caller,
    entry_id: str,
    kind: EventType = EventType.ENTRY_READ,
) -> tuple[ListEntry, InspectionList]:
    """One entry as the caller may see it, and the list it is on, as they may see that.

    Raises `NotFound` when there is no such entry.
    """
    with noted(database) as connection:
        found = kept_entry(connection, entry_id)
        if found is None:
            caller.allow(Action.READ_ENTRY, Thing(centre_named(entry_id) or caller.centre))
            raise NotFound("There is no such entry.", "an entry's id is the list's, dot, rank")
        made, entry, decision = found
        agencies = frozenset(decision.agencies)
        errand = caller.allow(Action.READ_ENTRY, Thing(made.centre.code, agencies=agencies))
        append(connection, errand.event(kind, [entry_id], 1))
    seen = list_for_eyes_of(caller.authority, made)
    return seen.entries[entry.rank - 1], seen


def read_under_pseudonym(
    database: Database, caller: Caller, list_id: str, key: bytes, narrowing: Narrowing
) -> tuple[PseudonymousPlace, ...]:
    """A list's places as an analyst sees them; raises `NotFound` when there is no such list."""
    action = Action.READ_PSEUDONYMS
    with transaction(database) as connection:
        made = kept_list(connection, list_id)
        if made is None:
            caller.allow(action, Thing(centre_named(list_id) or caller.centre))
            raise NotFound("There is no such list.", "find lists at /api/v1/selection-lists")
        errand = caller.allow(action, Thing(made.centre.code))
        seen = narrowing.of(made.entries)
        told = (made.id, "pseudonymous")
        event = errand.event(EventType.LIST_READ, told, len(seen), filter=narrowing.said)
        append(connection, event)
    shown_ones = (for_eyes_of(caller.authority, entry) for entry in seen)
    return tuple(place_under_pseudonym(entry, key) for entry in shown_ones)


def known_centres(connection: Connection) -> Sequence[CentreName]:
    """Every centre that has ever had a list: names alone, which are no secret."""
    return [head.made.centre for head in _newest(heads(connection))]


def _findable(caller: Caller, found: Sequence[ListHead]) -> list[ListHead]:
    """Those the caller may find; lists of other centres than the purpose's are left out."""
    kept = []
    for head in found:
        try:
            caller.allow(Action.FIND_LISTS, Thing(head.made.centre.code))
        except (NotAllowed, OtherCentre):
            continue
        kept.append(head)
    return kept


def _of(caller: Caller, found: Sequence[ListHead]) -> Thing:
    """What is read when several centres are looked up: the first's, or the caller's own."""
    return Thing(found[0].made.centre.code if found else caller.centre)


def _newest(found: Sequence[ListHead]) -> list[ListHead]:
    """Each centre's newest list, by the centre's name."""
    newest: dict[str, ListHead] = {}
    for head in found:
        newest.setdefault(head.made.centre.code, head)
    return sorted(newest.values(), key=lambda head: head.made.centre.name)

"""The cases behind a group's figure: which places of a list that was sent are in the group.

Only of groupings that anybody may read in the registers. Who is in a band that audits alone
read is kept nowhere: a list of its workplaces would be the band itself, read by others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.errors import NotFound
from models.audit.kept import kept_keys, read_kept
from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing
from serving.audit_vocabulary import EventType
from serving.planning.board import Board, read_board
from serving.planning.choices import Recorded
from serving.planning.workplaces import visible
from serving.settings import Settings
from serving.store.audit_log import append
from serving.store.database import Database, transaction
from serving.store.outcomes import outcomes_of
from serving.store.reviews import review_of
from serving.targeting.inspection_list import ListEntry

__all__ = ["Behind", "Case", "read_behind"]


@dataclass(frozen=True)
class Case:
    """A place of the group, and what visits to it found as far as the reader may see."""

    entry: ListEntry
    outcomes: tuple[Recorded, ...]
    hidden: int


@dataclass(frozen=True)
class Behind:
    """The places of one centre's list in a group; `elsewhere` are on the other centres'.

    `words` are what the audit calls its groups, by grouping. `board` is None where none of
    them is on the list of the purpose's centre.
    """

    week: str
    grouping: str
    group: str
    words: Mapping[str, Mapping[str, Mapping[str, str]]]
    board: Board | None
    cases: tuple[Case, ...]
    elsewhere: int


def read_behind(
    database: Database,
    caller: SignedIn,
    settings: Settings,
    review_id: str,
    grouping: str,
    group: str,
) -> Behind:
    """Read the places; the record names each. Raises `NotFound` for a group without any."""
    caller.allow(Action.REVIEW_MODEL, Thing())
    caller.allow(Action.READ_LIST, Thing(caller.centre))
    outcomes_read = caller.allow(Action.READ_OUTCOMES, Thing(caller.centre))
    with transaction(database) as connection:
        country = review_of(connection, review_id).name.removeprefix("lykta-")
    week, told, audit = _newest(settings, country)
    ids: Sequence[str] = told.get("groups", {}).get(grouping, {}).get(group, ())
    if not ids:
        raise NotFound(
            "No place of the lists that were audited last is kept for that group.",
            "bands that audits alone read are kept of nobody; see the groups of the review",
        )
    list_id = told["lists"].get(caller.centre, "")
    here = [one for one in ids if one.rpartition(".")[0] == list_id]
    words = audit.get("words", {})
    if not here:
        return Behind(week, grouping, group, words, None, (), len(ids))
    board = read_board(
        database,
        caller,
        list_id,
        EventType.LIST_READ,
        narrowed=f"{grouping}={group}",
        shown=lambda _: here,
    )
    entries = [one for one in board.made.entries if one.id in here]
    with transaction(database) as connection:
        cases = []
        for one in entries:
            found = outcomes_of(connection, place=one.id)
            seen = visible(caller, found)
            cases.append(Case(one, seen, len(found) - len(seen)))
        event = outcomes_read.event(EventType.OUTCOMES_READ, here, len(here))
        append(connection, event)
    return Behind(week, grouping, group, words, board, tuple(cases), len(ids) - len(here))


def _newest(
    settings: Settings, country: str
) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
    """The week that was audited last, its cases and its audit."""
    weeks = kept_keys(settings.workspace, country, "lists", "groups")
    if not weeks:
        return "", {}, {}
    told, audit = (
        read_kept(settings.workspace, country, "lists", weeks[-1], part) or {}
        for part in ("cases", "groups")
    )
    return weeks[-1], told, audit

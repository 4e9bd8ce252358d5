"""A list as its planners see it: with every decision, visit and addition as it stands."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.access.secrecy import list_for_eyes_of
from serving.audit_vocabulary import EventType
from serving.errors import NotAllowed, PurposeMissing
from serving.kept import Kept
from serving.planning.allowing import on_kept_list
from serving.planning.choices import Decision, Plan, Visit
from serving.planning.vocabulary import State, Status
from serving.store.audit_log import append
from serving.store.boards import Beside, beside, names_of, places_before
from serving.store.database import Connection, Database, noted, transaction
from serving.store.decisions import decisions_of
from serving.store.differences import find_difference
from serving.store.lists import centre_named, week_named
from serving.store.places import Addition, additions_of
from serving.store.plans import find_plan
from serving.store.visits import visits_of
from serving.targeting.causes import Difference
from serving.targeting.inspection_list import InspectionList
from serving.targeting.week import Week

__all__ = ["Board", "read_board"]

T = TypeVar("T")

# What a page offers only to those who may do it.
_OFFERED = (
    Action.OPEN_PLAN,
    Action.DECIDE,
    Action.ADD_PLACE,
    Action.LOCK_PLAN,
    Action.EXPORT_LIST,
)


@dataclass(frozen=True)
class Board:
    """A list and what people have said of it. `plan` is None while nobody has begun.

    `before` is the place and name of each workplace on the list of the week before, None when
    there is none, and `difference` why it is not as this one, where that is kept; `names` are
    of those who decided or added; `may` is what the reader may do here.
    """

    made: InspectionList
    plan: Plan | None = None
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    visits: Mapping[str, Visit] = field(default_factory=dict)
    additions: Sequence[tuple[str, Addition]] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[tuple[Week, str], ...] = ()
    before: Mapping[str, tuple[int, str]] | None = None
    difference: Difference | None = None
    may: frozenset[Action] = frozenset()

    @property
    def is_draft(self) -> bool:
        """Whether it has been begun and can still be changed."""
        return self.plan is not None and self.plan.state == State.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether the reader may decide here and now."""
        return self.is_draft and Action.DECIDE in self.may

    @property
    def places(self) -> tuple[str, ...]:
        """All that can be decided on: the entries by rank, then what was added."""
        return (*(one.id for one in self.made.entries), *(one for one, _ in self.additions))

    def decision(self, place: str) -> Decision:
        """The decision on a place as it stands."""
        return self.decisions.get(place, Decision(place))

    def visit(self, place: str) -> Visit:
        """When a place is visited, as it stands."""
        return self.visits.get(place, Visit())

    def name(self, place: str) -> str:
        """What a place is called."""
        called = {one.id: one.name for one in self.made.entries}
        called.update((one, added.name) for one, added in self.additions)
        return called[place]

    def decided(self, status: Status) -> tuple[str, ...]:
        """The places on which that was decided, in their order."""
        return tuple(one for one in self.places if self.decision(one).status is status)


def read_board(
    database: Database,
    caller: Caller,
    list_id: str,
    kind: EventType = EventType.LIST_READ,
    *,
    narrowed: str = "",
    exported: str = "",
    shown: Callable[[Board], Sequence[str]] | None = None,
) -> Board:
    """The board of a list as the caller may see it, recorded before it is shown.

    The record tells of the filter it is `narrowed` by and of the places that `shown` says
    will be on the page, all by default. With the kind of file it is `exported` as, it leaves
    the service: that takes the right to, and is recorded before anything else. Raises
    `NotFound` when there is no such list.
    """
    action = Action.EXPORT_LIST if exported else Action.READ_LIST
    with (transaction if exported else noted)(database) as connection:
        # An id names its centre and week, so that one question is enough.
        named, week = centre_named(list_id), week_named(list_id)
        around = beside(connection, list_id, named, week) if named and week else None
        digest = around.digest if around else None
        made, errand = on_kept_list(connection, caller, action, list_id, digest)
        if around is None or (named, week) != (made.centre.code, made.week):
            around = beside(connection, list_id, made.centre.code, made.week)
            assert around is not None  # the list is there
        board = _board(connection, caller, made, around)
        places = board.places if shown is None else shown(board)
        told = [made.id, *places]
        if exported:
            kind, told = EventType.LIST_EXPORTED, [made.id, exported, made.digest, *places]
        event = errand.event(kind, told, len(places), filter=narrowed)
        append(connection, event)
    return board


def _board(connection: Connection, caller: Caller, made: InspectionList, now: Beside) -> Board:
    """The very same board while all it tells, and what the caller may do, is the same."""
    code, week, before = made.centre.code, made.week, now.before
    seen = list_for_eyes_of(caller.authority, made)
    may = frozenset(one for one in _OFFERED if _may(caller, one, code))

    def kept(name: str, read: Callable[[], T], *, of: Hashable = None) -> T:
        """What of it has not changed, as it was read the last time."""
        key = (id(made), name, of, None if name == "before" else now.version(name))
        found: T = _PARTS.get(key, lambda: (made, read()))[1]
        return found

    def read() -> Board:
        around = ((week.plus(-1), before), (week.plus(1), now.after))
        return Board(
            made=seen,
            plan=kept("plan", lambda: find_plan(connection, made.id)),
            decisions=kept("decisions", lambda: decisions_of(connection, made.id)),
            visits=kept("visits", lambda: visits_of(connection, made.id)),
            additions=kept("additions", lambda: additions_of(connection, made.id)),
            names=kept("names", lambda: dict(names_of(connection, made.id))),
            beside=tuple((week, one) for week, one in around if one),
            before=kept("before", lambda: places_before(connection, before), of=before)
            if before
            else None,
            difference=kept(
                "list_differences",
                lambda: find_difference(connection, made.id, before),
                of=before,
            )
            if before
            else None,
            may=may,
        )

    # By identity of what these eyes may see: the board that is kept holds it.
    return _BOARDS.get((id(seen), before, now.after, now.versions, may), read)


# Of some 0.1 MB each beside the list itself.
_BOARDS: Kept[Hashable, Board] = Kept(64)
# By identity of the list, which is kept with each.
_PARTS: Kept[Hashable, tuple[InspectionList, Any]] = Kept(512)


def _may(caller: Caller, action: Action, centre: str) -> bool:
    try:
        caller.allow(action, Thing(centre))
    except (NotAllowed, PurposeMissing):
        return False
    return True

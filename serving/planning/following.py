"""How a centre's settled plans turned out, for whoever may follow it up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from serving.access.callers import Caller
from serving.access.rights import Action, Thing
from serving.audit import now
from serving.audit_vocabulary import EventType
from serving.follow_up import FollowUp, follow_up
from serving.planning.workplaces import may
from serving.store.audit_log import append
from serving.store.database import Database, transaction
from serving.store.followed import Overdue, settled_of
from serving.store.lists import heads
from serving.targeting.inspection_list import CentreName, Provenance
from serving.targeting.week import Week

__all__ = ["Followed", "Period", "read_follow_up"]


class Period(StrEnum):
    """How far back. Never less than a quarter: a week's figures would be one planner's."""

    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


_WEEKS = {Period.QUARTER: 13, Period.YEAR: 52}


@dataclass(frozen=True)
class Followed:
    """The figures of a centre and a period, and what is overdue for who may read the list.

    `first` and `last` are the weeks with settled plans, None without any.
    """

    centre: CentreName | None
    provenance: Provenance | None
    period: Period
    first: Week | None
    last: Week | None
    figures: FollowUp
    overdue: tuple[Overdue, ...]
    today: date


def read_follow_up(
    database: Database,
    caller: Caller,
    centre: str | None,
    period: Period,
    *,
    mature_only: bool = False,
    kind: EventType = EventType.FOLLOW_UP_READ,
) -> Followed:
    """A centre's figures, by default those of the caller's purpose; overdue results by name.

    All authorities' outcomes are counted, also those the reader may not see one by one: no
    share is told of fewer than `follow_up.LEAST` visits.
    """
    today = now().date()
    where = centre or caller.centre
    since = Week.of(today).plus(-_WEEKS[period]) if period in _WEEKS else None
    with transaction(database) as connection:
        errand = caller.allow(Action.READ_FOLLOW_UP, Thing(where))
        settled = settled_of(connection, where or "", since, today)
        newest = heads(connection, centre=where) if where else []
        seen = may(caller, Action.READ_LIST, Thing(where))
        overdue = settled.overdue if seen else ()
        said = f"period={period}&mature={int(mature_only)}"
        told = (where or "", *(one.place for one in overdue))
        append(connection, errand.event(kind, told, len(settled.places), filter=said))
    return Followed(
        centre=newest[0].made.centre if newest else None,
        provenance=newest[0].made.provenance if newest else None,
        period=period,
        first=settled.weeks[0] if settled.weeks else None,
        last=settled.weeks[-1] if settled.weeks else None,
        figures=follow_up(settled.places, mature_only=mature_only),
        overdue=overdue,
        today=today,
    )

"""Reads what came of settled plans: each place with why it was there and what was found."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from serving.follow_up import Origin, Planned
from serving.planning.choices import Decision, Recorded
from serving.planning.vocabulary import Added, Area, OutcomeStatus, Result, State, Status
from serving.store.database import Connection
from serving.store.decisions import decisions_of
from serving.store.outcomes import outcomes_of
from serving.store.tables import additions, list_entries, plans, selection_lists
from serving.targeting.week import Week

__all__ = ["DUE_DAYS", "MATURE_DAYS", "Overdue", "Settled", "settled_of"]

MATURE_DAYS = 180  # after a visit; until then more may come of it (`decisions.md`, "Outcome")
DUE_DAYS = 14  # after the plan's week: long enough to write, short enough to remember

_SETTLED = (State.LOCKED.value, State.DONE.value)
_ORIGINS = {"ranking": Origin.MODEL, "random": Origin.RANDOM, "must": Origin.MUST}


@dataclass(frozen=True)
class Overdue:
    """A visit that should have been told of: which authorities of its team have not."""

    place: str
    name: str
    week: Week
    missing: tuple[str, ...]
    due: date


@dataclass(frozen=True)
class Settled:
    """What came of a centre's settled plans of some weeks."""

    weeks: tuple[Week, ...]
    places: tuple[Planned, ...]
    overdue: tuple[Overdue, ...]


@dataclass(frozen=True)
class _Place:
    origin: Origin
    name: str
    band: int | None = None


def settled_of(connection: Connection, centre: str, since: Week | None, today: date) -> Settled:
    """A centre's plans that are locked or done, from week `since` on (None: all there are)."""
    query = (
        sa.select(plans.c.list_id, plans.c.week, selection_lists.c.head)
        .join(selection_lists, selection_lists.c.id == plans.c.list_id)
        .where(plans.c.centre == centre, plans.c.state.in_(_SETTLED))
        .order_by(plans.c.week, plans.c.list_id)
    )
    if since is not None:
        query = query.where(plans.c.week >= str(since))
    weeks, places, overdue = [], [], []
    for row in connection.execute(query).all():
        week = Week.parse(row.week)
        weeks.append(week)
        told = _outcomes(connection, row.list_id)
        known = {**_listed(connection, row.list_id), **_added(connection, row.list_id)}
        promised = _promised(row.head)
        for place, decision in decisions_of(connection, row.list_id).items():
            one = known[place]
            found = told.get(place, [])
            places.append(_planned(one, decision, found, promised, today))
            late = _late(place, one, decision, found, week)
            if late is not None and late.due < today:
                overdue.append(late)
    return Settled(tuple(dict.fromkeys(weeks)), tuple(places), tuple(overdue))


def _planned(
    one: _Place,
    decision: Decision,
    found: Sequence[Recorded],
    promised: Mapping[int, tuple[int, int]],
    today: date,
) -> Planned:
    looked = [x.outcome for x in found if x.outcome.result is not Result.NOT_CHECKED]
    hits = [x for x in looked if x.result is Result.FINDING]
    # "Other" is no area of the model's: it counts as a finding, not towards several areas.
    areas = {x.kind for x in hits if x.kind is not Area.OTHER}
    return Planned(
        origin=one.origin,
        status=decision.status,
        band=one.band,
        promised=promised.get(one.band) if one.band else None,
        reason=decision.reason,
        checked=len(looked),
        found=bool(hits),
        areas=len(areas),
        is_mature=bool(looked)
        and all(
            x.status is OutcomeStatus.FINAL
            or (today - x.visited_on) >= timedelta(days=MATURE_DAYS)
            for x in looked
        ),
    )


def _late(
    place: str, one: _Place, decision: Decision, found: Sequence[Recorded], week: Week
) -> Overdue | None:
    """What is missing of a visit; None when nothing is."""
    if decision.status is not Status.INCLUDE:
        return None
    told = {x.outcome.authority.value for x in found}
    missing = tuple(x for x in decision.agencies if x not in told)
    due = week.sunday + timedelta(days=DUE_DAYS)
    return Overdue(place, one.name, week, missing, due) if missing else None


def _outcomes(connection: Connection, list_id: str) -> dict[str, list[Recorded]]:
    found: dict[str, list[Recorded]] = {}
    for one in outcomes_of(connection, list_id=list_id):
        found.setdefault(one.place, []).append(one)
    return found


def _listed(connection: Connection, list_id: str) -> dict[str, _Place]:
    entries = list_entries.c
    query = sa.select(entries.id, entries.drawn, entries.band, entries.content).where(
        entries.list_id == list_id
    )
    return {
        row.id: _Place(_ORIGINS[row.drawn], json.loads(row.content)["name"], row.band)
        for row in connection.execute(query)
    }


def _added(connection: Connection, list_id: str) -> dict[str, _Place]:
    query = additions.select().where(additions.c.list_id == list_id)
    return {row.id: _origin(connection, row) for row in connection.execute(query).all()}


def _origin(connection: Connection, row: sa.Row[Any]) -> _Place:
    """What waited on the plan before is of the kind it was there: advice followed late."""
    while row.carried_from is not None:
        entries = list_entries.c
        query = sa.select(entries.drawn, entries.band).where(entries.id == row.carried_from)
        listed = connection.execute(query).first()
        if listed is not None:
            return _Place(_ORIGINS[listed.drawn], row.name, listed.band)
        before = additions.select().where(additions.c.id == row.carried_from)
        earlier = connection.execute(before).first()
        if earlier is None:  # retention has removed it
            break
        row = earlier
    return _Place(Origin.TIP if row.reason == Added.TIP else Origin.OWN, row.name)


def _promised(head: str) -> Mapping[int, tuple[int, int]]:
    """What a list says of each band: findings of 100, and of how many controls."""
    return {
        int(one["band"]): (int(one["found"]), int(one["controlled"]))
        for one in json.loads(head)["frequencies"]
        if one["found"] is not None
    }

"""Finds what a planner sees beside a list: last week's places, who decided, and whether any
of it has changed.
"""

from __future__ import annotations

import json
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from serving.store.database import Connection
from serving.store.prepared import Prepared
from serving.store.tables import (
    additions,
    decisions,
    list_differences,
    list_entries,
    plans,
    selection_lists,
    users,
    visits,
)
from serving.targeting.week import Week

__all__ = ["Beside", "beside", "names_of", "places_before"]


@dataclass(frozen=True)
class Beside:
    """A list's digest, the centre's newest lists of the weeks before and after, and versions.

    Each of `versions` is equal while what it is named after has not changed: the list's plan,
    decisions, visits, additions and differences, and the names of who made them.
    """

    digest: str
    before: str | None
    after: str | None
    versions: tuple[tuple[str, Hashable], ...]

    def version(self, name: str) -> Hashable:
        """That of one of them."""
        return dict(self.versions)[name]


def places_before(connection: Connection, list_id: str) -> dict[str, tuple[int, str]]:
    """The place and name of each workplace of a list, by workplace."""
    query = sa.select(list_entries.c.rank, list_entries.c.content).where(
        list_entries.c.list_id == list_id
    )
    found = {}
    for row in connection.execute(query.order_by(list_entries.c.rank)):
        told = json.loads(row.content)
        found[str(told["workplace"])] = (int(row.rank), str(told["name"]))
    return found


def names_of(connection: Connection, list_id: str) -> tuple[tuple[str, str], ...]:
    """Id and name of everyone who signed in and ever decided on a list or added to it."""
    return tuple((row.id, row.name) for row in _NAMES(connection, asked=list_id))


def beside(connection: Connection, list_id: str, centre: str, week: Week) -> Beside | None:
    """What stands beside a list of that centre and week; None where no list has that id.

    Decisions, visits, additions and differences are never changed, only added to, and removed
    when they are old: so their number and the moment of the newest tell them apart. A plan has
    a version, and of people their names are read.
    """
    row = _BESIDE.first(
        connection,
        asked=list_id,
        centre=centre,
        before=str(week.plus(-1)),
        after=str(week.plus(1)),
    )
    if row is None:
        return None
    versions: dict[str, Hashable] = {
        "plan": (row.plan_version, row.plan_state, row.plan_follows, row.plan_changed_at),
        "names": row.names,
    }
    for name in (one.name for one in _GROWING):
        versions[name] = getattr(row, f"{name}_count"), getattr(row, f"{name}_newest")
    return Beside(row.digest, row.before, row.after, tuple(versions.items()))


# Everyone who decided on a place of the list, or put one on it.
_ACTED = (
    sa.select(decisions.c.actor)
    .where(decisions.c.list_id == sa.bindparam("asked"))
    .union(sa.select(additions.c.actor).where(additions.c.list_id == sa.bindparam("asked")))
)
_NAMES = Prepared(
    sa.select(users.c.id, users.c.name).where(users.c.id.in_(_ACTED)).order_by(users.c.id)
)


_GROWING = (decisions, visits, additions, list_differences)


def _newest(week: str) -> sa.ScalarSelect[str]:
    lists = selection_lists.alias(week).c
    return (
        sa.select(lists.id)
        .where(lists.centre == sa.bindparam("centre"), lists.week == sa.bindparam(week))
        .order_by(lists.made_at.desc(), lists.id)
        .limit(1)
        .scalar_subquery()
    )


def _of_plan(name: str) -> sa.Label[Any]:
    found = sa.select(plans.c[name]).where(plans.c.list_id == sa.bindparam("asked"))
    return found.scalar_subquery().label(f"plan_{name}")


def _grown(table: sa.Table) -> tuple[sa.Label[Any], sa.Label[Any]]:
    def of(what: sa.ColumnElement[Any]) -> sa.ScalarSelect[Any]:
        here = table.c.list_id == sa.bindparam("asked")
        return sa.select(what).select_from(table).where(here).scalar_subquery()

    return (
        of(sa.func.count()).label(f"{table.name}_count"),
        of(sa.func.max(table.c.made_at)).label(f"{table.name}_newest"),
    )


# A text as such is put in by SQLAlchemy when it executes, which it is not asked to here.
_BETWEEN: Any = sa.literal_column("'|'")
_BESIDE = Prepared(
    sa.select(
        selection_lists.c.digest,
        _newest("before").label("before"),
        _newest("after").label("after"),
        *(_of_plan(one) for one in ("version", "state", "follows", "changed_at")),
        *(told for one in _GROWING for told in _grown(one)),
        sa.select(sa.func.aggregate_strings(users.c.id + users.c.name, _BETWEEN))
        .where(users.c.id.in_(_ACTED))
        .scalar_subquery()
        .label("names"),
    ).where(selection_lists.c.id == sa.bindparam("asked"))
)

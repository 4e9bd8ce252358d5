"""Reads what people have decided that the choice of a week's lists must heed."""

from __future__ import annotations

import json
from datetime import date, timedelta

import sqlalchemy as sa

from serving.store.database import Connection
from serving.store.tables import additions, decisions, list_entries, plans, rests
from serving.targeting.standing import Exclusion, Standing, Visit
from serving.targeting.week import Week

__all__ = ["standing_of"]

# A plan that no one changes any more, and a place that was to be visited on it.
_SETTLED = ("locked", "done")
_INCLUDED = "include"


def standing_of(connection: Connection, week: Week) -> Standing:
    """The exclusions and snoozes in force in `week`, and the visits that earlier plans settled.

    A visit counts from the Monday of its plan's week: that is known when it is locked, the day
    itself only when an outcome is recorded.
    """
    return Standing(_exclusions(connection, week), (), _visits(connection, week))


def _exclusions(connection: Connection, week: Week) -> tuple[Exclusion, ...]:
    standing = rests.select().where(
        rests.c.lifted_at.is_(None), rests.c.expires_on > week.monday.isoformat()
    )
    return tuple(
        Exclusion(
            workplace=row.workplace,
            author=row.actor,
            reason=row.comment or row.reason,
            since=date.fromisoformat(row.made_at[:10]),
            until=date.fromisoformat(row.expires_on) - timedelta(days=1),
            centre=row.centre,
        )
        for row in connection.execute(standing.order_by(rests.c.made_at, rests.c.id))
    )


def _visits(connection: Connection, week: Week) -> tuple[Visit, ...]:
    newest = (
        sa.select(decisions.c.place, sa.func.max(decisions.c.version).label("version"))
        .group_by(decisions.c.place)
        .subquery()
    )
    settled = (
        sa.select(plans.c.week, list_entries.c.content, additions.c.workplace)
        .select_from(decisions)
        .join(
            newest,
            sa.and_(
                newest.c.place == decisions.c.place, newest.c.version == decisions.c.version
            ),
        )
        .join(plans, plans.c.list_id == decisions.c.list_id)
        .outerjoin(list_entries, list_entries.c.id == decisions.c.place)
        .outerjoin(additions, additions.c.id == decisions.c.place)
        .where(
            plans.c.state.in_(_SETTLED),
            plans.c.week < str(week),
            decisions.c.status == _INCLUDED,
        )
        .order_by(plans.c.week, decisions.c.place)
    )
    found = []
    for row in connection.execute(settled):
        workplace = row.workplace or json.loads(row.content)["workplace"]
        found.append(Visit(workplace, Week.parse(row.week).monday))
    return tuple(found)

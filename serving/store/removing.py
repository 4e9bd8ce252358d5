"""Removes what has been kept long enough, and records what went: the retention job."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.retention import Retention
from serving.store import tables as t
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.targeting.week import Week

__all__ = ["Removal", "remove"]

# All that hangs on a list, children before parents.
_OF_A_LIST = (
    t.reason_answers,
    t.outcomes,
    t.drafts,
    t.rescorings,
    t.corrections,
    t.referrals,
    t.visits,
    t.decisions,
    t.additions,
    t.exports,
    t.plans,
    t.list_differences,
    t.entry_workplaces,
    t.list_entries,
)


@dataclass(frozen=True)
class Removal:
    """A line of the protocol: a class, up to which day, how many rows, and which lists."""

    kind: str
    before: date
    rows: int
    lists: tuple[str, ...] = ()


def remove(
    connection: Connection, retention: Retention, today: date, *, event: AuditEvent
) -> Sequence[Removal]:
    """Remove what `retention` says; one record per class that lost anything, or of nothing.

    `event` tells who and why; its type and objects are filled in here.
    """
    connection.execute(t.removals_open.insert().values(opened_at=today.isoformat()))
    protocol = []
    for kind, removing in _REMOVING.items():
        before = retention.last_kept(kind, today)
        removal = removing(connection, kind, before)
        protocol.append(removal)
        if removal.rows:
            told = (kind, before.isoformat(), *removal.lists)
            append(
                connection,
                replace(event, type=EventType.ROWS_REMOVED, objects=told, rows=removal.rows),
            )
    protocol.append(_log(connection, retention.last_kept("log", today), event))
    if not any(removal.rows for removal in protocol):
        append(connection, replace(event, type=EventType.ROWS_REMOVED, objects=("nothing",)))
    connection.execute(t.removals_open.delete())
    return protocol


def _lists(connection: Connection, kind: str, before: date) -> Removal:
    """Lists of weeks that ended, with or without decisions, and all that hangs on them."""
    lists = t.selection_lists.c
    decided = sa.select(t.decisions.c.list_id).union(sa.select(t.outcomes.c.list_id))
    old = sa.select(lists.id).where(lists.week < str(Week.of(before)))
    is_worked = lists.id.in_(decided)
    query = old.where(is_worked if kind == "worked_lists" else sa.not_(is_worked))
    gone = tuple(connection.execute(query.order_by(lists.id)).scalars())
    rows = 0
    for one in gone:
        # A later plan may follow on it: it goes on, and forgets which.
        connection.execute(
            t.plans.update().where(t.plans.c.follows == one).values(follows=None)
        )
        for table in _OF_A_LIST:
            rows += connection.execute(table.delete().where(table.c.list_id == one)).rowcount
        rows += connection.execute(t.selection_lists.delete().where(lists.id == one)).rowcount
    return Removal(kind, before, rows, gone)


def _plain(table: sa.Table, over: Callable[[Any, str], Any]) -> Callable[..., Removal]:
    """Remove the rows of one table that were over before the day."""

    def removing(connection: Connection, kind: str, before: date) -> Removal:
        statement = table.delete().where(over(table.c, before.isoformat()))
        return Removal(kind, before, connection.execute(statement).rowcount)

    return removing


def _log(connection: Connection, before: date, event: AuditEvent) -> Removal:
    """The oldest records; the record of their removal vouches for where the log now begins.

    Never that of a list which is still kept: a list lives from its week's end, its record from
    the day it was made, and one as old as the other would leave a list nobody vouches for.
    """
    events = t.audit_events.c
    oldest_list = connection.execute(sa.select(sa.func.min(t.selection_lists.c.made_at)))
    made_at = oldest_list.scalar()
    if made_at is not None:
        before = min(before, date.fromisoformat(made_at[:10]))
    oldest_kept = sa.select(sa.func.min(events.number)).where(events.time >= before.isoformat())
    kept = connection.execute(oldest_kept).scalar()
    last = sa.select(events.number, events.digest).order_by(events.number.desc()).limit(1)
    if kept is not None:
        last = last.where(events.number < kept)
    row = connection.execute(last).first()
    if row is None:
        return Removal("log", before, 0)
    count = sa.select(sa.func.count()).select_from(t.audit_events)
    rows = connection.execute(count.where(events.number <= row.number)).scalar_one()
    append(
        connection,
        replace(
            event,
            type=EventType.RECORDS_REMOVED,
            objects=(str(row.number), row.digest),
            rows=rows,
        ),
    )
    connection.execute(t.audit_events.delete().where(events.number <= row.number))
    connection.execute(t.audit_head.update().values(first=row.number + 1, before=row.digest))
    return Removal("log", before, rows)


def _cases(connection: Connection, kind: str, before: date) -> Removal:
    """Blind cases, and what reviewers wrote of them to each other; what each answered stays."""
    cases, comments = t.review_cases, t.case_comments
    old = cases.delete().where(cases.c.drawn_at < before.isoformat())
    rows = connection.execute(old).rowcount
    left = sa.select(cases.c.review)
    rows += connection.execute(comments.delete().where(comments.c.review.not_in(left))).rowcount
    return Removal(kind, before, rows)


_REMOVING: Mapping[str, Callable[..., Removal]] = {
    "unworked_lists": _lists,
    "worked_lists": _lists,
    "rests": _plain(t.rests, lambda c, day: sa.or_(c.expires_on < day, c.lifted_at < day)),
    "cases": _plain(t.control_cases, lambda c, day: c.closed_at < day),
    "blind_cases": _cases,
    "sessions": _plain(t.sessions, lambda c, day: c.seen_at < day),
    "tokens": _plain(t.tokens, lambda c, day: sa.or_(c.expires_at < day, c.revoked_at < day)),
    "users": _plain(
        t.users,
        lambda c, day: sa.and_(
            c.last_sign_in < day,
            c.id.not_in(sa.select(t.sessions.c.user_id)),
            c.id.not_in(sa.select(t.tokens.c.user_id)),
        ),
    ),
}

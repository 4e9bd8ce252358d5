"""Keeps people and their sessions. Of a session's secret only the digest is kept."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from features.vocabulary import Authority
from serving.access.callers import Purpose
from serving.access.rights import Role, User
from serving.audit import AuditEvent
from serving.planning.vocabulary import Ground
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.prepared import Prepared
from serving.store.tables import control_cases, sessions, users

__all__ = [
    "ABSOLUTE",
    "IDLE",
    "Session",
    "begin_session",
    "end_session",
    "end_sessions_of",
    "give_purpose",
    "is_due",
    "provider_of",
    "save_user",
    "secret_digest",
    "session_of",
    "sessions_of",
    "user_of",
    "wind",
]

# `interface.md` 6: half an hour without a request, ten hours whatever happens.
IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)

# The idle clock is written at most this often, so that not every read is also a write.
_TICK = timedelta(seconds=60)


@dataclass(frozen=True)
class Session:
    """Someone's open door, by its digest."""

    digest: str
    user: User
    purpose: Purpose | None
    begun_at: str
    seen_at: str


def secret_digest(secret: str) -> str:
    """What is kept of a session's or token's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def save_user(
    connection: Connection, issuer: str, subject: str, said: User, *, event: AuditEvent
) -> User:
    """The person as their provider tells of them now; the same id as the last time.

    `said.id` plays no part. Roles and centres are the provider's: whoever loses a role there
    loses it here at the next sign-in.
    """
    here = users.c
    known = sa.select(here.id).where(here.issuer == issuer, here.subject == subject)
    found = connection.execute(known).scalar()
    assert event.time is not None  # set when the event was made
    values = {
        "name": said.name,
        "authority": said.authority.value,
        "roles": json.dumps(sorted(said.grants)),
        "centres": json.dumps(sorted({centre for _, centre in said.grants})),
        "last_sign_in": event.time.isoformat(),
    }
    if found is None:
        found = f"u{secrets.token_hex(6)}"
        connection.execute(
            users.insert().values(id=found, issuer=issuer, subject=subject, **values)
        )
    else:
        connection.execute(users.update().where(here.id == found).values(**values))
    append(connection, event)
    return user_of(connection, found)


def user_of(connection: Connection, user_id: str) -> User:
    """The person with that id."""
    return _user(connection.execute(users.select().where(users.c.id == user_id)).one())


def provider_of(connection: Connection, user_id: str) -> tuple[str, str]:
    """Who vouches for a person, and what they are called there."""
    query = sa.select(users.c.issuer, users.c.subject).where(users.c.id == user_id)
    row = connection.execute(query).one()
    return row.issuer, row.subject


def begin_session(connection: Connection, user: User, *, event: AuditEvent) -> str:
    """A new session; its secret, which is told this once."""
    secret = secrets.token_urlsafe(32)
    assert event.time is not None  # set when the event was made
    moment = event.time.isoformat()
    connection.execute(
        sessions.insert().values(
            digest=secret_digest(secret), user_id=user.id, begun_at=moment, seen_at=moment
        )
    )
    append(connection, event)
    return secret


def session_of(connection: Connection, secret: str, now: datetime) -> Session | None:
    """The session with that secret; None when it has ended. Reads only."""
    found = _session(connection, secret_digest(secret))
    if found is None:
        return None
    seen = datetime.fromisoformat(found.seen_at)
    begun = datetime.fromisoformat(found.begun_at)
    if now - seen > IDLE or now - begun > ABSOLUTE:
        return None
    return found


def is_due(session: Session, now: datetime) -> bool:
    """Whether a session's idle clock is to be wound now."""
    return now - datetime.fromisoformat(session.seen_at) > _TICK


def wind(connection: Connection, session: Session, now: datetime) -> None:
    """Start the idle clock of a session anew."""
    winding = sessions.update().where(sessions.c.digest == session.digest)
    connection.execute(winding.values(seen_at=now.isoformat()))


def sessions_of(connection: Connection, user_id: str) -> Sequence[Session]:
    """A person's sessions that have not been ended, newest first."""
    query = _query().where(sessions.c.user_id == user_id).order_by(sessions.c.begun_at.desc())
    return [_found(row) for row in connection.execute(query)]


def give_purpose(
    connection: Connection, digest: str, purpose: Purpose, *, event: AuditEvent
) -> None:
    """What the session reads for, until it is told otherwise."""
    connection.execute(
        sessions.update()
        .where(sessions.c.digest == digest)
        .values(
            centre=purpose.centre,
            control_case=purpose.control_case,
            ground=purpose.ground.value,
        )
    )
    append(connection, event)


def end_session(connection: Connection, digest: str, *, event: AuditEvent) -> None:
    """Close one door."""
    _end(connection, sessions.c.digest == digest, event)


def end_sessions_of(connection: Connection, user_id: str, *, event: AuditEvent) -> None:
    """Close every door of a person."""
    _end(connection, sessions.c.user_id == user_id, event)


def _end(connection: Connection, which: sa.ColumnElement[bool], event: AuditEvent) -> None:
    assert event.time is not None  # set when the event was made
    connection.execute(
        sessions.update()
        .where(which, sessions.c.ended_at.is_(None))
        .values(ended_at=event.time.isoformat())
    )
    append(connection, event)


def _query() -> sa.Select[Any]:
    return (
        sa.select(sessions, users, control_cases.c.closed_at)
        .join(users, users.c.id == sessions.c.user_id)
        .outerjoin(control_cases, control_cases.c.id == sessions.c.control_case)
        .where(sessions.c.ended_at.is_(None))
    )


_BY_DIGEST = Prepared(_query().where(sessions.c.digest == sa.bindparam("asked")))


def _session(connection: Connection, digest: str) -> Session | None:
    row = _BY_DIGEST.first(connection, asked=digest)
    return _found(row) if row else None


def _found(row: Any) -> Session:
    purpose = None
    # A case that is closed is no ground to read on any more.
    if row.centre and row.control_case and row.ground and row.closed_at is None:
        purpose = Purpose(row.centre, row.control_case, Ground(row.ground))
    return Session(row.digest, _user(row), purpose, row.begun_at, row.seen_at)


def _user(row: Any) -> User:
    return User(
        id=row.id,
        name=row.name,
        authority=Authority(row.authority),
        grants=frozenset((Role(role), centre) for role, centre in json.loads(row.roles)),
    )

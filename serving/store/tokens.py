"""Keeps API tokens: for programs, with a purpose and a short life."""

from __future__ import annotations

import ipaddress
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from features.errors import BadOption, NotFound
from serving.access.callers import Purpose
from serving.access.rights import User
from serving.audit import AuditEvent
from serving.planning.vocabulary import Ground
from serving.store.audit_log import append
from serving.store.database import Connection
from serving.store.people import secret_digest, user_of
from serving.store.tables import control_cases, tokens

__all__ = [
    "LONGEST_DAYS",
    "PREFIX",
    "Token",
    "make_token",
    "revoke_token",
    "token_of",
    "tokens_of",
]

PREFIX = "lykta_"  # so that a token left in a file is recognised as one
LONGEST_DAYS = 90
SCOPES = ("read", "write")


@dataclass(frozen=True)
class Token:
    """A token without its secret. `networks` empty means from anywhere."""

    id: str
    name: str
    user: User
    purpose: Purpose | None
    scopes: tuple[str, ...]
    networks: tuple[str, ...]
    expires_at: str


def make_token(
    connection: Connection,
    user: User,
    *,
    name: str,
    scopes: Sequence[str],
    networks: Sequence[str],
    days: int,
    purpose: Purpose,
    event: AuditEvent,
) -> tuple[Token, str]:
    """A new token and its secret, which is told this once.

    Raises `BadOption` with every fault at once.
    """
    faults = []
    if not 1 <= len(name.strip()) <= 60:
        faults.append("the name must have 1 to 60 characters")
    if not scopes or set(scopes) - set(SCOPES):
        faults.append(f"scopes must be some of {', '.join(SCOPES)}")
    if not 1 <= days <= LONGEST_DAYS:
        faults.append(f"days is {days}; allowed are 1 to {LONGEST_DAYS}")
    faults += [f"network number {n} is none" for n, one in enumerate(networks) if not _is(one)]
    if faults:
        raise BadOption("The token: " + "; ".join(faults) + ".")
    secret = PREFIX + secrets.token_urlsafe(32)
    assert event.time is not None  # set when the event was made
    made = f"t{secrets.token_hex(6)}"
    connection.execute(
        tokens.insert().values(
            id=made,
            digest=secret_digest(secret),
            user_id=user.id,
            name=name.strip(),
            scopes=json.dumps(sorted(set(scopes))),
            networks=json.dumps(list(networks)),
            made_at=event.time.isoformat(),
            expires_at=(event.time + timedelta(days=days)).isoformat(),
            centre=purpose.centre,
            control_case=purpose.control_case,
            ground=purpose.ground.value,
        )
    )
    append(connection, event)
    row = connection.execute(tokens.select().where(tokens.c.id == made)).one()
    return _token(connection, row), secret


def token_of(connection: Connection, secret: str, now: datetime, address: str) -> Token | None:
    """The token with that secret; None when it has ended or comes from elsewhere."""
    query = tokens.select().where(
        tokens.c.digest == secret_digest(secret),
        tokens.c.revoked_at.is_(None),
        tokens.c.expires_at > now.isoformat(),
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    found = _token(connection, row)
    if found.networks and not any(_within(address, one) for one in found.networks):
        return None
    return found


def tokens_of(connection: Connection, user_id: str) -> Sequence[Token]:
    """A person's tokens that have not been withdrawn, newest first."""
    query = tokens.select().where(tokens.c.user_id == user_id, tokens.c.revoked_at.is_(None))
    found = connection.execute(query.order_by(tokens.c.made_at.desc())).all()
    return [_token(connection, row) for row in found]


def revoke_token(
    connection: Connection, user_id: str, token: str, *, event: AuditEvent
) -> None:
    """Withdraw one of a person's own tokens; raises `NotFound` for anyone else's."""
    if token not in {one.id for one in tokens_of(connection, user_id)}:
        raise NotFound("There is no such token of yours.", "see /api/v1/tokens")
    assert event.time is not None  # set when the event was made
    ending = tokens.update().where(tokens.c.id == token)
    connection.execute(ending.values(revoked_at=event.time.isoformat()))
    append(connection, event)


def _token(connection: Connection, row: sa.Row[Any]) -> Token:
    # A case that is closed, or deleted in its time, is no ground to read on any more.
    case = sa.select(control_cases.c.id).where(
        control_cases.c.id == row.control_case, control_cases.c.closed_at.is_(None)
    )
    is_open = connection.execute(case).first() is not None
    purpose = Purpose(row.centre, row.control_case, Ground(row.ground))
    return Token(
        id=row.id,
        name=row.name,
        user=user_of(connection, row.user_id),
        purpose=purpose if is_open else None,
        scopes=tuple(json.loads(row.scopes)),
        networks=tuple(json.loads(row.networks)),
        expires_at=row.expires_at,
    )


def _is(network: str) -> bool:
    try:
        ipaddress.ip_network(network)
    except ValueError:
        return False
    return True


def _within(address: str, network: str) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(network)
    except ValueError:
        return False

"""Keeps the answer to each request that creates something, so that a retry creates nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from features.errors import BadOption
from serving.audit import now
from serving.errors import KeyReused
from serving.store.database import Connection
from serving.store.tables import idempotency_keys

__all__ = ["Kept", "claim", "keep"]

# `interface.md` 5.3: key, body and answer are kept for 24 hours.
_KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Kept:
    """The answer that was given to the first request with a key."""

    status: int
    answer: str


def claim(connection: Connection, actor: str, key: str, request: str) -> Kept | None:
    """None for the first request with `key`, which must then `keep` its answer; otherwise
    the answer kept.

    Whoever comes with the same key at the same moment waits for the first to commit. Raises
    `KeyReused` when the key came before with another request, `BadOption` for an odd key.
    """
    if not (1 <= len(key) <= 100 and key.isascii() and key.isprintable()):
        raise BadOption("The Idempotency-Key must have 1 to 100 printable ASCII characters.")
    here, moment = idempotency_keys.c, now()
    stale = (moment - _KEPT).isoformat()
    connection.execute(idempotency_keys.delete().where(here.made_at < stale))
    body = hashlib.sha256(request.encode()).hexdigest()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"actor": actor, "key": key, "body": body, "made_at": moment.isoformat()}
    claimed = connection.execute(
        dialect.insert(idempotency_keys)
        .values(**row, status=0, answer="")
        .on_conflict_do_nothing()
        .returning(here.key)
    ).first()
    if claimed is not None:
        return None
    query = sa.select(here.body, here.status, here.answer)
    found = connection.execute(query.where(here.actor == actor, here.key == key)).one()
    if found.body != body:
        raise KeyReused(
            "The Idempotency-Key came before with another request.",
            "take a new key for a new request",
        )
    return Kept(found.status, found.answer)


def keep(connection: Connection, actor: str, key: str, kept: Kept) -> None:
    """Remember the answer to a claimed key, in the transaction of what it created."""
    here = idempotency_keys.c
    connection.execute(
        idempotency_keys.update()
        .where(here.actor == actor, here.key == key)
        .values(status=kept.status, answer=kept.answer)
    )

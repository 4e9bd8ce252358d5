"""Keeps the seals of the audit log, each with the record that it was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from serving.audit import START, AuditEvent
from serving.audit import now as moment
from serving.sealing import Seal, check_seals, sign
from serving.store.audit_log import append, ends
from serving.store.database import Connection
from serving.store.tables import audit_events, sealed_heads

__all__ = ["check_stored_seals", "seal_head", "seals"]


def seal_head(connection: Connection, key: Ed25519PrivateKey, *, event: AuditEvent) -> Seal:
    """Record `event`, sign the end it makes, and keep the seal."""
    record = append(connection, event)
    seal = sign(key, record.number, record.digest, moment().isoformat())
    connection.execute(sealed_heads.insert().values(**asdict(seal)))
    return seal


def seals(connection: Connection) -> Sequence[Seal]:
    """Every seal kept, oldest first."""
    return [
        Seal(**row._mapping)
        for row in connection.execute(sealed_heads.select().order_by(sealed_heads.c.count))
    ]


def check_stored_seals(
    connection: Connection, key: Ed25519PublicKey, elsewhere: Sequence[Seal] = ()
) -> Sequence[str]:
    """Every seal, kept here or elsewhere, that does not fit the log or the key, in words."""
    every = [*seals(connection), *elsewhere]
    columns = audit_events.c
    wanted = sorted({seal.count for seal in every})
    found = {0: START}
    for at in range(0, len(wanted), 500):  # SQLite takes no more than so many values at once
        query = sa.select(columns.number, columns.digest).where(
            columns.number.in_(wanted[at : at + 500])
        )
        found.update((row.number, row.digest) for row in connection.execute(query))
    return check_seals(every, found, first=ends(connection).first, key=key)

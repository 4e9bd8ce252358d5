"""Who may enter, by which session or token, and what they took with them."""

from __future__ import annotations

import sqlalchemy as sa

from serving.store.tables.shapes import (
    METADATA,
    key,
    long,
    number,
    of_list,
    of_user,
    perhaps,
    text,
)

__all__ = [
    "exports",
    "handshakes",
    "idempotency_keys",
    "sessions",
    "tokens",
    "users",
]

users = sa.Table(
    "users",
    METADATA,
    key("id"),
    text("issuer"),
    text("subject"),
    text("name"),
    text("authority"),
    text("roles"),
    text("centres"),
    text("last_sign_in"),
    sa.UniqueConstraint("issuer", "subject"),
)

# Only the digest of a session's id is kept: a copy of the table opens no door.
sessions = sa.Table(
    "sessions",
    METADATA,
    key("digest"),
    of_user(),
    text("begun_at"),
    text("seen_at"),
    perhaps("ended_at"),
    perhaps("centre"),
    perhaps("control_case"),
    perhaps("ground"),
    sa.Index("sessions_of_user", "user_id"),
)

tokens = sa.Table(
    "tokens",
    METADATA,
    key("id"),
    text("digest", unique=True),
    of_user(),
    text("name"),
    text("scopes"),
    text("networks"),
    text("made_at"),
    text("expires_at"),
    perhaps("revoked_at"),
    text("centre"),
    text("control_case"),
    text("ground"),
)

# What must be remembered between leaving for the provider and coming back.
handshakes = sa.Table(
    "handshakes",
    METADATA,
    key("state"),
    text("browser"),
    text("nonce"),
    text("verifier"),
    text("onward"),
    text("begun_at"),
)

idempotency_keys = sa.Table(
    "idempotency_keys",
    METADATA,
    key("actor"),
    key("key"),
    text("body"),
    number("status"),
    long("answer"),
    text("made_at"),
)

exports = sa.Table(
    "exports",
    METADATA,
    key("id"),
    of_list(),
    text("kind"),
    text("filter"),
    number("rows"),
    text("digest"),
    text("actor"),
    text("made_at"),
)

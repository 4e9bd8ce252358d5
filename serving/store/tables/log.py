"""The audit log, its newest end, and the ends that were signed."""

from __future__ import annotations

import sqlalchemy as sa

from serving.store.tables.shapes import METADATA, key, long, number, text

__all__ = [
    "audit_events",
    "audit_head",
    "removals_open",
    "sealed_heads",
]

# No foreign keys: the log must outlive what it tells of.
audit_events = sa.Table(
    "audit_events",
    METADATA,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    text("time"),
    text("actor"),
    text("type"),
    long("objects"),
    text("purpose"),
    text("request_id"),
    number("rows"),
    text("previous"),
    text("digest"),
    number("form", server_default="1"),
    text("authority", server_default=""),
    text("role", server_default=""),
    text("centre", server_default=""),
    text("control_case", server_default=""),
    text("ground", server_default=""),
    text("filter", server_default=""),
    text("client", server_default=""),
)

# How many records were written and the last one's digest: what shows a truncated end. `first`
# is the oldest that retention has left, and `before` the digest of the one before it.
audit_head = sa.Table(
    "audit_head",
    METADATA,
    number("count"),
    text("digest"),
    number("first", server_default="1"),
    text("before", server_default="0" * 64),
)

sealed_heads = sa.Table(
    "sealed_heads",
    METADATA,
    sa.Column("count", sa.Integer, primary_key=True, autoincrement=False),
    text("digest"),
    text("sealed_at"),
    text("key"),
    text("signature"),
)

# Holds a row only within the transaction of a retention job: it lets deletions through.
removals_open = sa.Table("removals_open", METADATA, key("opened_at"))

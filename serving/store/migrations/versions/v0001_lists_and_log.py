"""Lists, their entries and the audit log, as the first workspaces have them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of schema version 1."""
    op.create_table(
        "selection_lists",
        sa.Column("id", sa.String, primary_key=True),
        *(_text(one) for one in ("country", "centre", "week", "made_at", "digest")),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("random", sa.Integer, nullable=False),
        sa.Column("head", sa.Text, nullable=False),
    )
    op.create_index(
        "lists_by_centre_and_week", "selection_lists", ["centre", "week", "made_at"]
    )
    op.create_table(
        "list_entries",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.Column("band", sa.Integer, nullable=False),
        _text("drawn"),
        sa.Column("content", sa.Text, nullable=False),
        sa.UniqueConstraint("list_id", "rank"),
    )
    op.create_table(
        "audit_events",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *(_text(one) for one in ("time", "actor", "type")),
        sa.Column("objects", sa.Text, nullable=False),
        *(_text(one) for one in ("purpose", "request_id")),
        sa.Column("rows", sa.Integer, nullable=False),
        *(_text(one) for one in ("previous", "digest")),
    )
    op.create_table(
        "audit_head", sa.Column("count", sa.Integer, nullable=False), _text("digest")
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False)

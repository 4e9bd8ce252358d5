"""Drafts of outcomes, and a workplace found on every list it has been on."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from serving.store.migrations.append_only import protect

revision = "0003"
down_revision = "0002"

_AT_ONCE = 1000


def upgrade() -> None:
    """Make the tables, and tell of each entry there is which workplace it is of."""
    op.create_table(
        "drafts",
        sa.Column("place", sa.String, primary_key=True),
        sa.Column("actor", sa.String, primary_key=True),
        _list(),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("saved_at", sa.String, nullable=False),
    )
    made = op.create_table(
        "entry_workplaces",
        sa.Column("place", sa.String, primary_key=True),
        _list(),
        sa.Column("workplace", sa.String, nullable=False),
    )
    op.create_index("entries_of_workplace", "entry_workplaces", ["workplace"])
    op.create_index("additions_of_workplace", "additions", ["workplace"])
    connection = op.get_bind()
    entries = sa.table(
        "list_entries", sa.column("id"), sa.column("list_id"), sa.column("content")
    )
    for rows in connection.execute(sa.select(entries)).partitions(_AT_ONCE):
        connection.execute(
            made.insert(),
            [
                {
                    "place": row.id,
                    "list_id": row.list_id,
                    "workplace": json.loads(row.content)["workplace"],
                }
                for row in rows
            ],
        )
    protect(connection, "entry_workplaces")


def _list() -> sa.Column[str]:
    return sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), nullable=False)

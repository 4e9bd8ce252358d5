"""What a corrected fact would mean for its place: asked for, and worked out in its turn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table."""
    lists = sa.ForeignKey("selection_lists.id")
    op.create_table(
        "rescorings",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("request", sa.String, sa.ForeignKey("corrections.id"), nullable=False),
        sa.Column("list_id", sa.String, lists, nullable=False),
        sa.Column("value", sa.Float, nullable=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )
    op.create_index("rescorings_of_request", "rescorings", ["request", "made_at"])

"""Why each list is not as the one of the week before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.store.migrations.append_only import protect

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of differences, to which rows are only ever added."""
    op.create_table(
        "list_differences",
        sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), primary_key=True),
        sa.Column("before_id", sa.String, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )
    protect(op.get_bind(), "list_differences")

"""What reviewers write to each other of a workplace that they looked at blind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.store.migrations.append_only import protect

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table, to which rows are only ever added."""
    op.create_table(
        "case_comments",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("author_name", sa.String, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )
    op.create_index("comments_of_case", "case_comments", ["review", "number"])
    protect(op.get_bind(), "case_comments")

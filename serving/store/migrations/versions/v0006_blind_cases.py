"""Workplaces that reviewers look at blind, and what each said of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.store.migrations.append_only import protect

revision = "0006"
down_revision = "0005"


def _case() -> list[sa.Column[object]]:
    return [
        sa.Column("review", sa.String, sa.ForeignKey("reviews.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    ]


def upgrade() -> None:
    """Make the two tables, to which rows are only ever added."""
    op.create_table(
        "review_cases",
        *_case(),
        sa.Column("is_listed", sa.Integer, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("drawn_at", sa.String, nullable=False),
    )
    op.create_table(
        "review_answers",
        *_case(),
        sa.Column("reviewer", sa.String, primary_key=True),
        sa.Column("reviewer_name", sa.String, nullable=False),
        sa.Column("said", sa.String, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )
    for table in ("review_cases", "review_answers"):
        protect(op.get_bind(), table)

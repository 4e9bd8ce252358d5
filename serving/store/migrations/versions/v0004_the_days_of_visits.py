"""When in the week each place is visited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from serving.store.migrations.append_only import protect

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table of visits, to which rows are only ever added."""
    op.create_table(
        "visits",
        sa.Column("place", sa.String, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("list_id", sa.String, sa.ForeignKey("selection_lists.id"), nullable=False),
        sa.Column("on_day", sa.String, nullable=False),
        sa.Column("part", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("made_at", sa.String, nullable=False),
    )
    op.create_index("visits_of_list", "visits", ["list_id"])
    protect(op.get_bind(), "visits")

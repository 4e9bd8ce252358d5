"""Whoever holds a fact to be wrong says why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """What was asked before has no reason."""
    for name, kind in (("reason_code", sa.String), ("comment", sa.Text)):
        column = sa.Column(name, kind, nullable=False, server_default="")
        op.add_column("corrections", column)

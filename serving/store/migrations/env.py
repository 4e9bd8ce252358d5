"""Runs the steps on the connection that `serving/store/migrating.py` hands over."""

from __future__ import annotations

from alembic import context

from serving.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transaction_per_migration=False,
)
# The caller's transaction holds all steps: both engines take back tables as they do rows.
context.run_migrations()

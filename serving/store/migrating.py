"""Which version a store is of, and the way from it to ours."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa

from features.errors import BadOption

__all__ = ["NEWEST", "migrate", "version_of"]

# The last step in `migrations/versions`; known here, so that a store that is up to date is
# opened without Alembic, whose import takes longer than all else.
NEWEST = "0010"

_MIGRATIONS = Path(__file__).parent / "migrations"


def version_of(connection: sa.Connection) -> str | None:
    """The last step the store has taken; None for an empty one.

    Raises `BadOption` for a version that this Lykta does not know.
    """
    there = set(sa.inspect(connection).get_table_names())
    found: str | None = None
    if "alembic_version" in there:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    elif "schema_version" in there:  # how version 1 said it, before Alembic
        number = connection.exec_driver_sql("SELECT version FROM schema_version").scalar()
        found = f"{number:04d}" if isinstance(number, int) else "unknown"
    if found is not None and found not in {f"{n:04d}" for n in range(1, int(NEWEST) + 1)}:
        raise BadOption(
            f"The store has schema version {found}; this Lykta reads 0001 to {NEWEST}.",
            "use the Lykta that made it, or restore a copy that this one wrote",
        )
    return found


def migrate(connection: sa.Connection) -> str | None:
    """Bring the store to `NEWEST`, in the transaction of `connection`; the version it had."""
    found = version_of(connection)
    if found == NEWEST:
        return found
    command, config = import_module("alembic.command"), import_module("alembic.config")
    settings = config.Config()
    settings.set_main_option("script_location", str(_MIGRATIONS))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    if found and not sa.inspect(connection).has_table("alembic_version"):
        command.stamp(settings, found)
        connection.exec_driver_sql("DROP TABLE schema_version")
    command.upgrade(settings, NEWEST)
    return found

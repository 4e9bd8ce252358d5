"""Triggers that refuse to change or remove a row; retention alone may remove.

Whoever lifts them is found out by the chain. Steps that were released use this as it is.
"""

from __future__ import annotations

import sqlalchemy as sa

__all__ = ["prepare", "protect"]

_OPEN = "EXISTS (SELECT 1 FROM removals_open)"

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION lykta_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND {_OPEN} THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = '23000';
END $$
"""


def prepare(connection: sa.Connection) -> None:
    """What `protect` needs to be there first."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))


def protect(connection: sa.Connection, table: str) -> None:
    """Refuse updates of `table`, deletions outside a retention job, and emptying it."""
    if connection.dialect.name == "postgresql":
        for act, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            connection.exec_driver_sql(
                f"CREATE TRIGGER {table}_{act[:6].lower()} BEFORE {act} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION lykta_append_only()"
            )
        return
    for act, unless in (("UPDATE", ""), ("DELETE", f" WHEN NOT {_OPEN}")):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_{act.lower()}")
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table}{unless}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )

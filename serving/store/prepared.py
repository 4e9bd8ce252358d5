"""Statements of what every request asks, put into the engine's words once and kept.

To build and look up a statement anew costs more than to run it; these are built when a module
is imported, and compiled at first use for each engine.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from serving.store.database import Connection, note_write

__all__ = ["Prepared"]


class Prepared:
    """A statement whose values are all bound by name; called with a connection and the values.

    Of an insert or update, its table counts as written, as it does for every other statement.
    """

    def __init__(self, statement: sa.Select[Any] | sa.Insert | sa.Update) -> None:
        self._statement = statement
        self._texts: dict[str, tuple[str, tuple[str, ...] | None, dict[str, object]]] = {}

    def __call__(
        self, connection: Connection, **values: object
    ) -> sa.CursorResult[*tuple[Any, ...]]:
        name = connection.dialect.name
        if name not in self._texts:
            self._texts[name] = self._compiled(connection)
        text, order, constants = self._texts[name]
        values |= constants
        if not isinstance(self._statement, sa.Select):
            note_write(connection, self._statement)
        if order is None:
            return connection.exec_driver_sql(text, values)
        return connection.exec_driver_sql(text, tuple(values[one] for one in order))

    def _compiled(
        self, connection: Connection
    ) -> tuple[str, tuple[str, ...] | None, dict[str, object]]:
        made = self._statement.compile(dialect=connection.dialect)
        order = tuple(made.positiontup or ()) if made.positional else None
        constants = {name: one for name, one in made.params.items() if one is not None}
        return str(made), order, constants

"""Statements of what every request asks, put into the engine's words once and kept.

To build and look up a statement anew costs more than to run it, and so does what SQLAlchemy
wraps around an answer. These are built when a module is imported, compiled at first use for
each engine, and handed to its driver as they are, in the transaction that is under way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from serving.store.database import Connection, note_write, tell_driver

__all__ = ["Prepared", "newest_of_list"]


@dataclass(frozen=True)
class _Compiled:
    """A statement in one engine's words; `order` is of its values where they have no names."""

    text: str
    order: tuple[str, ...] | None
    constants: dict[str, object]
    row: Callable[[Sequence[object]], Any]


class Prepared:
    """A statement whose values are all bound by name; called with a connection and the values.

    Answers with rows that are read by their columns' names; the second of two columns with one
    name is `name_1`, as SQLAlchemy calls it. Of an insert or update, its table counts as
    written, as it does for every other statement, and its rows are those that it returns.
    Raises SQLAlchemy's errors, and `TypeError` for a statement with a value that SQLAlchemy
    would translate.
    """

    def __init__(self, statement: sa.Select[*tuple[Any, ...]] | sa.Insert | sa.Update) -> None:
        self._statement = statement
        self._reads = isinstance(statement, sa.Select)
        self._tells = self._reads or bool(statement.exported_columns)
        self._of: dict[str, _Compiled] = {}

    def __call__(self, connection: Connection, **values: object) -> list[Any]:
        """The rows, all of them; none of what writes and returns none."""
        compiled = self._of.get(connection.dialect.name) or self._compile(connection)
        values |= compiled.constants
        given: Any = values
        if compiled.order is not None:
            given = tuple(values[one] for one in compiled.order)
        if not self._reads:
            note_write(connection, self._statement)
        cursor = tell_driver(connection, compiled.text, given)
        return [compiled.row(one) for one in cursor.fetchall()] if self._tells else []

    def first(self, connection: Connection, **values: object) -> Any:
        """The first row; None without any."""
        rows = self(connection, **values)
        return rows[0] if rows else None

    def scalar(self, connection: Connection, **values: object) -> Any:
        """The first value of the first row; None without any."""
        rows = self(connection, **values)
        return rows[0][0] if rows else None

    def _compile(self, connection: Connection) -> _Compiled:
        made = self._statement.compile(dialect=connection.dialect)
        columns = made._result_columns if self._tells else []
        translated = [
            *made._bind_processors,
            *(
                one.keyname
                for one in columns
                if one.type._cached_result_processor(connection.dialect, None)
            ),
        ]
        if translated:
            raise TypeError(f"cannot be handed to a driver as they are: {translated}")
        compiled = _Compiled(
            text=str(made),
            order=tuple(made.positiontup or ()) if made.positional else None,
            constants={name: one for name, one in made.params.items() if one is not None},
            row=_rows_of([one.keyname for one in columns]),
        )
        self._of[connection.dialect.name] = compiled
        return compiled


def newest_of_list(table: sa.Table) -> sa.Select[*tuple[Any, ...]]:
    """The newest version of each place of the list `asked`, from a table of `place`, `version`
    and `list_id` that is only added to.
    """
    newest = (
        sa.select(table.c.place, sa.func.max(table.c.version).label("version"))
        .where(table.c.list_id == sa.bindparam("asked"))
        .group_by(table.c.place)
        .subquery("newest")
    )
    same = sa.and_(table.c.place == newest.c.place, table.c.version == newest.c.version)
    return sa.select(table).join(newest, same)


def _rows_of(fields: Sequence[str]) -> Callable[[Sequence[object]], Any]:
    """What makes a row of the columns' values, in their order."""
    row: Any = namedtuple("Row", fields, rename=True)  # type: ignore[misc] # known when run
    make: Callable[[Sequence[object]], Any] = row._make
    return make

"""What any engine must answer about landed registers: the one face that all of them show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from features.country import Country
from features.feature import View
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["OpenRegisters"]


class OpenRegisters(Protocol):
    """The landed registers of a country, asked in the fixed SQL subset *at a date*.

    What is shown or kept is a relation that later queries may read by its name; nothing else
    can be read. Names and addresses are not there, nor what was known later. What is put is of
    the caller's own: a row per workplace, worked on where the caller is.
    """

    engine: str  # figures of another engine are equal, but not to the bit
    folder: Path
    country: Country
    report: dict[str, object]

    def has(self, table: Table) -> bool:
        """Was the table delivered? Only optional tables may be absent."""
        ...

    def show(self, tables: tuple[Table, ...], as_of: AsOf) -> None:
        """Make each table visible, under its own name, as it was known at `as_of`."""
        ...

    def keep(self, name: str, sql: str, *, about: str) -> None:
        """Keep the rows of a query as the relation `name`."""
        ...

    def put(self, name: str, frame: pa.Table) -> None:
        """Let `work_out` read `frame` as the table `name`; an earlier one is replaced."""
        ...

    def work_out(self, sql: str, *, about: str) -> pa.Table:
        """Run one query over what was put, in memory; mistakes are told as `query` does."""
        ...

    def query(self, sql: str, *, about: str) -> pa.Table:
        """Run one query; a mistake in a definition is told with the definition's name."""
        ...

    def each(self, questions: Sequence[tuple[str, str]]) -> Iterator[pa.Table]:
        """Answers to several queries, each (SQL, about), in their order, as soon as there."""
        ...

    def rows(self, view: View, as_of: AsOf) -> pa.Table:
        """The rows of a view as known at `as_of`, in the order its SQL gives."""
        ...

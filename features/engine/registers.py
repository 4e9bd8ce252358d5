"""Landed registers, opened for reading as they were known at a date."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import duckdb
import pyarrow as pa

from features.country import Country
from features.engine.compiling import bind, visible_sql
from features.engine.sealing import sealed
from features.errors import NotFound, UnknownFeature
from features.feature import View
from features.schema import Kind, Table
from features.vocabulary import AsOf

__all__ = ["Registers", "memory_bytes", "table_of", "told"]

BATCH_ROWS = 2**15  # a column of a batch is small enough that its memory is used again
SQL_TYPES = {
    Kind.TEXT: "VARCHAR",
    Kind.CODE: "VARCHAR",
    Kind.INTEGER: "BIGINT",
    Kind.ORE: "BIGINT",
    Kind.REAL: "DOUBLE",
    Kind.DATE: "DATE",
    Kind.BOOLEAN: "BOOLEAN",
}


class Registers:
    """The landed registers of a country.

    `folder` is where `lykta features load` put them. Every question is asked *at a date*, and
    sees only what was known then. Raises `NotFound` when nothing has been loaded.
    """

    engine = "embedded"  # figures of another engine are equal, but not to the bit

    def __init__(
        self, folder: Path, country: Country, *, memory: str = "4GB", threads: int = 2
    ) -> None:
        self.folder = folder
        self.country = country
        self.memory = memory
        self.connection = sealed(
            folder,
            [self._path(table) for table in country.tables],
            memory=memory,
            threads=threads,
        )
        self._shown: dict[str, AsOf] = {}  # what each register's view shows at present
        report = folder / "report.json"
        if not report.is_file():
            raise NotFound(
                f"{folder.as_posix()} holds no report.json.", "run: lykta features load"
            )
        self.report: dict[str, object] = json.loads(report.read_text("utf-8"))

    def __enter__(self) -> Registers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def beside(self, parts: int = 1) -> Registers:
        """The same registers for one of several threads that work side by side.

        An engine of its own, on one core and with one of so many `parts` of the memory: threads
        of one engine would wait for each other.
        """
        memory = f"{memory_bytes(self.memory) // parts // 10**6}MB"
        return Registers(self.folder, self.country, memory=memory, threads=1)

    def has(self, table: Table) -> bool:
        """Was the table delivered? Only optional tables may be absent."""
        return self._path(table).is_file()

    def path(self, table: Table) -> str:
        """Where the table lies, as it is written between quotes in SQL."""
        return self._path(table).resolve().as_posix().replace("'", "''")

    def show(self, tables: tuple[Table, ...], as_of: AsOf) -> None:
        """Make each table visible, under its own name, as it was known at `as_of`."""
        for table in tables:
            if self._shown.get(table.name) == as_of:
                continue
            if self.has(table):
                sql = visible_sql(table, f"read_parquet('{self.path(table)}')", as_of)
            else:
                sql = self._empty(table)
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {table.name} AS {sql}")
            self._shown[table.name] = as_of

    def rows(self, view: View, as_of: AsOf) -> pa.Table:
        """The rows of a view as known at `as_of`, in the order its SQL gives."""
        self.show(view.reads, as_of)
        return self.query(bind(view.sql, as_of), about=view.name)

    def query(self, sql: str, *, about: str) -> pa.Table:
        """Run one query; a mistake in a definition is told with the definition's name."""
        with told(about):
            return table_of(self.connection.sql(sql))

    def each(self, questions: Sequence[tuple[str, str]]) -> Iterator[pa.Table]:
        """Answers to several queries, one after another: each has all threads anyway."""
        return (self.query(sql, about=about) for sql, about in questions)

    def put(self, name: str, frame: pa.Table) -> None:
        """Let queries read `frame` as the table `name`; an earlier one is replaced."""
        self.connection.register(name, frame)

    def work_out(self, sql: str, *, about: str) -> pa.Table:
        """Run one query over what was put: the same connection reads it and the registers."""
        return self.query(sql, about=about)

    def batches(self, sql: str, *, about: str) -> Iterator[pa.RecordBatch]:
        """Rows of one query as they come, in any order, beside queries of other threads."""
        with told(about), self.connection.cursor() as connection:
            yield from connection.sql(sql).to_arrow_reader(BATCH_ROWS)

    def keep(self, name: str, sql: str, *, about: str) -> None:
        """Run one query and keep its rows as the table `name`, for other queries to read."""
        with told(about):
            self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {sql}")

    def _path(self, table: Table) -> Path:
        return self.folder / f"{table.name}.parquet"

    def _empty(self, table: Table) -> str:
        types = {column.name: SQL_TYPES[column.kind] for column in table.readable}
        types = {"employer": "VARCHAR", "workplace": "VARCHAR", **types}
        columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in types.items())
        return f"SELECT {columns} WHERE false"


def table_of(asked: duckdb.DuckDBPyRelation) -> pa.Table:
    """What the engine answers, texts as everybody else has them."""
    found = asked.to_arrow_table()
    plain = [pa.string() if pa.types.is_string_view(t) else t for t in found.schema.types]
    return found.cast(pa.schema(zip(found.column_names, plain, strict=True)))


def memory_bytes(memory: str) -> int:
    """DuckDB's way of writing an amount of memory, such as 4GB."""
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if memory.upper().endswith(unit):
            return int(float(memory[: -len(unit)]) * size)
    return 4 * 10**9


@contextmanager
def told(about: str) -> Iterator[None]:
    """The engine's errors in our words, with the definition's name."""
    try:
        yield
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
        first = str(error).splitlines()[0]
        raise UnknownFeature(
            f"The definition of {about} cannot be computed: {first}",
            "it may read only declared tables, readable columns and declared features",
        ) from None

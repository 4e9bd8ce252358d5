"""What a register held at a date, as a digest that only what counts then can change."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from features.engine.asking import OpenRegisters
from features.engine.compiling import fingerprints_sql
from features.engine.registers import Registers
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["Fingerprints"]


class Fingerprints:
    """Digests of landed registers as they were known at a date.

    A register's rows are hashed once, by the months that they happened, became known and were
    superseded in; since as-of dates are firsts of months, the rows that count at a date are
    whole such cells. So a new delivery, which mostly adds what happened since, leaves the
    digests of earlier dates as they were. The cells of a landed file are kept beside it.
    """

    def __init__(self, registers: OpenRegisters) -> None:
        # Always the embedded engine: two engines hash differently, and this is one scan.
        self._registers = (
            registers
            if isinstance(registers, Registers)
            else Registers(registers.folder, registers.country)
        )
        self._cells: dict[str, pa.Table] = {}
        self._found: dict[tuple[str, AsOf], str] = {}

    def at(self, as_of: AsOf, tables: Iterable[Table]) -> tuple[tuple[str, str], ...]:
        """(name, digest) of each register at `as_of`; one not delivered has an empty digest."""
        named = {table.name: table for table in tables}
        return tuple(
            (name, self._digest(table, as_of)) for name, table in sorted(named.items())
        )

    def _digest(self, table: Table, as_of: AsOf) -> str:
        if (table.name, as_of) not in self._found:
            self._found[table.name, as_of] = self._fresh(table, as_of)
        return self._found[table.name, as_of]

    def _fresh(self, table: Table, as_of: AsOf) -> str:
        if not self._registers.has(table):
            return ""
        if table.name not in self._cells:
            self._cells[table.name] = self._read(table)
        cells = self._cells[table.name]
        month = as_of.year * 12 + as_of.month
        counting = pc.and_(
            pc.and_(pc.less(cells["happened"], month), pc.less(cells["known"], month)),
            pc.greater_equal(cells["ended"], month),
        )
        kept = cells.filter(counting).combine_chunks()
        # Which month a row will be superseded in is not known at the date: cells that differ
        # in that alone are one.
        rows, mark = 0, 0
        for count, low, high in zip(*(kept[c].to_pylist() for c in ("rows", "low", "high")),
                                    strict=True):  # fmt: skip
            rows += count
            mark += (high << 32) + low
        return hashlib.sha256(f"{table.name} {rows} {mark}".encode()).hexdigest()

    def _read(self, table: Table) -> pa.Table:
        """The cells, kept under the size and time of the landed file they were made of."""
        path = Path(self._registers.path(table).replace("''", "'"))
        stat = path.stat()
        said = f"{duckdb.__version__} {table!r} {stat.st_size} {stat.st_mtime_ns}"
        name = f"{table.name}-{hashlib.sha256(said.encode()).hexdigest()[:16]}.parquet"
        place = self._registers.folder / ".fingerprints" / name
        if not place.is_file():
            sql = fingerprints_sql(table, self._registers.path(table))
            cells = self._registers.query(sql, about=f"the fingerprints of {table.name}")
            place.parent.mkdir(exist_ok=True)
            for old in place.parent.glob(f"{table.name}-*.parquet"):
                old.unlink()
            fresh = place.with_suffix(".new")
            pq.write_table(cells, fresh)
            os.replace(fresh, place)
        return pq.read_table(place)

"""Deliveries on disk: one folder per authority, Parquet mostly, some of it CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from features.schema import Table
from features.synthetic.flaws import damage
from features.synthetic.rows import Rows, to_arrow

__all__ = ["CSV_TABLES", "Extracts", "ParquetFile", "write_delivery"]

# Those delivered as text, as the smaller registers are in reality.
CSV_TABLES = ("ledger_visits", "notices", "sanction_fees", "subsidies", "joint_controls")


class ParquetFile:
    """A Parquet file written a piece at a time; equal pieces give equal bytes."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Without the Arrow schema inside, readers see plain text, not our dictionaries.
        self._writer = pq.ParquetWriter(path, schema, compression="zstd", store_schema=False)

    def write(self, rows: pa.Table) -> None:
        """Add rows, as row groups of their own."""
        self._writer.write_table(rows, row_group_size=1_000_000)

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


class _CsvFile:
    def __init__(self, path: Path, schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        plain = [
            field_.with_type(pa.string()) if pa.types.is_dictionary(field_.type) else field_
            for field_ in schema
        ]
        self._schema = pa.schema(plain)
        self._writer = pa_csv.CSVWriter(path, self._schema)

    def write(self, rows: pa.Table) -> None:
        self._writer.write_table(rows.cast(self._schema))

    def close(self) -> None:
        self._writer.close()


@dataclass
class Extracts:
    """Open deliveries under `folder`; counts rows and flaws as they are written."""

    folder: Path
    last_day: int
    rng: np.random.Generator
    rows: dict[str, int] = field(default_factory=dict)
    flaws: dict[tuple[str, str], int] = field(default_factory=dict)
    _files: dict[str, ParquetFile | _CsvFile] = field(default_factory=dict)

    def write(
        self, tables: Iterable[tuple[Table, Rows]], rng: np.random.Generator | None = None
    ) -> None:
        """Leave out what is not yet known at the delivery, add flaws, write.

        Registers that joined later are spoiled by an `rng` of their own: with the shared one
        every register after them would change.
        """
        flaws = self.rng if rng is None else rng
        for table, rows in tables:
            known = rows.take(rows.numbers(table.known) <= self.last_day)
            done = damage(table, known, self.last_day, flaws)
            for flaw, count in done.counts.items():
                key = (table.name, flaw)
                self.flaws[key] = self.flaws.get(key, 0) + count
            self.rows[table.name] = self.rows.get(table.name, 0) + len(done.rows)
            arrow = to_arrow(table, done.rows)
            if table.name not in self._files:
                self._files[table.name] = self._open(table, arrow.schema)
            self._files[table.name].write(arrow)

    def close(self) -> None:
        """Finish every file."""
        for file in self._files.values():
            file.close()

    def _open(self, table: Table, schema: pa.Schema) -> ParquetFile | _CsvFile:
        folder = self.folder / table.authority.value
        if table.name in CSV_TABLES:
            return _CsvFile(folder / f"{table.name}.csv", schema)
        return ParquetFile(folder / f"{table.name}.parquet", schema)


def write_delivery(folder: Path, facts: dict[str, object]) -> None:
    """The note that goes with a delivery: which country, when, and that it is invented."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False)
    (folder / "delivery.json").write_text(text + "\n", encoding="utf-8")

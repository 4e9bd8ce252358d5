"""CSV files as tables of text: their line of names, delimiter and encoding, their odd lines."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from features.engine.landing import Unreadable
from features.schema import Table

__all__ = ["EMPTY", "WIDE", "AsText", "csv_header", "land_as_text"]

DELIMITERS = ",;\t|"
BLOCK_BYTES = 8 * 1024 * 1024  # a CSV is read piecewise, so that its size never matters
LINES_AT_ONCE = 50_000
# What may be wrong with a file as a whole.
EMPTY = "is empty, without even a line of column names"
WIDE = "is written in UTF-16; UTF-8 is read"


def csv_header(path: Path, table: Table) -> tuple[list[str], str, str]:
    """Column names, delimiter and encoding. Raises `Unreadable` when there are none."""
    with path.open("rb") as file:
        line = file.readline(1_000_000)
    if not line.strip():
        raise Unreadable(EMPTY)
    if line.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(WIDE)
    try:
        text, encoding = line.decode("utf-8-sig"), "utf8"
    except UnicodeDecodeError:
        text, encoding = line.decode("latin-1"), "latin-1"
    if "\0" in text:
        raise Unreadable("binary")
    wanted = {column.name for column in table.columns}
    rows = [(next(csv.reader(io.StringIO(text), delimiter=mark)), mark) for mark in DELIMITERS]
    rows = [([name.strip() for name in names], mark) for names, mark in rows]
    names, delimiter = max(rows, key=lambda row: (len(wanted & set(row[0])), len(row[0])))
    return names, delimiter, encoding


class AsText(NamedTuple):
    """A CSV as Parquet where every column is text; the lines that could not be divided."""

    rows: Path
    lines: Path | None
    encoding: str


def land_as_text(path: Path, table: Table, folder: Path, number: int) -> AsText:
    """Turn a CSV into tables of text.

    The rules then work on a table: casting straight out of a CSV reader stops at the first
    fault. Raises `Unreadable`.
    """
    names, delimiter, encoding = csv_header(path, table)
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in dict.fromkeys((encoding, "latin-1")):
        try:
            rows, lines = _copy_text(path, names, delimiter, attempt, folder, number)
            return AsText(rows, lines, attempt)
        except pa.ArrowInvalid as error:
            if "UTF8" not in str(error):
                break
    raise Unreadable("not CSV")


def _copy_text(
    path: Path, names: list[str], delimiter: str, encoding: str, folder: Path, number: int
) -> tuple[Path, Path | None]:
    kept, lines = folder / f"part-{number}.parquet", folder / f"lines-{number}.parquet"
    odd = _Lines(lines)
    reader = pacsv.open_csv(
        path,
        read_options=pacsv.ReadOptions(
            column_names=names,
            skip_rows=1,
            block_size=BLOCK_BYTES,
            encoding=encoding,
            use_threads=False,
        ),
        parse_options=pacsv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, invalid_row_handler=odd.note
        ),
        convert_options=pacsv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    schema = pa.schema([(name, pa.string()) for name in names])
    with pq.ParquetWriter(kept, schema, compression="lz4") as writer:
        for batch in reader:
            writer.write_batch(batch)
    return kept, lines if odd.close() else None


class _Lines:
    """Lines with another number of fields than the header, kept as they came."""

    SCHEMA = pa.schema([("fault", pa.string()), ("line", pa.string())])

    def __init__(self, path: Path) -> None:
        self.path = path
        self.writer: pq.ParquetWriter | None = None
        self.rows: list[tuple[str, str]] = []

    def note(self, row: pacsv.InvalidRow) -> str:
        fault = f"the line has {row.actual_columns} fields, the header {row.expected_columns}"
        self.rows.append((fault, row.text))
        if len(self.rows) >= LINES_AT_ONCE:
            self.flush()
        return "skip"

    def flush(self) -> None:
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.path, self.SCHEMA)
        faults, lines = zip(*self.rows, strict=True)
        self.writer.write_table(pa.table([faults, lines], schema=self.SCHEMA))
        self.rows = []

    def close(self) -> bool:
        """Finish the file; were there any lines?"""
        if self.rows:
            self.flush()
        if self.writer is not None:
            self.writer.close()
        return self.writer is not None

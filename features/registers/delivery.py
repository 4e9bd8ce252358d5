"""A delivery's files: where a table lies, whether its columns are as declared, CSV to text."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from features.engine.checking import delivered_columns
from features.engine.landing import Unreadable
from features.forbidden import ground_against
from features.schema import Table, Use
from features.vocabulary import Authority

__all__ = ["Delivered", "digest_of", "faults_of_columns", "find", "land_as_text"]

SUFFIXES = (".parquet", ".csv")
DELIMITERS = ",;\t|"
BLOCK_BYTES = 8 * 1024 * 1024  # a CSV is read piecewise, so that its size never matters
LINES_AT_ONCE = 50_000
# A column name may be shown when it looks like one: a headerless file's first row must not be.
NAME_LIKE = re.compile(r"[A-Za-zÅÄÖåäö_][\wåäöÅÄÖ.-]{0,40}")


@dataclass(frozen=True)
class Delivered:
    """The files that hold one table, or in `fault` why they cannot be used."""

    table: Table
    files: tuple[Path, ...]
    fault: str = ""

    @property
    def label(self) -> str:
        """How messages name the table: `skatteverket/vat`."""
        return f"{self.table.authority}/{self.table.name}"


def find(extracts: Path, table: Table) -> Delivered:
    """`<authority>/<table>.parquet`, `.csv` or a folder of parts; flat from elsewhere.

    No files and no fault means that the table was not delivered.
    """
    places = [extracts / table.authority]
    if table.authority is Authority.ELSEWHERE:
        places.append(extracts)
    for place in places:
        single = [place / (table.name + suffix) for suffix in SUFFIXES]
        found = [path for path in single if path.is_file()]
        folder = place / table.name
        parts = (
            sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES)
            if folder.is_dir()
            else []
        )
        if len(found) + bool(parts) > 1:
            names = ", ".join(
                [*(path.name for path in found), *([f"{table.name}/"] if parts else [])]
            )
            return Delivered(
                table, (), f"delivered more than once ({names}); which one counts?"
            )
        if found or parts:
            return Delivered(table, tuple(found or parts))
    return Delivered(table, ())


def digest_of(files: Sequence[Path]) -> str:
    """A hash of what the files hold, whatever their names and order."""
    digests: list[str] = []
    for path in files:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16))
        digests.append(f"{path.suffix} {found.hexdigest()}")
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def faults_of_columns(delivered: Delivered) -> list[str]:
    """What is wrong with the columns of the files; one sentence each, naming no value."""
    faults: dict[str, None] = {}
    for path in delivered.files:
        try:
            names = _names(path, delivered.table)
        except (Unreadable, OSError, pa.ArrowInvalid):
            faults[f"{path.name} cannot be read as {path.suffix[1:]}"] = None
            continue
        faults |= dict.fromkeys(_faults_of_names(names, delivered.table))
    return list(faults)


def _names(path: Path, table: Table) -> list[str]:
    if path.suffix == ".csv":
        return _csv_header(path, table)[0]
    return list(pq.read_schema(path).names)


def _faults_of_names(names: list[str], table: Table) -> Iterator[str]:
    wanted = [column.name for column in delivered_columns(table)]
    if not set(names) & set(wanted):
        count = len(names)
        yield f"none of the {count} columns is declared; is the line of column names missing?"
        return
    missing = [name for name in wanted if name not in names]
    if missing:
        yield f"missing {_listed('column', missing)}"
    twice = sorted(
        {name for name in names if [n.lower() for n in names].count(name.lower()) > 1}
    )
    if twice:
        yield f"{_listed('column', [_shown(name) for name in twice])} delivered more than once"
    banned = {c.name: c.meaning for c in table.columns if c.use is Use.FORBIDDEN}
    strange: list[str] = []
    for name in names:
        attribute = ground_against(name)
        if name in banned:
            yield f"column {_shown(name)} must never be delivered: {banned[name]}"
        elif name not in wanted and attribute:
            yield (
                f"column {_shown(name)} must never be delivered:"
                f" it speaks of {attribute.name} ({attribute.ground})"
            )
        elif name not in wanted:
            strange.append(_shown(name))
    if strange:
        yield f"undeclared {_listed('column', strange)}"


def _listed(noun: str, names: Sequence[str]) -> str:
    return f"{noun}{'s' if len(names) > 1 else ''} {', '.join(names)}"


def _shown(name: str) -> str:
    """A column name, unless it may be a value."""
    innocent = NAME_LIKE.fullmatch(name) and not re.search(r"\d{4}", name)
    return name if innocent else "(a name that looks like a value, not shown)"


def _csv_header(path: Path, table: Table) -> tuple[list[str], str, str]:
    """Column names, delimiter and encoding. Raises `Unreadable` when there are none."""
    with path.open("rb") as file:
        line = file.readline(1_000_000)
    if not line.strip():
        raise Unreadable("empty")
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


def land_as_text(
    path: Path, table: Table, folder: Path, number: int
) -> tuple[Path, Path | None]:
    """A CSV as Parquet where every column is text, and the lines that could not be divided.

    The rules then work on a table: casting straight out of a CSV reader stops at the first
    fault. Raises `Unreadable`.
    """
    names, delimiter, encoding = _csv_header(path, table)
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in dict.fromkeys((encoding, "latin-1")):
        try:
            return _copy_text(path, names, delimiter, attempt, folder, number)
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

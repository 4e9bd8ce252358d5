"""Columns of one date on disk, each found again by what it was made of."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from features.vocabulary import AsOf

__all__ = ["Blocks", "Column", "blocks_of", "facts_path", "write_parquet"]

MARK = b"lykta"  # the key of a file's own facts, among its Parquet metadata


@dataclass(frozen=True)
class Column:
    """Where a column lies: the file's name within the date's folder, and its own name there."""

    file: str
    name: str


class Blocks:
    """The folder of one date. A file holds columns computed together and never changes.

    A file is there only when it bears its final name, so whoever is stopped half-way leaves
    nothing half.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._columns: dict[str, Column] = {}
        for path in sorted(folder.glob("*.parquet")):
            facts = json.loads(pq.read_schema(path).metadata.get(MARK, b"{}"))
            for name, digest in facts.get("columns", {}).items():
                self._columns[digest] = Column(path.name, name)

    def find(self, digest: str) -> Column | None:
        """The column made of `digest`, if it is there."""
        return self._columns.get(digest)

    def write(self, frame: pa.Table, digests: Mapping[str, str], **facts: object) -> None:
        """Keep the columns of `frame`, each under its digest."""
        said = json.dumps({"columns": digests, **facts}, sort_keys=True)
        name = hashlib.sha256(said.encode()).hexdigest()[:24] + ".parquet"
        kept = frame.replace_schema_metadata({MARK: said.encode()})
        write_parquet(kept, self.folder / name)
        self._columns |= {digest: Column(name, column) for column, digest in digests.items()}

    def facts(self, file: str) -> dict[str, object]:
        """What was kept beside the columns of `file`."""
        found: dict[str, object] = json.loads(pq.read_schema(self.folder / file).metadata[MARK])
        return found

    def read(self, columns: Sequence[Column]) -> pa.Table:
        """The columns side by side, in the order given."""
        files: dict[str, list[str]] = {}
        for column in columns:
            files.setdefault(column.file, []).append(column.name)
        frames = {
            file: pq.read_table(self.folder / file, columns=names)
            for file, names in files.items()
        }
        found = [frames[column.file].column(column.name) for column in columns]
        return pa.table(found, names=[column.name for column in columns])


def blocks_of(home: Path, as_of: AsOf) -> Blocks:
    """The columns of a date, beside the manifests that `home` holds."""
    return Blocks(home.parent / "blocks" / as_of.isoformat())


def facts_path(home: Path, as_of: AsOf) -> Path:
    """Where the manifest of a date lies: the date is built when it is there."""
    return home / f"{as_of.isoformat()}.json"


def write_parquet(frame: pa.Table, path: Path) -> None:
    """Write `frame` at once or not at all.

    Figures and keys are nearly unique, and nobody filters by them: neither dictionaries nor
    statistics would repay their time. LZ4 writes and reads faster than Zstandard here, and
    fastest where the first bytes of all figures of a column stand together, then the second.
    """
    fresh = path.with_suffix(".new")
    texts = [f.name for f in frame.schema if pa.types.is_string(f.type) and _repeats(frame, f)]
    figures = [f.name for f in frame.schema if pa.types.is_floating(f.type)]
    pq.write_table(
        _certain(frame),
        fresh,
        compression="lz4",
        use_dictionary=texts,
        use_byte_stream_split=figures,
        write_statistics=False,
    )
    os.replace(fresh, path)


def _certain(frame: pa.Table) -> pa.Table:
    """The same rows, where no value is missing declared so: then nothing is written of it."""
    certain = [
        field.with_nullable(bool(frame.column(number).null_count))
        for number, field in enumerate(frame.schema)
    ]
    return pa.table(frame.columns, schema=pa.schema(certain, frame.schema.metadata))


def _repeats(frame: pa.Table, field: pa.Field) -> bool:
    """Do the first values repeat, as strata do and keys do not?"""
    first = frame.column(field.name).slice(0, 1000)
    return 4 * len(first.unique()) < len(first)

"""Matrices on disk: each date once per definition and delivery, found again by digest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from features.country import Country
from features.engine.registers import Registers
from features.errors import NotFound
from features.matrix import Matrix, build_matrix, definition_digest, read_folds
from features.vocabulary import AsOf

__all__ = ["Snapshots", "build_snapshots", "read_matrix"]

WAY_OF_BUILDING = "1"  # a new way of computing the same definitions builds anew


@dataclass(frozen=True)
class Snapshots:
    """Matrices of one definition over one delivery.

    `folder` holds `<as_of>.parquet`, `<as_of>.rivals.parquet` and `manifest.json`.
    `built` are the dates computed now, the others were there already.
    """

    folder: Path
    digest: str
    dates: tuple[AsOf, ...]
    built: tuple[AsOf, ...]

    def read(self, as_of: AsOf) -> Matrix:
        """The matrix of `as_of`; raises `NotFound` when it was never built."""
        return read_matrix(self.folder, as_of)


def build_snapshots(
    registers: Registers, dates: Sequence[AsOf], folder: Path, *, say: Callable[[str], None]
) -> Snapshots:
    """Build the matrices of `dates` under `folder`/<digest>, skipping those already there.

    The digest is of the definitions and of the content of the landed registers, so a changed
    delivery or declaration builds anew and an unchanged one costs nothing. A date is there
    only when its file bears its final name: stopped at any point, the next run goes on.
    """
    digest = _digest(registers.country, registers.report)
    home = folder / digest[:16]
    home.mkdir(parents=True, exist_ok=True)
    left = [
        as_of
        for as_of in dict.fromkeys(dates)
        if not (_path(home, as_of).is_file() and _facts_path(home, as_of).is_file())
    ]
    folds = read_folds(registers, left) if left else None
    # One matrix is written while the next is computed; never more than two are in memory.
    with ThreadPoolExecutor(1) as writer:
        written: Future[None] | None = None
        for as_of in left:
            matrix = build_matrix(registers, as_of, folds)
            if written:
                written.result()
            written = writer.submit(_write, home, matrix, digest)
            shape = f"{len(matrix)} workplaces × {len(matrix.features)}"
            say(f"matrix of {as_of.isoformat()}: {shape}")
        if written:
            written.result()
    return Snapshots(home, digest, tuple(dates), tuple(left))


def read_matrix(folder: Path, as_of: AsOf) -> Matrix:
    """Open the matrix of `as_of` from the folder of one definition."""
    if not _facts_path(folder, as_of).is_file():
        raise NotFound(
            f"There is no matrix of {as_of.isoformat()} in {folder.as_posix()}.",
            f"run: lykta features build --as-of {as_of.isoformat()}",
        )
    facts = json.loads(_facts_path(folder, as_of).read_text("utf-8"))
    return Matrix(
        as_of=as_of,
        frame=pq.read_table(_path(folder, as_of)),
        rivals=pq.read_table(_path(folder, as_of, "rivals.")),
        features=tuple(facts["features"]),
        funnel=tuple((name, left) for name, left in facts["funnel"]),
    )


def _digest(country: Country, report: dict[str, object]) -> str:
    content = json.dumps(report.get("content", report), sort_keys=True, default=str)
    said = f"{WAY_OF_BUILDING} {definition_digest(country)} {content}"
    return hashlib.sha256(said.encode()).hexdigest()


def _path(folder: Path, as_of: AsOf, part: str = "") -> Path:
    return folder / f"{as_of.isoformat()}.{part}parquet"


def _facts_path(folder: Path, as_of: AsOf) -> Path:
    return folder / f"{as_of.isoformat()}.json"


def _write(folder: Path, matrix: Matrix, digest: str) -> None:
    _write_table(_path(folder, matrix.as_of), matrix.frame)
    _write_table(_path(folder, matrix.as_of, "rivals."), matrix.rivals)
    facts = {
        "as_of": matrix.as_of.isoformat(),
        "digest": digest,
        "workplaces": len(matrix),
        "features": matrix.features,
        "funnel": matrix.funnel,
        "content": hashlib.sha256(_path(folder, matrix.as_of).read_bytes()).hexdigest(),
    }
    path = _facts_path(folder, matrix.as_of)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(facts, indent=1), "utf-8")
    os.replace(fresh, path)  # last: a date is there when its facts are


def _write_table(path: Path, table: pa.Table) -> None:
    fresh = path.with_suffix(".new")
    # Feature values are nearly unique, and nobody filters by them: neither dictionaries nor
    # statistics would repay their time. LZ4 writes and reads faster than Zstandard here.
    texts = [f.name for f in table.schema if pa.types.is_string(f.type)]
    pq.write_table(
        table, fresh, compression="lz4", use_dictionary=texts, write_statistics=False
    )
    os.replace(fresh, path)

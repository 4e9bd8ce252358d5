"""Matrices on disk: each column once per date, however many matrices, splits and models ask."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from features.blocks import Blocks, Column, blocks_of, facts_path
from features.engine.asking import OpenRegisters
from features.engine.registers import Registers
from features.errors import NotFound
from features.matrix import Matrix, definition_digest
from features.vocabulary import AsOf

if TYPE_CHECKING:  # pandas takes long to load, and not every matrix is opened in it
    import pandas as pd

__all__ = ["Snapshots", "build_snapshots", "newest_matrix", "open_matrix", "read_matrix"]

WAY_OF_KEEPING = "2"  # another way of keeping matrices makes their manifests anew


@dataclass(frozen=True)
class Snapshots:
    """Matrices of one definition over one delivery.

    `folder` holds a manifest `<as_of>.json` per date; the columns lie beside it under `blocks`,
    shared with the matrices of other definitions and deliveries. `built` are the dates
    completed now, the others were there already; `computed` counts the columns it took.
    """

    folder: Path
    digest: str
    dates: tuple[AsOf, ...]
    built: tuple[AsOf, ...]
    computed: int = 0

    def read(self, as_of: AsOf) -> Matrix:
        """The matrix of `as_of`; raises `NotFound` when it was never built."""
        return read_matrix(self.folder, as_of)

    def read_keys(self, as_of: AsOf) -> pa.Table:
        """Workplace, employer, centre and strata of the cohort of `as_of`, without figures."""
        facts = _facts(self.folder, as_of)
        return _read(blocks_of(self.folder, as_of), facts["keys"])


def build_snapshots(
    registers: OpenRegisters, dates: Sequence[AsOf], folder: Path, *, say: Callable[[str], None]
) -> Snapshots:
    """Build the matrices of `dates` under `folder`, computing only columns not yet there.

    A column is found again by the digest of its definition and of the registers it read *as
    they were known at the date*: a changed definition computes itself and what reads it, and a
    delivery that adds later facts computes no earlier date. Stopped at any point, the next run
    goes on and ends with the same bytes. Raises `NotFound` at the first date without a cohort,
    when the dates before it are built.
    """
    digest = _digest(registers)
    home = folder / digest[:16]
    left = [as_of for as_of in dict.fromkeys(dates) if not _is_whole(home, as_of)]
    if not left:
        return Snapshots(home, digest, tuple(dates), ())
    # What computes takes a second to load: it is not, when all is there.
    from features.completing import build_dates

    computed = build_dates(registers, left, home, digest, say)
    return Snapshots(home, digest, tuple(dates), tuple(left), computed)


def read_matrix(folder: Path, as_of: AsOf) -> Matrix:
    """Open the matrix of `as_of` from the folder of one definition and delivery."""
    if not _is_whole(folder, as_of):
        raise NotFound(
            f"There is no matrix of {as_of.isoformat()} in {folder.as_posix()}.",
            f"run: lykta features build --as-of {as_of.isoformat()}",
        )
    facts = _facts(folder, as_of)
    blocks = blocks_of(folder, as_of)
    keys, figures = _read(blocks, facts["keys"]), _read(blocks, facts["figures"])
    for name in facts["features"]:
        keys = keys.append_column(name, figures.column(name).cast(pa.float32()))
    rivals = keys.select(["workplace", "employer"])
    orders = _read(blocks, facts["rivals"])
    for name in orders.column_names:
        rivals = rivals.append_column(name, orders.column(name))
    return Matrix(
        as_of=as_of,
        frame=keys,
        rivals=rivals,
        features=tuple(facts["features"]),
        funnel=tuple((name, left) for name, left in facts["funnel"]),
    )


def newest_matrix(workspace: Path, country: str, as_of: AsOf) -> Matrix:
    """The matrix of a date that was built last, whatever its definitions.

    Raises `NotFound` when no matrix of that date has been built.
    """
    folder = workspace / "matrices" / country
    found = list(folder.glob(f"*/{as_of.isoformat()}.json"))
    kept = [path for path in found if path.parent.name != "profiles"]
    newest = max(kept, key=lambda path: path.stat().st_mtime_ns, default=folder / "none")
    return read_matrix(newest.parent, as_of)


def open_matrix(workspace: Path, country: str, as_of: str) -> pd.DataFrame:
    """The newest matrix of a date as a pandas DataFrame, for an analyst's notebook.

    Raises `NotFound` when no matrix of that date has been built.
    """
    return newest_matrix(workspace, country, AsOf.parse(as_of)).to_pandas()


def _read(blocks: Blocks, places: dict[str, list[str]]) -> pa.Table:
    columns = [Column(*place) for place in places.values()]
    return blocks.read(columns).rename_columns(list(places))


def _digest(registers: OpenRegisters) -> str:
    report = registers.report
    content = json.dumps(report.get("content", report), sort_keys=True, default=str)
    engine = "" if isinstance(registers, Registers) else f"{registers.engine} "
    said = f"{WAY_OF_KEEPING} {engine}{definition_digest(registers.country)} {content}"
    return hashlib.sha256(said.encode()).hexdigest()


def _facts(folder: Path, as_of: AsOf) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(facts_path(folder, as_of).read_text("utf-8"))
    return found


def _is_whole(folder: Path, as_of: AsOf) -> bool:
    """Is the manifest there, and every file it names?"""
    if not facts_path(folder, as_of).is_file():
        return False
    place = folder.parent / "blocks" / as_of.isoformat()
    return all((place / file).is_file() for file in _facts(folder, as_of)["files"])

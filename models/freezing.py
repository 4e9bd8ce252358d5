"""CONDUCTOR: scores and explains every workplace of a cohort, and writes it down as it goes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from tempfile import mkdtemp

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from features.engine.asking import OpenRegisters
from features.engine.news import News, news_of
from features.errors import LyktaError
from features.matrix import Matrix
from features.reasons.catalogue import ReasonCatalogue, catalogue_of
from features.reasons.peers import Peers, peers_of
from models.attribution import blocks
from models.code_version import code_version, library_versions
from models.frozen import (
    AMOUNT,
    CATALOGUE,
    FACTS,
    KNOWN,
    PEERS,
    ROWS,
    VALUE,
    Frozen,
    Identity,
    content_of,
)
from models.ranker import Ranker
from models.stacking import values_of

__all__ = ["freeze", "identity_of", "recompute", "write_rows"]

Say = Callable[[str], None]
Floats = npt.NDArray[np.float64]
Narrow = npt.NDArray[np.float32]
Told = Iterable[tuple[float, Floats, Floats]]
# Those that read news out of registers, score, explain, combine and write.
LIBRARIES = ("duckdb", "lightgbm", "llvmlite", "numba", "numpy", "pyarrow", "scipy")


def identity_of(
    ranker: Ranker, matrix: Matrix, snapshot: str, catalogue: ReasonCatalogue, country: str
) -> Identity:
    """What explanations made now would bear."""
    libraries = library_versions(LIBRARIES)
    return Identity(
        country=country,
        as_of=matrix.as_of.isoformat(),
        model=ranker.digest,
        snapshot=snapshot,
        catalogue=catalogue.digest,
        libraries=" ".join(f"{name} {said}" for name, said in libraries.items()),
        code=code_version(),
    )


def freeze(
    registers: OpenRegisters,
    matrix: Matrix,
    snapshot: str,
    ranker: Ranker,
    folder: Path,
    *,
    say: Say,
) -> Frozen:
    """The frozen explanations of a cohort, made now unless the very same are there.

    Written beside and put in place whole, so that a killed run leaves nothing that looks done.
    """
    catalogue = catalogue_of(registers.country)
    identity = identity_of(ranker, matrix, snapshot, catalogue, registers.country.name)
    home = folder / identity.as_of / identity.key
    if (home / FACTS).is_file():
        return Frozen(home)
    home.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=".", dir=home.parent))
    try:
        _write(registers, matrix, ranker, catalogue, identity, beside)
        if home.exists():  # what a killed move left behind
            shutil.rmtree(home)
        beside.rename(home)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    say(f"explained and froze {len(matrix)} workplaces of {identity.as_of}")
    return Frozen(home)


def recompute(
    frozen: Frozen,
    registers: OpenRegisters,
    matrix: Matrix,
    snapshot: str,
    ranker: Ranker,
    *,
    say: Say,
) -> None:
    """Explain the cohort anew and hold it against what was frozen, byte by byte.

    Raises `LyktaError` that names what changed: a file, or a digest that decides the bytes.
    """
    frozen.check()
    catalogue = catalogue_of(registers.country)
    now = identity_of(ranker, matrix, snapshot, catalogue, registers.country.name)
    changed = frozen.identity.changed(now)
    if changed:
        raise LyktaError(
            f"Explanations made now would not be those of {frozen.identity.as_of} that were"
            f" frozen: other {', '.join(changed)}.",
            "that is no fault: what was frozen stays as it was shown",
        )
    beside = Path(mkdtemp(prefix=".", dir=frozen.folder.parent))
    try:
        _write(registers, matrix, ranker, catalogue, now, beside)
        found, wanted = content_of(beside), frozen.facts["content"]
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    other = [name for name in wanted if found[name] != wanted[name]]
    if other:
        raise LyktaError(
            f"Computed anew with the same digests, {', '.join(other)} came out otherwise.",
            "this is a fault of ours, or another processor: tell us",
        )
    say(f"{len(frozen)} explanations came out the same, byte by byte")


def write_rows(
    path: Path, values: Narrow, features: tuple[str, ...], keys: pa.Table, told: Told
) -> int:
    """Stream rows to Parquet as they are explained, a row group a block; returns how many.

    `keys` are further columns, a row per row of `values`.
    """
    begin, writer = 0, None
    try:
        for base, amounts, scores in told:
            rows = len(scores)
            part = keys.slice(begin, rows)
            columns = {name: part.column(name) for name in part.column_names}
            columns |= {"base": pa.array(np.full(rows, base)), "score": pa.array(scores)}
            block = values[begin : begin + rows]
            for number, name in enumerate(features):
                columns[VALUE + name] = pa.array(
                    np.ascontiguousarray(block[:, number]), from_pandas=True
                )
            for number, name in enumerate(features):
                columns[AMOUNT + name] = pa.array(np.ascontiguousarray(amounts[:, number]))
            table = pa.table(columns)
            writer = writer or pq.ParquetWriter(
                path,
                table.schema,
                compression="zstd",
                compression_level=1,
                # Amounts are all different: a dictionary of them is the column once more.
                use_dictionary=[c for c in table.column_names if not c.startswith(AMOUNT)],
                write_statistics=["workplace"],
            )
            writer.write_table(table)
            begin += rows
    finally:
        if writer is not None:
            writer.close()
    return begin


def _write(
    registers: OpenRegisters,
    matrix: Matrix,
    ranker: Ranker,
    catalogue: ReasonCatalogue,
    identity: Identity,
    folder: Path,
) -> None:
    values = values_of(matrix, ranker.features)
    news = news_of(
        registers, matrix.frame.column("employer").combine_chunks().cast("string"), matrix.as_of
    )
    peers = peers_of(matrix, values)
    keys = matrix.frame.select(["workplace", "employer"]).append_column(
        "group", pa.array(peers.of_row)
    )
    for name in news.of_rows.column_names:
        keys = keys.append_column(KNOWN + name, news.of_rows.column(name))
    rows = write_rows(folder / ROWS, values, ranker.features, keys, blocks(ranker, values))
    _write_peers(folder / PEERS, peers, ranker.features)
    (folder / CATALOGUE).write_text(catalogue.to_json(), "utf-8")
    facts = _facts(identity, rows, ranker, news) | {"content": content_of(folder)}
    (folder / FACTS).write_text(json.dumps(facts, indent=1) + "\n", "utf-8")


def _facts(identity: Identity, rows: int, ranker: Ranker, news: News) -> dict[str, object]:
    return {
        "identity": asdict(identity),
        "rows": rows,
        "features": list(ranker.features),
        "silent": list(news.silent),
        "last_told": {
            name: day.isoformat() if day else None for name, day in news.last.items()
        },
    }


def _write_peers(path: Path, peers: Peers, features: tuple[str, ...]) -> None:
    columns = {"workplaces": pa.array(peers.counts)}
    for kind, figures in (("median", peers.median), ("having", peers.having)):
        for number, name in enumerate(features):
            column = np.ascontiguousarray(figures[:, number])
            columns[f"{kind}.{name}"] = pa.array(column, from_pandas=True)
    pq.write_table(pa.table(columns), path, compression="zstd")

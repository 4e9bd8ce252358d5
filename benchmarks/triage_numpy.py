"""The same figures in plain numpy: no provenance, no definitions, the floor."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.triage_shape import BLOCKS, DATES, KINDS, TIMESPAN, WINDOWS
from features.vocabulary import AsOf

__all__ = ["run"]

Columns = Mapping[str, npt.NDArray[np.generic]]


def run(landed: Path, folder: Path) -> None:
    """Write `<as_of>.npy` (workplaces by features, float32) and `<as_of>.labels.npy`."""
    workplaces = pq.read_table(landed / "workplaces.parquet")
    names = workplaces.column("workplace")
    order = pc.sort_indices(names).to_numpy()
    known = _days(workplaces, "known")[order]
    closes = _days(workplaces, "closes")[order]
    ids = names.take(order)
    events = {block: _read(landed / f"{block}.parquet", ids) for block in BLOCKS}
    controls = _read(landed / "controls.parquet", ids)
    for as_of in DATES:
        day = np.datetime64(as_of.isoformat())
        cohort = np.flatnonzero((known < day) & (np.isnat(closes) | (closes >= day)))
        blocks = [_figures(events[block], as_of, len(ids), block) for block in BLOCKS]
        np.save(folder / f"{as_of.isoformat()}.npy", np.concatenate(blocks)[:, cohort].T)
        labels = _labels(controls, as_of, len(ids))[cohort]
        np.save(folder / f"{as_of.isoformat()}.labels.npy", labels)


def _read(path: Path, ids: pa.ChunkedArray) -> Columns:
    table = pq.read_table(path)
    columns: dict[str, npt.NDArray[np.generic]] = {
        "place": pc.index_in(table.column("workplace"), value_set=ids).to_numpy(),
        "happened": _days(table, "happened"),
        "known": _days(table, "known"),
        "superseded": _days(table, "superseded_at"),
    }
    for name in ("amount", "found"):
        if name in table.column_names:
            columns[name] = table.column(name).to_numpy()
    if "kind" in table.column_names:
        for kind in KINDS:
            columns[kind] = pc.equal(table.column("kind"), kind).to_numpy()
    return columns


def _figures(rows: Columns, as_of: AsOf, n: int, block: str) -> npt.NDArray[np.float32]:
    day = np.datetime64(as_of.isoformat())
    standing = np.isnat(rows["superseded"]) | (rows["superseded"] >= day)
    counts = (rows["known"] < day) & (rows["happened"] < day) & standing
    names = ("rows", *KINDS) if block == BLOCKS[-1] else ("rows", *KINDS, "amount")
    figures = np.empty((len(names) * len(WINDOWS), n), np.float32)
    for w, months in enumerate(WINDOWS):
        since = np.datetime64(as_of.plus(-months).isoformat())
        inside = np.flatnonzero(counts & (rows["happened"] >= since))
        place = rows["place"][inside]
        for i, name in enumerate(names):
            weights = None if name == "rows" else rows[name][inside]
            figures[i * len(WINDOWS) + w] = np.bincount(place, weights, minlength=n)
    return figures


def _labels(controls: Columns, as_of: AsOf, n: int) -> npt.NDArray[np.float32]:
    """1 found, 0 looked and found nothing, NaN nobody looked."""
    since = np.datetime64(as_of.isoformat())
    until = np.datetime64(as_of.plus(TIMESPAN).isoformat())
    inside = (controls["happened"] >= since) & (controls["happened"] < until)
    place, found = controls["place"][inside], controls["found"][inside]
    labels = np.where(np.bincount(place, found, minlength=n) > 0, 1, 0).astype(np.float32)
    labels[np.bincount(place, minlength=n) == 0] = np.nan
    return labels


def _days(table: pa.Table, name: str) -> npt.NDArray[np.datetime64]:
    return np.asarray(table.column(name).to_numpy(), dtype="datetime64[D]")

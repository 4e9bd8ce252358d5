"""The triage-shaped job through the real pipeline: snapshots, and labels beside them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.triage_shape import COUNTRY, DATES, TIMESPAN
from features.blocks import write_parquet
from features.engine.registers import Registers
from features.snapshots import build_snapshots
from features.vocabulary import AsOf

__all__ = ["run"]


def run(landed: Path, folder: Path) -> None:
    """Write matrices under `folder`/<digest> and `<as_of>.labels.parquet`."""
    with Registers(landed, COUNTRY, memory="700MB") as registers:
        snapshots = build_snapshots(registers, DATES, folder, say=lambda _: None)
        outcomes = registers.rows(COUNTRY.outcomes.rows, DATES[-1].plus(TIMESPAN))
    for as_of in DATES:
        rows = snapshots.read_keys(as_of).select(["workplace"])
        labels = _labels(outcomes, rows.column("workplace"), as_of)
        labelled = rows.append_column("any", labels)
        write_parquet(labelled, folder / f"{as_of.isoformat()}.labels.parquet")


def _labels(outcomes: pa.Table, workplaces: pa.ChunkedArray, as_of: AsOf) -> pa.Array:
    happened = outcomes.column("happened")
    since, until = pa.scalar(as_of), pa.scalar(as_of.plus(TIMESPAN))
    inside = pc.and_(pc.greater_equal(happened, since), pc.less(happened, until))
    controlled = outcomes.filter(inside).select(["workplace", "found"])
    found = controlled.group_by("workplace").aggregate([("found", "max")])
    place = pc.index_in(workplaces, value_set=found.column("workplace").combine_chunks())
    labels = found.column("found_max").cast(pa.float32()).combine_chunks().take(place)
    return labels.combine_chunks()

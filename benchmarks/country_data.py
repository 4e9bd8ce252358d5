"""The drawn country's registers on disk, as landing would have left them, from a fixed seed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmarks.country_shape import KINDS

__all__ = ["Extent", "draw"]

FIRST = np.datetime64("2021-01", "M")
MONTHS = 48
BLOCK = 20_000  # employers drawn at a time, so that memory does not grow with the country
LATE_SHARE, CORRECTED_SHARE = 0.04, 0.01

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Extent:
    """How much to draw. 400,000 employers of 112.5 rows file 45 million."""

    employers: int = 400_000
    rows_per_employer: float = 112.5
    events: int = 3_000_000


def draw(folder: Path, extent: Extent, seed: int) -> None:
    """Write the landed registers under the new `folder`."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    blocks = (
        np.arange(start, min(start + BLOCK, extent.employers))
        for start in range(0, extent.employers, BLOCK)
    )
    lines = (_declarations(block, extent.rows_per_employer, rng) for block in blocks)
    _land(folder, "declarations", lines)
    _land(folder, "events", iter([_events(extent, rng)]))
    _land(folder, "employers", iter([_employers(extent.employers, rng)]))
    (folder / "report.json").write_text(json.dumps({"content": repr((extent, seed))}), "utf-8")


def _declarations(
    block: Numbers, rows_per_employer: float, rng: np.random.Generator
) -> pa.Table:
    """A line per employer, month and person; one person is there as long as the employer."""
    begins = np.where(rng.random(len(block)) < 0.6, 0, rng.integers(0, MONTHS - 6, len(block)))
    ends = np.where(rng.random(len(block)) < 0.8, MONTHS, rng.integers(begins + 1, MONTHS + 1))
    # The others, few in most and very many in some, are there for 10.5 months each.
    others = (rows_per_employer / (1 + CORRECTED_SHARE) - 36.05) / 10.5
    staff = rng.negative_binomial(0.6, 0.6 / (0.6 + others), len(block))
    employer = np.concatenate([np.arange(len(block)), np.repeat(np.arange(len(block)), staff)])
    core = np.arange(len(employer)) < len(block)
    span = (ends - begins)[employer]
    length = np.where(core, span, np.minimum(span, rng.geometric(1 / 12.0, len(employer))))
    start = begins[employer] + (rng.random(len(employer)) * (span - length + 1)).astype(int)
    spell = np.repeat(np.arange(len(employer)), length)
    month = start[spell] + np.arange(len(spell)) - np.repeat(length.cumsum() - length, length)
    wage = rng.lognormal(10.2, 0.4, len(employer))[spell]
    pay = np.rint(wage * rng.lognormal(0, 0.1, len(spell))).astype(np.int64) * 100
    filed = np.rint(rng.gamma(9.0, 1.2, len(spell))).astype(np.int64) + 33
    late = rng.random(len(spell)) < LATE_SHARE
    filed[late] += rng.integers(30, 400, int(late.sum()))
    ended = np.full(len(spell), -1)
    again = np.flatnonzero(rng.random(len(spell)) < CORRECTED_SHARE)
    ended[again] = filed[again] + rng.integers(5, 300, len(again))
    spell, month = np.append(spell, spell[again]), np.append(month, month[again])
    pay, filed = np.append(pay, pay[again] * 9 // 10), np.append(filed, ended[again])
    ended = np.append(ended, np.full(len(again), -1))
    # As landing sorts: employer, happened, known, then the rest of the key.
    order = np.argsort((employer[spell] << 45) + (month << 39) + (filed << 28) + spell)
    spell, month, pay, filed, ended = (
        part[order] for part in (spell, month, pay, filed, ended)
    )
    invoiced = rng.random(len(employer)) < 0.03
    period = (FIRST + month).astype("datetime64[D]")
    person = (block[0] * 64 + np.arange(len(employer))) * 733_331 % 10**11
    names = pa.array(np.char.add("P", np.char.zfill(person.astype("U"), 11)))
    owner = _names("E", 9, block).take(pa.array(employer[spell]))
    return pa.table(
        {
            "org_no": owner,
            "period": pa.array(period),
            "person_key": names.take(pa.array(spell)),
            "gross_pay_ore": np.where(invoiced[spell], 0, pay),
            "ftax_pay_ore": np.where(invoiced[spell], pay, 0),
            "tax_ore": np.where(invoiced[spell], 0, pay * 23 // 100),
            "filed_on": pa.array(period + filed),
            "superseded_at": pa.array(period + ended, mask=ended < 0),
            "counts_from": pa.nulls(len(spell), pa.date32()),
            "employer": owner,
            "workplace": pa.nulls(len(spell), pa.string()),
        }
    )


def _events(extent: Extent, rng: np.random.Generator) -> pa.Table:
    weight = rng.gamma(0.7, size=extent.employers).cumsum()
    place = np.searchsorted(weight / weight[-1], rng.random(extent.events))
    day = rng.integers(0, MONTHS * 30, extent.events)
    order = np.lexsort((day, place))
    place, day = place[order], day[order]
    happened = FIRST.astype("datetime64[D]") + day
    owner = _names("E", 9, np.arange(extent.employers)).take(pa.array(place))
    return pa.table(
        {
            "org_no": owner,
            "happened": pa.array(happened),
            "number": np.arange(extent.events),
            "kind": np.asarray(KINDS)[rng.choice(len(KINDS), extent.events, p=(0.6, 0.3, 0.1))],
            "amount_ore": rng.integers(0, 5_000_000, extent.events) * 100,
            "known": pa.array(happened + np.rint(rng.gamma(2, 15, extent.events)).astype(int)),
            "superseded_at": pa.nulls(extent.events, pa.date32()),
            "counts_from": pa.nulls(extent.events, pa.date32()),
            "employer": owner,
            "workplace": pa.nulls(extent.events, pa.string()),
        }
    )


def _employers(count: int, rng: np.random.Generator) -> pa.Table:
    names, places = _names("E", 9, np.arange(count)), _names("W", 8, np.arange(count))
    opened = pa.array(np.full(count, np.datetime64("2020-06-01")))
    return pa.table(
        {
            "org_no": names,
            "opened": opened,
            "cfar": places,
            "sector": rng.choice(list("abcdefghij"), count),
            "size_class": rng.choice(list("1234"), count, p=(0.5, 0.3, 0.15, 0.05)),
            "centre": rng.choice(list("ABCDEFG"), count),
            "known": opened,
            "superseded_at": pa.nulls(count, pa.date32()),
            "counts_from": pa.nulls(count, pa.date32()),
            "employer": names,
            "workplace": places,
        }
    )


def _names(prefix: str, width: int, numbers: Numbers) -> pa.Array:
    return pa.array(np.char.add(prefix, np.char.zfill(numbers.astype("U"), width)))


def _land(folder: Path, name: str, tables: Iterator[pa.Table]) -> None:
    """As `features.engine.landing` writes: the same engine, compression and row groups."""
    first = next(tables)

    def batches() -> Iterator[pa.RecordBatch]:
        yield from first.to_batches(max_chunksize=122_880)
        for table in tables:
            yield from table.to_batches(max_chunksize=122_880)

    path = (folder / f"{name}.parquet").as_posix()
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        reader = pa.RecordBatchReader.from_batches(first.schema, batches())
        connection.register("drawn", reader)
        connection.execute(
            f"COPY (SELECT * FROM drawn) TO '{path}'"
            " (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
        )

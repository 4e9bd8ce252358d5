"""A country's own linking that knows the future: it asks who has the workplace in the end."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

from features.engine.poisoning import Poisoned
from features.registers.futures import spoil_tables
from features.vocabulary import AsOf
from tests.properties.tied import FEW

__all__ = ["another_future", "link"]


def link(extracts: Path, folder: Path, delivered_on: date) -> Path:
    """Every fee without a number is the last known employer's of its workplace."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(extracts, folder)
    places = pq.read_table(folder / "elsewhere" / "places.parquet").to_pylist()
    places.sort(key=lambda row: (row["happened"], row["known"]))
    owners = {row["workplace"]: row["employer"] for row in places}
    path = folder / "elsewhere" / "fees.parquet"
    fees = pq.read_table(path)
    found = [row["employer"] or owners.get(row["workplace"]) for row in fees.to_pylist()]
    place = fees.schema.get_field_index("employer")
    pq.write_table(fees.set_column(place, fees.schema.field(place), [found]), path)
    return folder


def another_future(
    extracts: Path, into: Path, as_of: AsOf, delivered_on: date
) -> tuple[Poisoned, ...]:
    """Its files are like the registers."""
    return spoil_tables(FEW.tables, extracts, into, as_of, delivered_on)

"""A small invented Sweden's delivery, the one of the month before, and ways to spoil it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from features.checks.checking import Before, Checked, check_delivery
from features.country import Country, read_country
from features.registers.delivery import find
from features.schema import Table

__all__ = ["NOW", "SWEDEN", "THEN", "Delivery", "earlier", "text", "written"]

SWEDEN = read_country("features.sweden")
THEN, NOW = date(2026, 10, 1), date(2026, 11, 1)


def earlier(extracts: Path, into: Path, tables: tuple[Table, ...]) -> None:
    """The delivery a month before: what was not yet known then is left out.

    Rows with an impossible known day were as impossible then.
    """
    for table in tables:
        for path in find(extracts, table).files:
            rows = pacsv.read_csv(path) if path.suffix == ".csv" else pq.read_table(path)
            known = rows[table.known].cast(pa.date32())
            then = pc.or_(
                pc.less(known, pa.scalar(THEN)), pc.greater_equal(known, pa.scalar(NOW))
            )
            folder = into / table.authority
            folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows.filter(then), folder / f"{table.name}.parquet")
    about = {"country": "sweden", "delivered_on": THEN.isoformat()}
    (into / "delivery.json").write_text(json.dumps(about), "utf-8")


@dataclass(frozen=True)
class Delivery:
    """One sound delivery of several registers, and what there was last time."""

    extracts: Path
    before: Before

    def spoiled(
        self, name: str, folder: Path, spoil: Callable[[pd.DataFrame], pd.DataFrame]
    ) -> Path:
        """A delivery of one register alone, as Parquet, changed by `spoil`."""
        table = SWEDEN.table(name)
        path = self.path(folder, name, ".parquet")
        frame = self.frame(name)
        pq.write_table(pa.Table.from_pandas(spoil(frame), preserve_index=False), path)
        assert table.name == name
        return folder

    def as_csv(self, name: str, folder: Path, spoil: Callable[[str], str | bytes]) -> Path:
        """The same as CSV, its text changed by `spoil`."""
        spoiled = spoil(text(self.frame(name)))
        path = self.path(folder, name, ".csv")
        path.write_bytes(spoiled if isinstance(spoiled, bytes) else spoiled.encode("utf-8"))
        return folder

    def frame(self, name: str) -> pd.DataFrame:
        """The sound rows, every value as it would be written."""
        (path,) = find(self.extracts, SWEDEN.table(name)).files
        rows = pacsv.read_csv(path) if path.suffix == ".csv" else pq.read_table(path)
        return written(rows)

    def path(self, folder: Path, name: str, suffix: str) -> Path:
        """Where the register's file lies in a delivery that has its delivery.json."""
        table = SWEDEN.table(name)
        place = folder / table.authority
        place.mkdir(parents=True, exist_ok=True)
        about = folder / "delivery.json"
        if not about.exists():
            os.link(self.extracts / "delivery.json", about)
        return place / f"{name}{suffix}"

    def checked(self, folder: Path, name: str) -> Checked:
        """What the check says of a delivery of that one register."""
        return check_delivery(folder, self.country(name), self.before)

    def country(self, name: str) -> Country:
        """Sweden with this register alone; the others stay as they were last time."""
        return replace(SWEDEN, tables=(SWEDEN.table(name),))


def written(rows: pa.Table) -> pd.DataFrame:
    """Texts, whole numbers with gaps, days: as pandas keeps them without changing any."""
    found: pd.DataFrame = rows.to_pandas(
        types_mapper={pa.int64(): pd.Int64Dtype()}.get, integer_object_nulls=False
    )
    return found


def text(frame: pd.DataFrame) -> str:
    """The rows as CSV."""
    return str(frame.to_csv(index=False, lineterminator="\n"))

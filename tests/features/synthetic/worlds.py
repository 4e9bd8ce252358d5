"""A world on disk, read as the tests need it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from features.schema import Table
from features.synthetic import InventReport

__all__ = ["World"]


@dataclass(frozen=True)
class World:
    folder: Path
    report: InventReport

    def table(self, table: Table) -> pa.Table:
        place = self.folder / "extracts" / "sweden" / table.authority.value
        (path,) = place.glob(f"{table.name}.*")
        if path.suffix == ".csv":
            return pa_csv.read_csv(path)
        return pq.read_table(path)

    def truth(self, name: str) -> pd.DataFrame:
        path = self.folder / "truth" / "sweden" / f"{name}.parquet"
        return pd.DataFrame(pq.read_table(path).to_pandas())

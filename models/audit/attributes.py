"""ONE DOOR to the audit bands: which groups each row's employer is in.

The bands of owner's and staff's background, sex and age lie in a folder of their own, outside
what the engine and every model can open. Only audits ask here; an import contract says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from features.country import Grouping
from features.engine.asking import OpenRegisters
from features.errors import BadOption
from features.matrix import Matrix
from models.audit.counts import NOT_GIVEN, Labels

__all__ = ["attributes_of", "audit_bands", "banded"]

FOLDER, FILE = "audit", "employers.parquet"


def attributes_of(
    registers: OpenRegisters, matrix: Matrix, workspace: Path
) -> tuple[dict[str, Labels], tuple[str, ...]]:
    """Each grouping's group per row of the matrix, and the names of those read here alone.

    A country's own groupings come first, in the order they are declared; the audit bands
    follow where somebody has put them beside the extracts. Whose group is not known is
    `NOT_GIVEN`.
    """
    country = registers.country
    employers = matrix.frame.column("employer").to_pandas()
    found: dict[str, Labels] = {}
    for grouping in country.groupings:
        if grouping.view is not None:
            rows = registers.rows(grouping.view, matrix.as_of).to_pandas()
            told = rows.drop_duplicates("employer").set_index("employer")[grouping.of]
            column = employers.map(told)
        elif grouping.of in matrix.frame.column_names:
            column = matrix.frame.column(grouping.of).to_pandas()
        else:
            raise BadOption(
                f"Grouping {grouping.name}: the matrix has no {grouping.of}.",
                "it is a stratum of the cohort, a feature, or a column of its own view",
            )
        found[grouping.name] = banded(column, grouping) if grouping.edges else _words(column)
    bands = audit_bands(workspace, country.name)
    apart = {name: _words(employers.map(told)) for name, told in bands.items()}
    return {**found, **apart}, tuple(apart)


def audit_bands(workspace: Path, country: str) -> Mapping[str, pd.Series]:
    """The bands by employer, as somebody delivered them for audits alone; empty without any."""
    file = workspace / FOLDER / country / FILE
    if not file.is_file():
        return {}
    table = pq.read_table(file).to_pandas().drop_duplicates("employer").set_index("employer")
    return {str(name): table[name].astype(object) for name in table.columns}


def banded(column: pd.Series, grouping: Grouping) -> Labels:
    """A number per row as the name of the band it lies in."""
    numbers = pd.to_numeric(column, errors="coerce").to_numpy(np.float64)
    names = np.array([*grouping.bands, NOT_GIVEN], object)
    places = np.searchsorted(grouping.edges, numbers, side="right")
    return np.asarray(names[np.where(np.isnan(numbers), len(names) - 1, places)])


def _words(column: pd.Series) -> Labels:
    plain = column.astype(object)
    return np.asarray(plain.where(plain.notna(), NOT_GIVEN).astype(str), object)

"""The truth, written as the months go by: only tests and benchmarks may open it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa

from features.synthetic.extracts import ParquetFile
from features.synthetic.potential import AREAS, Potential
from features.synthetic.registry import Registry
from features.synthetic.traits import HABITS

__all__ = ["Truth", "write_traits"]


@dataclass
class Truth:
    """`potential.parquet`: per workplace and month, what would be found in each area.

    Sums are kept on the way, so that prevalences can be told without reading it back.
    """

    folder: Path
    registry: Registry
    potential: Potential
    found: np.ndarray = field(default_factory=lambda: np.zeros(len(AREAS)))
    several: int = 0
    months: int = 0
    _file: ParquetFile | None = None

    def record(self, month: int, active: np.ndarray, found: np.ndarray) -> None:
        """Write a month's row group."""
        workplace = np.flatnonzero(active)
        seen = found[workplace]
        start = self.registry.calendar.start(month)
        entity = self.registry.entity_at(workplace, np.full(len(workplace), start))
        columns: dict[str, pa.Array] = {
            "workplace": _words(workplace, self.registry.workplaces),
            "employer": _words(entity, self.registry.organisations),
            "month": pa.array(np.full(len(workplace), start, dtype=np.int32)).cast(pa.date32()),
        }
        for at, area in enumerate(AREAS):
            columns[f"p_{area}"] = pa.array(self.potential.chance[workplace, at])
            columns[f"found_{area}"] = pa.array(seen[:, at])
            columns[f"severity_{area}"] = pa.array(self.potential.severity[workplace, at])
        columns["found_several"] = pa.array(seen[:, :4].sum(axis=1) >= 2)
        table = pa.table(columns)
        if self._file is None:
            self._file = ParquetFile(self.folder / "potential.parquet", table.schema)
        self._file.write(table)
        self.found += seen.sum(axis=0)
        self.several += int((seen[:, :4].sum(axis=1) >= 2).sum())
        self.months += len(workplace)

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()


def write_traits(folder: Path, registry: Registry) -> None:
    """`traits.parquet`: the hidden traits and habits of every employer, and its business."""
    population = registry.population
    business = population.entities.business
    traits = population.businesses.traits
    columns = {
        "employer": registry.organisations,
        "business": pa.array(business),
        "rose_from_bankruptcy": pa.array(population.entities.phoenix),
        "true_size": pa.array(population.businesses.size[business]),
        "careless": pa.array(traits.careless[business]),
        "unserious": pa.array(traits.unserious[business]),
        "clearly_unserious": pa.array(traits.clearly[business]),
        "facade": pa.array(traits.facade[business]),
        "poor": pa.array(traits.poor[business]),
        **{name: pa.array(traits.habit(name)[business]) for name in HABITS},
    }
    table = pa.table(columns)
    file = ParquetFile(folder / "traits.parquet", table.schema)
    file.write(table)
    file.close()


def _words(at: np.ndarray, words: pa.StringArray) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)), words)

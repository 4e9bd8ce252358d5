"""Audit attributes: bands of background, sex and age, kept apart from everything a model reads.

They follow the sector's make-up and lean a little on who is *chosen* for control, never on
the traits, so that fairness tests have something to find that the truth does not justify.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from features.synthetic.branches import column
from features.synthetic.extracts import ParquetFile
from features.synthetic.registry import Registry

__all__ = ["BANDS", "Backgrounds", "draw_backgrounds", "write_audit"]

BANDS = {
    "owner_background": ("sweden", "europe", "elsewhere"),
    "workforce_background": ("under_10", "10_to_29", "30_to_59", "60_and_over"),
    "owner_sex": ("woman", "man"),
    "owner_age": ("under_35", "35_to_54", "55_and_over"),
}


@dataclass(frozen=True)
class Backgrounds:
    """Bands per business, as places in `BANDS`; `tilt` is what leans on choice."""

    bands: dict[str, np.ndarray]
    tilt: np.ndarray


def draw_backgrounds(sector: np.ndarray, rng: np.random.Generator) -> Backgrounds:
    """Bands from the sector alone."""
    lean = column("audit")[sector]
    born = lean + rng.logistic(size=len(sector))
    owner = np.digitize(born, (1.3, 2.2))
    staff = np.digitize(
        0.9 * lean + 0.5 * owner + rng.normal(0, 0.9, len(sector)), (0.2, 1.2, 2.2)
    )
    building = lean * 0 + np.isin(sector, (0, 4, 5, 9))
    bands = {
        "owner_background": owner,
        "workforce_background": staff,
        "owner_sex": (rng.random(len(sector)) < 0.62 + 0.28 * building).astype(np.int64),
        "owner_age": np.digitize(rng.normal(47, 12, len(sector)) - 3 * owner, (35, 55)),
    }
    return Backgrounds(bands, (owner == 2).astype(float))


def write_audit(folder: Path, backgrounds: Backgrounds, registry: Registry) -> None:
    """One row per employer number: features and models have no door to this folder."""
    entities = registry.population.entities
    columns = {
        "employer": registry.organisations,
        **{
            name: pa.DictionaryArray.from_arrays(
                pa.array(at[entities.business], type=pa.int32()), pa.array(list(BANDS[name]))
            )
            for name, at in backgrounds.bands.items()
        },
    }
    table = pa.table(columns)
    file = ParquetFile(folder / "employers.parquet", table.schema)
    file.write(table)
    file.close()

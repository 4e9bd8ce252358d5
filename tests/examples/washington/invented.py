"""Complaints of the same form as the state's file, of companies that do not exist."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd

from examples.washington import TIES

__all__ = ["Complaints"]

SYLLABLES = ("ba", "dor", "fel", "gin", "hal", "jor", "kel", "lum", "mir", "nov", "pes", "rin")
KINDS = ("Bakery", "Builders", "Cleaning", "Farms", "Grill", "Haulage", "Roofing", "Security")
TOWNS = (("Arden", "98001"), ("Birch", "98101"), ("Cedar", "98201"), ("Dell", "99301"))


class Complaints:
    """Rows to write; `crowd` gives a word the rarity that it has among many companies."""

    def __init__(self, crowd: int = 1_000) -> None:
        self._rows: list[dict[str, object]] = []
        stems = ["".join(parts).title() for parts in itertools.product(SYLLABLES, repeat=3)]
        random = np.random.default_rng(11)
        random.shuffle(stems)
        for number in range(crowd):
            town, postcode = TOWNS[number % len(TOWNS)]
            kind = KINDS[number % len(KINDS)]
            self.add(f"{stems[number]} {kind}", town, postcode, ubi=f"6{number:08d}")

    def add(
        self,
        employer: str | None,
        city: str = "Arden",
        postcode: str = "98001",
        industry: str = "Service",
        ubi: str | None = None,
    ) -> int:
        """One complaint; its number."""
        case = 1_000 + len(self._rows)
        self._rows.append(
            {
                "case_id": case,
                "ubi": ubi,
                "industry": industry,
                "employer": employer,
                "city": city,
                "zip": postcode,
            }
        )
        return case

    def frame(self) -> pd.DataFrame:
        """The rows, one a complaint."""
        return pd.DataFrame(self._rows)

    def write(self, folder: Path, frame: pd.DataFrame | None = None) -> Path:
        """The file of the extract, in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        (self.frame() if frame is None else frame).to_parquet(folder / TIES.file)
        return folder

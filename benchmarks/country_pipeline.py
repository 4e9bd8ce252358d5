"""The drawn country through the real pipeline: landed registers to matrices on disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.country_shape import COUNTRY, DATES
from features.engine.fingerprints import Fingerprints
from features.engine.registers import Registers
from features.snapshots import build_snapshots
from features.vocabulary import AsOf

__all__ = ["prepare", "run"]


def prepare(landed: Path) -> None:
    """What is made once per delivery and kept beside it, as a second date finds it."""
    with Registers(landed, COUNTRY) as registers:
        Fingerprints(registers).at(DATES[-1], COUNTRY.tables)


def run(landed: Path, folder: Path, memory: str, dates: Sequence[AsOf]) -> None:
    """Write the matrices of `dates` under `folder`/<digest>."""
    with Registers(landed, COUNTRY, memory=memory) as registers:
        build_snapshots(registers, dates, folder, say=lambda _: None)

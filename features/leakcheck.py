"""Does anything known later change a matrix? Make the future false, and look."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from features.country import Country
from features.engine.asking import OpenRegisters
from features.engine.poisoning import Poisoned, poison
from features.engine.registers import Registers
from features.in_memory import build_matrix
from features.matrix import Matrix
from features.registers.futures import deliver_another_future
from features.registers.loading import read_delivery
from features.vocabulary import AsOf

__all__ = ["LeakReport", "leakcheck", "leakcheck_delivery"]

Opening: TypeAlias = Callable[[Path, Country], AbstractContextManager[OpenRegisters]]


@dataclass(frozen=True)
class LeakReport:
    """What was poisoned and what it changed: `leaks` are (column, rows that differ).

    A row that only one of the two matrices has counts as a leak of `cohort`.
    """

    as_of: AsOf
    workplaces: int
    columns: int
    poisoned: tuple[Poisoned, ...]
    leaks: tuple[tuple[str, int], ...]

    @property
    def tight(self) -> bool:
        """No leak, and there was a future to leak from."""
        return not self.leaks and any(one.true or one.false for one in self.poisoned)


def leakcheck(
    landed: Path,
    country: Country,
    as_of: AsOf,
    scratch: Path,
    *,
    opening: Opening = Registers,
) -> LeakReport:
    """Build the matrix of `as_of` twice, the second time from a poisoned copy in `scratch`.

    The copy is deleted again. `opening` opens registers: another engine is checked alike.
    Raises `NotFound` when nobody is in the cohort of `as_of`.
    """
    copy = scratch / f"poisoned-{as_of.isoformat()}"
    shutil.rmtree(copy, ignore_errors=True)
    try:
        poisoned = poison(landed, country, as_of, copy)
        return _compared((landed, copy), country, as_of, poisoned, opening)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def leakcheck_delivery(
    extracts: Path,
    country: Country,
    as_of: AsOf,
    scratch: Path,
    *,
    say: Callable[[str], None] = lambda _: None,
    opening: Opening = Registers,
) -> LeakReport:
    """The same from a delivery on: loaded twice, the second time with another future.

    What ties rows to employers and workplaces is then checked too: a country's own linking,
    histories and successions. Nothing but `scratch` is written to, and that is deleted again.
    Raises as `leakcheck`, `deliver_another_future` and `read_delivery` do.
    """
    home = scratch / f"futures-{as_of.isoformat()}"
    shutil.rmtree(home, ignore_errors=True)
    try:
        poisoned = deliver_another_future(extracts, country, as_of, home / "extracts")
        say(f"gave {len(poisoned)} registers of the delivery another future")
        landings: list[Path] = []
        for source, name in ((extracts, "as it was"), (home / "extracts", "with that future")):
            landings.append(home / f"landed{len(landings)}")
            read_delivery(source, country, landings[-1], say=lambda _: None, any_codes=True)
            say(f"loaded the delivery {name}")
        return _compared((landings[0], landings[1]), country, as_of, poisoned, opening)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _compared(
    landings: tuple[Path, Path],
    country: Country,
    as_of: AsOf,
    poisoned: tuple[Poisoned, ...],
    opening: Opening,
) -> LeakReport:
    matrices = []
    for landed in landings:
        with opening(landed, country) as registers:
            matrices.append(build_matrix(registers, as_of))
    true, false = matrices
    columns = true.frame.num_columns + true.rivals.num_columns
    return LeakReport(as_of, len(true), columns, poisoned, tuple(_differences(true, false)))


def _differences(true: Matrix, false: Matrix) -> list[tuple[str, int]]:
    """Columns that are not the same to the bit, with how many rows differ."""
    if not true.frame.column("workplace").equals(false.frame.column("workplace")):
        ours = set(true.frame.column("workplace").to_pylist())
        others = set(false.frame.column("workplace").to_pylist())
        return [("cohort", len(ours ^ others))]
    found: list[tuple[str, int]] = []
    for one, other in ((true.frame, false.frame), (true.rivals, false.rivals)):
        for name in one.column_names:
            rows = _rows_apart(one.column(name), other.column(name))
            if rows:
                found.append((name, rows))
    return found


def _rows_apart(one: pa.ChunkedArray, other: pa.ChunkedArray) -> int:
    if one.equals(other):
        return 0
    pairs = zip(one.to_pylist(), other.to_pylist(), strict=True)
    return sum(a != b for a, b in pairs)

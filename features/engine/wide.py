"""The wide table of a date while it grows: one array per figure, in the order of the cohort."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine.asking import OpenRegisters
from features.errors import UnknownFeature
from features.feature import Feature, Grain

__all__ = ["Figures", "Floats", "Wide", "nullable", "numbers"]

Floats = npt.NDArray[np.float64]
Figures = npt.NDArray[np.floating]


class Wide:
    """A cohort and the figures of its workplaces.

    Figures called in `exact`, which later definitions read, stay in 64 bits and can be asked
    about in SQL, as `wide`; all others are kept in the 32 bits they leave in. NaN is missing.
    """

    def __init__(
        self, registers: OpenRegisters, cohort: pa.Table, exact: Collection[str]
    ) -> None:
        self.registers = registers
        self.cohort = cohort
        self.figures: dict[str, Figures] = {}
        self.exact = frozenset(exact)
        self._shown = 0
        registers.put("cohort", cohort)

    def exactly(self, name: str) -> Floats:
        """One of the figures called in `exact`; `UnknownFeature` when it is not there."""
        if name not in self.figures or name not in self.exact:
            raise UnknownFeature(
                f"A distance to peers is of {name!r}, which no feature is called.",
                "declare what it is of",
            )
        return np.asarray(self.figures[name], dtype=np.float64)

    def column(self, name: str) -> pa.ChunkedArray:
        """A stratum of the cohort, or a figure called in `exact`, as SQL sees it."""
        if name in self.cohort.column_names:
            return self.cohort.column(name)
        return pa.chunked_array([nullable(self.exactly(name))])

    def add(self, figures: Iterable[tuple[Feature, Figures]]) -> None:
        """Add whole columns."""
        for feature, column in figures:
            self.put(feature.name, column)

    def put(self, name: str, column: Figures) -> None:
        """Add one column."""
        self.figures[name] = column if name in self.exact else _narrow(column)

    def fill(self, names: Iterable[str]) -> None:
        """A register that was not delivered says nothing about anybody: all are missing."""
        for name in names:
            if name not in self.figures:
                self.put(name, np.full(len(self.cohort), np.nan))

    def placed(self, found: pa.Table, grain: Grain) -> dict[str, pa.Array]:
        """Columns of a table of one row per `id`, in the order of the cohort.

        `id` is a workplace or an employer, as `grain` says; null for whom it does not name.
        """
        ids = found.column("id").combine_chunks()
        owner = self.cohort.column(grain).combine_chunks()
        place = pc.index_in(owner, value_set=ids.cast(owner.type))
        return {
            name: found.column(name).combine_chunks().take(place)
            for name in found.column_names
            if name != "id"
        }

    def ask(self, sql: str, *, about: str) -> dict[str, Floats]:
        """Columns of a query over `wide` or `cohort` that returns `row` and numbers.

        Rows it leaves out are missing.
        """
        found = self.registers.work_out(sql, about=about)
        row = found.column("row").to_numpy()
        columns: dict[str, Floats] = {}
        for name in found.column_names:
            if name != "row":
                columns[name] = np.full(len(self.cohort), np.nan)
                columns[name][row] = numbers(found.column(name))
        return columns

    def show(self) -> None:
        """Let SQL see the cohort and every exact figure there is, as `wide`."""
        exact = self.exact & self.figures.keys()
        if self._shown == len(exact) and exact:
            return
        shown = {name: self.cohort.column(name) for name in self.cohort.column_names}
        shown |= {name: nullable(self.figures[name]) for name in sorted(exact)}
        self.registers.put("wide", pa.table(shown))
        self._shown = len(exact)

    def table(self, names: Mapping[str, bool]) -> pa.Table:
        """The keys and the figures called `names`; those marked true in 64 bits."""
        keys = [name for name in self.cohort.column_names if name != "row"]
        columns = {name: self.cohort.column(name) for name in keys}
        for name, exact in names.items():
            figures = self.figures[name]
            columns[name] = nullable(figures if exact else _narrow(figures))
        return pa.table(columns)


def nullable(column: Figures) -> pa.Array:
    """The column as Arrow has it, null where it is missing."""
    missing = np.isnan(column)
    return pa.array(column, mask=missing if missing.any() else None)


def numbers(column: pa.Array | pa.ChunkedArray) -> Floats:
    """As 64-bit floats; null, and what is not a finite number, is missing."""
    found = np.array(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    found[~np.isfinite(found)] = np.nan
    return found


def _narrow(column: Figures) -> Figures:
    return column.astype(np.float32, copy=False)

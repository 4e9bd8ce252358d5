"""One register, read part by part: what its rows become for features that share its grain."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine.calendar import Calendar
from features.engine.compiling import lines_sql
from features.engine.gathering import Gathering
from features.engine.lines import Codes, Lines
from features.engine.registers import Registers
from features.engine.terms import Term, aggregate_of, terms_of
from features.errors import BadOption
from features.feature import Feature, Grain
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["Folded", "Part", "Reader", "table_of"]

Array: TypeAlias = npt.NDArray[Any]
LARGEST = 2.0**62  # sums of whole numbers below this fit in 64 bits


@dataclass(frozen=True)
class Part:
    """What the rows of a part of a register became; nothing is left of the rows."""

    ids: pa.Array
    found: tuple[Array, ...]  # per term


@dataclass(frozen=True)
class Folded:
    """One register at one grain: per term's key, figures of all windows, dates and ids.

    The last place of each is nobody's.
    """

    grain: Grain
    terms: tuple[Term, ...]
    found: dict[tuple[object, ...], Array]
    ids: pa.Array


class Reader:
    """Reads one register for features that share source and grain."""

    def __init__(
        self, registers: Registers, features: Sequence[Feature], dates: Sequence[AsOf]
    ) -> None:
        self.registers, self.table = registers, table_of(features)
        self.grain = aggregate_of(features[0]).grain
        self.terms = terms_of(features)
        needed = {term.key: term for term in self.terms}
        needed |= {term.known.key: term.known for term in self.terms if term.known}
        self.needed = tuple(needed.values())
        self.columns = tuple(dict.fromkeys(t.column for t in self.needed if t.column))
        self._idle: list[list[Gathering]] = []
        months = {m for term in self.needed for m in term.windows}
        self.calendar = Calendar.of(dates, tuple(months))
        self.since = None if None in months else dates[0].plus(-max(m for m in months if m))

    def parts(self, most_rows: int) -> list[tuple[str | None, str | None]]:
        """The register in ranges of employers, of about `most_rows` where it is sorted.

        Any cuts give the same figures; files say where theirs are, and rows of other ranges
        are then not even unpacked.
        """
        path = self.registers.path(self.table)
        groups = self.registers.query(
            "SELECT row_group_num_rows AS n, stats_max_value AS last"
            f" FROM parquet_metadata('{path}') WHERE path_in_schema = 'employer'"
            " ORDER BY row_group_id",
            about=self.table.name,
        ).to_pylist()
        cuts: list[str] = []
        rows = 0
        for group in groups[:-1]:
            rows += group["n"]
            if rows >= most_rows and group["last"] is not None:
                cuts.append(group["last"])
                rows = 0
        edges = [None, *sorted(set(cuts), key=str.encode), None]
        return list(zip(edges[:-1], edges[1:], strict=True))

    def read(self, between: tuple[str | None, str | None]) -> Part:
        """Read one part and find what its rows become."""
        sql = lines_sql(
            self.table,
            self.registers.path(self.table),
            self.grain,
            self.columns,
            since=self.since,
            between=between,
        )
        gatherings = self._gatherings()
        codes = Codes()
        for rows in self.registers.batches(sql, about=f"the aggregates of {self.table.name}"):
            lines = Lines.of(rows, codes, self.calendar)
            for term, gathering in zip(self.needed, gatherings, strict=True):
                at = self.columns.index(term.column) if term.column else None
                column = None if at is None else lines.columns[at]
                gathering.take(lines, column, len(codes))
        self._refuse_beyond(gatherings, codes.most_rows)
        ids, order = codes.sorted()
        found = [each.found(len(codes)) for each in gatherings]
        if order is not None:
            found = [each[..., order] for each in found]
        for each in gatherings:
            each.clear(len(codes))
        self._idle.append(gatherings)
        return Part(ids, tuple(found))

    def _gatherings(self) -> list[Gathering]:
        """One for each term: those of a part that has been read, or new ones."""
        try:
            return self._idle.pop()
        except IndexError:
            return [term.begin(self.calendar) for term in self.needed]

    def _refuse_beyond(self, gatherings: Sequence[Gathering], rows: int) -> None:
        """An exact sum or none: the most rows of one id times the largest value must fit."""
        for term, gathering in zip(self.needed, gatherings, strict=True):
            if gathering.largest * rows >= LARGEST:
                raise BadOption(
                    f"{self.table.name}, {term.column}: up to {rows} rows of up to"
                    f" {gathering.largest:.3g} cannot be added exactly.",
                    "bound the column in its declaration: then such values are not landed",
                )

    def together(self, parts: Sequence[Part], pool: Executor) -> Folded:
        """All parts as one. One employer is in one part; a workplace may be in several."""
        self._idle.clear()  # all parts are read
        parts = [part for part in parts if len(part.ids)]
        if self.grain is Grain.WORKPLACE and len(parts) > 1:
            parts = [_added(parts)]
        ids = pa.chunked_array([part.ids for part in parts], pa.string()).combine_chunks()
        shapes = [(len(t.windows), len(self.calendar.dates), 1) for t in self.needed]

        def joined(n: int) -> Array:
            nobody = np.zeros(shapes[n], np.int8)
            return np.concatenate([*(part.found[n] for part in parts), nobody], axis=-1)

        found = pool.map(joined, range(len(shapes)))
        keys = (term.key for term in self.needed)
        return Folded(self.grain, tuple(self.terms), dict(zip(keys, found, strict=True)), ids)


def _added(parts: Sequence[Part]) -> Part:
    """The parts as one. Only sums come here."""
    ids = pa.chunked_array([part.ids for part in parts], pa.string()).unique()
    ids = ids.take(pc.sort_indices(ids))
    places = [pc.index_in(part.ids, value_set=ids).to_numpy() for part in parts]
    found = []
    for number, sums in enumerate(parts[0].found):
        total = np.zeros((*sums.shape[:-1], len(ids)), np.int64)
        for part, place in zip(parts, places, strict=True):
            total[..., place] += part.found[number]  # an id stands once in a part
        found.append(total)
    return Part(ids, tuple(found))


def table_of(features: Sequence[Feature]) -> Table:
    """The register that `features` read; they share it."""
    source = aggregate_of(features[0]).source
    assert isinstance(source, Table)
    return source

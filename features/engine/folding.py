"""Aggregates of whole registers at many dates, from one pass over the rows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import kernels
from features.engine.calendar import Calendar
from features.engine.compiling import lines_sql
from features.engine.gathering import Gathering
from features.engine.lines import Codes, Lines
from features.engine.places import Places
from features.engine.registers import Registers
from features.engine.terms import Term, aggregate_of, terms_of
from features.errors import BadOption
from features.feature import Aggregate, Feature, Grain, Measure
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["Folds", "foldable"]

Array: TypeAlias = npt.NDArray[Any]
Figures: TypeAlias = npt.NDArray[np.floating[Any]]

# What adds up may be read in parts whatever they are. The others need all rows of an id
# together, and parts are cut by employer.
ADDITIVE = (Measure.COUNT, Measure.TOTAL, Measure.DECAYED)
FOLDED = (
    *ADDITIVE,
    Measure.DISTINCT,
    Measure.LATEST,
    Measure.MONTHS_SINCE,
    Measure.LOWEST,
    Measure.HIGHEST,
)
PART_ROWS = 500_000  # so that what a part becomes is not far from the processor
THREADS = 2
LARGEST = 2.0**62  # sums of whole numbers below this fit in 64 bits
# What figures are kept in, all but large counts.
COUNT_BYTES = {Measure.COUNT: 1, Measure.DISTINCT: 1, Measure.MONTHS_SINCE: 2}
FIGURE_BYTES = 8


def foldable(feature: Feature) -> bool:
    """Can the feature be had from single rows of a register that are the same at every date?"""
    aggregate = feature.definition
    return (
        isinstance(aggregate, Aggregate)
        and isinstance(aggregate.source, Table)
        and aggregate.measure in (FOLDED if aggregate.grain is Grain.EMPLOYER else ADDITIVE)
        and ":as_of" not in aggregate.value + aggregate.where
    )


class Folds:
    """The foldable ones among `features`, for each of `dates`.

    The registers are read when the first date is asked for, for as many dates at once as
    memory allows. Ask in ascending order: then nothing is read twice.
    """

    def __init__(
        self,
        registers: Registers,
        features: Sequence[Feature],
        dates: Sequence[AsOf],
        *,
        part_rows: int = PART_ROWS,
    ) -> None:
        groups: dict[tuple[str, Grain], list[Feature]] = defaultdict(list)
        for feature in features:
            if foldable(feature) and registers.has(_table([feature])):
                aggregate = aggregate_of(feature)
                groups[aggregate.source.name, aggregate.grain].append(feature)
        self._registers = registers
        self._part_rows = part_rows
        self._groups = [members for _, members in sorted(groups.items())]
        self._dates = tuple(sorted(set(dates)))
        self._read: tuple[AsOf, ...] = ()
        self._folds: list[_Fold] = []
        self._ids: dict[Grain, Places] = {}

    def at(
        self, as_of: AsOf, cohort: pa.Table, exact: Collection[str] | None = None
    ) -> Iterator[tuple[Feature, Figures]]:
        """Each feature's figures at `as_of` for the rows of `cohort`; NaN where missing.

        Only those called in `exact` come in 64 bits where it is given. `as_of` must be one of
        the dates the folds were made for.
        """
        if as_of not in self._dates:
            raise ValueError(f"the registers were not read for {as_of.isoformat()}")
        if as_of not in self._read:
            self._read_from(as_of, len(cohort))
        for grain, ids in self._ids.items():
            places = ids.of(cohort.column(grain.value))
            for fold in self._folds:
                if fold.grain is grain:
                    yield from fold.at(self._read.index(as_of), places, exact)

    def _read_from(self, as_of: AsOf, rows: int) -> None:
        """Read the registers for `as_of` and the dates after it that there is room for."""
        self._folds = []  # what is held makes room first
        width = sum(
            COUNT_BYTES.get(aggregate_of(feature).measure, FIGURE_BYTES)
            for members in self._groups
            for feature in members
        )
        room = _bytes(self._registers.memory) // 2
        most = room // max(1, width * rows)
        begin = self._dates.index(as_of)
        self._read = self._dates[begin : begin + min(max(1, most), kernels.MOST_DATES)]
        self._folds = self._read_all()
        for grain in dict.fromkeys(fold.grain for fold in self._folds):
            folds = [fold for fold in self._folds if fold.grain is grain]
            ids = pa.chunked_array([fold.ids for fold in folds], pa.string()).unique()
            ids = ids.take(pc.sort_indices(ids))  # as the cohort is: figures are taken in order
            self._ids[grain] = Places(ids)
            for fold in folds:
                fold.find(ids)

    def _read_all(self) -> list[_Fold]:
        """Read the registers of all groups, parts side by side."""
        readers = [_Reader(self._registers, members, self._read) for members in self._groups]
        with ThreadPoolExecutor(THREADS) as pool:
            waiting = [
                [pool.submit(reader.read, part) for part in reader.parts(self._part_rows)]
                for reader in readers
            ]
            return [
                reader.fold([part.result() for part in parts])
                for reader, parts in zip(readers, waiting, strict=True)
            ]


@dataclass(frozen=True)
class _Part:
    """What the rows of a part of a register became; nothing is left of the rows."""

    ids: pa.Array
    found: tuple[Array, ...]  # per term


@dataclass
class _Fold:
    """One register at one grain: per term, figures of all windows, dates and ids."""

    grain: Grain
    terms: tuple[Term, ...]
    places: dict[tuple[object, ...], int]
    found: tuple[Array, ...]  # per term; the last id is nobody
    ids: pa.Array
    where: Array

    def find(self, ids: pa.Array) -> None:
        """Note where each of `ids` stands here; the last place is nobody's."""
        self.where = np.append(Places(self.ids).of(pa.chunked_array([ids])), len(self.ids))

    def at(
        self, date: int, places: Array, exact: Collection[str] | None
    ) -> Iterator[tuple[Feature, Figures]]:
        """Figures at a date for rows whose ids stand at `places` of those of `find`."""
        rows = self.where[places]
        absent = np.flatnonzero(rows == len(self.ids))
        for term in self.terms:
            known = self.found[self.places[term.known.key]] if term.known else None
            for feature in term.features:
                found = self.found[self.places[term.key]]
                wide = exact is None or feature.name in exact
                kind = np.float64 if wide else np.float32
                column = term.figures(found, feature, date, rows, kind)
                missing = aggregate_of(feature).missing
                answer = np.nan if missing is None else float(missing)
                if missing != 0 and known is not None:
                    column[term.none(known, feature, date)[rows]] = answer
                elif missing is not None and term.may_miss:
                    column[np.isnan(column)] = answer
                if missing != 0 or term.may_miss:  # else nobody has nought already
                    column[absent] = answer
                yield feature, column


class _Reader:
    """Reads one register for features that share source and grain."""

    def __init__(
        self, registers: Registers, features: Sequence[Feature], dates: Sequence[AsOf]
    ) -> None:
        self.registers, self.table = registers, _table(features)
        self.grain = aggregate_of(features[0]).grain
        self.terms = terms_of(features)
        needed = {term.key: term for term in self.terms}
        needed |= {term.known.key: term.known for term in self.terms if term.known}
        self.needed = tuple(needed.values())
        self.columns = tuple(dict.fromkeys(t.column for t in self.needed if t.column))
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

    def read(self, between: tuple[str | None, str | None]) -> _Part:
        """Read one part and find what its rows become."""
        sql = lines_sql(
            self.table,
            self.registers.path(self.table),
            self.grain,
            self.columns,
            since=self.since,
            between=between,
        )
        gatherings = [term.begin(self.calendar) for term in self.needed]
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
        return _Part(ids, tuple(found))

    def _refuse_beyond(self, gatherings: Sequence[Gathering], rows: int) -> None:
        """An exact sum or none: the most rows of one id times the largest value must fit."""
        for term, gathering in zip(self.needed, gatherings, strict=True):
            if gathering.largest * rows >= LARGEST:
                raise BadOption(
                    f"{self.table.name}, {term.column}: up to {rows} rows of up to"
                    f" {gathering.largest:.3g} cannot be added exactly.",
                    "bound the column in its declaration: then such values are not landed",
                )

    def fold(self, parts: Sequence[_Part]) -> _Fold:
        """All parts together. One employer is in one part; a workplace may be in several."""
        parts = [part for part in parts if len(part.ids)]
        if self.grain is Grain.WORKPLACE and len(parts) > 1:
            parts = [_added(parts)]
        ids = pa.chunked_array([part.ids for part in parts], pa.string()).combine_chunks()
        places = {term.key: number for number, term in enumerate(self.needed)}
        shape = [(len(t.windows), len(self.calendar.dates), 1) for t in self.needed]
        found = tuple(
            np.concatenate([*(p.found[n] for p in parts), np.zeros(shape[n], np.int8)], axis=-1)
            for n in range(len(shape))
        )
        nowhere = np.zeros(0, np.int64)
        return _Fold(self.grain, tuple(self.terms), places, found, ids, nowhere)


def _added(parts: Sequence[_Part]) -> _Part:
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
    return _Part(ids, tuple(found))


def _bytes(memory: str) -> int:
    """DuckDB's way of writing an amount of memory, such as 4GB."""
    for unit, size in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if memory.upper().endswith(unit):
            return int(float(memory[: -len(unit)]) * size)
    return 4 * 10**9


def _table(features: Sequence[Feature]) -> Table:
    source = aggregate_of(features[0]).source
    assert isinstance(source, Table)
    return source

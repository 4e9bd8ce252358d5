"""Aggregates of whole registers at many dates, from one pass over the rows of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import kernels
from features.engine.places import Places
from features.engine.readers import Folded, Reader, table_of
from features.engine.registers import Registers, memory_bytes
from features.engine.terms import aggregate_of
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
PART_ROWS = 1_000_000  # what a part becomes stays near the processor; opening costs 20 ms
THREADS = 2
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
            if foldable(feature) and registers.has(table_of([feature])):
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
        room = memory_bytes(self._registers.memory) // 2
        most = room // max(1, width * rows)
        begin = self._dates.index(as_of)
        self._read = self._dates[begin : begin + min(max(1, most), kernels.MOST_DATES)]
        read = self._read_all()
        for grain in dict.fromkeys(one.grain for one in read):
            alike = [one for one in read if one.grain is grain]
            ids, self._ids[grain] = _together([one.ids for one in alike])
            self._folds += [_Fold(one, ids) for one in alike]

    def _read_all(self) -> list[Folded]:
        """Read the registers of all groups, parts side by side."""
        with self._registers.beside() as source, ThreadPoolExecutor(THREADS) as pool:
            readers = [Reader(source, members, self._read) for members in self._groups]
            waiting = [
                [pool.submit(reader.read, part) for part in reader.parts(self._part_rows)]
                for reader in readers
            ]
            return [
                reader.together([part.result() for part in parts], pool)
                for reader, parts in zip(readers, waiting, strict=True)
            ]


def _together(lists: Sequence[pa.Array]) -> tuple[pa.Array, Places]:
    """The ids of all lists, each in its order as they are: figures are then taken in order."""
    longest, *others = sorted(lists, key=len, reverse=True)
    ids, places = longest, Places(longest)
    for other in others:
        new = other.filter(pa.array(places.of(pa.chunked_array([other])) == len(ids)))
        if len(new):
            ids = pa.concat_arrays([ids, new])
            ids = ids.take(pc.sort_indices(ids))
            places = Places(ids)
    return ids, places


class _Fold:
    """One register's figures, found for rows whose ids are among those of a grain."""

    def __init__(self, folded: Folded, ids: pa.Array) -> None:
        self.grain, self._folded = folded.grain, folded
        self._nobody = len(folded.ids)
        where = Places(folded.ids).of(pa.chunked_array([ids]))
        self._where = np.append(where, self._nobody)

    def at(
        self, date: int, places: Array, exact: Collection[str] | None
    ) -> Iterator[tuple[Feature, Figures]]:
        """Figures at a date for rows whose ids stand at `places` of those of the grain."""
        rows = self._where[places]
        absent = np.flatnonzero(rows == self._nobody)
        for term in self._folded.terms:
            found = self._folded.found[term.key]
            known = self._folded.found[term.known.key] if term.known else None
            for feature in term.features:
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

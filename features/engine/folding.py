"""Counts and totals of whole registers at many dates in one pass over month cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from features.engine.compiling import FADED, cells_sql, fading
from features.engine.registers import Registers
from features.feature import Aggregate, Feature, Grain, Measure
from features.schema import Table
from features.vocabulary import AsOf

__all__ = ["Folds", "foldable"]

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

EXACT = 2.0**53  # whole numbers up to here are exact in 64-bit floats, and so are their sums
HALF = 26  # bits of the low half of a number too large for that


def foldable(feature: Feature) -> bool:
    """Is the feature a sum over rows of a register, with the same terms whatever the date?"""
    aggregate = feature.definition
    return (
        isinstance(aggregate, Aggregate)
        and isinstance(aggregate.source, Table)
        and aggregate.measure in (Measure.COUNT, Measure.TOTAL, Measure.DECAYED)
        and ":as_of" not in aggregate.value + aggregate.where
    )


class Folds:
    """The foldable ones among `features`, read once and ready to be summed at each of `dates`.

    The registers are read here, as cells of (employer or workplace, month it happened, month it
    was known, month it was superseded); `at` then only adds.
    """

    def __init__(
        self, registers: Registers, features: Sequence[Feature], dates: Sequence[AsOf]
    ) -> None:
        groups: dict[tuple[str, Grain], list[Feature]] = defaultdict(list)
        for feature in features:
            if foldable(feature) and isinstance(feature.definition, Aggregate):
                groups[feature.definition.source.name, feature.definition.grain].append(feature)
        self._folds = [
            _Fold.read(registers, members, dates)
            for _, members in sorted(groups.items())
            if registers.has(_table(members))
        ]
        self._dates = frozenset(dates)
        self._ids: dict[Grain, pa.Array] = {}
        for grain in Grain:
            folds = [fold for fold in self._folds if fold.grain is grain]
            ids = pa.chunked_array([fold.ids for fold in folds], pa.string()).unique()
            ids = ids.take(pc.sort_indices(ids))  # as the cohort is: figures are taken in order
            self._ids[grain] = ids
            for fold in folds:
                fold.code = pc.index_in(fold.ids, value_set=ids).to_numpy()[fold.code]

    def at(self, as_of: AsOf, cohort: pa.Table) -> Iterator[tuple[Feature, Floats]]:
        """Each feature's figures at `as_of` for the rows of `cohort`; NaN where missing.

        `as_of` must be one of the dates the registers were read for.
        """
        if as_of not in self._dates:
            raise ValueError(f"the registers were not read for {as_of.isoformat()}")
        for grain, ids in self._ids.items():
            folds = [fold for fold in self._folds if fold.grain is grain]
            if folds:
                found = pc.index_in(cohort.column(grain.value), value_set=ids)
                places = pc.fill_null(found, len(ids)).to_numpy().astype(np.int64)
                for fold in folds:
                    yield from fold.at(as_of, places, len(ids))


@dataclass(frozen=True)
class _Term:
    """One sum of a register's rows: the cells where it is not nought, and what they add.

    `weights` of None adds one for each; `high` is what they add in units of 2^26, where the
    sum may be too large for one float. `features` are its windows; `known` counts the rows
    that had a value, where a total of no values must be told from a total of nought. `fades`
    are features whose terms fade with age: each is summed by itself.
    """

    rows: npt.NDArray[np.int32]
    weights: Floats | None
    high: Floats | None
    features: tuple[Feature, ...]
    known: _Term | None = None
    fades: tuple[Feature, ...] = ()

    def summed(self, places: Places, shape: tuple[int, int]) -> Floats:
        """The sum per window and id, each window holding those before it. Rounded once."""
        here = places[self.rows]
        sums = _nested(here, self.weights, shape)
        return sums if self.high is None else sums + 2.0**HALF * _nested(here, self.high, shape)

    def faded(
        self,
        feature: Feature,
        ages: npt.NDArray[np.int32],
        code: npt.NDArray[np.int32],
        ids: int,
    ) -> Floats:
        """The fading sum per id. `ages` are whole months of every cell, 0 where none counts."""
        weights = np.array([0, *fading(_aggregate(feature)), 0], dtype=np.float64)
        age = np.minimum(ages[self.rows], len(weights) - 1)
        each = weights[age] if self.weights is None else weights[age] * self.weights
        return np.bincount(code[self.rows], each, minlength=ids + 1)[: ids + 1] / FADED


@dataclass
class _Fold:
    """The cells of one register at one grain. `windows` ascend; None, all time, is the last."""

    grain: Grain
    ids: pa.Array
    code: npt.NDArray[np.int32]  # which id
    happened: npt.NDArray[np.int32]  # months since year 0
    known: npt.NDArray[np.int32]
    ended: npt.NDArray[np.int32]
    windows: tuple[int | None, ...]
    terms: tuple[_Term, ...]
    presence: bool  # does any feature ask whether an id has rows at all?

    @classmethod
    def read(
        cls, registers: Registers, features: Sequence[Feature], dates: Sequence[AsOf]
    ) -> _Fold:
        """Read the register of `features`, which share source and grain."""
        table, grain = _table(features), _aggregate(features[0]).grain
        sums: dict[tuple[str, str], list[Feature]] = defaultdict(list)
        for feature in features:
            term = _aggregate(feature)
            value = "" if term.measure is Measure.COUNT else term.value
            sums[value, term.where].append(feature)
        wanted = [_aggregate(members[0]) for members in sums.values()]
        sql = cells_sql(table, registers.path(table), grain, wanted, dates)
        cells = registers.query(sql, about=f"the aggregates of {table.name}")
        ids = cells.column("id").combine_chunks().dictionary_encode()
        months = {_aggregate(f).months for f in features if not _fades(f)}
        return cls(
            grain=grain,
            ids=ids.dictionary,
            code=ids.indices.to_numpy(),
            happened=_column(cells, "happened_month").astype(np.int32),
            known=_column(cells, "known_month").astype(np.int32),
            ended=_column(cells, "ended_month").astype(np.int32),
            windows=tuple(sorted(months, key=lambda m: np.inf if m is None else m)),
            terms=tuple(_term(cells, i, members) for i, members in enumerate(sums.values())),
            presence=any(_asks_presence(feature) for feature in features),
        )

    def at(self, as_of: AsOf, places: Places, ids: int) -> Iterator[tuple[Feature, Floats]]:
        """Figures at `as_of` for rows whose id has the codes `places` (`ids`: none)."""
        shape = (len(self.windows), ids + 1)  # the last id is nobody's
        counting, bins = self._bins(as_of, shape)
        present = None
        if self.presence:
            present = (np.bincount(self.code[counting], minlength=ids + 1) > 0)[places]
        for term in self.terms:
            summed = term.summed(bins, shape)
            known = term.known.summed(bins, shape) if term.known else None
            for feature in term.features:
                aggregate = _aggregate(feature)
                window = self.windows.index(aggregate.months)
                figures = summed[window][places]
                missing = np.nan if aggregate.missing is None else float(aggregate.missing)
                if known is not None:
                    figures[known[window][places] == 0] = missing
                elif present is not None and missing != 0:
                    figures[~present] = missing
                yield feature, figures
            for feature in term.fades:
                ages = np.where(counting, as_of.year * 12 + as_of.month - self.happened, 0)
                figures = term.faded(feature, ages, self.code, ids)[places]
                if present is not None and _asks_presence(feature):
                    nothing = _aggregate(feature).missing
                    figures[~present] = np.nan if nothing is None else nothing
                yield feature, figures

    def _bins(
        self, as_of: AsOf, shape: tuple[int, int]
    ) -> tuple[npt.NDArray[np.bool_], Places]:
        """Which cells count at `as_of`, and each cell's place among windows × ids.

        A cell of age a falls in the narrowest window of at least a months. Cells that do not
        count, or are older than every window, share one place beyond the last.
        """
        month = as_of.year * 12 + as_of.month
        counting = (self.known < month) & (self.happened < month) & (self.ended >= month)
        edges = [window for window in self.windows if window is not None]
        bucket = np.searchsorted(edges, month - self.happened, side="left")
        inside = counting & (bucket < shape[0])
        bins = np.where(inside, bucket * shape[1] + self.code, shape[0] * shape[1])
        return counting, bins.astype(np.int64, copy=False)


def _term(cells: pa.Table, number: int, features: Sequence[Feature]) -> _Term:
    """The `number`th sum, sparse. Only a total that may be missing counts its values."""
    column = _column(cells, f"s{number}")
    adds = tuple(feature for feature in features if not _fades(feature))
    asks = any(_aggregate(feature).missing != 0 for feature in adds)
    counts = f"n{number}" in cells.column_names and asks
    known = _sparse(_column(cells, f"n{number}"), ()) if counts else None
    return replace(
        _sparse(column, adds), known=known, fades=tuple(f for f in features if _fades(f))
    )


def _sparse(column: npt.NDArray[np.int64], features: tuple[Feature, ...]) -> _Term:
    rows = np.flatnonzero(column).astype(np.int32)
    whole = column[rows]
    if (whole == 1).all():
        return _Term(rows, None, None, features)
    weights = whole.astype(np.float64)
    if np.abs(weights).sum() < EXACT:
        return _Term(rows, weights, None, features)
    low = (whole & (2**HALF - 1)).astype(np.float64)
    return _Term(rows, low, (whole >> HALF).astype(np.float64), features)


def _nested(places: Places, weights: Floats | None, shape: tuple[int, int]) -> Floats:
    """Sums per window and id, the last place left out; each window holds those before it."""
    size = shape[0] * shape[1]
    sums = np.bincount(places, weights, minlength=size + 1)[:size].reshape(shape)
    for window in range(1, shape[0]):
        sums[window] += sums[window - 1]
    return sums.astype(np.float64, copy=False)


def _asks_presence(feature: Feature) -> bool:
    aggregate = _aggregate(feature)
    counts = (Measure.COUNT, Measure.DECAYED)
    return aggregate.measure in counts and aggregate.missing != 0


def _fades(feature: Feature) -> bool:
    return _aggregate(feature).measure is Measure.DECAYED


def _column(cells: pa.Table, name: str) -> npt.NDArray[np.int64]:
    return np.asarray(cells.column(name).to_numpy())


def _aggregate(feature: Feature) -> Aggregate:
    assert isinstance(feature.definition, Aggregate)
    return feature.definition


def _table(features: Sequence[Feature]) -> Table:
    source = _aggregate(features[0]).source
    assert isinstance(source, Table)
    return source

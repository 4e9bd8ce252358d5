"""Columns bent at their quantiles, so that a linear model can follow a curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["BENDS", "Curves"]

Floats = npt.NDArray[np.float64]

# Where each column may bend. Harrell (Regression Modeling Strategies, 2015, 2.4.6) finds that
# three to five knots serve nearly every sample size.
BENDS = (0.25, 0.5, 0.75, 0.95)
ENOUGH = 10_000  # rows: a quantile is then off by half a point of rank


@dataclass(frozen=True)
class Curves:
    """How columns were bent: a linear spline each, and a column of its own for missing.

    Fewer bends where a column has few values: one of noughts and ones stays as it is. What is
    missing counts as the column's median beside its own column. All is scaled to a mean of 0
    and a deviation of 1, so that one penalty means the same everywhere.
    """

    medians: Floats
    bends: tuple[Floats, ...]
    with_missing: tuple[int, ...]
    middle: Floats
    spread: Floats

    @classmethod
    def fit(cls, values: npt.NDArray[np.floating]) -> Curves:
        """Learn bends and scales from (rows, columns); NaN and infinity are missing.

        Of many rows, evenly spaced ones are enough.
        """
        known = _known(values[:: max(1, len(values) // ENOUGH)])
        every = [column[~np.isnan(column)] for column in known.T]
        medians = np.array([np.median(one) if len(one) else 0.0 for one in every])
        bends = tuple(_bends(one) for one in every)
        holes = np.flatnonzero(np.isnan(known).any(axis=0) & ~np.isnan(known).all(axis=0))
        plain = cls(medians, bends, tuple(holes.tolist()), np.zeros(1), np.ones(1))
        wide = plain._widened(known)
        spread = wide.std(axis=0)
        return cls(medians, bends, plain.with_missing, wide.mean(axis=0), _or_one(spread))

    def transform(self, values: npt.NDArray[np.floating]) -> Floats:
        """(rows, columns) as (rows, more columns), scaled."""
        return (self._widened(_known(values)) - self.middle) / self.spread

    def _widened(self, known: Floats) -> Floats:
        parts = []
        for number, bends in enumerate(self.bends):
            column = np.where(
                np.isnan(known[:, number]), self.medians[number], known[:, number]
            )
            parts += [column, *(np.maximum(column - bend, 0.0) for bend in bends)]
        parts += [np.isnan(known[:, number]).astype(np.float64) for number in self.with_missing]
        return np.column_stack(parts)


def _known(values: npt.NDArray[np.floating]) -> Floats:
    """In 64-bit, long tails drawn in by a signed logarithm, infinity as missing."""
    wide = np.asarray(values, dtype=np.float64)
    return np.where(np.isfinite(wide), np.sign(wide) * np.log1p(np.abs(wide)), np.nan)


def _bends(column: Floats) -> Floats:
    if not len(column):
        return np.zeros(0)
    found: Floats = np.unique(np.quantile(column, BENDS, method="lower"))
    return np.asarray(found[(found > column.min()) & (found < column.max())])


def _or_one(spread: Floats) -> Floats:
    return np.where(spread > 1e-9, spread, 1.0)

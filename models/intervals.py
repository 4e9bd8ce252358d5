"""How sure a figure is: Wilson's interval for shares, percentiles for resamples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Figure", "percentiles", "wilson"]

Z_95 = 1.959963984540054  # 97.5 % point of the normal distribution


@dataclass(frozen=True)
class Figure:
    """A value with its 95 % interval. None where nothing can be said; `why` then tells."""

    value: float | None
    low: float | None = None
    high: float | None = None
    why: str = ""

    @property
    def clear_of_zero(self) -> bool:
        """Does the whole interval lie above zero?"""
        return self.low is not None and self.low > 0


def wilson(found: float, of: float) -> Figure:
    """Share with Wilson's score interval (1927). `found` and `of` may be expectations."""
    if of <= 0:
        return Figure(None, why="no labelled workplace among them")
    share = min(max(found / of, 0.0), 1.0)
    wide = 1 + Z_95**2 / of
    middle = (share + Z_95**2 / (2 * of)) / wide
    half = Z_95 * math.sqrt(share * (1 - share) / of + Z_95**2 / (4 * of * of)) / wide
    return Figure(share, max(0.0, middle - half), min(1.0, middle + half))


def percentiles(value: float, resampled: npt.NDArray[np.float64]) -> Figure:
    """A value with the 2.5th and 97.5th percentile of its resamples.

    Resamples where the figure does not exist (no label left) are left out; with fewer than
    half of them left there is no interval, and `why` says so.
    """
    kept = resampled[~np.isnan(resampled)]
    if math.isnan(value):
        return Figure(None, why="too few labels of both kinds")
    if 2 * len(kept) < len(resampled):
        return Figure(value, why="most resamples have no label, so there is no interval")
    low, high = np.percentile(kept, [2.5, 97.5])
    return Figure(value, float(low), float(high))

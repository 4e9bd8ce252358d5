"""How sure a figure is: Wilson's interval for shares, percentiles for resamples."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

# The pages show figures and compute none with arrays: they start without numpy and scipy.
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = [
    "Figure",
    "percentiles",
    "scaled",
    "share_with_variance",
    "student",
    "value_with_variance",
    "wilson",
]

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
    # Rounding must not leave a share of 0 or 1 outside its own interval.
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Figure(share, min(low, share), max(high, share))


def percentiles(value: float, resampled: npt.NDArray[np.float64]) -> Figure:
    """A value with the 2.5th and 97.5th percentile of its resamples.

    Resamples where the figure does not exist (no label left) are left out; with fewer than
    half of them left there is no interval, and `why` says so.
    """
    import numpy as np

    kept = resampled[~np.isnan(resampled)]
    if math.isnan(value):
        return Figure(None, why="too few labels of both kinds")
    if 2 * len(kept) < len(resampled):
        return Figure(value, why="most resamples have no label, so there is no interval")
    low, high = np.percentile(kept, [2.5, 97.5])
    return Figure(value, float(low), float(high))


def share_with_variance(share: float, variance: float, freedom: float = math.inf) -> Figure:
    """Wilson's interval for a share that was estimated with a known variance.

    The share is taken as one of as many independent answers as would have that variance, the
    normal quantile widened to Student's with `freedom` degrees (Korn and Graubard 1998 do so
    for surveys). No variance, no interval's width. The share is brought into 0–1.
    """
    held = min(max(share, 0.0), 1.0)
    if variance <= 0:
        return Figure(held, held, held)
    quantile = student(freedom)
    # Half an answer to each side keeps a share of 0 or 1 from being as good as certain.
    inside = min(max(held, 1e-3), 1 - 1e-3)
    answers = inside * (1 - inside) / variance
    square = quantile**2
    middle = (held + square / (2 * answers)) / (1 + square / answers)
    half = quantile / (1 + square / answers)
    half *= math.sqrt(held * (1 - held) / answers + square / (4 * answers**2))
    return Figure(held, min(held, max(0.0, middle - half)), max(held, min(1.0, middle + half)))


def value_with_variance(
    value: float, variance: float, freedom: float = math.inf, *, least: float = -math.inf
) -> Figure:
    """Student's interval for a value estimated with a known variance, from `least` up."""
    half = student(freedom) * math.sqrt(max(variance, 0.0))
    held = max(value, least)
    return Figure(held, max(least, value - half), max(held, value + half))


def scaled(figure: Figure, factor: float) -> Figure:
    """A figure and its interval times a known factor; one without a value stays without."""
    if figure.value is None:
        return figure
    low, high = figure.low, figure.high
    return Figure(
        figure.value * factor,
        None if low is None else low * factor,
        None if high is None else high * factor,
        figure.why,
    )


def student(freedom: float) -> float:
    """Student's 97.5 % point; of less than one degree of freedom, that of one."""
    from scipy.stats import t

    return float(t.ppf(0.975, max(freedom, 1.0)))

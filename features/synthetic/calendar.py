"""Months counted from the first of the world, and days counted as registers do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from features.vocabulary import shift

__all__ = ["Calendar", "day_number"]

_EPOCH = date(1970, 1, 1)
_BEFORE, _AFTER = 600, 60  # months on either side, for what began before and ends after


def day_number(day: date) -> int:
    """Days since 1 January 1970, as Arrow counts them."""
    return (day - _EPOCH).days


@dataclass(frozen=True)
class Calendar:
    """Month 0 is the first of the world; `months` of them end where `delivered_on` begins."""

    months: int
    delivered_on: date

    @property
    def first(self) -> date:
        """The first day of month 0."""
        return shift(self.delivered_on, -self.months)

    @property
    def last_day(self) -> int:
        """The last day on which anything can be known: that before the delivery."""
        return day_number(self.delivered_on) - 1

    def start(self, month: np.ndarray | int) -> np.ndarray:
        """The first day of each month, as a day number; months may be negative."""
        starts = self._starts()
        return np.asarray(starts[np.clip(np.asarray(month) + _BEFORE, 0, len(starts) - 1)])

    def month(self, day: np.ndarray) -> np.ndarray:
        """The month each day lies in."""
        return np.searchsorted(self._starts(), day, side="right") - 1 - _BEFORE

    def of_year(self, month: np.ndarray | int) -> np.ndarray:
        """Month of the year, 1 to 12."""
        return np.asarray((np.asarray(month) + self.first.month - 1) % 12 + 1)

    def year(self, month: np.ndarray | int) -> np.ndarray:
        """The calendar year of each month."""
        return np.asarray(self.first.year + (np.asarray(month) + self.first.month - 1) // 12)

    def at(self, day: date) -> int:
        """The month that a date lies in."""
        return (day.year - self.first.year) * 12 + day.month - self.first.month

    def _starts(self) -> np.ndarray:
        first = np.datetime64(f"{self.first.year:04d}-{self.first.month:02d}", "M")
        months = first + np.arange(-_BEFORE, self.months + _AFTER)
        return np.asarray(months.astype("datetime64[D]").astype(np.int32))

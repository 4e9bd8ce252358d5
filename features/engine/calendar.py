"""As-of dates and windows as tables by day, so that a row finds its dates without comparing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from features.engine.compiling import FADED, fading
from features.feature import Aggregate
from features.vocabulary import AsOf

__all__ = ["FADED", "Calendar"]

ALWAYS = -(2**31) + 2  # when all time begins; what never happened lies before it


@dataclass(frozen=True)
class Calendar:
    """Ascending `dates`, and `windows` in months of which the last is all time (None)."""

    dates: tuple[AsOf, ...]
    windows: tuple[int | None, ...]

    @classmethod
    def of(cls, dates: Sequence[AsOf], months: Sequence[int | None]) -> Calendar:
        """All of `dates` and of the windows `months`, each once and in order."""
        return cls(tuple(sorted(set(dates))), (*sorted({m for m in months if m}), None))

    @cached_property
    def first_day(self) -> int:
        """A day before every date and every window; earlier days are as this one."""
        return int(min(self.starts[self.starts > ALWAYS].min(initial=0), self.days[0])) - 1

    @cached_property
    def days(self) -> npt.NDArray[np.int64]:
        """The dates as numbers of days."""
        return np.array([_number(as_of) for as_of in self.dates])

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """(windows, dates): the day each window begins."""
        return np.array(
            [
                [ALWAYS if m is None else _number(as_of.plus(-m)) for as_of in self.dates]
                for m in self.windows
            ]
        )

    @cached_property
    def reach(self) -> npt.NDArray[np.uint8]:
        """(days, 1 + windows): of each day, how many dates it is not before, and of how many
        dates each window had begun by it."""
        edges = [self.days, *self.starts]
        found = [np.searchsorted(ascending, self._table(), side="right") for ascending in edges]
        return np.ascontiguousarray(np.stack(found, axis=1), dtype=np.uint8)

    def weights(self, aggregate: Aggregate) -> npt.NDArray[np.int64]:
        """(days, dates): what a row of that day weighs at each date; nought out of reach."""
        by_age = np.array([0, *fading(aggregate), 0])
        day = self._table().astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        age = np.clip(self.months[None, :] - day[:, None], 0, len(by_age) - 1)
        return np.asarray(by_age[age])

    @cached_property
    def months(self) -> npt.NDArray[np.int64]:
        """The month of each date, counted as numpy does."""
        return self.days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)

    def _table(self) -> npt.NDArray[np.int64]:
        return np.arange(self.first_day, self.days[-1] + 1)


def _number(as_of: AsOf) -> int:
    return int(np.datetime64(as_of.isoformat()).astype(np.int64))

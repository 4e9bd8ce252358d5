"""The ISO week a list is made for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from features.errors import BadOption

__all__ = ["Week"]


@dataclass(frozen=True, order=True)
class Week:
    """A week that starts on a Monday; it belongs to the year of its Thursday (ISO 8601)."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that holds `day`."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """Read `2026-W48`. Raises `BadOption` for anything else, and for a week 53 too many."""
        found = re.fullmatch(r"(\d{4})-?W(\d{1,2})", text.strip(), re.ASCII)
        if found:
            week = cls(int(found[1]), int(found[2]))
            try:
                if cls.of(week.monday) == week:
                    return week
            except ValueError:
                pass
        raise BadOption(
            f"'{text}' is not a week.", "write it as YYYY-Www, for example 2026-W48"
        )

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def plus(self, weeks: int) -> Week:
        """The week `weeks` later, or earlier when negative."""
        return Week.of(self.monday + timedelta(weeks=weeks))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

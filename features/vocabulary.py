"""The words of the field as types: authorities, flags, directions, and the as-of date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from features.errors import BadOption

__all__ = [
    "PARTIES",
    "AsOf",
    "Authority",
    "Direction",
    "Flag",
    "Words",
    "months_between",
    "shift",
]


@dataclass(frozen=True)
class Words:
    """One text in the two languages of the service."""

    sv: str
    en: str


class Authority(StrEnum):
    """Who owns a fact. The nine of the cooperation, and those whose facts come otherwise."""

    ARBETSFORMEDLINGEN = "arbetsformedlingen"
    ARBETSMILJOVERKET = "arbetsmiljoverket"
    BOLAGSVERKET = "bolagsverket"
    EKOBROTTSMYNDIGHETEN = "ekobrottsmyndigheten"
    FORSAKRINGSKASSAN = "forsakringskassan"
    JAMSTALLDHETSMYNDIGHETEN = "jamstalldhetsmyndigheten"
    MIGRATIONSVERKET = "migrationsverket"
    POLISMYNDIGHETEN = "polismyndigheten"
    SKATTEVERKET = "skatteverket"
    AKLAGARMYNDIGHETEN = "aklagarmyndigheten"
    IVO = "ivo"
    KOMMUNERNA = "kommunerna"  # the 290 municipalities, each for its own
    KRONOFOGDEN = "kronofogden"
    TRANSPORTSTYRELSEN = "transportstyrelsen"
    ELSEWHERE = "elsewhere"  # a register of another country; its table names the agency


# The nine parties to the cooperation, in the order of `domain.md` 1.1. They alone hand over
# under the joint-controls act.
PARTIES = (
    Authority.ARBETSFORMEDLINGEN,
    Authority.ARBETSMILJOVERKET,
    Authority.EKOBROTTSMYNDIGHETEN,
    Authority.FORSAKRINGSKASSAN,
    Authority.JAMSTALLDHETSMYNDIGHETEN,
    Authority.MIGRATIONSVERKET,
    Authority.POLISMYNDIGHETEN,
    Authority.SKATTEVERKET,
    Authority.AKLAGARMYNDIGHETEN,
)


class Flag(StrEnum):
    """May a feature enter the model? (`domain.md` 4.4)"""

    FREE = "G"
    GUARDED = "Y"
    REFUSED = "R"


class Direction(IntEnum):
    """Which way the field expects a higher value to move the priority."""

    RAISES = 1
    EITHER = 0
    LOWERS = -1


def shift(month: date, months: int) -> date:
    """The first of the month `months` later (earlier when negative) than `month`'s."""
    index = month.year * 12 + month.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def months_between(earlier: date, later: date) -> int:
    """Whole calendar months from `earlier`'s month to `later`'s; negative when reversed."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


class AsOf(date):
    """The date a matrix pretends it is: always the first of a month.

    A record counts iff it was known before this date and happened before it. With firsts of
    months, whole months decide both, and cells per month lose nothing.
    """

    @classmethod
    def parse(cls, text: str | date) -> AsOf:
        """Read `2026-11-01`. Raises `BadOption` for anything else than a first of a month."""
        try:
            day = text if isinstance(text, date) else date.fromisoformat(text.strip())
        except ValueError:
            raise BadOption(
                f"As-of date '{text}' is not a date.",
                "write it as YYYY-MM-01, for example 2026-11-01",
            ) from None
        if day.day != 1:
            raise BadOption(
                f"As-of date {day.isoformat()} is not the first of a month.",
                f"use {day.replace(day=1).isoformat()} or {shift(day, 1).isoformat()}",
            )
        return cls(day.year, day.month, day.day)

    def plus(self, months: int) -> AsOf:
        """The as-of date `months` later."""
        day = shift(self, months)
        return AsOf(day.year, day.month, day.day)

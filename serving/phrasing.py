"""Dates, weeks, numbers and enumerations as they are written in running text."""

from __future__ import annotations

from datetime import date

from serving.targeting.week import Week
from serving.wording import Language

__all__ = ["counties", "day", "days", "listed", "number", "weeks"]

_MONTHS = {
    Language.SV: "januari februari mars april maj juni juli augusti september oktober november"
    " december",
    Language.EN: "January February March April May June July August September October November"
    " December",
}


def day(on: date, language: str) -> str:
    """`23 november 2026`."""
    return f"{on.day} {_MONTHS[Language(language)].split()[on.month - 1]} {on.year}"


def days(first: date, last: date, language: str) -> str:
    """`23–29 november 2026`, or both months where they differ."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last, language)}"
    start = day(first, language)
    return f"{start if first.year != last.year else start[:-5]} – {day(last, language)}"


def weeks(first: Week, last: Week, language: str) -> str:
    """`vecka 47 2026`, `vecka 47–48 2026`, or both years where they differ."""
    is_english = Language(language) is Language.EN
    joint = " of " if is_english else " "

    def one(week: Week) -> str:
        return f"{'week' if is_english else 'vecka'} {week.number}{joint}{week.year}"

    if first == last:
        return one(first)
    if first.year != last.year:
        return f"{one(first)} – {one(last)}"
    several = "weeks" if is_english else "vecka"
    return f"{several} {first.number}–{last.number}{joint}{last.year}"


def number(count: int, language: str) -> str:
    """`12 345` in Swedish, `12,345` in English."""
    told = f"{count:,}"
    return (
        told if Language(language) is Language.EN else told.replace(",", "\N{NO-BREAK SPACE}")
    )


def counties(names: tuple[str, ...], language: str) -> str:
    """`Västra Götalands och Hallands län`: the word that ends them all is said once."""
    if len(names) > 1 and all(name.endswith(" län") for name in names):
        return listed(tuple(name.removesuffix(" län") for name in names), language) + " län"
    return listed(names, language)


def listed(names: tuple[str, ...], language: str) -> str:
    """`a, b och c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {'and' if language == Language.EN else 'och'} {names[-1]}"

"""The kinds of columns that California's registers share, each worded once."""

from __future__ import annotations

from collections.abc import Mapping

from features.schema import Column, Kind, Use

__all__ = ["cents", "code", "count", "day", "flag", "industry", "link"]


def link(name: str, meaning: str, *, required: bool = True) -> Column:
    """Ties rows together and is never a value."""
    return Column(name, Kind.TEXT, meaning, required=required, use=Use.LINK)


def day(name: str, meaning: str, *, required: bool = True) -> Column:
    """A calendar day."""
    return Column(name, Kind.DATE, meaning, required=required)


def count(name: str, meaning: str, *, required: bool = True) -> Column:
    """A whole number from 0 up."""
    return Column(
        name, Kind.INTEGER, meaning, unit="count", required=required, between=(0, 10**9)
    )


def cents(name: str, meaning: str) -> Column:
    """Money in whole cents; missing where the record gives no amount."""
    return Column(name, Kind.ORE, meaning, unit="cents", required=False, between=(0, 10**14))


def flag(name: str, meaning: str) -> Column:
    """True or false."""
    return Column(name, Kind.BOOLEAN, meaning)


def industry() -> Column:
    """Two to six digits of NAICS, as precise as the register gives it."""
    return Column("industry", Kind.TEXT, "industry code (NAICS)", required=False)


def code(name: str, meaning: str, codes: Mapping[str, str]) -> Column:
    """A text from a closed list."""
    return Column(name, Kind.CODE, meaning, codes=codes)

"""The columns that many registers share, so that each is worded and constrained once."""

from __future__ import annotations

from collections.abc import Mapping

from features.schema import Column, Kind, Use

__all__ = [
    "MOST_ORE",
    "claim",
    "code",
    "count",
    "day",
    "known_at",
    "link",
    "org_no",
    "ore",
    "person_key",
    "workplace_no",
]

# Ten billion kronor in öre: above any one sum a Swedish employer of this cohort declares in
# a month, and far enough below 2**63 that the sum of a country's rows stays exact.
MOST_ORE = 10_000_000_000 * 100


def org_no(meaning: str = "employer's organisation number", *, required: bool = True) -> Column:
    """Ten digits with a check digit, or a sole trader's pseudonym."""
    return Column(
        "org_no",
        Kind.TEXT,
        meaning,
        required=required,
        check="organisation_number",
        use=Use.LINK,
    )


def workplace_no(*, required: bool = False, meaning: str = "workplace (CFAR) number") -> Column:
    """Eight digits; missing in 1 to 7 % of the work-environment authority's rows."""
    return Column(
        "cfar", Kind.TEXT, meaning, required=required, check="workplace_number", use=Use.LINK
    )


def link(name: str, meaning: str, *, required: bool = True) -> Column:
    """A case number or a pseudonym: ties rows together and is never a value."""
    return Column(name, Kind.TEXT, meaning, required=required, use=Use.LINK)


def person_key(meaning: str = "the person, under a pseudonym made by the owner") -> Column:
    """Never a personal number: the owner pseudonymises before anything is handed over."""
    return Column("person_key", Kind.TEXT, meaning, check="pseudonym", use=Use.LINK)


def day(name: str, meaning: str, *, required: bool = True) -> Column:
    """A calendar day."""
    return Column(name, Kind.DATE, meaning, required=required)


def known_at(meaning: str = "when the owner knew it") -> Column:
    """The second clock, where no other column is that clock."""
    return day("known_at", meaning)


def ore(name: str, meaning: str, *, required: bool = True, least: float = 0) -> Column:
    """A sum of money in whole öre."""
    return Column(
        name, Kind.ORE, meaning, unit="öre", required=required, between=(least, MOST_ORE)
    )


def count(
    name: str, meaning: str, unit: str, most: float, *, least: float = 0, required: bool = True
) -> Column:
    """A whole number of something."""
    return Column(
        name, Kind.INTEGER, meaning, unit=unit, required=required, between=(least, most)
    )


def code(name: str, meaning: str, codes: Mapping[str, str], *, required: bool = True) -> Column:
    """One of a closed list of codes."""
    return Column(name, Kind.CODE, meaning, codes=codes, required=required)


def claim(name: str, meaning: str, *, required: bool = True) -> Column:
    """True or false."""
    return Column(name, Kind.BOOLEAN, meaning, required=required)

"""Sectors as the cooperation speaks of them, over two versions of the trade classification.

SNI 2007 applied until 2024 and SNI 2025 from 2025, so a row needs its code *and* version.
Which sectors count as risk is a dated judgement of the authorities, never a property of a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from features.registers.reference.dated import in_force
from features.vocabulary import Words

__all__ = ["RISK_SECTORS", "SECTORS", "RiskSectors", "Sector", "risk_sectors", "sector_case"]


@dataclass(frozen=True)
class Sector:
    """A group of trades: `codes` pairs each SNI 2007 code with its SNI 2025 successor."""

    key: str
    words: Words
    codes: tuple[tuple[str, str], ...]


def _same(*codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, code) for code in codes)


SECTORS: tuple[Sector, ...] = (
    Sector(
        "construction",
        Words("Bygg", "Construction"),
        (
            *_same("41000", "43110", "43120", "43210", "43310", "43320", "43330"),
            *_same("43341", "43342", "43991", "43999"),
            ("41200", "41000"),
            ("43390", "43350"),
            ("43911", "43411"),
            ("43912", "43412"),
        ),
    ),
    Sector(
        "cleaning",
        Words("Städ och tvätt", "Cleaning and laundry"),
        (
            *_same("81210", "81221"),
            ("81222", "81230"),
            ("81290", "81230"),
            ("96011", "96101"),
            ("96012", "96102"),
        ),
    ),
    Sector(
        "hospitality",
        Words("Restaurang och hotell", "Restaurants and hotels"),
        (
            ("56100", "56110"),
            *_same("56210", "56300", "55101", "55102", "55103"),
            ("56291", "56221"),
            ("56292", "56222"),
            ("56299", "56229"),
        ),
    ),
    Sector(
        "agriculture",
        Words("Gröna näringar", "Farming, forestry and gardens"),
        _same("01110", "01130", "01300", "01610", "02101", "02200", "02300", "02400", "81300"),
    ),
    Sector(
        "transport",
        Words("Transport och bud", "Transport and couriers"),
        (
            *_same("49410", "49420", "49320", "52100", "53201", "53202"),
            ("52241", "52249"),
            ("52290", "52310"),
            ("53203", "53202"),
        ),
    ),
    Sector(
        "vehicle_service",
        Words("Fordonsservice", "Vehicle service"),
        (("45201", "95311"), ("45202", "95312"), ("45203", "95313"), ("45204", "95311")),
    ),
    Sector(
        "personal_care",
        Words("Kroppsvård", "Personal care"),
        (("96021", "96210"), ("96022", "96220"), ("96040", "96230"), ("96090", "96990")),
    ),
    Sector(
        "care",
        Words("Vård, omsorg och assistans", "Care and assistance"),
        _same("88101", "88102", "87100", "87201", "87301"),
    ),
    Sector(
        "staffing",
        Words("Bemanning", "Staffing"),
        (("78100", "78100"), ("78200", "78201"), ("78300", "78202")),
    ),
    Sector(
        "recycling",
        Words("Återvinning och skrot", "Recycling and scrap"),
        (
            *_same("38110", "38120", "38210", "38320"),
            ("46771", "46871"),
            ("46772", "46872"),
            ("46773", "46873"),
        ),
    ),
    Sector(
        "food_trade",
        Words("Livsmedelshandel", "Food trade"),
        _same("46310", "46320", "46390", "47111", "47112", "47210", "47220", "47240"),
    ),
    Sector("security", Words("Bevakning", "Security"), (("80100", "80010"),)),
    Sector(
        "retail",
        Words("Övrig detaljhandel", "Other retail"),
        (*_same("47710", "47520", "47730"), ("47912", "47910")),
    ),
    Sector(
        "wholesale",
        Words("Övrig partihandel", "Other wholesale"),
        _same("46410", "46510", "46690", "46730"),
    ),
    Sector(
        "manufacturing",
        Words("Tillverkning", "Manufacturing"),
        _same("10710", "16231", "25110", "25620", "28290", "31090"),
    ),
    Sector(
        "professional",
        Words("Juridik, ekonomi och teknik", "Law, finance and engineering"),
        (*_same("69101", "69201", "71121"), ("70220", "70200")),
    ),
    Sector(
        "it",
        Words("IT", "Information technology"),
        (("62010", "62100"), ("62020", "62200"), ("62030", "62900")),
    ),
    Sector("education", Words("Utbildning", "Education"), _same("85100", "85201", "85321")),
    Sector("property", Words("Fastighet", "Property"), _same("68201", "68203", "81100")),
    Sector("other", Words("Övriga branscher", "Other trades"), ()),
)


@dataclass(frozen=True)
class RiskSectors:
    """The sectors that authorities put first, from a date, according to a source."""

    valid_from: date
    sectors: tuple[str, ...]
    source: str
    valid_to: date | None = None


RISK_SECTORS: tuple[RiskSectors, ...] = (
    RiskSectors(
        date(2021, 12, 8),
        ("construction", "hospitality", "transport", "cleaning", "care"),
        "Lägesbild 2021, joint valuation of branches",
        valid_to=date(2023, 12, 31),
    ),
    RiskSectors(
        date(2024, 1, 1),
        (
            *("hospitality", "food_trade", "construction", "vehicle_service", "personal_care"),
            *("transport", "cleaning", "agriculture", "recycling"),
        ),
        "national focus 2024 (news55.se 2025-04-04) and Dir. 2024:26",
    ),
)


def risk_sectors(on: date) -> tuple[str, ...]:
    """The risk sectors in force on a day; none before the first judgement."""
    return next((row.sectors for row in in_force(RISK_SECTORS, on)), ())


def sector_case(sni_2007: str, sni_2025: str) -> str:
    """A `case` expression from two columns of codes to a sector key; the newer code decides."""
    lines = []
    for version, column in ((1, sni_2025), (0, sni_2007)):
        for sector in SECTORS:
            codes = sorted({pair[version] for pair in sector.codes})
            if codes:
                listed = ", ".join(f"'{code}'" for code in codes)
                lines.append(f"when {column} in ({listed}) then '{sector.key}'")
    return "case " + "\n".join(lines) + "\nelse 'other' end"

"""A figure as a reader meets it: rounded, with its unit, in Swedish and in English."""

from __future__ import annotations

import math

from features.vocabulary import Words

__all__ = ["UNITS", "number", "value_words"]

_MISSING = Words("uppgift saknas", "no data")
_YES_NO = {1: Words("ja", "yes"), 0: Words("nej", "no")}

# Units as indicators declare them, with their English; others have words of their own below.
UNITS = {
    "adresser": "addresses",
    "anmälningar": "reports",
    "anordningar": "devices",
    "ansökningar": "applications",
    "avgifter": "fees",
    "avgöranden": "rulings",
    "avslag": "rejections",
    "bedömningar": "assessments",
    "beslut": "decisions",
    "besök": "visits",
    "bostäder": "lodgings",
    "byggarbetsplatser": "building sites",
    "byten": "changes",
    "dagar": "days",
    "deklarationer": "returns",
    "förbud": "prohibitions",
    "förelägganden": "orders",
    "företag": "companies",
    "gånger": "times",
    "gånger lönesumman": "times the payroll",
    "inspektioner": "inspections",
    "konkurser": "bankruptcies",
    "kontroller": "controls",
    "kr": "SEK",
    "kr per kr": "SEK per SEK",
    "grad": "grade",
    "krav": "demands",
    "krav per inspektion": "demands per inspection",
    "kvot": "ratio",
    "led": "links",
    "mål": "claims",
    "månad": "month",
    "månadslöner": "months of pay",
    "månader": "months",
    "olyckor": "accidents",
    "per 1 000": "per 1,000",
    "per anställd": "per employee",
    "per plats": "per seat",
    "personer": "persons",
    "personer per rum": "persons per room",
    "poster": "entries",
    "poäng": "points",
    "rivningar": "demolitions",
    "sanktioner": "penalties",
    "tips": "tips",
    "viten": "fines",
    "år": "years",
    "återkallelser": "revocations",
    "återkrav": "recovery claims",
    "ärenden": "cases",
}

# What one of them is called; units that are alike in both numbers are not here.
ONE = {
    "adresser": Words("adress", "address"),
    "anmälningar": Words("anmälan", "report"),
    "anordningar": Words("anordning", "device"),
    "ansökningar": Words("ansökan", "application"),
    "avgifter": Words("avgift", "fee"),
    "avgöranden": Words("avgörande", "ruling"),
    "avslag": Words("avslag", "rejection"),
    "bedömningar": Words("bedömning", "assessment"),
    "beslut": Words("beslut", "decision"),
    "besök": Words("besök", "visit"),
    "bostäder": Words("bostad", "lodging"),
    "byggarbetsplatser": Words("byggarbetsplats", "building site"),
    "byten": Words("byte", "change"),
    "dagar": Words("dag", "day"),
    "deklarationer": Words("deklaration", "return"),
    "förbud": Words("förbud", "prohibition"),
    "förelägganden": Words("föreläggande", "order"),
    "företag": Words("företag", "company"),
    "gånger": Words("gång", "time"),
    "inspektioner": Words("inspektion", "inspection"),
    "konkurser": Words("konkurs", "bankruptcy"),
    "kontroller": Words("kontroll", "control"),
    "krav": Words("krav", "demand"),
    "led": Words("led", "link"),
    "mål": Words("mål", "claim"),
    "månader": Words("månad", "month"),
    "olyckor": Words("olycka", "accident"),
    "personer": Words("person", "person"),
    "poster": Words("post", "entry"),
    "poäng": Words("poäng", "point"),
    "rivningar": Words("rivning", "demolition"),
    "sanktioner": Words("sanktion", "penalty"),
    "tips": Words("tips", "tip"),
    "viten": Words("vite", "fine"),
    "år": Words("år", "year"),
    "återkallelser": Words("återkallelse", "revocation"),
    "återkrav": Words("återkrav", "recovery claim"),
    "ärenden": Words("ärende", "case"),
}

# Distances to peers in robust standard deviations: a planner reads words, not deviations.
_PEERS = (
    (3.0, Words("mycket högre", "much higher")),
    (1.0, Words("högre", "higher")),
    (-1.0, Words("ungefär lika", "about the same")),
    (-3.0, Words("lägre", "lower")),
    (-math.inf, Words("mycket lägre", "much lower")),
)


def value_words(value: float | None, unit: str, shown: Words) -> Words:
    """The value with its unit; `shown` is the model's own way, for units not known here.

    Empty words where a figure would tell a reader nothing.
    """
    if value is None or math.isnan(value):
        return _MISSING
    if unit in ("ja/nej", "yes/no"):
        return _YES_NO[int(value > 0)]
    if unit == "robusta standardavvikelser":
        return next(words for least, words in _PEERS if value > least)
    if unit.startswith("ln "):
        return Words("", "")
    if unit in ("andel", "share"):
        return Words(f"{number(100 * value, 'sv')} %", f"{number(100 * value, 'en')}%")
    english = UNITS.get(unit)
    if english is None:
        return shown
    said = Words(unit, english)
    if number(value, "en") == "1":
        said = ONE.get(unit, said)
    return Words(
        f"{number(value, 'sv')} {said.sv}".strip(), f"{number(value, 'en')} {said.en}".strip()
    )


def number(value: float, language: str) -> str:
    """Three figures that matter, no exponent; thousands by space in Swedish, comma in English.

    >>> number(1234.5, "sv"), number(0.0417, "en")
    ('1\\xa0235', '0.042')
    """
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text in ("-0", "") else text
    if language == "sv":
        text = text.replace(",", "\u00a0").replace(".", ",").replace("-", "\u2212")
    return text

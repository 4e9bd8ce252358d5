"""What a written title of an employer tells: a key to link by, legal form, trade, family.

Public registers of California share no number, so the normalised title is the key. Nothing is
learnt from whose name a title holds: trades are read from a reviewed list of English trade
words, legal forms from their abbreviations, and a family takes at least two telling words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.vocabulary import Words

__all__ = ["LEGAL_FORMS", "TRADES", "Trade", "key_of", "read_titles", "trading_title"]

OTHERWISE_CALLED = r"\bD[/. ]?B[/. ]?A\b[.:]?|\bDOING BUSINESS AS\b|\bA/?K/?A\b|\bF/?K/?A\b|;"
FORMS_IN_FULL = (
    "A PROFESSIONAL CORPORATION|A CALIFORNIA CORPORATION"
    "|A CALIFORNIA LIMITED LIABILITY COMPANY|LIMITED LIABILITY COMPANY|LIMITED PARTNERSHIP"
    "|INCORPORATED|INC|LLC|L L C|LLP|L L P|LP|L P|LTD|LIMITED|CORP|CORPORATION|CO|COMPANY"
    "|PC|P C|PLLC|PLC|NA|APC"
)
# Words that say nothing of which enterprise it is: two titles that differ in these alone are
# near each other.
TELLS_NOTHING = frozenset(
    word
    for line in (
        "A AMERICA AMERICAN AN ANGELES AREA ASSOCIATES BAY CALIFORNIA COAST DIEGO ENTERPRISE",
        "ENTERPRISES FRANCISCO GLOBAL GROUP HOLDING HOLDINGS I II III INDUSTRIES INTERNATIONAL",
        "INTL INVESTMENTS IV LA LOS MANAGEMENT MGMT NATIONAL NORTH NORTHERN OF PACIFIC",
        "PARTNERS PROPERTIES SAN SERVICE SERVICES SF SOLUTIONS SOUTHERN SYSTEMS US USA",
        "VENTURES WEST WESTERN",
    )
    for word in line.split()
)
# Written out for the key, so that a firm that abbreviates stays one firm.
IN_FULL = {
    "ASSN": "ASSOCIATION", "ASSOC": "ASSOCIATES", "CONSTR": "CONSTRUCTION", "CTR": "CENTER",
    "DEPT": "DEPARTMENT", "DEV": "DEVELOPMENT", "DIST": "DISTRICT", "ENGR": "ENGINEERING",
    "ENT": "ENTERPRISES", "GRP": "GROUP", "HOSP": "HOSPITAL", "INTL": "INTERNATIONAL",
    "MED": "MEDICAL", "MFG": "MANUFACTURING", "MGMT": "MANAGEMENT", "MGT": "MANAGEMENT",
    "NATL": "NATIONAL", "SVC": "SERVICE", "SVCS": "SERVICES", "SYS": "SYSTEMS",
    "TECH": "TECHNOLOGY", "TECHS": "TECHNOLOGIES", "TRANSP": "TRANSPORTATION",
    "UNIV": "UNIVERSITY",
}  # fmt: skip
LEGAL_FORMS = ("none told", "LLC", "corporation", "partnership", "limited or company")
FORM_PATTERNS = (
    r"\bL\.?\s?L\.?C\b",
    r"\bINC\b|INCORPORATED|\bCORP\b|CORPORATION",
    r"\bL\.?L?\.?P\b",
    r"\bLTD\b|LIMITED|\bCO\b|COMPANY",
)


@dataclass(frozen=True)
class Trade:
    """A trade and the English words of a title that tell of it, as a regular expression."""

    key: str
    words: Words
    pattern: str


# Reviewed: words of trades alone. No dish, saint, people or place stands here, since such a
# word tells where somebody is from.
TRADES = (
    Trade("food", Words("mat och servering", "food and catering"),
          r"RESTAURANT|GRILL|CAFE|BISTRO|KITCHEN|BAR\b|COFFEE|FOOD|BAKERY|CATERING|DINER"),
    Trade("building", Words("bygg", "building"),
          "CONSTRUCT|BUILDER|CONTRACTOR|ROOFING|PLUMBING|ELECTRIC|PAINTING|CONCRETE|DRYWALL"
          "|REMODEL|FLOORING|DEVELOPMENT|SOLAR"),
    Trade("farming", Words("odling", "farming"),
          "FARM|RANCH|VINEYARD|ORCHARD|HARVEST|LABOR|PACKING|PRODUCE|NURSERY|DAIRY"),
    Trade("staffing", Words("bemanning", "staffing"),
          "STAFFING|PERSONNEL|EMPLOYMENT|TEMPORAR|WORKFORCE|PAYROLL|OUTSOURCING"),
    Trade("cleaning", Words("städning", "cleaning"),
          "JANITOR|CLEAN|MAINTENANCE|LAUNDR|CARWASH|WASH"),
    Trade("guarding", Words("bevakning", "guarding"), "SECURITY|PROTECT|PATROL|GUARD"),
    Trade("care", Words("vård och omsorg", "care"),
          r"CARE\b|HEALTH|HOSPITAL|MEDICAL|HOSPICE|NURS|DENTAL|CLINIC|ASSISTED|SENIOR|REHAB"
          r"|HOME\b"),
    Trade("haulage", Words("transport", "haulage"),
          "TRUCK|TRANSPORT|LOGISTIC|FREIGHT|DELIVERY|EXPRESS|MOVING|TOWING|LIMO|DRAYAGE"),
    Trade("garments", Words("konfektion", "garments"),
          "GARMENT|APPAREL|FASHION|CLOTHING|SEWING|TEXTILE|CUTTING|KNIT"),
    Trade("retail", Words("handel", "retail"),
          r"STORE|MARKET|SUPERMARKET|LIQUOR|MART\b|SHOP|RETAIL"),
    Trade("technology", Words("teknik", "technology"),
          "TECH|SOFTWARE|SYSTEMS|LABS|DATA|DIGITAL|NETWORK|SEMICONDUCTOR|INFO"),
    Trade("schooling", Words("utbildning och förvaltning", "schooling and government"),
          "SCHOOL|UNIVERSITY|COLLEGE|ACADEMY|DISTRICT|COUNTY|CITY OF|STATE OF|UNIFIED"),
    Trade("motor", Words("bilar", "motor"),
          r"AUTO|TIRE|MOTOR|COLLISION|GAS\b|PETROLEUM"),
    Trade("lodging", Words("logi", "lodging"),
          r"HOTEL|MOTEL|INN\b|HOSPITALITY|RESORT|LODGING"),
    Trade("grounds", Words("mark och trädgård", "grounds"), "LANDSCAP|GARDEN|LAWN|TREE"),
    Trade("beauty", Words("skönhetsvård", "beauty"),
          r"SALON|BEAUTY|NAIL|SPA\b|HAIR|MASSAGE"),
    Trade("property", Words("fastigheter och förvaltning", "property"),
          "MANAGEMENT|PROPERT|REALTY|REAL ESTATE|INVESTMENT|HOLDING"),
    Trade("advice", Words("rådgivning", "advice"),
          r"LAW\b|LEGAL|ATTORNEY|CONSULT|ENGINEER|ARCHITECT|DESIGN|ACCOUNT"),
    Trade("media", Words("media", "media"),
          "FILM|MEDIA|PRODUCTION|ENTERTAINMENT|STUDIO|MUSIC"),
)  # fmt: skip


def read_titles(written: pd.Series) -> pd.DataFrame:
    """One row per distinct title in `written`, which is also the index.

    Columns: `employer` (the key; empty when nothing telling is left), `family`, `legal_form`
    (a place in LEGAL_FORMS), `word_count`, a flag `trade_<key>` per trade, and how an
    enterprise's title begins, `first_two` and `first_three`: missing where the title tells of
    neither a legal form nor a trade, since it may then be a person's name.
    """
    titles = _distinct(written)
    upper = pc.utf8_upper(titles)
    words = _words(upper)
    found: dict[str, object] = {
        "employer": _keys(words),
        "family": _families(words),
        "legal_form": _legal_forms(upper),
        "word_count": [len(text.split()) for text in words.to_pylist()],
    }
    for trade in TRADES:
        told = pc.match_substring_regex(words, rf"\b(?:{trade.pattern})")
        found[f"trade_{trade.key}"] = np.asarray(told)
    read = pd.DataFrame(found, index=pd.Index(titles.to_pylist(), name="title"))
    flags = [f"trade_{trade.key}" for trade in TRADES]
    enterprise = (read["legal_form"] > 0) | read[flags].any(axis=1)
    beginnings = _beginnings(words)
    for name, begins in zip(("first_two", "first_three"), beginnings, strict=True):
        read[name] = pd.Series(begins, index=read.index, dtype="object").where(enterprise)
    return read


def key_of(written: pd.Series) -> pd.Series:
    """The key alone, row by row; missing stays missing, and so does a title of no letters."""
    titles = _distinct(written)
    keys = _keys(_words(pc.utf8_upper(titles)))
    known = {title: key for title, key in zip(titles.to_pylist(), keys, strict=True) if key}
    return written.map(known)


def trading_title(written: pd.Series) -> pd.Series:
    """What stands after "doing business as" in a title; missing where nothing does."""
    titles = _distinct(written)
    upper = pc.utf8_upper(titles)
    second = pc.extract_regex(upper, rf"(?s)^.*?(?:{OTHERWISE_CALLED})(?P<second>.*)$")
    told = pc.struct_field(second, "second").to_pylist()
    pairs = zip(titles.to_pylist(), told, strict=True)
    return written.map({title: text for title, text in pairs if text})


def _distinct(written: pd.Series) -> pa.Array:
    return pa.array(written.dropna().unique(), pa.string())


def _words(upper: pa.Array) -> pa.Array:
    """Telling words, one blank between: no legal form, sign, "and", "the" or second title."""
    text = upper
    for pattern, put in (
        (rf"(?s)(?:{OTHERWISE_CALLED}).*", ""),
        ("&", " AND "),
        ("['’.]", ""),
        ("[^A-Z0-9 ]", " "),
        (" +", " "),
        (rf"\b(?:{FORMS_IN_FULL})\b", " "),
        (r"\b(?:AND|THE)\b", " "),
        (" +", " "),
    ):
        text = pc.replace_substring_regex(text, pattern, put)
    return pc.utf8_trim_whitespace(text)


def _keys(words: pa.Array) -> list[str]:
    """Words without blanks, abbreviations written out, and without a plural's s."""
    return [
        "".join(_singular(IN_FULL.get(word, word)) for word in text.split())
        for text in words.to_pylist()
    ]


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "S" and word[-2] != "S" else word


def _families(words: pa.Array) -> list[str]:
    """Titles with the same telling words, whatever their order, number or generic words.

    One word alone makes no family: it may be anybody's surname.
    """
    families = []
    for text in words.to_pylist():
        stems = {_singular(word) for word in text.split() if word not in TELLS_NOTHING}
        families.append(" ".join(sorted(stems)) if len(stems) > 1 else text)
    return families


def _beginnings(words: pa.Array) -> tuple[list[str | None], list[str | None]]:
    """The first two telling words, and the first three of all; None where there are fewer."""
    twos: list[str | None] = []
    threes: list[str | None] = []
    for text in words.to_pylist():
        every = [_singular(word) for word in text.split()]
        telling = [word for word in every if word not in TELLS_NOTHING]
        twos.append(" ".join(telling[:2]) if len(telling) > 1 else None)
        threes.append(" ".join(every[:3]) if len(every) > 2 else None)
    return twos, threes


def _legal_forms(upper: pa.Array) -> NDArray[np.int64]:
    """The first form that a title tells; 0 where it tells none."""
    forms = np.zeros(len(upper), dtype=np.int64)
    for number, pattern in reversed(list(enumerate(FORM_PATTERNS, start=1))):
        forms[np.asarray(pc.match_substring_regex(upper, pattern))] = number
    return forms

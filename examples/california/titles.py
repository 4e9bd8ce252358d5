"""What a written title of an employer tells: a key to link by, legal form, trade, family.

Public registers of California share no number, so the normalised title is the key. Nothing is
learnt from whose name a title holds: trades are read from a reviewed list of English trade
words, legal forms from their abbreviations, and a family takes at least two telling words.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from features.vocabulary import Words

__all__ = ["LEGAL_FORMS", "TRADES", "Trade", "key_of", "read_titles", "trading_title"]

OTHERWISE_CALLED = (
    r"\bD[/. ]?B[/. ]?A\b[.:]?|\bDOING BUSINESS AS\b|\bA/?K/?A\b|\bF/?K/?A\b|;"
)
FORMS_IN_FULL = (
    "A PROFESSIONAL CORPORATION|A CALIFORNIA CORPORATION"
    "|A CALIFORNIA LIMITED LIABILITY COMPANY|LIMITED LIABILITY COMPANY|LIMITED PARTNERSHIP"
    "|INCORPORATED|INC|LLC|L L C|LLP|L L P|LP|L P|LTD|LIMITED|CORP|CORPORATION|CO|COMPANY"
    "|PC|P C|PLLC|PLC|NA|APC"
)
# Words that say nothing of which enterprise it is: two titles that differ in these alone are
# near each other.
TELLS_NOTHING = frozenset(
    "A AMERICA AMERICAN AN ANGELES AREA ASSOCIATES BAY CALIFORNIA COAST DIEGO ENTERPRISE"
    " ENTERPRISES FRANCISCO GLOBAL GROUP HOLDING HOLDINGS I II III INDUSTRIES INTERNATIONAL"
    " INTL INVESTMENTS IV LA LOS MANAGEMENT MGMT NATIONAL NORTH NORTHERN OF PACIFIC PARTNERS"
    " PROPERTIES SAN SERVICE SERVICES SF SOLUTIONS SOUTHERN SYSTEMS US USA VENTURES WEST"
    " WESTERN".split()
)
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
    (a place in LEGAL_FORMS), `word_count`, and a flag `trade_<key>` per trade.
    """
    titles = pd.Series(written.dropna().unique(), dtype="str")
    upper = titles.str.upper()
    words = _words(upper)
    found = {
        "employer": words.str.replace(" ", ""),
        "family": _families(words),
        "legal_form": _legal_forms(upper),
        "word_count": words.str.count(" ") + (words != ""),
    }
    for trade in TRADES:
        pattern = rf"\b(?:{trade.pattern})"
        found[f"trade_{trade.key}"] = words.str.contains(pattern, regex=True)
    return pd.DataFrame(found).set_axis(pd.Index(titles, name="title"))


def key_of(written: pd.Series) -> pd.Series:
    """The key alone, row by row; missing stays missing, and so does a title of no letters."""
    titles = pd.Series(written.dropna().unique(), dtype="str")
    keys = _words(titles.str.upper()).str.replace(" ", "")
    known = keys != ""
    return written.map(dict(zip(titles[known], keys[known], strict=True)))


def trading_title(written: pd.Series) -> pd.Series:
    """What stands after "doing business as" in a title; missing where nothing does."""
    return written.str.upper().str.split(OTHERWISE_CALLED, regex=True).str[1]


def _words(upper: pd.Series) -> pd.Series:
    """Telling words, one blank between: no legal form, sign, "and", "the" or second title."""
    first = upper.str.split(OTHERWISE_CALLED, regex=True).str[0]
    plain = first.str.replace("&", " AND ").str.replace(r"['’.]", "", regex=True)
    plain = _spaced(plain.str.replace(r"[^A-Z0-9 ]", " ", regex=True))
    plain = plain.str.replace(rf"\b(?:{FORMS_IN_FULL})\b", " ", regex=True)
    return _spaced(plain.str.replace(r"\b(?:AND|THE)\b", " ", regex=True))


def _spaced(text: pd.Series) -> pd.Series:
    return text.str.replace(r"\s+", " ", regex=True).str.strip()


def _families(words: pd.Series) -> list[str]:
    """Titles with the same telling words, whatever their order, number or generic words.

    One word alone makes no family: it may be anybody's surname.
    """
    families = []
    for text in words:
        told = [word for word in text.split() if word not in TELLS_NOTHING]
        stems = {w[:-1] if len(w) > 3 and w.endswith("S") else w for w in told}
        families.append(" ".join(sorted(stems)) if len(stems) > 1 else text)
    return families


def _legal_forms(upper: pd.Series) -> pd.Series:
    forms = pd.Series(0, index=upper.index)
    for number, pattern in reversed(list(enumerate(FORM_PATTERNS, start=1))):
        forms = forms.mask(upper.str.contains(pattern, regex=True), number)
    return forms

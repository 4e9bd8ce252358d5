"""The classification of trades in its two versions, and how the one became the other.

Only the trades that `SECTORS` groups are listed: they are what we read. A code outside both
lists says nothing; one that only the other version has stands in the wrong column.
"""

from __future__ import annotations

from datetime import date

from features.registers.reference.dated import Code
from features.registers.reference.sectors import SECTORS
from features.schema import Classification

__all__ = ["SNI_2007", "SNI_2007_CODES", "SNI_2025", "SNI_2025_CODES", "successor"]

LAST_2007, FIRST_2025 = date(2024, 12, 31), date(2025, 1, 1)
SOURCE_2007 = "SNI 2007 (Statistics Sweden); domain.md 4.2, not verified"
SOURCE_2025 = "SNI 2025 (NACE 2.1); domain.md 4.2, a full public list"

PAIRS = {pair: sector.words.en for sector in SECTORS for pair in sector.codes}

SNI_2007_CODES: tuple[Code, ...] = tuple(
    Code(old, sector, date(2008, 1, 1), SOURCE_2007, LAST_2007, becomes=new)
    for (old, new), sector in sorted(PAIRS.items())
)
SNI_2025_CODES: tuple[Code, ...] = tuple(
    Code(code, sector, FIRST_2025, SOURCE_2025)
    for code, sector in sorted({new: sector for (_, new), sector in PAIRS.items()}.items())
)
OLD = frozenset(row.code for row in SNI_2007_CODES)
NEW = frozenset(row.code for row in SNI_2025_CODES)

SNI_2007 = Classification(
    "SNI 2007", r"[0-9]{5}", "SNI 2025", NEW - OLD, date(2008, 1, 1), LAST_2007, SOURCE_2007
)
SNI_2025 = Classification(
    "SNI 2025", r"[0-9]{5}", "SNI 2007", OLD - NEW, FIRST_2025, None, SOURCE_2025
)


def successor(code: str) -> str:
    """What a code of SNI 2007 became in SNI 2025; empty for a code that is not listed."""
    return next((row.becomes for row in SNI_2007_CODES if row.code == code), "")

"""Every dated table in one shape, for the reference page."""

from __future__ import annotations

from datetime import date

from features.country import CodeList
from features.registers.reference.amounts import AMOUNTS, SIZE_CLASSES
from features.registers.reference.dated import Code
from features.registers.reference.places import CENTRES, COUNTY_CODES, MUNICIPALITY_CODES
from features.registers.reference.sectors import RISK_SECTORS
from features.registers.reference.strategy import STRATEGY_AREAS
from features.registers.reference.trades import SNI_2007_CODES, SNI_2025_CODES
from features.vocabulary import Words

__all__ = ["CODE_LISTS"]


def _kronor(ore: int) -> str:
    return f"{ore // 100:,} kr".replace(",", " ")


CODE_LISTS: tuple[CodeList, ...] = (
    CodeList(
        Words("Belopp", "Amounts"),
        tuple(
            Code(a.name, _kronor(a.ore), a.valid_from, a.source, a.valid_to) for a in AMOUNTS
        ),
    ),
    CodeList(
        Words("Riskbranscher", "Risk sectors"),
        tuple(
            Code(sector, "", r.valid_from, r.source, r.valid_to)
            for r in RISK_SECTORS
            for sector in r.sectors
        ),
    ),
    CodeList(
        Words("Regionala center", "Regional centres"),
        tuple(
            Code(
                c.code, f"{c.name}: {', '.join(c.counties)}", c.valid_from, c.source, c.valid_to
            )
            for c in CENTRES
        ),
    ),
    CodeList(
        Words("Strategins huvudområden", "Main areas of the strategy"),
        tuple(
            Code(
                str(a.number), a.words.en if a.words else "(label not known)",
                a.valid_from, a.source, a.valid_to,
            )
            for a in STRATEGY_AREAS
        ),
    ),
    CodeList(
        Words("Storleksklasser", "Size classes"),
        tuple(
            Code(
                s.key,
                f"{s.least} persons or more"
                if s.most is None
                else f"{s.least} to {s.most} persons",
                date(2008, 1, 1),
                "Statistics Sweden's size classes, the largest joined",
            )
            for s in SIZE_CLASSES
        ),
    ),
    CodeList(Words("Län", "Counties"), COUNTY_CODES),
    CodeList(Words("SNI 2007", "SNI 2007"), SNI_2007_CODES),
    CodeList(Words("SNI 2025", "SNI 2025"), SNI_2025_CODES),
    CodeList(Words("Kommuner", "Municipalities"), MUNICIPALITY_CODES),
)  # fmt: skip

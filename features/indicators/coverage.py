"""Which authorities' registers have spoken of late: what silence may mean."""

from __future__ import annotations

from collections.abc import Sequence

from features.feature import Covered, Feature
from features.schema import Role, Table
from features.vocabulary import Authority

__all__ = ["coverage_by"]

# Half a year without a single new row from any of an authority's registers is no lull: the
# slowest of them tells of something every month.
SILENT_MONTHS = 6

OWNERS = {
    Authority.SKATTEVERKET: "Skatteverket",
    Authority.ARBETSMILJOVERKET: "Arbetsmiljöverket",
    Authority.MIGRATIONSVERKET: "Migrationsverket",
    Authority.ARBETSFORMEDLINGEN: "Arbetsförmedlingen",
    Authority.FORSAKRINGSKASSAN: "Försäkringskassan",
    Authority.BOLAGSVERKET: "Bolagsverket",
}


def coverage_by(tables: Sequence[Table]) -> tuple[Feature, ...]:
    """One feature per authority that delivers anything an indicator may read."""
    found: list[Feature] = []
    for owner, name in OWNERS.items():
        own = tuple(t for t in tables if t.authority is owner and t.role is Role.FACT)
        if own:
            found.append(
                Feature(
                    f"covered_{owner}",
                    Covered(own, SILENT_MONTHS),
                    sv=f"Uppgifter från {name} har kommit, {SILENT_MONTHS} mån",
                    en=f"Facts from {name} have come, {SILENT_MONTHS} months",
                    unit="ja/nej",
                    ref="F103",
                )
            )
    return tuple(found)

"""Which authorities' registers have spoken of late: what silence may mean."""

from __future__ import annotations

from features.feature import Covered, Feature
from features.registers import TABLES
from features.schema import Role
from features.vocabulary import Authority

__all__ = ["COVERAGE"]

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


def covered(owner: Authority) -> Covered:
    """All that `owner` delivers and an indicator may read."""
    return Covered(
        tuple(t for t in TABLES if t.authority is owner and t.role is Role.FACT), SILENT_MONTHS
    )


COVERAGE = tuple(
    Feature(
        f"covered_{owner}",
        covered(owner),
        sv=f"Uppgifter från {name} har kommit, {SILENT_MONTHS} mån",
        en=f"Facts from {name} have come, {SILENT_MONTHS} months",
        unit="ja/nej",
        ref="F103",
    )
    for owner, name in OWNERS.items()
    if covered(owner).registers
)

"""The enforcement authority's register: claims against employers, and petitions to bankrupt."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, ore, org_no
from features.registers.grounds import CASE_BY_CASE, SECRECY_ENFORCEMENT
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["ENFORCEMENT_CLAIMS"]

ENFORCEMENT_CLAIMS = Table(
    name="enforcement_claims",
    authority=Authority.KRONOFOGDEN,
    title=Words("Mål hos Kronofogden", "Claims under enforcement"),
    about=(
        "One row per claim against an employer or petition to have it declared bankrupt. That"
        " it was paid, withdrawn or dismissed arrives as a correction. Kronofogden is no party"
        " to the cooperation: nothing is handed over under the joint-controls act."
    ),
    ground=CASE_BY_CASE,
    secrecy=SECRECY_ENFORCEMENT,
    columns=(
        link("claim_no", "number of the claim"),
        org_no("employer that owes"),
        code(
            "kind",
            "kind of claim",
            {
                "public": "owed to the state or a municipality (allmänt mål)",
                "private": "owed to anybody else (enskilt mål)",
                "bankruptcy_petition": "petition for bankruptcy",
            },
        ),
        day("registered_on", "day it was registered"),
        ore("amount_ore", "claimed"),
        day(
            "settled_on", "day it was paid, withdrawn or dismissed; missing while open",
            required=False,
        ),
        known_at(),
    ),
    key=("claim_no",),
    happened="registered_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(1, 7),  # assumption
)  # fmt: skip

"""The police's one register that may be used: final liability for unlawful employment."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, ore, org_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_ALIENS
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["UNLAWFUL_EMPLOYMENT"]

UNLAWFUL_EMPLOYMENT = Table(
    name="unlawful_employment",
    authority=Authority.POLISMYNDIGHETEN,
    title=Words(
        "Slutligt ansvar för olovlig anställning", "Final liability, unlawful employment"
    ),
    about=(
        "One row per special fee (2005:716 20 kap. 12 §) or judgment (5 §) that can no longer"
        " be appealed. The employer's liability alone: nothing of those employed, nor of how"
        " many they were. What is open, contested or only reported is never delivered."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_ALIENS,
    columns=(
        link("case_no", "case number"),
        org_no("employer held liable"),
        code("kind", "kind of liability", {"fee": "special fee", "judgment": "judgment"}),
        day("final_on", "day it became final"),
        ore("fee_ore", "special fee; missing for a judgment without one", required=False),
        known_at(),
    ),
    key=("case_no",),
    happened="final_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(14, 60),  # assumption; one to three years after the work itself (domain 1.4)
)

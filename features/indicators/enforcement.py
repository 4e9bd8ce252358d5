"""Claims and petitions at the enforcement authority, which is no party to the cooperation."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, part
from features.registers.enforcement import ENFORCEMENT_CLAIMS
from features.vocabulary import Direction, Flag

__all__ = ["ENFORCEMENT"]

RAISES = Direction.RAISES
CONDITION = (
    "Not under 2024:307: needs a decision to release under OSL 10 kap. 15 a §, case by case."
)

ENFORCEMENT = (
    part(
        "public_claims_open",
        Aggregate(
            ENFORCEMENT_CLAIMS,
            Measure.TOTAL,
            "amount_ore",
            where="kind = 'public' AND settled_on IS NULL",
            missing=0,
        ),
    ),
    Feature(
        "public_claims_log",
        Expression("ln(1 + public_claims_open / 100.0)"),
        sv="Öppna allmänna mål hos Kronofogden, belopp",
        en="Open public claims under enforcement, amount",
        unit="ln kr",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=CONDITION,
        ref="F91",
    ),
    Feature(
        "private_claims_24m",
        Aggregate(
            ENFORCEMENT_CLAIMS, Measure.COUNT, where="kind = 'private'", months=24, missing=0
        ),
        sv="Enskilda mål hos Kronofogden, 24 mån",
        en="Private claims under enforcement, 24 months",
        unit="mål",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=CONDITION,
        ref="F91",
    ),
    Feature(
        "bankruptcy_petitions_open",
        Aggregate(
            ENFORCEMENT_CLAIMS,
            Measure.COUNT,
            where="kind = 'bankruptcy_petition' AND settled_on IS NULL",
            missing=0,
        ),
        sv="Öppna ansökningar om konkurs",
        en="Open petitions for bankruptcy",
        unit="ansökningar",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=CONDITION,
        ref="F92",
    ),
)

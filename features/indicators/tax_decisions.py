"""What the tax agency has decided against an employer: taxes raised, surcharges, discretion."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, part
from features.registers.tax import VAT
from features.registers.tax_decisions import REASSESSMENTS
from features.vocabulary import Direction

__all__ = ["TAX_DECISIONS"]

RAISES = Direction.RAISES

# What was annulled never was, and who corrects itself is not held to it. A contested decision
# stands until a court has said otherwise.
AGAINST = "status <> 'annulled' AND origin <> 'own'"

TAX_DECISIONS = (
    part(
        "reassessed_36m",
        Aggregate(REASSESSMENTS, Measure.TOTAL, "raised_ore", AGAINST, months=36, missing=0),
    ),
    part("vat_turnover_36m", Aggregate(VAT, Measure.TOTAL, "turnover_ore", months=36)),
    Feature(
        "reassessed_of_turnover",
        Expression(
            "CASE WHEN reassessed_36m = 0 THEN 0"
            " ELSE reassessed_36m / nullif(vat_turnover_36m, 0) END"
        ),
        sv="Skatt som höjts vid omprövning, per omsatt krona, 36 mån",
        en="Tax raised by reassessment per krona of turnover, 36 months",
        unit="kr per kr",
        direction=RAISES,
        ref="F41",
    ),
    Feature(
        "tax_surcharges_36m",
        Aggregate(
            REASSESSMENTS,
            Measure.COUNT,
            where=f"{AGAINST} AND surcharge_ore > 0",
            months=36,
            missing=0,
        ),
        sv="Beslut om skattetillägg, 36 mån",
        en="Tax surcharges decided, 36 months",
        unit="beslut",
        direction=RAISES,
        ref="F42",
    ),
    Feature(
        "discretionary_assessments_36m",
        Aggregate(
            REASSESSMENTS,
            Measure.COUNT,
            where=f"{AGAINST} AND discretionary",
            months=36,
            missing=0,
        ),
        sv="Skönsbeskattningar, 36 mån",
        en="Assessments by discretion, 36 months",
        unit="beslut",
        direction=RAISES,
        ref="F41",
    ),
)

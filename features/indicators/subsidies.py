"""What the employment service's register says of subsidised employment."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, part
from features.registers.subsidies import SUBSIDIES
from features.vocabulary import Direction

__all__ = ["SUBSIDY"]

RAISES = Direction.RAISES
# Support that the employment lasted to the end of, as far as can be told thirty days after it.
# Whoever left long before says nothing of what happens when the support ends.
RAN_OUT = (
    "planned_end_on + INTERVAL 30 DAY < :as_of"
    " AND (ended_on IS NULL OR ended_on >= planned_end_on - INTERVAL 30 DAY)"
)

SUBSIDY = (
    part(
        "subsidised_24m",
        Aggregate(SUBSIDIES, Measure.DISTINCT, "person_key", months=24, missing=0),
    ),
    part(
        "subsidies_ran_out_36m",
        Aggregate(SUBSIDIES, Measure.COUNT, where=RAN_OUT, months=36, missing=0),
    ),
    part(
        "subsidies_ended_at_once_36m",
        Aggregate(
            SUBSIDIES,
            Measure.COUNT,
            where=f"{RAN_OUT} AND ended_on <= planned_end_on + INTERVAL 30 DAY",
            months=36,
            missing=0,
        ),
    ),
    Feature(
        "subsidised_share",
        Expression("subsidised_24m / nullif(staff_mean_12m, 0)"),
        sv="Personer med beviljat anställningsstöd per anställd, 24 mån",
        en="Persons granted employment support, per employee, 24 months",
        unit="per anställd",
        direction=RAISES,
        ref="F71",
    ),
    Feature(
        "subsidy_cliff_share",
        Expression(
            "CASE WHEN subsidies_ran_out_36m >= 3"
            " THEN subsidies_ended_at_once_36m / subsidies_ran_out_36m END"
        ),
        sv="Andel anställningar som slutat när stödet tog slut",
        en="Share of employments that ended with the support",
        unit="andel",
        direction=RAISES,
        ref="F72",
    ),
    Feature(
        "subsidy_recoveries_36m",
        Aggregate(SUBSIDIES, Measure.COUNT, where="recovery_ore > 0", months=36, missing=0),
        sv="Återkrav av anställningsstöd, 36 mån",
        en="Employment support claimed back, 36 months",
        unit="återkrav",
        direction=RAISES,
        ref="F73",
    ),
)

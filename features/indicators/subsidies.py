"""What the employment service's register says of subsidised employment."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, part
from features.registers.subsidies import SUBSIDIES
from features.vocabulary import Direction

__all__ = ["SUBSIDY"]

RAISES = Direction.RAISES

SUBSIDY = (
    part(
        "subsidised_24m",
        Aggregate(SUBSIDIES, Measure.DISTINCT, "person_key", months=24, missing=0),
    ),
    part(
        "subsidies_ended_36m",
        Aggregate(SUBSIDIES, Measure.COUNT, where="ended_on < :as_of", months=36, missing=0),
    ),
    part(
        "subsidies_ended_at_once_36m",
        Aggregate(
            SUBSIDIES,
            Measure.COUNT,
            where="ended_on < :as_of AND ended_on <= planned_end_on + INTERVAL 30 DAY",
            months=36,
            missing=0,
        ),
    ),
    Feature(
        "subsidised_share",
        Expression("subsidised_24m / nullif(staff_mean_12m, 0)"),
        sv="Subventionerade anställningar per anställd",
        en="Subsidised employment per employee",
        unit="per anställd",
        direction=RAISES,
        ref="F71",
    ),
    Feature(
        "subsidy_cliff_share",
        Expression(
            "CASE WHEN subsidies_ended_36m >= 3"
            " THEN subsidies_ended_at_once_36m / subsidies_ended_36m END"
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

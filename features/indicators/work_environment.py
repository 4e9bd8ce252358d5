"""What the work-environment authority's registers say: demands, bans, fees, injuries."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Grain, Measure, Peer, part
from features.registers.tax import DECLARATIONS
from features.registers.work_environment import (
    INJURIES,
    INSPECTIONS,
    NOTICES,
    PROHIBITIONS,
    SANCTION_FEES,
)
from features.vocabulary import Direction

__all__ = ["WORK_ENVIRONMENT"]

RAISES = Direction.RAISES
# Reported injuries with absence: 7 per 1,000 and year (`domain.md` 5.5, 2019).
INJURIES_PER_PERSON_YEAR = 0.007
# Weight of the national rate in the shrunk one, in person-years (a choice: a firm of twenty
# needs five years before its own record counts for half).
PRIOR_PERSON_YEARS = 100
PRIOR_INJURIES = round(INJURIES_PER_PERSON_YEAR * PRIOR_PERSON_YEARS, 6)
WITH_ABSENCE = "kind IN ('accident_absence', 'serious')"

PARTS = (
    part(
        "injuries_36m",
        Aggregate(
            INJURIES,
            Measure.COUNT,
            where=WITH_ABSENCE,
            months=36,
            missing=0,
        ),
    ),
    part(
        "injuries_12m",
        Aggregate(INJURIES, Measure.COUNT, where=WITH_ABSENCE, months=12, missing=0),
    ),
    part(
        "person_months_12m",
        Aggregate(DECLARATIONS, Measure.COUNT, where="gross_pay_ore > 0", months=12, missing=0),
    ),
    part(
        "person_months_36m",
        Aggregate(DECLARATIONS, Measure.COUNT, where="gross_pay_ore > 0", months=36, missing=0),
    ),
)

WORK_ENVIRONMENT = (
    *PARTS,
    Feature(
        "inspections_36m",
        Aggregate(INSPECTIONS, Measure.COUNT, months=36, missing=0),
        sv="Inspektioner av arbetsmiljön, 36 mån",
        en="Work-environment inspections, 36 months",
        unit="inspektioner",
    ),
    Feature(
        "inspections_here_36m",
        Aggregate(INSPECTIONS, Measure.COUNT, months=36, missing=0, grain=Grain.WORKPLACE),
        sv="Inspektioner på just detta arbetsställe, 36 mån",
        en="Inspections of this very workplace, 36 months",
        unit="inspektioner",
    ),
    Feature(
        "demands_36m",
        Aggregate(NOTICES, Measure.TOTAL, "demands", months=36, missing=0),
        sv="Krav från Arbetsmiljöverket, 36 mån",
        en="Demands from the work-environment authority, 36 months",
        unit="krav",
        direction=RAISES,
        ref="F43",
    ),
    Feature(
        "demands_here_36m",
        Aggregate(
            NOTICES, Measure.TOTAL, "demands", months=36, missing=0, grain=Grain.WORKPLACE
        ),
        sv="Krav på just detta arbetsställe, 36 mån",
        en="Demands on this very workplace, 36 months",
        unit="krav",
        direction=RAISES,
        ref="F43",
    ),
    Feature(
        "unanswered_notices_24m",
        Aggregate(
            NOTICES,
            Measure.COUNT,
            where="deadline_on < :as_of AND answered_on IS NULL",
            months=24,
            missing=0,
        ),
        sv="Ärenden med krav obesvarade efter sista dag, 24 mån",
        en="Cases with demands unanswered after the last day, 24 months",
        unit="ärenden",
        direction=RAISES,
        ref="F47",
    ),
    Feature(
        "orders_with_fine_36m",
        Aggregate(
            NOTICES, Measure.COUNT, where="kind = 'order_with_fine'", months=36, missing=0
        ),
        sv="Förelägganden med vite, 36 mån",
        en="Orders under a conditional fine, 36 months",
        unit="förelägganden",
        direction=RAISES,
        ref="F48",
    ),
    Feature(
        "prohibitions_36m",
        Aggregate(PROHIBITIONS, Measure.COUNT, months=36, missing=0),
        sv="Förbud, 36 mån",
        en="Prohibitions, 36 months",
        unit="förbud",
        direction=RAISES,
        ref="F44",
    ),
    Feature(
        "sanction_fees_36m",
        Aggregate(
            SANCTION_FEES,
            Measure.COUNT,
            where="status IN ('accepted', 'final')",
            months=36,
            missing=0,
        ),
        sv="Sanktionsavgifter som står fast, 36 mån",
        en="Sanction fees that stand, 36 months",
        unit="avgifter",
        direction=RAISES,
        ref="F45",
    ),
    Feature(
        "working_time_fees_36m",
        Aggregate(
            SANCTION_FEES,
            Measure.COUNT,
            where="family = 'working_time' AND status IN ('accepted', 'final')",
            months=36,
            missing=0,
        ),
        sv="Sanktionsavgifter för arbetstid som står fast, 36 mån",
        en="Sanction fees for working time that stand, 36 months",
        unit="avgifter",
        direction=RAISES,
        ref="F46",
    ),
    Feature(
        "injury_rate",
        Expression(
            f"12 * (injuries_36m + {PRIOR_INJURIES})"
            f" / (person_months_36m + 12.0 * {PRIOR_PERSON_YEARS}) * 1000"
        ),
        sv="Olyckor med frånvaro per 1 000 anställda och år, utjämnat",
        en="Accidents with absence per 1,000 employees and year, smoothed",
        unit="per 1 000",
        direction=RAISES,
        ref="F50",
    ),
    Feature(
        # What a rate means differs by trade: 4 per 1,000 in farming, most in transport (5.5).
        "injury_rate_peers",
        Peer("injury_rate"),
        sv="Olyckor med frånvaro jämfört med liknande arbetsgivare",
        en="Accidents with absence against similar employers",
        unit="robusta standardavvikelser",
        direction=RAISES,
        ref="F50",
    ),
    Feature(
        "injury_trend",
        Expression(
            f"((injuries_12m + {PRIOR_INJURIES})"
            f" / (person_months_12m / 12.0 + {PRIOR_PERSON_YEARS}))"
            f" / ((injuries_36m - injuries_12m + {PRIOR_INJURIES})"
            f" / ((person_months_36m - person_months_12m) / 12.0 + {PRIOR_PERSON_YEARS}))"
        ),
        sv="Olyckor per anställd senaste året mot de två åren före, utjämnat",
        en="Accidents per employee in the last year against the two before, smoothed",
        unit="kvot",
        direction=RAISES,
        ref="F50",
    ),
    Feature(
        "injuries_missing",
        Expression(
            "CASE WHEN injuries_36m = 0"
            f" THEN person_months_36m / 12.0 * {INJURIES_PER_PERSON_YEAR} ELSE 0 END"
        ),
        sv="Väntade olyckor med frånvaro där ingen har anmälts, 36 mån",
        en="Accidents with absence to expect where none was reported, 36 months",
        unit="olyckor",
        direction=RAISES,
        ref="F51",
    ),
    Feature(
        "serious_incidents_24m",
        Aggregate(INJURIES, Measure.COUNT, where="kind = 'serious'", months=24, missing=0),
        sv="Allvarliga olyckor och tillbud, 24 mån",
        en="Serious accidents and incidents, 24 months",
        unit="anmälningar",
        direction=RAISES,
        ref="F52",
    ),
)

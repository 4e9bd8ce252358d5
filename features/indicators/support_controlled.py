"""Support for employment against its controls, the tax account, turnover and its own end."""

from __future__ import annotations

from features.feature import (
    AGAINST,
    Aggregate,
    Expression,
    Feature,
    Measure,
    View,
    part,
    smoothed,
)
from features.registers.subsidies import SUBSIDIES, SUPPORT_CONTROLS
from features.registers.tax import TAX_ACCOUNT
from features.vocabulary import Direction, Flag

__all__ = ["SUPPORT_CONTROLLED"]

RAISES = Direction.RAISES
# Of the decisions on support that are claimed back, where nothing is known (assumption).
USUALLY_RECOVERED = 0.03
REPLACED_DAYS = 60
OPEN_CONDITION = (
    "An open control has found nothing: used only where the agency agrees, and told as open."
)

# Decisions made while a control of the same employer's support was open, whichever way it
# ended later (RiR 2023:17 found that nothing stops them).
UNDER_CONTROL = View(
    "support_under_control",
    (SUBSIDIES, SUPPORT_CONTROLS),
    """
    SELECT s.employer, s.decision_no, s.decided_on AS happened
    FROM subsidies s JOIN support_controls c
      ON c.employer = s.employer AND c.opened_on <= s.decided_on
     AND (c.closed_on IS NULL OR c.closed_on > s.decided_on)
    GROUP BY s.employer, s.decision_no, s.decided_on
    """,
    happened="happened",
)

# Decisions made when the tax account had something unpaid at the end of the month before.
IN_ARREARS = View(
    "support_in_arrears",
    (SUBSIDIES, TAX_ACCOUNT),
    """
    SELECT s.employer, s.decided_on AS happened
    FROM subsidies s JOIN tax_account t
      ON t.employer = s.employer AND t.unpaid_ore > 0
     AND t.month + INTERVAL 1 MONTH <= s.decided_on
     AND t.month + INTERVAL 2 MONTH > s.decided_on
    """,
    happened="happened",
)

# Support that ended, and whether other support began within sixty days of it. What ended in
# the last two months has not yet had its sixty days. Seen backwards in time, the least start
# so far is the next one after an end: no pairs are made, however many an employer has. Of one
# day ends come before starts, so that a start on the very day of an end does not follow it.
REPLACED = View(
    "support_replaced",
    (SUBSIDIES,),
    f"""
    WITH events AS (
        SELECT employer, starts_on AS day, 1 AS begins FROM subsidies
        UNION ALL
        SELECT employer, least(planned_end_on, coalesce(ended_on, planned_end_on)) AS day,
               0 AS begins
        FROM subsidies),
    seen AS (
        SELECT employer, day, begins,
               min(CASE WHEN begins = 1 THEN day END) OVER (
                   PARTITION BY employer ORDER BY day DESC, begins
                   ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS next_start
        FROM events)
    SELECT employer, day AS happened,
           coalesce(datediff('day', day, next_start) <= {REPLACED_DAYS}, false) AS replaced
    FROM seen WHERE begins = 0 AND day < :as_of - INTERVAL 2 MONTH
    """,
    happened="happened",
)

PARTS = (
    part("support_ended_24m", Aggregate(REPLACED, Measure.COUNT, months=24, missing=0)),
    part(
        "support_replaced_24m",
        Aggregate(REPLACED, Measure.COUNT, where="replaced", months=24, missing=0),
    ),
    part(
        # Whole months from the first day to the day after the last, as support is paid.
        "support_granted_24m",
        Aggregate(
            SUBSIDIES,
            Measure.TOTAL,
            "monthly_ore * greatest(datediff('month', starts_on,"
            " least(planned_end_on, coalesce(ended_on, planned_end_on)) + INTERVAL 1 DAY), 0)",
            months=24,
            missing=0,
        ),
    ),
)

SUPPORT_CONTROLLED = (
    *PARTS,
    Feature(
        "subsidies_36m",
        Aggregate(SUBSIDIES, Measure.COUNT, months=36, missing=0),
        sv="Beslut om anställningsstöd, 36 mån",
        en="Decisions on employment support, 36 months",
        unit="beslut",
        ref="F73",
    ),
    Feature(
        "subsidy_recovery_rate",
        smoothed("subsidy_recoveries_36m", "subsidies_36m", base=USUALLY_RECOVERED),
        sv="Andel anställningsstöd som återkrävts, utjämnad, 36 mån",
        en="Share of employment support claimed back, smoothed, 36 months",
        unit="andel",
        direction=RAISES,
        ref="F73",
    ),
    Feature(
        "support_deviations_36m",
        Aggregate(
            SUPPORT_CONTROLS, Measure.COUNT, where="result = 'deviation'", months=36, missing=0
        ),
        sv="Kontroller av anställningsstöd med avvikelse, 36 mån",
        en="Controls of employment support with a deviation, 36 months",
        unit="kontroller",
        direction=RAISES,
        ref="F73",
    ),
    Feature(
        "support_control_open",
        Aggregate(SUPPORT_CONTROLS, Measure.COUNT, where="closed_on IS NULL", missing=0),
        sv="Öppna kontrollärenden hos Arbetsförmedlingen",
        en="Open controls by the employment service",
        unit="ärenden",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=OPEN_CONDITION,
        ref="F73",
    ),
    Feature(
        "support_granted_under_control_36m",
        Aggregate(UNDER_CONTROL, Measure.COUNT, months=36, missing=0),
        sv="Stöd beviljade medan en kontroll var öppen, 36 mån",
        en="Support granted while a control was open, 36 months",
        unit="beslut",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition=OPEN_CONDITION,
        ref="F73",
    ),
    Feature(
        "support_in_arrears_36m",
        Aggregate(IN_ARREARS, Measure.COUNT, months=36, missing=0),
        sv="Stöd beviljade med obetald skatt månaden innan, 36 mån",
        en="Support granted with tax unpaid the month before, 36 months",
        unit="beslut",
        direction=RAISES,
        ref="F73",
    ),
    Feature(
        "support_replaced_share",
        Expression(
            "CASE WHEN support_ended_24m >= 5 THEN support_replaced_24m / support_ended_24m END"
        ),
        sv=f"Andel avslutade stöd som följts av nya inom {REPLACED_DAYS} dagar, 24 mån",
        en=f"Share of ended support followed by new within {REPLACED_DAYS} days, 24 months",
        unit="andel",
        direction=RAISES,
        ref="F72",
    ),
    Feature(
        "support_of_turnover",
        Expression("support_granted_24m / nullif(turnover_24m / vat_months_24m * 24, 0)"),
        sv="Beviljat anställningsstöd mot omsättningen, 24 mån",
        en="Employment support granted against turnover, 24 months",
        unit="andel",
        bounds=AGAINST,
        direction=RAISES,
        ref="F71",
    ),
)

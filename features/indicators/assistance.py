"""Providers of assistance: hours billed against pay, and money claimed back from them."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.registers.insurance import ASSISTANCE_HOURS, PROVIDER_RECOVERIES
from features.registers.tax import DECLARATION_TOTALS
from features.vocabulary import Direction

__all__ = ["ASSISTANCE"]

RAISES = Direction.RAISES
# Pay for an hour of assistance with supplements for nights and weekends (assumption, 2024; the
# agreements differ by a tenth, so only large gaps mean anything).
ASSISTANT_HOURLY_PAY_KR = 170

# Hours billed beside the pay declared for the very same month, whichever was known first.
BILLED_AND_PAID = View(
    "billed_and_paid",
    (ASSISTANCE_HOURS, DECLARATION_TOTALS),
    """
    SELECT h.employer, h.period AS happened, h.hours_billed,
           coalesce(t.gross_pay_ore, 0) AS pay_ore
    FROM assistance_hours h LEFT JOIN declaration_totals t
      ON t.employer = h.employer AND t.period = h.period
    """,
    happened="happened",
)

ASSISTANCE = (
    part(
        "assistance_hours_12m",
        Aggregate(BILLED_AND_PAID, Measure.TOTAL, "hours_billed", months=12),
    ),
    part("assistance_pay_12m", Aggregate(BILLED_AND_PAID, Measure.TOTAL, "pay_ore", months=12)),
    Feature(
        "assistance_hours_gap",
        Expression(
            "assistance_hours_12m"
            f" / nullif(assistance_pay_12m / 100.0 / {ASSISTANT_HOURLY_PAY_KR}, 0)"
        ),
        sv="Fakturerade assistanstimmar mot dem som lönen räcker till, 12 mån",
        en="Hours of assistance billed against those that pay covers, 12 months",
        unit="gånger",
        direction=RAISES,
        ref="F74",
    ),
    Feature(
        "assistance_months_without_pay_12m",
        Aggregate(
            BILLED_AND_PAID,
            Measure.COUNT,
            where="hours_billed > 0 AND pay_ore = 0",
            months=12,
            missing=0,
        ),
        sv="Månader med assistanstimmar men utan redovisad lön, 12 mån",
        en="Months with hours of assistance but no pay declared, 12 months",
        unit="månader",
        direction=RAISES,
        ref="F74",
    ),
    Feature(
        "provider_recoveries_36m",
        Aggregate(
            PROVIDER_RECOVERIES, Measure.COUNT, where="status = 'final'", months=36, missing=0
        ),
        sv="Slutliga återkrav mot utföraren från Försäkringskassan, 36 mån",
        en="Final recovery claims on the provider by social insurance, 36 months",
        unit="återkrav",
        direction=RAISES,
        ref="F75",
    ),
)

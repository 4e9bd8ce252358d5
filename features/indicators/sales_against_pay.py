"""What sales and opening hours say of work against the pay that was declared for it."""

from __future__ import annotations

from features.feature import (
    AGAINST,
    ANYTHING,
    Aggregate,
    Expression,
    Feature,
    Measure,
    Peer,
    View,
    part,
)
from features.registers.employers import WORKPLACES
from features.registers.tax import DECLARATION_TOTALS, VAT
from features.vocabulary import Direction

__all__ = ["SALES_AGAINST_PAY"]

RAISES, LOWERS = Direction.RAISES, Direction.LOWERS
# What an hour of work costs at least: the lowest agreed hourly pay in restaurants lies near
# 150 kr (assumption, 2024), without contributions.
LOWEST_HOURLY_PAY_KR = 150

# Turnover beside the pay declared for the very same months, so that filers by month, quarter
# and year compare alike.
TURNOVER_AND_PAY = View(
    "turnover_and_pay",
    (VAT, DECLARATION_TOTALS),
    """
    SELECT v.employer, v.period AS happened, v.period_months, v.turnover_ore,
           coalesce(sum(t.gross_pay_ore), 0) AS pay_ore, count(t.period) AS paid_months
    FROM vat v LEFT JOIN declaration_totals t
      ON t.employer = v.employer AND t.gross_pay_ore > 0 AND t.period >= v.period
     AND t.period < v.period + to_months(CAST(v.period_months AS INTEGER))
    GROUP BY v.employer, v.period, v.period_months, v.turnover_ore
    """,
    happened="happened",
)

# Hours that the doors stand open in a week, over the employer's open workplaces.
OPEN_DOORS = View(
    "open_doors",
    (WORKPLACES,),
    """
    WITH latest AS (
        SELECT workplace, max({'h': valid_from, 'e': employer}).e AS employer,
               max({'h': valid_from, 'o': opening_hours_week}).o AS hours,
               max({'h': valid_from, 'c': coalesce(closed_on, DATE '9999-12-31')}).c
                 AS closed_on
        FROM workplaces GROUP BY workplace)
    SELECT employer, CAST(round(hours * 10) AS BIGINT) AS tenths FROM latest
    WHERE hours IS NOT NULL AND closed_on >= :as_of
    """,
)


PARTS = (
    part("turnover_24m", Aggregate(TURNOVER_AND_PAY, Measure.TOTAL, "turnover_ore", months=24)),
    part(
        "pay_same_months_24m", Aggregate(TURNOVER_AND_PAY, Measure.TOTAL, "pay_ore", months=24)
    ),
    part(
        "vat_months_24m", Aggregate(TURNOVER_AND_PAY, Measure.TOTAL, "period_months", months=24)
    ),
    part("turnover_12m", Aggregate(TURNOVER_AND_PAY, Measure.TOTAL, "turnover_ore", months=12)),
    part(
        "vat_months_12m", Aggregate(TURNOVER_AND_PAY, Measure.TOTAL, "period_months", months=12)
    ),
    part(
        "pay_same_months_12m", Aggregate(TURNOVER_AND_PAY, Measure.TOTAL, "pay_ore", months=12)
    ),
    part(
        "unpaid_vat_months_24m",
        Aggregate(
            TURNOVER_AND_PAY,
            Measure.TOTAL,
            "period_months - paid_months",
            "turnover_ore > 0 AND paid_months < period_months"
            " AND (period_months <= 3 OR paid_months = 0)",
            months=24,
            missing=0,
        ),
    ),
    part("open_tenths", Aggregate(OPEN_DOORS, Measure.TOTAL, "tenths")),
    part("turnover_per_head_ln", Expression("ln(nullif(turnover_per_head, 0))")),
)

SALES_AGAINST_PAY = (
    *PARTS,
    Feature(
        "turnover_per_head",
        Expression("turnover_24m / 100.0 / vat_months_24m * 12 / nullif(staff_mean_12m, 0)"),
        sv="Omsättning per anställd och år, 24 mån",
        en="Turnover per employee and year, 24 months",
        unit="kr",
        direction=RAISES,
        ref="F04",
    ),
    Feature(
        "turnover_per_head_peers",
        Peer("turnover_per_head_ln"),  # skewed: twice and half the usual lie equally far off
        sv="Omsättning per anställd jämfört med liknande",
        en="Turnover per employee against similar employers",
        unit="robusta standardavvikelser",
        direction=RAISES,
        ref="F04",
    ),
    Feature(
        "wage_share",
        Expression("pay_same_months_24m / nullif(turnover_24m, 0)"),
        sv="Löner som andel av omsättningen samma månader, 24 mån",
        en="Wages as a share of turnover in the same months, 24 months",
        unit="andel",
        bounds=AGAINST,
        direction=LOWERS,
        ref="F05",
    ),
    Feature(
        "wage_share_peers",
        Peer("wage_share"),
        sv="Löneandel av omsättningen jämfört med liknande",
        en="Wage share of turnover against similar employers",
        unit="robusta standardavvikelser",
        direction=LOWERS,
        ref="F05",
    ),
    Feature(
        "months_sold_without_pay_share",
        Expression("unpaid_vat_months_24m / nullif(vat_months_24m, 0)"),
        # Of a year in one return it cannot be told which months had sales: it counts when
        # there was no pay all year.
        sv="Andel månader med försäljning men utan redovisad lön, 24 mån",
        en="Share of months with sales but no pay declared, 24 months",
        unit="andel",
        direction=RAISES,
        ref="F06",
    ),
    Feature(
        "growth_gap",
        Expression(
            "CASE WHEN vat_months_24m - vat_months_12m >= 6 AND vat_months_12m >= 6 THEN"
            " (turnover_12m / vat_months_12m) / nullif(turnover_24m / vat_months_24m, 0)"
            " - (pay_same_months_12m / vat_months_12m)"
            " / nullif(pay_same_months_24m / vat_months_24m, 0) END"
        ),
        sv="Omsättningen har ökat mer än lönerna, mot snittet på två år",
        en="Turnover has grown more than wages, against the mean of two years",
        unit="andel",
        bounds=ANYTHING,
        direction=RAISES,
        ref="F23",
    ),
    Feature(
        "doors_against_pay",
        Expression(
            f"open_tenths / 10.0 * 52 * {LOWEST_HOURLY_PAY_KR}"
            " / nullif(pay_12m / 100.0 / paid_months_12m * 12, 0)"
        ),
        sv="Lön som öppettiderna minst kräver, mot redovisad lön",
        en="Pay that the opening hours require at least, against pay declared",
        unit="gånger lönesumman",
        direction=RAISES,
        ref="F24",
    ),
)

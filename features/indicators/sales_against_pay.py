"""What one register says that another denies: sales and pay, permits and pay."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, Peer, View, part
from features.registers.employers import WORKPLACES
from features.registers.migration import PERMITS
from features.registers.tax import DECLARATION_TOTALS, DECLARATIONS, VAT
from features.vocabulary import Direction

__all__ = ["CONTRADICTIONS"]

RAISES, LOWERS = Direction.RAISES, Direction.LOWERS
# What an hour of work costs at least: the lowest agreed hourly pay in restaurants lies near
# 150 kr (assumption, 2024), without contributions.
LOWEST_HOURLY_PAY_KR = 150
# Turnover that carries one full-time employee in a labour-intensive trade (assumption).
TURNOVER_PER_HEAD_KR = 700_000

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

# One row per permit that was in force long enough for pay to be seen: what the same employer
# paid that person against what it offered. Returns are known up to six weeks after the month.
PERMIT_PAY = View(
    "permit_pay",
    (PERMITS, DECLARATIONS),
    """
    WITH live AS (
        SELECT permit_no, employer, person_key, decided_on, offered_pay_ore,
               greatest(decided_on, valid_from) AS starts, least(valid_to, :as_of) AS ends
        FROM permits
        WHERE decision = 'granted' AND valid_to > :as_of - INTERVAL 12 MONTH
          AND greatest(decided_on, valid_from) < :as_of - INTERVAL 6 MONTH)
    SELECT live.permit_no, live.employer, min(live.decided_on) AS happened,
           count(d.period) AS months_paid,
           count(d.period) FILTER (WHERE d.period >= live.ends - INTERVAL 5 MONTH)
             AS late_months_paid,
           median(d.gross_pay_ore / nullif(live.offered_pay_ore, 0)) AS paid_of_offer,
           avg_first.pay AS first_pay, avg_later.pay AS later_pay
    FROM live
    LEFT JOIN declarations d
      ON d.employer = live.employer AND d.person_key = live.person_key
     AND d.period > live.starts AND d.period < live.ends
    LEFT JOIN (
        SELECT l.permit_no, median(d.gross_pay_ore) AS pay FROM live l JOIN declarations d
          ON d.employer = l.employer AND d.person_key = l.person_key
         AND d.period > l.starts AND d.period <= l.starts + INTERVAL 3 MONTH
        GROUP BY l.permit_no
    ) avg_first ON avg_first.permit_no = live.permit_no
    LEFT JOIN (
        SELECT l.permit_no, median(d.gross_pay_ore) AS pay FROM live l JOIN declarations d
          ON d.employer = l.employer AND d.person_key = l.person_key
         AND d.period > l.starts + INTERVAL 3 MONTH AND d.period <= l.starts + INTERVAL 9 MONTH
        GROUP BY l.permit_no
    ) avg_later ON avg_later.permit_no = live.permit_no
    GROUP BY live.permit_no, live.employer, avg_first.pay, avg_later.pay
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
    WHERE hours IS NOT NULL AND closed_on > :as_of
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
            "turnover_ore > 0 AND paid_months < period_months",
            months=24,
        ),
    ),
    part("permits_seen", Aggregate(PERMIT_PAY, Measure.COUNT, missing=0)),
    part(
        "permits_unpaid",
        Aggregate(PERMIT_PAY, Measure.COUNT, where="late_months_paid = 0", missing=0),
    ),
    part("paid_of_offer", Aggregate(PERMIT_PAY, Measure.MEDIAN, "paid_of_offer")),
    part(
        "permits_paid",
        Aggregate(PERMIT_PAY, Measure.COUNT, where="months_paid >= 1", missing=0),
    ),
    part("pay_kept", Aggregate(PERMIT_PAY, Measure.MEDIAN, "later_pay / nullif(first_pay, 0)")),
    part(
        "pay_kept_seen",
        Aggregate(
            PERMIT_PAY,
            Measure.COUNT,
            where="later_pay IS NOT NULL AND first_pay > 0",
            missing=0,
        ),
    ),
    part("open_tenths", Aggregate(OPEN_DOORS, Measure.TOTAL, "tenths")),
)

CONTRADICTIONS = (
    *PARTS,
    Feature(
        "turnover_per_head",
        Expression(
            "ln(nullif(turnover_24m, 0) / 100.0 / vat_months_24m * 12"
            " / nullif(staff_mean_12m, 0))"
        ),
        sv="Omsättning per anställd och år (logaritm)",
        en="Turnover per employee and year (logarithm)",
        unit="ln kr",
        direction=RAISES,
        ref="F04",
    ),
    Feature(
        "turnover_per_head_peers",
        Peer("turnover_per_head"),
        sv="Omsättning per anställd jämfört med liknande",
        en="Turnover per employee against similar employers",
        unit="robusta standardavvikelser",
        direction=RAISES,
        ref="F04",
    ),
    Feature(
        "wage_share",
        Expression("pay_same_months_24m / nullif(turnover_24m, 0)"),
        sv="Löner som andel av omsättningen samma månader",
        en="Wages as a share of turnover in the same months",
        unit="andel",
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
        sv="Andel månader med försäljning men utan redovisad lön",
        en="Share of months with sales but no pay declared",
        unit="andel",
        direction=RAISES,
        ref="F06",
    ),
    Feature(
        "growth_gap",
        Expression(
            "(turnover_12m / nullif(vat_months_12m, 0))"
            " / nullif(turnover_24m / vat_months_24m, 0)"
            " - (pay_same_months_12m / nullif(vat_months_12m, 0))"
            " / nullif(pay_same_months_24m / vat_months_24m, 0)"
        ),
        sv="Omsättningen har vuxit mer än lönerna",
        en="Turnover has grown more than wages",
        unit="skillnad i tillväxt",
        direction=RAISES,
        ref="F23",
    ),
    Feature(
        "doors_against_pay",
        Expression(
            f"open_tenths / 10.0 * 52 * {LOWEST_HOURLY_PAY_KR} / nullif(pay_12m / 100.0, 0)"
        ),
        sv="Öppettid som lönerna inte räcker till att bemanna",
        en="Opening hours that the wages cannot staff",
        unit="gånger lönesumman",
        direction=RAISES,
        ref="F24",
    ),
    Feature(
        "permits_without_pay_share",
        Expression("CASE WHEN permits_seen >= 3 THEN permits_unpaid / permits_seen END"),
        sv="Andel med arbetstillstånd utan redovisad lön här",
        en="Share of permit holders with no pay declared here",
        unit="andel",
        direction=RAISES,
        ref="F59",
    ),
    Feature(
        "pay_of_offer",
        Expression("CASE WHEN permits_paid >= 3 THEN paid_of_offer END"),
        sv="Utbetald lön mot den som erbjöds i tillståndet",
        en="Pay declared against the pay offered in the permit",
        unit="andel",
        direction=LOWERS,
        ref="F60",
    ),
    Feature(
        "pay_kept_after_permit",
        Expression("CASE WHEN pay_kept_seen >= 3 THEN pay_kept END"),
        sv="Lön månad 4–9 mot månad 1–3 efter tillståndet",
        en="Pay in months 4–9 against months 1–3 after the permit",
        unit="andel",
        direction=LOWERS,
        ref="F70",
    ),
    Feature(
        "permits_against_turnover",
        Expression(
            f"granted_36m * {TURNOVER_PER_HEAD_KR}"
            " / nullif(turnover_24m / 100.0 / vat_months_24m * 12, 0)"
        ),
        sv="Beviljade tillstånd mot vad omsättningen kan bära",
        en="Permits granted against what turnover can carry",
        unit="gånger",
        direction=RAISES,
        ref="F65",
    ),
)

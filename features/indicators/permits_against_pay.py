"""What employers promised in work permits against what they then declared in pay."""

from __future__ import annotations

from features.feature import AGAINST, Aggregate, Expression, Feature, Measure, View, part
from features.registers.migration import PERMITS
from features.registers.tax import DECLARATIONS
from features.vocabulary import Direction

__all__ = ["PERMITS_AGAINST_PAY"]

RAISES, LOWERS = Direction.RAISES, Direction.LOWERS
# Turnover that carries one full-time employee in a labour-intensive trade (assumption).
TURNOVER_PER_HEAD_KR = 700_000

# One row per person with a permit that was in force long enough for pay to be seen: what the
# same employer paid that person against what it offered. A person has one row however often
# the permit was prolonged, by the latest that is old enough: three permits are three persons.
# Whole months alone count, and returns are known six weeks after the first of the month: the
# last five months before the as-of date hold three or four that are known.
PERMIT_PAY = View(
    "permit_pay",
    (PERMITS, DECLARATIONS),
    """
    WITH granted AS (
        SELECT employer, person_key, offered_pay_ore,
               greatest(decided_on, valid_from) AS starts,
               least(valid_to + INTERVAL 1 DAY, :as_of) AS ends
        FROM permits
        WHERE decision = 'granted' AND valid_to > :as_of - INTERVAL 12 MONTH
          AND greatest(decided_on, valid_from) < :as_of - INTERVAL 6 MONTH),
    live AS (
        SELECT employer, person_key, max(starts) AS starts,
               max({'h': starts, 'e': ends}).e AS ends,
               max({'h': starts, 'o': offered_pay_ore}).o AS offered_pay_ore
        FROM granted GROUP BY employer, person_key),
    paid AS (
        SELECT live.employer, live.person_key, d.period, d.gross_pay_ore,
               live.offered_pay_ore, live.ends,
               datediff('month', live.starts, d.period)
             + CASE WHEN day(live.starts) = 1 THEN 1 ELSE 0 END AS month_no
        FROM live LEFT JOIN declarations d
          ON d.employer = live.employer AND d.person_key = live.person_key
         AND d.gross_pay_ore > 0 AND d.period >= live.starts
         AND d.period + INTERVAL 1 MONTH <= live.ends)
    SELECT employer,
           count(period) FILTER (WHERE period >= ends - INTERVAL 5 MONTH) AS late_months_paid,
           median(gross_pay_ore / nullif(offered_pay_ore, 0)) AS paid_of_offer,
           median(gross_pay_ore) FILTER (WHERE month_no >= 1 AND month_no <= 3) AS first_pay,
           median(gross_pay_ore) FILTER (WHERE month_no >= 4 AND month_no <= 9) AS later_pay
    FROM paid GROUP BY employer, person_key
    """,
)

PARTS = (
    part(
        "permit_persons_36m",
        Aggregate(
            PERMITS,
            Measure.DISTINCT,
            "person_key",
            where="decision = 'granted'",
            months=36,
            missing=0,
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
        Aggregate(PERMIT_PAY, Measure.COUNT, where="paid_of_offer IS NOT NULL", missing=0),
    ),
    part("pay_kept", Aggregate(PERMIT_PAY, Measure.MEDIAN, "later_pay / first_pay")),
    part(
        "pay_kept_seen",
        Aggregate(
            PERMIT_PAY,
            Measure.COUNT,
            where="later_pay IS NOT NULL AND first_pay IS NOT NULL",
            missing=0,
        ),
    ),
)

PERMITS_AGAINST_PAY = (
    *PARTS,
    Feature(
        "permits_without_pay_share",
        Expression("CASE WHEN permits_seen >= 3 THEN permits_unpaid / permits_seen END"),
        sv="Andel med arbetstillstånd utan redovisad lön här de sista månaderna",
        en="Share of permit holders with no pay declared here in the last months",
        unit="andel",
        direction=RAISES,
        ref="F59",
    ),
    Feature(
        "pay_of_offer",
        Expression("CASE WHEN permits_paid >= 3 THEN paid_of_offer END"),
        sv="Redovisad lön mot den som erbjöds i tillståndet",
        en="Pay declared against the pay offered in the permit",
        unit="andel",
        bounds=AGAINST,
        direction=LOWERS,
        ref="F60",
    ),
    Feature(
        "pay_kept_after_permit",
        Expression("CASE WHEN pay_kept_seen >= 3 THEN pay_kept END"),
        sv="Lön månad 4–9 mot månad 1–3 efter tillståndet",
        en="Pay in months 4–9 against months 1–3 after the permit",
        unit="andel",
        bounds=AGAINST,
        direction=LOWERS,
        ref="F70",
    ),
    Feature(
        "permits_against_turnover",
        Expression(
            f"permit_persons_36m * {TURNOVER_PER_HEAD_KR}"
            " / nullif(turnover_24m / 100.0 / vat_months_24m * 12, 0)"
        ),
        sv="Personer med tillstånd mot dem som omsättningen kan bära, 36 mån",
        en="Permit holders against those that turnover can carry, 36 months",
        unit="gånger",
        direction=RAISES,
        ref="F65",
    ),
)

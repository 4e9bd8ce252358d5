"""What an employer's returns and tax account say over time: missing, later, deeper in debt."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.registers.registration import REGISTRATIONS
from features.registers.tax import DECLARATION_TOTALS, TAX_ACCOUNT
from features.vocabulary import Direction

__all__ = ["RETURNS"]

RAISES = Direction.RAISES

# Who is registered as an employer files every month, be it nought, from the first return until
# the registration ends. The return of a month is due by the 26th of the next at the latest, so
# the month before the as-of date is not due yet and the twelve before it all are. Who has filed
# nothing for two years has stopped, whatever the register says. Of a seasonal employer it
# cannot be told which months are due, so none is held to be missing.
MISSING_RETURNS = View(
    "missing_returns",
    (DECLARATION_TOTALS, REGISTRATIONS),
    """
    WITH registered AS (
        SELECT employer,
               max({'h': decided_on, 'v': CASE WHEN event IN ('ended', 'revoked')
                 THEN applies_from ELSE DATE '9999-12-31' END}).v AS ends,
               max({'h': decided_on, 'v': CASE WHEN seasonal THEN 1 ELSE 0 END}).v AS seasonal
        FROM registrations WHERE kind = 'employer' GROUP BY employer),
    stopped AS (
        SELECT employer, ends, seasonal FROM registered
        WHERE ends < :as_of - INTERVAL 1 MONTH OR seasonal = 1),
    filed AS (
        SELECT t.employer, min(t.period) AS first_period, min(stopped.ends) AS ends,
               coalesce(max(stopped.seasonal), 0) AS seasonal,
               count(*) FILTER (WHERE t.period >= :as_of - INTERVAL 13 MONTH
                 AND t.period < coalesce(stopped.ends, :as_of - INTERVAL 1 MONTH)) AS returns
        FROM declaration_totals t LEFT JOIN stopped ON stopped.employer = t.employer
        WHERE t.period >= :as_of - INTERVAL 25 MONTH
        GROUP BY t.employer),
    due AS (
        SELECT employer, returns, seasonal,
               greatest(first_period, :as_of - INTERVAL 13 MONTH) AS since,
               coalesce(ends, :as_of - INTERVAL 1 MONTH) AS until
        FROM filed)
    SELECT employer,
           greatest(0, datediff('month', since, until)
             + CASE WHEN day(until) > 1 THEN 1 ELSE 0 END) - returns AS months
    FROM due WHERE seasonal = 0
    """,
)

LATE = "filed_on > due_on"
# A half-year that is known: the month before the as-of date is not, so that seven hold six.
HALF, WHOLE = 7, 13

RETURNS = (
    *(
        part(
            f"late_returns_{months}m",
            Aggregate(DECLARATION_TOTALS, Measure.COUNT, where=LATE, months=months, missing=0),
        )
        for months in (HALF, WHOLE)
    ),
    *(
        part(
            f"days_below_zero_{months}m",
            Aggregate(TAX_ACCOUNT, Measure.TOTAL, "days_below_zero", months=months, missing=0),
        )
        for months in (HALF, WHOLE)
    ),
    part(
        "deficit_peak_12m",
        Aggregate(TAX_ACCOUNT, Measure.HIGHEST, "unpaid_ore", months=12, missing=0),
    ),
    Feature(
        "missing_returns_12m",
        Aggregate(MISSING_RETURNS, Measure.TOTAL, "months", missing=0),
        sv="Arbetsgivardeklarationer som saknas, av de senaste tolv",
        en="Employer returns that are missing, of the last twelve",
        unit="deklarationer",
        direction=RAISES,
        ref="F08",
    ),
    Feature(
        "late_returns_change",
        Expression("2 * late_returns_7m - late_returns_13m"),
        sv="Ändring i antal sena deklarationer mot halvåret före",
        en="Change in late returns against the half-year before",
        unit="deklarationer",
        direction=RAISES,
        ref="F07",
    ),
    Feature(
        "days_below_zero_change",
        Expression("2 * days_below_zero_7m - days_below_zero_13m"),
        sv="Ändring i dagar med underskott på skattekontot mot halvåret före",
        en="Change in days below zero on the tax account against the half-year before",
        unit="dagar",
        direction=RAISES,
        ref="F32",
    ),
    Feature(
        "deficit_against_pay",
        Expression("deficit_peak_12m / nullif(pay_12m / paid_months_12m, 0)"),
        sv="Största underskott på skattekontot mot en månads löner, 12 mån",
        en="Largest deficit on the tax account against a month's pay, 12 months",
        unit="månadslöner",
        direction=RAISES,
        ref="F32",
    ),
)

"""What the employer returns say of pay and staff, person-month by person-month."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, Peer, View, part
from features.registers.tax import DECLARATIONS
from features.vocabulary import Direction, Flag

__all__ = ["PAYROLL"]

# Half of a low agreed full-time wage: agreed minimum pay for adults in hotels, restaurants and
# cleaning lies near 25,000 kr a month (assumption; the exact figure is by trade and year).
HALF_TIME_PAY_ORE = 1_250_000
# A return is due on the 12th of the month after; 60 days later is 103 days after the period's
# first day (`domain.md` F09).
BACKFILL_DAYS = 103

# Fewer persons in a month than this, and that two earn the same says nothing.
FEWEST_TO_COMPARE = 5

# A line without cash pay (somebody with F-tax, benefits alone) is no employee: staff are those
# paid. Returns are known six weeks after the first of the month, so the last two months or so
# of every window are empty, and nobody has left before three have passed.

# One row per employer and person over fifteen months. Those there in an employer's first month
# did not join it, and those there in its last did not leave it: a new firm, or one that is late
# with its returns, has no churn of its own. A person seen in one month alone is `unsettled` if
# that month may be the end or the beginning of more.
SPELLS = View(
    "staff_spells",
    (DECLARATIONS,),
    """
    WITH spells AS (
        SELECT employer, person_key, min(period) AS began, max(period) AS ended,
               count(*) AS months
        FROM declarations
        WHERE period >= :as_of - INTERVAL 15 MONTH AND gross_pay_ore > 0
        GROUP BY employer, person_key),
    spans AS (
        SELECT employer, min(began) AS opened, max(ended) AS closed FROM spells
        GROUP BY employer)
    SELECT spells.employer, months,
           CASE WHEN began >= :as_of - INTERVAL 12 MONTH AND began > opened
                THEN 1 ELSE 0 END
         + CASE WHEN ended < :as_of - INTERVAL 3 MONTH AND ended < closed
                THEN 1 ELSE 0 END AS moves,
           months = 1 AND (began = :as_of - INTERVAL 15 MONTH
                           OR ended >= :as_of - INTERVAL 3 MONTH OR ended = closed)
             AS unsettled
    FROM spells JOIN spans ON spans.employer = spells.employer
    """,
)
# Months with pay: how many were paid, and how many of them the month's commonest amount.
PAID_MONTHS = View(
    "paid_months",
    (DECLARATIONS,),
    """
    WITH amounts AS (
        SELECT employer, period, gross_pay_ore, count(*) AS heads FROM declarations
        WHERE period >= :as_of - INTERVAL 12 MONTH AND gross_pay_ore > 0
        GROUP BY employer, period, gross_pay_ore)
    SELECT employer, period AS happened, CAST(sum(heads) AS BIGINT) AS heads,
           max(heads) AS alike
    FROM amounts GROUP BY employer, period
    """,
    happened="happened",
)


PARTS = (
    part(
        "pay_12m", Aggregate(DECLARATIONS, Measure.TOTAL, "gross_pay_ore", months=12, missing=0)
    ),
    part("pay_rows_12m", Aggregate(DECLARATIONS, Measure.COUNT, months=12, missing=0)),
    part("pay_rows_3m", Aggregate(DECLARATIONS, Measure.COUNT, months=3, missing=0)),
    part(
        "low_pay_rows_12m",
        Aggregate(
            DECLARATIONS,
            Measure.COUNT,
            where=f"gross_pay_ore > 0 AND gross_pay_ore < {HALF_TIME_PAY_ORE}",
            months=12,
            missing=0,
        ),
    ),
    part(
        "backfilled_rows_24m",
        Aggregate(
            DECLARATIONS,
            Measure.COUNT,
            where=f"filed_on > period + INTERVAL {BACKFILL_DAYS} DAY",
            months=24,
            missing=0,
        ),
    ),
    part("pay_rows_24m", Aggregate(DECLARATIONS, Measure.COUNT, months=24, missing=0)),
    part(
        "ftax_12m", Aggregate(DECLARATIONS, Measure.TOTAL, "ftax_pay_ore", months=12, missing=0)
    ),
    part(
        "noncontrib_12m",
        Aggregate(DECLARATIONS, Measure.TOTAL, "noncontrib_pay_ore", months=12, missing=0),
    ),
    part(
        "placeless_rows_12m",
        Aggregate(DECLARATIONS, Measure.COUNT, where="cfar IS NULL", months=12, missing=0),
    ),
    part(
        "paid_rows_12m",
        Aggregate(DECLARATIONS, Measure.COUNT, where="gross_pay_ore > 0", months=12, missing=0),
    ),
    part("moves_12m", Aggregate(SPELLS, Measure.TOTAL, "moves", missing=0)),
    part("persons_15m", Aggregate(SPELLS, Measure.COUNT, where="NOT unsettled", missing=0)),
    part(
        "one_month_persons_15m",
        Aggregate(SPELLS, Measure.COUNT, where="months = 1 AND NOT unsettled", missing=0),
    ),
    part("paid_months_12m", Aggregate(PAID_MONTHS, Measure.COUNT, missing=0)),
    part(
        "alike_12m",
        Aggregate(PAID_MONTHS, Measure.TOTAL, "alike - 1", f"heads >= {FEWEST_TO_COMPARE}"),
    ),
    part(
        "compared_12m",
        Aggregate(PAID_MONTHS, Measure.TOTAL, "heads - 1", f"heads >= {FEWEST_TO_COMPARE}"),
    ),
    part("staff_peak_12m", Aggregate(PAID_MONTHS, Measure.HIGHEST, "heads")),
    part("staff_median_12m", Aggregate(PAID_MONTHS, Measure.MEDIAN, "heads")),
)

PAYROLL = (
    *PARTS,
    Feature(
        "staff_mean_12m",
        # By the months that are known and paid: a firm of a few months is not a small one.
        Expression("paid_rows_12m / nullif(paid_months_12m, 0)"),
        sv="Antal personer med lön, snitt per månad, 12 mån",
        en="Persons paid, mean per month, 12 months",
        unit="personer",
        flag=Flag.GUARDED,
        condition="Size: audited per size class, so that small firms are not burdened unseen.",
    ),
    Feature(
        "pay_per_person",
        Expression("CASE WHEN paid_rows_12m >= 5 THEN pay_12m / 100.0 / paid_rows_12m END"),
        sv="Lön per person och månad, 12 mån",
        en="Pay per person and month, 12 months",
        unit="kr",
        direction=Direction.LOWERS,
        ref="F01",
    ),
    Feature(
        "pay_per_person_peers",
        Peer("pay_per_person"),
        sv="Lön per person jämfört med liknande arbetsgivare",
        en="Pay per person against similar employers",
        unit="robusta standardavvikelser",
        direction=Direction.LOWERS,
        ref="F01",
    ),
    Feature(
        "low_pay_share",
        Expression("CASE WHEN paid_rows_12m >= 5 THEN low_pay_rows_12m / paid_rows_12m END"),
        sv="Andel löner under halv heltidslön, 12 mån",
        en="Share of pay under half a full-time wage, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F02",
    ),
    Feature(
        "identical_pay_share",
        # Beside the one who always has it: 0 when all differ, 1 when all are alike.
        Expression("alike_12m / compared_12m"),
        sv="Andel med exakt samma lön samma månad, 12 mån",
        en="Share with exactly the same pay in the same month, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F03",
    ),
    Feature(
        "backfilled_share",
        # The last three months cannot yet be that late, and would make a new firm look prompt.
        Expression(
            "CASE WHEN pay_rows_24m - pay_rows_3m >= 5"
            " THEN backfilled_rows_24m / (pay_rows_24m - pay_rows_3m) END"
        ),
        sv="Andel lönerader lämnade eller ändrade långt i efterhand, 24 mån",
        en="Share of pay lines filed or changed long afterwards, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F09",
    ),
    Feature(
        "churn",
        Expression("CASE WHEN paid_rows_12m >= 12 THEN moves_12m / staff_mean_12m END"),
        sv="Personer som börjat eller slutat, per anställd, 12 mån",
        en="Persons who started or left, per employee, 12 months",
        unit="per anställd",
        direction=Direction.RAISES,
        ref="F10",
    ),
    Feature(
        "one_month_share",
        Expression("CASE WHEN persons_15m >= 5 THEN one_month_persons_15m / persons_15m END"),
        sv="Andel personer med lön en enda månad, 15 mån",
        en="Share of persons paid in one single month, 15 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F11",
    ),
    Feature(
        "staff_spike",
        Expression(
            f"CASE WHEN paid_months_12m >= 6 AND staff_peak_12m >= {FEWEST_TO_COMPARE}"
            " THEN staff_peak_12m / staff_median_12m END"
        ),
        sv="Största personalstyrka mot den vanliga, 12 mån",
        en="Largest staff against the usual, 12 months",
        unit="gånger",
        direction=Direction.RAISES,
        ref="F12",
    ),
    Feature(
        "ftax_share",
        Expression("ftax_12m / nullif(pay_12m + ftax_12m, 0)"),
        sv="Andel ersättning till personer med F-skatt, 12 mån",
        en="Share of pay to persons with F-tax, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F15",
    ),
    Feature(
        "noncontrib_share",
        Expression("noncontrib_12m / nullif(pay_12m + noncontrib_12m, 0)"),
        sv="Andel ersättning utan arbetsgivaravgifter, 12 mån",
        en="Share of pay without contributions, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F16",
    ),
    Feature(
        "placeless_share",
        Expression("CASE WHEN pay_rows_12m >= 5 THEN placeless_rows_12m / pay_rows_12m END"),
        sv="Andel lönerader utan arbetsställe, 12 mån",
        en="Share of pay lines without a workplace, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F18",
    ),
)

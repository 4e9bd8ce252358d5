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

# One row per employer, month and person, with how the person moved in and out.
MOVES = View(
    "staff_moves",
    (DECLARATIONS,),
    """
    SELECT employer, min(period) AS happened, count(DISTINCT period) AS months,
           CASE WHEN min(period) >= :as_of - INTERVAL 12 MONTH THEN 1 ELSE 0 END
         + CASE WHEN max(period) < :as_of - INTERVAL 3 MONTH THEN 1 ELSE 0 END AS moves
    FROM declarations WHERE period >= :as_of - INTERVAL 15 MONTH GROUP BY employer, person_key
    """,
    happened="happened",
)
# How often the commonest exact amount was paid; amounts of nought say nothing.
PAY_AMOUNTS = View(
    "pay_amounts",
    (DECLARATIONS,),
    """
    SELECT employer, gross_pay_ore, count(*) AS payments FROM declarations
    WHERE period >= :as_of - INTERVAL 12 MONTH AND gross_pay_ore > 0
    GROUP BY employer, gross_pay_ore
    """,
)
MONTHLY_STAFF = View(
    "monthly_staff",
    (DECLARATIONS,),
    """
    SELECT employer, period AS happened, count(*) AS heads FROM declarations
    GROUP BY employer, period
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
            where=f"gross_pay_ore < {HALF_TIME_PAY_ORE}",
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
    part("moves_12m", Aggregate(MOVES, Measure.TOTAL, "moves", missing=0)),
    part("persons_15m", Aggregate(MOVES, Measure.COUNT, missing=0)),
    part(
        "one_month_persons_15m", Aggregate(MOVES, Measure.COUNT, where="months = 1", missing=0)
    ),
    part("commonest_pay_12m", Aggregate(PAY_AMOUNTS, Measure.HIGHEST, "payments")),
    part("paid_rows_12m", Aggregate(PAY_AMOUNTS, Measure.TOTAL, "payments", missing=0)),
    part("staff_peak_12m", Aggregate(MONTHLY_STAFF, Measure.HIGHEST, "heads", months=12)),
    part("staff_median_12m", Aggregate(MONTHLY_STAFF, Measure.MEDIAN, "heads", months=12)),
)

PAYROLL = (
    *PARTS,
    Feature(
        "staff_mean_12m",
        Expression("pay_rows_12m / 12.0"),
        sv="Personer med lön per månad, 12 mån",
        en="Persons paid per month, 12 months",
        unit="personer",
        flag=Flag.GUARDED,
        condition="Size: audited per size class, so that small firms are not burdened unseen.",
    ),
    Feature(
        "pay_per_person",
        Expression("CASE WHEN pay_rows_12m >= 5 THEN pay_12m / 100.0 / pay_rows_12m END"),
        sv="Lön per person och månad",
        en="Pay per person and month",
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
        Expression("CASE WHEN pay_rows_12m >= 5 THEN low_pay_rows_12m / pay_rows_12m END"),
        sv="Andel löner under halv heltidslön, 12 mån",
        en="Share of pay under half a full-time wage, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F02",
    ),
    Feature(
        "identical_pay_share",
        Expression("CASE WHEN paid_rows_12m >= 12 THEN commonest_pay_12m / paid_rows_12m END"),
        sv="Andel löner på exakt samma belopp, 12 mån",
        en="Share of pay at exactly the same amount, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F03",
    ),
    Feature(
        "backfilled_share",
        Expression("CASE WHEN pay_rows_24m >= 5 THEN backfilled_rows_24m / pay_rows_24m END"),
        sv="Andel lönerader lämnade eller ändrade långt i efterhand",
        en="Share of pay lines filed or changed long afterwards",
        unit="andel",
        direction=Direction.RAISES,
        ref="F09",
    ),
    Feature(
        "churn",
        Expression("CASE WHEN pay_rows_12m >= 12 THEN moves_12m / (pay_rows_12m / 12.0) END"),
        sv="Personer som börjat eller slutat, per anställd",
        en="Persons who started or left, per employee",
        unit="per anställd",
        direction=Direction.RAISES,
        ref="F10",
    ),
    Feature(
        "one_month_share",
        Expression("CASE WHEN persons_15m >= 5 THEN one_month_persons_15m / persons_15m END"),
        sv="Andel personer med lön en enda månad",
        en="Share of persons paid one single month",
        unit="andel",
        direction=Direction.RAISES,
        ref="F11",
    ),
    Feature(
        "staff_spike",
        Expression("staff_peak_12m / nullif(staff_median_12m, 0)"),
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

"""What person-months say of a year's change in pay, of housing, and of two jobs at once."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, Peer, View, part
from features.indicators.payroll import HALF_TIME_PAY_ORE
from features.registers.employers import EMPLOYERS
from features.registers.tax import DECLARATION_TOTALS, DECLARATIONS
from features.vocabulary import Direction, Flag

__all__ = ["PAY_OVER_TIME"]

# A low agreed full-time wage, and how much of it a person may earn before it is two jobs: 1.6
# times (`domain.md` F13).
FULL_TIME_PAY_ORE = 2 * HALF_TIME_PAY_ORE
DOUBLE_PAY_ORE = FULL_TIME_PAY_ORE * 8 // 5
FEWEST_PERSONS = 5
FEWEST_LINES = 3 * FEWEST_PERSONS  # five persons over three months

# One row per person and month of the three that are known, in which pay from here and from
# employers elsewhere, each side held at one full-time wage, is more than 1.6 of them: two full
# jobs, not a high salary. Employers at one registered address count as one. The dearest table,
# so the few persons with two employers are found first, in one pass over four months.
DOUBLE_JOBS = View(
    "double_jobs",
    (DECLARATIONS, EMPLOYERS),
    f"""
    WITH busy AS (
        SELECT person_key, period, sum(gross_pay_ore) AS everywhere FROM declarations
        WHERE period >= :as_of - INTERVAL 4 MONTH AND gross_pay_ore > 0
        GROUP BY person_key, period
        HAVING count(*) > 1 AND sum(gross_pay_ore) > {DOUBLE_PAY_ORE}),
    home AS (
        SELECT employer, max({{'h': valid_from, 'a': address_key}}).a AS address_key
        FROM employers GROUP BY employer),
    seen AS (
        SELECT d.employer, busy.everywhere,
               sum(d.gross_pay_ore) OVER (
                 PARTITION BY d.person_key, d.period, home.address_key) AS here
        FROM declarations d
        JOIN busy ON busy.person_key = d.person_key AND busy.period = d.period
        LEFT JOIN home ON home.employer = d.employer
        WHERE d.period >= :as_of - INTERVAL 4 MONTH AND d.gross_pay_ore > 0)
    SELECT employer FROM seen
    WHERE least(here, {FULL_TIME_PAY_ORE}) + least(everywhere - here, {FULL_TIME_PAY_ORE})
        > {DOUBLE_PAY_ORE}
    """,
)

# Of four months three are known, and those before the thirteenth are the same a year earlier.
WINDOWS = (4, 13, 16)

PARTS = (
    *(
        part(
            f"declared_pay_{months}m",
            Aggregate(
                DECLARATION_TOTALS, Measure.TOTAL, "gross_pay_ore", months=months, missing=0
            ),
        )
        for months in WINDOWS
    ),
    *(
        part(
            f"declared_months_{months}m",
            Aggregate(
                DECLARATION_TOTALS,
                Measure.COUNT,
                where="gross_pay_ore > 0",
                months=months,
                missing=0,
            ),
        )
        for months in WINDOWS
    ),
    *(
        part(
            f"pay_{months}m",
            Aggregate(DECLARATIONS, Measure.TOTAL, "gross_pay_ore", months=months, missing=0),
        )
        for months in WINDOWS
    ),
    *(
        part(
            f"paid_rows_{months}m",
            Aggregate(
                DECLARATIONS,
                Measure.COUNT,
                where="gross_pay_ore > 0",
                months=months,
                missing=0,
            ),
        )
        for months in WINDOWS
    ),
    part(
        "housed_rows_12m",
        Aggregate(
            DECLARATIONS,
            Measure.COUNT,
            where="housing_benefit AND gross_pay_ore > 0",
            months=12,
            missing=0,
        ),
    ),
    part("double_rows", Aggregate(DOUBLE_JOBS, Measure.COUNT, missing=0)),
)

PAY_OVER_TIME = (
    *PARTS,
    Feature(
        "pay_change_year",
        Expression(
            "CASE WHEN declared_months_4m >= 2"
            " AND declared_months_16m - declared_months_13m >= 2"
            " THEN (declared_pay_4m / declared_months_4m)"
            " / nullif((declared_pay_16m - declared_pay_13m)"
            " / (declared_months_16m - declared_months_13m), 0) END"
        ),
        sv="Lönesumma per månad mot samma månader i fjol",
        en="Pay a month against the same months last year",
        unit="gånger",
        ref="F23",
    ),
    Feature(
        "pay_per_person_change",
        Expression(
            f"CASE WHEN paid_rows_4m >= {FEWEST_LINES}"
            f" AND paid_rows_16m - paid_rows_13m >= {FEWEST_LINES}"
            " THEN (pay_4m / paid_rows_4m)"
            " / nullif((pay_16m - pay_13m) / (paid_rows_16m - paid_rows_13m), 0) END"
        ),
        sv="Lön per person mot samma månader i fjol",
        en="Pay per person against the same months last year",
        unit="gånger",
        direction=Direction.LOWERS,
        ref="F01",
    ),
    Feature(
        "low_pay_share_peers",
        Peer("low_pay_share"),
        sv="Andel låga löner jämfört med liknande arbetsgivare",
        en="Share of low pay against similar employers",
        unit="robusta standardavvikelser",
        direction=Direction.RAISES,
        ref="F02",
    ),
    Feature(
        "housing_benefit_share",
        Expression(
            f"CASE WHEN staff_mean_12m >= {FEWEST_PERSONS}"
            " THEN housed_rows_12m / paid_rows_12m END"
        ),
        sv="Andel av personalen med bostad från arbetsgivaren, 12 mån",
        en="Share of staff with housing from the employer, 12 months",
        unit="andel",
        direction=Direction.RAISES,
        flag=Flag.GUARDED,
        condition=(
            "Lent housing is mostly lawful and common where work is seasonal or remote: audited"
            " per trade and county; dropped where hits do not rise with it."
        ),
        ref="F17",
    ),
    Feature(
        "full_time_overlap_share",
        Expression(
            f"CASE WHEN paid_rows_4m >= {FEWEST_LINES} THEN double_rows / paid_rows_4m END"
        ),
        sv="Andel personal med mer än 1,6 heltidsjobb hos olika arbetsgivare",
        en="Share of staff with more than 1.6 full-time jobs at different employers",
        unit="andel",
        direction=Direction.RAISES,
        ref="F13",
    ),
)

"""What was sold as work in homes against the pay, the sales and the price that go with it."""

from __future__ import annotations

from features.feature import AGAINST, Aggregate, Expression, Feature, Measure, Peer, View, part
from features.indicators.sales_against_pay import LOWEST_HOURLY_PAY_KR
from features.registers.tax import VAT
from features.registers.tax_decisions import WORK_DEDUCTIONS
from features.vocabulary import Direction

__all__ = ["DEDUCTIONS_AGAINST_PAY"]

# The most hours that can have been worked: pay at the lowest agreed hourly pay. An hour of a
# subcontractor costs at least its pay, contributions and overheads, and an owner may work a
# full year without pay. All are assumptions, and all are in the employer's favour.
LOWEST_HOURLY_COST_KR = 250
OWNERS_HOURS = 1_800
# The buyer's price is with VAT of 25 %, turnover without.
WITH_VAT = 1.25

# Work sold in homes beside the sales declared for the very same months.
SALES_AND_DEDUCTIONS = View(
    "sales_and_deductions",
    (VAT, WORK_DEDUCTIONS),
    """
    WITH monthly AS (
        SELECT employer, month, sum(labour_ore) AS labour_ore FROM work_deductions
        GROUP BY employer, month)
    SELECT v.employer, v.period AS happened, v.turnover_ore,
           coalesce(sum(m.labour_ore), 0) AS labour_ore
    FROM vat v LEFT JOIN monthly m ON m.employer = v.employer AND m.month >= v.period
     AND m.month < v.period + to_months(CAST(v.period_months AS INTEGER))
    WHERE v.period >= :as_of - INTERVAL 24 MONTH
    GROUP BY v.employer, v.period, v.turnover_ore
    """,
    happened="happened",
)

PARTS = (
    *(
        part(
            f"deduction_hours_{months}m",
            Aggregate(WORK_DEDUCTIONS, Measure.TOTAL, "hours", months=months, missing=0),
        )
        for months in (12, 24)
    ),
    part(
        "deduction_labour_24m",
        Aggregate(WORK_DEDUCTIONS, Measure.TOTAL, "labour_ore", months=24, missing=0),
    ),
    part(
        "deductions_beside_sales_24m",
        Aggregate(SALES_AND_DEDUCTIONS, Measure.TOTAL, "labour_ore", months=24),
    ),
    part(
        "sales_beside_deductions_24m",
        Aggregate(SALES_AND_DEDUCTIONS, Measure.TOTAL, "turnover_ore", months=24),
    ),
    part(
        "deduction_price",
        # A hundred hours and more: under that one large order is the price.
        Expression(
            "CASE WHEN deduction_hours_24m >= 100"
            " THEN deduction_labour_24m / 100.0 / deduction_hours_24m END"
        ),
    ),
)

DEDUCTIONS_AGAINST_PAY = (
    *PARTS,
    Feature(
        "deduction_hours_ratio",
        Expression(
            f"deduction_hours_12m / (pay_12m / 100.0 / {LOWEST_HOURLY_PAY_KR} + {OWNERS_HOURS}"
            f" + vat_services_24m / 100.0 / vat_months_24m * 12 / {LOWEST_HOURLY_COST_KR})"
        ),
        sv="Sålda rot- och ruttimmar mot de timmar som lön och inköp räcker till",
        en="Hours of work in homes sold against those that pay and purchases cover",
        unit="gånger",
        direction=Direction.RAISES,
        ref="F25",
    ),
    Feature(
        "deduction_share",
        Expression(
            f"deductions_beside_sales_24m / {WITH_VAT} / nullif(sales_beside_deductions_24m, 0)"
        ),
        sv="Rot- och rutarbete som andel av redovisad försäljning, 24 mån",
        en="Work in homes as a share of the sales declared, 24 months",
        unit="andel",
        bounds=AGAINST,
        ref="F25",
    ),
    Feature(
        "deduction_price_peers",
        Peer("deduction_price"),
        sv="Pris per rot- och ruttimme jämfört med liknande arbetsgivare",
        en="Price of an hour of work in homes against similar employers",
        unit="robusta standardavvikelser",
        direction=Direction.LOWERS,
        ref="F25",
    ),
)

"""What registrations and cash registers say: taken back, notified late, not there at all."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part, smoothed
from features.registers.registration import CASH_REGISTERS, REGISTRATIONS
from features.registers.tax import VAT
from features.vocabulary import Direction

__all__ = ["REGISTRATION"]

RAISES = Direction.RAISES

# Months of sales since F-tax was last refused, taken back or ended. Who has been approved since
# has none, whatever was sold in between.
SOLD_WITHOUT_FTAX = View(
    "sold_without_ftax",
    (REGISTRATIONS, VAT),
    """
    WITH lost AS (
        SELECT employer,
               max({'h': decided_on, 'v': CASE WHEN event IN ('approved', 'approved_again')
                 THEN DATE '9999-12-31' ELSE applies_from END}).v AS lost_on
        FROM registrations WHERE kind = 'ftax' GROUP BY employer)
    SELECT v.employer, v.period AS happened, v.period_months FROM vat v
    JOIN lost ON lost.employer = v.employer AND v.period >= lost.lost_on
    WHERE v.turnover_ore > 0
    """,
    happened="happened",
)

# Who sells for less than four price base amounts a year need not keep a cash register
# (skatteförfarandelagen 39 kap. 5 §; rounded from 2024 to 2026). That the public pays is told
# from opening hours, since an employer chooses the trade it declares.
LEAST_SALES_KR = 230_000
SELLS_OVER_THE_COUNTER = (
    f"open_tenths > 0 AND turnover_24m / 100.0 / vat_months_24m * 12 > {LEAST_SALES_KR}"
)

REGISTRATION = (
    Feature(
        "ftax_setbacks_36m",
        Aggregate(
            REGISTRATIONS,
            Measure.COUNT,
            where="kind = 'ftax' AND event IN ('refused', 'revoked')",
            months=36,
            missing=0,
        ),
        sv="F-skatt nekad eller återkallad, 36 mån",
        en="F-tax refused or taken back, 36 months",
        unit="beslut",
        direction=RAISES,
        ref="F34",
    ),
    Feature(
        "sold_without_ftax_24m",
        Aggregate(SOLD_WITHOUT_FTAX, Measure.TOTAL, "period_months", months=24, missing=0),
        sv="Månader med försäljning sedan F-skatten upphört, 24 mån",
        en="Months of sales since F-tax was lost, 24 months",
        unit="månader",
        direction=RAISES,
        ref="F34",
    ),
    Feature(
        "registered_late_days_36m",
        # The agency's own time to decide is not held against anybody.
        Aggregate(
            REGISTRATIONS,
            Measure.HIGHEST,
            "greatest(0, datediff('day', applies_from, applied_on))",
            "event = 'approved' AND kind <> 'ftax' AND applied_on IS NOT NULL",
            months=36,
            missing=0,
        ),
        sv="Dagar som verksamheten pågått innan den anmäldes, 36 mån",
        en="Days of activity before it was notified, 36 months",
        unit="dagar",
        direction=RAISES,
        ref="F35",
    ),
    *(
        part(
            f"tills_{event}",
            Aggregate(CASH_REGISTERS, Measure.COUNT, where=f"event = '{event}'", missing=0),
        )
        for event in ("notified", "withdrawn", "exempted")
    ),
    Feature(
        # Where the register was not delivered the counts are missing, and so is the answer.
        "cash_register_missing",
        Expression(
            f"CASE WHEN {SELLS_OVER_THE_COUNTER} AND tills_notified >= 0"
            " THEN CASE WHEN tills_notified <= tills_withdrawn AND tills_exempted = 0"
            " THEN 1 ELSE 0 END END"
        ),
        sv="Håller öppet för allmänheten utan anmält kassaregister",
        en="Open to the public without a cash register notified",
        unit="ja/nej",
        direction=RAISES,
        ref="F30",
    ),
    part(
        "till_fees_36m",
        Aggregate(CASH_REGISTERS, Measure.COUNT, where="fee_ore > 0", months=36, missing=0),
    ),
    part(
        "till_undecided_2m",
        Aggregate(
            CASH_REGISTERS,
            Measure.COUNT,
            where="event = 'checked' AND fee_ore IS NULL",
            months=2,
            missing=0,
        ),
    ),
    Feature(
        "cash_register_checks_36m",
        Aggregate(
            CASH_REGISTERS, Measure.COUNT, where="event = 'checked'", months=36, missing=0
        ),
        sv="Kontrollbesök om kassaregister, 36 mån",
        en="Visits to check cash registers, 36 months",
        unit="besök",
        ref="F30",
    ),
    Feature(
        # As for staff ledgers: the same prior (assumption), and a visit of the last two months
        # without a fee is not yet a clean one.
        "cash_register_fee_rate",
        smoothed("till_fees_36m", "(cash_register_checks_36m - till_undecided_2m)", base=0.15),
        sv="Andel kassaregisterbesök som gav kontrollavgift, utjämnad, 36 mån",
        en="Share of cash-register visits with a control fee, smoothed, 36 months",
        unit="andel",
        direction=RAISES,
        ref="F30",
    ),
)

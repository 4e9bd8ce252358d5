"""What the tax registers say of returns, VAT, the tax account and staff-ledger visits."""

from __future__ import annotations

from features.feature import AGAINST, Aggregate, Expression, Feature, Measure, Peer, part
from features.registers.tax import DECLARATION_TOTALS, LEDGER_VISITS, TAX_ACCOUNT, VAT
from features.vocabulary import Direction

__all__ = ["TAX"]

PARTS = (
    part(
        "declared_12m",
        Aggregate(
            DECLARATION_TOTALS,
            Measure.TOTAL,
            "contributions_ore + tax_ore",
            months=12,
            missing=0,
        ),
    ),
    part(
        "paid_12m",
        Aggregate(DECLARATION_TOTALS, Measure.TOTAL, "paid_ore", months=12, missing=0),
    ),
    part("vat_turnover_24m", Aggregate(VAT, Measure.TOTAL, "turnover_ore", months=24)),
    part(
        "vat_services_24m", Aggregate(VAT, Measure.TOTAL, "purchased_services_ore", months=24)
    ),
    part(
        "vat_reverse_24m", Aggregate(VAT, Measure.TOTAL, "reverse_charge_sales_ore", months=24)
    ),
    part(
        "ledger_fees_36m",
        Aggregate(LEDGER_VISITS, Measure.COUNT, where="fee_ore > 0", months=36, missing=0),
    ),
    part(
        "ledger_undecided",
        Aggregate(LEDGER_VISITS, Measure.COUNT, where="fee_ore IS NULL", months=2, missing=0),
    ),
    part(
        "ledger_present_36m",
        Aggregate(LEDGER_VISITS, Measure.TOTAL, "present", months=36, missing=0),
    ),
    part(
        "ledger_unregistered_36m",
        Aggregate(LEDGER_VISITS, Measure.TOTAL, "unregistered", months=36, missing=0),
    ),
)

TAX = (
    *PARTS,
    Feature(
        "late_returns_12m",
        Aggregate(
            DECLARATION_TOTALS, Measure.COUNT, where="filed_on > due_on", months=12, missing=0
        ),
        # A correction carries the day it came in itself, so the words must speak of both.
        sv="Arbetsgivardeklarationer lämnade eller rättade för sent, 12 mån",
        en="Employer returns filed or corrected late, 12 months",
        unit="deklarationer",
        direction=Direction.RAISES,
        ref="F07",
    ),
    Feature(
        "declared_unpaid_share",
        Expression("greatest(declared_12m - paid_12m, 0) / nullif(pay_12m, 0)"),
        sv="Deklarerad men obetald skatt per lönekrona, 12 mån",
        en="Tax declared but not paid per krona of pay, 12 months",
        unit="kr per kr",
        direction=Direction.RAISES,
        ref="F26",
    ),
    Feature(
        "purchased_services_share",
        Expression("vat_services_24m / nullif(vat_turnover_24m, 0)"),
        sv="Köpta tjänster som andel av omsättningen, 24 mån",
        en="Services bought as a share of turnover, 24 months",
        unit="andel",
        bounds=AGAINST,
        direction=Direction.RAISES,
        ref="F28",
    ),
    Feature(
        "purchased_services_peers",
        Peer("purchased_services_share"),
        sv="Köpta tjänster jämfört med liknande arbetsgivare",
        en="Services bought against similar employers",
        unit="robusta standardavvikelser",
        direction=Direction.RAISES,
        ref="F28",
    ),
    Feature(
        "reverse_charge_share",
        Expression("vat_reverse_24m / nullif(vat_turnover_24m, 0)"),
        sv="Andel försäljning med omvänd betalningsskyldighet, 24 mån",
        en="Share of sales under reverse charge, 24 months",
        unit="andel",
        ref="F29",
    ),
    Feature(
        "days_below_zero_12m",
        Aggregate(TAX_ACCOUNT, Measure.TOTAL, "days_below_zero", months=12, missing=0),
        sv="Dagar med underskott på skattekontot, 12 mån",
        en="Days below zero on the tax account, 12 months",
        unit="dagar",
        direction=Direction.RAISES,
        ref="F32",
    ),
    Feature(
        "enforcement_items_24m",
        Aggregate(TAX_ACCOUNT, Measure.TOTAL, "items_to_enforcement", months=24, missing=0),
        sv="Skatteskulder lämnade till Kronofogden, 24 mån",
        en="Tax debts handed to enforcement, 24 months",
        unit="poster",
        direction=Direction.RAISES,
        ref="F33",
    ),
    Feature(
        "ledger_visits_36m",
        Aggregate(LEDGER_VISITS, Measure.COUNT, months=36, missing=0),
        sv="Kontrollbesök om personalliggare, 36 mån",
        en="Staff-ledger visits, 36 months",
        unit="besök",
        ref="F36",
    ),
    Feature(
        # Beta prior at the national 15 % of ordinary visits, worth twenty (`domain.md` 5.5). A
        # fee is decided within two months: a younger visit without one is not yet a clean one.
        "ledger_fee_rate",
        Expression("(ledger_fees_36m + 3) / (ledger_visits_36m - ledger_undecided + 20.0)"),
        sv="Andel liggarbesök som gav kontrollavgift, utjämnad, 36 mån",
        en="Share of ledger visits with a control fee, smoothed, 36 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F37",
    ),
    Feature(
        # A fee weighs half as much after eighteen months (`domain.md` F43, for notices).
        "ledger_fees_decayed_36m",
        Aggregate(
            LEDGER_VISITS,
            Measure.DECAYED,
            where="fee_ore > 0",
            months=36,
            missing=0,
            half_life=18,
        ),
        sv="Kontrollavgifter för personalliggare, nyare väger tyngre, 36 mån",
        en="Control fees for staff ledgers, recent ones weighing most, 36 months",
        unit="avgifter",
        direction=Direction.RAISES,
        ref="F37",
    ),
    Feature(
        "months_since_ledger_visit",
        Aggregate(LEDGER_VISITS, Measure.MONTHS_SINCE),
        sv="Månader sedan senaste kontrollbesöket om personalliggare",
        en="Months since the latest staff-ledger visit",
        unit="månader",
        ref="F39",
    ),
    Feature(
        "unregistered_share",
        Expression(
            "CASE WHEN ledger_present_36m >= 3"
            " THEN ledger_unregistered_36m / ledger_present_36m END"
        ),
        sv="Andel på plats som inte stod i personalliggaren, 36 mån",
        en="Share of those present who were not in the staff ledger, 36 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F38",
    ),
)

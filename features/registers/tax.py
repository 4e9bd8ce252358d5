"""The tax agency's registers: employer returns, VAT, tax account, visits to staff ledgers."""

from __future__ import annotations

from features.registers.columns import (
    claim,
    code,
    count,
    day,
    known_at,
    link,
    ore,
    org_no,
    person_key,
    workplace_no,
)
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_TAX
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["DECLARATIONS", "DECLARATION_TOTALS", "LEDGER_VISITS", "TAX_ACCOUNT", "VAT"]

# The return of month M is due on the 12th of M+1 (17th in January and August); those with a
# VAT base above 40 MSEK have until the 26th. Corrections go on for years. (domain 1.3, 1.4)
_DUE = (12, 28)

DECLARATIONS = Table(
    name="declarations",
    authority=Authority.SKATTEVERKET,
    title=Words("Arbetsgivardeklaration, individuppgifter", "Employer returns, per person"),
    about=(
        "One row per employer, month and person paid. The return carries more (citizenship,"
        " country of birth, special income tax for non-residents, other identities): that is"
        " never asked for, and a delivery with any undeclared column is refused."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        org_no(),
        day("period", "first day of the month the pay is for"),
        person_key(),
        workplace_no(meaning="workplace number, where the person worked at one known place"),
        ore("gross_pay_ore", "gross cash pay (field 011)"),
        ore("benefits_ore", "taxable benefits but car and fuel (field 012)"),
        ore("ftax_pay_ore", "pay to somebody approved for F-tax (field 125)"),
        ore("noncontrib_pay_ore", "pay not subject to contributions (fields 131, 132)"),
        claim("housing_benefit", "housing from the employer (fields 041, 043)"),
        ore("tax_ore", "tax withheld (field 001)"),
        day("filed_on", "day the row came in"),
    ),
    key=("org_no", "period", "person_key"),
    happened="period",
    known="filed_on",
    employer="org_no",
    workplace="cfar",
    lag_days=(42, 58),  # from the first of the month: a month and then _DUE
)

DECLARATION_TOTALS = Table(
    name="declaration_totals",
    authority=Authority.SKATTEVERKET,
    title=Words("Arbetsgivardeklaration, huvuduppgift", "Employer returns, totals"),
    about="One row per employer and month: what was declared, what was paid, and when.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        org_no(),
        day("period", "first day of the month the return is for"),
        ore("gross_pay_ore", "sum of gross cash pay"),
        ore("contributions_ore", "employer contributions declared"),
        ore("tax_ore", "tax withheld"),
        ore("paid_ore", "paid of contributions and tax when the return was booked"),
        day("due_on", "last day for the return"),
        day("filed_on", "day the return came in"),
    ),
    key=("org_no", "period"),
    happened="period",
    known="filed_on",
    employer="org_no",
    lag_days=(42, 58),
)

VAT = Table(
    name="vat",
    authority=Authority.SKATTEVERKET,
    title=Words("Momsdeklarationer", "VAT returns"),
    about="One row per employer and VAT period of one, three or twelve months.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        org_no(),
        day("period", "first day of the VAT period"),
        count("period_months", "length of the period", "months", 12, least=1),
        ore("turnover_ore", "sales without VAT"),
        ore("purchases_ore", "purchases without VAT, services among them"),
        ore("purchased_services_ore", "purchases of services without VAT"),
        ore("reverse_charge_sales_ore", "building services sold under reverse charge"),
        day("filed_on", "day the return came in"),
    ),
    key=("org_no", "period"),
    happened="period",
    known="filed_on",
    employer="org_no",
    lag_days=(73, 135),  # 12th or 26th of the second month after; yearly filers far longer
)

TAX_ACCOUNT = Table(
    name="tax_account",
    authority=Authority.SKATTEVERKET,
    title=Words("Skattekonto", "Tax account"),
    about="One row per employer and month in which the account was below zero at any time.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        org_no(),
        day("month", "first day of the month"),
        count("days_below_zero", "days with a balance below zero", "days", 31),
        ore("unpaid_ore", "unpaid at the end of the month"),
        count("items_to_enforcement", "items handed to enforcement (restförda)", "items", 999),
        known_at("day the month was closed"),
    ),
    key=("org_no", "month"),
    happened="month",
    known="known_at",
    employer="org_no",
    lag_days=(33, 38),
)

LEDGER_VISITS = Table(
    name="ledger_visits",
    authority=Authority.SKATTEVERKET,
    title=Words("Personalliggarebesök", "Visits to staff ledgers"),
    about=(
        "One row per unannounced visit: who was there, who was not in the ledger. The fee is"
        " decided one to two months later and arrives as a correction of the same visit."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        link("visit_no", "number of the visit"),
        org_no(),
        workplace_no(),
        day("visited_on", "day of the visit"),
        count("present", "persons met at work", "persons", 2_000),
        count("unregistered", "of them not in the ledger", "persons", 2_000),
        code(
            "ledger",
            "state of the ledger",
            {"ok": "in order", "deficient": "deficient", "missing": "none kept"},
        ),
        ore("fee_ore", "control fee decided; missing while undecided", required=False),
        known_at(),
    ),
    key=("visit_no",),
    happened="visited_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(1, 60),  # fee after 30 to 60 days (domain 1.4, unverified)
)

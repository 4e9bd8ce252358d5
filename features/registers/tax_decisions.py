"""What the tax agency has decided afterwards: reassessments, and deductions paid to sellers."""

from __future__ import annotations

from features.registers.columns import claim, code, count, day, known_at, link, ore, org_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_TAX
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["REASSESSMENTS", "WORK_DEDUCTIONS"]

REASSESSMENTS = Table(
    name="reassessments",
    authority=Authority.SKATTEVERKET,
    title=Words("Omprövningsbeslut som höjt skatten", "Reassessments that raised a tax"),
    about=(
        "One row per decision that raised an employer's contributions, VAT or income tax. It"
        " comes one to three years after the period it is about. What happens to it later"
        " (contested, annulled, final) arrives as corrections of the same decision."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        link("decision_no", "number of the decision"),
        org_no(),
        day("period", "first day of the period it is about"),
        day("decided_on", "day of the decision"),
        code(
            "concerns",
            "which tax was raised",
            {"employer": "tax and contributions on pay", "vat": "VAT", "income": "income tax"},
        ),
        code(
            "origin",
            "what led to it",
            {
                "audit": "a tax audit (skatterevision)",
                "desk": "a desk control",
                "own": "the employer's own correction",
            },
        ),
        ore("raised_ore", "tax raised by the decision"),
        claim("discretionary", "assessed by discretion, for want of a return or accounts"),
        ore("surcharge_ore", "tax surcharge (skattetillägg); nought when none"),
        code(
            "status",
            "where the decision stands",
            {
                "decided": "decided; may still be contested",
                "contested": "contested",
                "final": "final",
                "annulled": "annulled, or lowered to nought",
            },
        ),
        known_at(),
    ),
    key=("decision_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(2, 400),  # the decision in days; how it ends, months to a year later (assumption)
)

WORK_DEDUCTIONS = Table(
    name="work_deductions",
    authority=Authority.SKATTEVERKET,
    title=Words("Rot, rut och grön teknik", "Deductions for work in homes"),
    about=(
        "One row per seller, kind of work and month in which buyers paid: what the seller asked"
        " the agency to pay, all its buyers together. Who bought is never asked for. Requests"
        " that come in later raise the month's sums and arrive as corrections."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        org_no("seller's organisation number"),
        code(
            "kind",
            "kind of work",
            {
                "rot": "repairs and building",
                "rut": "household work",
                "green": "green technology",
            },
        ),
        day("month", "first day of the month in which the buyers paid"),
        count("hours", "hours of work stated", "hours", 1_000_000),
        ore("labour_ore", "cost of the work with VAT, before the deduction"),
        ore("paid_out_ore", "paid out to the seller"),
        ore("refused_ore", "asked for and refused, or claimed back"),
        known_at("day the month's sums were compiled"),
    ),
    key=("org_no", "kind", "month"),
    happened="month",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(50, 120),  # weeks after payment (domain 1.3); late requests months (assumption)
)

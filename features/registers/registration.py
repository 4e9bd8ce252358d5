"""What an employer has notified the tax agency of: registrations and cash registers."""

from __future__ import annotations

from features.registers.columns import (
    claim,
    code,
    day,
    known_at,
    link,
    ore,
    org_no,
    workplace_no,
)
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_TAX
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["CASH_REGISTERS", "REGISTRATIONS"]

REGISTRATIONS = Table(
    name="registrations",
    authority=Authority.SKATTEVERKET,
    title=Words("Registreringar: F-skatt, moms, arbetsgivare", "Tax registrations"),
    about=(
        "One row per decision on an employer's approval for F-tax or its registration for VAT"
        " or as an employer. An approval applies from the first day of the activity, which may"
        " lie before the day the employer notified it: the register then fills in afterwards."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        link("decision_no", "number of the decision"),
        org_no(),
        code(
            "kind",
            "what it concerns",
            {"ftax": "approval for F-tax", "vat": "VAT", "employer": "employer"},
        ),
        code(
            "event",
            "what was decided",
            {
                "approved": "approved or registered",
                "refused": "refused",
                "revoked": "taken back by the agency",
                "approved_again": "approved after having been refused or taken back",
                "ended": "ended at the employer's own request, or with the enterprise",
            },
        ),
        day("applied_on", "day the employer notified or applied", required=False),
        day("applies_from", "day from which it applies; of an approval: first day of activity"),
        claim("seasonal", "employer for certain months of the year: none is due in the others"),
        day("decided_on", "day of the decision"),
        known_at(),
    ),
    key=("decision_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(1, 4),  # days (domain 1.3)
)

CASH_REGISTERS = Table(
    name="cash_registers",
    authority=Authority.SKATTEVERKET,
    title=Words("Kassaregister", "Cash registers"),
    about=(
        "One row per cash register notified or withdrawn, per exemption, and per visit at which"
        " cash registers were checked. The control fee is decided one to two months after the"
        " visit and arrives as a correction of it."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        link("event_no", "number of the notice, exemption or visit"),
        org_no(),
        workplace_no(),
        code(
            "event",
            "what happened",
            {
                "notified": "a cash register was notified",
                "withdrawn": "a cash register was withdrawn",
                "exempted": "exempted from keeping one",
                "checked": "cash registers were checked at a visit",
            },
        ),
        day("happened_on", "day it happened"),
        code(
            "journal",
            "state of the journal at a check",
            {
                "complete": "every sale is there",
                "gaps": "sales are missing from it",
                "none": "there was no cash register to read",
            },
            required=False,
        ),
        ore("fee_ore", "control fee decided; missing while undecided", required=False),
        known_at(),
    ),
    key=("event_no",),
    happened="happened_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    optional=True,
    lag_days=(3, 60),  # a notice within a week of use; a fee after 30 to 60 days (assumption)
)

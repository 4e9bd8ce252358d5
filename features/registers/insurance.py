"""The social insurance agency's registers: providers of assistance, never those who need it."""

from __future__ import annotations

from features.registers.columns import code, count, day, known_at, link, ore, org_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_SOCIAL_INSURANCE
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["ASSISTANCE_HOURS", "PROVIDER_RECOVERIES"]

# The hours of a provider with few clients would tell what one of them needs.
_FEWEST_CLIENTS = 5

ASSISTANCE_HOURS = Table(
    name="assistance_hours",
    authority=Authority.FORSAKRINGSKASSAN,
    title=Words("Fakturerade assistanstimmar", "Hours of assistance billed"),
    about=(
        "One row per provider and month with five clients or more: hours billed in all. The"
        " owner leaves smaller providers out, and never tells hours per client or assistant."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SOCIAL_INSURANCE,
    columns=(
        org_no("provider's organisation number"),
        day("period", "first day of the month the hours are for"),
        count("clients", "clients in the month", "persons", 20_000, least=_FEWEST_CLIENTS),
        count("hours_billed", "hours billed", "hours", 10_000_000),
        ore("billed_ore", "billed for the hours"),
        known_at("day the bills of the month were booked"),
    ),
    key=("org_no", "period"),
    happened="period",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(66, 96),  # time sheets by the 5th of the second month after (assumption)
)

PROVIDER_RECOVERIES = Table(
    name="provider_recoveries",
    authority=Authority.FORSAKRINGSKASSAN,
    title=Words("Återkrav mot utförare", "Claims back from providers"),
    about=(
        "One row per decision to claim money back from a provider. That it was contested,"
        " annulled or became final arrives as a correction; only final ones count."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SOCIAL_INSURANCE,
    columns=(
        link("case_no", "case number"),
        org_no("provider's organisation number"),
        day("decided_on", "day of the decision"),
        ore("amount_ore", "claimed back"),
        code(
            "status",
            "where it stands",
            {
                "decided": "decided",
                "contested": "contested in court",
                "final": "final",
                "annulled": "annulled",
            },
        ),
        known_at(),
    ),
    key=("case_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(2, 14),  # assumption
)

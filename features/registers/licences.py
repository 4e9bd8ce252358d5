"""Permits to care, serve and haul, and food controls: owners outside the cooperation."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, ore, org_no, workplace_no
from features.registers.grounds import (
    CASE_BY_CASE,
    PUBLIC_ON_REQUEST,
    SECRECY_NONE,
    SECRECY_SUPERVISION,
)
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["CARE_PERMITS", "FOOD_CONTROLS", "HAULAGE_PENALTIES", "SERVING_PERMITS"]

CARE_PERMITS = Table(
    name="care_permits",
    authority=Authority.IVO,
    title=Words("Tillstånd för assistans och omsorg", "Permits for assistance and care"),
    about=(
        "One row per decision on an enterprise's permit; nothing of who owns it or of those in"
        " its care."
    ),
    ground=PUBLIC_ON_REQUEST,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("decision_no", "number of the decision"),
        org_no("enterprise that holds or sought the permit"),
        code(
            "activity",
            "what the permit is for",
            {"assistance": "personal assistance", "home_care": "home care", "other": "other"},
        ),
        code(
            "decision",
            "the decision",
            {"granted": "granted", "refused": "refused", "revoked": "revoked"},
        ),
        day("decided_on", "day of the decision"),
        known_at(),
    ),
    key=("decision_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(7, 40),  # assumption: asked for once a month
)

SERVING_PERMITS = Table(
    name="serving_permits",
    authority=Authority.KOMMUNERNA,
    title=Words("Serveringstillstånd", "Permits to serve alcohol"),
    about=(
        "One row per decision on a permit to serve alcohol (2010:1622): granted, remark,"
        " warning or revoked. Each municipality delivers its own; one that does not is a gap."
    ),
    ground=PUBLIC_ON_REQUEST,
    secrecy=SECRECY_NONE,
    columns=(
        link("decision_no", "number of the decision"),
        org_no("enterprise that holds the permit"),
        workplace_no(),
        code(
            "decision",
            "the decision",
            {
                "granted": "granted",
                "remark": "remark (erinran)",
                "warning": "warning (varning)",
                "revoked": "revoked",
            },
        ),
        day("decided_on", "day of the decision"),
        known_at(),
    ),
    key=("decision_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    optional=True,
    lag_days=(14, 75),  # assumption: asked for once a month or quarter
)

FOOD_CONTROLS = Table(
    name="food_controls",
    authority=Authority.KOMMUNERNA,
    title=Words("Livsmedelskontroller", "Food controls"),
    about=(
        "One row per control of a place where food is handled, those without remark too."
        " Each municipality delivers its own; one that does not is a gap."
    ),
    ground=PUBLIC_ON_REQUEST,
    secrecy=SECRECY_NONE,
    columns=(
        link("control_no", "number of the control"),
        org_no("enterprise that runs the place"),
        workplace_no(),
        day("controlled_on", "day of the control"),
        code(
            "result",
            "what was found",
            {"none": "no deviation", "minor": "deviation", "serious": "serious deviation"},
        ),
        known_at(),
    ),
    key=("control_no",),
    happened="controlled_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    optional=True,
    lag_days=(14, 75),  # assumption
)

HAULAGE_PENALTIES = Table(
    name="haulage_penalties",
    authority=Authority.TRANSPORTSTYRELSEN,
    title=Words("Sanktioner i yrkestrafik", "Penalties in haulage"),
    about=(
        "One row per fee or measure against a haulier. That it was contested, annulled or"
        " became final arrives as a correction; only final ones count. Drivers are never told."
    ),
    ground=CASE_BY_CASE,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("case_no", "case number"),
        org_no("haulier"),
        code(
            "kind",
            "what it was for",
            {
                "driving_time": "driving and resting times",
                "tachograph": "tachograph",
                "cabotage": "cabotage",
                "permit_warning": "warning against the traffic permit",
                "permit_revoked": "traffic permit revoked",
            },
        ),
        day("decided_on", "day of the decision"),
        ore("fee_ore", "fee; missing where there is none", required=False),
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
    lag_days=(3, 21),  # assumption
)

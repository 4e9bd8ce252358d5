"""The migration agency's register of work permits: the employer's own offer, and its time."""

from __future__ import annotations

from features.registers.columns import claim, code, day, known_at, link, ore, org_no, person_key
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_ALIENS
from features.schema import Column, Kind, Table
from features.vocabulary import Authority, Words

__all__ = ["PERMITS"]

PERMITS = Table(
    name="permits",
    authority=Authority.MIGRATIONSVERKET,
    title=Words("Arbetstillstånd", "Work permits"),
    about=(
        "One row per decision on a permit tied to one employer, with the pay that employer"
        " offered. Citizenship, name, age and sex are never asked for: the rows may be used"
        " for what an employer promised, never to select people (2016:27 17 §)."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_ALIENS,
    columns=(
        link("permit_no", "case number"),
        org_no("employer that made the offer"),
        person_key(),
        code(
            "kind",
            "kind of application",
            {
                "first": "first permit",
                "extension": "extension",
                "seasonal": "seasonal work",
                "change_of_track": "change of track from asylum (spårbyte)",
            },
        ),
        code(
            "decision",
            "the decision",
            {"granted": "granted", "refused": "refused", "revoked": "revoked"},
        ),
        day("decided_on", "day of the decision"),
        day("valid_from", "first day of the permit; missing when refused", required=False),
        day("valid_to", "last day of the permit; missing when refused", required=False),
        ore("offered_pay_ore", "monthly pay offered"),
        Column(
            "hours_share",
            Kind.REAL,
            "hours offered as a share of full time",
            unit="share",
            between=(0, 1),
        ),
        claim("collective_agreement", "the employer is bound by a collective agreement"),
        known_at("day the decision was entered"),
    ),
    key=("permit_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    lag_days=(0, 2),  # known the same day; whether work began shows only in the returns
)

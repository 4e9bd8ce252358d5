"""The migration agency's registers: permits offered, employers assessed, lodging, notices."""

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
)
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_ALIENS
from features.schema import Column, Kind, Table
from features.vocabulary import Authority, Words

__all__ = ["ASYLUM_WORK_NOTICES", "EMPLOYER_ASSESSMENTS", "PERMITS", "SEASONAL_HOUSING"]

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

EMPLOYER_ASSESSMENTS = Table(
    name="employer_assessments",
    authority=Authority.MIGRATIONSVERKET,
    title=Words("Bedömningar av arbetsgivare", "Assessments of employers"),
    about=(
        "One row per assessment of an employer in a permit case or an after-check, clean ones"
        " too, and per order to state the terms of employment (2005:716 9 kap. 17 §). The"
        " answer arrives as a correction; what a court sets aside is taken back."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_ALIENS,
    columns=(
        link("assessment_no", "number of the assessment or order"),
        org_no(),
        code(
            "kind",
            "what was made",
            {
                "clean": "assessment without remark",
                "negative": "the employer's conduct was held against it",
                "order": "order to state terms of employment",
            },
        ),
        day("made_on", "day of the assessment or order"),
        day("deadline_on", "last day to answer an order", required=False),
        day("answered_on", "day the answer to an order came in", required=False),
        claim("withdrawn", "set aside on appeal or by the agency"),
        known_at(),
    ),
    key=("assessment_no",),
    happened="made_on",
    known="known_at",
    employer="org_no",
    retracts="withdrawn",
    optional=True,
    lag_days=(1, 14),  # assumption
)

SEASONAL_HOUSING = Table(
    name="seasonal_housing",
    authority=Authority.MIGRATIONSVERKET,
    title=Words("Bostäder för säsongsanställda", "Lodging of seasonal workers"),
    about=(
        "One row per lodging an employer declared on request (2006:97 6 c kap. 5 §): its size,"
        " how many sleep there, what they pay. The agency asks some employers, not all: that"
        " there is no row says nothing. Where the lodging lies is never asked for."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_ALIENS,
    columns=(
        link("declaration_no", "number of the declaration"),
        org_no(),
        day("declared_on", "day the employer declared"),
        count("rooms", "rooms to sleep in", "rooms", 500, least=1),
        count("area_m2", "floor space", "square metres", 50_000, least=4),
        count("persons", "persons lodged", "persons", 2_000, least=1),
        ore("rent_ore", "rent for one person and month"),
        claim("deducted", "the rent is deducted from the pay"),
        known_at(),
    ),
    key=("declaration_no",),
    happened="declared_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(3, 20),  # assumption
)

ASYLUM_WORK_NOTICES = Table(
    name="asylum_work_notices",
    authority=Authority.MIGRATIONSVERKET,
    title=Words("Anmälda anställningar med AT-UND", "Notices of work under AT-UND"),
    about=(
        "One row per notice in which an employer says that it employs somebody exempt from the"
        " permit while an application is tried. Only the pseudonym and the period are asked"
        " for: the row may show that notified work lacks pay, never who works where."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_ALIENS,
    columns=(
        link("notice_no", "number of the notice"),
        org_no("employer that gave notice"),
        person_key(),
        day("noticed_on", "day of the notice"),
        day("starts_on", "first day of work"),
        day("ends_on", "last day of work as notified", required=False),
        known_at(),
    ),
    key=("notice_no",),
    happened="noticed_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(0, 7),  # assumption
)

"""The work-environment authority's registers: inspections, demands, bans, fees, injuries."""

from __future__ import annotations

from features.registers.columns import (
    code,
    count,
    day,
    known_at,
    link,
    ore,
    org_no,
    workplace_no,
)
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_SUPERVISION
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["INJURIES", "INSPECTIONS", "NOTICES", "PROHIBITIONS", "SANCTION_FEES"]

INSPECTIONS = Table(
    name="inspections",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Inspektioner", "Inspections"),
    about="One row per registered inspection, joint ones among them; desk inspections too.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("case_no", "case number"),
        org_no(),
        workplace_no(),
        day("inspected_on", "day of the inspection"),
        code(
            "kind",
            "why it was made",
            {
                "planned": "campaign or own planning",
                "incident": "after an accident or incident",
                "complaint": "after a complaint or a safety representative's request",
                "follow_up": "follow-up of demands",
                "joint": "together with other authorities",
                "digital": "at a distance",
            },
        ),
        known_at("day it was entered in the diary"),
    ),
    key=("case_no",),
    happened="inspected_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(1, 4),  # the diary is a day behind (domain 1.3)
)

NOTICES = Table(
    name="notices",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Inspektionsmeddelanden och krav", "Inspection notices and demands"),
    about="One row per notice or order; its answer arrives as a correction of that row.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("document_no", "document number"),
        link("case_no", "case number"),
        org_no("employer's number; missing in some 4 % (domain 1.3)", required=False),
        workplace_no(),
        code(
            "kind",
            "kind of document",
            {
                "inspection_notice": "inspection notice with demands (inspektionsmeddelande)",
                "supervision_notice": "supervision notice (tillsynsmeddelande)",
                "order_with_fine": "order under a conditional fine (föreläggande med vite)",
            },
        ),
        day("noticed_on", "day of the document"),
        count("demands", "demands made", "demands", 200),
        day("deadline_on", "last day to answer", required=False),
        day("answered_on", "day of the answer; missing until then", required=False),
        known_at("day it was entered in the diary"),
    ),
    key=("document_no",),
    happened="noticed_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(1, 4),
)

PROHIBITIONS = Table(
    name="prohibitions",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Förbud", "Prohibitions"),
    about="One row per prohibition; its lifting arrives as a correction of the same document.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("document_no", "document number"),
        link("case_no", "case number"),
        org_no("employer's number, which a diary may withhold", required=False),
        workplace_no(),
        code(
            "kind",
            "kind of prohibition",
            {
                "immediate": "immediate (omedelbart förbud)",
                "with_fine": "under a conditional fine (förbud med vite)",
            },
        ),
        day("decided_on", "day of the decision"),
        day("lifted_on", "day it was lifted; missing while it stands", required=False),
        known_at("day it was entered in the diary"),
    ),
    key=("document_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(1, 3),  # control to prohibition 0 to 3 days (domain 1.4)
)

SANCTION_FEES = Table(
    name="sanction_fees",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Sanktionsavgifter", "Sanction fees"),
    about=(
        "One row per fee order, a case of its own some hundred days after the inspection."
        " Acceptance, contest, judgment and annulment arrive as corrections."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("document_no", "document number"),
        org_no("employer's number; missing in 12 to 19 % (domain 1.3)", required=False),
        workplace_no(),
        code(
            "family",
            "rule that was broken",
            {
                "fall_protection": "protection against falls",
                "lifting_inspection": "inspection of lifting devices",
                "pressure": "pressure equipment",
                "posting_notification": "notice of posted workers missing or late",
                "forklift": "permit to drive a forklift",
                "plan": "work-environment plan of a building site",
                "working_time": "working time (5 § arbetstidslagen)",
                "quartz": "quartz dust",
                "asbestos": "asbestos",
            },
        ),
        day("decided_on", "day of the order"),
        ore("amount_ore", "amount ordered"),
        code(
            "status",
            "where the case stands",
            {
                "ordered": "ordered",
                "accepted": "accepted",
                "contested": "taken to court",
                "final": "final",
                "annulled": "annulled",
            },
        ),
        known_at("day it was entered in the diary"),
    ),
    key=("document_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(1, 4),
)

INJURIES = Table(
    name="injuries",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Arbetsskadeanmälningar", "Reported work injuries"),
    about="One row per reported injury. Under-reporting is part of what the register shows.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("report_no", "number of the report"),
        org_no(),
        workplace_no(),
        day("occurred_on", "day of the injury"),
        code(
            "kind",
            "kind of report",
            {
                "accident_absence": "accident with absence",
                "accident_no_absence": "accident without absence",
                "serious": "serious accident or incident (3 kap. 3 a § AML)",
                "disease": "work-related disease",
            },
        ),
        count("absence_days", "days of absence expected", "days", 3_650),
        known_at("day of the report"),
    ),
    key=("report_no",),
    happened="occurred_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(9, 60),  # assumption; incident to notice has median 28 days (domain 1.4)
)

"""Joint controls, what each authority found, and the lists that would be used without us."""

from __future__ import annotations

from features.registers.columns import code, count, day, known_at, link, org_no, workplace_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_INSPECTION_PLANS
from features.registers.reference import CENTRE_NAMES
from features.schema import Column, Kind, Role, Table, Use
from features.vocabulary import Authority, Words

__all__ = ["AREAS", "CONTROL_OUTCOMES", "JOINT_CONTROLS", "PARTIES", "USUAL_LISTS"]

PARTIES = {
    "arbetsmiljoverket": "Arbetsmiljöverket",
    "skatteverket": "Skatteverket",
    "polismyndigheten": "Polismyndigheten",
    "migrationsverket": "Migrationsverket",
    "arbetsformedlingen": "Arbetsförmedlingen",
    "forsakringskassan": "Försäkringskassan",
    "ekobrottsmyndigheten": "Ekobrottsmyndigheten",
}

AREAS = {
    "tax_and_pay": "tax and pay",
    "work_environment": "work environment, serious only: a prohibition or a sanction fee",
    "permits_and_posting": "permits and posting, the employer's liability only",
    "subsidies_and_benefits": "subsidies and benefits",
    "worker_without_permit": "a worker without permit was met: reported, never a target",
}

JOINT_CONTROLS = Table(
    name="joint_controls",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Myndighetsgemensamma kontroller", "Joint controls"),
    about="One row per joint control of a workplace: when, why this one, and who came.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_INSPECTION_PLANS,
    columns=(
        link("control_no", "number of the control"),
        org_no(),
        workplace_no(required=True),
        day("controlled_on", "day of the control"),
        Column("centre", Kind.CODE, "regional centre", codes=CENTRE_NAMES, use=Use.PLACE),
        code(
            "chosen_by",
            "why this workplace",
            {
                "sector_campaign": "a campaign in the sector",
                "tip": "a tip",
                "local_knowledge": "local knowledge",
                "history": "earlier findings",
                "random": "drawn at random",
                "ranked": "ranked high on a list",
                "decided": "decided on by a person, or asked for by an authority",
            },
        ),
        Column(
            "inclusion_probability",
            Kind.REAL,
            "chance of being drawn, for the random ones",
            unit="share",
            required=False,
            between=(0, 1),
        ),
        code("lead", "authority in the lead", PARTIES),
        Column("present", Kind.TEXT, "authorities present, semicolons between"),
        known_at("day it was entered"),
    ),
    key=("control_no",),
    happened="controlled_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    role=Role.OUTCOME,
    lag_days=(2, 7),
)

CONTROL_OUTCOMES = Table(
    name="control_outcomes",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Utfall av gemensamma kontroller", "Outcomes of joint controls"),
    about=(
        "One row per control, authority and area: found, nothing found, or not checked because"
        " that authority was not there. Decision, contest and judgment arrive as corrections."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_INSPECTION_PLANS,
    columns=(
        link("control_no", "number of the control"),
        org_no(),
        workplace_no(required=True),
        day("controlled_on", "day of the control"),
        code("authority", "who answers for the area", PARTIES),
        code("area", "area of rules", AREAS),
        code(
            "outcome",
            "what was found",
            {
                "finding": "a deficiency within the area",
                "none": "looked, and found nothing",
                "not_checked": "nobody looked",
            },
        ),
        code(
            "kind",
            "gravest measure",
            {
                "control_fee": "control fee, staff ledger",
                "reassessment": "reassessment of tax or contributions",
                "prohibition": "prohibition",
                "sanction_fee": "sanction fee",
                "unlawful_employment": "employer's liability for unlawful employment",
                "posting": "posting not notified",
                "recovery": "recovery of support or benefit",
                "no_right_to_work": "a person without right to work was met",
            },
            required=False,
        ),
        count("severity", "gravity, 0 to 5", "steps", 5),
        code(
            "status",
            "where the case stands",
            {
                "preliminary": "preliminary, as seen on the day",
                "decided": "decided",
                "contested": "contested",
                "final": "final",
            },
        ),
        known_at("day it was entered"),
    ),
    key=("control_no", "authority", "area"),
    happened="controlled_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    role=Role.OUTCOME,
    lag_days=(3, 100),  # preliminary within days; sanction orders about 100 days (domain 1.3)
)

USUAL_LISTS = Table(
    name="usual_lists",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Listor enligt dagens arbetssätt", "Lists of business as usual"),
    about="The order in which each centre's present practice would visit, month by month.",
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_INSPECTION_PLANS,
    columns=(
        Column("centre", Kind.CODE, "regional centre", codes=CENTRE_NAMES, use=Use.PLACE),
        day("listed_for", "first day of the month the list is for"),
        workplace_no(required=True),
        org_no(),
        count("place", "place on the list, 1 first", "place", 1_000_000, least=1),
        day("listed_on", "day the list was made"),
    ),
    key=("centre", "listed_for", "cfar"),
    happened="listed_on",
    known="listed_on",
    employer="org_no",
    workplace="cfar",
    role=Role.COMPARISON,
)

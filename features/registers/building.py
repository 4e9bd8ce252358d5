"""Building sites: registered with the tax agency, announced to the work-environment one."""

from __future__ import annotations

from features.registers.columns import code, count, day, known_at, link, org_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_SUPERVISION, SECRECY_TAX
from features.registers.reference import COUNTIES, MUNICIPALITIES
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = ["ASBESTOS_PERMITS", "BUILDING_SITES", "SITE_NOTICES"]

BUILDING_SITES = Table(
    name="building_sites",
    authority=Authority.SKATTEVERKET,
    title=Words("Byggarbetsplatser", "Building sites"),
    about=(
        "One row per building site that the developer has registered for its staff ledger"
        " (39 kap. SFL). It shall be registered before the work starts; a later start, the"
        " equipment for the ledger and the last day arrive as corrections. Sites below four"
        " price base amounts need no registration, and who else works there is not in it."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        link("site_no", "number of the building site (FA), also used as a control object"),
        org_no("the one who answers for the site: developer, or contractor in its place"),
        code(
            "role",
            "in what capacity",
            {
                "developer": "the developer (byggherre)",
                "contractor": "the contractor that took over the developer's duties",
            },
        ),
        Column("municipality", Kind.CODE, "municipality", codes=MUNICIPALITIES, use=Use.PLACE),
        Column("county", Kind.CODE, "county", codes=COUNTIES, use=Use.PLACE),
        day("registered_on", "day the site was registered"),
        day("starts_on", "day the work starts, as last stated"),
        day("ends_on", "last day of the work, planned or actual", required=False),
        code(
            "equipment",
            "has the developer said that equipment for an electronic staff ledger is there",
            {
                "provided": "said to be provided",
                "not_provided": "said not to be provided",
                "not_stated": "not stated",
            },
        ),
        known_at("day the registration, or its change, was in the register"),
    ),
    key=("site_no",),
    happened="starts_on",
    known="known_at",
    employer="org_no",
    lag_days=(1, 45),  # assumption: most are registered before the start, some months after
    foresight=True,
    optional=True,
)

SITE_NOTICES = Table(
    name="site_notices",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Förhandsanmälningar av byggarbetsplatser", "Prior notices of building sites"),
    about=(
        "One row per prior notice of a building site. It is due before work that lasts over"
        " thirty working days with more than twenty at once, or takes over 500 person-days"
        " (AFS 2023:3). Not all state the site's number with the tax agency."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("notice_no", "number of the notice"),
        link("site_no", "the site's number with the tax agency, where stated", required=False),
        org_no("the developer, or who answers for the site in its place"),
        code(
            "work",
            "main kind of work",
            {
                "building": "new building",
                "rebuilding": "rebuilding or renovation",
                "demolition": "demolition",
                "civil": "ground, road or civil works",
            },
        ),
        day("received_on", "day the notice was received"),
        day("starts_on", "day the work starts, as notified"),
        day("ends_on", "last day of the work, as notified", required=False),
        count("most_workers", "most at work at any one time, as notified", "persons", 5_000),
        known_at("day it was entered in the diary"),
    ),
    key=("notice_no",),
    happened="received_on",
    known="known_at",
    employer="org_no",
    lag_days=(1, 4),  # the diary is a day behind (domain 1.3)
    optional=True,
)

ASBESTOS_PERMITS = Table(
    name="asbestos_permits",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Asbest: tillstånd och anmälningar", "Asbestos: permits and notices"),
    about=(
        "One row per decided permit to demolish asbestos, and per notice of such a job. A"
        " permit is valid for years and many jobs; refusal and withdrawal are decisions too,"
        " and correct the permit's row."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("permit_no", "number of the permit or the notice"),
        link("site_no", "the site's number with the tax agency, where stated", required=False),
        org_no("the one who holds the permit or gave the notice"),
        code(
            "kind",
            "permit or notice",
            {
                "permit": "permit to demolish asbestos",
                "notice": "notice of one job with asbestos",
            },
        ),
        code(
            "decision",
            "what was decided; a notice is received",
            {
                "granted": "granted",
                "refused": "refused",
                "withdrawn": "withdrawn",
                "received": "notice received",
            },
        ),
        day("decided_on", "day of the decision, or day the notice was received"),
        day("valid_from", "first day it covers"),
        day("valid_until", "last day it covers"),
        known_at("day it was entered in the diary"),
    ),
    key=("permit_no",),
    happened="decided_on",
    known="known_at",
    employer="org_no",
    lag_days=(1, 4),
    optional=True,
)

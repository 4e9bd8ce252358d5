"""Whom the tax agency has seen an employer work with: at building sites, and as its agent."""

from __future__ import annotations

from features.registers.columns import code, count, day, known_at, link, org_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_TAX
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = ["AGENTS", "SITE_PRESENCE"]

SITE_PRESENCE = Table(
    name="site_presence",
    authority=Authority.SKATTEVERKET,
    title=Words("Närvaro på byggarbetsplats", "Presence at building sites"),
    about=(
        "One row per employer met at a staff-ledger visit to a building site, and who engaged"
        " it there. The one lawful source of who works for whom; it knows nothing of sites"
        " that nobody visited, so an employer without rows is unknown, not alone."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        link("visit_no", "number of the visit to the site"),
        org_no("organisation number of the employer that was met"),
        code(
            "engaged_by",
            "who engaged the employer",
            {
                "developer": "the developer (byggherre)",
                "contractor": "another employer",
                "unknown": "could not be told",
            },
        ),
        Column(
            "contractor_no",
            Kind.TEXT,
            "organisation number of the employer that engaged it",
            required=False,
            check="organisation_number",
            use=Use.LINK,
        ),
        day("visited_on", "day of the visit"),
        count("present", "its persons met at work", "persons", 2_000),
        known_at("day the record of the visit was closed"),
    ),
    key=("visit_no", "org_no"),
    happened="visited_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(10, 40),  # assumption: statements from the site are checked before the close
)

AGENTS = Table(
    name="agents",
    authority=Authority.SKATTEVERKET,
    title=Words("Ombud i skatteärenden", "Agents in tax matters"),
    about=(
        "One row per agent (ombud, such as an accountant) that an employer has appointed; that"
        " it ended arrives as a correction. The agent is a one-way hash of its number."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_TAX,
    columns=(
        org_no(),
        link("agent_key", "the agent, as a one-way hash"),
        day("from_on", "first day of the appointment"),
        day("to_on", "last day of the appointment; missing while it lasts", required=False),
        known_at("day it was registered"),
    ),
    key=("org_no", "agent_key", "from_on"),
    happened="from_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(1, 10),  # assumption
)

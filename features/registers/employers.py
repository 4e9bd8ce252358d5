"""Employers, their workplaces and their boards: the company register, as open data."""

from __future__ import annotations

from features.registers.columns import (
    claim,
    code,
    day,
    known_at,
    link,
    ore,
    org_no,
    person_key,
    workplace_no,
)
from features.registers.grounds import OPEN_DATA, SECRECY_NONE
from features.registers.reference import COUNTIES, MUNICIPALITIES, SNI_2007, SNI_2025
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = ["BOARDS", "EMPLOYERS", "LEGAL_FORMS", "WORKPLACES"]

LEGAL_FORMS = {
    "limited": "limited company (aktiebolag)",
    "partnership": "trading or limited partnership (handelsbolag, kommanditbolag)",
    "economic": "economic association (ekonomisk förening)",
    "association": "non-profit association or foundation",
    "public": "state, region or municipality",
    "sole_trader": "sole trader (enskild firma): carried under a pseudonym",
}

EMPLOYERS = Table(
    name="employers",
    authority=Authority.BOLAGSVERKET,
    title=Words("Arbetsgivare", "Employers"),
    about=(
        "One row per employer and day its entry changed: form, status, capital, auditor,"
        " address and contact as they stood from then on. The last row is the state."
    ),
    ground=OPEN_DATA,
    secrecy=SECRECY_NONE,
    columns=(
        org_no(),
        day("valid_from", "day from which the row is true"),
        Column("name", Kind.TEXT, "registered name", use=Use.DISPLAY),
        code("legal_form", "legal form", LEGAL_FORMS),
        day("registered_on", "day of first registration"),
        code(
            "status",
            "state of the enterprise",
            {
                "active": "active",
                "bankrupt": "bankruptcy opened",
                "liquidated": "liquidated",
                "merged": "merged into another",
                "deregistered": "struck off",
            },
        ),
        day("status_on", "day of the present status"),
        ore("share_capital_ore", "share capital; missing for other forms", required=False),
        claim("has_auditor", "an auditor is registered"),
        day("annual_report_due", "last day for the latest annual report", required=False),
        day("annual_report_on", "day the latest annual report came in", required=False),
        link("address_key", "registered address, as a one-way hash"),
        link("contact_key", "telephone and e-mail, as a one-way hash", required=False),
        Column(
            "seat_municipality",
            Kind.CODE,
            "municipality of the seat",
            codes=MUNICIPALITIES,
            use=Use.PLACE,
        ),
        known_at("day the register published it"),
    ),
    key=("org_no", "valid_from"),
    happened="valid_from",
    known="known_at",
    employer="org_no",
    lag_days=(2, 5),  # a change of board waits two days since September 2017 (domain 1.3)
)

WORKPLACES = Table(
    name="workplaces",
    authority=Authority.BOLAGSVERKET,
    title=Words("Arbetsställen", "Workplaces"),
    about=(
        "One row per workplace and day its entry changed. A workplace keeps its number when it"
        " passes to another employer. Building sites, vehicles and homes are not in it."
    ),
    ground=OPEN_DATA,
    secrecy=SECRECY_NONE,
    columns=(
        workplace_no(required=True),
        org_no("employer that runs the workplace from then on"),
        day("valid_from", "day from which the row is true"),
        Column("name", Kind.TEXT, "name on the door", use=Use.DISPLAY),
        Column("street_address", Kind.TEXT, "street address", use=Use.DISPLAY),
        Column(
            "sweref_east",
            Kind.INTEGER,
            "easting, SWEREF 99 TM",
            unit="m",
            required=False,
            between=(260_000, 930_000),
            use=Use.DISPLAY,
        ),
        Column(
            "sweref_north",
            Kind.INTEGER,
            "northing, SWEREF 99 TM",
            unit="m",
            required=False,
            between=(6_130_000, 7_680_000),
            use=Use.DISPLAY,
        ),
        Column("municipality", Kind.CODE, "municipality", codes=MUNICIPALITIES, use=Use.PLACE),
        Column("county", Kind.CODE, "county", codes=COUNTIES, use=Use.PLACE),
        Column(
            "sni_2007",
            Kind.TEXT,
            "declared trade, SNI 2007, five digits; given until 2025",
            required=False,
            use=Use.PLACE,
            classification=SNI_2007,
        ),
        Column(
            "sni_2025",
            Kind.TEXT,
            "declared trade, SNI 2025, five digits; given from 2025",
            required=False,
            use=Use.PLACE,
            classification=SNI_2025,
        ),
        day("opened_on", "first day of business"),
        day("closed_on", "last day of business; missing while open", required=False),
        Column(
            "opening_hours_week",
            Kind.REAL,
            "hours open in a week; missing where no public opens the door",
            unit="h/week",
            required=False,
            between=(0, 168),
        ),
        known_at("day the register published it"),
    ),
    key=("cfar", "valid_from"),
    happened="valid_from",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(7, 60),  # assumption: reported by the employer, often late
)

BOARDS = Table(
    name="boards",
    authority=Authority.BOLAGSVERKET,
    title=Words("Styrelser och företrädare", "Boards and representatives"),
    about="One row each time a person is appointed to, or leaves, a role in an employer.",
    ground=OPEN_DATA,
    secrecy=SECRECY_NONE,
    columns=(
        org_no(),
        person_key("the person, as a one-way hash; never a name or number"),
        code(
            "role",
            "the role",
            {
                "chair": "chair of the board",
                "member": "board member",
                "deputy": "deputy member",
                "manager": "managing director",
                "partner": "partner or owner",
                "auditor": "auditor",
            },
        ),
        code("change", "what changed", {"appointed": "took the role", "left": "left it"}),
        day("changed_on", "day the change took effect"),
        known_at("day the register published it"),
    ),
    key=("org_no", "person_key", "role", "change", "changed_on"),
    happened="changed_on",
    known="known_at",
    employer="org_no",
    lag_days=(2, 14),
)

"""Who took over whom: mergers and transfers of whole businesses."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, org_no
from features.registers.grounds import OPEN_DATA, SECRECY_NONE
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = ["SUCCESSIONS"]

SUCCESSIONS = Table(
    name="successions",
    authority=Authority.BOLAGSVERKET,
    title=Words("Övertaganden och fusioner", "Successions and mergers"),
    about=(
        "One row per company that another took over as a whole. From the day it is known, the"
        " predecessor's facts count for the successor. A division is told but never followed:"
        " nobody can say which facts went where. What rises from a bankruptcy is no"
        " succession; that is a matter for networks."
    ),
    ground=OPEN_DATA,
    secrecy=SECRECY_NONE,
    columns=(
        link("succession_no", "number of the entry"),
        org_no("organisation number of the predecessor"),
        Column(
            "successor_no",
            Kind.TEXT,
            "organisation number of the successor",
            check="organisation_number",
            use=Use.LINK,
        ),
        code(
            "kind",
            "how it came about",
            {
                "merger": "merger (fusion)",
                "transfer": "the whole business transferred (verksamhetsövergång)",
                "division": "division (delning): told, never followed",
            },
        ),
        day("effective_on", "day it took effect"),
        known_at("day the register published it"),
    ),
    key=("succession_no",),
    happened="effective_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(2, 30),  # assumption: mergers at once, transfers as they are reported
)

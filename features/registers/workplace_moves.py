"""Workplaces that got another number: moved, or taken over and registered anew."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, org_no, workplace_no
from features.registers.grounds import OPEN_DATA, SECRECY_NONE
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = ["WORKPLACE_MOVES"]

WORKPLACE_MOVES = Table(
    name="workplace_moves",
    authority=Authority.BOLAGSVERKET,
    title=Words("Arbetsställen som bytt nummer", "Workplaces that got another number"),
    about=(
        "One row per workplace whose number ended while the business went on under another:"
        " from the day it is known, facts about the old number count for the new one. One that"
        " moves or passes to another employer mostly keeps its number, and its new address or"
        " employer is a row of `workplaces`. A workplace that was divided is told but never"
        " followed: nobody can say which facts went where."
    ),
    ground=OPEN_DATA,
    secrecy=SECRECY_NONE,
    columns=(
        link("entry_no", "number of the entry"),
        workplace_no(required=True, meaning="workplace (CFAR) number that ended"),
        Column(
            "successor_cfar",
            Kind.TEXT,
            "workplace (CFAR) number that the business goes on under",
            check="workplace_number",
            use=Use.LINK,
        ),
        org_no("employer that reported it"),
        code(
            "kind",
            "what happened",
            {
                "moved": "moved to another address and given a new number",
                "taken_over": "taken over by another employer and given a new number",
                "divided": "divided into several: told, never followed",
            },
        ),
        day("effective_on", "day the old number ended"),
        known_at("day the register published it"),
    ),
    key=("entry_no",),
    happened="effective_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    optional=True,
    lag_days=(7, 90),  # assumption: reported by the employer, often late
)

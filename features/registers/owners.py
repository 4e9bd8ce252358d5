"""The register of beneficial owners: who is entered behind a company, and since when."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, org_no
from features.registers.grounds import BENEFICIAL_OWNERS_ACT, SECRECY_NONE
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["BENEFICIAL_OWNERS"]

BENEFICIAL_OWNERS = Table(
    name="beneficial_owners",
    authority=Authority.BOLAGSVERKET,
    title=Words("Verkliga huvudmän", "Beneficial owners"),
    about=(
        "One row per entry; its end arrives as a correction of the same entry. A company"
        " without any row has not reported. The owner comes as a one-way hash or not at all:"
        " name, number, residence and holding are never asked for. Not open data since the"
        " EU court's judgment in C-37/20, so it needs an agreement of its own (assumption)."
    ),
    ground=BENEFICIAL_OWNERS_ACT,
    secrecy=SECRECY_NONE,
    columns=(
        link("entry_no", "number of the entry"),
        org_no("organisation number of the company"),
        code(
            "entry",
            "what the company has reported",
            {
                "owner": "a beneficial owner",
                "none": "that there is none",
                "unclear": "that it cannot tell whether there is one",
            },
        ),
        link("person_key", "the owner, hashed as in the boards", required=False),
        day("from_on", "first day of the entry"),
        day("to_on", "last day of the entry; missing while it stands", required=False),
        known_at("day the register published it"),
    ),
    key=("entry_no",),
    happened="from_on",
    known="known_at",
    employer="org_no",
    optional=True,
    lag_days=(1, 7),  # assumption: an e-service; the report itself is due within four weeks
)

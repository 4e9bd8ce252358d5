"""The joint tip function: that a tip came, whence and about which area; never its text."""

from __future__ import annotations

from features.registers.columns import code, day, known_at, link, org_no, workplace_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_SUPERVISION
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["TIPS"]

TIPS = Table(
    name="tips",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Tips", "Tips"),
    about=(
        "One row per tip about conditions at a workplace: the authority's own, until there is"
        " the joint function that SOU 2024:14 looks into. A tip may be mistaken, sent by a"
        " competitor or out of ill will, so the source is kept as a one-way hash that tells"
        " several tips of one source from one tip each of several. What the tip says is not"
        " delivered. A tip that was dismissed at its first reading is corrected to say so."
        " About four in ten cannot be tied to an organisation number (assumption)."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("tip_no", "number of the tip"),
        org_no("the employer it concerns, where it could be told", required=False),
        workplace_no(),
        link("source_key", "the source, as a one-way hash made by the owner"),
        code(
            "channel",
            "how it came",
            {
                "public": "from the public, by form or telephone",
                "authority": "from another authority",
                "representative": "from a safety representative",
            },
        ),
        code(
            "area",
            "what it concerns",
            {
                "tax_and_pay": "tax and pay",
                "work_environment": "work environment",
                "permits_and_posting": "permits and posting",
                "subsidies_and_benefits": "subsidies and benefits",
            },
        ),
        code(
            "reading",
            "what a first reading said",
            {
                "unread": "not yet read",
                "kept": "kept",
                "dismissed": "dismissed: mistaken, malicious or about something else",
            },
        ),
        day("received_on", "day it was received"),
        known_at("day it, or its reading, was in the diary"),
    ),
    key=("tip_no",),
    happened="received_on",
    known="known_at",
    employer="org_no",
    workplace="cfar",
    lag_days=(1, 5),  # assumption
    optional=True,
)

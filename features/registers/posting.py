"""The register of posted workers: who received them, since when, and when it was notified."""

from __future__ import annotations

from features.registers.columns import count, day, known_at, link, org_no
from features.registers.grounds import JOINT_CONTROLS_ACT, SECRECY_SUPERVISION
from features.schema import Table
from features.vocabulary import Authority, Words

__all__ = ["POSTINGS"]

POSTINGS = Table(
    name="postings",
    authority=Authority.ARBETSMILJOVERKET,
    title=Words("Utstationeringsregistret", "Register of posted workers"),
    about=(
        "One row per notified posting, from the employer abroad; later changes correct it. The"
        " recipient's organisation number is missing in four rows of five (18 % have it in the"
        " authority's posting cases), so an employer without rows may well receive posted"
        " workers. Those never notified are not here: a control firm found wrong or incomplete"
        " data in close to nine of ten posting firms. No row says who the workers are."
    ),
    ground=JOINT_CONTROLS_ACT,
    secrecy=SECRECY_SUPERVISION,
    columns=(
        link("posting_no", "number of the notice"),
        org_no("the recipient in Sweden; missing in most rows", required=False),
        link("posting_firm_key", "the posting employer, under a pseudonym made by the owner"),
        day("notified_on", "day the posting was notified"),
        day("starts_on", "first day of work in Sweden"),
        day("ends_on", "last day of work in Sweden, as last stated", required=False),
        count("workers", "posted workers notified", "persons", 2_000, least=1),
        known_at("day the notice, or its change, was in the register"),
    ),
    key=("posting_no",),
    happened="starts_on",
    known="known_at",
    employer="org_no",
    lag_days=(1, 30),  # due at the latest when the work starts; many come after (domain 1.3)
    foresight=True,
    optional=True,
)

"""The registers of California as they land, once titles are linked and known dates derived."""

from __future__ import annotations

from examples.california.columns import cents, code, count, day, flag, industry, link
from examples.california.titles import LEGAL_FORMS, TRADES
from features.schema import Column, Kind, Table, Use
from features.vocabulary import Authority, Words

__all__ = [
    "APPEARANCES",
    "CLAIMS",
    "CLAIM_OUTCOMES",
    "FEDERAL_CASES",
    "H1B_PETITIONS",
    "H2_CERTIFICATIONS",
    "JUDGMENTS",
    "SAFETY_COMPLAINTS",
    "TABLES",
    "VISAS_ELSEWHERE",
]

GROUND = "public records of the United States and California; used to prove the service"
SECRECY = "open"


EMPLOYER = link("employer", "the employer, as linked")
SHOWN = Column("title", Kind.TEXT, "the employer as written", required=False, use=Use.DISPLAY)


def register(
    name: str,
    title: Words,
    about: str,
    columns: tuple[Column, ...],
    key: tuple[str, ...],
    happened: str,
    known: str,
    *,
    optional: bool = True,
    lag_days: tuple[int, int] = (0, 0),
) -> Table:
    """A table about employers, owned by an agency that `about` names."""
    return Table(
        name=name,
        authority=Authority.ELSEWHERE,
        title=title,
        about=about,
        ground=GROUND,
        secrecy=SECRECY,
        columns=(EMPLOYER, *columns),
        key=key,
        happened=happened,
        known=known,
        employer="employer",
        optional=optional,
        lag_days=lag_days,
    )


CLAIMS = register(
    "claims",
    Words("Lönekrav", "Wage claims"),
    "Labour Commissioner: one row per wage claim and employer it is against, as docketed.",
    (
        link("case_id", "case number"),
        link("spelling", "which way of writing the employer the claim used"),
        link("trades_as", "the employer it is said to do business as, linked", required=False),
        day("opened", "day the claim was docketed"),
        industry(),
        count("respondents", "how many the claim is against"),
        flag("second_title", "a title it does business under was given"),
        SHOWN,
    ),
    ("case_id", "employer"),
    "opened",
    "opened",
    optional=False,
)

CLAIM_OUTCOMES = register(
    "claim_outcomes",
    Words("Avgjorda lönekrav", "Outcomes of wage claims"),
    "Labour Commissioner: what became of a claim, known when it was decided; where no day is"
    " given, 540 days after the claim was opened. Amounts of open cases are provisional.",
    (
        link("case_id", "case number"),
        day("opened", "day the claim was docketed"),
        day("decided", "day the outcome was known"),
        flag("recorded", "the case has an issue block; 58 of 100 have none, and no amounts"),
        flag("assessed", "wages were assessed"),
        cents("claimed_cents", "amount claimed"),
        cents("assessed_cents", "amount assessed"),
        cents("paid_cents", "amount paid"),
    ),
    ("case_id", "employer"),
    "opened",
    "decided",
    optional=False,
    lag_days=(540, 540),
)

APPEARANCES = register(
    "appearances",
    Words("Förekomst i register", "Appearances in the registers"),
    "Linking: the first day on which a register shows an employer under a spelling and"
    " industry, with what the spelling tells of legal form and trade.",
    (
        link("spelling", "one way of writing the employer"),
        link("family", "spellings with the same telling words"),
        link("first_two", "an enterprise's first two telling words", required=False),
        link("first_three", "an enterprise's first three words", required=False),
        code(
            "register",
            "which register shows it",
            {
                "claim": "wage claim",
                "judgment": "judgment on a wage claim",
                "federal": "federal wage case before 2017",
                "visa": "H-2 certification or H-1B petition",
            },
        ),
        day("seen", "first day it could be seen"),
        industry(),
        Column(
            "legal_form",
            Kind.INTEGER,
            "legal form that the title tells: " + ", ".join(LEGAL_FORMS),
            between=(0, len(LEGAL_FORMS) - 1),
        ),
        count("word_count", "telling words of the title"),
        *(flag(f"trade_{t.key}", f"the title tells of {t.words.en}") for t in TRADES),
        SHOWN,
    ),
    ("employer", "spelling", "register", "industry"),
    "seen",
    "seen",
    optional=False,
)

JUDGMENTS = register(
    "judgments",
    Words("Domar på lönekrav", "Court judgments on wage claims"),
    "Courts: a judgment on a wage claim. Debt to those who worked, not to the state: no tax.",
    (
        link("judgment_no", "judgment number"),
        link("case_id", "case number of the claim"),
        day("entered", "day of the decision, or 540 days after the claim was docketed"),
        flag("settled", "the decision followed a settlement"),
    ),
    ("judgment_no", "employer"),
    "entered",
    "entered",
    lag_days=(540, 540),
)

FEDERAL_CASES = register(
    "federal_cases",
    Words("Federala löneärenden före 2017", "Federal wage cases before 2017"),
    "Department of Labor: concluded cases without dates, known as a whole on 2017-01-01.",
    (
        link("row_no", "row of the delivery"),
        link("place", "where the case was"),
        day("concluded", "last day it can have been concluded"),
        day("published", "day the file could be known"),
        industry(),
        count("violations", "violations in the case"),
        count("workers", "those who were wronged"),
        count("minimum_wage", "violations of the minimum wage"),
        cents("back_pay_cents", "back pay that was agreed"),
        cents("penalty_cents", "penalties"),
    ),
    ("row_no",),
    "concluded",
    "published",
)

SAFETY_COMPLAINTS = register(
    "safety_complaints",
    Words("Klagomål på arbetsmiljö 2020", "Safety complaints of 2020"),
    "OSHA: complaints on safety at a workplace, January to August 2020; California's own.",
    (
        link("complaint_no", "activity number"),
        day("received", "day of the complaint"),
        flag("formal", "signed by somebody who works there"),
        count("hazards", "hazards alleged", required=False),
    ),
    ("complaint_no",),
    "received",
    "received",
)

H2_CERTIFICATIONS = register(
    "h2_certifications",
    Words("Intyg för säsongsarbete (H-2)", "Seasonal work certifications (H-2)"),
    "Department of Labor: decisions on H-2A and H-2B applications, Californian employers.",
    (
        link("row_no", "row of the delivery"),
        day("decided", "day of the decision"),
        code("visa", "kind of visa", {"H-2A": "farm work", "H-2B": "other seasonal work"}),
        count("positions", "positions certified", required=False),
    ),
    ("row_no",),
    "decided",
    "decided",
)

H1B_PETITIONS = register(
    "h1b_petitions",
    Words("Ansökningar för specialister (H-1B)", "Skilled work petitions (H-1B)"),
    "USCIS: petitions of a fiscal year, Californian employers, known 90 days after its end.",
    (
        link("row_no", "row of the delivery"),
        link("place", "where the employer is", required=False),
        count("fiscal_year", "fiscal year, to 30 September"),
        day("ended", "last day of the fiscal year"),
        day("published", "90 days after that"),
        count("first_approved", "first petitions approved"),
        count("first_denied", "first petitions denied"),
        count("renewals_approved", "renewals approved"),
        count("renewals_denied", "renewals denied"),
    ),
    ("row_no",),
    "ended",
    "published",
    lag_days=(90, 90),
)

VISAS_ELSEWHERE = register(
    "visas_elsewhere",
    Words("Visum i andra delstater", "Visas in other states"),
    "Department of Labor and USCIS: H-2 decisions and H-1B petitions outside California under"
    " a title that California's registers show. It tells of size; nobody is ranked for it.",
    (
        link("row_no", "row of the delivery"),
        link("state", "which other state"),
        link("place", "where in it", required=False),
        code("visa", "kind of visa", {"H-2": "seasonal work", "H-1B": "skilled work"}),
        day("known_on", "day of the decision, or 90 days after the fiscal year"),
        count("positions", "positions certified or petitions approved", required=False),
    ),
    ("visa", "row_no"),
    "known_on",
    "known_on",
)

TABLES = (
    CLAIMS,
    CLAIM_OUTCOMES,
    APPEARANCES,
    JUDGMENTS,
    FEDERAL_CASES,
    SAFETY_COMPLAINTS,
    H2_CERTIFICATIONS,
    H1B_PETITIONS,
    VISAS_ELSEWHERE,
)

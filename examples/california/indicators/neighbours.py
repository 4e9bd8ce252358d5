"""Claims against those tied to an employer: co-respondents, near spellings, titles."""

from __future__ import annotations

from examples.california.indicators.claims import faded
from examples.california.registers import APPEARANCES, CLAIMS
from examples.california.titles import LEGAL_FORMS, TRADES
from features.feature import Aggregate, Feature, Measure, View
from features.vocabulary import Direction

__all__ = ["neighbour_features"]

RAISES = Direction.RAISES


def neighbour_features() -> tuple[Feature, ...]:
    """Features of those tied to the employer in claims of all time."""
    past = f"""
        SELECT employer, count(*) AS claims, sum({faded(180)}) / 1000000 AS fading
        FROM claims GROUP BY employer"""
    together = View(
        "respondents_together",
        (CLAIMS,),
        f"""
        WITH past AS ({past}),
        pairs AS (
            SELECT a.employer, b.employer AS other, count(*) AS shared
            FROM claims a JOIN claims b ON b.case_id = a.case_id AND b.employer <> a.employer
            GROUP BY a.employer, b.employer)
        SELECT pairs.employer, past.claims - pairs.shared AS others, past.fading
        FROM pairs JOIN past ON past.employer = pairs.other""",
    )
    family, first_two, first_three = (
        _near(past, name, column)
        for name, column in (
            ("near_spellings", "family"),
            ("same_first_two", "first_two"),
            ("same_first_three", "first_three"),
        )
    )
    title = View(
        "titles_of_others",
        (CLAIMS,),
        f"""
        WITH past AS ({past})
        SELECT claims.trades_as AS employer, past.claims
        FROM claims JOIN past ON past.employer = claims.employer
        WHERE claims.trades_as IS NOT NULL AND claims.trades_as <> claims.employer""",
    )

    def of(view: View, measure: Measure, value: str = "") -> Aggregate:
        return Aggregate(view, measure, value, missing=0)

    tied = (
        (together, Measure.COUNT, "", "co_respondents",
         "Andra motparter i samma lönekrav", "Others that the same wage claims are against",
         "arbetsgivare"),
        (together, Measure.TOTAL, "others", "co_respondents_claims",
         "Lönekrav mot medparter", "Wage claims against co-respondents", "krav"),
        (together, Measure.HIGHEST, "others", "co_respondents_most",
         "Flest lönekrav mot en medpart", "Most wage claims against one co-respondent", "krav"),
        (together, Measure.HIGHEST, "fading", "co_respondents_fading",
         "Flest lönekrav mot en medpart, vikten halveras på 180 dagar",
         "Most claims against one co-respondent, each weighing half after 180 days", "krav"),
        (family, Measure.HIGHEST, "others", "near_spellings",
         "Arbetsgivare med närliggande stavning", "Employers of a near spelling",
         "arbetsgivare"),
        (family, Measure.HIGHEST, "cases", "near_spellings_claims",
         "Lönekrav mot närliggande stavningar", "Wage claims against near spellings", "krav"),
        (family, Measure.HIGHEST, "fading", "near_spellings_fading",
         "Lönekrav mot närliggande stavningar, vikten halveras på 180 dagar",
         "Claims against near spellings, each weighing half after 180 days", "krav"),
        (family, Measure.HIGHEST, "share", "near_spellings_share",
         "Andel av närliggande stavningar med lönekrav",
         "Share of near spellings with a wage claim", "andel"),
        *(
            (view, Measure.HIGHEST, value, f"{name}_{of_what}",
             f"{sv} samma första {sv_words} ord", f"{en} the same first {en_words} words", unit)
            for view, name, sv_words, en_words in (
                (first_two, "same_first_two", "två", "two"),
                (first_three, "same_first_three", "tre", "three"),
            )
            for value, of_what, sv, en, unit in (
                ("cases", "claims", "Lönekrav mot andra företag med",
                 "Wage claims against other enterprises with", "krav"),
                ("fading", "fading",
                 "Lönekrav, vikten halveras på 180 dagar, mot andra företag med",
                 "Claims, each weighing half after 180 days, against others with", "krav"),
                ("share", "share", "Andel med lönekrav av andra företag med",
                 "Share with a wage claim of other enterprises with", "andel"),
            )
        ),
        (title, Measure.COUNT, "", "title_of_claims",
         "Lönekrav mot andra som driver verksamhet under samma beteckning",
         "Claims against others doing business under its title", "krav"),
        (title, Measure.HIGHEST, "claims", "title_of_most",
         "Flest lönekrav mot en som driver verksamhet under samma beteckning",
         "Most claims against one doing business under its title", "krav"),
    )  # fmt: skip
    return (
        *(
            Feature(name, of(view, measure, value), sv, en, unit=unit, direction=RAISES)
            for view, measure, value, name, sv, en, unit in tied
        ),
        *TITLE,
    )


def _near(past: str, name: str, column: str) -> View:
    """Per employer: those that share its latest `column`, and claims against them."""
    return View(
        name,
        (CLAIMS, APPEARANCES),
        f"""
        WITH past AS ({past}),
        member AS (
            SELECT employer, max({{'h': seen, 'v': {column}}}).v AS {column}
            FROM appearances WHERE {column} IS NOT NULL GROUP BY employer),
        every AS (
            SELECT member.employer, member.{column}, coalesce(past.claims, 0) AS cases,
                   coalesce(past.fading, 0) AS fading
            FROM member LEFT JOIN past ON past.employer = member.employer),
        near AS (
            SELECT {column}, sum(cases) AS cases, sum(fading) AS fading, count(*) AS here,
                   sum(CASE WHEN cases > 0 THEN 1 ELSE 0 END) AS claimed
            FROM every GROUP BY {column})
        SELECT every.employer, near.here - 1 AS others,
               near.cases - every.cases AS cases, near.fading - every.fading AS fading,
               (near.claimed - CASE WHEN every.cases > 0 THEN 1 ELSE 0 END)
                 / greatest(near.here - 1, 1) AS share
        FROM every JOIN near ON near.{column} = every.{column}""",
    )


TITLE = (
    Feature(
        "legal_form",
        Aggregate(APPEARANCES, Measure.LATEST, "legal_form"),
        "Företagsform enligt beteckningen",
        "Legal form that the title tells",
        categories=LEGAL_FORMS,
    ),
    Feature(
        "title_words",
        Aggregate(APPEARANCES, Measure.LATEST, "word_count"),
        "Ord i beteckningen",
        "Words of the title",
        unit="ord",
    ),
    *(
        Feature(
            f"trade_{trade.key}",
            Aggregate(
                APPEARANCES, Measure.HIGHEST, f"CASE WHEN trade_{trade.key} THEN 1 ELSE 0 END"
            ),
            f"Beteckningen talar om {trade.words.sv}",
            f"The title tells of {trade.words.en}",
        )
        for trade in TRADES
    ),
)

"""Who is ranked at a date, what is found afterwards, and the rules to beat."""

from __future__ import annotations

from examples.california.registers import APPEARANCES, CLAIM_OUTCOMES, CLAIMS
from features.country import Area, Cohort, Outcomes, Rival, Step
from features.feature import View
from features.vocabulary import Words

__all__ = ["INDUSTRY", "OUTCOMES", "RIVALS", "cohort", "since"]


def since(days: int) -> str:
    """The first day that the lookback covers, in SQL."""
    return f":as_of - INTERVAL {days} DAY"


def known_sql(days: int) -> str:
    """Every employer that a register shows before the as-of date."""
    return f"""
        SELECT employer FROM claims WHERE opened >= {since(days)}
        UNION SELECT employer FROM appearances WHERE register <> 'claim'"""


# Each employer's industry: of its latest claim, else federal case, else petition.
INDUSTRY = """
    SELECT employer,
           max({'first': place, 'h': told_on, 'v': industry}).v AS industry
    FROM (SELECT employer, 3 AS place, opened AS told_on, industry FROM claims
          UNION ALL
          SELECT employer, CASE register WHEN 'federal' THEN 2 ELSE 1 END, seen, industry
          FROM appearances WHERE register IN ('federal', 'visa'))
    WHERE industry IS NOT NULL GROUP BY employer"""


def cohort(days: int) -> Cohort:
    """Every employer with a claim within the lookback, or that another register shows."""
    return Cohort(
        candidates=View(
            "candidates_california",
            (CLAIMS, APPEARANCES),
            f"""
            WITH known AS ({known_sql(days)}),
            told AS ({INDUSTRY}),
            every AS (SELECT employer FROM claims UNION SELECT employer FROM appearances)
            SELECT every.employer AS workplace, every.employer, 'california' AS centre,
                   coalesce(left(told.industry, 2), '') AS industry_group,
                   known.employer IS NOT NULL AS is_known
            FROM every LEFT JOIN known ON known.employer = every.employer
            LEFT JOIN told ON told.employer = every.employer
            """,
        ),
        steps=(
            Step(
                "within_lookback",
                Words(
                    "ett lönekrav i tillbakablicken, eller ett annat register",
                    "a wage claim within the lookback, or another register",
                ),
                "is_known",
            ),
        ),
        strata=("industry_group",),
    )


# A claim is opened by whoever worked there: everybody could have had one, so nobody is unknown.
OUTCOMES = Outcomes(
    areas=(
        Area(
            "wages_assessed",
            Words("Lönekrav där lön dömts ut", "A claim on which wages were assessed"),
            ("elsewhere",),
        ),
        Area("wage_claim", Words("Något lönekrav", "Any wage claim"), ("elsewhere",)),
    ),
    rows=View(
        "found_california",
        (CLAIMS, CLAIM_OUTCOMES),
        """
        SELECT c.employer AS workplace, c.employer, c.case_id AS control,
               c.opened AS happened, area.area,
               area.area = 'wage_claim' OR coalesce(o.assessed, false) AS found,
               1.0 AS severity, 'final' AS status, false AS random
        FROM claims c LEFT JOIN claim_outcomes o
          ON o.case_id = c.case_id AND o.employer = c.employer
        CROSS JOIN (VALUES ('wages_assessed'), ('wage_claim')) AS area(area)
        ORDER BY c.case_id, c.employer, area.area
        """,
    ),
    embargo_days=0,
    everyone=True,
)

RIVALS = (
    Rival(
        "past_claims",
        Words("Antal lönekrav, sedan det senaste", "Past claims, then the most recent"),
        score="claims_in_lookback",
        then="-coalesce(days_since_claim_in_lookback, 100000)",
    ),
    Rival(
        "past_claims_count",
        Words("Antal lönekrav", "Count of past claims"),
        score="claims_in_lookback",
    ),
    # The model knows claims from before the lookback, so the rule is also given them.
    Rival(
        "every_past_claim",
        Words(
            "Antal lönekrav hela tiden, sedan det senaste",
            "Past claims of all time, then the most recent",
        ),
        score="claims",
        then="-coalesce(days_since_claim, 100000)",
    ),
)

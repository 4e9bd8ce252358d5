"""The industry of an employer, and what was known of claims in that industry."""

from __future__ import annotations

from examples.california.population import INDUSTRY
from examples.california.registers import APPEARANCES, CLAIM_OUTCOMES, CLAIMS
from features.feature import Aggregate, Feature, Measure, View
from features.vocabulary import Direction

__all__ = ["industry_features"]

RAISES = Direction.RAISES
LEVELS = (2, 4, 6)
# An employer had a claim in these days before the last year: did it have another in that year?
EARLIER = 240
SAME_INDUSTRY = {"32": "31", "33": "31", "45": "44", "49": "48"}


def industry_features() -> tuple[Feature, ...]:
    """Features of industries, of all that was known: nothing known later enters a share."""
    of_employer = View(
        "industry_of_employer",
        (CLAIMS, APPEARANCES),
        f"""
        SELECT employer, {_group("industry")} AS two,
               CASE WHEN length(industry) >= 3 THEN TRY_CAST(left(industry, 3) AS INTEGER) END
                 AS three
        FROM ({INDUSTRY})""",
    )
    experience = View(
        "industry_experience",
        (CLAIMS, CLAIM_OUTCOMES, APPEARANCES),
        EXPERIENCE,
    )

    def learnt(measure: str, level: int) -> Aggregate:
        return Aggregate(experience, Measure.HIGHEST, measure, where=f"level = {level}")

    return (
        Feature(
            "industry_two_digits",
            Aggregate(of_employer, Measure.HIGHEST, "two"),
            "Bransch (NAICS, två siffror)",
            "Industry (NAICS, two digits)",
        ),
        Feature(
            "industry_three_digits",
            Aggregate(of_employer, Measure.HIGHEST, "three"),
            "Bransch (NAICS, tre siffror)",
            "Industry (NAICS, three digits)",
        ),
        *(
            Feature(
                f"industry_{measure}_{level}",
                learnt(measure, level),
                f"{sv}, bransch på {level} siffror",
                f"{en}, industry of {level} digits",
                unit=unit,
                direction=RAISES,
            )
            for measure, sv, en, unit in (
                ("repeats", "Andel som fått nya lönekrav inom ett år",
                 "Share with new wage claims within a year", "andel"),
                ("claims", "Lönekrav per arbetsgivare", "Wage claims per employer", "krav"),
                ("assessed", "Andel avgjorda krav där lön dömts ut",
                 "Share of decided claims with wages assessed", "andel"),
            )
            for level in LEVELS
        ),
    )  # fmt: skip


def _group(code: str) -> str:
    cases = "".join(f" WHEN '{a}' THEN '{b}'" for a, b in SAME_INDUSTRY.items())
    two = f"left({code}, 2)"
    return f"TRY_CAST(CASE {two}{cases} ELSE {two} END AS INTEGER)"


A_YEAR_AGO = ":as_of - INTERVAL 365 DAY"
# Per employer and level of its industry: three shares, drawn towards the whole's. They are of
# the years before the as-of date: employers with a claim some time before the last year, and
# whether the last year brought another; claims per employer; and how decided claims went.
EXPERIENCE = f"""
    WITH known AS (SELECT DISTINCT employer FROM appearances),
    told AS ({INDUSTRY}),
    levels AS (
        SELECT told.employer, l.level, left(told.industry, l.level) AS branch
        FROM told CROSS JOIN (VALUES (2), (4), (6)) AS l(level)
        WHERE length(told.industry) >= least(l.level, 4)),
    past AS (
        SELECT employer, count(*) AS claims,
               max(CASE WHEN opened >= {A_YEAR_AGO} THEN 1 ELSE 0 END) AS again,
               max(CASE WHEN opened < {A_YEAR_AGO}
                         AND opened >= {A_YEAR_AGO} - INTERVAL {EARLIER} DAY
                   THEN 1 ELSE 0 END) AS had
        FROM claims GROUP BY employer),
    went AS (
        SELECT employer, count(*) AS recorded,
               sum(CASE WHEN assessed THEN 1 ELSE 0 END) AS assessed
        FROM claim_outcomes WHERE recorded GROUP BY employer),
    base AS (
        SELECT (SELECT avg(again) FROM past WHERE had = 1) AS again,
               (SELECT sum(assessed) / sum(recorded) FROM went) AS assessed),
    branches AS (
        SELECT levels.level, levels.branch,
               sum(CASE WHEN known.employer IS NULL THEN 0 ELSE 1 END) AS employers,
               sum(CASE WHEN known.employer IS NOT NULL THEN coalesce(past.claims, 0) END)
                 AS claims,
               sum(coalesce(past.had, 0)) AS had,
               sum(coalesce(past.had, 0) * coalesce(past.again, 0)) AS again,
               sum(coalesce(went.recorded, 0)) AS recorded,
               sum(coalesce(went.assessed, 0)) AS assessed
        FROM levels LEFT JOIN known ON known.employer = levels.employer
        LEFT JOIN past ON past.employer = levels.employer
        LEFT JOIN went ON went.employer = levels.employer
        GROUP BY levels.level, levels.branch)
    SELECT levels.employer, levels.level,
           (branches.again + 30 * coalesce(base.again, 0)) / (branches.had + 30) AS repeats,
           (branches.claims + 5) / (branches.employers + 10) AS claims,
           (branches.assessed + 20 * coalesce(base.assessed, 0))
             / (branches.recorded + 20) AS assessed
    FROM levels JOIN branches
      ON branches.level = levels.level AND branches.branch = levels.branch
    CROSS JOIN base
    """

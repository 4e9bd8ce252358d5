"""What each authority found, for good, at companies that an employer is tied to.

Guilt by association is the danger, so: never the employer's own outcomes, never what may still
change, only while the tie held, each neighbour once, and no figure above a ceiling. How many
neighbours were looked at stands beside, and which ties there are has figures of its own.
"""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part, smoothed
from features.indicators.networks.outcomes import MATURE, MONTHS, SUPERVISION
from features.indicators.networks.ties import COMPANY_TIES
from features.registers.employers import BOARDS, EMPLOYERS
from features.registers.ties import SITE_PRESENCE
from features.vocabulary import Direction, Flag

__all__ = ["CEILING", "NEIGHBOUR", "NEIGHBOURS", "SITE_NEIGHBOURS"]

CEILING = 0.5  # a rate above says no more: neighbours may hint, never decide (a choice)
HALF_LIFE = 18  # months (`domain.md` F43)
STRENGTH = 5.0  # neighbours that the country's rate is worth: most employers have but a few
# The country's rates: fees at 15 % of ledger visits (`domain.md` 5.5); 1,047 prohibitions and
# about two thirds of 1,385 fee orders in 30,269 controls (`domain.md` 1.3); recoveries from
# employers with support (assumption).
TAX_BASE, WORK_BASE, EMPLOYMENT_BASE = 0.15, 0.065, 0.03
CONDITION = (
    "Guilt by association: of companies only, capped, each neighbour once; reviewed with and"
    " without; the tie is shown wherever the figure weighs."
)


def _judged(ties: str) -> str:
    """One row per employer, other company and authority, however many ties and outcomes.

    `found` is 1 if any outcome stands; it happened when the last of them did.
    """
    return f"""
    WITH {ties}, {MATURE}
    SELECT ties.employer, ties.other, mature.authority, max(mature.found) AS found,
           coalesce(max(mature.happened) FILTER (WHERE mature.found = 1),
                    max(mature.happened)) AS happened
    FROM ties JOIN mature ON mature.employer = ties.other
     AND (ties.since IS NULL OR ties.since <= mature.happened)
     AND (ties.until IS NULL OR ties.until > mature.happened)
    WHERE ties.other <> ties.employer
    GROUP BY ties.employer, ties.other, mature.authority
    """


NEIGHBOURS = View(
    "neighbours",
    (BOARDS, EMPLOYERS, *SUPERVISION),
    _judged(COMPANY_TIES),
    happened="happened",
)

# Two that worked together at a site are tied for a year before and after they were seen to.
SITE_NEIGHBOURS = View(
    "site_neighbours",
    (SITE_PRESENCE, *SUPERVISION),
    _judged(
        """
    seen AS (
        SELECT DISTINCT employer, contractor_no AS other, visited_on FROM site_presence
        WHERE contractor_no IS NOT NULL AND visited_on >= :as_of - INTERVAL 24 MONTH),
    ties AS (
        SELECT employer, other, visited_on - INTERVAL 12 MONTH AS since,
               visited_on + INTERVAL 12 MONTH AS until FROM seen
        UNION ALL
        SELECT other AS employer, employer AS other, visited_on - INTERVAL 12 MONTH AS since,
               visited_on + INTERVAL 12 MONTH AS until FROM seen)
"""
    ),
    happened="happened",
)


def _rate(
    name: str, view: View, authority: str, base: float, sv: tuple[str, str], en: tuple[str, str]
) -> tuple[Feature, ...]:
    """The smoothed, faded, capped rate at neighbours of one authority, and its exposure."""
    there = f"authority = '{authority}'"
    hits, tries = f"{name}_faded_{MONTHS}m", f"{name}_looked_at"
    rate = smoothed(hits, tries, base=base, strength=STRENGTH)
    return (
        part(
            hits,
            Aggregate(
                view,
                Measure.DECAYED,
                where=f"{there} AND found = 1",
                half_life=HALF_LIFE,
                months=MONTHS,
                missing=0,
            ),
        ),
        Feature(
            tries,
            Aggregate(view, Measure.COUNT, where=there, missing=0),
            sv=sv[0],
            en=en[0],
            unit="företag",
            flag=Flag.GUARDED,
            condition=CONDITION,
            ref="F93",
        ),
        Feature(
            f"{name}_rate",
            # `least` would pass over a missing rate and answer with the ceiling.
            Expression(f"CASE WHEN {rate.sql} > {CEILING} THEN {CEILING} ELSE {rate.sql} END"),
            sv=sv[1],
            en=en[1],
            unit="andel",
            direction=Direction.RAISES,
            flag=Flag.GUARDED,
            condition=CONDITION,
            ref="F93",
        ),
    )


NEIGHBOUR = (
    *_rate(
        "neighbours_work",
        NEIGHBOURS,
        "work_environment",
        WORK_BASE,
        (
            "Närstående företag som Arbetsmiljöverket inspekterat",
            "Närstående företag: förbud och avgifter som står fast, utjämnat",
        ),
        (
            "Connected companies that the work-environment authority inspected",
            "Connected companies: prohibitions and fees that stand, smoothed",
        ),
    ),
    *_rate(
        "neighbours_tax",
        NEIGHBOURS,
        "tax",
        TAX_BASE,
        (
            "Närstående företag vars personalliggare kontrollerats",
            "Närstående företag: kontrollavgift för personalliggare, utjämnat",
        ),
        (
            "Connected companies whose staff ledger was checked",
            "Connected companies: control fees for the staff ledger, smoothed",
        ),
    ),
    *_rate(
        "neighbours_support",
        NEIGHBOURS,
        "employment",
        EMPLOYMENT_BASE,
        (
            "Närstående företag med stöd från Arbetsförmedlingen",
            "Närstående företag: stöd som krävts tillbaka, utjämnat",
        ),
        (
            "Connected companies with support from the employment service",
            "Connected companies: support claimed back, smoothed",
        ),
    ),
    *_rate(
        "site_neighbours_work",
        SITE_NEIGHBOURS,
        "work_environment",
        WORK_BASE,
        (
            "Företag den mött på byggen som Arbetsmiljöverket inspekterat",
            "Företag den arbetat med på byggen: förbud och avgifter, utjämnat",
        ),
        (
            "Companies it met at building sites that were inspected",
            "Companies it worked with at building sites: prohibitions and fees, smoothed",
        ),
    ),
    *_rate(
        "site_neighbours_tax",
        SITE_NEIGHBOURS,
        "tax",
        TAX_BASE,
        (
            "Företag den mött på byggen vars personalliggare kontrollerats",
            "Företag den arbetat med på byggen: kontrollavgifter, utjämnat",
        ),
        (
            "Companies it met at building sites whose staff ledger was checked",
            "Companies it worked with at building sites: control fees, smoothed",
        ),
    ),
)

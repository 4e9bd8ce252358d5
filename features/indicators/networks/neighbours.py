"""What each authority found, for good, at companies that an employer is tied to.

Guilt by association is the danger, so: never the employer's own outcomes, never what may still
change, only while the tie held, each neighbour once, and no figure above a ceiling. How many
neighbours were looked at stands beside, and which ties there are has figures of its own.
"""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part, smoothed
from features.indicators.networks.outcomes import MATURE, MONTHS, SUPERVISION
from features.indicators.networks.ties import BOARD, HOMES, LATEST, SITTING, crowds
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


def _judged(beside: str) -> str:
    """One row per employer, other company and authority, however many ties and outcomes.

    `beside` makes the rows `beside`: an employer, and what happened at another while tied to
    it. `found` is 1 if any outcome stands; it happened when the last of them did.
    """
    return f"""
    WITH {MATURE}, {beside}
    SELECT employer, other, authority, max(found) AS found,
           coalesce(max(happened) FILTER (WHERE found = 1), max(happened)) AS happened
    FROM beside WHERE other <> employer
    GROUP BY employer, other, authority
    """


def _at(key: str) -> str:
    """What happened at companies that then had the address or contact an employer has now."""
    return f"""
        SELECT latest.employer, mature.employer AS other, mature.authority, mature.found,
               mature.happened
        FROM mature JOIN homes ON homes.employer = mature.employer
         AND homes.since <= mature.happened
         AND (homes.until IS NULL OR homes.until > mature.happened)
        JOIN {key}_few ON {key}_few.{key}_key = homes.{key}_key
        JOIN latest ON latest.{key}_key = homes.{key}_key AND latest.status = 'active'
"""


# Tied today: by somebody now on the board, by the address, by the contact. An outcome counts if
# the other had that person, address or contact on the day.
NEIGHBOURS = View(
    "neighbours",
    (BOARDS, EMPLOYERS, *SUPERVISION),
    _judged(f"""
    {BOARD}, {HOMES}, {LATEST}, {SITTING}, {crowds("address")}, {crowds("contact")},
    beside AS (
        SELECT sitting.employer, mature.employer AS other, mature.authority, mature.found,
               mature.happened
        FROM mature JOIN board ON board.employer = mature.employer
         AND (board.since IS NULL OR board.since <= mature.happened)
         AND (board.until IS NULL OR board.until > mature.happened)
        JOIN sitting ON sitting.person_key = board.person_key
        UNION ALL {_at("address")}
        UNION ALL {_at("contact")})
"""),
    happened="happened",
)

# Two that worked together at a site are tied for a year before and after they were seen to.
SITE_NEIGHBOURS = View(
    "site_neighbours",
    (SITE_PRESENCE, *SUPERVISION),
    _judged("""
    seen AS (
        SELECT DISTINCT employer, contractor_no AS other, visited_on FROM site_presence
        WHERE contractor_no IS NOT NULL AND visited_on >= :as_of - INTERVAL 24 MONTH),
    pairs AS (
        SELECT employer, other, visited_on FROM seen
        UNION ALL SELECT other AS employer, employer AS other, visited_on FROM seen),
    beside AS (
        SELECT pairs.employer, pairs.other, mature.authority, mature.found, mature.happened
        FROM pairs JOIN mature ON mature.employer = pairs.other
         AND mature.happened >= pairs.visited_on - INTERVAL 12 MONTH
         AND mature.happened < pairs.visited_on + INTERVAL 12 MONTH)
"""),
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

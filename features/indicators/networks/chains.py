"""Who works for whom at building sites, as far as visits have seen it."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.registers.employers import EMPLOYERS
from features.registers.registration import REGISTRATIONS
from features.registers.ties import SITE_PRESENCE
from features.vocabulary import Direction

__all__ = ["CHAIN"]

MONTHS = 24
# Longer chains are counted as this long. A campaign's chains had three to four links; more
# than five would mostly be several sites read as one.
MOST_LINKS = 5
YOUNG_MONTHS = 12  # `domain.md` F95
FEWEST_SUPPLIERS = 3

SEEN = f"""
    seen AS (
        SELECT DISTINCT contractor_no AS above, employer AS below FROM site_presence
        WHERE contractor_no IS NOT NULL AND contractor_no <> employer
          AND visited_on >= :as_of - INTERVAL {MONTHS} MONTH)
"""


def _steps(name: str, end: str, start: str) -> str:
    """Employers with a path of one, two ... links that way; each step needs the one before."""
    first = f"{name}1 AS (SELECT DISTINCT {end} AS employer FROM oneway)"
    further = [
        f"{name}{n} AS (SELECT DISTINCT oneway.{end} AS employer FROM oneway"
        f" JOIN {name}{n - 1} ON {name}{n - 1}.employer = oneway.{start})"
        for n in range(2, MOST_LINKS + 1)
    ]
    return ", ".join([first, *further])


def _counted(name: str) -> str:
    return " UNION ALL ".join(
        f"SELECT employer, {n} AS links FROM {name}{n}" for n in range(1, MOST_LINKS + 1)
    )


# One row per employer that a visit has met or heard of. Two that have worked for each other
# stand beside each other, not above: such a pair makes no link, or chains would run in circles.
PATHS = View(
    "chain_paths",
    (SITE_PRESENCE,),
    f"""
    WITH {SEEN},
    oneway AS (
        SELECT seen.above, seen.below FROM seen
        LEFT JOIN seen turned ON turned.above = seen.below AND turned.below = seen.above
        WHERE turned.above IS NULL),
    {_steps("up", "below", "above")}, {_steps("down", "above", "below")},
    rises AS (SELECT employer, max(links) AS links FROM ({_counted("up")}) GROUP BY employer),
    falls AS (SELECT employer, max(links) AS links FROM ({_counted("down")}) GROUP BY employer),
    met AS (
        SELECT employer FROM site_presence
        WHERE visited_on >= :as_of - INTERVAL {MONTHS} MONTH
        UNION SELECT above AS employer FROM seen)
    SELECT met.employer, coalesce(rises.links, 0) AS links_above,
           coalesce(falls.links, 0) AS links_below
    FROM met LEFT JOIN rises ON rises.employer = met.employer
    LEFT JOIN falls ON falls.employer = met.employer
    """,
)

# One row per employer and company it was seen to engage. A supplier is `risky` if it was
# younger than a year when met, has lost or been denied its approval for F-tax, or has gone
# bankrupt or been struck off since.
SUPPLIERS = View(
    "suppliers",
    (SITE_PRESENCE, EMPLOYERS, REGISTRATIONS),
    f"""
    WITH latest AS (
        SELECT employer, max({{'h': valid_from, 'v': status}}).v AS status,
               max({{'h': valid_from, 'v': registered_on}}).v AS registered_on
        FROM employers GROUP BY employer),
    approval AS (
        SELECT employer, max({{'h': decided_on, 'v': event}}).v AS event
        FROM registrations WHERE kind = 'ftax' GROUP BY employer),
    engaged AS (
        SELECT contractor_no AS employer, employer AS supplier, min(visited_on) AS met_on
        FROM site_presence
        WHERE contractor_no IS NOT NULL AND contractor_no <> employer
          AND visited_on >= :as_of - INTERVAL {MONTHS} MONTH
        GROUP BY contractor_no, employer)
    SELECT engaged.employer, engaged.supplier,
           CASE WHEN latest.registered_on > engaged.met_on - INTERVAL {YOUNG_MONTHS} MONTH
                  OR latest.status IN ('bankrupt', 'deregistered')
                  OR approval.event IN ('revoked', 'refused') THEN 1 ELSE 0 END AS risky
    FROM engaged JOIN latest ON latest.employer = engaged.supplier
    LEFT JOIN approval ON approval.employer = engaged.supplier
    """,
)

CHAIN = (
    part("links_below", Aggregate(PATHS, Measure.HIGHEST, "links_below")),
    Feature(
        "links_above_24m",
        Aggregate(PATHS, Measure.HIGHEST, "links_above"),
        sv="Led av uppdragsgivare ovanför, sett på byggen, 24 mån",
        en="Links of contractors above it, as seen at building sites, 24 months",
        unit="led",
        direction=Direction.RAISES,
        ref="F94",
    ),
    Feature(
        "chain_depth_24m",
        Expression("links_above_24m + links_below"),
        sv="Längsta kedja av underentreprenörer den ingår i, 24 mån",
        en="Longest chain of subcontractors it is part of, 24 months",
        unit="led",
        direction=Direction.RAISES,
        ref="F94",
    ),
    Feature(
        "suppliers_met_24m",
        Aggregate(SUPPLIERS, Measure.COUNT, missing=0),
        sv="Underentreprenörer som myndigheten mött på byggen, 24 mån",
        en="Subcontractors of its met at building sites, 24 months",
        unit="företag",
        ref="F95",
    ),
    part("suppliers_risky", Aggregate(SUPPLIERS, Measure.TOTAL, "risky", missing=0)),
    Feature(
        "risky_supplier_share",
        Expression(
            f"CASE WHEN suppliers_met_24m >= {FEWEST_SUPPLIERS}"
            " THEN suppliers_risky / suppliers_met_24m END"
        ),
        sv="Andel underentreprenörer: nya, utan F-skatt eller i konkurs, 24 mån",
        en="Share of subcontractors: new, without F-tax or bankrupt, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F95",
    ),
)

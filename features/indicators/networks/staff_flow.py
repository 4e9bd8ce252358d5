"""Where an employer's staff came from and where it went, a whole group at a time."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure, View
from features.indicators.networks.ties import LATEST
from features.registers.employers import EMPLOYERS
from features.registers.tax import DECLARATIONS
from features.vocabulary import Direction

__all__ = ["STAFF_FLOW", "STAFF_FLOWS"]

# Returns are known six weeks after the first of the month: of eight months, six are known.
MONTHS = 8
FEWEST = 5

STAFF_FLOWS = View(
    "staff_flows",
    (DECLARATIONS, EMPLOYERS),
    f"""
    WITH {LATEST},
    spells AS (
        SELECT employer, person_key, min(period) AS came, max(period) AS went
        FROM declarations
        WHERE period >= :as_of - INTERVAL 15 MONTH AND gross_pay_ore > 0
        GROUP BY employer, person_key),
    staff AS (
        SELECT employer,
               count(*) FILTER (WHERE went >= :as_of - INTERVAL {MONTHS} MONTH) AS persons,
               count(*) FILTER (WHERE came >= :as_of - INTERVAL {MONTHS} MONTH) AS came,
               count(*) FILTER (WHERE went >= :as_of - INTERVAL {MONTHS} MONTH
                                  AND went < :as_of - INTERVAL 3 MONTH) AS gone
        FROM spells GROUP BY employer),
    moved AS (
        SELECT old.employer AS source, new.employer AS target, old.went, new.came
        FROM spells new JOIN spells old ON old.person_key = new.person_key
         AND old.employer <> new.employer AND old.came < new.came
         AND old.went >= new.came - INTERVAL 6 MONTH
         AND old.went <= new.came + INTERVAL 1 MONTH
        WHERE new.came >= :as_of - INTERVAL {MONTHS} MONTH),
    flows AS (
        SELECT source, target, count(*) AS persons,
               count(*) FILTER (WHERE went >= :as_of - INTERVAL {MONTHS} MONTH
                                  AND went < :as_of - INTERVAL 3 MONTH) AS left_it
        FROM moved GROUP BY source, target),
    came_in AS (
        SELECT flows.target, max(flows.persons) AS from_one,
               max(flows.persons) FILTER (WHERE latest.status = 'bankrupt') AS from_bankrupt
        FROM flows LEFT JOIN latest ON latest.employer = flows.source
        GROUP BY flows.target),
    went_out AS (SELECT source, max(left_it) AS to_one FROM flows GROUP BY source)
    SELECT staff.employer, staff.persons, staff.came, staff.gone,
           coalesce(came_in.from_one, 0) AS from_one,
           coalesce(came_in.from_bankrupt, 0) AS from_bankrupt,
           coalesce(went_out.to_one, 0) AS to_one
    FROM staff LEFT JOIN came_in ON came_in.target = staff.employer
    LEFT JOIN went_out ON went_out.source = staff.employer
    WHERE staff.persons >= {FEWEST}
    """,
)

STAFF_FLOW = (
    Feature(
        "staff_from_bankrupt",
        Aggregate(STAFF_FLOWS, Measure.HIGHEST, "from_bankrupt * 1.0 / persons"),
        sv="Andel av personalen som kom från en konkursad arbetsgivare, 8 mån",
        en="Share of the staff that came from one bankrupt employer, 8 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F97",
    ),
    Feature(
        "staff_from_one",
        Aggregate(
            STAFF_FLOWS, Measure.HIGHEST, "from_one * 1.0 / came", where=f"came >= {FEWEST}"
        ),
        sv="Andel av de nyanställda som kom från en och samma, 8 mån",
        en="Share of the newly employed that came from one and the same, 8 months",
        unit="andel",
        direction=Direction.RAISES,
    ),
    Feature(
        "staff_to_one",
        Aggregate(
            STAFF_FLOWS, Measure.HIGHEST, "to_one * 1.0 / gone", where=f"gone >= {FEWEST}"
        ),
        sv="Andel av dem som slutat som gick till en och samma, 8 mån",
        en="Share of those who left that went to one and the same, 8 months",
        unit="andel",
        direction=Direction.RAISES,
    ),
)

"""What building sites say: ledger equipment, prior notices, asbestos."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure, View, part, smoothed
from features.registers.building import ASBESTOS_PERMITS, BUILDING_SITES, SITE_NOTICES
from features.vocabulary import Direction

__all__ = ["BUILDING"]

RAISES = Direction.RAISES
# A prior notice is due from 500 person-days (AFS 2023:3). The tax agency's register does not
# say how many work at a site; over half a year four suffice, and few sites have fewer.
LONG_SITE_DAYS = 180
# A notice without the site's number is taken to be of the employer's site that starts within
# so many days of it (assumption).
SAME_START_DAYS = 30
# Where nothing is known of an employer's own sites, and what its own count against it: shares
# of ordinary ledger visits with a deficiency (15 %, `domain.md` 5.5) and, for lack of a
# published one, the same for notices. Five sites of its own weigh as much as all others'.
BASE_SHARE, STRENGTH = 0.15, 5.0

# One row per long site: was a notice in before it started? By the site's number, whoever gave
# the notice; without it, by employer and start.
LONG_SITES = View(
    "long_sites",
    (BUILDING_SITES, SITE_NOTICES),
    f"""
    WITH sites AS (
        SELECT employer, site_no, starts_on FROM building_sites
        WHERE datediff('day', starts_on, ends_on) > {LONG_SITE_DAYS}
          AND starts_on < :as_of - INTERVAL 1 MONTH),
    matches AS (
        SELECT sites.site_no, sites.starts_on, site_notices.received_on
        FROM sites JOIN site_notices ON site_notices.site_no = sites.site_no
        UNION ALL
        SELECT sites.site_no, sites.starts_on, site_notices.received_on
        FROM sites JOIN site_notices ON site_notices.employer = sites.employer
        WHERE site_notices.site_no IS NULL
          AND abs(datediff('day', sites.starts_on, site_notices.starts_on))
              <= {SAME_START_DAYS}),
    told AS (
        SELECT site_no, max(CASE WHEN received_on <= starts_on THEN 1 ELSE 0 END) AS in_time
        FROM matches GROUP BY site_no)
    SELECT sites.employer, sites.starts_on, coalesce(told.in_time, 0) AS in_time
    FROM sites LEFT JOIN told ON told.site_no = sites.site_no
    """,
    happened="starts_on",
)

# One row per demolition that has started: does a permit or notice of asbestos cover it? A
# house without asbestos needs none, and whoever tears it down may hold the permit.
DEMOLITIONS = View(
    "demolitions",
    (SITE_NOTICES, ASBESTOS_PERMITS),
    """
    WITH torn AS (
        SELECT employer, notice_no, site_no, starts_on FROM site_notices
        WHERE work = 'demolition' AND starts_on < :as_of),
    matches AS (
        SELECT torn.notice_no FROM torn
        JOIN asbestos_permits ON asbestos_permits.employer = torn.employer
        WHERE asbestos_permits.decision = 'granted'
          AND asbestos_permits.valid_from <= torn.starts_on
          AND asbestos_permits.valid_until >= torn.starts_on
        UNION ALL
        SELECT torn.notice_no FROM torn
        JOIN asbestos_permits ON asbestos_permits.site_no = torn.site_no
        WHERE asbestos_permits.decision IN ('granted', 'received')),
    covered AS (SELECT notice_no, 1 AS covered FROM matches GROUP BY notice_no)
    SELECT torn.employer, torn.starts_on, coalesce(covered.covered, 0) AS covered
    FROM torn LEFT JOIN covered ON covered.notice_no = torn.notice_no
    """,
    happened="starts_on",
)

BUILDING = (
    Feature(
        "building_sites_36m",
        Aggregate(BUILDING_SITES, Measure.COUNT, months=36, missing=0),
        sv="Byggarbetsplatser som arbetsgivaren svarar för, 36 mån",
        en="Building sites the employer answers for, 36 months",
        unit="byggarbetsplatser",
    ),
    part(
        "site_ledger_gaps_36m",
        Aggregate(
            BUILDING_SITES,
            Measure.COUNT,
            where="registered_on > starts_on OR equipment = 'not_provided'",
            months=36,
            missing=0,
        ),
    ),
    Feature(
        "site_ledger_gap_rate",
        smoothed(
            "site_ledger_gaps_36m", "building_sites_36m", base=BASE_SHARE, strength=STRENGTH
        ),
        sv="Andel byggen anmälda för sent eller utan liggarutrustning, utjämnad",
        en="Share of building sites registered late or without ledger equipment, smoothed",
        unit="andel",
        direction=RAISES,
        ref="F40",
    ),
    Feature(
        "long_sites_36m",
        Aggregate(LONG_SITES, Measure.COUNT, months=36, missing=0),
        sv="Byggarbetsplatser som pågår över ett halvår, 36 mån",
        en="Building sites of over half a year, 36 months",
        unit="byggarbetsplatser",
    ),
    part(
        "unannounced_sites_36m",
        Aggregate(LONG_SITES, Measure.COUNT, where="in_time = 0", months=36, missing=0),
    ),
    Feature(
        "site_without_prenotice_rate",
        smoothed("unannounced_sites_36m", "long_sites_36m", base=BASE_SHARE, strength=STRENGTH),
        sv="Andel långa byggen utan förhandsanmälan i tid, utjämnad",
        en="Share of long building sites without prior notice in time, smoothed",
        unit="andel",
        direction=RAISES,
        ref="F54",
    ),
    Feature(
        "demolitions_36m",
        Aggregate(DEMOLITIONS, Measure.COUNT, months=36, missing=0),
        sv="Förhandsanmälda rivningar, 36 mån",
        en="Notified demolitions, 36 months",
        unit="rivningar",
    ),
    Feature(
        "demolitions_without_asbestos_permit_36m",
        Aggregate(DEMOLITIONS, Measure.COUNT, where="covered = 0", months=36, missing=0),
        sv="Rivningar utan tillstånd till eller anmälan om asbestarbete, 36 mån",
        en="Demolitions without permit for, or notice of, asbestos work, 36 months",
        unit="rivningar",
        direction=RAISES,
        ref="F54",
    ),
)

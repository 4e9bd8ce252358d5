"""What the company register says of an employer: age, board, address, annual reports."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.registers.employers import BOARDS, EMPLOYERS
from features.vocabulary import Direction, Flag

__all__ = ["EMPLOYER"]

# Firms at one address, counted on the latest row of each; an office hotel's hundreds of
# tenants say nothing about one of them, so the count is capped.
NEIGHBOURS = View(
    "address_neighbours",
    (EMPLOYERS,),
    """
    WITH latest AS (
        SELECT employer, max({'h': valid_from, 'a': address_key}).a AS address_key,
               max({'h': valid_from, 's': status}).s AS status
        FROM employers GROUP BY employer),
    tenants AS (
        SELECT address_key, count(*) AS firms FROM latest WHERE status = 'active'
        GROUP BY address_key)
    SELECT latest.employer, tenants.firms - 1 AS others
    FROM latest JOIN tenants ON tenants.address_key = latest.address_key
    """,
)

# Everybody on the board gone and the address changed within three months: the pattern of a
# front man taking over (`domain.md` F79).
TAKEOVERS = View(
    "takeovers",
    (BOARDS, EMPLOYERS),
    """
    WITH gone AS (
        SELECT employer, date_trunc('month', changed_on) AS month, count(*) AS leavers
        FROM boards WHERE change = 'left' AND role IN ('chair', 'member', 'manager', 'deputy')
        GROUP BY ALL),
    came AS (
        SELECT employer, date_trunc('month', changed_on) AS month, count(*) AS comers
        FROM boards WHERE change = 'appointed' GROUP BY ALL),
    moved AS (
        SELECT employer, valid_from,
               address_key <> lag(address_key) OVER (PARTITION BY employer ORDER BY valid_from)
                 AS new_address
        FROM employers)
    SELECT DISTINCT gone.employer, CAST(gone.month AS DATE) AS happened
    FROM gone
    JOIN came ON came.employer = gone.employer AND came.month = gone.month
    JOIN moved ON moved.employer = gone.employer AND moved.new_address
     AND moved.valid_from >= gone.month - INTERVAL 90 DAY
     AND moved.valid_from < gone.month + INTERVAL 120 DAY
    """,
    happened="happened",
)

EMPLOYER = (
    Feature(
        "company_age_years",
        Aggregate(EMPLOYERS, Measure.LATEST, "datediff('day', registered_on, :as_of) / 365.25"),
        sv="Företagets ålder",
        en="Age of the company",
        unit="år",
        direction=Direction.LOWERS,
        flag=Flag.GUARDED,
        condition="Burdens new owners: audited per age band; dropped where hits do not fall.",
        ref="F77",
    ),
    Feature(
        "board_changes_12m",
        Aggregate(BOARDS, Measure.COUNT, months=12, missing=0),
        sv="Byten i styrelse och ledning, 12 mån",
        en="Changes of board and management, 12 months",
        unit="byten",
        direction=Direction.RAISES,
        ref="F78",
    ),
    Feature(
        "addresses_24m",
        Aggregate(EMPLOYERS, Measure.DISTINCT, "address_key", months=24, missing=0),
        sv="Registrerade adresser, 24 mån",
        en="Registered addresses, 24 months",
        unit="adresser",
        direction=Direction.RAISES,
        ref="F82",
    ),
    Feature(
        "takeovers_24m",
        Aggregate(TAKEOVERS, Measure.COUNT, months=24, missing=0),
        sv="Ledningen utbytt och adressen flyttad samtidigt, 24 mån",
        en="Management replaced and address moved at once, 24 months",
        unit="gånger",
        direction=Direction.RAISES,
        ref="F79",
    ),
    part(
        "firms_at_address_all",
        Aggregate(NEIGHBOURS, Measure.HIGHEST, "others"),
    ),
    Feature(
        "firms_at_address",
        Expression("CASE WHEN firms_at_address_all > 20 THEN 20 ELSE firms_at_address_all END"),
        sv="Andra verksamma företag på samma adress",
        en="Other active firms at the same address",
        unit="företag",
        direction=Direction.RAISES,
        ref="F83",
    ),
    Feature(
        "annual_report_days_late",
        Aggregate(
            EMPLOYERS,
            Measure.LATEST,
            "datediff('day', annual_report_due, coalesce(annual_report_on, :as_of))",
            "annual_report_due < :as_of",
        ),
        sv="Årsredovisningen efter sista dag",
        en="Annual report after its last day",
        unit="dagar",
        direction=Direction.RAISES,
        ref="F80",
    ),
    Feature(
        "auditor_gone_24m",
        Expression("CASE WHEN auditors_left_24m > auditors_came_24m THEN 1 ELSE 0 END"),
        sv="Revisorn har lämnat, 24 mån",
        en="The auditor has left, 24 months",
        unit="ja/nej",
        direction=Direction.RAISES,
        ref="F81",
    ),
    part(
        "auditors_left_24m",
        Aggregate(
            BOARDS,
            Measure.COUNT,
            where="role = 'auditor' AND change = 'left'",
            months=24,
            missing=0,
        ),
    ),
    part(
        "auditors_came_24m",
        Aggregate(
            BOARDS,
            Measure.COUNT,
            where="role = 'auditor' AND change = 'appointed'",
            months=24,
            missing=0,
        ),
    ),
)

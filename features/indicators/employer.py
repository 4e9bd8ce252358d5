"""What the company register says of an employer: age, board, address, annual reports."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.registers.employers import BOARDS, EMPLOYERS
from features.vocabulary import Direction, Flag

__all__ = ["EMPLOYER"]

# More firms than this at one address is an office hotel, where neighbours say nothing of each
# other (a choice: `domain.md` F83 leaves out the known ones, and no register lists them).
OFFICE_HOTEL = 50
MOST_NEIGHBOURS = 20

# Firms at one address, counted on the latest row of each.
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
    SELECT latest.employer,
           tenants.firms - CASE WHEN latest.status = 'active' THEN 1 ELSE 0 END AS others
    FROM latest JOIN tenants ON tenants.address_key = latest.address_key
    """,
)

MOVED = """
    moved AS (
        SELECT employer, valid_from,
               address_key <> lag(address_key) OVER (PARTITION BY employer ORDER BY valid_from)
                 AS new_address
        FROM employers)
"""
# A row is written whenever anything changes, so only another address than before is a move.
MOVES = View(
    "address_moves",
    (EMPLOYERS,),
    f"WITH {MOVED} SELECT employer, valid_from AS happened FROM moved WHERE new_address",
    happened="happened",
)

# One row per person and whether as auditor: whoever changes role within the board, or is
# elected again the day the time is up, stays on it.
SEATS = """
    roles AS (
        SELECT employer, person_key, role = 'auditor' AS audits, role,
               min(changed_on) FILTER (WHERE change = 'appointed') AS came_on,
               max(changed_on) FILTER (WHERE change = 'appointed') AS back_on,
               max(changed_on) FILTER (WHERE change = 'left') AS left_on
        FROM boards GROUP BY employer, person_key, role),
    seats AS (
        SELECT employer, person_key, audits, min(came_on) AS came_on, max(left_on) AS left_on,
               bool_or(left_on IS NULL OR coalesce(back_on >= left_on, false)) AS stays
        FROM roles GROUP BY employer, person_key, audits)
"""
# Those who hold no seat any longer; the founding of a firm is no change, a departure is.
LEAVERS = View(
    "board_leavers",
    (BOARDS,),
    f"""
    WITH {SEATS}
    SELECT employer, left_on AS happened FROM seats WHERE NOT audits AND NOT stays
    """,
    happened="happened",
)
# The register says whether somebody audits at all, so one auditor for another is no loss.
AUDITORS = View(
    "auditors_lost",
    (EMPLOYERS,),
    """
    WITH audited AS (
        SELECT employer, valid_from, has_auditor,
               lag(has_auditor) OVER (PARTITION BY employer ORDER BY valid_from) AS before
        FROM employers)
    SELECT employer, valid_from AS happened FROM audited WHERE before AND NOT has_auditor
    """,
    happened="happened",
)

# Nobody of the old board left, somebody new on it, and another address, all within ninety
# days: the pattern of a front man taking over (`domain.md` F79). Old is who founded the firm or
# came before those ninety days; it happened when the last of them left.
TAKEOVERS = View(
    "takeovers",
    (BOARDS, EMPLOYERS),
    f"""
    WITH {SEATS}, {MOVED},
    board AS (
        SELECT employer, came_on, left_on, stays,
               coalesce(came_on = min(came_on) OVER (PARTITION BY employer), true) AS founder
        FROM seats WHERE NOT audits),
    days AS (SELECT DISTINCT employer, left_on AS day FROM board WHERE NOT stays),
    seen AS (
        SELECT days.employer, days.day, board.stays OR board.left_on > days.day AS remains,
               board.founder OR board.came_on < days.day - INTERVAL 90 DAY AS old,
               board.came_on <= days.day + INTERVAL 90 DAY AS came
        FROM days JOIN board ON board.employer = days.employer),
    replaced AS (
        SELECT employer, day FROM seen GROUP BY employer, day
        HAVING count(*) FILTER (WHERE old AND remains) = 0
           AND count(*) FILTER (WHERE NOT old AND remains AND came) > 0)
    SELECT DISTINCT replaced.employer, replaced.day AS happened
    FROM replaced
    JOIN moved ON moved.employer = replaced.employer AND moved.new_address
     AND moved.valid_from >= replaced.day - INTERVAL 90 DAY
     AND moved.valid_from <= replaced.day + INTERVAL 90 DAY
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
        Aggregate(LEAVERS, Measure.COUNT, months=12, missing=0),
        sv="Personer som lämnat styrelse och ledning, 12 mån",
        en="Persons who left the board or management, 12 months",
        unit="personer",
        direction=Direction.RAISES,
        ref="F78",
    ),
    Feature(
        "addresses_24m",
        Aggregate(MOVES, Measure.COUNT, months=24, missing=0),
        sv="Byten av registrerad adress, 24 mån",
        en="Changes of registered address, 24 months",
        unit="byten",
        direction=Direction.RAISES,
        ref="F82",
    ),
    Feature(
        "takeovers_24m",
        Aggregate(TAKEOVERS, Measure.COUNT, months=24, missing=0),
        sv="Hela ledningen utbytt och adressen flyttad inom 90 dagar, 24 mån",
        en="Whole management replaced and address moved within 90 days, 24 months",
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
        Expression(
            f"CASE WHEN firms_at_address_all < {OFFICE_HOTEL}"
            f" THEN least(firms_at_address_all, {MOST_NEIGHBOURS}) END"
        ),
        sv="Andra verksamma företag på samma adress (högst 20 räknas)",
        en="Other active firms at the same address (20 at most counted)",
        unit="företag",
        direction=Direction.RAISES,
        ref="F83",
    ),
    Feature(
        "annual_report_days_late",
        Aggregate(
            EMPLOYERS,
            Measure.LATEST,
            "greatest(0, datediff('day', annual_report_due,"
            " coalesce(annual_report_on, :as_of)))",
            "annual_report_due < :as_of",
        ),
        sv="Årsredovisningens försening",
        en="Delay of the annual report",
        unit="dagar",
        direction=Direction.RAISES,
        ref="F80",
    ),
    Feature(
        "auditor_gone_24m",
        Expression("CASE WHEN auditors_left_24m > 0 AND auditors_there = 0 THEN 1 ELSE 0 END"),
        sv="Revisorn har lämnat utan att ersättas, 24 mån",
        en="The auditor has left and not been replaced, 24 months",
        unit="ja/nej",
        direction=Direction.RAISES,
        ref="F81",
    ),
    part("auditors_left_24m", Aggregate(AUDITORS, Measure.COUNT, months=24, missing=0)),
    part(
        "auditors_there",
        Aggregate(EMPLOYERS, Measure.LATEST, "CASE WHEN has_auditor THEN 1 ELSE 0 END"),
    ),
)

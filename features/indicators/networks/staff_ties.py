"""Who moved between employers, counted once and for all: flows, bankrupt origins, addresses.

The returns are by far the longest register, so one view passes over them a single time and
gives two kinds of row: one per employer, and one per employer and bankrupt company that share
anything. A figure of one kind is missing in rows of the other.
"""

from __future__ import annotations

from features.feature import View
from features.indicators.networks.ties import BOARD, CROWD, HOMES, LATEST, crowds
from features.registers.employers import BOARDS, EMPLOYERS
from features.registers.tax import DECLARATIONS

__all__ = ["BEFORE", "FEWEST", "STAFF_TIES"]

# Bankruptcies of two years, and half a year before the first of them.
LOOK_BACK = 30
# Returns are known six weeks after the first of the month: of eight months, six are known, and
# whoever was not paid in the last three has left.
LATELY, LEFT_BEFORE, HEADS_IN = 8, 3, 4
FEWEST = 5
# How long before a bankruptcy somebody may have left, or the company moved out, and still
# belong to it: a board is often changed and an address moved in the last months.
BEFORE = "INTERVAL 12 MONTH"

# `moved`: began at one employer within half a year of the last pay from another, and was not
# paid by both for longer than the month or two of the change.
SPELLS = f"""
    spells AS (
        SELECT employer, person_key, min(period) AS came, max(period) AS went
        FROM declarations
        WHERE period >= :as_of - INTERVAL {LOOK_BACK} MONTH AND gross_pay_ore > 0
        GROUP BY employer, person_key),
    moved AS (
        SELECT old.employer AS source, new.employer AS target, old.went, new.came
        FROM spells new JOIN spells old ON old.person_key = new.person_key
         AND old.employer <> new.employer AND old.came < new.came
         AND old.went >= new.came - INTERVAL 6 MONTH
         AND old.went <= new.came + INTERVAL 1 MONTH)
"""

# Per employer: staff, arrivals and leavers of late, the most of them with one other employer,
# and all persons paid at its address, unless that is an office hotel.
FLOWS = f"""
    staff AS (
        SELECT employer,
               count(*) FILTER (WHERE went >= :as_of - INTERVAL {HEADS_IN} MONTH) AS heads,
               count(*) FILTER (WHERE went >= :as_of - INTERVAL {LATELY} MONTH) AS persons,
               count(*) FILTER (WHERE came >= :as_of - INTERVAL {LATELY} MONTH) AS came,
               count(*) FILTER (WHERE went >= :as_of - INTERVAL {LATELY} MONTH
                                  AND went < :as_of - INTERVAL {LEFT_BEFORE} MONTH) AS gone
        FROM spells GROUP BY employer),
    flows AS (
        SELECT source, target, count(*) AS persons,
               count(*) FILTER (WHERE went >= :as_of - INTERVAL {LATELY} MONTH
                                  AND went < :as_of - INTERVAL {LEFT_BEFORE} MONTH) AS left_it
        FROM moved WHERE came >= :as_of - INTERVAL {LATELY} MONTH GROUP BY source, target),
    came_in AS (
        SELECT flows.target, max(flows.persons) AS from_one,
               max(flows.persons) FILTER (WHERE latest.status = 'bankrupt') AS from_bankrupt
        FROM flows LEFT JOIN latest ON latest.employer = flows.source
        GROUP BY flows.target),
    went_out AS (SELECT source, max(left_it) AS to_one FROM flows GROUP BY source),
    address_heads AS (
        SELECT latest.address_key, sum(coalesce(staff.heads, 0)) AS heads
        FROM latest LEFT JOIN staff ON staff.employer = latest.employer
        WHERE latest.status = 'active' GROUP BY latest.address_key
        HAVING count(*) <= {CROWD}),
    here AS (
        SELECT latest.employer, address_heads.heads FROM latest
        JOIN address_heads ON address_heads.address_key = latest.address_key
        WHERE latest.status = 'active')
"""


def _same(key: str) -> str:
    """Active companies that now have an address or contact of one gone bankrupt."""
    return f"""
    {crowds(key)},
    same_{key} AS (
        SELECT DISTINCT latest.employer, fallen.other
        FROM fallen JOIN homes ON homes.employer = fallen.other
         AND homes.since <= fallen.fell_on
         AND (homes.until IS NULL OR homes.until >= fallen.fell_on - {BEFORE})
        JOIN {key}_few ON {key}_few.{key}_key = homes.{key}_key
        JOIN latest ON latest.{key}_key = homes.{key}_key
         AND latest.employer <> fallen.other AND latest.status = 'active')
"""


# Per employer and company gone bankrupt in two years. `people`: of the smaller board, how many
# sit on both (boards are public, so the five do not apply). `staff`: of those whom the bankrupt
# one paid last, half a year before its end or later, how many began at the employer, where
# they were five or more.
RISEN = f"""
    fallen AS (
        SELECT employer AS other, status_on AS fell_on FROM latest
        WHERE status = 'bankrupt' AND status_on < :as_of
          AND status_on >= :as_of - INTERVAL 24 MONTH),
    old_board AS (
        SELECT DISTINCT fallen.other, board.person_key
        FROM fallen JOIN board ON board.employer = fallen.other
         AND (board.since IS NULL OR board.since <= fallen.fell_on)
         AND (board.until IS NULL OR board.until >= fallen.fell_on - {BEFORE})),
    old_seats AS (SELECT other, count(*) AS seats FROM old_board GROUP BY other),
    now_board AS (SELECT employer, person_key FROM board WHERE until IS NULL),
    now_seats AS (SELECT employer, count(*) AS seats FROM now_board GROUP BY employer),
    both_boards AS (
        SELECT now_board.employer, old_board.other, count(*) AS persons
        FROM old_board JOIN now_board ON now_board.person_key = old_board.person_key
         AND now_board.employer <> old_board.other
        GROUP BY now_board.employer, old_board.other),
    same_people AS (
        SELECT both_boards.employer, both_boards.other,
               CAST(both_boards.persons AS DOUBLE) / least(now_seats.seats, old_seats.seats)
                 AS people
        FROM both_boards JOIN now_seats ON now_seats.employer = both_boards.employer
        JOIN old_seats ON old_seats.other = both_boards.other),
    {_same("address")}, {_same("contact")},
    old_staff AS (
        SELECT fallen.other, count(*) AS heads
        FROM fallen JOIN spells ON spells.employer = fallen.other
         AND spells.went >= fallen.fell_on - INTERVAL 6 MONTH
        GROUP BY fallen.other HAVING count(*) >= {FEWEST}),
    same_staff AS (
        SELECT moved.target AS employer, fallen.other,
               CAST(count(*) AS DOUBLE) / max(old_staff.heads) AS staff
        FROM fallen JOIN old_staff ON old_staff.other = fallen.other
        JOIN moved ON moved.source = fallen.other
         AND moved.went >= fallen.fell_on - INTERVAL 6 MONTH
        GROUP BY moved.target, fallen.other),
    pairs AS (
        SELECT employer, other FROM same_people
        UNION SELECT employer, other FROM same_address
        UNION SELECT employer, other FROM same_contact
        UNION SELECT employer, other FROM same_staff)
"""

STAFF_TIES = View(
    "staff_ties",
    (DECLARATIONS, EMPLOYERS, BOARDS),
    f"""
    WITH {BOARD}, {HOMES}, {LATEST}, {SPELLS}, {FLOWS}, {RISEN}
    SELECT latest.employer, here.heads AS heads_here, staff.persons, staff.came, staff.gone,
           coalesce(came_in.from_one, 0) AS from_one,
           coalesce(came_in.from_bankrupt, 0) AS from_bankrupt,
           coalesce(went_out.to_one, 0) AS to_one,
           NULL AS people, NULL AS address, NULL AS contact, NULL AS staff
    FROM latest LEFT JOIN here ON here.employer = latest.employer
    LEFT JOIN staff ON staff.employer = latest.employer
    LEFT JOIN came_in ON came_in.target = latest.employer
    LEFT JOIN went_out ON went_out.source = latest.employer
    UNION ALL
    SELECT pairs.employer, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
           coalesce(same_people.people, 0),
           CASE WHEN same_address.other IS NULL THEN 0 ELSE 1 END,
           CASE WHEN same_contact.other IS NULL THEN 0 ELSE 1 END,
           CASE WHEN old_staff.heads IS NOT NULL THEN coalesce(same_staff.staff, 0) END
    FROM pairs
    LEFT JOIN same_people ON same_people.employer = pairs.employer
     AND same_people.other = pairs.other
    LEFT JOIN same_address ON same_address.employer = pairs.employer
     AND same_address.other = pairs.other
    LEFT JOIN same_contact ON same_contact.employer = pairs.employer
     AND same_contact.other = pairs.other
    LEFT JOIN old_staff ON old_staff.other = pairs.other
    LEFT JOIN same_staff ON same_staff.employer = pairs.employer
     AND same_staff.other = pairs.other
    """,
)

"""Companies that carry on from one gone bankrupt: the same people, address, contact, staff."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure, View
from features.indicators.networks.ties import BOARD, CROWD, HOMES, LATEST
from features.registers.employers import BOARDS, EMPLOYERS
from features.registers.tax import DECLARATIONS
from features.vocabulary import Direction, Flag

__all__ = ["BANKRUPTCIES", "RISEN", "RISEN_FROM"]

# How long before a bankruptcy somebody may have left, or the company moved out, and still
# belong to it: a board is often changed and an address moved in the last months.
BEFORE = "INTERVAL 12 MONTH"
FEWEST_STAFF = 5

# A row for each company gone bankrupt with whose board an employer shares somebody now.
BANKRUPTCIES = View(
    "linked_bankruptcies",
    (EMPLOYERS, BOARDS),
    f"""
    WITH {BOARD}, {LATEST},
    fallen AS (
        SELECT board.person_key, board.employer AS other, latest.status_on AS happened
        FROM latest JOIN board ON board.employer = latest.employer
         AND (board.since IS NULL OR board.since <= latest.status_on)
         AND (board.until IS NULL OR board.until >= latest.status_on - {BEFORE})
        WHERE latest.status = 'bankrupt' AND latest.status_on < :as_of)
    SELECT DISTINCT board.employer, fallen.other, fallen.happened
    FROM board JOIN fallen ON fallen.person_key = board.person_key
     AND fallen.other <> board.employer
    WHERE board.until IS NULL
    """,
    happened="happened",
)


def _same(key: str) -> str:
    """Active companies that now have an address or contact of one gone bankrupt."""
    return f"""
    {key}s AS (
        SELECT {key}_key FROM latest WHERE status = 'active' AND {key}_key IS NOT NULL
        GROUP BY {key}_key HAVING count(*) <= {CROWD}),
    same_{key} AS (
        SELECT DISTINCT latest.employer, fallen.other
        FROM fallen JOIN homes ON homes.employer = fallen.other
         AND homes.since <= fallen.fell_on
         AND (homes.until IS NULL OR homes.until >= fallen.fell_on - {BEFORE})
        JOIN {key}s ON {key}s.{key}_key = homes.{key}_key
        JOIN latest ON latest.{key}_key = homes.{key}_key
         AND latest.employer <> fallen.other AND latest.status = 'active')
"""


# One row per employer and company gone bankrupt in the last two years that share anything.
# `people`: of the smaller board, how many sit on both. `staff`: of those the bankrupt one paid
# in its last half-year, how many the employer began to pay within six months after, where
# there were five or more; nobody moved who had both jobs before.
RISEN_FROM = View(
    "risen_from",
    (EMPLOYERS, BOARDS, DECLARATIONS),
    f"""
    WITH {BOARD}, {HOMES}, {LATEST},
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
               both_boards.persons * 1.0 / least(now_seats.seats, old_seats.seats) AS people
        FROM both_boards JOIN now_seats ON now_seats.employer = both_boards.employer
        JOIN old_seats ON old_seats.other = both_boards.other),
    {_same("address")}, {_same("contact")},
    old_staff AS (
        SELECT fallen.other, d.person_key, max(d.period) AS last_paid
        FROM declarations d JOIN fallen ON fallen.other = d.employer
         AND d.period <= fallen.fell_on AND d.period >= fallen.fell_on - INTERVAL 6 MONTH
        WHERE d.gross_pay_ore > 0 AND d.period >= :as_of - INTERVAL 30 MONTH
        GROUP BY fallen.other, d.person_key),
    old_heads AS (
        SELECT other, count(*) AS heads FROM old_staff GROUP BY other
        HAVING count(*) >= {FEWEST_STAFF}),
    taken_on AS (
        SELECT d.employer, old_staff.other, d.person_key
        FROM declarations d JOIN old_staff ON old_staff.person_key = d.person_key
         AND old_staff.other <> d.employer
         AND d.period >= old_staff.last_paid - INTERVAL 6 MONTH
         AND d.period <= old_staff.last_paid + INTERVAL 6 MONTH
        WHERE d.gross_pay_ore > 0 AND d.period >= :as_of - INTERVAL 36 MONTH
        GROUP BY d.employer, old_staff.other, d.person_key, old_staff.last_paid
        HAVING min(d.period) >= old_staff.last_paid),
    same_staff AS (
        SELECT taken_on.employer, taken_on.other,
               count(*) * 1.0 / max(old_heads.heads) AS staff
        FROM taken_on JOIN old_heads ON old_heads.other = taken_on.other
        GROUP BY taken_on.employer, taken_on.other),
    pairs AS (
        SELECT employer, other FROM same_people
        UNION SELECT employer, other FROM same_address
        UNION SELECT employer, other FROM same_contact
        UNION SELECT employer, other FROM same_staff)
    SELECT pairs.employer, pairs.other, coalesce(same_people.people, 0) AS people,
           CASE WHEN same_address.other IS NULL THEN 0 ELSE 1 END AS address,
           CASE WHEN same_contact.other IS NULL THEN 0 ELSE 1 END AS contact,
           CASE WHEN old_heads.heads IS NULL THEN NULL ELSE coalesce(same_staff.staff, 0) END
             AS staff
    FROM pairs
    LEFT JOIN same_people ON same_people.employer = pairs.employer
     AND same_people.other = pairs.other
    LEFT JOIN same_address ON same_address.employer = pairs.employer
     AND same_address.other = pairs.other
    LEFT JOIN same_contact ON same_contact.employer = pairs.employer
     AND same_contact.other = pairs.other
    LEFT JOIN old_heads ON old_heads.other = pairs.other
    LEFT JOIN same_staff ON same_staff.employer = pairs.employer
     AND same_staff.other = pairs.other
    """,
)

RISEN = (
    Feature(
        "linked_bankruptcies_60m",
        Aggregate(BANKRUPTCIES, Measure.COUNT, months=60, missing=0),
        sv="Konkurser i bolag med någon från den egna styrelsen, 60 mån",
        en="Bankruptcies in companies that share a board member, 60 months",
        unit="konkurser",
        direction=Direction.RAISES,
        flag=Flag.GUARDED,
        condition=(
            "Rests on persons: a count of companies alone leaves; honest failure is not held"
            " against anybody, so reviewed with and without."
        ),
        ref="F85",
    ),
    Feature(
        "risen_people",
        Aggregate(RISEN_FROM, Measure.HIGHEST, "people", missing=0),
        sv="Del av ledningen som också ledde ett bolag i konkurs, 24 mån",
        en="Part of the board that also led one bankrupt company, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        "risen_address",
        Aggregate(RISEN_FROM, Measure.HIGHEST, "address", missing=0),
        sv="Samma adress som ett bolag som gått i konkurs, 24 mån",
        en="The same address as a company gone bankrupt, 24 months",
        unit="ja/nej",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        "risen_contact",
        Aggregate(RISEN_FROM, Measure.HIGHEST, "contact", missing=0),
        sv="Samma telefon eller e-post som ett bolag i konkurs, 24 mån",
        en="The same telephone or e-mail as a company gone bankrupt, 24 months",
        unit="ja/nej",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        "risen_staff",
        Aggregate(RISEN_FROM, Measure.HIGHEST, "staff", missing=0),
        sv="Del av ett konkursbolags personal som arbetar här, 24 mån",
        en="Part of one bankrupt company's staff that works here, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        # Of one and the same company: three weak likenesses to three companies are none.
        "phoenix_score",
        Aggregate(
            RISEN_FROM,
            Measure.HIGHEST,
            "(people + greatest(address, contact) + coalesce(staff, 0))"
            " / (2.0 + CASE WHEN staff IS NULL THEN 0 ELSE 1 END)",
            missing=0,
        ),
        sv="Likhet med ett bolag i konkurs: ledning, adress, personal, 24 mån",
        en="Likeness to one bankrupt company: board, address, staff, 24 months",
        unit="0–1",
        direction=Direction.RAISES,
        ref="F86",
    ),
)

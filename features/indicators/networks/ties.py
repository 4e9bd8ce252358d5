"""Ties between companies as dated SQL: who sat where, who was at home where, and until when.

Fragments of a WITH clause, for the views of this room. A tie is never undirected: whose figure
it is stands in `employer`, today; the other side has the days between which the tie held.
"""

from __future__ import annotations

from features.indicators.employer import OFFICE_HOTEL, SEATS

__all__ = ["BOARD", "COMPANY_TIES", "CROWD", "HOMES", "LATEST"]

# More companies than this at one address, telephone or board member is an office hotel, a
# bureau or a professional: what they share then says nothing of them (a choice).
CROWD = OFFICE_HOTEL

# Per person and company: on the board from `since` (missing: before the register says) until
# `until` (missing: still there). Auditors serve many and answer for none.
BOARD = f"""
    {SEATS},
    board AS (
        SELECT employer, person_key, came_on AS since,
               CASE WHEN NOT stays THEN left_on END AS until
        FROM seats WHERE NOT audits)
"""

# Per company and row of the register: address and contact from `since` until `until`.
HOMES = """
    homes AS (
        SELECT employer, address_key, contact_key, status, valid_from AS since,
               lead(valid_from) OVER (PARTITION BY employer ORDER BY valid_from) AS until
        FROM employers)
"""

# The state of each company today.
LATEST = """
    latest AS (
        SELECT employer, max({'h': valid_from, 'v': status}).v AS status,
               max({'h': valid_from, 'v': status_on}).v AS status_on,
               max({'h': valid_from, 'v': registered_on}).v AS registered_on,
               max({'h': valid_from, 'v': address_key}).v AS address_key,
               max({'h': valid_from, 'v': contact_key}).v AS contact_key
        FROM employers GROUP BY employer)
"""


def _shared(key: str) -> str:
    """Companies that were at the address, or had the contact, that an employer has today."""
    return f"""
    {key}s AS (
        SELECT {key}_key FROM latest WHERE status = 'active' AND {key}_key IS NOT NULL
        GROUP BY {key}_key HAVING count(*) <= {CROWD}),
    by_{key} AS (
        SELECT latest.employer, homes.employer AS other, homes.since, homes.until
        FROM latest JOIN {key}s ON {key}s.{key}_key = latest.{key}_key
        JOIN homes ON homes.{key}_key = latest.{key}_key AND homes.employer <> latest.employer
        WHERE latest.status = 'active')
"""


# `ties`: employer, other, since, until. The employer is tied to the other *today*: by somebody
# now on its board, by its address or its contact; the days are those of the other side.
COMPANY_TIES = f"""
    {BOARD}, {HOMES}, {LATEST},
    sitting AS (
        SELECT board.employer, board.person_key FROM board
        JOIN latest ON latest.employer = board.employer
        WHERE board.until IS NULL AND latest.status = 'active'),
    persons AS (
        SELECT person_key FROM sitting GROUP BY person_key HAVING count(*) <= {CROWD}),
    by_board AS (
        SELECT sitting.employer, board.employer AS other, board.since, board.until
        FROM sitting JOIN persons ON persons.person_key = sitting.person_key
        JOIN board ON board.person_key = sitting.person_key
         AND board.employer <> sitting.employer),
    {_shared("address")}, {_shared("contact")},
    ties AS (
        SELECT employer, other, since, until FROM by_board
        UNION ALL SELECT employer, other, since, until FROM by_address
        UNION ALL SELECT employer, other, since, until FROM by_contact)
"""

"""Ties between companies as dated SQL: who sat where, who was at home where, and until when.

Fragments of a WITH clause, for the views of this room. What an employer is today (`latest`,
`sitting`) is one side of a tie; the other has the days from `since` until `until` it held.
"""

from __future__ import annotations

from features.indicators.employer import OFFICE_HOTEL, SEATS

__all__ = ["BOARD", "CROWD", "HOMES", "LATEST", "SITTING", "crowds"]

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


def crowds(key: str) -> str:
    """The addresses or contacts (`address`, `contact`) that few enough companies have today."""
    return f"""
    {key}_few AS (
        SELECT {key}_key FROM latest WHERE status = 'active' AND {key}_key IS NOT NULL
        GROUP BY {key}_key HAVING count(*) <= {CROWD})
"""


# Who sits on the board of an active company today, but for those who sit on too many.
SITTING = f"""
    seated AS (
        SELECT board.employer, board.person_key FROM board
        JOIN latest ON latest.employer = board.employer
        WHERE board.until IS NULL AND latest.status = 'active'),
    person_few AS (
        SELECT person_key FROM seated GROUP BY person_key HAVING count(*) <= {CROWD}),
    sitting AS (
        SELECT seated.employer, seated.person_key FROM seated
        JOIN person_few ON person_few.person_key = seated.person_key)
"""

"""Companies that carry on from one gone bankrupt: the same people, address, contact, staff."""

from __future__ import annotations

from features.feature import Aggregate, Feature, Measure, View
from features.indicators.networks.staff_ties import BEFORE, STAFF_TIES
from features.indicators.networks.ties import BOARD, LATEST
from features.registers.employers import BOARDS, EMPLOYERS
from features.vocabulary import Direction, Flag

__all__ = ["BANKRUPTCIES", "RISEN"]

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
        Aggregate(STAFF_TIES, Measure.HIGHEST, "people", missing=0),
        sv="Del av ledningen som också ledde ett bolag i konkurs, 24 mån",
        en="Part of the board that also led one bankrupt company, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        "risen_address",
        Aggregate(STAFF_TIES, Measure.HIGHEST, "address", missing=0),
        sv="Samma adress som ett bolag som gått i konkurs, 24 mån",
        en="The same address as a company gone bankrupt, 24 months",
        unit="ja/nej",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        "risen_contact",
        Aggregate(STAFF_TIES, Measure.HIGHEST, "contact", missing=0),
        sv="Samma telefon eller e-post som ett bolag i konkurs, 24 mån",
        en="The same telephone or e-mail as a company gone bankrupt, 24 months",
        unit="ja/nej",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        "risen_staff",
        Aggregate(STAFF_TIES, Measure.HIGHEST, "staff", missing=0),
        sv="Del av ett konkursbolags personal som arbetar här, 24 mån",
        en="Part of one bankrupt company's staff that works here, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F86",
    ),
    Feature(
        # Of one and the same company: three weak likenesses to three companies are none. Always
        # a third each: where so few worked that staff is not told, the address alone would
        # else weigh more than where it is known that nobody moved.
        "phoenix_score",
        Aggregate(
            STAFF_TIES,
            Measure.HIGHEST,
            "(people + greatest(address, contact) + coalesce(staff, 0)) / 3",
            missing=0,
        ),
        sv="Likhet med ett bolag i konkurs: ledning, adress, personal, 24 mån",
        en="Likeness to one bankrupt company: board, address, staff, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        ref="F86",
    ),
)

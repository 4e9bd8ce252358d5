"""What the open registers say of a company: owners, capital, seats, shared contacts."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, Peer, View, part
from features.indicators.employer import MOST_NEIGHBOURS, OFFICE_HOTEL, SEATS
from features.indicators.networks.staff_ties import STAFF_TIES
from features.indicators.networks.ties import BOARD, LATEST, SITTING
from features.registers.employers import BOARDS, EMPLOYERS
from features.registers.owners import BENEFICIAL_OWNERS
from features.registers.tax import DECLARATION_TOTALS
from features.vocabulary import Direction, Flag

__all__ = ["COMPANY"]

RAISES, LOWERS = Direction.RAISES, Direction.LOWERS
# Least share capital of a private company: 25,000 kr from 1 January 2020, 50,000 kr before
# (Aktiebolagslagen 2005:551, 1 kap. 5 §).
LEAST_ORE, LEAST_BEFORE_ORE = 2_500_000, 5_000_000
P90 = 1.2816  # standard normal: a robust distance above it is above nine peers in ten
# Four weeks to report an owner (2017:631), and time for the register to publish.
OWNER_DUE_DAYS = 60

MEMBERS = View(
    "board_members",
    (BOARDS,),
    f"WITH {SEATS} SELECT employer FROM seats WHERE NOT audits AND stays",
)

# Other active companies with the telephone or e-mail that an employer has today.
CONTACTS = View(
    "shared_contacts",
    (EMPLOYERS,),
    f"""
    WITH {LATEST},
    users AS (
        SELECT contact_key, count(*) AS firms FROM latest
        WHERE status = 'active' AND contact_key IS NOT NULL GROUP BY contact_key)
    SELECT latest.employer,
           users.firms - CASE WHEN latest.status = 'active' THEN 1 ELSE 0 END AS others
    FROM latest JOIN users ON users.contact_key = latest.contact_key
    """,
)

# One row per other active company with somebody of the board; who sits on more boards than
# `CROWD` does it for a living and ties nobody together.
SHARED_BOARDS = View(
    "shared_boards",
    (BOARDS, EMPLOYERS),
    f"""
    WITH {BOARD}, {LATEST}, {SITTING}
    SELECT DISTINCT mine.employer, theirs.employer AS other
    FROM sitting mine JOIN sitting theirs ON theirs.person_key = mine.person_key
     AND theirs.employer <> mine.employer
    """,
)

# All who founded the company have left, others sit there, and no pay was declared for any month
# before that in which the last founder left: bought ready-made. No register says so outright.
SHELVES = View(
    "shelf_sales",
    (BOARDS, DECLARATION_TOTALS),
    f"""
    WITH {SEATS},
    board AS (
        SELECT employer, left_on, stays,
               came_on = min(came_on) OVER (PARTITION BY employer) AS founder
        FROM seats WHERE NOT audits AND came_on IS NOT NULL),
    sold AS (
        SELECT employer, max(left_on) FILTER (WHERE founder) AS happened
        FROM board GROUP BY employer
        HAVING count(*) FILTER (WHERE founder AND stays) = 0
           AND count(*) FILTER (WHERE NOT founder AND stays) > 0
           AND max(left_on) FILTER (WHERE founder) >= :as_of - INTERVAL 12 MONTH),
    paying AS (
        SELECT d.employer, min(d.period) AS since FROM declaration_totals d
        JOIN sold ON sold.employer = d.employer
        WHERE d.gross_pay_ore > 0 GROUP BY d.employer)
    SELECT sold.employer, sold.happened
    FROM sold LEFT JOIN paying ON paying.employer = sold.employer
    WHERE paying.since IS NULL OR paying.since + INTERVAL 1 MONTH > sold.happened
    """,
    happened="happened",
)

OWNERS = View(
    "owners_entered",
    (EMPLOYERS, BENEFICIAL_OWNERS),
    f"""
    WITH state AS (
        SELECT employer, max({{'h': valid_from, 'v': legal_form}}).v AS legal_form,
               max({{'h': valid_from, 'v': registered_on}}).v AS registered_on
        FROM employers GROUP BY employer),
    standing AS (
        SELECT DISTINCT employer FROM beneficial_owners
        WHERE to_on IS NULL OR to_on >= :as_of)
    SELECT state.employer, CASE WHEN standing.employer IS NULL THEN 1 ELSE 0 END AS missing
    FROM state LEFT JOIN standing ON standing.employer = state.employer
    WHERE state.legal_form IN ('limited', 'partnership', 'economic')
      AND state.registered_on < :as_of - INTERVAL {OWNER_DUE_DAYS} DAY
    """,
)

COMPANY = (
    part("board_members", Aggregate(MEMBERS, Measure.COUNT, missing=0)),
    Feature(
        "board_turnover_12m",
        Expression("board_changes_12m / nullif(board_members, 0)"),
        sv="Personer som lämnat styrelsen per plats i den, 12 mån",
        en="Persons who left the board per seat on it, 12 months",
        unit="per plats",
        direction=RAISES,
        ref="F78",
    ),
    part("firms_with_contact_all", Aggregate(CONTACTS, Measure.HIGHEST, "others")),
    Feature(
        "firms_with_contact",
        Expression(
            f"CASE WHEN firms_with_contact_all < {OFFICE_HOTEL}"
            f" THEN least(firms_with_contact_all, {MOST_NEIGHBOURS}) END"
        ),
        sv="Andra verksamma företag med samma telefon eller e-post (högst 20)",
        en="Other active firms with the same telephone or e-mail (20 at most)",
        unit="företag",
        direction=RAISES,
        ref="F84",
    ),
    part("firms_with_board_all", Aggregate(SHARED_BOARDS, Measure.COUNT, missing=0)),
    Feature(
        "firms_with_board",
        Expression(
            "CASE WHEN firms_with_board_all IS NOT NULL"
            f" THEN least(firms_with_board_all, {MOST_NEIGHBOURS}) END"
        ),
        sv="Andra verksamma företag med någon från styrelsen (högst 20)",
        en="Other active firms with somebody of the board (20 at most)",
        unit="företag",
        direction=RAISES,
        ref="F93",
    ),
    Feature(
        "shelf_company_12m",
        Aggregate(SHELVES, Measure.COUNT, months=12, missing=0),
        sv="Köpt som lagerbolag, utan löner dessförinnan, 12 mån",
        en="Bought ready-made, with no pay declared before, 12 months",
        unit="ja/nej",
        direction=RAISES,
        flag=Flag.GUARDED,
        condition="Common and lawful; burdens new owners: audited per band of company age.",
        ref="F87",
    ),
    part(
        "share_capital_kr",
        Aggregate(EMPLOYERS, Measure.LATEST, "CAST(share_capital_ore AS DOUBLE) / 100"),
    ),
    part(
        "capital_is_least",
        Aggregate(
            EMPLOYERS,
            Measure.LATEST,
            f"CASE WHEN share_capital_ore <= {LEAST_ORE} OR (share_capital_ore <="
            f" {LEAST_BEFORE_ORE} AND registered_on < DATE '2020-01-01') THEN 1"
            " WHEN share_capital_ore IS NOT NULL THEN 0 END",
        ),
    ),
    part("staff_log", Expression("ln(staff_mean_12m)")),
    Feature("staff_log_peers", Peer("staff_log", by=("trade", "centre")), "", "", part=True),
    Feature(
        "capital_per_head",
        Expression("share_capital_kr / nullif(staff_mean_12m, 0)"),
        sv="Aktiekapital per anställd",
        en="Share capital per employee",
        unit="kr",
        direction=LOWERS,
        ref="F89",
    ),
    Feature(
        "thin_capital",
        Expression(
            f"CASE WHEN capital_is_least = 1 AND staff_log_peers > {P90} THEN 1"
            " WHEN capital_is_least IS NOT NULL AND staff_log_peers IS NOT NULL THEN 0 END"
        ),
        sv="Minsta aktiekapital men fler anställda än nio av tio i branschen",
        en="Least share capital but more employees than nine in ten of the trade",
        unit="ja/nej",
        direction=RAISES,
        ref="F89",
    ),
    Feature(
        "owner_not_entered",
        Aggregate(OWNERS, Measure.HIGHEST, "missing"),
        sv="Ingen verklig huvudman är anmäld",
        en="No beneficial owner is entered",
        unit="ja/nej",
        direction=RAISES,
        ref="F90",
    ),
    part("heads_at_address", Aggregate(STAFF_TIES, Measure.HIGHEST, "heads_here")),
    Feature(
        "heads_at_address_peers",
        Peer("heads_at_address"),
        sv="Anställda på adressen jämfört med liknande arbetsgivare",
        en="Employees at the address against similar employers",
        unit="robusta standardavvikelser",
        direction=RAISES,
        ref="F19",
    ),
)

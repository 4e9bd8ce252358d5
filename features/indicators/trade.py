"""What trade an employer is in by what it does, and whether that is the one it declares."""

from __future__ import annotations

from features.feature import Expression, Feature, Mismatch
from features.registers.insurance import ASSISTANCE_HOURS
from features.registers.licences import HAULAGE_PENALTIES, SERVING_PERMITS
from features.registers.tax import VAT
from features.schema import Table
from features.vocabulary import Direction

__all__ = ["EVIDENCE_OF_TRADE", "TRADE", "TRADE_SHOWN"]

# Building services are sold under reverse charge, and hardly anything else is: most of two
# years' sales under it is a builder, whatever the declared code (`domain.md` 4.2).
MOSTLY = 0.5

EVIDENCE_OF_TRADE: tuple[Table, ...] = (
    VAT,
    ASSISTANCE_HOURS,
    SERVING_PERMITS,
    HAULAGE_PENALTIES,
)

# One row per employer whose doings show one trade. Where they show several, none is shown: a
# hotel with a garage is no garage. A permit to serve is a restaurant's until it is revoked;
# assistance is billed by who provides it; traffic permits and tachographs are hauliers'.
TRADE_SHOWN = f"""
    signs AS (
        SELECT employer, 'construction' AS trade FROM vat
        WHERE period >= :as_of - INTERVAL 24 MONTH GROUP BY employer
        HAVING sum(reverse_charge_sales_ore) > {MOSTLY} * sum(turnover_ore)
        UNION ALL
        SELECT DISTINCT employer, 'care' AS trade FROM assistance_hours
        WHERE period >= :as_of - INTERVAL 12 MONTH AND hours_billed > 0
        UNION ALL
        SELECT employer, 'hospitality' AS trade FROM serving_permits GROUP BY employer
        HAVING max({{'h': decided_on, 'r': CASE WHEN decision = 'revoked' THEN 1 ELSE 0 END}}).r
               = 0
        UNION ALL
        SELECT DISTINCT employer, 'transport' AS trade FROM haulage_penalties
        WHERE decided_on >= :as_of - INTERVAL 36 MONTH AND status <> 'annulled'),
    shown AS (
        SELECT employer, min(trade) AS trade FROM signs
        GROUP BY employer HAVING count(DISTINCT trade) = 1)
"""

TRADE = (
    Feature(
        "trade_not_declared",
        Mismatch("trade", "sector"),
        sv="Verksamheten tyder på en annan bransch än den anmälda",
        en="What the employer does shows another trade than the one declared",
        unit="ja/nej",
        direction=Direction.RAISES,
        ref="F88",
    ),
    Feature(
        "season",
        Expression("month(:as_of)"),
        sv="Månad på året",
        en="Month of the year",
        unit="månad",
        ref="F106",
    ),
)

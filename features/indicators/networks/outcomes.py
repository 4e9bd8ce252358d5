"""Final outcomes of each authority's own supervision, and the visits they may come of.

Outcomes of joint controls are labels and stay closed (`features.schema.Role`).
"""

from __future__ import annotations

from features.registers.subsidies import SUBSIDIES
from features.registers.tax import LEDGER_VISITS
from features.registers.work_environment import INSPECTIONS, PROHIBITIONS, SANCTION_FEES
from features.schema import Table

__all__ = ["MATURE", "MATURE_DAYS", "MONTHS", "SUPERVISION"]

# Younger than this, an outcome may still be contested or changed, and a visit may still get one
# (`domain.md` 1.4: labels mature after 180 days).
MATURE_DAYS = 180
MONTHS = 60  # older ones weigh under a tenth (half-life 18 months)

SUPERVISION: tuple[Table, ...] = (
    INSPECTIONS,
    PROHIBITIONS,
    SANCTION_FEES,
    LEDGER_VISITS,
    SUBSIDIES,
)

# `mature`: employer, happened, authority, found. A visit stands with found = 0, so an outcome
# never weighs without its exposure. A fee counts when it was accepted or has become final; one
# that is contested, annulled or merely ordered does not.
MATURE = f"""
    events AS (
        SELECT employer, inspected_on AS happened, 'work_environment' AS authority, 0 AS found
        FROM inspections
        UNION ALL SELECT employer, decided_on, 'work_environment', 1 FROM prohibitions
        UNION ALL SELECT employer, decided_on, 'work_environment', 1 FROM sanction_fees
        WHERE status IN ('accepted', 'final')
        UNION ALL SELECT employer, visited_on, 'tax', CASE WHEN fee_ore > 0 THEN 1 ELSE 0 END
        FROM ledger_visits
        UNION ALL SELECT employer, decided_on, 'employment',
                         CASE WHEN recovery_ore > 0 THEN 1 ELSE 0 END
        FROM subsidies),
    mature AS (
        SELECT employer, happened, authority, found FROM events
        WHERE employer IS NOT NULL AND happened >= :as_of - INTERVAL {MONTHS} MONTH
          AND happened <= :as_of - INTERVAL {MATURE_DAYS} DAY)
"""

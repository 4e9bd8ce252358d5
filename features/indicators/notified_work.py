"""Work an employer itself notified during the asylum process, against the pay it declared."""

from __future__ import annotations

from features.feature import Aggregate, Expression, Feature, Measure, View, part
from features.registers.migration import ASYLUM_WORK_NOTICES
from features.registers.tax import DECLARATIONS
from features.vocabulary import Direction, Flag

__all__ = ["NOTIFIED_WORK"]

# One row per employer and person whose notified work began half a year ago or more, so that
# returns of its first months have had time to come: the months with pay while it lasted.
NOTIFIED_PAY = View(
    "notified_pay",
    (ASYLUM_WORK_NOTICES, DECLARATIONS),
    """
    WITH live AS (
        SELECT employer, person_key, min(starts_on) AS starts,
               max(coalesce(ends_on, DATE '9999-12-31')) AS ends
        FROM asylum_work_notices
        WHERE starts_on >= :as_of - INTERVAL 24 MONTH
          AND starts_on < :as_of - INTERVAL 6 MONTH
        GROUP BY employer, person_key),
    paid AS (
        SELECT employer, person_key, period FROM declarations
        WHERE period >= :as_of - INTERVAL 25 MONTH AND gross_pay_ore > 0)
    SELECT live.employer, count(paid.period) AS months_paid
    FROM live LEFT JOIN paid
      ON paid.employer = live.employer AND paid.person_key = live.person_key
     AND paid.period + INTERVAL 1 MONTH > live.starts AND paid.period <= live.ends
    GROUP BY live.employer, live.person_key
    """,
)

NOTIFIED_WORK = (
    part("notified_seen", Aggregate(NOTIFIED_PAY, Measure.COUNT, missing=0)),
    part(
        "notified_unpaid",
        Aggregate(NOTIFIED_PAY, Measure.COUNT, where="months_paid = 0", missing=0),
    ),
    Feature(
        "notices_without_pay_share",
        Expression("CASE WHEN notified_seen >= 3 THEN notified_unpaid / notified_seen END"),
        sv="Andel anmälda anställningar (AT-UND) utan redovisad lön, 24 mån",
        en="Share of notified employments (AT-UND) with no pay declared, 24 months",
        unit="andel",
        direction=Direction.RAISES,
        flag=Flag.GUARDED,
        condition="The employer's own notice against its own return, three persons or more;"
        " how many it notifies is never read.",
        ref="F68",
    ),
)

"""How long permit holders stay with the employer they are tied to, and what is revoked."""

from __future__ import annotations

import numpy as np

from features.synthetic.calendar import Calendar
from features.synthetic.registry import Registry
from features.synthetic.rows import Rows, codes
from features.synthetic.staff import Block, Staff
from features.synthetic.traits import Traits

__all__ = ["DECISIONS", "LASTS", "SEASONAL", "arrivals", "revocations", "stays"]

DECISIONS = ("granted", "refused", "revoked")
SEASONAL = 2  # place of the seasonal kind
LASTS = (730, 180)  # days of a permit, and of a seasonal one

# Assumptions: who leaves before the permit ends (another employer, home, a long parental
# leave), and how often the agency comes to know and revokes.
_LEAVES, _LEAVES_UNSERIOUS = 0.07, 0.14
_REVOKED_ABSENT, _REVOKED_ABSENT_UNSERIOUS = 0.25, 0.45
_REVOKED, _REVOKED_UNSERIOUS = 0.004, 0.08


def arrivals(staff: Staff, calendar: Calendar) -> np.ndarray:
    """The month each spell's work begins: seasonal work waits for May to July."""
    of_year = calendar.of_year(staff.begins)
    wait = np.select([of_year < 5, of_year <= 7], [5 - of_year, 0], 17 - of_year)
    return staff.begins + np.where(staff.seasonal, wait, 0)


def stays(
    staff: Staff, chosen: np.ndarray, starts: np.ndarray, kind: np.ndarray, block: Block,
    registry: Registry, rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Ends of all spells, and the day each holder left for good before the permit ended, or 0.

    Whoever is tied to one employer stays longer than others: nearly all to the permit's end.
    """
    businesses, calendar = registry.population.businesses, registry.calendar
    at = staff.business[chosen] + block.start
    until = calendar.month(starts + np.where(kind == SEASONAL, LASTS[1], LASTS[0])) + 1
    until = np.minimum(until, np.minimum(businesses.ends[at], calendar.months))
    begins = staff.begins[chosen]
    clearly = businesses.traits.clearly[at]
    early = rng.random(len(chosen)) < np.where(clearly, _LEAVES_UNSERIOUS, _LEAVES)
    early &= kind != SEASONAL
    span = np.maximum(until - begins, 1)
    leaves = begins + 1 + (rng.random(len(chosen)) * span).astype(np.int64)
    kept = np.where(kind == SEASONAL, staff.ends[chosen], np.maximum(staff.ends[chosen], until))
    ends = staff.ends.copy()
    ends[chosen] = np.where(early, np.minimum(leaves, kept), kept)
    gone = ends[chosen] < until
    return ends, np.where(gone, calendar.start(ends[chosen]), 0)


def revocations(
    rows: Rows, absent: np.ndarray, business: np.ndarray, traits: Traits,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """Later decisions on the same permits, above all of holders long `absent` (since a day)."""
    bad = traits.clearly | (traits.habit("ghost_permits") > 0.1)
    bad = (bad | (traits.habit("underpays_permits") > 0.1))[business]
    odds = np.where(
        absent > 0,
        np.where(bad, _REVOKED_ABSENT_UNSERIOUS, _REVOKED_ABSENT),
        np.where(bad, _REVOKED_UNSERIOUS, _REVOKED),
    )
    count = len(rows)
    begun = rows.numbers("valid_from")
    day = np.where(
        absent > 0,
        np.maximum(absent, begun) + rng.integers(60, 270, count),
        begun + rng.integers(90, 600, count),
    )
    granted = rows.texts("decision").at == DECISIONS.index("granted")
    chosen = granted & (rng.random(count) < odds) & (day < rows.numbers("valid_to"))
    day = day[chosen].astype(np.int32)
    return rows.take(chosen).having(
        decision=codes(DECISIONS, np.full(len(day), DECISIONS.index("revoked"))),
        decided_on=day,
        valid_to=day,
        known_at=day + rng.integers(0, 3, len(day)).astype(np.int32),
    )

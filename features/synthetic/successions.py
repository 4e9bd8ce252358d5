"""Successions as entered: businesses that pass into a new company, divisions, odd entries."""

from __future__ import annotations

import numpy as np

from features.registers import SUCCESSIONS
from features.schema import Table
from features.synthetic.companies import ended_on
from features.synthetic.population import ENDS
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import Rows, codes

__all__ = ["succession_rows"]

_KINDS = ("merger", "transfer", "division")
# Assumptions: the share of real successions that anybody enters; of businesses out of a
# bankruptcy that are entered as transfers all the same; divisions a year in a thousand.
_ENTERED, _ESTATE, _DIVISIONS = 0.8, 0.1, 0.5
_LATE = 0.15


def succession_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """A phoenix is mostly not here, and where it is the bankruptcy gives it away."""
    entities = registry.population.entities
    of, ordinal = entities.business, entities.ordinal
    next_in_line = np.flatnonzero((of[1:] == of[:-1]) & (ordinal[1:] == ordinal[:-1] + 1))
    bankrupt = entities.end[next_in_line] == ENDS.index("bankrupt")
    chance = np.where(bankrupt, _ESTATE, _ENTERED)
    before = next_in_line[rng.random(len(next_in_line)) < chance]
    after = before + 1
    years = registry.calendar.months / 12
    divided = rng.poisson(_DIVISIONS * len(of) / 1_000 * years)
    one, other = rng.integers(0, len(of), (2, divided))
    apart = of[one] != of[other]
    before, after = (
        np.concatenate(pair) for pair in ((before, one[apart]), (after, other[apart]))
    )
    division = np.arange(len(before)) >= len(before) - int(apart.sum())
    merged = entities.end[before] == ENDS.index("merged")
    kind = np.where(division, 2, np.where(merged, 0, 1))

    day = np.minimum(ended_on(registry)[before].astype(np.int64), 10**6)
    first = registry.calendar.start(np.zeros(1, dtype=np.int64))[0]
    random_day = first + (
        rng.random(len(before)) * (registry.calendar.last_day - first)
    ).astype(np.int64)
    day = np.where(division, random_day, day)
    wait = np.where(
        rng.random(len(day)) < _LATE,
        30 + rng.exponential(90, len(day)),
        rng.integers(2, 30, len(day)),
    )
    kept = day + wait < registry.calendar.last_day
    before, after, kind, day, wait = (a[kept] for a in (before, after, kind, day, wait))
    rows = Rows(
        {
            "succession_no": cases("U", np.arange(len(before))),
            "org_no": registry.org_no(before),
            "successor_no": registry.org_no(after),
            "kind": codes(_KINDS, kind),
            "effective_on": day.astype(np.int32),
            "known_at": (day + wait).astype(np.int32),
        }
    )
    return [(SUCCESSIONS, rows)]

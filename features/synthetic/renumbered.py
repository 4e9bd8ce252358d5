"""Workplaces that had another number before the world began; its registers know the new one."""

from __future__ import annotations

import numpy as np

from features.registers import WORKPLACE_MOVES
from features.schema import Table
from features.synthetic.keys import workplace_numbers
from features.synthetic.registry import Registry, cases, pick
from features.synthetic.rows import Keys, Rows

__all__ = ["move_rows"]

_RENUMBERED = 0.03  # of the workplaces (assumption)
_KINDS = ("moved", "taken_over", "divided")
_EARLIEST_DAYS = 2_000  # before the world's first day


def move_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """Moves alone: what happened under the old number lies before every other register."""
    count = len(registry.workplaces)
    which = np.flatnonzero(rng.random(count) < _RENUMBERED)
    # `workplace_numbers` spreads serials from an offset, which the first number still shows.
    offset = int(registry.workplaces[0].as_py()) - 10_000_000
    old = workplace_numbers(count + np.arange(len(which)), offset)
    first = int(registry.calendar.start(0))
    day = first - rng.integers(60, _EARLIEST_DAYS, len(which))
    business = registry.population.workplaces.business[which]
    entity = registry.population.businesses.first_entity[business]
    rows = Rows(
        {
            "entry_no": cases("M", np.arange(len(which))),
            "cfar": Keys(np.arange(len(which), dtype=np.int32), old),
            "successor_cfar": registry.cfar(which),
            "org_no": registry.org_no(entity),
            "kind": pick(
                ("moved", "taken_over", "divided"), [0.7, 0.25, 0.05], len(which), rng
            ),
            "effective_on": day.astype(np.int32),
            "known_at": (day + rng.integers(3, 120, len(which))).astype(np.int32),
        }
    )
    return [(WORKPLACE_MOVES, rows)]

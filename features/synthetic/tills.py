"""Cash registers: notified where the public pays, exempted, missing, checked at visits."""

from __future__ import annotations

import numpy as np

from features.registers import CASH_REGISTERS
from features.schema import Table
from features.synthetic.branches import column
from features.synthetic.population import FAR
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_ORE, Rows, codes

__all__ = ["till_rows"]

_EVENTS = ("notified", "withdrawn", "exempted", "checked")
_JOURNALS = ("complete", "gaps", "none")

# Assumptions: most who sell over a counter have one; of the others half are lawfully without
# (small sums, or sales by invoice alone). About one in thirty is visited a year.
_WITHOUT = 0.09
_VISITED = 0.035
_FEE, _FEE_AGAIN = 12_500_00, 25_000_00  # `reference.amounts`: as the staff ledger's


def till_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """Every workplace over every entity that has run it."""
    population, calendar = registry.population, registry.calendar
    workplaces, entities = population.workplaces, population.entities
    # One row per workplace and entity of its business: each entity notifies for itself.
    lived = np.bincount(entities.business, minlength=len(population.businesses.size))
    of = workplaces.business
    place = np.repeat(np.arange(len(of)), lived[of])
    nth = np.arange(len(place)) - (np.cumsum(lived[of]) - lived[of])[place]
    entity = population.businesses.first_entity[of[place]] + nth
    traits = population.businesses.traits.take(of[place])
    sector = population.businesses.sector[of[place]]
    open_ = column("hours")[sector] > 0
    staff = population.businesses.size[of[place]] * workplaces.share[place]

    count = len(place)
    lacks = rng.random(count) < _WITHOUT + 0.40 * traits.habit("hides_staff") + 0.12 * (
        traits.unserious * (1 - 0.7 * traits.facade)
    )
    has = np.where(open_, ~lacks, rng.random(count) < 0.03)
    exempt = open_ & lacks & (rng.random(count) < np.where(traits.unserious > 0.3, 0.15, 0.5))
    begins, ends = entities.begins[entity], entities.ends[entity]
    old = np.maximum(calendar.start(0) + begins * 30, 60)
    began = np.where(begins < 0, old, calendar.start(begins))
    slow = rng.random(count) < 0.08 + 0.2 * traits.habit("files_late")
    notified = began + np.where(slow, rng.integers(20, 300, count), rng.integers(0, 8, count))
    number = 1 + rng.poisson(np.maximum(staff - 3, 0) / 12)
    last = calendar.start(np.minimum(ends, calendar.months + 1))
    several = np.repeat(np.flatnonzero(has), number[has])
    gone = several[(ends[several] < FAR) & (rng.random(len(several)) < 0.7)]
    free = np.flatnonzero(exempt)
    visited = _visited(begins, ends, open_, traits.unserious, calendar.months, rng)
    start = calendar.start(np.maximum(begins[visited], 0))
    day = start + (rng.random(len(visited)) * (last[visited] - start)).astype(np.int64)
    row = np.concatenate([several, gone, free, visited])
    event = np.repeat(np.arange(4), [len(several), len(gone), len(free), len(visited)])
    happened = np.concatenate([
        notified[several], last[gone] + rng.integers(0, 40, len(gone)),
        began[free] + rng.integers(10, 90, len(free)), day,
    ])  # fmt: skip
    bare = lacks[visited] & ~exempt[visited]
    faulty = rng.random(len(visited)) < 0.07 + 0.35 * traits.habit("hides_staff")[visited] + (
        0.12 * traits.unserious[visited]
    )
    journal = np.where(bare & (rng.random(len(visited)) < 0.8), 2, np.where(faulty, 1, 0))
    journal = np.concatenate([np.full(len(row) - len(visited), -1), journal])
    return [(CASH_REGISTERS, _rows(registry, place[row], entity[row], event, happened, journal,
                                   rng))]  # fmt: skip


def _visited(
    begins: np.ndarray, ends: np.ndarray, open_: np.ndarray, unserious: np.ndarray, months: int,
    rng: np.random.Generator,
) -> np.ndarray:  # fmt: skip
    """Rows of workplaces at each visit; those of whom something is heard, oftener."""
    lived = np.maximum(np.minimum(ends, months) - np.maximum(begins, 0), 0)
    rate = _VISITED * (1 + 1.5 * unserious) * lived / 12 * open_
    return np.repeat(np.arange(len(begins)), rng.poisson(rate))


def _rows(
    registry: Registry, place: np.ndarray, entity: np.ndarray, event: np.ndarray,
    happened: np.ndarray, journal: np.ndarray, rng: np.random.Generator,
) -> Rows:  # fmt: skip
    order = np.lexsort((event, happened))
    place, entity, event, happened, journal = (
        values[order] for values in (place, entity, event, happened, journal)
    )
    count = len(order)
    quick = np.where(event == 3, rng.integers(1, 4, count), rng.integers(0, 9, count))
    rows = Rows(
        {
            "event_no": cases("K", np.arange(count)),
            "org_no": registry.org_no(entity),
            "cfar": registry.cfar(place),
            "event": codes(_EVENTS, event),
            "happened_on": happened.astype(np.int32),
            "journal": codes(_JOURNALS, journal),
            "fee_ore": np.full(count, NO_ORE),
            "known_at": (happened + quick).astype(np.int32),
        }
    )
    # Gaps are often excused; to be without a register is not. A fee doubles when repeated.
    fined = (journal == 2) | ((journal == 1) & (rng.random(count) < 0.7))
    again = fined & (rng.random(count) < 0.08)
    decided = happened[fined] + rng.integers(30, 61, fined.sum())
    later = rows.take(fined).having(
        fee_ore=np.where(again, _FEE_AGAIN, _FEE)[fined].astype(np.int64),
        known_at=decided.astype(np.int32),
    )
    return rows.then(later)

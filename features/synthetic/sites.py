"""Visits to building sites: who of a chain was met there, and who had engaged them.

A visit sees one site on one day. Of the firms that work for its main contractor that month
only some are there, so what the register knows of a chain is always less than the truth.
"""

from __future__ import annotations

import numpy as np

from features.registers import SITE_PRESENCE
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.chains import Chains
from features.synthetic.keys import text_keys
from features.synthetic.registry import Registry
from features.synthetic.rows import Keys, Rows, codes

__all__ = ["presence_rows"]

_BUILDING = [sector.key for sector in SECTORS].index("construction")
# Visits a year per builder that has subcontractors at work. A campaign met 402 employers on 71
# sites (`domain.md` 1.2), between five and six a site; that there is one such visit a year for
# every other main contractor is assumption.
_VISITS = 0.5
_THERE = 0.6  # of a contractor's subcontractors are at this very site
_UNTOLD = 0.06  # of those met cannot say, or will not, who engaged them
_LINKS = 4
_ENGAGED = ("developer", "contractor", "unknown")


def presence_rows(
    chains: Chains, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Every visit's main contractor and, link by link, those below it who were there."""
    businesses, calendar = registry.population.businesses, registry.calendar
    building = chains.take(businesses.sector[chains.contractor] == _BUILDING)
    main, month = _visits(building, calendar.months, rng)
    order = np.lexsort((main, month))
    main, month = main[order], month[order]
    visit = np.arange(len(main))
    found = [(visit, main, np.full(len(main), -1))]
    at, above = visit, main
    for _ in range(_LINKS):
        place, contract = _below(building, above, month[at])
        there = rng.random(len(place)) < _THERE
        at, above = at[place[there]], building.subcontractor[contract[there]]
        found.append((at, above, building.contractor[contract[there]]))
    visits, met, by = (np.concatenate(parts) for parts in zip(*found, strict=True))
    once = np.unique(visits * len(businesses.size) + met, return_index=True)[1]
    visits, met, by = visits[once], met[once], by[once]
    return [(SITE_PRESENCE, _rows(registry, visits, met, by, month, rng))]


def _visits(
    building: Chains, months: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Main contractors visited, and when: only in months when somebody works for them."""
    length = building.until - building.begins
    contract = np.repeat(np.arange(len(building)), length)
    month = building.begins[contract] + np.arange(len(contract))
    month -= (np.cumsum(length) - length)[contract]
    busy = np.unique(building.contractor[contract] * months + month)
    drawn = busy[rng.random(len(busy)) < _VISITS / 12]
    return drawn // months, drawn % months


def _below(
    building: Chains, contractor: np.ndarray, month: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """For each contractor and month the contracts then running: its place, the contract.

    Contracts lie sorted by contractor.
    """
    first = np.searchsorted(building.contractor, contractor, side="left")
    count = np.searchsorted(building.contractor, contractor, side="right") - first
    place = np.repeat(np.arange(len(contractor)), count)
    contract = first[place] + np.arange(len(place)) - (np.cumsum(count) - count)[place]
    running = (building.begins[contract] <= month[place]) & (
        month[place] < building.until[contract]
    )
    return place[running], contract[running]


def _rows(
    registry: Registry,
    visit: np.ndarray,
    met: np.ndarray,
    by: np.ndarray,
    month: np.ndarray,
    rng: np.random.Generator,
) -> Rows:
    businesses, calendar = registry.population.businesses, registry.calendar
    day = calendar.start(month) + rng.integers(0, 28, len(month))
    closed = day + 5 + rng.integers(0, 36, len(month))
    untold = rng.random(len(visit)) < _UNTOLD
    engaged = np.where(untold, 2, np.where(by < 0, 0, 1))
    contractor = businesses.entity(np.maximum(by, 0), month[visit])
    staff = rng.poisson(0.35 * np.minimum(businesses.size[met], 40))
    return Rows(
        {
            "visit_no": Keys(visit.astype(np.int32), text_keys("V", np.arange(len(month)), 9)),
            "org_no": registry.org_no(businesses.entity(met, month[visit])),
            "engaged_by": codes(_ENGAGED, engaged),
            "contractor_no": Keys(
                np.where(engaged == 1, contractor, -1).astype(np.int32), registry.organisations
            ),
            "visited_on": day[visit].astype(np.int32),
            "present": np.maximum(staff, 1).astype(np.int64),
            "known_at": closed[visit].astype(np.int32),
        }
    )

"""Work away from fixed workplaces: sites, roads, lodgings, homes; and the visits there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from features.registers import BUILDING_SITES, CONTROL_OBJECTS, OBJECT_VISITS
from features.registers.control_objects import OBJECT_KINDS
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.building import site_rows
from features.synthetic.geography import COUNTY_CODES, MUNICIPALITY_CODES, settle
from features.synthetic.keys import text_keys
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_DAY, Keys, Rows, codes

__all__ = ["object_rows"]

_KINDS = tuple(OBJECT_KINDS)
_SITE, _STOP, _LODGING, _HOME = range(4)
_SECTORS = [sector.key for sector in SECTORS]
# Objects a year that become known for an employer of ten, by kind and sector, and the days an
# employer is at one: assumptions, as nothing is published of how many there are.
_RATES = {
    _STOP: {"transport": 0.20},
    _LODGING: {"agriculture": 0.25},
    _HOME: {"care": 0.10, "cleaning": 0.10},
}
_DAYS = {_STOP: (1, 1), _LODGING: (40, 150), _HOME: (30, 700)}
_SHARED = {_STOP: 0.0, _LODGING: 0.25, _HOME: 0.1}  # with another employer of the same trade
# Building sites that become known as objects, and other builders known at each (71 sites with
# 402 employers in one campaign is five or six a site, `domain.md` 1.2; fewer are known).
_KNOWN_SITES, _OTHERS = 0.15, 1.5
# Objects visited while somebody was at work; those at a visit of whom nobody can say whose
# they are (assumption).
_VISITED, _UNTOLD = 0.3, 0.2
_COUNTY_OF = np.array([COUNTY_CODES.index(code[:2]) for code in MUNICIPALITY_CODES])


@dataclass(frozen=True)
class _There:
    """Who is at which object: one entry per employer and object; days, both included."""

    thing: np.ndarray
    business: np.ndarray
    kind: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    municipality: np.ndarray

    def take(self, rows: np.ndarray) -> _There:
        return _There(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def _together(*parts: _There) -> _There:
    pairs = ([getattr(part, n) for part in parts] for n in _There.__dataclass_fields__)
    return _There(*map(np.concatenate, pairs))


def object_rows(
    registry: Registry, seed: int, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Objects with the employers at work there, and what visits noted."""
    there, sites = _at_sites(registry, seed, rng)
    count = len(sites)
    for kind in _RATES:
        more = _elsewhere(registry, kind, rng)
        there = _together(there, replace(more, thing=more.thing + count))
        count += int(more.thing.max(initial=-1)) + 1
    numbers = pa.concat_arrays([sites, text_keys("KO", np.arange(count - len(sites)), 8)])
    there = _among_the_living(there, registry)
    return [
        (CONTROL_OBJECTS, _objects(there, numbers, registry, rng)),
        (OBJECT_VISITS, _visits(there, numbers, registry, rng)),
    ]


def _at_sites(
    registry: Registry, seed: int, rng: np.random.Generator
) -> tuple[_There, pa.StringArray]:
    """Other builders at some of the registered sites, and those sites' numbers."""
    registered = {table.name: rows for table, rows in site_rows(registry, seed)}
    rows = registered[BUILDING_SITES.name]
    at = np.unique(rows.texts("site_no").at, return_index=True)[1]
    rows = rows.take(np.sort(at[rng.random(len(at)) < _KNOWN_SITES]))
    builders = np.flatnonzero(
        registry.population.businesses.sector == _SECTORS.index("construction")
    )
    others = rng.poisson(_OTHERS, len(rows)) if len(builders) else np.zeros(len(rows), int)
    owner = registry.population.entities.business[rows.texts("org_no").at]
    thing = np.concatenate([np.arange(len(rows)), np.repeat(np.arange(len(rows)), others)])
    business = np.concatenate([owner, rng.choice(builders, int(others.sum()))])
    starts = rows.numbers("starts_on").astype(np.int64)[thing]
    ends = rows.numbers("ends_on").astype(np.int64)[thing]
    ends = np.where(ends == NO_DAY, starts + 200, ends)
    late = np.where(np.arange(len(thing)) < len(rows), 0.0, rng.random(len(thing)))
    begins = starts + (late * (ends - starts) * 0.7).astype(np.int64)
    kind = np.full(len(thing), _SITE)
    place = rows.texts("municipality").at[thing]
    numbers = rows.texts("site_no")
    words = numbers.words.take(pa.array(numbers.at))
    return _There(thing, business, kind, begins, ends, place), words


def _elsewhere(registry: Registry, kind: int, rng: np.random.Generator) -> _There:
    """Objects of one kind: most with one employer, some with another of the same trade."""
    businesses, calendar = registry.population.businesses, registry.calendar
    rates = np.array([_RATES[kind].get(sector, 0.0) for sector in _SECTORS])
    rate = rates[businesses.sector] / 12 * np.sqrt(businesses.size / 10)
    rate = rate * (1 + businesses.traits.unserious)
    main = np.repeat(np.arange(len(rate)), rng.poisson(rate * calendar.months))
    months = rng.integers(0, calendar.months, len(main))
    if kind == _LODGING:  # people come for the season, May to July
        months = months - calendar.of_year(months) + rng.integers(5, 8, len(main))
    begins = calendar.start(months) + rng.integers(0, 28, len(main))
    least, most = _DAYS[kind]
    place = settle(len(main), rng, near=businesses.seat[main]).municipality
    whole = _There(
        np.arange(len(main)), main, np.full(len(main), kind), begins,
        begins + rng.integers(least, most + 1, len(main)) - 1, place,
    )  # fmt: skip
    shared = whole.take(np.flatnonzero(rng.random(len(main)) < _SHARED[kind]))
    if not len(shared.thing):
        return whole
    return _together(whole, replace(shared, business=rng.choice(main, len(shared.thing))))


def _among_the_living(there: _There, registry: Registry) -> _There:
    """Without those who had ceased, or not begun; each employer once at an object."""
    businesses, calendar = registry.population.businesses, registry.calendar
    month = calendar.month(there.begins)
    lives = (businesses.begins[there.business] <= month) & (
        month < businesses.ends[there.business]
    )
    there = there.take(np.flatnonzero(lives & (month >= 0)))
    pair = there.thing.astype(np.int64) * len(businesses.size) + there.business
    return there.take(np.unique(pair, return_index=True)[1])


def _objects(
    there: _There, numbers: pa.StringArray, registry: Registry, rng: np.random.Generator
) -> Rows:
    """As first noted, and once more when it has ended: what lasts a day is noted once."""
    count = len(there.thing)
    known = there.begins + rng.integers(1, 45, count)
    lasted = there.ends > known
    home = there.kind == _HOME
    rows = Rows(
        {
            "object_no": Keys(there.thing.astype(np.int32), numbers),
            "org_no": _employer(there, registry),
            "kind": codes(_KINDS, there.kind),
            "municipality": codes(MUNICIPALITY_CODES, np.where(home, -1, there.municipality)),
            "county": codes(COUNTY_CODES, _COUNTY_OF[there.municipality]),
            "from_on": there.begins.astype(np.int32),
            "to_on": np.where(lasted, NO_DAY, there.ends).astype(np.int32),
            "known_at": known.astype(np.int32),
        }
    )
    over = rows.having(
        to_on=there.ends.astype(np.int32),
        known_at=(there.ends + rng.integers(1, 60, count)).astype(np.int32),
    )
    return rows.then(over.take(lasted & (rng.random(count) < 0.8)))


def _visits(
    there: _There, numbers: pa.StringArray, registry: Registry, rng: np.random.Generator
) -> Rows:
    """Some objects visited on a day when somebody was there: who was met, mostly known."""
    things, first = np.unique(there.thing, return_index=True)
    visited = rng.random(len(things)) < _VISITED
    things, first = things[visited], first[visited]
    span = there.ends[first] - there.begins[first] + 1
    on = np.full(len(numbers), -1, dtype=np.int64)
    on[things] = there.begins[first] + (rng.random(len(things)) * span).astype(np.int64)
    day = on[there.thing]
    met = there.take(np.flatnonzero((there.begins <= day) & (day <= there.ends)))
    day = on[met.thing]
    count = len(met.thing)
    employer = _employer(met, registry)
    told = rng.random(count) >= _UNTOLD
    staff = rng.poisson(0.3 * np.minimum(registry.population.businesses.size[met.business], 30))
    return Rows(
        {
            "note_no": cases("KN", np.arange(count), 8),
            "visit_no": Keys(
                met.thing.astype(np.int32), text_keys("KB", np.arange(len(numbers)), 8)
            ),
            "object_no": Keys(met.thing.astype(np.int32), numbers),
            "org_no": Keys(np.where(told, employer.at, -1).astype(np.int32), employer.words),
            "visited_on": day.astype(np.int32),
            "present": np.maximum(staff, 1).astype(np.int64),
            "known_at": (day + rng.integers(1, 30, count)).astype(np.int32),
        }
    )


def _employer(there: _There, registry: Registry) -> Keys:
    month = registry.calendar.month(there.begins)
    return registry.org_no(registry.population.businesses.entity(there.business, month))

"""Workplaces and boards as the registers have them: versions, owners, trades, people."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from features.registers import BOARDS, WORKPLACES
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.auditors import Auditors
from features.synthetic.branches import column
from features.synthetic.calendar import day_number
from features.synthetic.companies import born_on, ended_on
from features.synthetic.geography import COUNTY_CODES, MUNICIPALITY_CODES
from features.synthetic.keys import FORMS, text_keys
from features.synthetic.population import FAR
from features.synthetic.registry import Registry
from features.synthetic.rows import NO_DAY, Keys, Rows, codes

__all__ = ["board_rows", "workplace_rows"]

_NEW_CODES = day_number(date(2025, 1, 1))
_STREETS = ("Storgatan", "Industrivägen", "Kungsgatan", "Verkstadsgatan", "Skolgatan",
            "Hamngatan", "Järnvägsgatan", "Fabriksgatan")  # fmt: skip
_ROLES = ("chair", "member", "deputy", "manager", "partner", "auditor")

# Trades of all sectors after one another, `other` with a made-up rest of the classification.
_CODES = [
    pair
    for sector in SECTORS
    for pair in (sector.codes or (("94910", "94910"), ("74101", "74110"), ("77320", "77320")))
]
_COUNTS = np.array([len(sector.codes) or 3 for sector in SECTORS])
_FIRST = np.cumsum(_COUNTS) - _COUNTS


def workplace_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """A row when opened, when it got its new code, when it passed on, and when it closed."""
    population, calendar = registry.population, registry.calendar
    workplaces, businesses = population.workplaces, population.businesses
    at = workplaces.business
    count = len(at)
    sector = businesses.sector[at]
    hides = rng.random(count) < 0.9 * businesses.traits.habit("hides_sector")[at]
    declared = np.where(hides & (column("unserious")[sector] >= 5), len(SECTORS) - 1, sector)
    trade = _FIRST[declared] + (rng.random(count) * _COUNTS[declared]).astype(np.int64)
    opened = born_on(registry)[businesses.first_entity[at]]
    first = np.zeros(count, dtype=bool)
    first[workplaces.first] = True
    opened = np.where(first, opened, opened + rng.integers(30, 900, count))
    ends = businesses.ends[at]
    closed = calendar.start(np.minimum(ends, calendar.months + 24)) + 2
    opened = np.minimum(opened, np.where(ends < FAR, closed - 5, calendar.start(0) + 30))

    renewed = np.where(
        rng.random(count) < 0.93, _NEW_CODES, _NEW_CODES + rng.integers(20, 600, count)
    )
    moments = [(np.arange(count), opened)]
    old = np.flatnonzero((opened < renewed) & ((ends >= FAR) | (renewed < closed)))
    moments.append((old, renewed[old]))
    for turn in range(2):
        month = businesses.switches[at, turn]
        passes = np.flatnonzero(month < FAR)
        moments.append((passes, calendar.start(month[passes]) + 5))
    gone = np.flatnonzero(ends < FAR)
    moments.append((gone, closed[gone]))
    place = np.concatenate([where for where, _ in moments])
    day = np.concatenate([when for _, when in moments])
    order = np.lexsort((day, place))
    place, day = place[order], day[order]
    once = np.append((place[1:] != place[:-1]) | (day[1:] != day[:-1]), True)
    place, day = place[once], day[once]

    shut = (ends[place] < FAR) & (day >= closed[place])
    new = day >= renewed[place]
    entity = businesses.entity(at[place], calendar.month(day - np.where(shut, 3, 0)))
    hours = column("hours")[sector] * rng.normal(1, 0.18, count)
    hours = np.where(column("hours")[sector] > 0, np.clip(np.round(hours, 1), 15, 168), np.nan)
    streets = [f"{street} {number}" for street in _STREETS for number in range(1, 60)]
    rows = Rows(
        {
            "cfar": registry.cfar(place),
            "org_no": registry.org_no(entity),
            "valid_from": day.astype(np.int32),
            "name": codes(["Kontoret", "Butiken", "Verkstaden", "Lagret", "Huset"], place % 5),
            "street_address": codes(streets, place * 31 % len(streets)),
            "sweref_east": workplaces.places.east[place],
            "sweref_north": workplaces.places.north[place],
            "municipality": codes(MUNICIPALITY_CODES, workplaces.places.municipality[place]),
            "county": codes(COUNTY_CODES, workplaces.places.county[place]),
            "sni_2007": _trade(0, trade[place], ~new),
            "sni_2025": _trade(1, trade[place], new),
            "opened_on": opened[place].astype(np.int32),
            "closed_on": np.where(shut, day, NO_DAY).astype(np.int32),
            "opening_hours_week": hours[place],
            "known_at": day + np.minimum(rng.gamma(1.1, 12, len(day)), 120).astype(np.int32),
        }
    )
    return [(WORKPLACES, rows)]


def _trade(classification: int, trade: np.ndarray, given: np.ndarray) -> Keys:
    """Codes of 2007 or 2025, where given. Trades may share one, and a word stands only once."""
    words, at = np.unique([pair[classification] for pair in _CODES], return_inverse=True)
    return Keys(np.where(given, at[trade], -1).astype(np.int32), pa.array(words.tolist()))


def board_rows(
    registry: Registry, auditors: Auditors, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Those who found an entity, those who come and go; a phoenix mostly has the old ones."""
    population, calendar = registry.population, registry.calendar
    entities = population.entities
    businesses = population.businesses
    count = len(entities.business)
    sole = (entities.form == FORMS.index("sole_trader")) | (entities.form == 1)
    seats = np.where(sole, 1 + (entities.form == 1), 1 + rng.binomial(3, 0.35, count))
    entity = np.repeat(np.arange(count), seats)
    slot = np.arange(len(entity)) - (np.cumsum(seats) - seats)[entity]
    fresh = (entities.ordinal > 0) & (
        rng.random(count) < np.where(entities.phoenix, 0.35, 0.05)
    )
    person = entities.business[entity] * 100 + slot + np.where(fresh[entity], 40, 0)
    role = np.where(sole[entity], 4, np.where(slot == 0, 0, np.where(slot == 1, 2, 1)))
    born, ended = born_on(registry), ended_on(registry)
    events = [(entity, person, role, np.zeros(len(entity)), born[entity])]

    unstable = businesses.traits.habit("changes_board")[entities.business]
    window = np.minimum(np.minimum(ended, calendar.last_day) - born, calendar.months * 30)
    rate = np.where(sole, 0.01, 0.10 + 1.1 * unstable)
    # A seat changes hands at most once here: its first holder leaves and a new one comes.
    changes = rng.random(len(entity)) < 1 - np.exp(
        -rate[entity] * np.maximum(window, 0)[entity] / 365
    )
    day = np.minimum(ended, calendar.last_day)[entity] - 20
    day = day - (rng.random(len(entity)) * np.maximum(window[entity] - 60, 1)).astype(np.int64)
    shell = (entities.end == 1) & (unstable > 0.12)
    last = np.maximum(ended - rng.integers(30, 90, count), born + 1)
    day = np.where(shell[entity], last[entity], np.maximum(day, born[entity] + 1))
    changes |= shell[entity]
    who = np.flatnonzero(changes)
    events.append((entity[who], person[who], role[who], np.ones(len(who)), day[who]))
    new = (
        entities.business[entity[who]] * 100
        + slot[who]
        + 10
        + 10 * entities.ordinal[entity[who]]
    )
    events.append((entity[who], new, role[who], np.zeros(len(who)), day[who]))
    audits = np.full(len(auditors.entity), _ROLES.index("auditor"))
    events.append((auditors.entity, auditors.person, audits, auditors.left, auditors.day))
    parts = [np.concatenate(pieces) for pieces in zip(*events, strict=True)]
    order = np.lexsort((parts[4], parts[0]))
    entity, person, role, left, day = (part[order] for part in parts)
    rows = Rows(
        {
            "org_no": registry.org_no(entity.astype(np.int64)),
            "person_key": _people(person),
            "role": codes(_ROLES, role),
            "change": codes(("appointed", "left"), left),
            "changed_on": day.astype(np.int32),
            "known_at": (day + 2 + rng.geometric(0.3, len(day))).astype(np.int32),
        }
    )
    return [(BOARDS, rows)]


def _people(numbers: np.ndarray) -> Keys:
    distinct, at = np.unique(numbers, return_inverse=True)
    return Keys(at.astype(np.int32), text_keys("B", distinct, 11))

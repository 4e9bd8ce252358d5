"""The company register's view: one row each time something about an entity changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.registers import EMPLOYERS
from features.schema import Table
from features.synthetic.auditors import Auditors
from features.synthetic.geography import MUNICIPALITY_CODES
from features.synthetic.keys import FORMS, text_keys
from features.synthetic.population import ENDS, FAR
from features.synthetic.registry import Registry
from features.synthetic.rows import NO_DAY, NO_ORE, Keys, Rows, codes

__all__ = ["born_on", "employer_rows", "ended_on"]

_SAME = -1  # a value that an event leaves as it was
_NAMES = ("Granit", "Björk", "Tall", "Sjö", "Ängs", "Berg", "Norr", "Syd", "Lind", "Havs",
          "Klipp", "Eke", "Vinter", "Sol", "Storm", "Fjäll")  # fmt: skip
_TAILS = ("hus", "tjänst", "verk", "service", "gruppen", "bolaget", "partner", "mark")


@dataclass(frozen=True)
class _Events:
    """Changes of entities; -1 means unchanged."""

    entity: np.ndarray
    day: np.ndarray
    status: np.ndarray
    address: np.ndarray
    contact: np.ndarray
    auditor: np.ndarray
    due: np.ndarray
    filed: np.ndarray


def born_on(registry: Registry) -> np.ndarray:
    """Day each entity was registered: within the month it begins, or long before."""
    entities = registry.population.entities
    early = np.arange(len(entities.begins)) * 7 % 25
    old = registry.calendar.start(0) + entities.begins * 30
    inside = registry.calendar.start(np.maximum(entities.begins, 0)) - early
    days: np.ndarray = np.where(entities.begins < 0, np.maximum(old, 0), inside)
    return days.astype(np.int32)


def ended_on(registry: Registry) -> np.ndarray:
    """Day each entity's status changed for good; far off for those that live."""
    entities = registry.population.entities
    day: np.ndarray = registry.calendar.start(
        np.minimum(entities.ends, registry.calendar.months + 24)
    )
    return day + 3


def employer_rows(
    registry: Registry, auditors: Auditors, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Every version of every entity, with what is hidden behind names and addresses."""
    population = registry.population
    entities = population.entities
    count = len(entities.business)
    events = _joined(
        [
            _start(registry, auditors, rng),
            *_reports(registry, rng),
            *_moves(registry, rng),
            _audited(auditors),
            _end(registry),
        ]
    )
    order = np.lexsort((events.day, events.entity))
    entity, day = events.entity[order], events.day[order]
    final = np.append((entity[1:] != entity[:-1]) | (day[1:] != day[:-1]), True)
    state = {
        name: _carried(getattr(events, name)[order])[final]
        for name in ("status", "address", "contact", "auditor", "due", "filed")
    }
    status_day = _carried(np.where(events.status[order] >= 0, day, -1))[final]
    entity, day = entity[final], day[final]
    form = entities.form[entity]
    limited = form == FORMS.index("limited")
    capital = np.where(
        rng.random(count) < 0.7, 25_000, rng.choice([50_000, 100_000, 500_000], count)
    )
    naming = rng.integers(0, len(_NAMES) * len(_TAILS), count)
    names = [f"{first}{tail}" for first in _NAMES for tail in _TAILS]
    rows = Rows(
        {
            "org_no": registry.org_no(entity),
            "valid_from": day,
            "name": codes(names, naming[entity]),
            "legal_form": codes(FORMS, form),
            "registered_on": born_on(registry)[entity],
            "status": codes(ENDS, state["status"]),
            "status_on": status_day.astype(np.int32),
            "share_capital_ore": np.where(limited, capital[entity] * 100, NO_ORE),
            "has_auditor": state["auditor"] > 0,
            "annual_report_due": np.where(state["due"] > 0, state["due"], NO_DAY).astype(
                np.int32
            ),
            "annual_report_on": np.where(state["filed"] > 0, state["filed"], NO_DAY).astype(
                np.int32
            ),
            "address_key": _hashes("D", state["address"]),
            "contact_key": _hashes("T", state["contact"]),
            "seat_municipality": codes(
                MUNICIPALITY_CODES, population.businesses.seat[entities.business[entity]]
            ),
            "known_at": day + 2 + rng.integers(0, 3, len(day)),
        }
    )
    return [(EMPLOYERS, rows)]


def _start(registry: Registry, auditors: Auditors, rng: np.random.Generator) -> _Events:
    """As first registered. A phoenix mostly keeps its old address and contact."""
    population = registry.population
    entities = population.entities
    business, count = entities.business, len(entities.business)
    businesses = population.businesses
    hotels = max(len(businesses.size) // 60, 1)
    own = np.arange(len(businesses.size)) + 1_000_000
    home = np.where(businesses.shared_address, rng.integers(0, hotels, len(own)), own)
    desks = np.where(rng.random(len(own)) < 0.30, rng.integers(0, hotels, len(own)), own)
    moved = (entities.ordinal > 0) & (rng.random(count) < 0.3)
    other = np.arange(count) + 20_000_000
    return _Events(
        entity=np.arange(count),
        day=born_on(registry),
        status=np.zeros(count, dtype=np.int64),
        address=np.where(moved, other, home[business]),
        contact=np.where(moved, other, desks[business]),
        auditor=auditors.at_birth.astype(np.int64),
        due=np.zeros(count, dtype=np.int64),
        filed=np.zeros(count, dtype=np.int64),
    )


def _reports(registry: Registry, rng: np.random.Generator) -> list[_Events]:
    """Annual reports: due seven months after the year; the late show as overdue first."""
    population, calendar = registry.population, registry.calendar
    entities = population.entities
    traits = population.businesses.traits
    sloppy = 0.05 + 0.07 * (traits.poor > 1) + 0.6 * traits.habit("files_late")
    found = []
    born, ended = born_on(registry), ended_on(registry)
    owes = (entities.form == 0) | (entities.form == FORMS.index("economic"))
    for year in range(calendar.first.year - 1, calendar.delivered_on.year):
        due = (
            int(
                calendar.start(12 * (year + 1 - calendar.first.year) + 8 - calendar.first.month)
            )
            - 1
        )
        who = np.flatnonzero(owes & (born < due - 400) & (ended > due))
        late = rng.random(len(who)) < sloppy[entities.business[who]]
        early = due - rng.integers(0, 130, len(who))
        after = due + 5 + rng.exponential(75, len(who)).astype(np.int64)
        came = np.where(late, after, early)
        arrived = came < ended[who]
        found.append(_event(who[late], np.full(late.sum(), due + 1), due=due, filed=0))
        found.append(_event(who[arrived], came[arrived], due=due, filed=came[arrived]))
    return found


def _moves(registry: Registry, rng: np.random.Generator) -> list[_Events]:
    """Changes of address and contact; before some bankruptcies the address goes late."""
    population, calendar = registry.population, registry.calendar
    entities = population.entities
    traits = population.businesses.traits
    unstable = traits.habit("changes_board")[entities.business]
    ends = ended_on(registry)
    lived = np.maximum(np.minimum(ends, calendar.last_day) - born_on(registry), 30)
    window = np.minimum(lived, calendar.months * 30)
    found = []
    for what, usual in (("address", 0.05), ("contact", 0.04)):
        number = rng.poisson((usual + 0.7 * unstable) * window / 365)
        who = np.repeat(np.arange(len(ends)), number)
        day = np.minimum(ends, calendar.last_day)[who] - 1
        day = day - (rng.random(len(who)) * (window[who] - 10)).astype(np.int64)
        value = np.arange(len(who)) + (30_000_000 if what == "address" else 60_000_000)
        found.append(_event(who, day, **{what: value}))
    shell = np.flatnonzero((entities.end == 1) & (unstable > 0.12) & (ends < FAR * 30))
    day = ends[shell] - rng.integers(30, 120, len(shell))
    day = np.maximum(day, born_on(registry)[shell] + 1)
    found.append(_event(shell, day, address=shell + 90_000_000))
    return found


def _audited(auditors: Auditors) -> _Events:
    """Whether somebody audits; one auditor for another on the same day changes nothing."""
    at = auditors.turns
    return _event(auditors.entity[at], auditors.day[at], auditor=~auditors.left[at])


def _end(registry: Registry) -> _Events:
    entities = registry.population.entities
    gone = np.flatnonzero(entities.end > 0)
    return _event(gone, ended_on(registry)[gone], status=entities.end[gone])


def _event(entity: np.ndarray, day: np.ndarray, **changes: np.ndarray | int) -> _Events:
    def value(name: str) -> np.ndarray:
        filled: np.ndarray = np.broadcast_to(changes.get(name, _SAME), len(entity))
        return filled.astype(np.int64)

    names = ("status", "address", "contact", "auditor", "due", "filed")
    return _Events(entity, day.astype(np.int32), *(value(name) for name in names))


def _joined(parts: list[_Events]) -> _Events:
    names = ("entity", "day", "status", "address", "contact", "auditor", "due", "filed")
    return _Events(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def _carried(values: np.ndarray) -> np.ndarray:
    """Each -1 replaced by the last value before it; an entity's first event sets everything."""
    at = np.where(values >= 0, np.arange(len(values)), 0)
    carried: np.ndarray = values[np.maximum.accumulate(at)]
    return carried


def _hashes(prefix: str, numbers: np.ndarray) -> Keys:
    distinct, at = np.unique(numbers, return_inverse=True)
    return Keys(at.astype(np.int32), text_keys(prefix, distinct * 7 % 99_999_989, 9))

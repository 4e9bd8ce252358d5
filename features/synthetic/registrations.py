"""Registrations for F-tax, VAT and as employer: in time or late, taken back, given again."""

from __future__ import annotations

import numpy as np

from features.registers import REGISTRATIONS
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.keys import FORMS
from features.synthetic.population import FAR
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_DAY, Rows, codes

__all__ = ["registration_rows"]

_KINDS = ("ftax", "vat", "employer")
_EVENTS = ("approved", "refused", "revoked", "approved_again", "ended")
_APPROVED, _REFUSED, _REVOKED, _AGAIN, _ENDED = range(len(_EVENTS))

# All of this is assumption: no agency publishes how often a registration comes late. Most
# notify before they begin, and most of those who do not are merely new to it.
_LATE = 0.07  # of honest firms notify after they have begun
_REFUSES = 0.02  # of applications for F-tax
_REVOKES = 0.006  # of approvals a year, for tax not paid or returns not filed
_SEASONAL = {"agriculture": 0.15, "hospitality": 0.03}  # of employers, by trade


def registration_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """Every entity from its first activity to its end."""
    began = _began(registry)
    parts = [_first(registry, kind, began, rng) for kind in range(len(_KINDS))]
    parts += [_lost(registry, began, rng), _closed(registry, rng)]
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((found["kind"], found["decided"]))
    entity, kind, event, applied, applies, decided = (
        found[name][order]
        for name in ("entity", "kind", "event", "applied", "applies", "decided")
    )
    odds = np.array([_SEASONAL.get(sector.key, 0.003) for sector in SECTORS])
    population = registry.population
    sector = population.businesses.sector[population.entities.business]
    seasonal = rng.random(len(sector)) < odds[sector]
    rows = Rows(
        {
            "decision_no": cases("R", np.arange(len(order))),
            "org_no": registry.org_no(entity),
            "kind": codes(_KINDS, kind),
            "event": codes(_EVENTS, event),
            "applied_on": applied.astype(np.int32),
            "applies_from": applies.astype(np.int32),
            "seasonal": seasonal[entity] & (kind == _KINDS.index("employer")),
            "decided_on": decided.astype(np.int32),
            "known_at": (decided + rng.integers(0, 5, len(order))).astype(np.int32),
        }
    )
    return [(REGISTRATIONS, rows)]


def _began(registry: Registry) -> np.ndarray:
    """First day of activity of each entity; those of before the world, long ago."""
    begins, calendar = registry.population.entities.begins, registry.calendar
    old = calendar.start(0) + begins * 30
    began: np.ndarray = np.where(begins < 0, np.maximum(old, 60), calendar.start(begins))
    return began


def _events(
    entity: np.ndarray, kind: np.ndarray | int, event: np.ndarray | int, applied: np.ndarray,
    applies: np.ndarray, decided: np.ndarray,
) -> dict[str, np.ndarray]:  # fmt: skip
    whole = np.broadcast_to
    return {
        "entity": entity,
        "kind": whole(kind, len(entity)),
        "event": whole(event, len(entity)),
        "applied": applied,
        "applies": applies,
        "decided": decided,
    }


def _first(
    registry: Registry, kind: int, began: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """First approval of a kind. Refused F-tax is mostly approved some months later."""
    entities = registry.population.entities
    traits = registry.population.businesses.traits.take(entities.business)
    count = len(began)
    association = entities.form == FORMS.index("association")
    has = rng.random(count) < np.where(association & (kind != 2), 0.3, 0.97)
    if kind == 2:
        has[:] = True
    odds = _LATE + 0.30 * traits.unserious * (1 - 0.6 * traits.facade)
    odds = odds + 0.25 * traits.habit("files_late")
    late = rng.random(count) < odds
    after = np.where(late, 5 + rng.exponential(55, count), -rng.integers(3, 45, count))
    applied = began + after.astype(np.int64)
    decided = applied + rng.integers(3, 35, count)
    refuses = (kind == 0) & has & (rng.random(count) < _REFUSES * np.exp(0.7 * traits.poor))
    tries = refuses & (rng.random(count) < 0.7)
    again = applied + rng.integers(60, 400, count)
    whole = np.arange(count)
    granted = has & ~refuses
    parts = [
        _events(whole[granted], kind, _APPROVED, applied[granted], began[granted],
                decided[granted]),
        _events(whole[refuses], kind, _REFUSED, applied[refuses], decided[refuses],
                decided[refuses]),
        _events(whole[tries], kind, _AGAIN, again[tries], again[tries] + 20, again[tries] + 20),
    ]  # fmt: skip
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _lost(
    registry: Registry, began: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """F-tax taken back: oftener from those who leave tax unpaid, and half get it again."""
    entities, calendar = registry.population.entities, registry.calendar
    traits = registry.population.businesses.traits.take(entities.business)
    begins = np.maximum(entities.begins, 0)
    lived = np.maximum(np.minimum(entities.ends, calendar.months) - begins, 0)
    rate = _REVOKES * np.exp(0.8 * traits.poor) + 0.10 * traits.habit("leaves_tax_unpaid")
    rate = rate + 0.02 * traits.unserious
    taken = np.flatnonzero(rng.random(len(began)) < 1 - np.exp(-rate * lived / 12))
    start = calendar.start(begins[taken])
    span = calendar.start(begins[taken] + lived[taken]) - start
    decided = start + (60 + rng.random(len(taken)) * span).astype(np.int64)
    inside = decided < start + span
    taken, decided = taken[inside], decided[inside]
    back = rng.random(len(taken)) < 0.5
    again = decided[back] + rng.integers(60, 420, back.sum())
    parts = [
        _events(taken, 0, _REVOKED, np.full(len(taken), NO_DAY), decided, decided),
        _events(taken[back], 0, _AGAIN, again - 20, again, again),
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _closed(registry: Registry, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """All ends with the entity; some never notify, and the agency finds out months later."""
    entities, calendar = registry.population.entities, registry.calendar
    gone = np.flatnonzero((entities.ends < FAR) & (entities.ends < calendar.months))
    entity = np.repeat(gone, len(_KINDS))
    kind = np.tile(np.arange(len(_KINDS)), len(gone))
    last = calendar.start(entities.ends[entity])
    notified = rng.random(len(entity)) < 0.7
    wait = np.where(
        notified, rng.integers(5, 60, len(entity)), rng.integers(90, 400, len(entity))
    )
    applied = np.where(notified, last + wait - 4, NO_DAY)
    return _events(entity, kind, _ENDED, applied, last, last + wait)

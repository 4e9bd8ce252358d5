"""Beneficial owners as entered: mostly in time, some late, some never, some taken out again."""

from __future__ import annotations

from datetime import date

import numpy as np

from features.registers import BENEFICIAL_OWNERS
from features.schema import Table
from features.synthetic.calendar import day_number
from features.synthetic.companies import born_on, ended_on
from features.synthetic.keys import FORMS, text_keys
from features.synthetic.registry import Registry, cases, pick
from features.synthetic.rows import NO_DAY, Keys, Rows

__all__ = ["owner_rows"]

# The register opened on 1 September 2017; companies of before had half a year.
_OPENED, _GRACE = day_number(date(2017, 9, 1)), 150
_MUST = tuple(FORMS.index(form) for form in ("limited", "partnership", "economic"))
_SECOND = 0.15  # of the companies have two owners entered (assumption)


def owner_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """About one company in ten has none entered: forgetful, messy or hidden, and all alike."""
    entities = registry.population.entities
    businesses = registry.population.businesses
    traits = businesses.traits
    born, ended = born_on(registry), ended_on(registry)
    business = entities.business
    must = np.isin(entities.form, _MUST)
    never = 0.05 + 0.03 * (traits.poor[business] > 1)
    never += 0.35 * traits.habit("changes_board")[business]
    never += 0.30 * traits.habit("files_late")[business]
    never += 0.06 * traits.clearly[business]
    enters = np.flatnonzero(must & (rng.random(len(must)) >= never))
    entity = np.concatenate([enters, enters[rng.random(len(enters)) < _SECOND]])
    second = np.arange(len(entity)) >= len(enters)
    wait = np.where(
        rng.random(len(entity)) < 0.85,
        rng.integers(3, 28, len(entity)),
        28 + rng.exponential(150, len(entity)),
    ).astype(np.int64)
    start = np.where(
        born[entity] < _OPENED, _OPENED + rng.integers(0, _GRACE, len(entity)), born[entity]
    )
    start = start + wait
    kept = start < np.minimum(ended[entity], registry.calendar.last_day)
    entity, second, start = entity[kept], second[kept], start[kept]

    order = np.lexsort((second, start))
    entity, second, start = entity[order], second[order], start[order]
    said = pick(("owner", "none", "unclear"), [0.93, 0.05, 0.02], len(entity), rng)
    person = business[entity] * 100 + second
    rows = Rows(
        {
            "entry_no": cases("H", np.arange(len(entity))),
            "org_no": registry.org_no(entity),
            "entry": said,
            "person_key": _named(person, said.at == 0),
            "from_on": start.astype(np.int32),
            "to_on": np.full(len(entity), NO_DAY, dtype=np.int32),
            "known_at": (start + rng.integers(1, 8, len(entity))).astype(np.int32),
        }
    )
    return [(BENEFICIAL_OWNERS, rows.then(_ended(rows, entity, ended, registry, rng)))]


def _ended(
    rows: Rows,
    entity: np.ndarray,
    ended: np.ndarray,
    registry: Registry,
    rng: np.random.Generator,
) -> Rows:
    """Entries taken out and not replaced: seldom, oftener where boards change."""
    businesses = registry.population.businesses
    business = registry.population.entities.business[entity]
    unstable = businesses.traits.habit("changes_board")[business]
    start = rows.numbers("from_on").astype(np.int64)
    lived = np.minimum(ended[entity], registry.calendar.last_day) - start
    gone = rng.random(len(entity)) < 1 - np.exp(-(0.012 + 0.2 * unstable) * lived / 365)
    out = np.flatnonzero(gone)
    day = start[out] + 1 + (rng.random(len(out)) * np.maximum(lived[out] - 2, 1)).astype(int)
    known = np.maximum(day + rng.integers(1, 15, len(out)), rows.numbers("known_at")[out] + 1)
    return rows.take(out).having(to_on=day.astype(np.int32), known_at=known.astype(np.int32))


def _named(person: np.ndarray, given: np.ndarray) -> Keys:
    """The same pseudonyms as in the boards; none where no owner was reported."""
    distinct, at = np.unique(person, return_inverse=True)
    return Keys(np.where(given, at, -1).astype(np.int32), text_keys("B", distinct, 11))

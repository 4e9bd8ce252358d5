"""Who audits whom, and when: told alike to the company register's two tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.synthetic.keys import FORMS
from features.synthetic.registry import Registry

__all__ = ["Auditors", "auditors_of"]

_CLIENTS = 25  # employers per auditor, about
_FIRST_PERSON = 50_000_000_000  # auditors are numbered from here, apart from boards


@dataclass(frozen=True)
class Auditors:
    """One row each time an auditor is appointed or leaves."""

    entity: np.ndarray
    day: np.ndarray
    person: np.ndarray
    left: np.ndarray  # true when leaving
    at_birth: np.ndarray  # per entity: has an auditor from the first day
    turns: np.ndarray  # true where an entity becomes audited, or ceases to be


def auditors_of(
    registry: Registry, born: np.ndarray, ended: np.ndarray, rng: np.random.Generator
) -> Auditors:
    """One in twenty entities a year sees its auditor go; most of the honest get another.

    Before some bankruptcies the auditor goes and nobody comes.
    """
    population, calendar = registry.population, registry.calendar
    entities, businesses = population.entities, population.businesses
    count = len(entities.business)
    unstable = businesses.traits.habit("changes_board")[entities.business]
    first = rng.random(count) < np.where(businesses.size[entities.business] > 9, 0.85, 0.25)
    able = entities.form != FORMS.index("sole_trader")
    first &= able
    last = np.minimum(ended, calendar.last_day)
    lived = np.minimum(np.maximum(last - born, 0), calendar.months * 30)
    rate = np.where(first, 0.05 + 0.7 * unstable, 0.012)
    changes = able & (lived > 60) & (rng.random(count) < 1 - np.exp(-rate * lived / 365))
    day = last - 20 - (rng.random(count) * np.maximum(lived - 40, 1)).astype(np.int64)
    shell = first & (entities.end == 1) & (unstable > 0.12)
    day = np.where(shell, last - rng.integers(30, 120, count), day)
    changes |= shell
    day = np.maximum(day, born + 1)
    changes &= day < last
    follows = rng.random(count) < np.where(unstable > 0.12, 0.15, 0.6)
    wait = np.where(rng.random(count) < 0.7, 0, rng.integers(1, 60, count))
    follows &= ~shell & (day + wait < last)

    pool = max(count // _CLIENTS, 1)
    old = _FIRST_PERSON + rng.integers(0, pool, count)
    new = old + pool  # never the same person as before
    there = np.flatnonzero(first)
    goes = np.flatnonzero(first & changes)
    comes = np.flatnonzero(changes & (~first | follows))
    day_of_coming = day + np.where(first, wait, 0)
    at_once = follows[goes] & (wait[goes] == 0)
    return Auditors(
        entity=np.concatenate([there, goes, comes]),
        day=np.concatenate([born[there], day[goes], day_of_coming[comes]]),
        person=np.concatenate([old[there], old[goes], new[comes]]),
        left=np.repeat([False, True, False], [len(there), len(goes), len(comes)]),
        at_birth=first,
        turns=np.concatenate(
            [np.zeros(len(there), bool), ~at_once, ~(first & (wait == 0))[comes]]
        ),
    )

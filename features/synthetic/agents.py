"""Agents in tax matters: many clients each, and a few who ask no questions."""

from __future__ import annotations

import numpy as np

from features.registers import AGENTS
from features.schema import Table
from features.synthetic.companies import born_on, ended_on
from features.synthetic.keys import text_keys
from features.synthetic.registry import Registry
from features.synthetic.rows import NO_DAY, Keys, Rows

__all__ = ["agent_rows"]

_CLIENTS = 45  # employers per agent, about (assumption)
_APPOINT = 0.62  # of the employers have one
_TOLERANT = 0.06  # of the agents ask no questions
# How much likelier the clearly unserious are to end up with those than others are.
_DRAWN, _USUAL = 0.20, 0.05


def agent_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """One agent for each employer that has any; some change, and the old one ends."""
    entities = registry.population.entities
    traits = registry.population.businesses.traits
    calendar = registry.calendar
    born, ended = born_on(registry), ended_on(registry)
    entity = np.flatnonzero(rng.random(len(born)) < _APPOINT)
    clearly = traits.clearly[entities.business[entity]]
    last = np.minimum(ended[entity], calendar.last_day)
    # The register of agents reaches eight years back at most (assumption).
    start = np.maximum(born[entity], calendar.last_day - 2_900) + rng.integers(
        0, 90, len(entity)
    )
    kept = start < last
    entity, clearly, start, last = entity[kept], clearly[kept], start[kept], last[kept]
    changes = rng.random(len(entity)) < 1 - np.exp(-0.08 * (last - start) / 365)
    day = start + 1 + (rng.random(len(entity)) * (last - start)).astype(np.int64)
    again = changes & (rng.random(len(entity)) < 0.7)
    first = _chosen(clearly, len(born), rng)
    then = _chosen(clearly[again], len(born), rng)
    rows = _rows(registry, entity, first, start, rng)
    out = np.flatnonzero(changes)
    known = np.maximum(day[out] + rng.integers(1, 20, len(out)),
                       rows.numbers("known_at")[out] + 1)  # fmt: skip
    closed = rows.take(out).having(
        to_on=day[out].astype(np.int32), known_at=known.astype(np.int32)
    )
    return [(AGENTS, rows.then(closed, _rows(registry, entity[again], then, day[again], rng)))]


def _chosen(clearly: np.ndarray, employers: int, rng: np.random.Generator) -> np.ndarray:
    """Agents of unequal size: a few have hundreds of clients, most a handful."""
    pool = max(employers // _CLIENTS, 4)
    tolerant = max(round(pool * _TOLERANT), 1)
    share = 1 / (1.0 + np.arange(pool - tolerant)) ** 0.7
    edges = np.cumsum(share / share.sum())
    usual = tolerant + np.minimum(
        np.searchsorted(edges, rng.random(len(clearly))), pool - tolerant - 1
    )
    drawn = rng.random(len(clearly)) < np.where(clearly, _DRAWN, _USUAL)
    chosen: np.ndarray = np.where(drawn, rng.integers(0, tolerant, len(clearly)), usual)
    return chosen


def _rows(
    registry: Registry,
    entity: np.ndarray,
    agent: np.ndarray,
    start: np.ndarray,
    rng: np.random.Generator,
) -> Rows:
    distinct, at = np.unique(agent, return_inverse=True)
    return Rows(
        {
            "org_no": registry.org_no(entity),
            "agent_key": Keys(at.astype(np.int32), text_keys("O", distinct, 9)),
            "from_on": start.astype(np.int32),
            "to_on": np.full(len(entity), NO_DAY, dtype=np.int32),
            "known_at": (start + rng.integers(1, 11, len(entity))).astype(np.int32),
        }
    )

"""Taxes raised afterwards: audits and desk controls, own corrections, what was contested."""

from __future__ import annotations

import numpy as np

from features.registers import REASSESSMENTS
from features.schema import Table
from features.synthetic.registry import Registry, cases, pick
from features.synthetic.rows import Rows, codes

__all__ = ["reassessment_rows"]

_ORIGINS = ("audit", "desk", "own")
_STATUS = ("decided", "contested", "final", "annulled")

# Per employer and year. Assumptions: a few in a hundred are reassessed at a desk, audits are
# ten times rarer, and as many honest firms correct themselves.
_DESK, _AUDIT, _OWN = 0.018, 0.002, 0.02
_BACK = (11, 37)  # months from the conduct to the decision (domain 1.3: 1 to 3 years)


def reassessment_rows(registry: Registry, rng: np.random.Generator) -> list[tuple[Table, Rows]]:
    """Decisions within the world's months; some are about months before it."""
    entities, calendar = registry.population.entities, registry.calendar
    businesses = registry.population.businesses
    traits = businesses.traits.take(entities.business)
    size = businesses.size[entities.business]
    begins = np.maximum(entities.begins, 0)
    lived = np.maximum(np.minimum(entities.ends, calendar.months) - begins, 0)
    visible = traits.unserious * (1 - 0.5 * traits.facade)
    upward = (1 + 4 * visible + 2 * traits.habit("files_late")) * size**0.2
    rates = np.column_stack(
        [_AUDIT * upward * size**0.3, _DESK * upward, _OWN * size**0.15 * (1 - 0.4 * visible)]
    )
    number = rng.poisson(rates * lived[:, None] / 12)
    entity = np.repeat(np.tile(np.arange(len(size)), 3), number.T.ravel())
    origin = np.repeat(np.arange(3), number.sum(axis=0))
    start = calendar.start(begins[entity])
    span = calendar.start(begins[entity] + lived[entity]) - start
    decided = start + (rng.random(len(entity)) * span).astype(np.int64)
    back = np.where(origin == 2, rng.integers(2, 18, len(entity)),
                    rng.integers(*_BACK, len(entity)))  # fmt: skip
    month = calendar.month(decided) - back
    kept = month >= entities.begins[entity]  # nothing to reassess before it began
    entity, origin, decided, month = (v[kept] for v in (entity, origin, decided, month))
    order = np.argsort(decided, kind="stable")
    entity, origin, decided, month = (v[order] for v in (entity, origin, decided, month))
    rows = _rows(
        registry, entity, origin, decided, month, traits.habit("files_late")[entity],
        visible[entity], size[entity], rng,
    )  # fmt: skip
    return [(REASSESSMENTS, _settled(rows, origin, decided, rng))]


def _rows(
    registry: Registry, entity: np.ndarray, origin: np.ndarray, decided: np.ndarray,
    month: np.ndarray, files_late: np.ndarray, visible: np.ndarray, size: np.ndarray,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    count = len(entity)
    discretionary = (origin < 2) & (rng.random(count) < 0.10 + 0.45 * files_late)
    heavy = np.where(origin == 0, 120_000, np.where(origin == 1, 22_000, 9_000))
    raised = heavy * size**0.5 * (1 + 2 * visible) * rng.lognormal(0, 1.0, count)
    raised = (np.clip(raised, 500, 50_000_000) * 100).astype(np.int64)
    raised -= raised % 100
    # A surcharge needs a wrong statement: many are excused, own corrections always.
    charged = (origin < 2) & (rng.random(count) < np.where(discretionary, 0.8, 0.45))
    return Rows(
        {
            "decision_no": cases("O", np.arange(count)),
            "org_no": registry.org_no(entity),
            "period": registry.calendar.start(month),
            "decided_on": decided.astype(np.int32),
            "concerns": pick(("employer", "vat", "income"), [0.35, 0.45, 0.20], count, rng),
            "origin": codes(_ORIGINS, origin),
            "raised_ore": raised,
            "discretionary": discretionary,
            "surcharge_ore": np.where(charged, raised // 5, 0),
            "status": codes(_STATUS, np.zeros(count)),
            "known_at": (decided + rng.integers(1, 6, count)).astype(np.int32),
        }
    )


def _settled(
    rows: Rows, origin: np.ndarray, decided: np.ndarray, rng: np.random.Generator
) -> Rows:
    """A fifth of the agency's decisions are contested, and of those a quarter annulled."""
    count = len(rows)
    contests = (origin < 2) & (rng.random(count) < 0.20)
    objected = decided + rng.integers(15, 75, count)
    second = rows.take(contests).having(
        status=codes(_STATUS, np.ones(contests.sum())),
        known_at=objected[contests].astype(np.int32),
    )
    annulled = contests & (rng.random(count) < 0.25)
    settled = np.where(contests, objected + rng.integers(90, 430, count), decided + 75)
    third = rows.having(
        status=codes(_STATUS, np.where(annulled, 3, 2)), known_at=settled.astype(np.int32)
    )
    return rows.then(second, third)

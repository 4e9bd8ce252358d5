"""Subsidised employment: spells that the employment service pays a part of."""

from __future__ import annotations

import numpy as np

from features.registers import SUBSIDIES
from features.schema import Table
from features.synthetic.branches import column
from features.synthetic.permits import person_keys
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_DAY, Rows, codes
from features.synthetic.staff import Block, Staff

__all__ = ["with_support"]

_FORMS = ("new_start", "wage_subsidy", "introduction", "extra")


def with_support(
    staff: Staff, block: Block, registry: Registry, rng: np.random.Generator
) -> tuple[Staff, list[tuple[Table, Rows]]]:
    """Some spells are subsidised; with some employers they end the month the support does."""
    businesses = registry.population.businesses
    calendar = registry.calendar
    traits = businesses.traits.take(block.businesses)
    sector = businesses.sector[block.businesses]
    takes = rng.random(block.count) < np.where(traits.clearly, 0.6, 0.4)
    share = 2.2 * column("subsidies")[sector] / 100 * (1 + 1.2 * traits.unserious) * takes
    drops = traits.habit("drops_subsidised")
    share = np.minimum(share * (1 + 2 * (drops > 0.15)), 0.5)
    new = (staff.begins > 0) & (staff.declared > 0) & ~staff.seasonal
    chosen = np.flatnonzero(new & (rng.random(len(staff)) < share[staff.business]))
    business, begins = staff.business[chosen], staff.begins[chosen]
    count = len(chosen)
    form = rng.choice(4, count, p=[0.52, 0.33, 0.12, 0.03])
    planned = np.where(form == 0, rng.integers(6, 25, count), rng.integers(12, 37, count))
    cliff = rng.random(count) < np.maximum(0.10, 0.9 * (drops > 0.15)[business])
    ends = staff.ends.copy()
    ends[chosen] = np.where(cliff, np.minimum(ends[chosen], begins + planned), ends[chosen])
    paid = staff.having(ends=ends)

    decided = calendar.start(begins) - rng.integers(5, 40, count)
    entity = businesses.entity(business + block.start, begins)
    rows = Rows(
        {
            **person_keys(staff.person[chosen]).columns,
            "decision_no": cases("U", block.first_person() + np.arange(count), 12),
            "org_no": registry.org_no(entity),
            "form": codes(_FORMS, form),
            "decided_on": decided.astype(np.int32),
            "starts_on": calendar.start(begins),
            "planned_end_on": calendar.start(begins + planned) - 1,
            "ended_on": np.full(count, NO_DAY, dtype=np.int32),
            "monthly_ore": (np.minimum(staff.pay_ore[chosen], 20_000_00) * 0.6).astype(
                np.int64
            ),
            "recovery_ore": np.zeros(count, dtype=np.int64),
            "known_at": decided + rng.integers(1, 8, count),
        }
    )
    ended = calendar.start(ends[chosen]) - rng.integers(1, 6, count)
    stops = np.minimum(ends[chosen], begins + planned) < calendar.months
    early = rows.take(stops).having(
        ended_on=ended[stops].astype(np.int32),
        known_at=ended[stops] + rng.integers(5, 40, stops.sum()),
    )
    odds = 0.012 + 0.25 * traits.unserious[business] ** 2
    back = np.flatnonzero(stops & (rng.random(count) < odds))
    claimed = rows.take(back).having(
        ended_on=ended[back].astype(np.int32),
        recovery_ore=rows.numbers("monthly_ore")[back] * rng.integers(1, 8, len(back)),
        known_at=ended[back] + rng.integers(120, 420, len(back)),
    )
    return paid, [(SUBSIDIES, rows.then(early, claimed))]

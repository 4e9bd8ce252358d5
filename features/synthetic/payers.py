"""What the payers of support control, what providers bill, and what is claimed back."""

from __future__ import annotations

import numpy as np

from features.registers import ASSISTANCE_HOURS, PROVIDER_RECOVERIES, SUPPORT_CONTROLS
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.happenings import odds
from features.synthetic.registry import Registry, cases
from features.synthetic.rows import NO_DAY, NO_ORE, Rows, codes
from features.synthetic.staff import Block

__all__ = ["FINALITY", "provider_rows", "stages", "support_control_rows"]

FINALITY = ("decided", "contested", "final", "annulled")
_CARE = [sector.key for sector in SECTORS].index("care")
# An hour billed for assistance in 2024 was paid some 341 kr, an assistant some 175 kr with
# supplements for evenings and nights (assumptions).
_HOUR_BILLED_ORE, _HOUR_PAID_KR = 341_00, 175
_HOURS_PER_CLIENT = 560  # a month: some 130 a week (assumption)
_LEAST_STAFF = 15  # fewer assistants have fewer than five clients
# A claim back a month and provider (assumption: near half of what is recovered concerns
# assistance, with some 900 providers, `domain.md` 1.3).
_CLAIMED_BACK, _LEAST_CLAIMED_FROM = 0.005, 4
_CONTROLLED = 0.07  # of the decisions on support (assumption; RiR 2023:17 says few)


def support_control_rows(
    support: Rows, block: Block, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Some decisions on support lead to a control, closed after months; a few stay open."""
    entity = support.texts("org_no").at
    decided = support.numbers("decided_on")
    fresh = support.numbers("known_at") < decided + 10  # the decision, not its corrections
    business = registry.population.entities.business[entity]
    traits = registry.population.businesses.traits
    chance = odds(_CONTROLLED, 0.6 * traits.clearly[business])
    picked = np.flatnonzero(fresh & (rng.random(len(entity)) < chance))
    entity, business = entity[picked], business[picked]
    count = len(picked)
    opened = decided[picked] + rng.integers(60, 500, count)
    rows = Rows(
        {
            "case_no": cases("Q", block.first_person() + np.arange(count), 12),
            "org_no": registry.org_no(entity),
            "opened_on": opened.astype(np.int32),
            "closed_on": np.full(count, NO_DAY, dtype=np.int32),
            "result": codes(("in_order", "deviation"), np.full(count, -1)),
            "recovered_ore": np.full(count, NO_ORE),
            "known_at": opened + rng.integers(1, 30, count),
        }
    )
    closed = opened + np.minimum(rng.lognormal(np.log(190), 0.6, count), 900).astype(np.int32)
    closed = np.maximum(closed, rows.numbers("known_at") + 1)
    wrong = rng.random(count) < odds(
        0.16, 1.6 * traits.unserious[business], 2.0 * traits.habit("drops_subsidised")[business]
    )
    monthly = support.numbers("monthly_ore")[picked]
    after = rows.having(
        closed_on=closed.astype(np.int32),
        result=codes(("in_order", "deviation"), wrong),
        recovered_ore=np.where(wrong, monthly * rng.integers(1, 9, count), NO_ORE),
        known_at=closed + rng.integers(1, 30, count),
    )
    return [(SUPPORT_CONTROLS, rows.then(after))]


def provider_rows(
    gross: np.ndarray, block: Block, registry: Registry, rng: np.random.Generator
) -> list[tuple[Table, Rows]]:
    """Hours of the larger providers of assistance, month by month, and claims back from them.

    `gross` is pay declared per business and month in öre. Honest providers bill about what
    they pay for; some buy hours in, and those who overstate do so by a third or more.
    """
    businesses, calendar = registry.population.businesses, registry.calendar
    traits = businesses.traits.take(block.businesses)
    care = businesses.sector[block.businesses] == _CARE
    large = businesses.size[block.businesses] >= _LEAST_STAFF
    provides = care & large & (rng.random(block.count) < 0.7)
    bent = rng.random(block.count) < 0.6 * traits.unserious
    buys_in = rng.random(block.count) < 0.10
    level = rng.lognormal(0.0, 0.08, block.count) * (1 + 0.5 * bent) * (1 + 0.35 * buys_in)
    hours = gross / 100 / _HOUR_PAID_KR * (level * provides)[:, None]
    hours *= rng.lognormal(0, 0.06, hours.shape)
    clients = np.round(hours / _HOURS_PER_CLIENT).astype(np.int64)
    business, month = np.nonzero(clients >= 5)
    billed = np.round(hours[business, month]).astype(np.int64)
    entity = businesses.entity(business + block.start, month)
    count = len(business)
    known = calendar.start(month + 2) + 4 + np.minimum(rng.gamma(1.2, 6, count), 60).astype(int)
    rows = Rows(
        {
            "org_no": registry.org_no(entity),
            "period": calendar.start(month),
            "clients": clients[business, month],
            "hours_billed": billed,
            "billed_ore": billed * _HOUR_BILLED_ORE,
            "known_at": known.astype(np.int32),
        }
    )
    claims = _claims_back(care, bent, block, registry, rng)
    return [(ASSISTANCE_HOURS, rows), (PROVIDER_RECOVERIES, stages(claims, 0.35, rng))]


def _claims_back(
    care: np.ndarray, bent: np.ndarray, block: Block, registry: Registry,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """From providers of all sizes, those too small for their hours to be told among them."""
    businesses, calendar = registry.population.businesses, registry.calendar
    size = businesses.size[block.businesses]
    months = np.arange(calendar.months)
    alive = (businesses.begins[block.businesses][:, None] <= months) & (
        months < businesses.ends[block.businesses][:, None]
    )
    chance = care * (size >= _LEAST_CLAIMED_FROM) * odds(_CLAIMED_BACK, 1.6 * bent)
    business, month = np.nonzero(alive & (rng.random(alive.shape) < chance[:, None]))
    count = len(business)
    decided = calendar.start(month) + rng.integers(0, 28, count)
    amount = size[business] * rng.lognormal(np.log(9_000), 0.9, count)
    return Rows(
        {
            "case_no": cases("R", block.first_person() + np.arange(count), 12),
            "org_no": registry.org_no(businesses.entity(business + block.start, month)),
            "decided_on": decided.astype(np.int32),
            "amount_ore": np.round(amount).astype(np.int64) * 100,
            "status": codes(FINALITY, np.zeros(count)),
            "known_at": decided + rng.integers(1, 14, count),
        }
    )


def stages(rows: Rows, contested: float, rng: np.random.Generator) -> Rows:
    """Decided, then final in weeks, or contested and in a year or so final or annulled."""
    count = len(rows)
    contests = rng.random(count) < contested
    soon = rows.numbers("known_at") + rng.integers(25, 60, count)
    annulled = contests & (rng.random(count) < 0.2)
    second = rows.having(status=codes(FINALITY, np.where(contests, 1, 2)), known_at=soon)
    third = rows.take(contests).having(
        status=codes(FINALITY, np.where(annulled, 3, 2)[contests]),
        known_at=soon[contests] + rng.integers(120, 520, contests.sum()),
    )
    return rows.then(second, third)

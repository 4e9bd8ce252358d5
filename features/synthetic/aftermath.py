"""What follows a demand or a wear: fines asked of a court, devices that failed inspection."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from features.registers import DEVICE_CHECKS, FINE_APPLICATIONS, NOTICES, PROHIBITIONS
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.registry import Registry, cases, own_stream, pick
from features.synthetic.rows import NO_DAY, Keys, Rows, codes

__all__ = ["device_rows", "fine_rows"]

_FINES, _DEVICES = 1202, 1203
_STATUS = ("applied", "granted", "dismissed", "withdrawn")
# Failed certificates a year and workplace: 1,803 (the diary, September 2025 to 2026) over
# some 400,000 workplaces. Times that rate, by sector (assumption).
_FAILED = 1_803 / 400_000
_WEAR = {
    "manufacturing": 3.0, "property": 2.5, "construction": 1.6, "recycling": 4.0,
    "vehicle_service": 3.0, "transport": 2.0, "wholesale": 1.5, "care": 1.2,
}  # fmt: skip
_DEVICE = ("lift", "crane", "vehicle_lift", "truck", "pressure", "gate")


def fine_rows(documents: Iterable[tuple[Table, Rows]], seed: int) -> list[tuple[Table, Rows]]:
    """Applications after orders and prohibitions under a fine, mostly where no answer came.

    Some are made where the employer had done what was asked; courts dismiss most of those.
    """
    rng = own_stream(seed, _FINES)
    by_name = {table.name: rows for table, rows in documents}
    orders = by_name[NOTICES.name]
    orders = orders.take(_says(orders.texts("kind"), "order_with_fine"))
    bans = by_name[PROHIBITIONS.name]
    bans = bans.take(_says(bans.texts("kind"), "with_fine"))
    shared = ("org_no", "cfar", "document_no")
    parts = []
    for rows, day, settled in (
        (orders, orders.numbers("deadline_on"), orders.numbers("answered_on") != NO_DAY),
        (bans, bans.numbers("decided_on") + 60, bans.numbers("lifted_on") != NO_DAY),
    ):
        _, last = np.unique(rows.texts("document_no").at[::-1], return_index=True)
        last = len(rows) - 1 - last  # each document's last version says how it went
        asked = last[rng.random(len(last)) < np.where(settled[last], 0.07, 0.5)]
        after = np.where(settled[asked], 40, 60) + rng.integers(0, 150, len(asked))
        kept = Rows({name: rows[name] for name in shared}).take(asked)
        parts.append(
            kept.having(
                applied_on=(day[asked] + after).astype(np.int32),
                order_no=kept["document_no"],
                amount_ore=(rng.integers(2, 41, len(asked)) * 10_000_00).astype(np.int64),
                settled=settled[asked].astype(np.int32),
            )
        )
    return [(FINE_APPLICATIONS, _judged(parts[0].then(parts[1]), rng))]


def _says(keys: Keys, word: str) -> np.ndarray:
    found: np.ndarray = keys.at == keys.words.to_pylist().index(word)
    return found


def _judged(rows: Rows, rng: np.random.Generator) -> Rows:
    """Applied for, then settled by a court after half a year to a year and a half."""
    rows = rows.take(np.argsort(rows.numbers("applied_on"), kind="stable"))
    applied, settled = rows.numbers("applied_on"), rows.numbers("settled") == 1
    count = len(rows)
    draw = rng.random(count)
    ends = np.where(settled, 2 + (draw < 0.3), np.select([draw < 0.72, draw < 0.88], [1, 2], 3))
    columns = {name: values for name, values in rows.columns.items() if name != "settled"}
    first = Rows(columns).having(
        document_no=cases("V", np.arange(count), 8),
        status=codes(_STATUS, np.zeros(count)),
        known_at=(applied + rng.integers(1, 4, count)).astype(np.int32),
    )
    judged = (applied + rng.integers(150, 540, count)).astype(np.int32)
    return first.then(first.having(status=codes(_STATUS, ends), known_at=judged))


def device_rows(registry: Registry, seed: int) -> list[tuple[Table, Rows]]:
    """Failed certificates, oftener of the careless; closed after a median of 39 days."""
    rng = own_stream(seed, _DEVICES)
    calendar, population = registry.calendar, registry.population
    businesses, at = population.businesses, population.workplaces.business
    careless = businesses.traits.careless[at]
    wear = np.array([_WEAR.get(sector.key, 0.25) for sector in SECTORS])
    wear = wear / wear[businesses.sector].mean()
    staff = np.maximum(businesses.size[at] * population.workplaces.share, 1)
    rate = _FAILED * wear[businesses.sector[at]] * staff**0.25 * np.exp(0.4 * careless - 0.08)
    begins = np.maximum(businesses.begins[at], 0)
    lived = np.maximum(np.minimum(businesses.ends[at], calendar.months) - begins, 0)
    workplace = np.repeat(np.arange(len(at)), rng.poisson(rate / 12 * lived))
    month = begins[workplace] + (rng.random(len(workplace)) * lived[workplace]).astype(np.int64)
    day = calendar.start(month) + rng.integers(0, 28, len(workplace))
    order = np.argsort(day, kind="stable")
    workplace, day = workplace[order], day[order]
    count = len(workplace)
    rows = Rows(
        {
            "certificate_no": cases("I", np.arange(count), 8),
            "org_no": registry.org_no(registry.entity_at(workplace, day)),
            "cfar": registry.cfar(workplace),
            "device": pick(_DEVICE, [0.30, 0.14, 0.10, 0.16, 0.22, 0.08], count, rng),
            "inspected_on": day.astype(np.int32),
            "closed_on": np.full(count, NO_DAY, dtype=np.int32),
            "known_at": (day + rng.integers(2, 25, count)).astype(np.int32),
        }
    )
    # The diary's replies come after a median of 39 days; the careless take longer.
    slow = np.exp(0.35 * careless[workplace] + 0.8 * rng.normal(size=count))
    known = rows.numbers("known_at")
    closed = known + np.minimum(32 * slow, 900).astype(np.int32) + 1
    mended = rng.random(count) >= 0.05 * np.exp(0.4 * careless[workplace])
    later = rows.having(
        closed_on=closed.astype(np.int32), known_at=(closed + 1).astype(np.int32)
    )
    return [(DEVICE_CHECKS, rows.then(later.take(mended)))]

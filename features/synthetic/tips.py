"""Tips: about some that deserve them, about many that do not, and from one source again."""

from __future__ import annotations

import numpy as np

from features.registers import TIPS
from features.schema import Table
from features.synthetic.branches import column
from features.synthetic.keys import text_keys
from features.synthetic.potential import AREAS
from features.synthetic.registry import Registry, cases, own_stream, pick
from features.synthetic.rows import Keys, Rows, codes

__all__ = ["tip_rows"]

_STREAM = 1205
_A_YEAR = 0.02  # tips a year and workplace (assumption: some thousands a year)
_TIED = 0.6  # can be tied to an employer, four in ten of those to a workplace (assumption)
_READINGS = ("unread", "kept", "dismissed")


def tip_rows(registry: Registry, tilt: np.ndarray, seed: int) -> list[tuple[Table, Rows]]:
    """Tips follow what goes on, what is seen by many, and prejudice (`tilt`) alike.

    One source in eight writes several times about the same workplace.
    """
    rng = own_stream(seed, _STREAM)
    calendar, population = registry.calendar, registry.population
    businesses, at = population.businesses, population.workplaces.business
    traits = businesses.traits
    lean = 1.4 * traits.unserious + 0.15 * traits.careless + 0.5 * tilt
    lean += 0.25 * (column("hours")[businesses.sector] > 0)  # the public comes there
    lean += 0.5 * rng.normal(size=len(lean))  # neighbours, competitors, former staff
    staff = np.maximum(businesses.size[at] * population.workplaces.share, 1)
    rate = _A_YEAR / 12 * np.exp(lean[at] - 0.3) * staff**0.35
    begins = np.maximum(businesses.begins[at], 0)
    lived = np.maximum(np.minimum(businesses.ends[at], calendar.months) - begins, 0)
    source = np.repeat(np.arange(len(at)), rng.poisson(rate * lived))  # a workplace each
    again = np.where(rng.random(len(source)) < 0.125, 1 + rng.poisson(2.0, len(source)), 0)
    first = calendar.start(begins[source]) + (
        rng.random(len(source)) * (30 * lived[source])
    ).astype(np.int64)
    who = np.repeat(np.arange(len(source)), 1 + again)
    gap = np.arange(len(who)) - (np.cumsum(1 + again) - again - 1)[who]
    day = first[who] + gap * rng.integers(3, 45, len(who))
    day = np.minimum(day, calendar.start(begins + lived)[source[who]] - 1)
    order = np.argsort(day, kind="stable")
    return [(TIPS, _delivered(who[order], source[who[order]], day[order], registry, rng))]


def _delivered(
    who: np.ndarray, workplace: np.ndarray, day: np.ndarray, registry: Registry,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    count = len(who)
    business = registry.population.workplaces.business[workplace]
    tied = rng.random(count) < _TIED
    placed = tied & (rng.random(count) < 0.4)
    entity, place = (
        registry.org_no(registry.entity_at(workplace, day)),
        registry.cfar(workplace),
    )
    sources, at = np.unique(who, return_inverse=True)
    hashes = (sources * 7_919_317 + 104_729) % 1_000_000_007
    rows = Rows(
        {
            "tip_no": cases("T", np.arange(count), 8),
            "org_no": Keys(np.where(tied, entity.at, -1).astype(np.int32), entity.words),
            "cfar": Keys(np.where(placed, place.at, -1).astype(np.int32), place.words),
            "source_key": Keys(at.astype(np.int32), text_keys("k", hashes, 10)),
            "channel": pick(("public", "authority", "representative"), [0.82, 0.12, 0.06],
                            count, rng),
            "area": pick(AREAS[:4], [0.42, 0.34, 0.16, 0.08], count, rng),
            "reading": codes(_READINGS, np.zeros(count)),
            "received_on": day.astype(np.int32),
            "known_at": (day + rng.integers(0, 4, count)).astype(np.int32),
        }
    )  # fmt: skip
    # Readers dismiss a third, hardly fewer where there was something to it.
    truth = registry.population.businesses.traits.unserious[business]
    dismissed = rng.random(count) < 0.36 - 0.15 * truth
    read = rng.random(count) < 0.9
    later = rows.having(
        reading=codes(_READINGS, np.where(dismissed, 2, 1)),
        known_at=(day + 5 + rng.geometric(0.05, count)).astype(np.int32),
    )
    return rows.then(later.take(read))

"""Posted workers: firms abroad, the few that receive them, and notices that come late."""

from __future__ import annotations

import numpy as np

from features.registers import POSTINGS
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.keys import text_keys
from features.synthetic.registry import Registry, cases, own_stream
from features.synthetic.rows import NO_DAY, Keys, Rows

__all__ = ["posting_rows"]

_STREAM = 1204
# Share of employers that ever receive posted workers. Building has 32,500 of 74,000 posted
# in 2023, manufacturing a quarter (domain 5.4); the shares of employers are assumption.
_HOSTS = {
    "construction": 0.06, "manufacturing": 0.06, "agriculture": 0.04, "transport": 0.03,
    "property": 0.01, "staffing": 0.04, "recycling": 0.02,
}  # fmt: skip
_A_YEAR = 2.2  # postings a year and host (assumption)
_NUMBERED = 0.18  # have the recipient's number (the authority's posting cases, domain 1.3)
_LATE = 0.22  # notified after the start, whoever receives them (assumption)


def posting_rows(registry: Registry, seed: int) -> list[tuple[Table, Rows]]:
    """Notified postings. Hosts choose whom they hire from: the unserious oftener the late."""
    rng = own_stream(seed, _STREAM)
    calendar, businesses = registry.calendar, registry.population.businesses
    unserious = businesses.traits.unserious
    count = len(businesses.size)
    share = np.array([_HOSTS.get(sector.key, 0.002) for sector in SECTORS])
    chance = share[businesses.sector] * np.minimum(businesses.size / 8, 4) ** 0.5
    host = rng.random(count) < chance * (1 + 0.8 * unserious)
    begins = np.maximum(businesses.begins, 0)
    lived = np.maximum(np.minimum(businesses.ends, calendar.months) - begins, 0)
    number = np.where(host, rng.poisson(_A_YEAR / 12 * lived), 0)
    business = np.repeat(np.arange(count), number)
    month = begins[business] + (rng.random(len(business)) * lived[business]).astype(np.int64)
    starts = calendar.start(month) + rng.integers(0, 28, len(business))
    order = np.argsort(starts, kind="stable")
    business, month, starts = business[order], month[order], starts[order]
    count = len(business)
    # A host keeps to a few firms, and each firm has its own way with notices.
    firm = business * 3 + rng.integers(0, 3, count)
    habit = np.exp(0.8 * rng.normal(size=3 * len(host)))[firm]
    late = rng.random(count) < np.minimum(_LATE * habit * (1 + 1.5 * unserious[business]), 0.9)
    notified = starts + np.where(
        late, 1 + rng.geometric(0.03, count), -rng.integers(0, 25, count)
    )
    ends = starts + np.minimum(rng.lognormal(np.log(80), 0.9, count), 720).astype(np.int32) + 3
    entity = registry.org_no(businesses.entity(business, month))
    numbered = rng.random(count) < _NUMBERED
    firms, at = np.unique(firm, return_inverse=True)
    rows = Rows(
        {
            "posting_no": cases("P", np.arange(count), 8),
            "org_no": Keys(np.where(numbered, entity.at, -1).astype(np.int32), entity.words),
            "posting_firm_key": Keys(at.astype(np.int32), text_keys("U", firms, 8)),
            "notified_on": notified.astype(np.int32),
            "starts_on": starts.astype(np.int32),
            "ends_on": np.where(rng.random(count) < 0.12, NO_DAY, ends).astype(np.int32),
            "workers": np.minimum(rng.geometric(0.22, count), 400).astype(np.int64),
            "known_at": (notified + rng.integers(1, 3, count)).astype(np.int32),
        }
    )
    changed = np.flatnonzero(rng.random(count) < 0.15)
    known = np.maximum(notified, starts)[changed] + rng.integers(4, 60, len(changed))
    more = rows.numbers("workers")[changed] + rng.integers(-1, 4, len(changed))
    later = rows.take(changed).having(
        workers=np.maximum(more, 1),
        ends_on=(ends[changed] + rng.integers(-20, 90, len(changed))).astype(np.int32),
        known_at=known.astype(np.int32),
    )
    return [(POSTINGS, rows.then(later))]

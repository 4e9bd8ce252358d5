"""Building sites: who registers and announces them, when, and what is left undone."""

from __future__ import annotations

import numpy as np

from features.registers import ASBESTOS_PERMITS, BUILDING_SITES, SITE_NOTICES
from features.registers.reference import SECTORS
from features.schema import Table
from features.synthetic.geography import COUNTY_CODES, MUNICIPALITY_CODES, settle
from features.synthetic.registry import Registry, cases, own_stream, pick
from features.synthetic.rows import NO_DAY, Keys, Rows, codes

__all__ = ["site_rows"]

_STREAM = 1201
# Sites a year for an employer of ten, by sector (assumption: some tens of thousands of sites
# are registered a year, nearly all by builders and owners of property).
_SITES = {"construction": 0.45, "property": 0.25, "manufacturing": 0.02, "education": 0.02}
_EQUIPMENT = ("provided", "not_provided", "not_stated")
_WORK = ("building", "rebuilding", "demolition", "civil")
# Shares of sites without fault of anyone in particular (assumption).
_LATE, _UNEQUIPPED, _UNANNOUNCED = 0.10, 0.05, 0.12


def site_rows(registry: Registry, seed: int) -> list[tuple[Table, Rows]]:
    """Registered sites, prior notices of the larger ones, asbestos permits and notices.

    Careless and hiding employers leave more undone; so do some of the others.
    """
    rng = own_stream(seed, _STREAM)
    calendar, businesses = registry.calendar, registry.population.businesses
    traits = businesses.traits
    rate = np.array([_SITES.get(sector.key, 0.0) for sector in SECTORS])[businesses.sector]
    rate = rate / 12 * np.sqrt(businesses.size / 10)
    first = np.maximum(businesses.begins, 0)
    lived = np.maximum(np.minimum(businesses.ends, calendar.months + 2) - first, 0)
    business = np.repeat(np.arange(len(rate)), rng.poisson(rate * lived))
    month = first[business] + (rng.random(len(business)) * lived[business]).astype(np.int64)
    starts = calendar.start(month) + rng.integers(0, 28, len(business))
    order = np.argsort(starts, kind="stable")
    business, month, starts = business[order], month[order], starts[order]
    count = len(business)
    # Of what was left undone, this part is the employer's own doing.
    slack = 0.25 * traits.careless[business] + 1.2 * traits.unserious[business]
    slack += 1.2 * traits.habit("files_late")[business]
    slack += 1.2 * traits.habit("hides_workplace")[business]
    leaves = np.exp(np.clip(slack + 0.5 * rng.normal(size=count), -2, 2))
    lasts = np.minimum(rng.lognormal(np.log(130), 0.9, count), 1_500).astype(np.int64) + 5
    place = settle(count, rng, near=businesses.seat[business])
    site = cases("FA", np.arange(count), 8)
    whose = registry.org_no(businesses.entity(business, month))
    base = Rows({"site_no": site, "org_no": whose})
    municipality = codes(MUNICIPALITY_CODES, place.municipality)
    sites = base.having(municipality=municipality, county=codes(COUNTY_CODES, place.county))
    workers = 1 + rng.poisson(2 + 0.5 * businesses.size[business])
    work = rng.choice(4, count, p=[0.34, 0.44, 0.07, 0.15])
    return [
        (BUILDING_SITES, _sites(sites, starts, lasts, leaves, rng)),
        (SITE_NOTICES, _notices(base, starts, lasts, workers, work, leaves, rng)),
        (ASBESTOS_PERMITS, _asbestos(base, starts, lasts, work, leaves, rng)),
    ]


def _sites(
    base: Rows, starts: np.ndarray, lasts: np.ndarray, leaves: np.ndarray,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """As first registered, then moved or prolonged for some, and finished for most."""
    count = len(base)
    late = rng.random(count) < np.minimum(_LATE * leaves, 0.9)
    registered = starts + np.where(
        late, rng.geometric(0.04, count), -rng.integers(1, 40, count)
    )
    bare = rng.random(count) < np.minimum(_UNEQUIPPED * leaves, 0.8)
    unsaid = rng.random(count) < 0.08
    ends = starts + lasts
    rows = base.having(
        role=pick(("developer", "contractor"), [0.55, 0.45], count, rng),
        registered_on=registered.astype(np.int32),
        starts_on=starts.astype(np.int32),
        ends_on=np.where(rng.random(count) < 0.1, NO_DAY, ends).astype(np.int32),
        known_at=(registered + rng.integers(0, 3, count)).astype(np.int32),
        equipment=codes(_EQUIPMENT, np.where(unsaid, 2, bare)),
    )
    moved = np.flatnonzero(rng.random(count) < 0.12)
    onward = rows.take(moved)
    prolonged = onward.having(
        ends_on=(ends[moved] + rng.integers(20, 200, len(moved))).astype(np.int32),
        known_at=(starts[moved] + lasts[moved] // 2 + 3).astype(np.int32),
    )
    later = prolonged.numbers("known_at") > onward.numbers("known_at")
    return rows.then(prolonged.take(later))


def _notices(
    base: Rows, starts: np.ndarray, lasts: np.ndarray, workers: np.ndarray, work: np.ndarray,
    leaves: np.ndarray, rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """Notices of the larger sites, some late, some without the site's number."""
    count = len(base)
    large = (lasts > 42) & ((workers > 20) | (workers * lasts > 700))
    announced = rng.random(count) >= np.minimum(_UNANNOUNCED * leaves, 0.9)
    some = np.flatnonzero((large & announced) | (rng.random(count) < 0.1))
    late = rng.random(len(some)) < np.minimum(0.08 * leaves[some], 0.8)
    received = starts[some] + np.where(
        late, rng.geometric(0.05, len(some)), -rng.integers(1, 45, len(some))
    )
    rows = base.take(some)
    numbers = rows.texts("site_no")
    stated = np.where(rng.random(len(some)) < 0.7, numbers.at, -1).astype(np.int32)
    return rows.having(
        site_no=Keys(stated, numbers.words),
        notice_no=cases("BA", np.arange(len(some)), 8),
        work=codes(_WORK, work[some]),
        received_on=received.astype(np.int32),
        starts_on=starts[some].astype(np.int32),
        ends_on=(starts[some] + lasts[some]).astype(np.int32),
        most_workers=np.minimum(workers[some], 5_000).astype(np.int64),
        known_at=(received + rng.integers(1, 4, len(some))).astype(np.int32),
    )


def _asbestos(
    base: Rows, starts: np.ndarray, lasts: np.ndarray, work: np.ndarray, leaves: np.ndarray,
    rng: np.random.Generator,
) -> Rows:  # fmt: skip
    """Permits before demolition, mostly; a notice of the job for half of those."""
    count = len(base)
    torn = (work == 2) | ((work == 1) & (rng.random(count) < 0.10))
    asks = np.flatnonzero(torn & (rng.random(count) >= np.minimum(0.2 * leaves, 0.9)))
    refused = rng.random(len(asks)) < 0.05
    decided = starts[asks] - rng.integers(5, 90, len(asks))
    years = rng.integers(1, 6, len(asks))
    nowhere = np.full(len(asks), -1, dtype=np.int32)
    rows = base.take(asks)
    words = rows.texts("site_no").words
    permits = rows.having(
        permit_no=cases("AT", np.arange(len(asks)), 8),
        site_no=Keys(nowhere, words),
        kind=codes(("permit", "notice"), np.zeros(len(asks))),
        decision=codes(("granted", "refused", "withdrawn", "received"), refused),
        decided_on=decided.astype(np.int32),
        valid_from=decided.astype(np.int32),
        valid_until=(decided + 365 * years).astype(np.int32),
        known_at=(decided + rng.integers(1, 4, len(asks))).astype(np.int32),
    )
    jobs = np.flatnonzero(~refused & (rng.random(len(asks)) < 0.5))
    told = starts[asks[jobs]] - rng.integers(1, 20, len(jobs))
    notices = permits.take(jobs).having(
        permit_no=cases("AJ", np.arange(len(jobs)), 8),
        site_no=rows.texts("site_no").take(jobs),
        kind=codes(("permit", "notice"), np.ones(len(jobs))),
        decision=codes(("granted", "refused", "withdrawn", "received"), np.full(len(jobs), 3)),
        decided_on=told.astype(np.int32),
        valid_from=starts[asks[jobs]].astype(np.int32),
        valid_until=(starts + lasts)[asks[jobs]].astype(np.int32),
        known_at=(told + rng.integers(1, 4, len(jobs))).astype(np.int32),
    )
    return permits.then(notices)

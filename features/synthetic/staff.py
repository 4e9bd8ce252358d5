"""Who works where and when: one spell per person and business, hidden ones among them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from features.synthetic.branches import column
from features.synthetic.calendar import Calendar
from features.synthetic.population import Population

__all__ = ["Block", "Staff", "hire"]

# Persons of a block are numbered from its place times this.
_PERSONS = 100_000_000


@dataclass(frozen=True)
class Block:
    """Businesses `start` to `stop`, worked on together so that memory stays bounded."""

    number: int
    start: int
    stop: int

    @property
    def count(self) -> int:
        """How many businesses."""
        return self.stop - self.start

    @property
    def businesses(self) -> np.ndarray:
        """Their places in the population."""
        return np.arange(self.start, self.stop)

    def first_person(self) -> int:
        """The number its persons are counted from."""
        return self.number * _PERSONS


@dataclass(frozen=True)
class Staff:
    """One row per spell of work. `business` counts within the block, `workplace` in the world.

    Pay is öre a month at the price level of month 0. `declared` is the share of it that a
    return shows; nought means that the person is in no return at all.
    """

    business: np.ndarray
    workplace: np.ndarray
    person: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    share: np.ndarray  # of full time, as truly worked
    pay_ore: np.ndarray
    declared: np.ndarray
    steady: np.ndarray  # the same pay every month
    seasonal: np.ndarray
    self_employed: np.ndarray  # paid against an invoice
    drops: np.ndarray  # pay is cut after some months

    def __len__(self) -> int:
        return len(self.business)

    def having(self, **columns: np.ndarray) -> Staff:
        """The same spells with some columns replaced."""
        return replace(self, **columns)


def hire(
    population: Population, block: Block, calendar: Calendar, rng: np.random.Generator
) -> Staff:
    """Fill every position with one person after another for as long as the business lives."""
    businesses = population.businesses
    size = businesses.size[block.businesses]
    traits = businesses.traits.take(block.businesses)
    sector = businesses.sector[block.businesses]
    opens = np.maximum(businesses.begins[block.businesses], 0)
    closes = np.minimum(businesses.ends[block.businesses], calendar.months)

    of = np.repeat(np.arange(block.count), size)  # positions
    count = len(of)
    span = (closes - opens)[of]
    from_ = opens[of] + np.where(rng.random(count) < 0.20, rng.random(count) * span, 0)
    until = closes[of] - np.where(rng.random(count) < 0.15, rng.random(count) * span * 0.8, 0)
    until = np.maximum(until, from_)

    churn = column("churn")[sector] * (1 + 2.5 * traits.habit("churns"))
    breaks = rng.poisson(churn[of] * (until - from_))
    broken = np.repeat(np.arange(count), breaks)
    at = from_[broken] + rng.random(len(broken)) * (until - from_)[broken]
    switched, month = _switches(population, block, of, rng)
    inside = (month > from_[switched]) & (month < until[switched])
    position = np.concatenate([np.arange(count), broken, switched[inside]])
    begins = np.concatenate([from_, at, month[inside]]).astype(np.int64)
    order = np.lexsort((begins, position))
    position, begins = position[order], begins[order]
    last = np.append(position[1:] != position[:-1], True)
    ends = np.where(last, until[position].astype(np.int64), np.append(begins[1:], 0))
    real = ends > begins
    position, begins, ends = position[real], begins[real], ends[real]

    business = of[position]
    share, pay, seasonal = _terms(sector, traits.unserious, of, rng)
    hides = traits.habit("hides_staff") * np.where(column("unserious")[sector] >= 5, 0.85, 0.35)
    hidden = rng.random(count) < hides[of]
    declared = np.where(hidden, np.where(rng.random(count) < 0.6, 0.0, 0.3), 1.0)
    flat, agreed = _flat(sector, traits.habit("pays_alike"), of, share, rng)
    personal = pay[position] * rng.lognormal(0, 0.07, len(position))
    invoiced = np.where(column("services")[sector] >= 0.12, 0.04, 0.008)
    return Staff(
        business=business,
        workplace=_place(population, block, of, rng)[position],
        person=block.first_person() + np.arange(len(position)),
        begins=begins,
        ends=ends,
        share=share[position],
        pay_ore=np.where(flat[position], agreed[position], personal),
        declared=declared[position],
        steady=flat[position] | (share[position] == 1),
        seasonal=seasonal[position],
        self_employed=(rng.random(count) < invoiced[of])[position],
        drops=np.zeros(len(position), dtype=bool),
    )


def _switches(
    population: Population, block: Block, of: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """A third of the positions change person when the business passes to a new entity."""
    switches = population.businesses.switches[block.businesses]
    positions, months = [], []
    for turn in range(2):
        month = switches[of, turn]
        leaves = (month < 10_000) & (rng.random(len(of)) < 0.35)
        positions.append(np.flatnonzero(leaves))
        months.append(month[leaves])
    return np.concatenate(positions), np.concatenate(months)


def _terms(
    sector: np.ndarray, unserious: np.ndarray, of: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share of full time, monthly pay in öre, and whether the position lives on the season."""
    count = len(of)
    full = rng.random(count) < column("full_time")[sector][of]
    share = np.where(full, 1.0, rng.uniform(0.12, 0.9, count))
    level = rng.lognormal(0, 0.07, len(sector)) * (1 - 0.04 * unserious)
    pay = (column("wage")[sector] * level)[of] * rng.lognormal(0, 0.10, count) * share * 100
    seasonal = rng.random(count) < (0.5 * column("season")[sector])[of]
    return share, pay, seasonal


def _flat(
    sector: np.ndarray, habit: np.ndarray, of: np.ndarray, share: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Which positions have a flat rate, and its öre a month.

    Honest employers pay by an agreement's few grades, in some trades nearly all of them. Those
    who pay alike hold one low sum even for some of the part-timers, but never for everybody.
    """
    count, firms = len(of), len(sector)
    by_agreement = rng.random(firms) < column("agreed")[sector]
    part = np.where(by_agreement, rng.beta(2.2, 1.6, firms), 0.0)
    grades = rng.integers(1, 4, firms)
    alike = habit > 0.1
    low = alike & (rng.random(firms) < 0.74)
    part = np.where(low, rng.beta(2.1, 2.6, firms), part)
    grades = np.where(low, 1, grades)
    start = np.where(low, 0.80, rng.uniform(0.82, 0.95, firms))
    step = 1 + 0.05 * np.minimum((rng.random(count) ** 1.5 * grades[of]).astype(int), 3)
    rate = np.round((column("wage")[sector] * start)[of] * step, -2) * 100
    flat = rng.random(count) < part[of]
    flat &= (share == 1) | (low[of] & (rng.random(count) < 0.5))
    return flat, rate


def _place(
    population: Population, block: Block, of: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """A workplace for every position, by the workplaces' shares of the staff."""
    workplaces = population.workplaces
    first = workplaces.first[block.start]
    stop = workplaces.first[block.stop - 1] + workplaces.count[block.stop - 1]
    edges = np.cumsum(workplaces.share[first:stop])  # one more for every business
    chosen = np.searchsorted(edges, of + rng.random(len(of)) * 0.999)
    last = workplaces.first[block.businesses] + workplaces.count[block.businesses] - 1
    own = workplaces.first[block.businesses]
    placed: np.ndarray = np.clip(chosen + first, own[of], last[of])
    return placed

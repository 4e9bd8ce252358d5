"""Businesses, the legal entities they live in one after another, and their workplaces.

A business is what goes on: its staff, place and habits. A legal entity is what registers see.
A phoenix is one business that passes into a new entity after the old one's bankruptcy; an
honest firm that becomes a limited company does the same without one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.registers.reference import SECTORS
from features.synthetic.branches import BRANCHES, column
from features.synthetic.geography import Places, settle
from features.synthetic.keys import FORMS
from features.synthetic.traits import Traits, draw_traits

__all__ = ["ENDS", "FAR", "Businesses", "Entities", "Population", "Workplaces", "populate"]

FAR = 10_000  # a month that never comes
ENDS = ("active", "bankrupt", "liquidated", "merged", "deregistered")

# Share of employers by number of employees (Skatteverket from SCB, 2015); the very largest
# are held at 1,500 persons, since a handful of giants would be half the world's rows.
_SIZES = (
    (0.720, 1, 4),
    (0.138, 5, 9),
    (0.074, 10, 19),
    (0.043, 20, 49),
    (0.013, 50, 99),
    (0.006, 100, 199),
    (0.0033, 200, 499),
    (0.0027, 500, 1500),
)
_BIRTHS, _OTHER_ENDS = 0.06, 0.032  # of the stock a year


@dataclass(frozen=True)
class Businesses:
    """One row per business; months count from the world's first and may be negative."""

    sector: np.ndarray
    size: np.ndarray  # persons truly at work
    begins: np.ndarray  # month
    ends: np.ndarray  # month it stops for good, FAR when it does not
    switches: np.ndarray  # two columns: months in which it passes into a new entity
    first_entity: np.ndarray
    shared_address: np.ndarray
    seat: np.ndarray  # municipality
    traits: Traits

    def entity(self, business: np.ndarray, month: np.ndarray) -> np.ndarray:
        """The entity a business lives in at a month."""
        passed = (month >= self.switches[business, 0]).astype(np.int64)
        passed += month >= self.switches[business, 1]
        return np.asarray(self.first_entity[business] + passed)


@dataclass(frozen=True)
class Entities:
    """One row per legal entity."""

    business: np.ndarray
    ordinal: np.ndarray  # 0 for a business's first entity
    form: np.ndarray  # place in FORMS
    begins: np.ndarray
    ends: np.ndarray
    end: np.ndarray  # place in ENDS; 0 when it lives on
    phoenix: np.ndarray  # true when it rose from a bankruptcy


@dataclass(frozen=True)
class Workplaces:
    """One row per workplace, those of a business beside each other."""

    business: np.ndarray
    share: np.ndarray  # of the business's staff
    places: Places
    first: np.ndarray  # per business: its first workplace
    count: np.ndarray  # per business


@dataclass(frozen=True)
class Population:
    """The whole invented country, without its rows."""

    businesses: Businesses
    entities: Entities
    workplaces: Workplaces


def populate(employers: int, months: int, rng: np.random.Generator) -> Population:
    """Some `employers` alive at any time, and those born and gone over `months` beside them."""
    years = months / 12
    count = round(employers * (1 + (_BIRTHS - 0.002) * years))
    born = rng.random(count) >= employers / count
    begins = np.where(
        born, rng.integers(0, months, count), -1 - rng.gamma(1.2, 90, count).astype(np.int64)
    )
    weights = column("weight") / column("weight").sum()
    sector = rng.choice(len(SECTORS), count, p=weights)
    size = _sizes(count, rng)
    size = np.where(born, np.minimum(size, 40), size)
    shared = rng.random(count) < 0.15
    traits = draw_traits(sector, shared, rng)
    form = _forms(size, rng)
    lives = _lives(begins, sector, size, traits, form, months, rng)
    entities, first_entity = _entities(begins, form, *lives)
    places, share, of, first, number = _workplaces(size, rng)
    businesses = Businesses(
        sector, size, begins, lives[0], lives[1], first_entity, shared,
        places.municipality[first], traits,
    )  # fmt: skip
    return Population(businesses, entities, Workplaces(of, share, places, first, number))


def _sizes(count: int, rng: np.random.Generator) -> np.ndarray:
    shares = np.array([row[0] for row in _SIZES])
    chosen = rng.choice(len(_SIZES), count, p=shares / shares.sum())
    least = np.array([row[1] for row in _SIZES])[chosen]
    most = np.array([row[2] for row in _SIZES])[chosen] + 1
    return np.asarray(np.floor(least * (most / least) ** rng.random(count)), dtype=np.int64)


def _forms(size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    draw = rng.random(len(size))
    small = np.select(
        [draw < 0.14, draw < 0.20, draw < 0.225, draw < 0.25],
        [
            FORMS.index(form)
            for form in ("sole_trader", "partnership", "economic", "association")
        ],
        FORMS.index("limited"),
    )
    large = np.where(draw < 0.03, FORMS.index("economic"), FORMS.index("limited"))
    return np.where(size < 10, small, large)


def _lives(
    begins: np.ndarray,
    sector: np.ndarray,
    size: np.ndarray,
    traits: Traits,
    form: np.ndarray,
    months: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """When each business ends, when it changes entity, and how each of three entities ends."""
    count = len(begins)
    lean = np.exp(0.5 * traits.poor) * np.where(traits.clearly, 2.2, 1.0)
    bankrupt = column("bankrupt")[sector] / 100 * 0.8 * lean * np.where(size > 100, 0.3, 1.0)
    other = np.full(count, _OTHER_ENDS) * np.where(size > 20, 0.4, 1.0)
    alive = np.maximum(begins, 0)  # who is in the stock has lived until then
    switches = np.full((count, 2), FAR)
    kinds = np.zeros((count, 3), dtype=np.int64)
    ends = np.full(count, FAR)
    going = np.ones(count, dtype=bool)
    sole = form == FORMS.index("sole_trader")
    for ordinal in range(3):
        lasts = 1 + rng.exponential(12 / (bankrupt + other))
        at = np.minimum(alive + lasts, FAR).astype(np.int64)
        fails = rng.random(count) < bankrupt / (bankrupt + other)
        kind = np.where(fails, 1, 2 + rng.choice(3, count, p=[0.6, 0.15, 0.25]))
        rises = rng.random(count) < np.where(fails, np.where(traits.clearly, 0.6, 0.07), 0)
        rises |= (kind == 4) & (sole | (rng.random(count) < 0.15))  # becomes a company
        ending = going & (at < months)
        kinds[ending, ordinal] = kind[ending]
        passes = ending & rises & (ordinal < 2) & (at < months - 2)
        if ordinal < 2:
            switches[passes, ordinal] = at[passes]
        ends[ending & ~passes] = at[ending & ~passes]
        going, alive = passes, np.where(passes, at, alive)
    return ends, switches, kinds


def _entities(
    begins: np.ndarray,
    form: np.ndarray,
    ends: np.ndarray,
    switches: np.ndarray,
    kinds: np.ndarray,
) -> tuple[Entities, np.ndarray]:
    lived = 1 + (switches < FAR).sum(axis=1)
    first = np.cumsum(lived) - lived
    business = np.repeat(np.arange(len(begins)), lived)
    ordinal = np.arange(len(business)) - first[business]
    edges = np.column_stack([begins, switches, np.full(len(begins), FAR)])
    start = edges[business, ordinal]
    last = ordinal == lived[business] - 1
    end_month = np.where(last, ends[business], edges[business, ordinal + 1])
    end = np.where(end_month < FAR, kinds[business, ordinal], 0)
    previous = kinds[business, np.maximum(ordinal - 1, 0)]
    limited = FORMS.index("limited")
    entities = Entities(
        business=business,
        ordinal=ordinal,
        form=np.where(ordinal > 0, limited, form[business]),
        begins=start,
        ends=end_month,
        end=end,
        phoenix=(ordinal > 0) & (previous == 1),
    )
    return entities, first


def _workplaces(
    size: np.ndarray, rng: np.random.Generator
) -> tuple[Places, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """About 1.25 workplaces a business; the first holds most of the staff."""
    count = len(size)
    more = np.select(
        [size < 5, size < 10, size < 20, size < 50, size < 100],
        [0.12, 0.25, 0.45, 0.9, 1.6],
        4.0,
    )
    extra = np.where(size < 2, 0, np.minimum(rng.poisson(more), np.minimum(size - 1, 25)))
    number = 1 + extra
    first = np.cumsum(number) - number
    of = np.repeat(np.arange(count), number)
    is_first = np.zeros(len(of), dtype=bool)
    is_first[first] = True
    seat = settle(count, rng)
    spread = settle(len(of), rng, near=seat.municipality[of])
    places = Places(
        np.where(is_first, seat.municipality[of], spread.municipality),
        np.where(is_first, seat.county[of], spread.county),
        np.where(is_first, seat.east[of], spread.east),
        np.where(is_first, seat.north[of], spread.north),
    )
    weight = np.where(is_first, 2.0, 1.0) * rng.uniform(0.5, 1.5, len(of))
    return places, weight / np.bincount(of, weight)[of], of, first, number


assert len(BRANCHES) == len(SECTORS)

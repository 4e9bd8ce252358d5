"""How workplaces come to be controlled today: campaigns, tips, history, knowledge, chance.

The choice follows the unserious through tips and local knowledge, and follows itself through
history; so what is found at controls says more than the truth does of everybody. A small part
is drawn at random, with its probability stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.registers.reference import CENTRES, SECTORS
from features.synthetic.branches import column
from features.synthetic.geography import centre_of_municipality
from features.synthetic.population import FAR, Population

__all__ = ["REASONS", "Chosen", "Practice", "practice_of"]

REASONS = ("sector_campaign", "tip", "local_knowledge", "history", "random")

# Controls per workplace are not even over the country (domain 5.2): some centres do more.
_INTENSITY = np.array([1.3, 0.8, 1.3, 1.15, 1.05, 0.85, 1.0])
_PER_YEAR = 3_000 / 320_000  # joint controls per employer and year
_RANDOM_SHARE = 0.06
_LIST_LENGTH = 3  # times a month's capacity
_CAMPAIGNS = {  # sectors a centre may take up for a quarter, with their odds
    "construction": 4, "hospitality": 4, "cleaning": 2, "vehicle_service": 3,
    "personal_care": 3, "transport": 2, "food_trade": 2, "agriculture": 1, "recycling": 1,
    "care": 1, "staffing": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Chosen:
    """The controls of a month."""

    workplace: np.ndarray
    reason: np.ndarray  # place in REASONS
    inclusion: np.ndarray  # chance of being drawn, for the random ones; else not a number


@dataclass
class Practice:
    """Present practice: what it remembers of each workplace, and what it can do in a month."""

    centre: np.ndarray
    sector: np.ndarray
    pull: np.ndarray  # size and the audit tilt: part of the noise of choosing
    local: np.ndarray
    tip_rate: np.ndarray
    capacity: np.ndarray  # controls a month per centre
    tips: np.ndarray
    history: np.ndarray
    since: np.ndarray  # months since the last joint control
    owed: np.ndarray  # fractions of controls carried to the next month
    campaign: np.ndarray  # per centre and sector, this quarter

    def plan(self, active: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The lists of the coming month, made before it: workplaces, and places on the list."""
        score, _ = self._scores(active)
        listed, places = [], []
        for centre in range(len(CENTRES)):
            mine = np.flatnonzero((self.centre == centre) & active)
            length = int(np.ceil(_LIST_LENGTH * self.capacity[centre]))
            usual = mine[_highest(score[mine], length)]
            listed.append(usual)
            places.append(np.arange(1, len(usual) + 1))
        return np.concatenate(listed), np.concatenate(places)

    def choose(self, active: np.ndarray, rng: np.random.Generator) -> Chosen:
        """Take in the month's tips and choose its controls, centre by centre."""
        self.tips = self.tips * 0.88 + rng.poisson(self.tip_rate)
        score, parts = self._scores(active)
        actual = score + rng.gumbel(0, 0.55, len(score))
        self.owed = self.owed + self.capacity
        chosen, reasons, chances = [], [], []
        for centre in range(len(CENTRES)):
            mine = np.flatnonzero((self.centre == centre) & active)
            visits = min(int(self.owed[centre]), len(mine))
            self.owed[centre] -= visits
            drawn = rng.permutation(mine)[: rng.binomial(visits, _RANDOM_SHARE)]
            # Enough from the top to fill the month even when all drawn are among them.
            top = mine[_highest(actual[mine], visits)]
            ranked = top[~np.isin(top, drawn)][: visits - len(drawn)]
            chosen += [drawn, ranked]
            reasons += [np.full(len(drawn), 4), np.argmax(parts[ranked], axis=1)]
            chance = visits * _RANDOM_SHARE / max(len(mine), 1)
            chances += [np.full(len(drawn), chance), np.full(len(ranked), np.nan)]
        workplace = np.concatenate(chosen)
        self.since = self.since + 1
        self.since[workplace] = 0
        return Chosen(workplace, np.concatenate(reasons), np.concatenate(chances))

    def turn_quarter(self, rng: np.random.Generator) -> None:
        """New campaigns, planned before the quarter begins."""
        self.campaign = _campaigns(rng)

    def _scores(self, active: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The pull of each workplace, and its four parts in the order of `REASONS`."""
        parts = np.column_stack(
            [
                1.5 * self.campaign[self.centre, self.sector],
                1.3 * np.minimum(self.tips, 2.5),
                self.local,
                0.8 * np.minimum(self.history, 2.0),
            ]
        )
        score = parts.sum(axis=1) + self.pull
        score = np.where(self.since < 9, score - 3.0, score)
        return np.where(active, score, -np.inf), parts

    def remember(self, workplace: np.ndarray, found: np.ndarray) -> None:
        """Earlier findings of any authority fade by half in a year and a half."""
        self.history *= 0.962
        np.add.at(self.history, workplace, found)


def practice_of(
    population: Population,
    employers: int,
    control_rate: float,
    tilt: np.ndarray,
    rng: np.random.Generator,
) -> Practice:
    """Present practice before the first month; `tilt` leans on choice alone, never on truth."""
    at = population.workplaces.business
    businesses = population.businesses
    unserious = businesses.traits.unserious[at]
    count = len(at)
    centre = centre_of_municipality(population.workplaces.places.municipality)
    weight = np.bincount(centre, minlength=len(CENTRES)) * _INTENSITY
    yearly = employers * _PER_YEAR * control_rate
    sector = businesses.sector[at]
    noisy = 0.0035 + 0.030 * unserious**1.5 + 0.003 * (column("ledger")[sector] > 0)
    return Practice(
        centre=centre,
        sector=sector,
        pull=0.10 * np.log(businesses.size[at]) + 0.25 * tilt[at],
        local=rng.normal(0, 0.55, count) + 0.75 * unserious,
        tip_rate=noisy,
        capacity=yearly / 12 * weight / weight.sum(),
        tips=np.zeros(count),
        history=np.zeros(count),
        since=np.full(count, FAR),
        owed=rng.random(len(CENTRES)),
        campaign=_campaigns(rng),
    )


def _highest(values: np.ndarray, count: int) -> np.ndarray:
    """Places of the `count` highest values, highest first."""
    if count < len(values):
        top = np.argpartition(-values, count)[:count]
    else:
        top = np.arange(len(values))
    order: np.ndarray = top[np.argsort(-values[top], kind="stable")]
    return order


def _campaigns(rng: np.random.Generator) -> np.ndarray:
    odds = np.array([_CAMPAIGNS.get(sector.key, 0) for sector in SECTORS], dtype=float)
    campaign = np.zeros((len(CENTRES), len(SECTORS)))
    for centre in range(len(CENTRES)):
        taken = rng.choice(len(SECTORS), 3, replace=False, p=odds / odds.sum())
        campaign[centre, taken] = 1.0
    return campaign

"""Month by month: who is visited by whom, and what is found there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from features.synthetic.branches import column
from features.synthetic.calendar import Calendar
from features.synthetic.population import Population
from features.synthetic.potential import Potential, found_at
from features.synthetic.selection import Practice

__all__ = ["PRESENT", "Controls", "Lists", "Oversight", "Visits", "oversee"]

# Single-authority visits a year and workplace: some 26,800 inspections over 400,000
# workplaces with staff (av.se 2023); ledger visits assumed, in trades that keep one.
_INSPECTED, _LEDGERS = 0.065, 0.070

# record(month, active, found): called once a month, for the truth
Record = Callable[[int, np.ndarray, np.ndarray], None]


@dataclass(frozen=True)
class Visits:
    """Visits of one authority: where, when, whether a joint one, and what was found."""

    workplace: np.ndarray
    day: np.ndarray
    joint: np.ndarray
    found: np.ndarray


@dataclass(frozen=True)
class Controls:
    """Joint controls, and which authorities came (columns in the order of `PRESENT`)."""

    workplace: np.ndarray
    day: np.ndarray
    reason: np.ndarray
    inclusion: np.ndarray
    present: np.ndarray
    found: np.ndarray  # per area, whoever came


@dataclass(frozen=True)
class Lists:
    """Business as usual: the month a list is for, the workplace, its place."""

    month: np.ndarray
    workplace: np.ndarray
    place: np.ndarray


@dataclass(frozen=True)
class Oversight:
    """Everything that authorities did over the months."""

    controls: Controls
    inspections: Visits
    ledgers: Visits
    lists: Lists


def oversee(
    population: Population,
    potential: Potential,
    practice: Practice,
    calendar: Calendar,
    record: Record,
    rng: np.random.Generator,
) -> Oversight:
    """Live through the months; every visit meets the potential outcome of its month."""
    at = population.workplaces.business
    businesses = population.businesses
    sector = businesses.sector[at]
    staff = np.maximum(businesses.size[at] * population.workplaces.share, 1)
    inspected = _INSPECTED / 12 * column("inspected")[sector] * staff**0.2
    keeps_ledger = column("ledger")[sector] * _LEDGERS / 12
    keeps_ledger = keeps_ledger * (1 + 1.2 * businesses.traits.unserious[at])
    controls, inspections, ledgers, lists = [], [], [], []
    for month in range(calendar.months):
        active = (businesses.begins[at] <= month) & (month < businesses.ends[at])
        found = potential.found()
        record(month, active, found)
        lists.append(_listed(month, *practice.plan(active)))
        chosen = practice.choose(active, rng)
        present = _present(practice, chosen.workplace, chosen.reason, rng)
        day = _days(calendar, month, len(chosen.workplace), rng)
        seen = found[chosen.workplace]
        controls.append((chosen.workplace, day, chosen.reason, chosen.inclusion, present, seen))

        own = np.flatnonzero(active & (rng.random(len(at)) < inspected))
        environment = found_at(found, "work_environment")
        inspections += [
            _visits(own, _days(calendar, month, len(own), rng), False, environment),
            _visits(chosen.workplace, day, True, environment, present[:, 0]),
        ]
        own_ledgers = np.flatnonzero(active & (rng.random(len(at)) < keeps_ledger))
        tax = found_at(found, "tax_and_pay")
        with_ledger = present[:, 1] & (keeps_ledger[chosen.workplace] > 0)
        ledgers += [
            _visits(own_ledgers, _days(calendar, month, len(own_ledgers), rng), False, tax),
            _visits(chosen.workplace, day, True, tax, with_ledger),
        ]
        visited = np.concatenate([chosen.workplace, own, own_ledgers])
        hits = np.concatenate([seen[:, :4].any(axis=1), environment[own], tax[own_ledgers]])
        practice.remember(visited, hits.astype(float))
        potential.move(rng)
        if month % 3 == 2:
            practice.turn_quarter(rng)
    # The list for the month of the delivery is made before it, and stands alone.
    lists.append(_listed(calendar.months, *practice.plan(active)))
    return Oversight(
        Controls(*_joined(controls)),
        Visits(*_joined(inspections)),
        Visits(*_joined(ledgers)),
        Lists(*_joined(lists)),
    )


def _visits(
    workplace: np.ndarray,
    day: np.ndarray,
    joint: bool,
    found: np.ndarray,
    only: np.ndarray | None = None,
) -> tuple[np.ndarray, ...]:
    if only is not None:
        workplace, day = workplace[only], day[only]
    return workplace, day, np.full(len(workplace), joint), found[workplace]


def _listed(month: int, workplace: np.ndarray, place: np.ndarray) -> tuple[np.ndarray, ...]:
    return np.full(len(workplace), month), workplace, place


def _days(calendar: Calendar, month: int, count: int, rng: np.random.Generator) -> np.ndarray:
    days: np.ndarray = calendar.start(month) + rng.integers(0, 28, count)
    return days


# Who comes, in this order: the work-environment authority nearly always, the tax agency
# mostly, police by risk sector, migration and the payers of support seldom. Centres differ.
PRESENT = (
    "arbetsmiljoverket",
    "skatteverket",
    "polismyndigheten",
    "migrationsverket",
    "arbetsformedlingen",
    "forsakringskassan",
)
_USUALLY = np.array([0.95, 0.85, 0.45, 0.20, 0.22, 0.12])
_POLICE = np.array([0.6, 1.1, 1.0, 1.2, 1.2, 1.3, 1.0])  # times, per centre


def _present(
    practice: Practice, workplace: np.ndarray, reason: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Police come only in risk sectors and never to a workplace drawn at random."""
    chance = np.tile(_USUALLY, (len(workplace), 1))
    risk = column("unserious")[practice.sector[workplace]] >= 6
    chance[:, 2] *= _POLICE[practice.centre[workplace]] * np.where(risk, 1.2, 0.0)
    drawn = reason == 4
    chance[drawn] = [1.0, 0.92, 0.0, 0.30, 0.30, 0.12]
    came = rng.random(chance.shape) < chance
    came[~came[:, :2].any(axis=1), 0] = True
    return came


def _joined(parts: Sequence[tuple[np.ndarray, ...]]) -> list[np.ndarray]:
    return [np.concatenate(pieces) for pieces in zip(*parts, strict=True)]

"""The invented's numbers and names: what registers call an entity, a workplace, a case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from features.synthetic.calendar import Calendar
from features.synthetic.keys import organisation_numbers, text_keys, workplace_numbers
from features.synthetic.population import Population
from features.synthetic.rows import Keys, codes

__all__ = ["Registry", "cases", "own_stream", "pick", "registry_of"]


@dataclass(frozen=True)
class Registry:
    """Numbers of entities and workplaces, and who runs a workplace in a month."""

    population: Population
    calendar: Calendar
    organisations: pa.StringArray
    workplaces: pa.StringArray

    def org_no(self, entity: np.ndarray) -> Keys:
        """Organisation numbers of entities."""
        return Keys(entity.astype(np.int32), self.organisations)

    def cfar(self, workplace: np.ndarray) -> Keys:
        """Workplace numbers."""
        return Keys(workplace.astype(np.int32), self.workplaces)

    def entity_at(self, workplace: np.ndarray, day: np.ndarray) -> np.ndarray:
        """The entity that runs a workplace on a day."""
        business = self.population.workplaces.business[workplace]
        return self.population.businesses.entity(business, self.calendar.month(day))


def registry_of(
    population: Population, calendar: Calendar, rng: np.random.Generator
) -> Registry:
    """Give every entity and workplace its number."""
    serials = np.arange(len(population.entities.business))
    organisations = organisation_numbers(
        population.entities.form, serials, int(rng.integers(1_000_000))
    )
    places = np.arange(len(population.workplaces.business))
    return Registry(
        population,
        calendar,
        organisations,
        workplace_numbers(places, int(rng.integers(90_000_000))),
    )


def cases(prefix: str, numbers: np.ndarray, width: int = 9) -> Keys:
    """Case numbers: a letter and digits, one word a row."""
    return Keys(np.arange(len(numbers), dtype=np.int32), text_keys(prefix, numbers, width))


def own_stream(seed: int, topic: int) -> np.random.Generator:
    """A topic's own numbers: a new topic leaves all that was invented before as it was."""
    return np.random.default_rng(np.random.SeedSequence([seed, topic]))


def pick(
    words: tuple[str, ...], chances: list[float], count: int, rng: np.random.Generator
) -> Keys:
    """A text column drawn from a few words."""
    return codes(words, rng.choice(len(words), count, p=chances))

"""Things that befall businesses at a rate: which, when, and to which legal entity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from features.synthetic.registry import Registry

__all__ = ["Happenings", "happen", "odds"]


@dataclass(frozen=True)
class Happenings:
    """One row per thing that happened, in order of day."""

    business: np.ndarray
    entity: np.ndarray
    day: np.ndarray

    def __len__(self) -> int:
        return len(self.day)


def happen(
    registry: Registry,
    yearly: np.ndarray,
    rng: np.random.Generator,
    *,
    before: int = 0,
) -> Happenings:
    """Each business meets `yearly` of them a year while it lives, from `before` months
    earlier than the world begins: registers remember what preceded it."""
    businesses, calendar = registry.population.businesses, registry.calendar
    begins = np.maximum(businesses.begins, -before)
    lived = np.maximum(np.minimum(businesses.ends, calendar.months) - begins, 0)
    number = rng.poisson(yearly * lived / 12)
    business = np.repeat(np.arange(len(lived)), number)
    first = calendar.start(begins)[business]
    span = calendar.start(begins + lived)[business] - first
    day = (first + rng.random(len(business)) * span).astype(np.int32)
    order = np.argsort(day, kind="stable")
    business, day = business[order], day[order]
    return Happenings(business, businesses.entity(business, calendar.month(day)), day)


def odds(usual: float, *pushes: np.ndarray) -> np.ndarray:
    """A chance that is `usual` where nothing pushes, in logits."""
    base = np.log(usual / (1 - usual))
    chance: np.ndarray = 1 / (1 + np.exp(-(base + sum(pushes))))
    return chance

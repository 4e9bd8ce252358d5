"""CONDUCTOR: draws workplaces for reviewers to look at blind, listed and unlisted alike."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from features.errors import BadOption
from features.vocabulary import Authority, Words
from models.tracking import CHAMPION
from serving.explaining import Cohort, Told, open_cohort, open_registers
from serving.reviewing.rules import Review
from serving.settings import Settings
from serving.store.review_cases import BlindCase
from serving.targeting.inspection_list import ListEntry

__all__ = ["FEWEST", "Ranked", "draw_cases", "draw_numbers"]

Say = Callable[[str], None]
FEWEST = 8  # one of each band, listed and not, as far as there are any


@dataclass(frozen=True)
class Ranked:
    """A workplace of the cohort by its row, whether a list would have it, and its band."""

    row: int
    is_listed: bool
    band: int


def draw_cases(
    settings: Settings, review: Review, count: int, *, alias: str, say: Say
) -> Sequence[BlindCase]:
    """Cases of the newest cohort for a review, explained by the model that it is of.

    A list would have as many of each centre as it can visit in a week, by the model's order.
    Raises `BadOption` when the alias is of another model.
    """
    with open_registers(settings) as registers:
        cohort = open_cohort(settings, registers, None, alias=alias, say=say)
        if cohort.ranker.digest != review.model:
            raise BadOption(
                f"The {alias} is another model than the one under review.",
                f"give --alias {CHAMPION} or another that is of it",
            )
        rows = _ranked(cohort, _capacity(review, settings))
        chosen = draw_numbers(rows, count, review.id)
        say(f"drew {len(chosen)} of {len(rows)} workplaces")
        places = cohort.frozen.workplaces.to_pylist()
        return [
            BlindCase(number, one.is_listed, _entry(cohort, places[one.row], review.id, number))
            for number, one in enumerate(chosen, start=1)
        ]


def draw_numbers(rows: Sequence[Ranked], count: int, seed: str) -> Sequence[Ranked]:
    """Half listed and half not, each spread over the bands there are; in an order by lot.

    The same for the same seed. Fewer where a stratum has not enough.
    """
    if count < FEWEST:
        raise BadOption(f"--count is {count}; allowed are {FEWEST} or more.")
    lot = random.Random(f"blind cases of {seed}")
    chosen: list[Ranked] = []
    for is_listed, wanted in ((True, count // 2), (False, count - count // 2)):
        by_band: dict[int, list[Ranked]] = {}
        for one in rows:
            if one.is_listed is is_listed:
                by_band.setdefault(one.band, []).append(one)
        for band in sorted(by_band):
            lot.shuffle(by_band[band])
        left = wanted
        while left and any(by_band.values()):
            for band in sorted(by_band):
                if left and by_band[band]:
                    chosen.append(by_band[band].pop())
                    left -= 1
    lot.shuffle(chosen)
    return chosen


def _ranked(cohort: Cohort, capacity: int) -> Sequence[Ranked]:
    scores = [float(one) for one in cohort.frozen.scores]
    centres = cohort.matrix.frame.column("centre").to_pylist()
    order = sorted(range(len(scores)), key=lambda row: -scores[row])
    taken: dict[str, int] = {}
    found = []
    for place, row in enumerate(order):
        centre = str(centres[row])
        taken[centre] = taken.get(centre, 0) + 1
        found.append(
            Ranked(row, taken[centre] <= capacity, _band(place, len(order), cohort.shares))
        )
    return found


def _band(place: int, count: int, shares: Sequence[float]) -> int:
    """The band of whoever stands at `place` of `count`; bands have these shares of a cohort."""
    edge = 0.0
    for number, share in enumerate(shares, start=1):
        edge += share
        if (place + 0.5) / count <= edge:
            return number
    return len(shares) + 1


def _capacity(review: Review, settings: Settings) -> int:
    from serving.reviewing.handed_in import find_model

    card: Mapping[str, Mapping[str, int]] = find_model(settings.mlruns, review.model).card
    return int(card.get("capacity", {}).get("visits_per_week", 8))


def _entry(cohort: Cohort, workplace: str, review: str, number: int) -> ListEntry:
    """The workplace with its reasons, and nothing that says which it is."""
    told: Told = cohort.told(workplace)
    owners = told.reasons[0].authorities if told.reasons else (Authority.ARBETSMILJOVERKET,)
    return ListEntry(
        id=f"{review}.{number}",
        rank=number,
        workplace="",
        employer="",
        name="",
        address="",
        municipality="",
        sector=Words("", ""),
        employees=Words("", ""),
        band=told.band,
        drawn="ranking",
        chance=0.0,
        lead=Authority(owners[0]),
        reasons=told.reasons,
        rest=told.rest,
        gaps=told.gaps,
        explanation="",
    )

"""Four bands instead of a number: where a workplace stands, and what was found in its band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from features.vocabulary import Words
from models.intervals import Figure, wilson

__all__ = ["BANDS", "Band", "Frequency", "band_of", "observe"]

BANDS = ("A", "B", "C", "D")  # A is the top of the ranking

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Frequency:
    """How often controls in a band found something: data for a sentence, not a forecast."""

    outcome: str
    controls: float
    findings: float
    share: Figure


@dataclass(frozen=True)
class Band:
    """One band: from which share of the cohort to which, and what controls there found.

    `first` and `last` bound the controls' period (last is the first day not in it).
    """

    name: str
    above_share: float
    below_share: float
    first: str
    last: str
    frequencies: tuple[Frequency, ...]

    def sentence(self, outcome: str, what: Words) -> Words:
        """What a planner reads. It always says that the controlled were chosen."""
        found = next(one for one in self.frequencies if one.outcome == outcome)
        period = f"{self.first[:7]} – {self.last[:7]}"
        share, n = found.share, round(found.controls)
        if share.value is None or share.low is None or share.high is None:
            return Words(
                f"Band {self.name}: inga kontroller {period}, så ingen andel kan anges.",
                f"Band {self.name}: no controls {period}, so no share can be given.",
            )
        low, high = round(100 * share.low), round(100 * share.high)
        return Words(
            f"Band {self.name}: {what.sv} vid {round(found.findings)} av {n} kontroller"
            f" {period} ({low}\N{EN DASH}{high} % med 95 % säkerhet)."
            " Kontrollerna var utvalda, inte slumpade.",
            f"Band {self.name}: {what.en} at {round(found.findings)} of {n} controls"
            f" {period} ({low}\N{EN DASH}{high} % with 95 % confidence)."
            " The controls were chosen, not drawn at random.",
        )


def band_of(scores: Floats, shares: Sequence[float]) -> npt.NDArray[np.int64]:
    """The number of each row's band (0 is the top), by its rank in the cohort given.

    Rows with equal scores share a band: the one that the middle of the tie falls in.
    """
    if not len(scores):
        return np.zeros(0, dtype=np.int64)
    place = (rankdata(-scores) - 0.5) / len(scores)
    return np.asarray(np.searchsorted(np.cumsum(shares), place, side="right"), dtype=np.int64)


def observe(
    cohorts: Sequence[Floats],
    outcomes: dict[str, Sequence[Floats]],
    shares: Sequence[float],
    *,
    first: str,
    last: str,
) -> tuple[Band, ...]:
    """Cut each cohort's scores into bands and count what controls found, over all cohorts.

    `outcomes` maps a name to one array per cohort: 1, 0, or NaN where nobody looked.
    """
    numbers = [band_of(scores, shares) for scores in cohorts]
    edges = np.concatenate([[0.0], np.cumsum(shares), [1.0]])
    return tuple(
        Band(
            name=name,
            above_share=float(edges[number]),
            below_share=float(edges[number + 1]),
            first=first,
            last=last,
            frequencies=tuple(
                _frequency(
                    outcome, [a[n == number] for a, n in zip(answers, numbers, strict=True)]
                )
                for outcome, answers in outcomes.items()
            ),
        )
        for number, name in enumerate(BANDS)
    )


def _frequency(outcome: str, answers: Sequence[Floats]) -> Frequency:
    together = np.concatenate(answers) if answers else np.zeros(0)
    known = together[~np.isnan(together)]
    return Frequency(
        outcome, float(len(known)), float(known.sum()), wilson(float(known.sum()), len(known))
    )

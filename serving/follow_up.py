"""How often visits found something: advice that was followed, chance, and people's own picks.

Shares have Wilson's interval (1927), differences between two of them Newcombe's (1998, method
10), both for independent visits. Nothing here tells of a person: not who decided, not who
visited, not who was visited.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.intervals import Figure, wilson
from serving.planning.vocabulary import Status

__all__ = [
    "FEW",
    "LEAST",
    "BandRow",
    "Contrast",
    "FollowUp",
    "Origin",
    "Planned",
    "Rate",
    "Row",
    "difference",
    "follow_up",
    "rate",
]

LEAST = 5  # visits; below it a share would tell of single workplaces (`domain.md` R14)
FEW = 30  # visits; below it the page says in words that they are few


class Origin(StrEnum):
    """Why a place was on a plan."""

    MODEL = "model"  # by the order of the list
    RANDOM = "random"  # by lot
    TIP = "tip"  # put there by people, for a tip
    OWN = "own"  # put there by people, for any other reason
    MUST = "must"  # decided before the list was made


@dataclass(frozen=True)
class Planned:
    """One place of a settled plan.

    `promised` is what its list said of its band: findings in several areas of 100 controls,
    and how many controls that was said from. `checked` counts authorities that looked, `areas`
    the different areas with a finding. An outcome is mature once no more is expected of it.
    """

    origin: Origin
    status: Status
    band: int | None = None
    promised: tuple[int, int] | None = None
    reason: str = ""
    checked: int = 0
    found: bool = False
    areas: int = 0
    is_mature: bool = False

    @property
    def several(self) -> bool | None:
        """Findings in several areas; None where too few looked to say no.

        As the model's own labels have it (`models.labels`).
        """
        if self.areas >= 2:
            return True
        return False if self.checked >= 2 else None


@dataclass(frozen=True)
class Rate:
    """How many of `visits` found something. Below `LEAST` visits `hits` is None."""

    visits: int
    hits: int | None
    share: Figure

    @property
    def is_few(self) -> bool:
        """Too few for more than a hint."""
        return self.visits < FEW


@dataclass(frozen=True)
class Row:
    """Visits of one kind: with any finding, and with findings in several areas."""

    name: str
    any: Rate
    several: Rate


@dataclass(frozen=True)
class Contrast:
    """How much more often one kind of visit found something than another, as shares."""

    one: str
    other: str
    difference: Figure


@dataclass(frozen=True)
class BandRow:
    """What a band promised and what was found there, findings in several areas.

    `holds` is None while it cannot be told.
    """

    band: int
    promised: float | None
    promised_from: int
    found: Rate
    difference: Figure

    @property
    def holds(self) -> bool | None:
        """Can promise and find be of the same frequency?"""
        low, high = self.difference.low, self.difference.high
        return None if low is None or high is None else low <= 0 <= high


@dataclass(frozen=True)
class FollowUp:
    """The figures of some weeks.

    `left_out` counts advice that was not followed, by status and reason.
    """

    planned: int
    visited: int
    unchecked: int
    mature: int
    rows: tuple[Row, ...]
    contrasts: tuple[Contrast, ...]
    bands: tuple[BandRow, ...]
    left_out: tuple[tuple[Status, str, int], ...]


_KINDS: Mapping[str, frozenset[Origin]] = {
    "model": frozenset({Origin.MODEL}),
    "random": frozenset({Origin.RANDOM}),
    "picked": frozenset({Origin.TIP, Origin.OWN}),
    "tip": frozenset({Origin.TIP}),
    "own": frozenset({Origin.OWN}),
    "must": frozenset({Origin.MUST}),
}
_CONTRASTS = (("model", "random"), ("model", "picked"), ("model", "tip"))
_BANDS = (1, 2, 3, 4)


def follow_up(places: Sequence[Planned], *, mature_only: bool = False) -> FollowUp:
    """The figures of these places; with `mature_only`, of visits whose outcome is settled.

    A place that nobody checked anything at is no visit without a finding: it is left out and
    counted. Tips and other picks stand apart only where each has `LEAST` visits or none, so
    that their sum gives neither away.
    """
    included = [one for one in places if one.status is Status.INCLUDE]
    looked = [one for one in included if one.checked]
    counted = [one for one in looked if one.is_mature or not mature_only]
    rows = {name: _row(name, counted, kinds) for name, kinds in _KINDS.items()}
    if any(0 < rows[name].any.visits < LEAST for name in ("tip", "own")):
        del rows["tip"], rows["own"]
    advice = [one for one in places if one.origin in (Origin.MODEL, Origin.RANDOM)]
    skipped = Counter(
        (one.status, one.reason)
        for one in advice
        if one.status in (Status.WAIT, Status.DECLINE)
    )
    return FollowUp(
        planned=len(included),
        visited=len(counted),
        unchecked=len(included) - len(looked),
        mature=sum(one.is_mature for one in counted),
        rows=tuple(rows.values()),
        contrasts=tuple(
            Contrast(one, other, difference(rows[one].any.share, rows[other].any.share))
            for one, other in _CONTRASTS
            if one in rows and other in rows
        ),
        bands=tuple(_band(band, counted) for band in _BANDS),
        left_out=tuple((*kind, count) for kind, count in sorted(skipped.items())),
    )


def rate(hits: int, visits: int) -> Rate:
    """`hits` of `visits`; of fewer than `LEAST` only how many they were."""
    if visits < LEAST:
        return Rate(visits, None, Figure(None, why="too few visits"))
    return Rate(visits, hits, wilson(hits, visits))


def difference(one: Figure, other: Figure) -> Figure:
    """The first share minus the second, with Newcombe's interval from those of the two."""
    first, second = _ends(one), _ends(other)
    if first is None or second is None:
        return Figure(None, why="too few visits")
    (low, share, high), (other_low, other_share, other_high) = first, second
    gap = share - other_share
    below = math.hypot(share - low, other_high - other_share)
    above = math.hypot(high - share, other_share - other_low)
    return Figure(gap, max(-1.0, gap - below), min(1.0, gap + above))


def _ends(figure: Figure) -> tuple[float, float, float] | None:
    """Low, share and high; None where one of them cannot be told."""
    if figure.value is None or figure.low is None or figure.high is None:
        return None
    return figure.low, figure.value, figure.high


def _row(name: str, visits: Iterable[Planned], origins: frozenset[Origin]) -> Row:
    own = [one for one in visits if one.origin in origins]
    return Row(name, rate(sum(one.found for one in own), len(own)), _several(own))


def _several(visits: Sequence[Planned]) -> Rate:
    told = [one.several for one in visits if one.several is not None]
    return rate(sum(told), len(told))


def _band(band: int, visits: Sequence[Planned]) -> BandRow:
    """The visits that the order itself chose: a drawn one says nothing of the order."""
    own = [one for one in visits if one.band == band and one.origin is Origin.MODEL]
    found = _several(own)
    said = [one.promised for one in own if one.promised and one.several is not None]
    if not said:
        return BandRow(band, None, 0, found, Figure(None, why="nothing was promised"))
    promised = math.fsum(of_100 for of_100, _ in said) / len(said) / 100
    # Lists of several models may promise from different controls: the fewest are the safest.
    controls = min(number for _, number in said)
    told = wilson(promised * controls, controls)
    return BandRow(band, promised, controls, found, difference(found.share, told))

"""Passes, fails or cannot tell: a ratio held against a tolerance, with all ratios in mind.

Two claims can be made of a ratio, each with an error of at most 2.5 %: that it lies beyond the
tolerance on one side, and that it lies within it on both (two one-sided tests, Schuirmann
1987). Where neither can, it cannot be told. Who asks about many groups would find one beyond
by chance, so both claims are made as Holm (1979) allows for all ratios of one question.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.intervals import Z_95, Figure

__all__ = ["Ratio", "Verdict", "judge", "judge_at_most", "log_share", "ratio_of", "worst"]

ERROR = 0.025  # of either claim: what an interval of 95 % leaves on each side


class Verdict(StrEnum):
    """What can be said of a ratio."""

    PASSES = "passes"
    FAILS = "fails"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Ratio:
    """One rate as so many times another; `log_error` is the standard error of its logarithm.

    `low` and `high` bound it over what is unlabelled. `figure` has no value where either rate
    has none, or the other is nought; `why` then tells. `log_middle` is the middle of its
    interval on the scale of logarithms, where that is not the ratio's own: a share of nought
    has no logarithm, and in few it is no proof.
    """

    figure: Figure
    log_error: float = math.nan
    low: float | None = None
    high: float | None = None
    log_middle: float = math.nan


def ratio_of(
    one: tuple[float, float],
    other: tuple[float, float],
    bounds: tuple[float | None, float | None] = (None, None),
) -> Ratio:
    """The ratio of two shares, each (found, of), with an interval on the scale of logarithms.

    The interval alone is that of `log_share`: a share of nought or one has an error too.
    Without what that adds, Katz et al. 1978.
    """
    if one[1] <= 0 or other[1] <= 0:
        return Ratio(Figure(None, why="one of the two has nobody to tell by"))
    if other[0] <= 0:
        return Ratio(Figure(None, why="the other's rate is nought"))
    value = (one[0] / one[1]) / (other[0] / other[1])
    middle, variance = 0.0, 0.0
    for sign, (found, of) in ((1, one), (-1, other)):
        log, spread = log_share(found, of)
        middle += sign * log
        variance += spread
    error = math.sqrt(variance)
    low, high = math.exp(middle - Z_95 * error), math.exp(middle + Z_95 * error)
    figure = Figure(value, min(low, value), max(high, value))
    return Ratio(figure, error, *bounds, log_middle=middle)


def log_share(found: float, of: float) -> tuple[float, float]:
    """The logarithm of a share and its variance, with half a finding and half of none added.

    Walter (1975) adds half a finding to both parts of the fraction, so that a share of nought
    has an error; half of none too, as Haldane (1956) and Anscombe (1956) do for odds, gives
    one to a share of all.
    """
    some, all_ = found + 0.5, of + 1.0
    return math.log(some / all_), max(1 / some - 1 / all_, 0.0)


def judge(ratios: Sequence[Ratio | None], tolerance: float) -> list[Verdict]:
    """A verdict for each of the ratios that answer one question; None cannot be told.

    `tolerance` is above 1: a ratio passes from 1 / tolerance to tolerance. Where bounds over
    the unlabelled do not lie on the same side, it cannot be told either: their outcomes would
    decide.
    """
    edge = math.log(tolerance)
    beyond: list[float] = []
    within: list[float] = []
    for ratio in ratios:
        value = None if ratio is None else ratio.figure.value
        if ratio is None or value is None or not ratio.log_error > 0:
            beyond.append(1.0)
            within.append(1.0)
            continue
        at = ratio.log_middle
        if math.isnan(at):
            at = math.log(value) if value > 0 else -math.inf
        over, under = (at - edge) / ratio.log_error, (-edge - at) / ratio.log_error
        beyond.append(_above(max(over, under)))
        within.append(_below(max(over, under)))
    fails, passes = _holm(beyond), _holm(within)
    verdicts = []
    for ratio, failed, passed in zip(ratios, fails, passes, strict=True):
        if ratio is not None and failed and _beyond(ratio, tolerance):
            verdicts.append(Verdict.FAILS)
        elif ratio is not None and passed and _within(ratio, tolerance):
            verdicts.append(Verdict.PASSES)
        else:
            verdicts.append(Verdict.CANNOT_TELL)
    return verdicts


def judge_at_most(figures: Sequence[tuple[float, float] | None], limit: float) -> list[Verdict]:
    """A verdict for each of (value, standard error) that answer one question: at most `limit`.

    Fails where it surely lies above, passes where it surely does not; None cannot be told.
    """
    above = [1.0 if f is None else _above((f[0] - limit) / f[1]) for f in figures]
    below = [1.0 if f is None else _below((f[0] - limit) / f[1]) for f in figures]
    fails, passes = _holm(above), _holm(below)
    return [
        Verdict.FAILS if failed else Verdict.PASSES if passed else Verdict.CANNOT_TELL
        for failed, passed in zip(fails, passes, strict=True)
    ]


def worst(verdicts: Iterable[Verdict | None]) -> Verdict | None:
    """The worst of several; None where nothing was judged."""
    found = set(verdicts)
    order = (Verdict.FAILS, Verdict.CANNOT_TELL, Verdict.PASSES)
    return next((one for one in order if one in found), None)


def _above(deviations: float) -> float:
    """The chance that a normal figure lies so many deviations above its middle, or more."""
    return 0.5 * math.erfc(deviations / math.sqrt(2))


def _below(deviations: float) -> float:
    """The chance that it lies below that."""
    return 0.5 * math.erfc(-deviations / math.sqrt(2))


def _holm(chances: Sequence[float]) -> list[bool]:
    """Which claims may be made so that the chance of any wrong one is at most `ERROR`."""
    made = [False] * len(chances)
    for turn, place in enumerate(sorted(range(len(chances)), key=lambda at: chances[at])):
        if chances[place] > ERROR / (len(chances) - turn):
            break
        made[place] = True
    return made


def _beyond(ratio: Ratio, tolerance: float) -> bool:
    low, high = _edges(ratio)
    return low > tolerance or high < 1 / tolerance


def _within(ratio: Ratio, tolerance: float) -> bool:
    low, high = _edges(ratio)
    return 1 / tolerance <= low and high <= tolerance


def _edges(ratio: Ratio) -> tuple[float, float]:
    value = ratio.figure.value
    assert value is not None
    low = value if ratio.low is None else min(ratio.low, value)
    high = value if ratio.high is None else max(ratio.high, value)
    return low, high

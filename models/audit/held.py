"""Per group: do frequencies that a model says hold, and who is visited again for nothing?"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.audit.counts import EVERYBODY, Floats, Labels, count_groups
from models.audit.policy import Tolerance
from models.audit.verdicts import Ratio, Verdict, judge, log_share, ratio_of
from models.intervals import Z_95, Figure, wilson

__all__ = ["Held", "Repeats", "held_by_group", "repeats_by_group"]

BINS = 5  # of equally many labelled rows each; fewer where there are fewer


@dataclass(frozen=True)
class Held:
    """What was expected of the labelled of a group, and what was found in them.

    `expected` is their mean expected frequency, `ratio` found over expected. `bins` are
    (expected, found, labelled) from the least expected to the most, and `miscalibration` the
    mean distance of the two over the bins, by their rows.
    """

    labelled: int
    expected: float | None
    found: Figure
    ratio: Ratio
    bins: tuple[tuple[float, float, int], ...]
    miscalibration: float | None
    verdict: Verdict
    why: str


@dataclass(frozen=True)
class Repeats:
    """How many of a group's employers were visited again and again without a finding."""

    employers: int
    repeated: int
    share: Figure
    ratio: Ratio
    verdict: Verdict
    why: str


def held_by_group(
    expected: Floats,
    outcomes: Floats,
    attributes: Mapping[str, Labels],
    tolerance: Tolerance,
    *,
    dates: int = 1,
) -> dict[tuple[str, str], Held]:
    """Expected against found, per attribute and group; `EVERYBODY` comes first.

    Rows without an outcome or an expectation say nothing. Those with one were chosen: that the
    two agree in them is no promise for the others. Of several `dates`, whose labels overlap,
    the errors, and what is too few to judge, are those of one date's number of rows.
    """
    known = ~np.isnan(outcomes) & ~np.isnan(expected)
    found = {EVERYBODY: _held(expected[known], outcomes[known], tolerance, dates)}
    for attribute, groups in attributes.items():
        names = sorted(set(groups.tolist()))
        made = [
            _held(expected[known & (groups == name)], outcomes[known & (groups == name)],
                  tolerance, dates)
            for name in names
        ]  # fmt: skip
        asked = [None if one.why else one.ratio for one in made]
        for name, one, verdict in zip(names, made, judge(asked, tolerance.ratio), strict=True):
            found[attribute, str(name)] = _told(one, verdict, tolerance, str(name))
    everybody = found[EVERYBODY]
    only = judge([None if everybody.why else everybody.ratio], tolerance.ratio)[0]
    found[EVERYBODY] = _told(everybody, only, tolerance, "everybody")
    return found


def _held(expected: Floats, outcomes: Floats, tolerance: Tolerance, dates: int) -> Held:
    size, hits = len(expected), float(outcomes.sum())
    share = wilson(hits / dates, size / dates)
    mean = float(expected.mean()) if size else None
    why, ratio = "", Ratio(Figure(None))
    if size / dates < tolerance.fewest or not mean:
        why = f"fewer than {tolerance.fewest} with an outcome to tell by"
    else:
        log, variance = log_share(hits / dates, size / dates)
        error, middle = math.sqrt(variance), log - math.log(mean)
        value = hits / size / mean
        low, high = (math.exp(middle + side * Z_95 * error) for side in (-1, 1))
        ratio = Ratio(
            Figure(value, min(low, value), max(high, value)), error, log_middle=middle
        )
    bins = _bins(expected, outcomes)
    off = sum(n * abs(said - seen) for said, seen, n in bins) / size if size else None
    return Held(size, mean, share, ratio, bins, off, Verdict.CANNOT_TELL, why)


def _bins(expected: Floats, outcomes: Floats) -> tuple[tuple[float, float, int], ...]:
    order = np.argsort(expected, kind="stable")
    parts = np.array_split(order, min(BINS, len(order))) if len(order) else []
    return tuple(
        (float(expected[part].mean()), float(outcomes[part].mean()), len(part))
        for part in parts
    )


def _told(one: Held, verdict: Verdict, tolerance: Tolerance, name: str) -> Held:
    why = one.why
    if not why:
        figure = one.ratio.figure
        why = (
            f"found {figure.value:.2f} times what was expected ({figure.low:.2f} to"
            f" {figure.high:.2f}); allowed: {1 / tolerance.ratio:.2f} to {tolerance.ratio:.2f}"
        )
    return Held(**{**vars(one), "verdict": verdict, "why": f"{name}: {why}"})


def repeats_by_group(
    employers: Labels,
    attributes: Mapping[str, Labels],
    visits: Mapping[str, tuple[int, int]],
    tolerance: Tolerance,
) -> dict[tuple[str, str], Repeats]:
    """Employers of the cohort (one per row of `employers`, repeats of it count once) by group.

    `visits` are (visits, visits with a finding) per employer, within the policy's months.
    Groups are compared with all others of the attribute.
    """
    first = np.unique(employers.astype(str), return_index=True)[1]
    told = [visits.get(str(one), (0, 0)) for one in employers[first]]
    fruitless = np.array([n >= tolerance.repeat_visits and not hits for n, hits in told], float)
    counted = count_groups(
        fruitless, np.full(len(first), np.nan), {k: v[first] for k, v in attributes.items()}
    )
    everybody = counted[EVERYBODY]
    found: dict[tuple[str, str], Repeats] = {}
    for attribute in attributes:
        keys = [key for key in counted if key[0] == attribute]
        ratios: Sequence[Ratio] = [
            ratio_of(
                (counted[key].selected, counted[key].size),
                (
                    everybody.selected - counted[key].selected,
                    everybody.size - counted[key].size,
                ),
            )
            for key in keys
        ]
        asked = [
            ratio if counted[key].size >= tolerance.fewest else None
            for key, ratio in zip(keys, ratios, strict=True)
        ]
        verdicts = judge(asked, tolerance.ratio)
        for key, ratio, verdict in zip(keys, ratios, verdicts, strict=True):
            one = counted[key]
            share = wilson(one.selected, one.size)
            why = (
                f"{key[1]}: {one.selected:.0f} of {one.size:.0f} employers had"
                f" {tolerance.repeat_visits} visits or more in {tolerance.repeat_months} months"
                f" and no finding{_times(ratio)}"
            )
            found[key] = Repeats(int(one.size), int(one.selected), share, ratio, verdict, why)
    return found


def _times(ratio: Ratio) -> str:
    figure = ratio.figure
    if figure.value is None:
        return ""
    return (
        f", {figure.value:.2f} times as often as others ({figure.low:.2f} to {figure.high:.2f})"
    )

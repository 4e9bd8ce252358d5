"""Has a matrix moved from an earlier one: volume, codes, missing shares, distributions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from features.matrix import Matrix
from features.profile import Profile, counts_of

__all__ = ["Change", "Drift", "Kind", "drift"]

# Population stability index: under .1 is taken for stable and above .25 for shifted (Siddiqi,
# Credit Risk Scorecards, 2006); the middle is for a person to look at.
PSI_LOOK, PSI_STOP = 0.10, 0.25
MISSING_LOOK, MISSING_STOP = 0.05, 0.15  # change of the missing share (a choice)
VOLUME_LOOK, VOLUME_STOP = 0.10, 0.25  # change of the cohort's size (a choice)
FALSE_ALARMS = 0.01  # expected share of false ones among what is told (Benjamini, Hochberg)


class Kind(StrEnum):
    """What has moved."""

    VOLUME = "volume"
    MIX = "mix"
    MISSING = "missing"
    DISTRIBUTION = "distribution"
    SILENCE = "silence"
    COLUMNS = "columns"


@dataclass(frozen=True)
class Change:
    """One thing that moved. `size` is in the kind's own measure; `stop` says it is too much."""

    kind: Kind
    name: str
    size: float
    before: float
    now: float
    stop: bool


@dataclass(frozen=True)
class Drift:
    """All that moved more than chance and more than matters, the greatest first."""

    before: str
    now: str
    compared: int
    changes: tuple[Change, ...]

    @property
    def stops(self) -> bool:
        """Should a nightly run stop and keep the last good list?"""
        return any(change.stop for change in self.changes)


def drift(reference: Profile, matrix: Matrix) -> Drift:
    """Compare a matrix with the kept profile of an earlier one.

    A change is told when it is both large (the bounds above) and no chance: of all tests made,
    a share of `FALSE_ALARMS` may be wrong (Benjamini and Hochberg 1995). Under no change a
    stability index times n·m / (n + m) is chi-squared with one degree of freedom less than
    bins (Yurdakul 2018), so a small matrix needs more to be told. A figure that is one and the
    same for everybody at both dates, such as the season, tells of the date and is left out.
    """
    tests: list[tuple[Change, float]] = []
    n, m = reference.rows, len(matrix)
    for name, before in reference.features.items():
        if name not in matrix.features:
            continue
        values = np.asarray(
            matrix.frame.column(name).to_numpy(zero_copy_only=False), dtype=np.float64
        )
        now = counts_of(values, before.edges)
        gone, lost = before.missing / max(n, 1), 1 - sum(now) / max(m, 1)
        tests.append(_missing(name, gone, lost, n, m))
        constant = len(before.counts) == 1 and _constant(values)
        if constant:
            tests += _silence(name, before.middle, values)
        elif sum(before.counts) and sum(now):
            psi, chance = _psi(np.array(before.counts), np.array(now))
            middle = float(np.nanmedian(values))
            change = Change(
                Kind.DISTRIBUTION, name, psi, before.middle or 0.0, middle, psi > PSI_STOP
            )
            tests.append((change, chance if psi > PSI_LOOK else 1.0))
    tests += [_mix(name, codes, matrix) for name, codes in reference.mix.items()]
    told = [change for change, chance in _by_chance(tests)]
    told += list(_volume(n, m)) + list(_columns(reference, matrix))
    order = sorted(told, key=lambda change: (not change.stop, -change.size, change.name))
    return Drift(reference.as_of, matrix.as_of.isoformat(), len(tests), tuple(order))


def _constant(values: npt.NDArray[np.float64]) -> bool:
    present = values[~np.isnan(values)]
    return len(present) > 0 and bool((present == present[0]).all())


def _silence(
    name: str, before: float | None, values: npt.NDArray[np.float64]
) -> Iterator[tuple[Change, float]]:
    """A source that spoke and is silent now: a coverage mask that fell from one to nought."""
    now = float(values[~np.isnan(values)][0])
    if name.startswith("covered_") and before == 1 and now == 0:
        yield Change(Kind.SILENCE, name, 1.0, 1.0, 0.0, stop=True), 0.0


def _missing(name: str, gone: float, lost: float, n: int, m: int) -> tuple[Change, float]:
    size = lost - gone
    pooled = (gone * n + lost * m) / max(n + m, 1)
    spread = pooled * (1 - pooled) * (1 / max(n, 1) + 1 / max(m, 1))
    chance = float(chi2.sf(size**2 / spread, 1)) if spread > 0 else 1.0
    change = Change(Kind.MISSING, name, abs(size), gone, lost, abs(size) > MISSING_STOP)
    return change, chance if abs(size) > MISSING_LOOK else 1.0


def _mix(name: str, codes: Mapping[str, int], matrix: Matrix) -> tuple[Change, float]:
    """The mix of a stratum's codes; a code that is new or gone is in it like any other."""
    found = {
        str(row["values"]): int(row["counts"])
        for row in matrix.frame.column(name).value_counts().to_pylist()
    }
    every = sorted({*codes, *found})
    before = np.array([codes.get(code, 0) for code in every])
    now = np.array([found.get(code, 0) for code in every])
    psi, chance = _psi(before, now)
    change = Change(Kind.MIX, name, psi, float(len(codes)), float(len(found)), psi > PSI_STOP)
    return change, chance if psi > PSI_LOOK else 1.0


def _psi(before: npt.NDArray[np.int64], now: npt.NDArray[np.int64]) -> tuple[float, float]:
    """The index, half a row added to every bin so that an empty one is finite; its chance."""
    used = (before + now) > 0
    one, other = before[used] + 0.5, now[used] + 0.5
    n, m = one.sum(), other.sum()
    one, other = one / n, other / m
    psi = float(((other - one) * np.log(other / one)).sum())
    freedom = max(int(used.sum()) - 1, 1)
    return psi, float(chi2.sf(psi / (1 / n + 1 / m), freedom))


def _by_chance(tests: list[tuple[Change, float]]) -> Iterator[tuple[Change, float]]:
    """Those below the Benjamini-Hochberg line among all tests made."""
    ordered = sorted(tests, key=lambda test: test[1])
    line = [FALSE_ALARMS * rank / len(tests) for rank in range(1, len(tests) + 1)]
    below = [rank for rank, (test, bound) in enumerate(zip(ordered, line, strict=True), 1)
             if test[1] <= bound]  # fmt: skip
    yield from ordered[: max(below, default=0)]


def _volume(n: int, m: int) -> Iterator[Change]:
    size = abs(m - n) / max(n, 1)
    if size > VOLUME_LOOK:
        yield Change(Kind.VOLUME, "workplaces", size, n, m, size > VOLUME_STOP)


def _columns(reference: Profile, matrix: Matrix) -> Iterator[Change]:
    """Features that only one of the two has: another catalogue, which no figure can tell of."""
    for name in sorted({*reference.features} ^ {*matrix.features}):
        there = name in reference.features
        yield Change(Kind.COLUMNS, name, 1.0, float(there), float(not there), stop=False)

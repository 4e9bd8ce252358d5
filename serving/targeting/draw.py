"""The random arm: a draw anyone can repeat, with the chance of each workplace exactly known.

Systematic sampling of employers in a shuffled order, with size (their number of eligible
workplaces) as weight, then one workplace within each drawn employer (Madow 1949; Särndal,
Swensson and Wretman 1992, 3.6.2). Every workplace then has the same chance, no employer is
drawn twice, and the number drawn is the expected one rounded up or down at random, so that
the expected share holds exactly. Only an employer with so many workplaces that an equal
chance would mean two visits is held to one; its workplaces share that visit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Arm", "draw", "order", "population_digest", "reserves", "uniform"]

_Figures = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Arm:
    """Which workplaces were drawn, and the chance each of the population had.

    `drawn` and `chances` follow the order in which the population was given.
    """

    drawn: tuple[int, ...]
    chances: _Figures


def uniform(*parts: str) -> float:
    """A number in [0, 1) that follows from the words alone, equal on every machine."""
    # 53 bits: what a double holds exactly.
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return float((int.from_bytes(digest[:8], "big") >> 11) / (1 << 53))


def order(names: Sequence[str], seed: str) -> npt.NDArray[np.intp]:
    """The order that `seed` shuffles `names` into; their given order plays no part."""
    keys = [hashlib.sha256(f"{seed}\x1f{name}".encode()).digest() for name in names]
    return np.asarray(sorted(range(len(names)), key=keys.__getitem__), dtype=np.intp)


def population_digest(workplaces: Sequence[str], employers: Sequence[str] = ()) -> str:
    """SHA-256 of who could have been drawn, so that a draw can be verified afterwards.

    With the employers beside them, who of an employer's could have been drawn instead too.
    """
    told = workplaces
    if employers:
        told = [f"{one}\x1f{of}" for one, of in zip(workplaces, employers, strict=True)]
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()


def draw(
    workplaces: Sequence[str], employers: Sequence[str], expected: float, seed: str
) -> Arm:
    """Draw `expected` workplaces on average, at most one per employer.

    `workplaces` and `employers` are parallel. The chance of a workplace is expected / N,
    unless its employer would then be due more than one visit.
    """
    if not workplaces:
        return Arm((), np.empty(0))
    names, of, sizes = np.unique(
        np.asarray(employers, dtype=str), return_inverse=True, return_counts=True
    )
    due = _employer_chances(sizes.astype(np.float64), expected)
    shuffled = order(names.tolist(), f"{seed}\x1femployers")
    # Points lie at u, u + 1, u + 2 …; an employer is drawn when one falls on its stretch.
    ends = np.concatenate([[0.0], np.cumsum(due[shuffled])])
    hit = np.diff(np.ceil(ends - uniform(seed, "start"))) > 0
    drawn = [_one_of(workplaces, np.flatnonzero(of == e), seed) for e in shuffled[hit]]
    return Arm(tuple(drawn), (due / sizes)[of])


def reserves(
    workplaces: Sequence[str],
    employers: Sequence[str],
    drawn: Sequence[int],
    may_come: npt.NDArray[np.bool_],
    seed: str,
) -> dict[int, int]:
    """Who comes in the place of each that was drawn and `may_come` no more, by position.

    The next employer in the draw's shuffled order, round its end, that was not drawn, is no
    reserve yet and has a workplace that may come; of that one's workplaces the first in the
    draw's own order. Where nobody is left the place stays empty. Who it is follows from the
    first draw and from who may come: there is nothing to draw anew.
    """
    gone = [place for place in drawn if not may_come[place]]
    if not gone:
        return {}
    names, of = np.unique(np.asarray(employers, dtype=str), return_inverse=True)
    shuffled = order(names.tolist(), f"{seed}\x1femployers")
    turn = np.empty(len(names), dtype=np.int64)
    turn[shuffled] = np.arange(len(names))
    taken = {int(of[place]) for place in drawn}
    found = {}
    for place in gone:
        for step in range(1, len(names)):
            employer = int(shuffled[(turn[of[place]] + step) % len(names)])
            open_ones = np.flatnonzero((of == employer) & may_come)
            if employer not in taken and len(open_ones):
                taken.add(employer)
                found[place] = _one_of(workplaces, open_ones, seed)
                break
    return found


def _employer_chances(sizes: _Figures, expected: float) -> _Figures:
    """Each employer's chance, proportional to size and at most 1; they add up to `expected`."""
    certain = np.zeros(len(sizes), dtype=bool)
    if expected >= len(sizes):
        return np.ones(len(sizes))
    while True:
        due = np.where(certain, 1.0, (expected - certain.sum()) * sizes / sizes[~certain].sum())
        over = ~certain & (due >= 1)
        if not over.any():
            return due
        certain |= over
        if certain.all():
            return np.ones(len(sizes))


def _one_of(workplaces: Sequence[str], places: npt.NDArray[np.intp], seed: str) -> int:
    """One of an employer's workplaces, each as likely."""
    ids = [workplaces[place] for place in places]
    return int(places[order(ids, f"{seed}\x1fworkplaces")[0]])

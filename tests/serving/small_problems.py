"""Small drawn problems, and every choice there is of them worked out one by one."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from serving.targeting.problem import Ints, Limit, Name, Problem, Travel
from serving.targeting.programming import Programme, programme

__all__ = ["best_by_hand", "drawn_problem", "smallest_conflicts"]


def drawn_problem(seed: int, most: int = 10) -> Problem:
    """Up to `most` candidates of two centres, three sectors and three towns; many ties."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, most + 1))
    centre, sector = rng.integers(0, 2, size), rng.integers(0, 3, size)
    visits = int(rng.integers(1, 5))
    limits, travel = [], []
    for one in (0, 1):
        here = np.flatnonzero(centre == one)
        limits.append(_ones("visits", here, most=visits))
        hours = rng.integers(0, 5, len(here))
        if rng.random() < 0.6:
            name = Name("authority_hours", str(one))
            budget = int(rng.integers(2, 12))
            limits.append(Limit(name, here[hours > 0], hours[hours > 0], most=budget))
    for one in range(3):
        if rng.random() < 0.5:
            here = np.flatnonzero(sector == one)
            least = int(rng.integers(0, 3)) if rng.random() < 0.5 else 0
            limits.append(_ones("most_sector", here, most=int(rng.integers(1, 4))))
            if least:
                limits.append(_ones("least_sector", here, least=least))
    if rng.random() < 0.3:
        limits.append(_ones("must_visit", rng.integers(0, size, 1), least=1))
    if rng.random() < 0.5:
        here = np.flatnonzero(centre == 0)
        towns = rng.integers(0, 3, len(here))
        travel.append(Travel(Name("municipalities"), here, towns, int(rng.integers(1, 3))))
    return Problem(
        values=100_000 * rng.integers(0, 6, size),
        keys=rng.integers(1, 1 << 24, size),
        groups=rng.integers(0, max(2, size), size),
        limits=tuple(limits),
        travel=tuple(travel),
    )


def best_by_hand(problem: Problem) -> tuple[int, int, tuple[int, ...]] | None:
    """The greatest Σ values, then Σ keys, over all subsets of the candidates."""
    chosen, is_kept = _kept(programme(problem), len(problem), None)
    if not is_kept.any():
        return None
    left = chosen[is_kept]
    sums = [
        (int(v), int(k))
        for v, k in zip(left @ problem.values, left @ problem.keys, strict=True)
    ]
    place = max(range(len(sums)), key=sums.__getitem__)
    return (*sums[place], tuple(np.flatnonzero(left[place]).tolist()))


def smallest_conflicts(problem: Problem) -> list[tuple[Name, ...]]:
    """Every set of the fewest rules that no choice keeps together."""
    written = programme(problem)
    for size in range(1, len(written.names) + 1):
        clashing = [
            tuple(written.names[rule] for rule in rules)
            for rules in combinations(range(len(written.names)), size)
            if not _kept(written, len(problem), set(rules))[1].any()
        ]
        if clashing:
            return clashing
    return []


def _ones(
    kind: str, places: Ints, *, least: int | None = None, most: int | None = None
) -> Limit:
    return Limit(Name(kind), places, np.ones(len(places), dtype=np.int64), least, most)


def _kept(
    written: Programme, size: int, rules: set[int] | None
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Every subset, and whether it keeps the rules (all for None) with some set of journeys."""
    matrix = np.rint(written.matrix.toarray()).astype(np.int64)
    switches = matrix.shape[1] - size
    chosen = (np.arange(1 << size)[:, None] >> np.arange(size)) & 1
    rows = [
        row
        for row, owner in enumerate(written.owners)
        if owner < 0 or rules is None or owner in rules
    ]
    is_kept = np.zeros(len(chosen), dtype=bool)
    for open_towns in (np.arange(1 << switches)[:, None] >> np.arange(switches)) & 1:
        used = chosen @ matrix[rows, :size].T + matrix[rows, size:] @ open_towns
        is_kept |= (used <= written.most[rows]).all(axis=1)
    return chosen, is_kept

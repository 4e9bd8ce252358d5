"""How sure a place on the list is: the model is taught anew by employers drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from features.country import Country
from features.errors import RecipeRefused
from features.matrix import Matrix
from models.ranker import Ranker
from models.recipe import Recipe
from models.severity import Policy
from models.stacking import Rows

__all__ = ["RankIntervals", "chances", "rank_intervals"]

Floats = npt.NDArray[np.float64]
DRAWS = 400  # orders around the model's own: ten lie beyond either end
SEEDS_APART = 1000  # between refits, more than any recipe averages


@dataclass(frozen=True)
class RankIntervals:
    """One row per workplace of a cohort, in the matrix's order.

    `low` and `high` hold its place in its own centre (1 is first) with 95 % confidence: the
    place it would have, were everybody's chance of a finding known as far as these columns tell
    it. `in_top` is its chance of being within the centre's capacity, ties counting by
    expectation. They tell how much the order owes to who happened to be controlled, not how
    much the world may change.
    """

    low: Floats
    high: Floats
    in_top: Floats
    refits: int


def rank_intervals(
    rows: Rows,
    recipe: Recipe,
    country: Country,
    policy: Policy,
    matrix: Matrix,
    *,
    refits: int,
    seed: int,
) -> RankIntervals | None:
    """Teach the recipe `refits` times by employers drawn with replacement, and rank each time.

    Each refit has seeds of its own too, since an order owes something to its seeds.

    A refit whose draw teaches no head is left out; None when the recipe itself teaches none, or
    when fewer than two refits are left.
    """
    try:
        own = Ranker.fit(rows, recipe, country, policy).score(matrix)
    except RecipeRefused:
        return None
    rng = np.random.default_rng(seed)
    employers = rows.cluster if rows.cluster is not None else np.arange(len(rows))
    count = int(employers.max(initial=-1)) + 1
    scores = []
    for number in range(1, refits + 1):
        times = np.bincount(rng.integers(0, count, count), minlength=count)[employers]
        drawn = np.repeat(np.arange(len(rows)), times)
        try:
            again = _reseeded(recipe, number * SEEDS_APART)
            ranker = Ranker.fit(_taken(rows, drawn), again, country, policy)
        except RecipeRefused:
            continue
        scores.append(ranker.score(matrix))
    if len(scores) < 2:
        return None
    centre = np.asarray(matrix.frame.column("centre").to_pylist(), dtype=object)
    return chances(own, np.array(scores), centre, recipe.capacity.visits, seed=seed)


def chances(
    own: Floats,
    refits: Floats,
    centre: npt.NDArray[np.object_],
    capacity: int,
    *,
    seed: int = 1,
) -> RankIntervals:
    """From the model's own scores and (refits, workplaces) scores to places and chances.

    Orders are drawn around the model's own, as far from it and as tied to each other as the
    refits are from their mean: a mixture of their deviations has their covariance, and there
    can be as many as one likes. It is Student's, since few refits tell little of the spread.
    Places in the refits themselves would be too narrow a band around the wrong middle: thirty
    have no 2.5 % end, and each errs twice, with the model and by its own draw.
    """
    rng = np.random.default_rng(seed)
    apart = refits - refits.mean(axis=0)
    free = len(refits) - 1
    mixed = rng.standard_normal((DRAWS, len(refits))) / np.sqrt(rng.chisquare(free, (DRAWS, 1)))
    low, high, in_top = (np.empty(len(own)) for _ in range(3))
    for name in sorted(set(centre.tolist())):
        mine = np.flatnonzero(centre == name)
        drawn = own[mine] + mixed @ apart[:, mine]
        first = rankdata(-drawn, method="min", axis=1)
        last = rankdata(-drawn, method="max", axis=1)
        within = np.clip((capacity + 1.0 - first) / (last + 1.0 - first), 0.0, 1.0)
        in_top[mine] = within.mean(axis=0)
        low[mine], high[mine] = np.percentile((first + last) / 2, [2.5, 97.5], axis=0)
    return RankIntervals(low, high, in_top, len(refits))


def _reseeded(recipe: Recipe, by: int) -> Recipe:
    seeds = tuple(seed + by for seed in recipe.model.seeds)
    return replace(recipe, model=replace(recipe.model, seeds=seeds))


def _taken(rows: Rows, drawn: npt.NDArray[np.int64]) -> Rows:
    return replace(
        rows,
        values=rows.values[drawn],
        found=rows.found[drawn],
        query=rows.query[drawn],
        age_months=rows.age_months[drawn],
        weight=None if rows.weight is None else rows.weight[drawn],
        cluster=None if rows.cluster is None else rows.cluster[drawn],
    )

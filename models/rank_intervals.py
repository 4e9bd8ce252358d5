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
from models.ties import cut

__all__ = ["RankIntervals", "chances", "rank_intervals"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RankIntervals:
    """One row per workplace of a cohort, in the matrix's order.

    `low` and `high` hold its place in its own centre (1 is first) in 95 % of the refits;
    `in_top` is the share of refits that place it within the centre's capacity, ties counting
    by expectation. They tell how much the order owes to who happened to be controlled, not
    how much the world may change.
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

    A refit whose draw teaches no head is left out; None when none is left.
    """
    rng = np.random.default_rng(seed)
    employers = rows.cluster if rows.cluster is not None else np.arange(len(rows))
    count = int(employers.max(initial=-1)) + 1
    scores = []
    for _ in range(refits):
        times = np.bincount(rng.integers(0, count, count), minlength=count)[employers]
        drawn = np.repeat(np.arange(len(rows)), times)
        try:
            ranker = Ranker.fit(_taken(rows, drawn), recipe, country, policy)
        except RecipeRefused:
            continue
        scores.append(ranker.score(matrix))
    if not scores:
        return None
    centre = np.asarray(matrix.frame.column("centre").to_pylist(), dtype=object)
    return chances(np.array(scores), centre, recipe.capacity.visits)


def chances(scores: Floats, centre: npt.NDArray[np.object_], capacity: int) -> RankIntervals:
    """From (refits, workplaces) scores to places in each centre and the chance of its top."""
    places, tops = np.empty_like(scores), np.empty_like(scores)
    for name in set(centre.tolist()):
        mine = np.flatnonzero(centre == name)
        places[:, mine] = rankdata(-scores[:, mine], axis=1)
        for number, score in enumerate(scores):
            tops[number, mine] = cut(score[mine], capacity).chance
    low, high = np.percentile(places, [2.5, 97.5], axis=0)
    return RankIntervals(low, high, tops.mean(axis=0), len(scores))


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

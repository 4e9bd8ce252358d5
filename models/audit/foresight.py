"""What a list does to its own future: visits, labels and retraining in a known world.

Whom a list visits is whom the next model learns from. In an invented country the truth of
everybody is known, so the loop can be run ahead: rank, visit as many as there is capacity for,
learn what was found once it is mature, train again. With a random arm part of the visits fall
by lot; without one, what the list does not visit it never hears of (Lum and Isaac 2016;
Ensign and others 2018). Registers stay as they were delivered: a simulated visit changes no
figure of the matrix, only the labels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.country import Country
from features.matrix import Matrix
from models.audit.counts import Floats, Labels
from models.judging import Dated
from models.labels import Labelled
from models.ranker import Ranker
from models.recipe import SEVERAL, Recipe
from models.severity import Policy
from models.stacking import stack

__all__ = ["GroupSeason", "Season", "World", "foresee"]

Say = Callable[[str], None]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class World:
    """A date of the known world: its matrix, what a visit to each would find, and one grouping.

    `truth` maps each head to 1 or 0 per row, as `models.opening.read_truth` gives it.
    """

    matrix: Matrix
    truth: Mapping[str, Floats]
    groups: Labels


@dataclass(frozen=True)
class GroupSeason:
    """One group in one season. None where the group, or its findings, are not there.

    `burden_ratio` is its share of the visits by order over its share of the cohort, `justified`
    its true frequency over that of all, `excess` the first over the second; `reached` the share
    of its true findings that the visits found, `seen` how often visits to it found something.
    """

    group: str
    size: int
    visits: int
    burden_ratio: float | None
    justified: float | None
    excess: float | None
    reached: float | None
    seen: float | None


@dataclass(frozen=True)
class Season:
    """One season: visits made, by order and by lot, what they found, and each group.

    `learnt_from` counts the labelled rows that the season's model knew, `reached` is the share
    of all true findings in the cohort that the visits found.
    """

    as_of: str
    by_order: int
    by_lot: int
    hits: int
    precision: float | None
    reached: float | None
    learnt_from: int
    groups: tuple[GroupSeason, ...]


def foresee(
    worlds: Sequence[World],
    initial: Sequence[Dated],
    recipe: Recipe,
    country: Country,
    policy: Policy,
    *,
    random_share: float,
    visits: int,
    delay: int,
    rest: int,
    seed: int,
    say: Say,
) -> list[Season]:
    """Live through `worlds` in order, a model trained anew before each.

    Each centre makes `visits` a season, the `random_share` of them (rounded by lot) drawn from
    all that may be visited. What a season found is learnt `delay` seasons later; whoever was
    visited rests for `rest` seasons. `initial` are labels from before.
    """
    draw = np.random.default_rng(seed)
    done: list[Dated] = []
    visited: dict[str, int] = {}
    seasons = []
    for number, world in enumerate(worlds):
        known = [*initial, *(one for n, one in enumerate(done) if n + delay <= number)]
        rows = stack(known, recipe.features)
        scores = Ranker.fit(rows, recipe, country, policy).score(world.matrix)
        names = world.matrix.frame.column("workplace").to_pylist()
        may = np.array([number - visited.get(name, -rest - 1) > rest for name in names], bool)
        by_order, by_lot = _chosen(world, scores, may, visits, random_share, draw)
        for row in np.flatnonzero(by_order | by_lot):
            visited[names[row]] = number
        done.append((world.matrix, _labelled(world, by_order, by_lot, recipe)))
        seasons.append(_season(world, by_order, by_lot, len(rows), recipe.judgement.primary))
        say(f"lived {world.matrix.as_of.isoformat()}: {seasons[-1].hits} hits")
    return seasons


def _chosen(
    world: World,
    scores: Floats,
    may: Bools,
    visits: int,
    random_share: float,
    draw: np.random.Generator,
) -> tuple[Bools, Bools]:
    """Who is visited by order and by lot, centre by centre; the lot falls first, over all."""
    by_order, by_lot = (np.zeros(len(may), np.bool_) for _ in range(2))
    centres = world.matrix.frame.column("centre").to_numpy(zero_copy_only=False).astype(str)
    ties = draw.random(len(may))
    for centre in np.unique(centres):
        here = np.flatnonzero((centres == centre) & may)
        expected = random_share * visits
        lots = min(int(expected + draw.random()), visits, len(here))
        by_lot[draw.choice(here, lots, replace=False)] = True
        left = here[~by_lot[here]]
        best = left[np.lexsort((ties[left], -scores[left]))][: visits - lots]
        by_order[best] = True
    return by_order, by_lot


def _labelled(world: World, by_order: Bools, by_lot: Bools, recipe: Recipe) -> Labelled:
    """What the visits found, as labels of that date: everything was looked at."""
    seen = by_order | by_lot
    found = np.full((len(seen), len(recipe.heads)), np.nan, np.float32)
    for number, head in enumerate(recipe.heads):
        found[seen, number] = world.truth[head][seen]
    nothing = np.full(len(seen), np.nan)
    as_of = world.matrix.as_of
    return Labelled(
        as_of=as_of,
        until=as_of.plus(recipe.dates.label_timespan_months),
        heads=recipe.heads,
        found=found,
        severity=np.where(seen, world.truth.get("severity", np.zeros(len(seen))), np.nan),
        inspected=seen,
        random=by_lot,
        inclusion=nothing,
        immature=0,
        outside=0,
        reported=0,
        contested=tuple(0 for _ in recipe.heads),
    )


def _season(
    world: World, by_order: Bools, by_lot: Bools, learnt_from: int, outcome: str
) -> Season:
    truth = world.truth[outcome if outcome in world.truth else SEVERAL] == 1
    seen = by_order | by_lot
    groups = []
    for group in sorted(set(world.groups.tolist())):
        here = world.groups == group
        ratio = _over(_share(by_order, here), float(here.mean()))
        justified = _over(_mean(truth, here), float(truth.mean()))
        groups.append(
            GroupSeason(
                str(group),
                int(here.sum()),
                int((seen & here).sum()),
                ratio,
                justified,
                None if ratio is None else _over(ratio, justified),
                _over(float((seen & here & truth).sum()), float((here & truth).sum())),
                _over(float((seen & here & truth).sum()), float((seen & here).sum())),
            )
        )
    hits = int((seen & truth).sum())
    return Season(
        world.matrix.as_of.isoformat(),
        int(by_order.sum()),
        int(by_lot.sum()),
        hits,
        _over(float(hits), float(seen.sum())),
        _over(float(hits), float(truth.sum())),
        learnt_from,
        tuple(groups),
    )


def _share(some: Bools, here: Bools) -> float | None:
    return _over(float((some & here).sum()), float(some.sum()))


def _mean(some: Bools, here: Bools) -> float | None:
    return _over(float((some & here).sum()), float(here.sum()))


def _over(one: float | None, other: float | None) -> float | None:
    return None if one is None or not other else one / other

"""Who is tried against whom: chance, declared rules, regressions, boosters fitted six ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from features.country import Country
from features.matrix import Matrix
from models.baselines import Logistic, rival_scores
from models.challenger_names import OWN, RANDOM
from models.exposure import weights_of
from models.figures import average_precision
from models.judging import Dated
from models.labels import outcome_of
from models.ranker import Ranker
from models.recipe import Fit, Recipe
from models.severity import Policy
from models.splits import mature_by
from models.stacking import Rows, learnable, stack
from models.tuning import tuned

__all__ = ["Lesson", "Scorer", "learn"]

Floats = npt.NDArray[np.float64]
Scorer = Callable[[Matrix], Floats]
UNTUNED_ROUNDS = 100  # LightGBM's own default
FOLDS = 3  # time-ordered folds that parameters are searched on
SEEDS = 5  # from the recipe's first on


@dataclass(frozen=True)
class Lesson:
    """What a challenger may learn from: labelled cohorts before the test, in time order."""

    before: Sequence[Dated]
    recipe: Recipe
    country: Country
    policy: Policy
    embargo_days: int

    @cached_property
    def rows(self) -> Rows:
        """All there is to learn from, each row counting the same; stacked once for all."""
        return stack(self.before, self.recipe.features)

    def under(self, recipe: Recipe) -> Lesson:
        """The same lesson under a recipe of other seeds: rows stay stacked and binned."""
        other = replace(self, recipe=recipe)
        if recipe.features == self.recipe.features:
            other.__dict__["rows"] = self.rows  # where `cached_property` keeps it
        return other

    @cached_property
    def weighted(self) -> Rows:
        """The same rows with the recipe's weights for selection, if it has any."""
        weights = weights_of(self.before, self.recipe)
        if weights is None:
            return self.rows
        return stack(self.before, self.recipe.features, weights)


def learn(name: str, lesson: Lesson) -> Scorer:
    """Let the challenger called `name` learn; what it gives ranks any cohort.

    Raises `RecipeRefused` when it must learn and no head can be learnt.
    """
    if name == RANDOM:
        return lambda matrix: np.zeros(len(matrix))
    if name in _LEARNERS:
        return _LEARNERS[name](lesson)
    return lambda matrix: rival_scores([matrix], [name])[name]


def _regression(lesson: Lesson, *, curved: bool = False) -> Scorer:
    rows = lesson.rows
    heads, _ = learnable(rows, lesson.recipe, lesson.policy)
    weights = {head: lesson.policy.weight(head) for head in heads}
    return Logistic.fit(rows, lesson.recipe, weights, curved=curved).score


def _boosted(lesson: Lesson, recipe: Recipe, before: Sequence[Dated] | None = None) -> Ranker:
    if before is None:
        rows = lesson.weighted
    else:
        rows = stack(before, recipe.features, weights_of(before, recipe))
    return Ranker.fit(rows, recipe, lesson.country, lesson.policy)


def _asked(
    recipe: Recipe,
    parameters: Mapping[str, float | int | str],
    *,
    seeds: tuple[int, ...] = (1,),
    monotone: bool = False,
    objective: str = "binary",
) -> Recipe:
    """The recipe with one fit of these parameters, and everything else as it was."""
    fit = Fit(objective, objective, "all", UNTUNED_ROUNDS, parameters)
    return replace(
        recipe, monotone=monotone, model=replace(recipe.model, fits=(fit,), seeds=seeds)
    )


def _listwise(lesson: Lesson) -> Scorer:
    """Each date and centre a list of its own, its top as deep as the centre can visit."""
    deep = {"lambdarank_truncation_level": lesson.recipe.capacity.visits}
    return _boosted(lesson, _asked(lesson.recipe, deep, objective="lambdarank")).score


def _several_seeds(lesson: Lesson) -> Scorer:
    first = lesson.recipe.model.seeds[0]
    bagged = {"bagging_fraction": 0.7, "bagging_freq": 1}
    seeds = tuple(range(first, first + SEEDS))
    return _boosted(lesson, _asked(lesson.recipe, bagged, seeds=seeds)).score


def _searched(lesson: Lesson) -> Scorer:
    """Parameters found on the training dates alone, oldest fold first; else the untuned."""
    folds = _folds(lesson)
    if not folds:
        return _boosted(lesson, _asked(lesson.recipe, {})).score
    primary = lesson.recipe.judgement.primary

    def attempt(parameters: Mapping[str, float | int | str], fold: int) -> float:
        earlier, (matrix, labelled) = folds[fold]
        ranker = _boosted(lesson, _asked(lesson.recipe, parameters), earlier)
        found = average_precision(ranker.score(matrix), outcome_of(labelled, primary))
        return 0.0 if np.isnan(found) else found

    plan = lesson.recipe
    best = tuned(attempt, folds=len(folds), trials=plan.choice.trials, seed=plan.judgement.seed)
    return _boosted(lesson, _asked(plan, best)).score


def _folds(lesson: Lesson) -> list[tuple[list[Dated], Dated]]:
    """The last training dates, each with those whose labels were mature when it began.

    Folds whose earlier dates teach no head are left out.
    """
    timespan = lesson.recipe.dates.label_timespan_months
    folds = []
    for number, one in enumerate(lesson.before):
        begins = one[0].as_of
        earlier = [
            other
            for other in lesson.before[:number]
            if mature_by(other[0].as_of, timespan, lesson.embargo_days) <= begins
        ]
        if earlier and _teaches(earlier, lesson):
            folds.append((earlier, one))
    return folds[-FOLDS:]


def _teaches(dates: Sequence[Dated], lesson: Lesson) -> bool:
    """Whether some head has enough findings, and something to tell them from."""
    found = np.concatenate([labelled.found for _, labelled in dates])
    enough = (found == 1).sum(axis=0) >= lesson.recipe.model.min_positives
    weighty = [lesson.policy.weight(head) > 0 for head in dates[0][1].heads]
    return bool((enough & ((found == 0).any(axis=0)) & np.array(weighty)).any())


_LEARNERS: Mapping[str, Callable[[Lesson], Scorer]] = {
    "logistic_regression": _regression,
    "logistic_splines": lambda lesson: _regression(lesson, curved=True),
    "lightgbm_untuned": lambda lesson: _boosted(lesson, _asked(lesson.recipe, {})).score,
    "lightgbm_monotone": lambda lesson: (
        _boosted(lesson, _asked(lesson.recipe, {}, monotone=True)).score
    ),
    "lightgbm_lambdarank": _listwise,
    "lightgbm_tuned": _searched,
    "lightgbm_seeds": _several_seeds,
    OWN: lambda lesson: _boosted(lesson, lesson.recipe).score,
}

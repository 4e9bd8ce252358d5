"""The search for parameters: repeatable, never below the plain ones, and short with the bad."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from features.vocabulary import AsOf
from models.challengers import Lesson, _folds
from models.judging import Sources, dated
from models.severity import Policy
from models.tuning import PLAIN, tuned
from tests.models.invented import COUNTRY, RECIPE, matrix_of, outcomes_of, recipe_of

Asked = Mapping[str, float | int | str]


def far_from_four_leaves(asked: Asked, fold: int) -> float:
    """Best at four leaves; each fold a little worse than the one before."""
    return -abs(float(asked["num_leaves"]) - 4.0) - 0.01 * fold


def test_the_same_seed_finds_the_same_parameters() -> None:
    first, again = (tuned(far_from_four_leaves, folds=2, trials=12, seed=3) for _ in range(2))

    assert first == again
    assert far_from_four_leaves(first, 0) > far_from_four_leaves({**PLAIN}, 0)


def test_a_search_never_ends_below_the_plain_parameters() -> None:
    def plain_is_best(asked: Asked, fold: int) -> float:
        return -sum(abs(float(asked[name]) - value) for name, value in PLAIN.items())

    found = tuned(plain_is_best, folds=2, trials=8, seed=1)

    assert {name: found[name] for name in PLAIN} == dict(PLAIN)


def test_hopeless_parameters_are_given_up_before_their_last_fold() -> None:
    asked_on: list[int] = []

    def worse_after_the_first(asked: Asked, fold: int) -> float:
        asked_on.append(fold)
        return 1.0 if {n: asked[n] for n in PLAIN} == dict(PLAIN) else -float(len(asked_on))

    tuned(worse_after_the_first, folds=3, trials=10, seed=1)

    assert asked_on.count(0) == 10
    assert asked_on.count(2) < 10


def test_a_fold_learns_only_from_labels_that_were_mature_when_it_began(
    tmp_path: Path,
) -> None:
    recipe = recipe_of(tmp_path, RECIPE)
    dates = [AsOf(2024, month, 1) for month in (1, 4, 7, 10)] + [AsOf(2025, 1, 1)]
    matrices = {as_of: matrix_of(as_of, 120) for as_of in dates}
    found = outcomes_of(tuple(matrices.values()))
    sources = Sources(matrices.__getitem__, lambda known_by: found, AsOf(2026, 1, 1))
    policy = Policy(AsOf(2020, 1, 1), "invented", {})
    before = [
        dated(sources, recipe, COUNTRY, policy, as_of, AsOf(2026, 1, 1)) for as_of in dates
    ]

    folds = _folds(Lesson(before, recipe, COUNTRY, policy, 180))

    # Three months of outcomes and 180 days: of January's, September is the last that is early.
    told = [([m.as_of for m, _ in earlier], later[0].as_of) for earlier, later in folds]
    assert told == [
        ([AsOf(2024, 1, 1)], AsOf(2024, 10, 1)),
        ([AsOf(2024, 1, 1), AsOf(2024, 4, 1)], AsOf(2025, 1, 1)),
    ]

"""What rankings are judged on: dated cohorts, their outcomes, every rival's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from features.country import Country
from features.matrix import Matrix
from features.vocabulary import AsOf
from models.baselines import LOGISTIC, Logistic, rival_scores
from models.evaluation import Comparison, Question, evaluate
from models.labels import Labelled, label, outcome_of
from models.ranker import Ranker
from models.recipe import Recipe
from models.severity import Policy
from models.stacking import Rows

__all__ = [
    "IN_TRUTH",
    "LABELLED",
    "MODEL",
    "Dated",
    "Sources",
    "Truth",
    "against_truth",
    "dated",
    "judge",
    "question",
    "rank_all",
]

MODEL = "lykta"
LABELLED = "among the controlled, who were chosen"
IN_TRUTH = "against the truth of the invented country"

Floats = npt.NDArray[np.float64]
Dated = tuple[Matrix, Labelled]
Truth = Callable[[Matrix], Mapping[str, Floats]]


@dataclass(frozen=True)
class Sources:
    """Where a training run gets its data: matrices by date, outcomes by date of knowledge.

    `known_by` is the last date at which anything is known. `truth`, for the invented country
    alone and only when somebody hands it over, gives outcomes of a whole cohort.
    """

    matrix: Callable[[AsOf], Matrix]
    outcomes: Callable[[AsOf], pa.Table]
    known_by: AsOf
    truth: Truth | None = None


def dated(
    sources: Sources,
    recipe: Recipe,
    country: Country,
    policy: Policy,
    as_of: AsOf,
    known_by: AsOf,
) -> Dated:
    """The matrix of a date and what controls found after it, as known at `known_by`."""
    matrix = sources.matrix(as_of)
    labelled = label(
        sources.outcomes(known_by),
        country.outcomes,
        matrix.frame.column("workplace").to_numpy(zero_copy_only=False),
        as_of,
        heads=recipe.heads,
        policy=policy,
        timespan_months=recipe.dates.label_timespan_months,
        known_by=known_by,
        embargo_days=0 if recipe.dates.labels_known == "finally" else None,
        contested_wait=recipe.dates.contested == "wait",
    )
    return matrix, labelled


def rank_all(
    ranker: Ranker, rows: Rows, recipe: Recipe, policy: Policy, matrices: list[Matrix]
) -> dict[str, Floats]:
    """Every ranking of the test cohorts, the model's first; all rivals learn from `rows`."""
    weights = {head: policy.weight(head) for head in ranker.heads}
    logistic = Logistic.fit(rows, recipe, weights)
    return {
        MODEL: np.concatenate([ranker.score(matrix) for matrix in matrices]),
        **rival_scores(matrices, recipe.judgement.rivals),
        LOGISTIC: np.concatenate([logistic.score(matrix) for matrix in matrices]),
    }


def question(
    cohorts: list[Dated],
    outcome: str,
    recipe: Recipe,
    assumes: str,
    shares: tuple[float, ...] = (0.01,),
) -> Question:
    """One outcome over all test dates; each date and centre is a list of its own."""
    keys = [
        f"{matrix.as_of} {centre}"
        for matrix, _ in cohorts
        for centre in _text(matrix, "centre")
    ]
    employers = [employer for matrix, _ in cohorts for employer in _text(matrix, "employer")]
    return Question(
        outcome=np.concatenate([outcome_of(labelled, outcome) for _, labelled in cohorts]),
        severity=np.concatenate([labelled.severity for _, labelled in cohorts]),
        lists=np.unique(np.array(keys), return_inverse=True)[1],
        cluster=np.unique(np.array(employers), return_inverse=True)[1],
        capacity=recipe.capacity.visits,
        shares=shares,
        assumes=assumes,
    )


def judge(scores: Mapping[str, Floats], asked: Question, recipe: Recipe) -> Comparison:
    """Judge all rankings on one question, with the recipe's resamples and seed."""
    plan = recipe.judgement
    return evaluate(scores, asked, resamples=plan.resamples, seed=plan.seed)


def against_truth(
    scores: Mapping[str, Floats],
    after: list[Dated],
    recipe: Recipe,
    truth: Truth | None,
) -> dict[str, Comparison]:
    """The judgement on outcomes of everybody, when somebody hands them over."""
    if truth is None:
        return {}
    known = [truth(matrix) for matrix, _ in after]
    name = recipe.judgement.primary
    asked = replace(
        question(after, name, recipe, IN_TRUTH),
        outcome=np.concatenate([one[name] for one in known]),
        severity=np.concatenate([one["severity"] for one in known]),
    )
    return {name: judge(scores, asked, recipe)}


def _text(matrix: Matrix, name: str) -> list[str]:
    found: list[str] = matrix.frame.column(name).to_pylist()
    return found

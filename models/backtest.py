"""CONDUCTOR: train at one date, test at a later one, and print how the rules do beside it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from features.country import Country
from features.errors import RecipeRefused
from features.matrix import Matrix
from features.vocabulary import AsOf
from models.evaluation import Comparison, Evaluation, Question
from models.exposure import understood, weights_of
from models.intervals import Figure
from models.judging import LABELLED, MODEL, Sources, dated, judge, question, rank_all
from models.labels import outcome_of
from models.ranker import Ranker
from models.recipe import Recipe
from models.severity import read_policy
from models.splits import TimeSplit, split_at
from models.stacking import stack

__all__ = ["BacktestResult", "backtest", "earliest", "said", "write_scores"]

EVERYONE = "everybody has an outcome: without a record, nothing was found"

Floats = npt.NDArray[np.float64]
Say = Callable[[str], None]


@dataclass(frozen=True)
class BacktestResult:
    """One training date against one test date. `scores` holds every ranking of the cohort."""

    split: TimeSplit
    matrix: Matrix
    ranker: Ranker
    scores: Mapping[str, Floats]
    outcome: Floats
    everyone: Comparison
    newcomers: Comparison | None  # those without a history, judged on their own
    assumes: str


def earliest(outcomes: pa.Table) -> AsOf:
    """The month in which outcomes begin: before it there is no history to learn from."""
    first = pd.to_datetime(outcomes.column("happened").to_pandas()).min()
    if pd.isna(first):
        raise RecipeRefused(
            "There are no outcomes at all.", "check the delivery's outcome register"
        )
    return AsOf(first.year, first.month, 1)


def backtest(
    recipe: Recipe, country: Country, train: AsOf, test: AsOf, sources: Sources, *, say: Say
) -> BacktestResult:
    """Fit on `train` (and the recipe's earlier dates), rank the cohort of `test`, judge all.

    Raises `KnownTooLate` when a training label window reaches beyond the test date.
    """
    final = recipe.dates.labels_known == "finally"
    split = split_at(recipe, train, test, begins=earliest(sources.outcomes(sources.known_by)))
    policy = read_policy(recipe.policy, test, recipe.heads)
    known_by = sources.known_by if final else test
    before = [
        dated(sources, recipe, country, policy, as_of, known_by) for as_of in split.before
    ]
    say(f"{len(before)} training dates labelled")
    rows = stack(before, recipe.features, weights_of(before, recipe))
    ranker = Ranker.fit(rows, recipe, country, policy)
    say(f"{len(ranker.parts)} boosters fitted on {len(rows)} rows")
    matrix, labelled = after = dated(sources, recipe, country, policy, test, sources.known_by)
    scores = rank_all(ranker, rows, recipe, policy, [matrix])
    say(f"{len(matrix)} in the test cohort ranked {len(scores)} ways")
    assumes = EVERYONE if country.outcomes.everyone else LABELLED
    if final:
        assumes += "; training labels are taken as finally known"
    asked = question([after], recipe.judgement.primary, recipe, assumes, shares=(0.01, 0.1))
    asked = understood(asked, [after], scores[MODEL], recipe)
    new = _without_history(matrix, recipe)
    result = BacktestResult(
        split=split,
        matrix=matrix,
        ranker=ranker,
        scores=scores,
        outcome=outcome_of(labelled, recipe.judgement.primary),
        everyone=judge(scores, asked, recipe),
        newcomers=None if new is None else _judge_part(scores, asked, new, recipe),
        assumes=assumes,
    )
    say(f"{recipe.judgement.resamples} resamples judged")
    return result


def said(result: BacktestResult) -> dict[str, Any]:
    """The answer of the command as plain data."""
    answer: dict[str, Any] = {
        "trained_on": [day.isoformat() for day in result.split.before],
        "tested_on": result.matrix.as_of.isoformat(),
        "assumes": result.assumes,
        "resamples": result.everyone.resamples,
        "model_digest": result.ranker.digest,
        **_said(result.everyone),
    }
    if result.newcomers is not None:
        answer["without_history"] = _said(result.newcomers)
    return answer


def write_scores(result: BacktestResult, primary: str, path: Path) -> None:
    """One row per workplace of the test cohort: employer, score, the rival's score, outcome.

    Beside the score stands the digest of the model that it came from, for an audit of it.
    """
    employers = result.matrix.frame.column("employer").to_pylist()
    digest = result.ranker.digest  # of megabytes: once, not for each row
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["employer", "score", primary, "outcome", "score_digest"])
        columns = zip(
            employers, result.scores[MODEL], result.scores[primary], result.outcome, strict=True
        )
        for employer, score, rival, outcome in columns:
            known = "" if np.isnan(outcome) else int(outcome)
            told = (repr(float(score)), repr(float(rival)), known, digest)
            rows.writerow([employer, *told])


def _without_history(matrix: Matrix, recipe: Recipe) -> npt.NDArray[np.bool_] | None:
    """Who has no history, by the recipe's expression over features and rivals' scores."""
    said = recipe.backtest.history
    if not said:
        return None
    frame = matrix.frame.to_pandas().join(
        matrix.rivals.drop_columns(["workplace", "employer"]).to_pandas()
    )
    try:
        has = frame.eval(said, engine="python")
    except (ValueError, SyntaxError, TypeError, NameError, KeyError) as error:
        raise RecipeRefused(
            f"backtest.history: '{said}' cannot be computed ({error}).",
            "write an expression over features and <rival>_score, such as: debts_score > 0",
        ) from None
    return np.asarray(~has.to_numpy(dtype=bool, na_value=False))


def _judge_part(
    scores: Mapping[str, Floats], asked: Question, part: npt.NDArray[np.bool_], recipe: Recipe
) -> Comparison:
    smaller = replace(
        asked,
        outcome=asked.outcome[part],
        severity=asked.severity[part],
        selection=None,
        inclusion=None if asked.inclusion is None else asked.inclusion[part],
        lists=asked.lists[part],
        cluster=np.unique(asked.cluster[part], return_inverse=True)[1],
    )
    return judge({name: score[part] for name, score in scores.items()}, smaller, recipe)


def _said(comparison: Comparison) -> dict[str, Any]:
    rankings = {name: _figures(one) for name, one in comparison.evaluations.items()}
    model = comparison.evaluations[comparison.model]
    return {
        "n": model.rows,
        "positives": model.positives,
        **rankings.pop(comparison.model),
        "baselines": rankings,
        "difference_to": {
            name: {
                "auc": _spread(one.auc),
                "precision_at": {share: _spread(f) for share, f in one.precision_at.items()},
            }
            for name, one in comparison.differences.items()
        },
    }


def _figures(one: Evaluation) -> dict[str, Any]:
    return {
        "auc": one.auc.value,
        "auc_interval": _interval(one.auc),
        "average_precision": one.average_precision,
        "precision_at": {share: figure.value for share, figure in one.precision_at.items()},
        "precision_at_interval": {
            share: _interval(figure) for share, figure in one.precision_at.items()
        },
    }


def _spread(figure: Figure) -> dict[str, Any]:
    return {"value": figure.value, "interval": _interval(figure)}


def _interval(figure: Figure) -> list[float] | None:
    if figure.low is None or figure.high is None:
        return None
    return [figure.low, figure.high]

"""The simple orders a model must beat: chance, declared rules, a logistic regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from threadpoolctl import threadpool_limits

from features.country import Country
from features.matrix import Matrix
from features.vocabulary import Words
from models.combining import priority
from models.curves import Curves
from models.recipe import Recipe
from models.stacking import Rows, values_of

__all__ = ["LOGISTIC", "RANDOM", "Logistic", "lexical", "rival_scores", "words_of_rivals"]

RANDOM, LOGISTIC = "random", "logistic_regression"
STRENGTH = 0.02  # inverse L2 penalty: ~3,000 controls and twice as many columns as features

Floats = npt.NDArray[np.float64]


def lexical(score: Floats, then: Floats) -> Floats:
    """One number with the order "higher score first, then higher then"; unknown comes last."""
    first, second = (np.where(np.isnan(part), -np.inf, part) for part in (score, then))
    _, outer = np.unique(first, return_inverse=True)
    _, inner = np.unique(second, return_inverse=True)
    return np.asarray(outer * (inner.max(initial=0) + 1.0) + inner, dtype=np.float64)


def rival_scores(matrices: Sequence[Matrix], rivals: Sequence[str]) -> dict[str, Floats]:
    """The order of each declared rival over all dates, and chance as one great tie."""
    scores = {RANDOM: np.zeros(sum(len(matrix) for matrix in matrices))}
    for name in rivals:
        score, then = (
            np.concatenate([_column(matrix, f"{name}_{part}") for matrix in matrices])
            for part in ("score", "then")
        )
        scores[name] = lexical(score, then)
    return scores


def _column(matrix: Matrix, name: str) -> Floats:
    found = matrix.rivals.column(name).to_numpy(zero_copy_only=False)
    return np.asarray(found, dtype=np.float64)


def words_of_rivals(country: Country) -> dict[str, Words]:
    """What each rival is called."""
    return {
        RANDOM: Words("Slump", "Chance"),
        **{rival.name: rival.words for rival in country.rivals},
        LOGISTIC: Words("Logistisk regression", "Logistic regression"),
    }


@dataclass(frozen=True)
class Logistic:
    """A logistic regression per head, with the same heads, weights and rows as the model.

    Missing becomes the median and a column of its own; long tails are drawn in by a signed
    logarithm; every column is scaled. Its heads combine as the model's do.
    """

    features: tuple[str, ...]
    columns: Pipeline | Curves
    heads: tuple[tuple[float, LogisticRegression], ...]
    combine: str

    @classmethod
    def fit(
        cls, rows: Rows, recipe: Recipe, weights: dict[str, float], *, curved: bool = False
    ) -> Logistic:
        """Learn each head of `weights` from the rows where somebody looked.

        `curved` lets each column bend at its quantiles (a linear spline) instead of going
        straight.
        """
        total = sum(weights.values())
        columns = Curves.fit(rows.values) if curved else _straight().fit(rows.values)
        values = columns.transform(rows.values)
        fitted = []
        for head, weight in weights.items():
            answers = rows.found[:, rows.heads.index(head)]
            kept = ~np.isnan(answers)
            model = LogisticRegression(
                C=STRENGTH, max_iter=500, random_state=recipe.judgement.seed
            )
            with threadpool_limits(1):  # short sums: threads wait longer than they work
                model.fit(values[kept], answers[kept].astype(int))
            fitted.append((weight / total, model))
        return cls(rows.features, columns, tuple(fitted), recipe.model.combine)

    def score(self, matrix: Matrix) -> Floats:
        """The priority of every row, combined as the recipe says."""
        values = self.columns.transform(values_of(matrix, self.features))
        margins = np.column_stack([model.decision_function(values) for _, model in self.heads])
        return priority(margins, np.array([weight for weight, _ in self.heads]), self.combine)


def _straight() -> Pipeline:
    return make_pipeline(
        SimpleImputer(strategy="median", add_indicator=True, keep_empty_features=True),
        FunctionTransformer(_drawn_in),
        StandardScaler(),
    )


def _drawn_in(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))

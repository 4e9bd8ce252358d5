"""The plain script beside the race: the same fits on the same rows, and one figure of each.

As one would write it: pandas for labels, LightGBM and scikit-learn called by hand, precision at
each centre's capacity among the controlled, and how much two more seeds of the last split share
of their lists. No bounds, no weights for selection, no choice, nothing kept on disk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import lightgbm as lgb
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from features.matrix import Matrix
from features.vocabulary import AsOf
from models.baselines import STRENGTH
from models.racing import OTHER_SEEDS
from models.ranker import FIXED, WORTH_TWO_THREADS
from models.recipe import Recipe
from models.splits import TimeSplit

__all__ = ["plain_race"]

HEADS = {"several": 2.0, "tax": 1.0, "work": 1.0}
Values = npt.NDArray[np.float32]


def plain_race(
    matrices: Mapping[AsOf, Matrix],
    outcomes: pa.Table,
    plan: Sequence[TimeSplit],
    recipe: Recipe,
) -> dict[str, list[float]]:
    """Each challenger's precision on each split."""
    values = {day: matrix.values() for day, matrix in matrices.items()}
    found = {day: _labels(outcomes, day, matrix) for day, matrix in matrices.items()}
    fit = recipe.model.fits[0]
    asked: dict[str, tuple[int, dict[str, object]]] = {
        "lightgbm_untuned": (100, {}),
        "lightgbm_monotone": (100, {"monotone_constraints": [0] * len(recipe.features)}),
        "lykta": (fit.rounds, dict(fit.lightgbm)),
    }
    told: dict[str, list[float]] = {name: [] for name in ("logistic_regression", *asked)}
    for split in plan:
        seen = {day: found[day].notna().any(axis=1) for day in split.before}
        x = np.concatenate([values[day][seen[day]] for day in split.before])
        y = pd.concat([found[day].dropna(how="all") for day in split.before])
        (day,) = split.after
        scores = {"logistic_regression": _regression(x, y, values[day])}
        for name, (rounds, parameters) in asked.items():
            scores[name] = _boosted(x, y, values[day], rounds, parameters)
        centre = matrices[day].frame.column("centre").to_pandas()
        for name, score in scores.items():
            listed = _listed(centre, score, recipe)
            told[name].append(float(found[day]["several"].iloc[listed].mean()))
    rounds, parameters = asked["lykta"]
    one, other = (
        set(_listed(centre, _boosted(x, y, values[day], rounds, parameters, 1 + by), recipe))
        for by in OTHER_SEEDS
    )
    told["between seeds"] = [len(one & other) / len(one | other)]
    return told


def _listed(
    centre: pd.Series[str], score: npt.NDArray[np.float64], recipe: Recipe
) -> pd.Index[int]:
    order = pd.DataFrame({"centre": centre, "score": score})
    top = order.sort_values("score", ascending=False).groupby("centre")
    return top.head(recipe.capacity.visits).index


def _labels(outcomes: pa.Table, day: AsOf, matrix: Matrix) -> pd.DataFrame:
    rows = outcomes.to_pandas()
    rows = rows[rows["happened"] == day].astype({"found": float})
    wide = rows.pivot_table(index="workplace", columns="area", values="found", aggfunc="max")
    wide = wide.reindex(matrix.frame.column("workplace").to_pandas()).reset_index(drop=True)
    several = (wide.sum(axis=1) >= 2).astype(float).where(wide.notna().sum(axis=1) >= 2)
    labels: pd.DataFrame = wide.assign(several=several)
    return labels


def _boosted(
    x: Values,
    y: pd.DataFrame,
    new: Values,
    rounds: int,
    parameters: Mapping[str, object],
    seed: int = 1,
) -> npt.NDArray[np.float64]:
    threads = 2 if len(x) >= WORTH_TWO_THREADS else 1
    whole = {**parameters, **FIXED, "objective": "binary", "seed": seed, "num_threads": threads}
    total = np.zeros(len(new))
    for head, weight in HEADS.items():
        kept = y[head].notna().to_numpy()
        data = lgb.Dataset(x[kept], label=y[head].to_numpy()[kept], params=whole)
        booster = lgb.train(dict(whole), data, num_boost_round=rounds)
        total += weight * np.asarray(booster.predict(new, raw_score=True))
    return total


def _regression(x: Values, y: pd.DataFrame, new: Values) -> npt.NDArray[np.float64]:
    total = np.zeros(len(new))
    for head, weight in HEADS.items():
        kept = y[head].notna().to_numpy()
        model = make_pipeline(
            SimpleImputer(strategy="median", add_indicator=True),
            StandardScaler(),
            LogisticRegression(C=STRENGTH, max_iter=500),
        )
        model.fit(x[kept], y[head].to_numpy()[kept])
        total += weight * model.decision_function(new)
    return total

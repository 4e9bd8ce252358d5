"""Invented rows, and LightGBM's two models of them, small and large, that are explained."""

from __future__ import annotations

import lightgbm as lgb
import numpy as np
import numpy.typing as npt

__all__ = ["FEATURES", "Values", "drawn", "trained"]

FEATURES, CODED, MISSING = 150, 30, 0.155
SIZES = {"A": (300, 31), "B": (1000, 63)}
TRAINED_ON = 20_000

Values = npt.NDArray[np.float32]


def drawn(rows: int, coded: bool, seed: int = 7) -> tuple[Values, npt.NDArray[np.int64]]:
    """Rows with effects, interactions and levels, and answers drawn from them."""
    rng = np.random.default_rng(seed)
    values = rng.standard_normal((rows, FEATURES), dtype=np.float32)
    values[:, 50:100] = np.exp(values[:, 50:100])
    values[:, 100:120] = np.floor(np.exp(values[:, 100:120]) * 2)
    effects = rng.standard_normal(FEATURES)
    margin = (0.3 * effects[:120] * np.tanh(values[:, :120])).sum(axis=1)
    for one in range(0, 110, 3):
        margin += 0.4 * np.sin(values[:, one]) * values[:, (one + 7) % 120].clip(-2, 2)
    if coded:
        for one in range(FEATURES - CODED, FEATURES):
            levels = int(rng.integers(3, 200 if one % 2 else 20))
            values[:, one] = rng.integers(0, levels, rows)
            margin += 0.5 * rng.standard_normal(levels)[values[:, one].astype(int)]
    values[rng.random(values.shape, dtype=np.float32) < MISSING] = np.nan
    return values, (rng.random(rows) < 1 / (1 + np.exp(-margin))).astype(np.int64)


def trained(model: str, coded: bool) -> str:
    """LightGBM's text of a model."""
    trees, leaves = SIZES[model]
    values, answers = drawn(TRAINED_ON, coded)
    columns = list(range(FEATURES - CODED, FEATURES)) if coded else []
    asked = {
        "objective": "binary",
        "num_leaves": leaves,
        "learning_rate": 0.05,
        "num_threads": 1,
        "verbosity": -1,
    }
    data = lgb.Dataset(values, answers, categorical_feature=columns)
    return lgb.train(asked, data, trees).model_to_string()

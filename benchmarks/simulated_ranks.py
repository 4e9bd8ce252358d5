"""Do intervals of ranks hold the places that workplaces would have if their chances were known?

A year of `make simulate`: a model is taught by the controlled of earlier cohorts, and ranks a
new one. The true order is by the chance of a finding given the very columns that the model
reads, which the simulation alone can work out.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy.stats import rankdata

from benchmarks.training import FEATURES, country, recipe_of
from features.matrix import Matrix
from features.vocabulary import AsOf
from models.rank_intervals import rank_intervals
from models.recipe import Fit, Recipe
from models.severity import Policy
from models.stacking import Rows

__all__ = ["Held", "held_in"]

Floats = npt.NDArray[np.float64]
TAUGHT, RANKED, CENTRES, PLACES, REFITS = 24_000, 6_000, 7, 32, 30
COLUMNS = FEATURES[:5]
# As in models/recipes/sweden.toml, in fewer and longer steps.
LIGHTGBM = {
    "learning_rate": 0.1, "num_leaves": 8, "extra_trees": True, "min_data_in_leaf": 40,
    "lambda_l2": 20.0, "feature_fraction": 0.5, "bagging_fraction": 0.7, "bagging_freq": 1,
    "max_bin": 63,
}  # fmt: skip
ROUNDS = 120
# Nodes and weights of Gauss and Hermite for what two workplaces of an employer share.
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
SHARED = 0.5  # its standard deviation


@dataclass(frozen=True)
class Held:
    """Of one year: the share of workplaces whose interval holds their true place, of all and of
    those that the model lists; and the mean width of the intervals in places."""

    everybody: float
    listed: float
    width: float


def held_in(seed: int) -> Held:
    """One simulated year."""
    rng = np.random.default_rng([2027, seed])
    values, chosen, found, _ = _drawn(rng, TAUGHT)
    ranked, _, _, chance = _drawn(rng, RANKED)
    rows = Rows(
        COLUMNS, ("tax",), values[chosen], found[chosen, None],
        np.zeros(chosen.sum(), np.int64), np.zeros(chosen.sum()),
        cluster=np.unique(np.flatnonzero(chosen) // 2, return_inverse=True)[1],
    )  # fmt: skip
    policy = Policy(AsOf(2020, 1, 1), "invented", {})
    told = rank_intervals(
        rows, _recipe(), country(), policy, _matrix(ranked), refits=REFITS, seed=seed
    )
    if told is None:
        raise RuntimeError("a simulated year taught nothing")
    centre = np.arange(RANKED) % CENTRES
    place = np.empty(RANKED)
    for number in range(CENTRES):
        mine = centre == number
        place[mine] = rankdata(-chance[mine])
    held = (told.low <= place) & (place <= told.high)
    listed = told.in_top >= 0.5
    return Held(
        float(held.mean()), float(held[listed].mean()), float((told.high - told.low).mean())
    )


def _drawn(
    rng: np.random.Generator, rows: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_], npt.NDArray[np.float32], Floats]:
    """Columns, who was controlled, what there was to find, and its chance given the columns."""
    shared = rng.normal(0, SHARED, rows // 2)[np.arange(rows) // 2]
    tips = rng.poisson(np.exp(-1.2 + 0.6 * shared))
    campaign = rng.random(rows) < 0.2
    size = rng.normal(0, 1, rows)
    history = rng.poisson(0.4, rows)
    debts = rng.gamma(1.0, 1.0, rows) * np.exp(0.5 * shared)
    pull = (
        -3.0 + 1.1 * np.minimum(tips, 2.5) + 1.2 * campaign + 0.5 * np.minimum(history, 2)
        + 0.25 * size - 0.15 * size**2
    )  # fmt: skip
    risk = (
        -2.6 + 0.7 * np.minimum(tips, 3) + 0.5 * campaign + 0.4 * np.minimum(history, 3)
        + 0.7 * np.log1p(debts)
    )  # fmt: skip
    found = rng.random(rows) < _share(risk + 0.4 * shared)
    columns = np.column_stack([tips, campaign, size, history, debts]).astype(np.float32)
    # What is shared is in no column; tips and debts tell of it. Bayes, node by node.
    level = SHARED * NODES
    rate = np.exp(-1.2 + 0.6 * level)
    told = tips[:, None] * np.log(rate) - rate
    log = np.log(WEIGHTS) + told - debts[:, None] * np.exp(-0.5 * level) - 0.5 * level
    weight = np.exp(log - log.max(axis=1, keepdims=True))
    chances = _share(risk[:, None] + 0.4 * level)
    chance = (weight * chances).sum(axis=1) / weight.sum(axis=1)
    return columns, rng.random(rows) < _share(pull), found.astype(np.float32), chance


def _share(margin: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-margin)), dtype=np.float64)


@cache
def _recipe() -> Recipe:
    with tempfile.TemporaryDirectory() as folder:
        asked = recipe_of(Path(folder), 1)
    fit = Fit("binary", "binary", "all", ROUNDS, LIGHTGBM)
    return replace(
        asked,
        features=COLUMNS,
        heads=("tax",),
        model=replace(asked.model, fits=(fit,)),
        capacity=replace(asked.capacity, visits_per_week=PLACES, weeks=1),
    )


def _matrix(values: npt.NDArray[np.float32]) -> Matrix:
    number = np.arange(len(values))
    keys = {"workplace": number, "employer": number // 2, "centre": number % CENTRES}
    texts = {name: pa.array([str(one) for one in of]) for name, of in keys.items()}
    columns = {name: pa.array(values[:, n]) for n, name in enumerate(COLUMNS)}
    return Matrix(
        AsOf(2026, 1, 1), pa.table({**texts, **columns}), pa.table(texts), COLUMNS, ()
    )

"""What our training adds to LightGBM's own on the same matrix, and a backtest of many fits.

`ratios.lykta_over_lightgbm` is `Ranker.fit` over LightGBM's `train` called by hand with the
same parameters, rows and labels. `race` is a backtest of many splits and challengers: labels,
fits, scores, figures four ways, cells on disk; `ratios.race_over_plain` is its time over that
of `training_plain.py`, which makes the same fits, the two further seeds of the last split among
them, and tells one figure.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pyarrow as pa

from benchmarks.training_plain import plain_race
from features.country import Area, Cohort, Country, Outcomes, Rival
from features.feature import Expression, Feature, View
from features.matrix import Matrix
from features.vocabulary import AsOf, Words
from models.judging import Sources
from models.racing import race
from models.ranker import FIXED, WORTH_TWO_THREADS, Ranker
from models.reading import read_recipe
from models.recipe import Recipe
from models.severity import Policy
from models.splits import splits_over_time
from models.stacking import Rows

FEATURES = tuple(f"f{number:03d}" for number in range(135))
AREAS = ("tax", "work")
KNOWN_BY, BEGINS = AsOf(2026, 1, 1), AsOf(2022, 1, 1)
FOUR = ("logistic_regression", "lightgbm_untuned", "lightgbm_monotone", "lykta")

RECIPE = """
country = "wide"
severity = "severity.toml"
[dates]
train = 4
[model]
seeds = [1]
rounds = 200
[model.lightgbm]
learning_rate = 0.05
num_leaves = 31
[choice]
splits = {splits}
challengers = {four}
"""
POLICY = """
[[policy]]
valid_from = 2020-01-01
reason = "invented"
weights = { several = 2.0, tax = 1.0, work = 1.0 }
"""


def country() -> Country:
    """A country of 135 features that come from nowhere: only their names are read here."""
    return Country(
        name="wide",
        words=Words("Det breda landet", "The wide country"),
        tables=(),
        features=tuple(Feature(n, Expression("1"), n, n, "st") for n in FEATURES),
        cohort=Cohort(View("cohort", (), "SELECT 1"), ()),
        outcomes=Outcomes(
            areas=tuple(Area(a, Words(a, a), ("skatteverket",)) for a in AREAS),
            rows=View("found", (), "SELECT 1"),
            embargo_days=180,
        ),
        centres=(),
        rivals=(Rival("first", Words("Först", "First"), "f000"),),
        recipe="",
    )


def recipe_of(folder: Path, splits: int) -> Recipe:
    """The recipe as a file in `folder`, read and checked."""
    (folder / "severity.toml").write_text(POLICY, "utf-8")
    four = json.dumps(list(FOUR))
    (folder / "wide.toml").write_text(RECIPE.format(splits=splits, four=four), "utf-8")
    return read_recipe(folder / "wide.toml", country())


def matrix_of(as_of: AsOf, rows: int) -> Matrix:
    """A cohort of `rows` workplaces, two an employer, seven centres."""
    rng = np.random.default_rng([as_of.year, as_of.month])
    values = rng.gamma(1.0, 2.0, (len(FEATURES), rows)).astype(np.float32)
    number = np.arange(rows)
    keys = {
        "workplace": pa.array([f"w{n:06d}" for n in number]),
        "employer": pa.array([f"e{n // 2:06d}" for n in number]),
        "centre": pa.array([f"c{n % 7}" for n in number]),
    }
    columns = {name: pa.array(values[n]) for n, name in enumerate(FEATURES)}
    rivals = {"workplace": keys["workplace"], "employer": keys["employer"]}
    order = pa.array(values[0].astype(np.float64))
    rivals |= {"first_score": order, "first_then": order}
    return Matrix(as_of, pa.table({**keys, **columns}), pa.table(rivals), FEATURES, ())


def outcomes_of(matrices: list[Matrix], share: float) -> pa.Table:
    """Controls of a share of each cohort; findings follow the first two features."""
    rng = np.random.default_rng(7)
    parts = []
    for matrix in matrices:
        chosen = np.flatnonzero(rng.random(len(matrix)) < share)
        for number, area in enumerate(AREAS):
            column = matrix.frame.column(FEATURES[number]).to_numpy()[chosen]
            found = rng.random(len(chosen)) < 1 / (1 + np.exp(2.5 - 0.5 * column))
            parts.append(
                pa.table(
                    {
                        "workplace": matrix.frame.column("workplace").take(pa.array(chosen)),
                        "control": pa.array([f"{matrix.as_of} {n}" for n in chosen]),
                        "happened": pa.array([matrix.as_of] * len(chosen), pa.date32()),
                        "area": pa.array([area] * len(chosen)),
                        "found": pa.array(found),
                        "severity": pa.array(np.ones(len(chosen))),
                        "random": pa.array(np.zeros(len(chosen), dtype=bool)),
                    }
                )
            )
    return pa.concat_tables(parts)


def timed(job: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time."""
    start, spent = time.perf_counter(), time.process_time()
    job()
    return time.perf_counter() - start, time.process_time() - spent


def fit_ratio(folder: Path, rows: int, repeat: int) -> dict[str, float]:
    """Our fit of one head over LightGBM's own `train`, in turn: the median of the ratios.

    Of processor time too, which other work on the machine disturbs less.
    """
    rng = np.random.default_rng(1)
    values = rng.normal(size=(rows, len(FEATURES))).astype(np.float32)
    answers = (values[:, 0] + rng.normal(size=rows) > 1).astype(np.float32)
    recipe = replace(recipe_of(folder, 1), heads=("tax",))
    policy = Policy(AsOf(2020, 1, 1), "invented", {})
    fit = recipe.model.fits[0]
    threads = 2 if rows >= WORTH_TWO_THREADS else 1  # as our own fit has them
    asked = {**fit.lightgbm, **FIXED, "objective": "binary", "seed": 1, "num_threads": threads}

    def plain() -> None:
        data = lgb.Dataset(values, label=answers, params=asked)
        lgb.train(dict(asked), data, num_boost_round=fit.rounds)

    def ours() -> None:
        same = np.zeros(rows, np.int64), np.zeros(rows)
        lesson = Rows(FEATURES, ("tax",), values, answers[:, None], *same)  # no bins kept
        Ranker.fit(lesson, recipe, country(), policy)

    plain()  # both find the libraries warm
    pairs = [(timed(ours), timed(plain)) for _ in range(repeat)]
    return {
        "lykta_seconds": statistics.median(one[0] for one, _ in pairs),
        "lightgbm_seconds": statistics.median(other[0] for _, other in pairs),
        "ratio": statistics.median(one[0] / other[0] for one, other in pairs),
        "cpu_ratio": statistics.median(one[1] / other[1] for one, other in pairs),
    }


def race_seconds(folder: Path, rows: int, splits: int, share: float) -> dict[str, object]:
    """A whole race: labels, fits, scores, figures and cells; drawing the data is not timed."""
    recipe = recipe_of(folder, splits)
    plan = splits_over_time(recipe, embargo_days=180, begins=BEGINS, known_by=KNOWN_BY)
    days = sorted({day for split in plan for day in split.dates})
    matrices = {as_of: matrix_of(as_of, rows) for as_of in days}
    found = outcomes_of(list(matrices.values()), share)
    sources = Sources(matrices.__getitem__, lambda known_by: found, KNOWN_BY)
    start, spent = time.perf_counter(), time.process_time()
    done = race(recipe, country(), plan, sources, folder / "cells", say=lambda text: None)
    whole, cpu = time.perf_counter() - start, time.process_time() - spent
    start, spent = time.perf_counter(), time.process_time()
    told = plain_race(matrices, found, plan, recipe)
    plain, plain_cpu = time.perf_counter() - start, time.process_time() - spent
    apart = np.abs(done.figures("precision")[:, FOUR.index("lykta")] - told["lykta"])
    by_name = {
        name: round(sum(c.seconds for (_, who), c in done.cells.items() if who == name), 2)
        for name in FOUR
    }
    return {
        "workplaces": rows,
        "splits": len(plan),
        "challengers": len(FOUR),
        "seconds": round(whole, 1),
        "plain_seconds": round(plain, 1),
        "over_plain": round(whole / plain, 3),
        "cpu_over_plain": round(cpu / plain_cpu, 3),
        "precision_differs_by": float(apart.max()),
        "between_seeds": [done.between_seeds["lykta"], told["between seeds"][0]],
        "of_which": by_name,
    }


def main() -> None:
    """Print both, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000, help="labelled rows of the fit")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--workplaces", type=int, default=100_000)
    parser.add_argument("--splits", type=int, default=9)
    parser.add_argument("--control-share", type=float, default=0.05)
    parser.add_argument("--no-race", action="store_true")
    parser.add_argument("--json", action="store_true")
    asked, _ = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fit = fit_ratio(folder, asked.rows, asked.repeat)
        ratios: dict[str, object] = {
            "lykta_over_lightgbm": round(fit["ratio"], 3),
            "lykta_over_lightgbm_cpu": round(fit["cpu_ratio"], 3),
        }
        told: dict[str, object] = {
            "fit": {key: round(value, 3) for key, value in fit.items()},
            "ratios": ratios,
        }
        if not asked.no_race:
            raced = race_seconds(folder, asked.workplaces, asked.splits, asked.control_share)
            told["race"] = raced
            ratios["race_over_plain"] = raced["over_plain"]
            ratios["race_over_plain_cpu"] = raced["cpu_over_plain"]
    print(json.dumps(told) if asked.json else json.dumps(told, indent=1))


if __name__ == "__main__":
    main()

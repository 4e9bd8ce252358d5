"""The kernel gives LightGBM's own contributions, whatever LightGBM trains."""

from __future__ import annotations

import re
from typing import Any

import lightgbm as lgb
import numpy as np
import numpy.typing as npt
import pytest

from features.errors import LyktaError
from models.attributor import Attributor

Values = npt.NDArray[np.float32]


def drawn(rng: np.random.Generator, rows: int, features: int) -> tuple[Values, list[int]]:
    """Rows of every kind of column, and which of them hold levels.

    Columns of few and of many values, of nought mostly, in all sizes, without any value at
    all, of 2 to 500 levels; missing in some, infinite in some.
    """
    values = np.empty((rows, features), np.float32)
    levels = []
    for column in range(features):
        match rng.integers(6):
            case 0:
                drawing = rng.normal(0, 10.0 ** rng.integers(-30, 30), rows)
            case 1:
                drawing = np.floor(rng.exponential(2, rows))
            case 2:
                drawing = rng.normal(size=rows) * (rng.random(rows) < 0.3)
            case 3:
                drawing = np.full(rows, np.nan)
            case _:
                drawing = rng.integers(0, rng.integers(2, 501), rows).astype(float)
                levels.append(column)
        drawing[rng.random(rows) < rng.choice([0, 0.2, 0.8])] = np.nan
        if column not in levels and rng.random() < 0.3:
            drawing[rng.random(rows) < 0.1] = rng.choice([-np.inf, np.inf])
        values[:, column] = drawing
    return values, levels


def trained(rng: np.random.Generator, values: Values, levels: list[int]) -> lgb.Booster:
    """A booster with settings by chance; some with trees as deep as they have leaves."""
    rows = len(values)
    classes = int(rng.choice([1, 1, 1, 3]))
    first = np.nan_to_num(values[:, 0], posinf=1, neginf=-1)
    answer = rng.normal(size=rows) + (first > np.median(first))
    numbers = [column for column in range(values.shape[1]) if column not in levels]
    deep = rng.random() < 0.3 and len(numbers) > 0
    settings: dict[str, Any] = {
        "objective": "multiclass" if classes > 1 else "regression",
        "num_leaves": int(rng.integers(2, 64)),
        "min_data_in_leaf": 1 if deep else int(rng.integers(1, 30)),
        "min_data_per_group": 5,
        "cat_smooth": 1.0,
        "max_cat_to_onehot": int(rng.choice([1, 4])),
        "zero_as_missing": bool(rng.random() < 0.3),
        "use_missing": bool(rng.random() < 0.8),
        "boosting": str(rng.choice(["gbdt", "gbdt", "dart"])),
        "learning_rate": 0.3,
        "feature_fraction": 0.8,
        "seed": int(rng.integers(1000)),
        "num_threads": 1,
        "verbosity": -1,
    }
    if classes > 1:
        settings["num_class"] = classes
        answer = rng.integers(0, classes, rows).astype(float)
    elif deep:
        # Each split best takes the row with the largest answer alone, which one column alone
        # can tell: a tree as deep as it has leaves.
        settings |= {"num_leaves": 60, "min_data_in_bin": 1, "max_bin": 512}
        settings["feature_fraction"] = 1.0
        answer = 1e8 * 1.8 ** -np.arange(float(rows))
        for row in range(min(rows, 60)):
            values[row, numbers[row % len(numbers)]] = 1e35 * (61 - row)
    data = lgb.Dataset(values, answer, categorical_feature=levels)
    return lgb.train(settings, data, int(rng.integers(1, 8)))


def unseen(rng: np.random.Generator, values: Values, levels: list[int]) -> Values:
    """Rows that training did not see: shuffled columns, new levels, infinities, missing."""
    rows = values.copy()
    for column in range(rows.shape[1]):
        rng.shuffle(rows[:, column])
        strange = [-1.0, -0.5, 501.0, 1e9, 1e20, np.inf, -np.inf, np.nan, 0.0, 1e-38]
        at = rng.random(len(rows)) < 0.05
        rows[at, column] = rng.choice(strange, int(at.sum()))
    return rows


def depth_of(text: str) -> int:
    """Splits on the longest path. LightGBM numbers a split after the one above it."""
    deepest = 0
    for left, right in re.findall(r"(?m)^left_child=(.*)\nright_child=(.*)$", text):
        depth = {0: 1}
        for node, children in enumerate(zip(left.split(), right.split(), strict=True)):
            depth |= {int(child): depth[node] + 1 for child in children if int(child) > 0}
        deepest = max(deepest, *depth.values())
    return deepest


def test_the_kernel_gives_the_contributions_of_lightgbm(
    pytestconfig: pytest.Config,
) -> None:
    """Hundreds of boosters, every row, both arithmetics; `--boosters` for more."""
    worst = {"float32": 0.0, "float64": 0.0}
    deepest = 0
    for seed in range(pytestconfig.getoption("--boosters")):
        rng = np.random.default_rng(seed)
        values, levels = drawn(rng, int(rng.integers(40, 300)), int(rng.integers(1, 45)))
        booster = trained(rng, values, levels)
        rows = unseen(rng, values, levels)[:50]
        text = booster.model_to_string()
        deepest = max(deepest, depth_of(text))
        told = np.asarray(booster.predict(rows, pred_contrib=True, num_threads=1))
        told = told.reshape(len(rows), -1, rows.shape[1] + 1).transpose(1, 0, 2)
        size = max(1.0, float(np.abs(told).sum(axis=2).max()))
        for arithmetic in worst:
            attributor = Attributor(text, arithmetic)
            found = attributor.explain(rows)
            apart = np.abs(found.amounts - told[:, :, :-1]).max() / size
            worst[arithmetic] = max(worst[arithmetic], float(apart))
            assert attributor.reason == "", f"seed {seed}"
            assert found.base == pytest.approx(told[:, 0, -1], rel=1e-12, abs=1e-12)
            most = {"float32": 1e-5, "float64": 1e-10}[arithmetic]
            assert apart <= most, f"seed {seed}"
            alone = attributor.explain(rows[[7]])
            beside = np.abs(alone.amounts[:, 0] - told[:, 7, :-1]).max() / size
            assert beside <= most, f"seed {seed}, a row alone"
            assert np.array_equal(alone.scores[:, 0], found.scores[:, 7])

    assert deepest >= 35
    assert worst["float64"] < worst["float32"]


def small(rows: int = 400, **settings: Any) -> tuple[lgb.Booster, Values]:
    rng = np.random.default_rng(5)
    values = rng.normal(size=(rows, 4)).astype(np.float32)
    answer = values[:, 0] * values[:, 1] + values[:, 2]
    asked = {"objective": "regression", "verbosity": -1, "num_threads": 1, **settings}
    return lgb.train(asked, lgb.Dataset(values, answer), 12), values


def test_only_the_first_trees_are_explained_when_asked() -> None:
    booster, values = small()
    told = np.asarray(booster.predict(values, pred_contrib=True, num_iteration=5))

    found = Attributor(booster.model_to_string(), rounds=5).explain(values)

    assert found.amounts[0] == pytest.approx(told[:, :-1], abs=1e-12)


def test_scores_are_those_of_lightgbm_to_the_last_bit() -> None:
    booster, values = small()

    found = Attributor(booster.model_to_string(), "float32").explain(values)

    assert np.array_equal(found.scores[0], np.asarray(booster.predict(values, raw_score=True)))


def test_a_row_alone_is_explained_by_a_large_model_too() -> None:
    rng = np.random.default_rng(6)
    values = rng.normal(size=(3000, 12)).astype(np.float32)
    answer = np.sin(3 * values).sum(axis=1)
    asked = {"num_leaves": 63, "verbosity": -1, "num_threads": 1, "min_data_in_leaf": 5}
    booster = lgb.train(asked, lgb.Dataset(values, answer), 160)  # ten chunks of splits
    told = np.asarray(booster.predict(values[:6], pred_contrib=True))
    scores = np.asarray(booster.predict(values[:6], raw_score=True))
    attributor = Attributor(booster.model_to_string())

    found = [attributor.explain(values[[row]]) for row in range(6)]

    for row, one in enumerate(found):
        assert one.amounts[0, 0] == pytest.approx(told[row, :-1], abs=1e-12)
        assert one.scores[0, 0] == scores[row]


def test_linear_leaves_are_refused_since_lightgbm_refuses_them_too() -> None:
    booster, values = small(linear_tree=True)

    attributor = Attributor(booster.model_to_string())

    assert "leaves are linear" in attributor.reason
    with pytest.raises(LyktaError, match="Neither can LightGBM"):
        attributor.explain(values)


def test_counts_that_do_not_add_up_leave_the_explanation_to_lightgbm() -> None:
    booster, values = small()
    text = re.sub(
        r"(?m)^(internal_count=)(\d+)",
        lambda found: f"{found[1]}{int(found[2]) + 8}",
        booster.model_to_string(),
    )
    other = lgb.Booster(model_str=text)
    told = np.asarray(other.predict(values, pred_contrib=True))

    attributor = Attributor(text)

    assert "do not add up" in attributor.reason
    assert np.array_equal(attributor.explain(values).amounts[0], told[:, :-1])


def test_values_that_32_bits_do_not_hold_are_explained_in_64() -> None:
    booster, values = small()
    bounds = [float(one) for one in booster.trees_to_dataframe()["threshold"].dropna()]
    between = np.full((1, 4), np.nextafter(bounds[0], np.inf))  # rounds to the threshold

    found = Attributor(booster.model_to_string(), "float32").explain(between)

    assert found.amounts.dtype == np.float64
    assert found.scores[0] == np.asarray(booster.predict(between, raw_score=True))


def test_rows_of_another_width_are_refused() -> None:
    booster, values = small()

    with pytest.raises(LyktaError, match="reads 4 features, the rows hold 3"):
        Attributor(booster.model_to_string()).explain(values[:, :3])


def test_a_booster_without_a_split_has_only_a_base() -> None:
    booster, values = small(min_data_in_leaf=300)

    found = Attributor(booster.model_to_string()).explain(values)

    assert not found.amounts.any()
    assert np.array_equal(found.scores[0], np.full(400, found.base[0]))


def test_no_rows_have_no_explanations() -> None:
    booster, values = small()

    assert Attributor(booster.model_to_string()).explain(values[:0]).amounts.shape == (1, 0, 4)

"""Rates of groups: worked out by hand, held to every way that missing outcomes could fall."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import confusion_matrix

from models.audit.counts import (
    EVERYBODY,
    NOT_GIVEN,
    Counts,
    at_most,
    at_threshold,
    count_groups,
)
from models.audit.rates import RATES, rates_of

NAN = float("nan")


def test_rates_are_shares_of_whom_their_names_say() -> None:
    # Of ten in the group, three of five selected and one of five others were found; nobody
    # else's outcome is missing.
    rates = rates_of(Counts(10, tp=3, fp=2, fn=1, tn=4, unlabelled=0, unlabelled_rest=0))

    expected = {
        "pprev": 5 / 10, "prev": 4 / 10, "precision": 3 / 5, "fdr": 2 / 5, "for": 1 / 5,
        "npv": 4 / 5, "tpr": 3 / 4, "fnr": 1 / 4, "fpr": 2 / 6, "tnr": 4 / 6,
    }  # fmt: skip
    assert {name: rate.figure.value for name, rate in rates.items()} == pytest.approx(expected)
    assert all(rate.low == rate.figure.value == rate.high for rate in rates.values())


def test_a_missing_outcome_moves_bounds_and_not_the_figure() -> None:
    # Selected: 1 found, 1 not, 2 unknown. Others: 1 found, 0 not, 1 unknown.
    rates = rates_of(Counts(6, tp=1, fp=1, fn=1, tn=0, unlabelled=2, unlabelled_rest=1))

    assert rates["precision"].figure.value == 1 / 2
    assert (rates["precision"].low, rates["precision"].high) == (1 / 4, 3 / 4)
    assert rates["tpr"].figure.value == 1 / 2
    assert (rates["tpr"].low, rates["tpr"].high) == (1 / 3, 3 / 4)
    assert (rates["pprev"].low, rates["pprev"].high) == (4 / 6, 4 / 6)


def test_a_place_that_ties_share_is_shared() -> None:
    scores = np.array([0.9, 0.5, 0.5, 0.5, 0.1, NAN])

    assert at_most(scores, 2).tolist() == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3, 0, 0])
    assert at_most(scores, 9).tolist() == [1, 1, 1, 1, 1, 0]
    assert at_threshold(scores, 0.5).tolist() == [1, 1, 1, 1, 0, 0]


def test_pairs_of_groups_and_a_group_that_is_not_given_are_groups_too() -> None:
    counted = count_groups(
        np.array([1.0, 0.0, 1.0]),
        np.array([1.0, NAN, 0.0]),
        {
            "size": np.array(["small", "large", None], object),
            "part": np.array(["N", "N", "S"], object),
        },
        pairs=True,
    )

    assert [key for key in counted if key[0] == "size"] == [
        ("size", "large"),
        ("size", NOT_GIVEN),
        ("size", "small"),
    ]
    assert counted["size & part", "small & N"] == Counts(1, 1, 0, 0, 0, 0, 0)
    assert counted["size & part", "large & N"] == Counts(1, 0, 0, 0, 0, 0, 1)
    assert counted[EVERYBODY] == Counts(3, 1, 1, 0, 0, 0, 1)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from([0.0, 1.0, NAN])), min_size=0, max_size=8)
)
def test_bounds_are_the_least_and_most_that_missing_outcomes_could_make(
    rows: list[tuple[bool, float]],
) -> None:
    selected = np.array([float(chosen) for chosen, _ in rows])
    outcomes = np.array([outcome for _, outcome in rows])
    rates = rates_of(count_groups(selected, outcomes, {})[EVERYBODY])
    unknown = np.flatnonzero(np.isnan(outcomes))

    seen: dict[str, list[float]] = {name: [] for name in RATES}
    for fill in product([0.0, 1.0], repeat=len(unknown)):
        full = outcomes.copy()
        full[unknown] = fill
        for name, rate in rates_of(count_groups(selected, full, {})[EVERYBODY]).items():
            if rate.figure.value is not None:
                seen[name].append(rate.figure.value)

    for name, values in seen.items():
        if values:
            assert (rates[name].low, rates[name].high) == pytest.approx(
                (min(values), max(values))
            ), name
        else:
            assert (rates[name].low, rates[name].high) == (None, None), name


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=30))
def test_complete_outcomes_give_the_confusion_matrix_of_scikit_learn(
    rows: list[tuple[bool, bool]],
) -> None:
    selected = np.array([float(one) for one, _ in rows])
    outcomes = np.array([float(one) for _, one in rows])

    counts = count_groups(selected, outcomes, {})[EVERYBODY]

    expected = confusion_matrix(outcomes, selected, labels=[0.0, 1.0]).ravel()
    assert [counts.tn, counts.fp, counts.fn, counts.tp] == expected.tolist()


@pytest.mark.parametrize("missing", [0.0, 0.66, 0.99, 1.0])
@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_any_share_of_missing_outcomes_gives_figures_within_bounds_that_hold_the_truth(
    missing: float, share: float
) -> None:
    draw = np.random.default_rng(int(100 * missing + share * 7))
    truth = (draw.random(500) < 0.2).astype(float)
    selected = (draw.random(500) < share).astype(float)
    outcomes = np.where(draw.random(500) < missing, NAN, truth)

    partly = rates_of(count_groups(selected, outcomes, {})[EVERYBODY])
    wholly = rates_of(count_groups(selected, truth, {})[EVERYBODY])

    for name in RATES:
        value = wholly[name].figure.value
        if value is not None:
            low, high = partly[name].low, partly[name].high
            assert low is not None
            assert high is not None
            assert low - 1e-12 <= value <= high + 1e-12

"""Precision, recall, AUC: equal to scikit-learn's where labels are complete, fair where not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst
from sklearn.metrics import average_precision_score, roc_auc_score

from models.evaluation import Evaluation, Question, evaluate
from models.figures import auc, average_precision
from models.intervals import wilson
from models.pictures import curve
from models.resampling import top_sums
from models.ties import Spread, cut, share_found, sum_over

Floats = npt.NDArray[np.float64]
ROWS = st.integers(4, 60)
RELAXED = settings(max_examples=40, deadline=None)


@st.composite
def ranked(draw: st.DrawFn, unlabelled: bool = False) -> tuple[Floats, Floats]:
    """Scores with many ties, and outcomes of both kinds (some unknown when asked for)."""
    n = draw(ROWS)
    score = draw(npst.arrays(np.float64, n, elements=st.integers(0, 5).map(float)))
    answers = [0.0, 1.0, np.nan] if unlabelled else [0.0, 1.0]
    outcome = draw(npst.arrays(np.float64, n, elements=st.sampled_from(answers)))
    outcome[0], outcome[1] = 0.0, 1.0
    return score, outcome


def judged(score: Floats, outcome: Floats, capacity: int) -> Evaluation:
    n = len(score)
    question = Question(
        outcome, outcome, np.zeros(n, dtype=np.int64), np.arange(n), capacity, shares=(0.5,)
    )
    return evaluate({"model": score}, question, resamples=100).evaluations["model"]


@RELAXED
@given(ranked())
def test_auc_and_average_precision_are_those_of_scikit_learn(
    data: tuple[Floats, Floats],
) -> None:
    score, outcome = data

    assert auc(score, outcome) == pytest.approx(roc_auc_score(outcome, score))
    assert average_precision(score, outcome) == pytest.approx(
        average_precision_score(outcome, score)
    )


@RELAXED
@given(ranked(unlabelled=True))
def test_unlabelled_rows_leave_auc_a_number(data: tuple[Floats, Floats]) -> None:
    score, outcome = data
    known = ~np.isnan(outcome)

    assert auc(score, outcome) == pytest.approx(roc_auc_score(outcome[known], score[known]))


@settings(max_examples=6, deadline=None, derandomize=True)
@given(ranked(unlabelled=True), st.integers(1, 20), st.integers(0, 1000))
def test_ties_in_closed_form_are_the_mean_and_variance_over_random_orders(
    data: tuple[Floats, Floats], k: int, seed: int
) -> None:
    score, outcome = data
    rng = np.random.default_rng(seed)
    k = min(k, len(score))
    orders = np.lexsort((rng.random((10_000, len(score))), np.tile(-score, (10_000, 1))))[:, :k]
    found, labelled = (
        np.nansum(outcome[orders], axis=1),
        (~np.isnan(outcome[orders])).sum(axis=1),
    )
    shares = found[labelled > 0] / labelled[labelled > 0]

    one = cut(score, k)

    assert one.chance.sum() == pytest.approx(k)
    drawn_like(found, sum_over([one], [outcome]))
    if len(shares) > 100:
        drawn_like(shares, share_found([one], [outcome]))


def drawn_like(drawn: Floats, spread: Spread) -> None:
    """Mean and variance of what was drawn lie within three standard errors of the closed form.

    Six examples a run, with a fixed start, four comparisons each: so a right formula passes,
    and one that is off by a tenth of a standard deviation does not.
    """
    drawn = drawn.astype(float)
    error = drawn.std() / np.sqrt(len(drawn))
    of_variance = np.sqrt(max(np.mean((drawn - drawn.mean()) ** 4) - drawn.var() ** 2, 0.0))
    assert abs(spread.expected - drawn.mean()) <= 3 * error + 1e-9
    assert abs(spread.variance - drawn.var()) <= 3 * of_variance / np.sqrt(len(drawn)) + 1e-9


def test_ties_of_several_lists_are_folded_into_one_expectation() -> None:
    # North: two tied for one place, one of them labelled with a finding. South: one place,
    # sure, labelled, nothing found. Half the orders: (1 + 0) / 2, the other half: 0 / 1.
    north, south = cut(np.zeros(2), 1), cut(np.array([2.0, 1.0]), 1)
    outcomes = [np.array([1.0, np.nan]), np.array([0.0, np.nan])]

    assert share_found([north, south], outcomes).expected == pytest.approx(0.25)


@RELAXED
@given(ranked(), st.integers(1, 60))
def test_a_constant_ranking_gives_the_base_rate_exactly(
    data: tuple[Floats, Floats], capacity: int
) -> None:
    _, outcome = data

    found = judged(np.zeros(len(outcome)), outcome, capacity)

    assert found.at_capacity.precision.labelled.value == pytest.approx(outcome.mean())
    assert found.precision_at["0.5"].value == pytest.approx(outcome.mean())
    assert found.at_capacity.lift.labelled.value == pytest.approx(1.0)
    assert found.auc.value == pytest.approx(0.5)


@RELAXED
@given(ranked(unlabelled=True), st.integers(1, 60))
def test_the_bounds_hold_whatever_the_unlabelled_would_show(
    data: tuple[Floats, Floats], capacity: int
) -> None:
    score, outcome = data

    found = judged(score, outcome, capacity).at_capacity
    worst = judged(score, np.where(np.isnan(outcome), 0.0, outcome), capacity).at_capacity
    best = judged(score, np.where(np.isnan(outcome), 1.0, outcome), capacity).at_capacity

    assert found.precision.lower == pytest.approx(worst.precision.labelled.value)
    assert found.precision.upper == pytest.approx(best.precision.labelled.value)


@pytest.mark.parametrize("answer", [0.0, 1.0, np.nan])
def test_a_single_class_is_refused_in_words_not_with_a_traceback(answer: float) -> None:
    found = judged(np.arange(10.0), np.full(10, answer), 3)

    assert found.auc.value is None
    assert found.auc.why == "too few labels of both kinds"


def test_recall_and_bounds_by_hand() -> None:
    # Top 3 of 6: a finding, nobody looked, nothing found; one more finding below.
    score = np.array([6.0, 5.0, 4.0, 3.0, 2.0, 1.0])
    outcome = np.array([1.0, np.nan, 0.0, 1.0, np.nan, np.nan])

    found = judged(score, outcome, 3).at_capacity

    assert (found.hits, found.labelled, found.places) == (1.0, 2.0, 3)
    precision = found.precision.labelled
    assert precision.value == 0.5
    assert (precision.low, precision.high) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    assert (found.precision.lower, found.precision.upper) == pytest.approx((1 / 3, 2 / 3))
    # Of the two findings known, one is above; the two unlabelled below may be findings too, or
    # the one above may be.
    assert found.recall.labelled.value == 0.5
    assert (found.recall.lower, found.recall.upper) == pytest.approx((1 / 4, 2 / 3))
    assert (found.lift.lower, found.lift.upper) == pytest.approx((1 / 2, 4 / 3))
    assert (found.severity.lower, found.severity.upper) == (1.0, 2.0)
    assert found.precision.weighted.why == "no chance of control was modelled"


def test_each_list_is_cut_at_its_own_capacity() -> None:
    # Two centres of three; the south's scores are all higher, and still two from each count.
    score = np.array([1.0, 2.0, 3.0, 11.0, 12.0, 13.0])
    outcome = np.array([0.0, 1.0, 1.0, 0.0, 0.0, 1.0])
    centre = np.array([0, 0, 0, 1, 1, 1])
    question = Question(outcome, outcome, centre, np.arange(6), capacity=2)

    found = evaluate({"model": score}, question, resamples=100).evaluations["model"]

    assert found.at_capacity.hits == 3.0
    assert [one.hits for one in found.per_list] == [2.0, 1.0]


def test_a_better_ranking_is_clear_of_its_rival_and_never_of_itself() -> None:
    rng = np.random.default_rng(1)
    outcome = (rng.random(2000) < 0.2).astype(float)
    good = outcome + rng.normal(0, 0.5, 2000)
    question = Question(
        outcome, outcome, np.zeros(2000, dtype=np.int64), np.arange(2000) // 2, capacity=100
    )

    found = evaluate({"model": good, "same": good, "chance": np.zeros(2000)}, question)

    assert found.differences["chance"].precision.clear_of_zero
    assert found.differences["chance"].auc.clear_of_zero
    assert (found.differences["same"].hits.low, found.differences["same"].hits.high) == (0, 0)


def test_resampling_whole_employers_widens_the_interval_of_their_workplaces() -> None:
    rng = np.random.default_rng(1)
    outcome = np.repeat((rng.random(200) < 0.3).astype(float), 10)
    score = np.repeat(rng.random(200), 10)
    lists = np.zeros(2000, dtype=np.int64)

    alone = evaluate({"model": score}, Question(outcome, outcome, lists, np.arange(2000), 200))
    together = evaluate(
        {"model": score}, Question(outcome, outcome, lists, np.arange(2000) // 10, 200)
    )

    def width(found: Evaluation) -> float:
        assert found.auc.high is not None
        assert found.auc.low is not None
        return found.auc.high - found.auc.low

    assert width(together.evaluations["model"]) > 2 * width(alone.evaluations["model"])


@RELAXED
@given(ranked(unlabelled=True), st.integers(1, 12), st.integers(0, 1000))
def test_resampled_sums_are_those_of_the_rows_written_out(
    data: tuple[Floats, Floats], k: int, seed: int
) -> None:
    score, outcome = data
    rng = np.random.default_rng(seed)
    lists, cluster = rng.integers(0, 3, len(score)), rng.integers(0, 6, len(score))
    columns = np.column_stack([np.ones(len(score)), np.nan_to_num(outcome)])
    counts = rng.multinomial(6, np.full(6, 1 / 6), size=4).astype(np.uint8)

    found = top_sums(score, columns, cluster, lists, k)(counts)

    for count, sums in zip(counts, found, strict=True):
        rows = np.repeat(np.arange(len(score)), count[cluster])
        by_hand = [
            cut(score[part], k).chance @ columns[part]
            for part in (rows[lists[rows] == number] for number in range(3))
        ]
        assert sums == pytest.approx(np.sum(by_hand, axis=0), abs=1e-4)


@pytest.mark.parametrize("of", range(1, 60))
def test_no_share_lies_outside_its_own_interval(of: int) -> None:
    for found in (0, of // 2, of):
        told = wilson(found, of)
        assert told.value is not None
        assert told.low is not None
        assert told.high is not None
        assert 0.0 <= told.low <= told.value <= told.high <= 1.0


def test_the_curve_goes_from_the_best_to_the_base_rate_between_its_bounds() -> None:
    # Two centres of four; the best of each is labelled with a finding, the next is unlabelled.
    outcome = np.array([1.0, np.nan, 0.0, 0.0, 1.0, np.nan, 1.0, 0.0])
    score = np.tile([4.0, 3.0, 2.0, 1.0], 2)
    asked = Question(outcome, outcome, np.repeat([0, 1], 4), np.arange(8), capacity=1)

    found = curve(score, asked, (1, 2, 4, 8))

    assert [point[0] for point in found] == [1, 2, 4]  # no list has eight
    assert found[0] == (1, 1.0, 1.0, 1.0)
    assert found[1] == (2, 1.0, 0.5, 1.0)
    assert found[2] == (4, 0.5, 3 / 8, 5 / 8)

"""Selected labels: weighted figures are the truth where it is known, and refuse where blind."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.simulate import simulated_year
from models.crossfitting import FOLDS, out_of_fold
from models.curves import Curves
from models.drawn import drawn_share
from models.intervals import Figure, share_with_variance, wilson
from models.selection import Selection, overlap, selection_of
from models.ties import cut
from models.topk import Asked, top
from models.weighting import (
    doubly_robust,
    inverse_weighted,
    weighted_recall,
    weighted_sum,
)

Floats = npt.NDArray[np.float64]
FEW = settings(max_examples=40, deadline=None)


def selection(chance: Floats, guess: Floats, group: str = "north") -> Selection:
    n = len(chance)
    return Selection(chance, guess, np.zeros(n, np.int64), (group,), np.arange(n))


def ends(figure: Figure) -> tuple[float, float]:
    assert figure.low is not None
    assert figure.high is not None
    return figure.low, figure.high


@FEW
@given(st.integers(0, 10_000), st.integers(1, 40))
def test_where_everybody_was_controlled_every_estimate_is_the_plain_figure(
    seed: int, k: int
) -> None:
    rng = np.random.default_rng(seed)
    outcome = (rng.random(40) < 0.4).astype(float)
    outcome[0] = 1.0
    share = cut(rng.integers(0, 5, 40).astype(float), k).chance
    known = selection(np.ones(40), rng.random(40))

    plain = share @ outcome / share.sum()

    for estimate in (doubly_robust, inverse_weighted):
        found = estimate(known, outcome, share)
        assert (found.value, found.low, found.high) == pytest.approx((plain,) * 3)
    assert weighted_recall(known, outcome, share).value == pytest.approx(
        share @ outcome / outcome.sum()
    )
    assert weighted_sum(known, outcome, 3 * outcome, share).value == pytest.approx(
        3 * share @ outcome
    )


@FEW
@given(st.integers(0, 10_000))
def test_a_right_guess_needs_no_right_chance_and_a_right_chance_no_right_guess(
    seed: int,
) -> None:
    # Doubly robust, by hand: over every one of 2^n ways to be controlled, weighted by its
    # chance, the estimate's mean is the truth if either the chances or the guesses are right.
    rng = np.random.default_rng(seed)
    n = 6
    outcome, chance = (rng.random(n) < 0.5).astype(float), rng.uniform(0.3, 0.9, n)
    wrong_chance, wrong_guess = rng.uniform(0.3, 0.9, n), rng.random(n)
    ways = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    mass = np.prod(np.where(ways, chance, 1 - chance), axis=1)

    def mean(guessed: Floats, taken: Floats) -> float:
        errors = ways * (outcome - guessed) / taken
        return float(mass @ (guessed + errors).mean(axis=1))

    assert mean(outcome, wrong_chance) == pytest.approx(outcome.mean())
    assert mean(wrong_guess, chance) == pytest.approx(outcome.mean())


def test_the_weighted_figure_is_the_formula_written_out() -> None:
    # Sixty rows of four kinds; each kind's labelled rows speak for the unlabelled by weight.
    chance = np.tile([0.5, 0.25, 0.8, 0.4], 15)
    guess = np.tile([0.2, 0.6, 0.5, 0.1], 15)
    outcome = np.tile([1.0, np.nan, 0.0, 1.0], 15)
    by_hand = np.mean([0.2 + 0.8 / 0.5, 0.6, 0.5 - 0.5 / 0.8, 0.1 + 0.9 / 0.4])
    spread = 15 * (0.5 * 1.6**2 + 0.2 * 0.625**2 + 0.6 * 2.25**2) / 60**2

    found = doubly_robust(selection(chance, guess), outcome, np.ones(60))

    # 0.25 is below the chance of any controlled row: fifteen of sixty have no counterpart.
    assert found.value is None
    assert found.why == (
        "no overlap: 15 of 60 have no counterpart among the controlled (north 15)"
    )
    chance = np.tile([0.5, 0.45, 0.8, 0.4], 15)
    found = doubly_robust(selection(chance, guess), outcome, np.ones(60))
    assert by_hand > 1  # weights can carry an estimate over the edge; it is held at it
    assert found.value == 1.0
    assert found.low == pytest.approx(share_with_variance(1.0, spread, 45).low, abs=0.02)


def test_a_centre_that_nobody_visits_is_named_in_the_refusal() -> None:
    year = simulated_year(3)
    centre = np.array([f"centre {number}" for number in year.centre], dtype=object)
    outcome = np.where(year.centre == 4, np.nan, year.outcome)
    member = (year.centre[:, None] == np.arange(1, 7)).astype(float)

    known = selection_of(
        np.column_stack([year.exposure, member]), [year.score], outcome, centre, year.employer
    )
    of_all = doubly_robust(known, outcome, np.ones(len(outcome)))
    of_four = doubly_robust(known, outcome, (year.centre == 4).astype(float))
    of_two = doubly_robust(known, outcome, (year.centre == 2).astype(float))

    assert "no counterpart among the controlled (centre 4 " in of_all.why
    assert "centre 4" in of_four.why
    assert of_two.value is not None
    assert overlap(known, outcome)[year.centre == 4].mean() < 0.5


def test_weighing_takes_away_most_of_what_choice_adds() -> None:
    # Three years with fixed seeds; `make simulate` has two hundred, and the coverage.
    naive, mended, held = [], [], 0
    for seed in range(3):
        year = simulated_year(seed)
        member = (year.centre[:, None] == np.arange(1, 7)).astype(float)
        known = selection_of(
            np.column_stack([year.exposure, member]),
            [year.score],
            year.outcome,
            np.full(len(year.found), "all", dtype=object),
            year.employer,
        )
        figure = doubly_robust(known, year.outcome, np.ones(len(year.found)))
        low, high = ends(figure)
        assert figure.value is not None
        naive.append(np.nanmean(year.outcome) - year.found.mean())
        mended.append(figure.value - year.found.mean())
        held += low <= year.found.mean() <= high

    assert np.mean(naive) > 0.05
    assert abs(np.mean(mended)) < np.mean(naive) / 3
    assert held >= 2


def test_nobody_controlled_and_too_few_controlled_are_refused_in_words() -> None:
    blind = selection(np.full(50, 0.5), np.full(50, 0.2))
    few = np.full(50, np.nan)
    few[:3] = 1.0

    nothing = doubly_robust(blind, np.full(50, np.nan), np.ones(50))

    assert nothing.why == "nobody was controlled, so there is nothing to weigh"
    assert doubly_robust(blind, few, np.ones(50)).why == (
        "the weighted figure would rest on 3.0 controls among 50, fewer than 10"
    )
    assert doubly_robust(blind, few, np.zeros(50)).why == "there is nobody to tell of"


def test_equal_chances_of_being_drawn_give_the_plain_share_of_the_drawn() -> None:
    drawn = np.array([1.0, 0.0, 0.0, 1.0, 0.0, np.nan])

    found = drawn_share(drawn, np.full(6, 1e-6), of=1000)

    # Two of five, and Wilson's interval of them, a little wider for Student's quantile.
    plain = wilson(2, 5)
    assert found.value == pytest.approx(0.4)
    assert ends(found)[0] < ends(plain)[0]
    assert ends(found)[1] > ends(plain)[1]


def test_a_workplace_half_as_likely_to_be_drawn_counts_twice() -> None:
    found = drawn_share(np.array([1.0, 0.0]), np.array([0.01, 0.02]), of=1000)

    assert found.value == pytest.approx(2 / 3)
    assert drawn_share(np.array([1.0]), np.array([0.1]), of=9).why == (
        "1 of 9 were drawn at random and answered"
    )


def test_no_row_is_told_by_its_own_answer_nor_by_its_employer_s() -> None:
    rng = np.random.default_rng(5)
    columns, cluster = rng.normal(size=(200, 2)), np.arange(200) // 4
    answer = (rng.random(200) < 0.5).astype(float)
    turned = answer.copy()
    turned[cluster == 7] = 1 - turned[cluster == 7]

    before, after = (out_of_fold(columns, one, cluster) for one in (answer, turned))

    np.testing.assert_array_equal(before[cluster == 7], after[cluster == 7])
    assert (before != after).any()


def test_each_fold_s_regression_is_taken_to_its_end() -> None:
    # A column x of noughts and ones is read as log(1 + x) over its spread s. At the optimum the
    # errors of all add up to nought, and those of the ones, times log(2) / s, to the penalised
    # slope b, where b log(2) / s is what log-odds rise from noughts to ones.
    rng = np.random.default_rng(8)
    column = np.repeat([0.0, 1.0], 500)
    answer = (rng.random(1000) < np.where(column == 1, 0.9, 0.02)).astype(float)
    cluster = np.arange(1000)

    told = out_of_fold(column[:, None], answer, cluster)

    fold = np.random.default_rng(1).permutation(1000) % FOLDS
    for number in range(FOLDS):
        out, learnt = fold == number, fold != number
        low, high = (told[out & (column == side)][0] for side in (0.0, 1.0))
        errors = [
            (answer[learnt & (column == side)] - chance).sum()
            for side, chance in ((0.0, low), (1.0, high))
        ]
        rise = np.log(high / (1 - high)) - np.log(low / (1 - low))
        spread = np.log1p(column).std() / np.log(2)
        assert sum(errors) == pytest.approx(0, abs=1e-4)
        assert errors[1] == pytest.approx(rise * spread**2, rel=1e-3)


@pytest.mark.parametrize(("answer", "chance"), [(0.0, 0.5 / 161), (1.0, 160.5 / 161)])
def test_answers_all_alike_leave_half_an_answer_of_doubt(answer: float, chance: float) -> None:
    # Two hundred rows, of which a fifth is left out of each fold.
    told = out_of_fold(np.zeros((200, 1)), np.full(200, answer), np.arange(200))

    assert told == pytest.approx(np.full(200, chance))


def test_of_nothing_known_no_chance_is_told() -> None:
    assert np.isnan(out_of_fold(np.zeros((9, 1)), np.full(9, np.nan), np.arange(9))).all()


def test_a_column_bends_only_where_it_has_values_and_holes_have_a_column() -> None:
    values = np.column_stack([np.arange(8.0), np.tile([0.0, 1.0], 4), np.full(8, np.nan)])
    values[0, 0] = np.inf

    bent = Curves.fit(values)

    # Four bends and itself; noughts and ones bend nowhere; nothing known, nothing to bend.
    assert [len(one) for one in bent.bends] == [4, 0, 0]
    assert bent.with_missing == (0,)
    assert bent.transform(values).shape == (8, 4 + 3 + 1)
    assert np.isfinite(bent.transform(values)).all()


def test_the_top_of_a_selected_cohort_comes_four_ways() -> None:
    # Everybody controlled but the last; the top two of four, one of them not looked at.
    outcome = np.tile([1.0, np.nan, 1.0, 0.0], 30)
    score = np.tile([4.0, 3.0, 2.0, 1.0], 30)
    known = selection(np.full(120, 0.75), np.full(120, 0.5))

    found = top([cut(score, 60)], [np.arange(120)], Asked(outcome, 2 * outcome, known))

    precision = found.precision
    assert precision.labelled.value == 1.0
    assert (precision.lower, precision.upper) == (0.5, 1.0)
    # Thirty at 0.5 + 0.5/0.75, thirty at 0.5.
    assert precision.weighted.value == pytest.approx((0.5 + 0.5 / 0.75 + 0.5) / 2)
    assert (found.severity.lower, found.severity.upper) == (60.0, 120.0)
    assert found.lift.labelled.value == pytest.approx(1.5)
    assert found.recall.weighted.value == pytest.approx(
        (2 * 0.5 + 0.5 / 0.75) / (4 * 0.5 + 2 * 0.5 / 0.75 - 0.5 / 0.75)
    )

"""Explanations audited: whom they move, pairs told otherwise, whom figures give away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from features.errors import BadOption
from models.audit.counts import NOT_GIVEN, Labels
from models.audit.dropping import asked_of
from models.audit.kept import keep, read_kept
from models.audit.leakage import FEWEST, area_of, leaks_of
from models.audit.of_reasons import without_numbers
from models.audit.policy import read_tolerance
from models.audit.reasons import moves_by_group, pairs_alike, signs_of
from models.audit.verdicts import Verdict, judge_at_most
from models.rank_order import same_order
from models.stability import compare

POLICY = read_tolerance(date(2026, 1, 1))
NAN = float("nan")


def words(*names: str) -> Labels:
    return np.array(names, object)


def test_what_moves_a_group_is_the_mean_size_of_what_is_added_in_it() -> None:
    # Tax adds 1 and -3 in the north and nothing in the south; work adds a half everywhere.
    sums = np.array([[1.0, 0.5], [-3.0, 0.5], [0.0, 0.5], [0.0, 0.5]])
    land = {"land": words("north", "north", "south", "south")}

    found = {(one.value, one.label): one for one in moves_by_group(sums, ("tax", "work"), land)}

    assert found["north", "tax"].size.value == 2.0
    assert found["north", "tax"].ratio == 2.0  # everybody's mean size is 1
    assert found["south", "tax"].size.value == 0.0
    assert found["south", "work"].ratio == 1.0


def test_a_group_of_one_has_a_mean_and_no_interval() -> None:
    (only,) = moves_by_group(np.array([[2.0]]), ("tax",), {"land": words("north")})

    assert (only.size.value, only.size.low, only.size.high) == (2.0, None, None)
    assert only.size.why == "one row alone"


def test_pairs_of_one_priority_are_told_the_most_unlike_first_and_each_row_once() -> None:
    # 0 and 1 have one priority and nothing in common; 2 and 3 the same reasons.
    scores = np.array([5.0, 5.0, 4.0, 4.0, 1.0])
    sums = np.array([[2.0, 0.0], [0.0, 2.0], [1.0, 1.0], [1.0, 1.0], [1.0, 0.0]])

    found = pairs_alike(scores, sums, ("tax", "work"), among=5, wanted=5, near=0.1)

    assert [(one.one, one.other, one.alike) for one in found] == [
        (0, 1, 0.0),
        (2, 3, pytest.approx(1.0)),
    ]
    assert (found[0].mine, found[0].theirs) == (("tax",), ("work",))


def test_priorities_further_apart_than_near_are_no_pair() -> None:
    scores = np.array([5.0, 4.0])

    assert pairs_alike(scores, np.eye(2), ("a", "b"), among=2, wanted=5, near=0.5) == []


def test_a_feature_follows_its_direction_when_its_figures_and_what_they_add_rise_together() -> (
    None
):
    values = np.array([[1, 1, 5, 0], [2, 2, 5, 0], [3, NAN, 5, 0]], np.float32)
    amounts = np.array([[0.1, 0.3, 0.0, 9.0], [0.2, 0.1, 0.0, 9.0], [0.3, 0.2, 0.0, 9.0]])

    up, down, still = signs_of(
        values, amounts, ("up", "down", "still", "free"), {"up": 1, "down": 1, "still": 1}
    )

    assert up.correlation == pytest.approx(1.0)
    assert down.correlation == pytest.approx(-1.0)
    assert (up.follows, down.follows) == (True, False)
    assert (still.correlation, still.follows) == (None, None)


def test_between_retrains_reasons_stay_come_and_go() -> None:
    ours = np.array([[1.0, 0.0], [1.0, 1.0]])
    theirs = np.array([[1.0, 0.0], [0.0, 1.0]])

    found = compare(("a", "b"), ours, theirs, (np.array([1.0, 2.0]), np.array([1.0, 2.0])))

    # The first keeps its one reason; the second keeps one of two.
    assert found.same_reasons == pytest.approx((1 + 0.5) / 2)
    assert found.rank_correlation == pytest.approx(1.0)
    gone = dict(zip(found.groups["group"], found.groups["went"], strict=True))
    assert gone == {"a": 0.5, "b": 0.0}


def test_what_is_kept_of_pairs_tells_their_reasons_and_not_which_workplaces_they_are() -> None:
    pair = {"one": "w1", "other": "w2", "alike": 0.1, "mine": ["tax"], "theirs": ["work"]}

    one, many = {"value": "x", "employers": 1}, {"value": "y", "employers": 30}
    told = {"by_register": [one, many], "by_feature": [many, one], "pairs": [pair]}

    kept = without_numbers(told, 30)

    assert kept == {
        "by_register": [many],
        "by_feature": [many],
        "pairs": [{"alike": 0.1, "mine": ["tax"], "theirs": ["work"]}],
    }


def test_a_feature_that_the_model_does_not_read_cannot_be_dropped() -> None:
    asked_of(["debts"], ["debts", "noise"])

    with pytest.raises(BadOption, match="does not read dbts, ghost"):
        asked_of(["dbts", "noise", "ghost"], ["debts", "noise"])


def test_an_order_that_orders_nobody_is_neither_like_another_nor_unlike_it(
    tmp_path: Path,
) -> None:
    same, rising = np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 5.0])

    assert same_order(rising, same) is None
    assert same_order(rising[:1], rising[:1]) is None
    # Ranks 1, 2, 3 against 2, 1, 3: 1 - 6 * (1 + 1) / (3 * 8).
    assert same_order(rising, np.array([2.0, 1.0, 3.0])) == pytest.approx(0.5)

    churn = compare(("a",), np.zeros((3, 1)), np.zeros((3, 1)), (rising, same))
    told = {"rank_correlation": churn.rank_correlation}
    keep(tmp_path, "sweden", "models", "ab" * 32, "reasons", told)
    assert read_kept(tmp_path, "sweden", "models", "ab" * 32, "reasons") == {
        "rank_correlation": None
    }


def test_an_area_is_the_chance_that_one_in_the_band_stands_above_one_outside() -> None:
    # Of 2 x 3 pairs the one in the band is above in 5.
    figure = area_of(np.array([3.0, 1.5, 1.0, 2.0, 0.5]), np.array([1, 1, 0, 0, 0]))

    assert figure.value == pytest.approx(5 / 6)
    assert area_of(np.array([1.0, 2.0]), np.array([1, 1])).value is None


def test_intervals_of_an_area_cover_the_truth_as_often_as_they_say() -> None:
    draw = np.random.default_rng(5)
    # Normal scores a distance of 1 apart: the area is the chance that N(1, 2) is above nought.
    truth, hits, rounds = 0.760249938906, 0, 1000
    for _ in range(rounds):
        is_in = np.arange(200) < 80
        figure = area_of(draw.normal(size=200) + is_in, is_in.astype(float))
        assert figure.low is not None
        assert figure.high is not None
        hits += figure.low <= truth <= figure.high

    assert 0.93 <= hits / rounds <= 0.97


def test_what_surely_lies_above_a_limit_fails_and_what_surely_does_not_passes() -> None:
    verdicts = judge_at_most([(0.9, 0.01), (0.6, 0.01), (0.76, 0.01), None], 0.75)

    told = Verdict.CANNOT_TELL
    assert verdicts == [Verdict.FAILS, Verdict.PASSES, told, told]


def matrix(seed: int, *, proxy: bool) -> tuple[np.ndarray, Labels]:
    """Five columns of chance; with `proxy`, the third says the band nine times in ten."""
    draw = np.random.default_rng(seed)
    band = draw.choice(["sweden", "elsewhere"], 1500, p=[0.8, 0.2]).astype(object)
    values = draw.normal(size=(1500, 5)).astype(np.float32)
    if proxy:
        says = np.where(draw.random(1500) < 0.9, band == "elsewhere", draw.random(1500) < 0.2)
        values[:, 2] = says
    return values, band


FEATURES = ("a", "b", "c", "d", "e")


def test_a_planted_proxy_is_found_to_leak_and_a_clean_matrix_is_not() -> None:
    leaked, band = matrix(1, proxy=True)
    clean, other = matrix(1, proxy=False)

    (bad,) = leaks_of(leaked, FEATURES, leaked[:, 2].astype(float), {"owner": band}, POLICY)
    (good,) = leaks_of(clean, FEATURES, clean[:, 2].astype(float), {"owner": other}, POLICY)

    assert (bad.verdict, good.verdict) == (Verdict.FAILS, Verdict.PASSES)
    assert bad.by[0][0] == "c"
    assert bad.order.value is not None
    assert bad.order.value > 0.85
    assert "most by c" in bad.why


def test_a_column_that_says_the_band_outright_is_found_from_the_fewest_that_are_asked() -> None:
    draw = np.random.default_rng(4)
    for inside, verdict in ((FEWEST - 1, Verdict.CANNOT_TELL), (FEWEST, Verdict.FAILS)):
        band = words(*["elsewhere"] * inside, *["sweden"] * 1000)
        values = draw.normal(size=(len(band), 5)).astype(np.float32)
        values[:, 2] = band == "elsewhere"

        (found,) = leaks_of(
            values, FEATURES, values[:, 0].astype(float), {"owner": band}, POLICY
        )

        assert (found.verdict, found.inside, found.rows) == (verdict, inside, 1000 + inside)


def test_a_band_that_nearly_nobody_is_in_or_nobody_tells_cannot_be_told() -> None:
    values, band = matrix(2, proxy=True)
    band[:] = "sweden"
    band[:3] = "elsewhere"
    nobody = np.full(1500, NOT_GIVEN, object)

    found = leaks_of(values, FEATURES, values[:, 0].astype(float), {"owner": band, "x": nobody},
                     POLICY)  # fmt: skip

    assert [one.verdict for one in found] == [Verdict.CANNOT_TELL]
    assert found[0].area.value is None

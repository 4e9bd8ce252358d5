"""What can be said of one group against another, and how often it is said wrongly."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from features.errors import BadOption, RecipeRefused
from models.audit.burden import burdens_of
from models.audit.counts import Counts, count_groups
from models.audit.disparities import compare_groups
from models.audit.policy import Tolerance, read_tolerance
from models.audit.verdicts import Ratio, Verdict, judge, ratio_of
from models.intervals import Figure

TOLERANCE = Tolerance(date(2024, 1, 1), "drawn", 1.25, 5, ("pprev", "precision"))
FAILS, PASSES, CANNOT_TELL = Verdict.FAILS, Verdict.PASSES, Verdict.CANNOT_TELL


def test_a_ratio_passes_fails_or_cannot_be_told_by_how_sure_it_is() -> None:
    twice_and_sure = ratio_of((400, 1000), (200, 1000))
    twice_and_unsure = ratio_of((4, 10), (2, 10))
    alike_and_sure = ratio_of((2000, 10000), (2000, 10000))
    half_and_sure = ratio_of((200, 1000), (400, 1000))

    assert twice_and_sure.figure.value == 2.0
    asked = [twice_and_sure, twice_and_unsure, alike_and_sure, half_and_sure, None]
    assert judge(asked, 1.25) == [FAILS, CANNOT_TELL, PASSES, FAILS, CANNOT_TELL]


def test_the_more_groups_are_asked_about_the_surer_one_must_be() -> None:
    # Two and a quarter standard errors beyond the tolerance: enough alone, not among twenty.
    beyond = Ratio(Figure(1.25 * np.exp(0.225)), 0.1)
    on_the_edge = Ratio(Figure(1.25), 0.1)

    assert judge([beyond], 1.25) == [FAILS]
    assert judge([beyond, *[on_the_edge] * 19], 1.25)[0] is CANNOT_TELL


def test_missing_outcomes_that_could_turn_a_verdict_leave_it_open() -> None:
    sure = ratio_of((400, 1000), (200, 1000))

    assert judge([ratio_of((400, 1000), (200, 1000), (1.6, 3.0))], 1.25) == [FAILS]
    assert judge([ratio_of((400, 1000), (200, 1000), (0.9, 3.0))], 1.25) == [CANNOT_TELL]
    assert sure.low is None


@pytest.mark.parametrize(
    ("one", "other"), [((0, 0), (1, 5)), ((1, 5), (0, 5)), ((0, 0), (0, 0))]
)
def test_a_ratio_that_does_not_exist_says_why(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    ratio = ratio_of(one, other)

    assert ratio.figure.value is None
    assert ratio.figure.why
    assert judge([ratio], 1.25) == [CANNOT_TELL]


@pytest.mark.parametrize(("p", "q", "n", "m"), [(0.3, 0.2, 200, 900), (0.05, 0.1, 300, 300)])
def test_intervals_of_a_ratio_cover_the_truth_as_often_as_they_say(
    p: float, q: float, n: int, m: int
) -> None:
    draw = np.random.default_rng(4)
    runs = 4000
    covered = 0
    for found, other in zip(draw.binomial(n, p, runs), draw.binomial(m, q, runs), strict=True):
        figure = ratio_of((float(found), n), (float(other), m)).figure
        assert figure.low is not None
        assert figure.high is not None
        covered += figure.low <= p / q <= figure.high

    assert 0.93 <= covered / runs <= 0.97


def test_groups_on_the_edge_of_the_tolerance_are_failed_wrongly_one_time_in_forty() -> None:
    # Four groups, each picked exactly 1.25 times as often as the reference: to fail any of
    # them is wrong, and may happen in 2.5 % of runs; of 1,500 that is 37.5, with a standard
    # deviation of 6, so three of those above.
    draw = np.random.default_rng(5)
    wrong = 0
    for _ in range(1500):
        reference = (float(draw.binomial(800, 0.2)), 800)
        ratios = [ratio_of((float(draw.binomial(300, 0.25)), 300), reference) for _ in range(4)]
        wrong += FAILS in judge(ratios, 1.25)

    assert wrong <= 37.5 + 3 * 6.05


def counts(size: int, found: int) -> Counts:
    return Counts(size, found, size - found, 0, 0, 0, 0)


def test_a_burden_that_errors_explain_passes_and_one_beyond_them_fails() -> None:
    # The random arm: a fifth of 5,000 are in the group. Both times it is picked four times as
    # often as others; it errs four times as often in the first, as often in the second.
    picks = {("", ""): counts(4000, 2000), ("g", "a"): counts(2000, 1000),
             ("g", "b"): counts(2000, 1000)}  # fmt: skip
    errs = {("", ""): counts(5000, 800), ("g", "a"): counts(1000, 400),
            ("g", "b"): counts(4000, 400)}  # fmt: skip
    alike = {("", ""): counts(5000, 1000), ("g", "a"): counts(1000, 200),
             ("g", "b"): counts(4000, 800)}  # fmt: skip

    explained = burdens_of(picks, errs, TOLERANCE)[0]
    beyond = burdens_of(picks, alike, TOLERANCE)[0]

    assert (explained.often, explained.justified) == (4.0, 4.0)
    assert (explained.excess.figure.value, explained.verdict) == (1.0, PASSES)
    assert (beyond.excess.figure.value, beyond.verdict) == (4.0, FAILS)
    assert "4.00 times" in beyond.why
    assert "beyond 1.25" in beyond.why


@pytest.mark.parametrize(
    "selected", [np.zeros(40), np.ones(40)], ids=["none selected", "all selected"]
)
@pytest.mark.parametrize("missing", [0, 26, 39, 40])
def test_small_groups_and_lists_of_nobody_or_everybody_get_a_verdict_and_no_crash(
    selected: np.ndarray, missing: int
) -> None:
    outcomes = np.array([float(row % 3 == 0) for row in range(40)])
    outcomes[:missing] = np.nan
    groups = np.array(["one"] + ["many"] * 39, object)

    found = compare_groups(count_groups(selected, outcomes, {"g": groups}), TOLERANCE)

    alone = next(group for group in found if group.value == "one")
    assert alone.verdict is CANNOT_TELL
    assert all(why for _, why in alone.verdicts.values())


def test_a_reference_that_nobody_is_in_is_refused_with_the_groups_there_are() -> None:
    counted = count_groups(np.ones(2), np.ones(2), {"g": np.array(["a", "b"], object)})

    with pytest.raises(BadOption) as told:
        compare_groups(counted, TOLERANCE, {"g": "c", "h": "a"})

    assert "nobody is 'c'; there are a, b" in str(told.value)
    assert "h: no such group column" in str(told.value)


def test_a_policy_of_fairness_is_refused_with_all_its_faults(tmp_path: Path) -> None:
    policy = tmp_path / "fairness.toml"
    policy.write_text(
        "[[policy]]\nvalid_from = 2030-01-01\nreason = ''\ntolerance = 1.0\nfewest = 1\n"
        "judged = ['luck']\n",
        "utf-8",
    )

    with pytest.raises(RecipeRefused) as told:
        read_tolerance(date(2026, 1, 1), policy)

    said = str(told.value)
    for fault in ("no reason", "tolerance 1.0", "fewest 1", "judges ['luck']", "no policy is"):
        assert fault in said
    assert read_tolerance(date(2026, 1, 1)).ratio == 1.25

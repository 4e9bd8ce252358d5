"""Calibration: rising, right where the world is as before, and told group by group."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.calibrating import BandHeld, calibrate_enough, difference
from models.calibration import (
    as_share,
    calibrate,
    carried_over,
    miscalibration,
    reliability,
)
from models.intervals import wilson


def drawn(rng: np.random.Generator, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Margins that are twice too sure of themselves, and outcomes."""
    margin = rng.normal(-1.0, 1.0, rows)
    outcome = (rng.random(rows) < 1 / (1 + np.exp(-margin))).astype(float)
    return 2.0 * margin, outcome


def test_a_score_that_is_twice_too_sure_is_brought_back() -> None:
    rng = np.random.default_rng(3)
    score, outcome = drawn(rng, 4000)
    later, seen = drawn(rng, 4000)

    learnt = calibrate(as_share(score, "margins"), outcome, np.ones(4000))
    assert learnt is not None

    raw = reliability(as_share(later, "margins"), seen)
    mended = reliability(learnt.frequency(as_share(later, "margins")), seen)
    assert (miscalibration(mended) or 0) < 0.02 < 0.05 < (miscalibration(raw) or 0)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_no_map_ever_turns_the_order_round(seed: int) -> None:
    rng = np.random.default_rng(seed)
    share, outcome = rng.random(60), (rng.random(60) < 0.3).astype(float)
    outcome[:2] = 0.0, 1.0

    learnt = calibrate(share, outcome, rng.uniform(0.1, 3.0, 60))

    assert learnt is not None
    rising = learnt.frequency(np.sort(share))
    assert (np.diff(rising) >= -1e-12).all()
    assert ((rising > 0) & (rising < 1)).all()


def test_an_outcome_of_one_kind_teaches_no_map() -> None:
    assert calibrate(np.linspace(0, 1, 9), np.zeros(9), np.ones(9)) is None
    assert calibrate(np.linspace(0, 1, 9), np.full(9, np.nan), np.ones(9)) is None


def test_a_score_that_says_nothing_gives_everybody_the_weighted_base_rate() -> None:
    # Findings at the lowest scores alone: no rising map helps, so the base rate is told. The
    # one finding weighs three, the three others one each.
    share, outcome = np.array([0.1, 0.4, 0.6, 0.9]), np.array([1.0, 0.0, 0.0, 0.0])

    learnt = calibrate(share, outcome, np.array([3.0, 1.0, 1.0, 1.0]))

    assert learnt is not None
    assert learnt.frequency(share) == pytest.approx(np.full(4, 0.5))


def test_groups_stand_with_their_counts_and_small_ones_not_at_all() -> None:
    expected = np.full(60, 0.25)
    outcome = np.r_[np.tile([1.0, 0.0, 0.0, 0.0], 10), np.ones(10), np.full(10, np.nan)]
    groups = np.array(["north"] * 40 + ["south"] * 20, dtype=object)

    (north,) = reliability(expected, outcome, groups)

    assert (north.group, north.labelled, north.expected) == ("north", 40, 0.25)
    assert north.seen == wilson(10, 40)
    assert sum(len(one.bins) for one in (north,)) == 5


def test_a_band_holds_when_nothing_is_clear_of_no_difference() -> None:
    before, same, other = wilson(30, 100), wilson(33, 100), wilson(60, 100)

    # Newcombe (1998), method 10: .6 − .3 with the Wilson ends of both.
    apart = difference(before, other)
    assert apart.value == pytest.approx(0.3)
    assert (apart.low, apart.high) == pytest.approx((0.163, 0.420), abs=2e-3)
    assert BandHeld("A", before, same, difference(before, same)).held
    assert BandHeld("A", before, other, apart).held is False
    assert BandHeld("A", before, wilson(0, 0), difference(before, wilson(0, 0))).held is None


def test_rows_told_the_same_share_their_findings_whatever_order_they_come_in() -> None:
    expected = np.full(60, 0.5)
    first = np.repeat([1.0, 0.0], 30)

    (one,), (other,) = reliability(expected, first), reliability(expected, first[::-1])

    assert one.bins == other.bins
    assert [seen.value for _, seen in one.bins] == pytest.approx([0.5] * 5)


def test_frequencies_are_carried_from_one_order_to_the_next() -> None:
    # A hundred controls in each of two halves. Seven in ten above and three below, then a
    # tenth more everywhere: expected and seen lie a tenth apart.
    before, after = ((100, 70), (100, 30)), ((100, 80), (100, 40))

    assert carried_over(before, after) == pytest.approx(0.1, abs=1e-3)
    assert carried_over(before, before) == pytest.approx(0.0, abs=1e-3)
    assert carried_over(((9, 0), (9, 0)), after) is None
    assert carried_over(before, ((3, 1), (2, 0))) is None


def test_a_few_heavy_controls_teach_no_map() -> None:
    # Forty of a kind count as forty; when four of them weigh a hundred each, as some five.
    share, outcome = np.linspace(0.1, 0.9, 40), np.tile([0.0, 1.0], 20)
    heavy = np.where(np.arange(40) < 4, 100.0, 1.0)

    assert calibrate_enough(share, outcome, np.ones(40)) is not None
    assert calibrate_enough(share, outcome, heavy) is None

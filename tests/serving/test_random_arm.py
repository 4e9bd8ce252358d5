"""What the random arm tells of everybody: its interval holds the truth as often as it says."""

from __future__ import annotations

import pytest

from benchmarks.random_arm import simulated_years


def test_the_interval_of_a_year_of_lots_holds_the_truth() -> None:
    # 40 years here, 500 by `python -m benchmarks.random_arm`: .93 less three standard errors
    # of a share of 40 is .81, so a right interval fails this once in a thousand.
    found = simulated_years(40, workplaces=700)

    assert found["coverage"] >= 0.81
    assert found["drawn_a_year"] == pytest.approx(7 * 52 * 8 * 0.08, rel=0.02)
    # Centres of unequal size make as many visits: only the stored chances set that right.
    assert found["mean"] == pytest.approx(found["truth"], abs=4 * found["error_of_mean"])
    assert found["unweighted"] - found["truth"] > 4 * found["error_of_mean"]

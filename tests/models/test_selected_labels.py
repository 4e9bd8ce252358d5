"""What selected labels cost is told of several countries together."""

from __future__ import annotations

import pytest

from benchmarks.selected import together


def test_hits_of_countries_are_added_up_and_the_interval_is_over_countries() -> None:
    # 17 of 20. Without either country the ratio is 9 or 8 of 10: the jackknife's error is
    # the root of 1/2 × (0.05² + 0.05²), and Student's 97.5 % of one degree is 12.706.
    ratio, ends = together([(8.0, 10.0), (9.0, 10.0)])

    assert ratio == pytest.approx(0.85)
    assert ends == pytest.approx((0.85 - 12.706 * 0.05, 0.85 + 12.706 * 0.05), abs=1e-4)


def test_countries_that_agree_leave_no_doubt_and_one_alone_has_no_interval() -> None:
    assert together([(17.0, 20.0), (34.0, 40.0), (8.5, 10.0)])[1] == pytest.approx((0.85, 0.85))
    assert together([(17.0, 20.0)]) == (0.85, None)

"""Rows on their way to a delivery keep what they say, and what they do not."""

from __future__ import annotations

import numpy as np

from features.synthetic.rows import NO_DAY, NO_ORE, Rows


def test_a_missing_day_stays_missing_when_rows_of_a_wider_type_follow() -> None:
    narrow = Rows({"lifted_on": np.array([NO_DAY, 19_000], dtype=np.int32)})
    wide = Rows({"lifted_on": np.array([19_001, NO_ORE], dtype=np.int64)})

    joined = narrow.then(wide)

    assert joined.numbers("lifted_on").tolist() == [NO_ORE, 19_000, 19_001, NO_ORE]

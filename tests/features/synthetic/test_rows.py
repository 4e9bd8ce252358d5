"""Rows on their way to a delivery keep what they say, and what they do not."""

from __future__ import annotations

import numpy as np

from features.schema import Column, Kind
from features.synthetic.rows import NO_DAY, NO_ORE, Rows, codes, to_arrow
from tests.drawing import register


def test_a_missing_day_stays_missing_when_rows_of_a_wider_type_follow() -> None:
    narrow = Rows({"lifted_on": np.array([NO_DAY, 19_000], dtype=np.int32)})
    wide = Rows({"lifted_on": np.array([19_001, NO_ORE], dtype=np.int64)})

    joined = narrow.then(wide)

    assert joined.numbers("lifted_on").tolist() == [NO_ORE, 19_000, 19_001, NO_ORE]


BANS = register(
    "bans",
    Column("decided_on", Kind.DATE, "a day"),
    Column("lifted_on", Kind.DATE, "a day, if it is lifted", required=False),
)


def test_a_missing_day_is_delivered_as_missing_however_wide_it_has_become() -> None:
    # As it was, as numpy widens it in arithmetic, and as `then` widens it.
    standing = rows(np.array([NO_DAY], dtype=np.int32))
    widened = rows(np.array([NO_DAY], dtype=np.int64))
    lifted = rows(np.array([19_001], dtype=np.int64))
    for delivered in (
        to_arrow(BANS, each) for each in (standing, widened, standing.then(lifted))
    ):
        assert delivered["lifted_on"][0].as_py() is None
        assert delivered["decided_on"].null_count == 0


def rows(lifted_on: np.ndarray) -> Rows:
    found = {
        column.name: np.zeros(len(lifted_on), dtype=np.int32)
        if column.kind is Kind.DATE
        else codes(["E1"], np.zeros(len(lifted_on)))
        for column in BANS.columns
    }
    return Rows(found).having(lifted_on=lifted_on)

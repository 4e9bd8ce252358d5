"""Peers are those alike in trade, size and centre; where they are few, in less."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from features.matrix import Matrix
from features.reasons.peers import LEAST, peers_of, peers_words
from features.vocabulary import AsOf


def matrix(trades: list[str], sizes: list[str], centres: list[str]) -> Matrix:
    """A cohort of which only the strata matter here."""
    keys = {"trade": trades, "size_class": sizes, "centre": centres}
    frame = pa.table({"workplace": [f"w{n}" for n in range(len(trades))], **keys})
    return Matrix(AsOf(2025, 1, 1), frame, frame, (), ())


def test_a_small_group_is_compared_with_the_next_wider_which_counts_it_too() -> None:
    # 25 cleaners of one size in the north, three in the south: too few for peers of their own.
    trades = ["clean"] * 28 + ["build"] * 30
    centres = ["north"] * 25 + ["south"] * 3 + ["north"] * 30
    cohort = matrix(trades, ["1-4"] * 58, centres)
    values = np.zeros((58, 1), dtype=np.float32)
    values[:25, 0] = np.arange(25)  # median 12
    values[25:28, 0] = 100.0
    values[28:, 0] = np.nan

    found = peers_of(cohort, values)

    north, south, build = found.of_row[0], found.of_row[26], found.of_row[40]
    assert found.median[north, 0] == 12
    # The three lean on all 28 cleaners: 0 to 24 and three hundreds; 13 and 14 are the middle.
    assert found.median[south, 0] == 13.5
    assert found.having[north, 0] == pytest.approx(24 / 25)
    assert np.isnan(found.median[build, 0])
    assert [int(found.counts[n]) for n in (north, south, build)] == [25, 28, 30]


def test_everybody_has_peers_when_no_group_is_large() -> None:
    cohort = matrix([f"t{n}" for n in range(LEAST + 1)], ["x"] * 21, ["y"] * 21)
    values = np.arange(21, dtype=np.float32)[:, None]

    found = peers_of(cohort, values)

    assert set(found.of_row.tolist()) == {0}
    assert found.median[0, 0] == 10


def test_peers_of_a_row_are_the_same_by_brute_force() -> None:
    rng = np.random.default_rng(5)
    rows = 400
    trades = [f"t{n}" for n in rng.integers(0, 3, rows)]
    sizes = [f"s{n}" for n in rng.integers(0, 3, rows)]
    centres = [f"c{n}" for n in rng.integers(0, 4, rows)]
    values = rng.poisson(0.8, (rows, 3)).astype(np.float32)
    values[rng.random(values.shape) < 0.2] = np.nan

    found = peers_of(matrix(trades, sizes, centres), values)

    strata = [trades, sizes, centres]
    for row in range(rows):
        for depth in (3, 2, 1, 0):
            alike = np.array(
                [all(s[other] == s[row] for s in strata[:depth]) for other in range(rows)]
            )
            if alike.sum() >= LEAST or depth == 0:
                break
        assert found.median[found.of_row[row]] == pytest.approx(
            np.nanmedian(values[alike], axis=0)
        )


@pytest.mark.parametrize(
    ("value", "unit", "median", "having", "sv"),
    [
        (3.0, "krav", 0.0, 0.06, "finns hos 6 av 100 liknande"),
        (0.0, "krav", 0.0, 0.06, "finns hos 6 av 100 liknande"),
        (3.0, "krav", 2.0, 0.6, "hos liknande: 2 krav"),
        (1.0, "ja/nej", 0.0, 0.19, "gäller 19 av 100 liknande"),
        (2.0, "robusta standardavvikelser", 0.0, 1.0, ""),
        (None, "krav", 2.0, 0.6, ""),
        (3.0, "krav", float("nan"), float("nan"), ""),
        (12.0, "ln kr", 11.0, 0.6, ""),
    ],
)
def test_what_is_usual_is_said_in_few_words(
    value: float | None, unit: str, median: float, having: float, sv: str
) -> None:
    assert peers_words(value, unit, median, having).sv == sv

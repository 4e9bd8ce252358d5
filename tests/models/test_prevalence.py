"""How common it is where: counted group by group, weighted, withheld where few were seen."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation import Question
from models.intervals import wilson
from models.prevalence import prevalence_by
from models.selection import Selection


def asked(outcome: np.ndarray, selection: Selection | None = None) -> Question:
    number = np.arange(len(outcome))
    lists = np.zeros(len(outcome), dtype=np.int64)
    return Question(outcome, outcome, lists, number, capacity=1, selection=selection)


def test_each_group_has_its_own_figure_and_a_small_one_none() -> None:
    codes = np.array(["north"] * 50 + ["south"] * 25, dtype=object)
    outcome = np.full(75, np.nan)
    outcome[:40] = np.tile([1.0, 0.0, 0.0, 0.0], 10)
    outcome[50:69] = 1.0  # one short of the twenty that a group needs

    north, south = prevalence_by("centre", codes, asked(outcome))

    assert (north.group, north.workplaces, north.controls) == ("north", 50, 40)
    assert north.among == wilson(10, 40)
    assert north.weighted.why == "no chance of control was modelled"
    assert (south.group, south.controls, south.among.value) == ("south", 19, None)
    assert south.among.why == south.weighted.why == "19 controls, fewer than 20"


def test_a_group_where_the_likely_were_controlled_is_weighed_by_their_chances() -> None:
    # Of a hundred alike in chance and guess, forty controlled at a chance of 0.4, half found:
    # 0.2 guessed for everybody, and the controlled mend it by (0.5 - 0.2) * 0.4 / 0.4.
    outcome = np.r_[np.tile([1.0, 0.0], 20), np.full(60, np.nan)]
    chance, guess = np.full(100, 0.4), np.full(100, 0.2)
    known = Selection(chance, guess, np.zeros(100, np.int64), ("all",), np.arange(100))

    (one,) = prevalence_by("sector", np.full(100, "x", dtype=object), asked(outcome, known))

    assert (one.by, one.controls) == ("sector", 40)
    assert one.weighted.value == pytest.approx(0.5)
    assert one.weighted.low is not None
    assert one.among.low is not None
    assert one.weighted.low < 0.5

"""Indicators of where staff came from and went mean what their labels say."""

from __future__ import annotations

from tests.spec.conftest import Figure, Figures

BANKRUPT = """
    org_no | valid_from | status   | status_on  | known_at
    -------+------------+----------+------------+-----------
    X      | 2015-01-01 | active   | 2015-01-01 | 2015-01-03
    X      | 2024-01-10 | bankrupt | 2024-01-10 | {known}
"""
PAID = """
    org_no | period           | person_key
    -------+------------------+-----------
    X      | 2023-06..2023-12 | p1..p6
    Y      | 2023-06..2024-02 | q1..q4
    Y      | 2023-06..2024-05 | q5..q6
    A      | 2023-06..2024-05 | a1..a8
    A      | 2024-01..2024-05 | p1..p4
    A      | 2024-03..2024-05 | q1..q3
    A      | 2024-05          | n1
    B      | 2024-02..2024-05 | p5
    B      | 2023-06..2024-05 | b1..b3
"""


def test_staff_from_a_bankrupt_employer_is_a_share_of_five_or_more(figure: Figure) -> None:
    employers = BANKRUPT.format(known="2024-01-12")

    found = figure("staff_from_bankrupt", employers=employers, declarations=PAID)

    # Four of A's sixteen; of B's four nothing is said.
    assert found == {"A1": 0.25, "B1": None, "X1": 0, "Y1": 0}


def test_a_bankruptcy_not_yet_known_makes_no_such_staff(figure: Figure) -> None:
    employers = BANKRUPT.format(known="2024-07-01")

    found = figure("staff_from_bankrupt", employers=employers, declarations=PAID)

    assert found["A1"] == 0


def test_the_newly_employed_may_come_and_the_leavers_go_to_one_and_the_same(
    figures: Figures,
) -> None:
    found = figures(("staff_from_one", "staff_to_one"), declarations=PAID)

    # Eight came to A: four from X, three from Y, one from nowhere. Six left X, four of them for
    # A; four left Y, too few to tell.
    assert found["A1"] == {"staff_from_one": 0.5, "staff_to_one": None}
    assert found["X1"] == {"staff_from_one": None, "staff_to_one": round(4 / 6, 4)}
    assert found["Y1"] == {"staff_from_one": None, "staff_to_one": None}
    assert found["B1"] == {"staff_from_one": None, "staff_to_one": None}


def test_whoever_keeps_the_first_job_has_not_moved(figure: Figure) -> None:
    kept = PAID.replace("X      | 2023-06..2023-12 | p1..p6", "X | 2023-06..2024-05 | p1..p6")

    # The three from Y are then the most from any one.
    assert figure("staff_from_one", declarations=kept)["A1"] == 0.375


def test_a_return_that_came_later_moves_nobody(figure: Figure) -> None:
    late = """
        org_no | period           | person_key | filed_on
        -------+------------------+------------+-----------
        X      | 2023-06..2023-12 | p1..p5     | 2024-01-12
        A      | 2023-06..2024-05 | a1..a5     | 2024-06-12
        A      | 2024-01          | p1..p5     | 2024-07-01
    """

    assert figure("staff_from_one", declarations=late)["A1"] is None
    assert figure("staff_to_one", declarations=late)["X1"] == 0

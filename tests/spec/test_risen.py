"""Indicators of companies that carry on from a bankrupt one mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

BANKRUPT = """
    org_no | valid_from | status   | status_on  | address_key | contact_key | known_at
    -------+------------+----------+------------+-------------+-------------+-----------
    X      | 2015-01-01 | active   | 2015-01-01 | old         | tel         | 2015-01-03
    X      | 2024-03-01 | bankrupt | 2024-03-01 | old         | tel         | 2024-03-03
"""
BOARDS = """
    org_no | person_key | role    | change    | changed_on
    -------+------------+---------+-----------+-----------
    X      | p1..p5     | member  | appointed | 2016-01-01
    X      | p3         | member  | left      | 2023-03-01
    X      | p4         | member  | left      | 2023-02-28
    X      | p6         | auditor | appointed | 2016-01-01
    A      | p1..p2     | member  | appointed | 2024-04-01
    B      | p3         | chair   | appointed | 2016-01-01
    C      | p4         | chair   | appointed | 2016-01-01
    D      | p5         | chair   | appointed | 2016-01-01
    D      | p5         | chair   | left      | 2024-05-01
    D      | p7         | chair   | appointed | 2024-05-01
    E      | p6         | member  | appointed | 2016-01-01
"""


def test_a_bankruptcy_is_linked_by_whoever_led_both(figure: Figure) -> None:
    found = figure("linked_bankruptcies_60m", employers=BANKRUPT, boards=BOARDS)

    # Two persons are one bankruptcy. B's left X exactly a year before, C's a day earlier; D's
    # has left D again, and an auditor leads nothing.
    assert found == {"A1": 1, "B1": 1, "C1": 0, "D1": 0, "E1": 0, "X1": 0}


def test_a_bankruptcy_counts_for_five_years_and_not_before_it_is_known(figure: Figure) -> None:
    late = BANKRUPT.replace("2024-03-03", "2024-07-01")
    name = "linked_bankruptcies_60m"

    at_last = figure(name, AsOf(2029, 3, 1), employers=BANKRUPT, boards=BOARDS)
    after = figure(name, AsOf(2029, 4, 1), employers=BANKRUPT, boards=BOARDS)

    assert (at_last["A1"], after["A1"]) == (1, 0)
    assert figure(name, employers=late, boards=BOARDS)["A1"] == 0


def test_likeness_of_the_board_is_measured_by_the_smaller_one(figure: Figure) -> None:
    found = figure("risen_people", employers=BANKRUPT, boards=BOARDS)

    # X had four in its last year; A has two, both from there.
    assert found == {"A1": 1, "B1": 1, "C1": 0, "D1": 0, "E1": 0, "X1": 0}

    half = BOARDS.replace("p1..p2     |", "p2         |").replace(
        "B      | p3 ", "A      | p8         | member  | appointed | 2024-04-01\n B | p3 "
    )
    assert figure("risen_people", employers=BANKRUPT, boards=half)["A1"] == 0.5


PLACES = """
    A      | 2015-01-01 | active   | 2015-01-01 | new         | new         | 2015-01-03
    A      | 2024-04-01 | active   | 2015-01-01 | old         | new         | 2024-04-03
    B      | 2015-01-01 | active   | 2015-01-01 | own         | tel         | 2015-01-03
    C      | 2015-01-01 | active   | 2015-01-01 | first       | c           | 2015-01-03
    D      | 2015-01-01 | active   | 2015-01-01 | second      | d           | 2015-01-03
    E      | 2024-06-20 | active   | 2015-01-01 | old         | e           | 2024-07-01
    Y      | 2015-01-01 | active   | 2015-01-01 | first       | y           | 2015-01-03
    Y      | 2022-09-30 | active   | 2015-01-01 | second      | y           | 2022-10-02
    Y      | 2023-09-30 | active   | 2015-01-01 | third       | y           | 2023-10-02
    Y      | 2023-09-30 | bankrupt | 2023-09-30 | third       | y           | 2023-10-03
"""


def test_an_address_or_contact_is_the_same_as_in_the_last_year_of_the_other(
    figures: Figures,
) -> None:
    found = figures(("risen_address", "risen_contact"), employers=BANKRUPT + PLACES)

    # Y left its first address the day a year before it fell, and that still counts; E moved in,
    # but that was not known.
    assert found["A1"] == {"risen_address": 1, "risen_contact": 0}
    assert found["B1"] == {"risen_address": 0, "risen_contact": 1}
    assert found["C1"]["risen_address"] == 1
    assert found["D1"]["risen_address"] == 1
    assert found["E1"] == {"risen_address": 0, "risen_contact": 0}


def test_an_address_left_earlier_and_a_bankruptcy_two_years_old_are_nothing(
    figure: Figure,
) -> None:
    earlier = PLACES.replace("2022-09-30", "2022-09-29")

    assert figure("risen_address", employers=BANKRUPT + earlier)["C1"] == 0
    assert figure("risen_address", AsOf(2025, 9, 1), employers=BANKRUPT + PLACES)["D1"] == 1
    assert figure("risen_address", AsOf(2025, 10, 1), employers=BANKRUPT + PLACES)["D1"] == 0


def test_at_an_office_hotel_everybody_has_the_address_and_nobody_has_risen(
    figure: Figure,
) -> None:
    crowd = "n1..n51 | 2015-01-01 | active | 2015-01-01 | old | | 2015-01-03"

    assert figure("risen_address", employers=BANKRUPT + PLACES + crowd)["A1"] == 0


STAFF = """
    org_no | period           | person_key
    -------+------------------+-----------
    X      | 2023-09..2024-02 | s1..s5
    A      | 2024-03..2024-05 | s1..s3
    A      | 2024-05          | s4
    B      | 2023-12..2024-05 | s5
    X      | 2023-06..2023-08 | s6
    A      | 2024-03          | s6
"""


def test_staff_has_moved_that_the_other_paid_in_its_last_half_year(figure: Figure) -> None:
    found = figure("risen_staff", employers=BANKRUPT, declarations=STAFF)

    # Four of five moved to A. The fifth had both jobs before; the sixth had left X long ago.
    assert found == {"A1": 0.8, "B1": 0, "X1": 0}


def test_of_fewer_than_five_none_is_counted(figure: Figure) -> None:
    four = STAFF.replace("s1..s5", "s1..s4")

    assert figure("risen_staff", employers=BANKRUPT, declarations=four)["A1"] == 0


def test_a_move_declared_too_late_was_not_known(figure: Figure) -> None:
    late = """
        org_no | period           | person_key | filed_on
        -------+------------------+------------+-----------
        X      | 2023-09..2024-02 | s1..s5     | 2024-03-12
        A      | 2024-03          | s1..s4     | 2024-07-01
        A      | 2024-03          | s5         | 2024-04-12
    """

    assert figure("risen_staff", employers=BANKRUPT, declarations=late)["A1"] == 0.2


def test_the_score_is_the_mean_likeness_to_one_and_the_same_company(figure: Figure) -> None:
    name = "phoenix_score"

    alike = figure(name, employers=BANKRUPT + PLACES, boards=BOARDS, declarations=STAFF)
    unknown = figure(name, employers=BANKRUPT + PLACES, boards=BOARDS)

    # Board 1, address 1, staff 0.8. B has the contact and the board, and none of the staff.
    assert alike["A1"] == round(2.8 / 3, 4)
    assert alike["B1"] == round(2 / 3, 4)
    # X paid nobody that is known: a score never rises by what is not.
    assert unknown["A1"] == round(2 / 3, 4)
    assert (unknown["C1"], unknown["E1"]) == (round(1 / 3, 4), 0)

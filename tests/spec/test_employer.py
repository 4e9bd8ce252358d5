"""Indicators of the company register mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure


def test_the_age_of_a_company_is_counted_from_its_first_registration(figure: Figure) -> None:
    employers = """
        org_no | valid_from | registered_on
        -------+------------+--------------
        A      | 2014-07-01 | 2014-07-01
        A      | 2024-01-01 | 2014-07-01
        B      | 2024-06-01 | 2024-06-01
    """

    found = figure("company_age_years", employers=employers)

    # 3,653 days; B's row of 1 June is 30 days old.
    assert found == {"A1": 10.0014, "B1": 0.0821}


def test_whoever_founds_a_company_has_not_changed_its_board(figure: Figure) -> None:
    boards = """
        org_no | person_key | role    | change    | changed_on
        -------+------------+---------+-----------+-----------
        A      | p1..p3     | member  | appointed | 2024-01-15
        B      | p4..p5     | member  | appointed | 2016-01-15
        B      | p4..p5     | member  | left      | 2024-02-01
        B      | p6         | auditor | appointed | 2016-01-15
        B      | p6         | auditor | left      | 2024-02-01
    """

    assert figure("board_changes_12m", boards=boards) == {"A1": 0, "B1": 2}


def test_whoever_becomes_chair_or_is_elected_again_has_not_left(figure: Figure) -> None:
    boards = """
        org_no | person_key | role    | change    | changed_on
        -------+------------+---------+-----------+-----------
        A      | p1         | member  | appointed | 2016-01-15
        A      | p1         | member  | left      | 2024-02-01
        A      | p1         | chair   | appointed | 2024-02-01
        B      | p2         | manager | appointed | 2016-01-15
        B      | p2         | chair   | appointed | 2016-01-15
        B      | p2         | manager | left      | 2024-02-01
        B      | p2         | chair   | left      | 2024-03-01
        C      | p3         | chair   | left      | 2024-03-01
        C      | p3         | chair   | appointed | 2024-03-01
    """

    assert figure("board_changes_12m", boards=boards) == {"A1": 0, "B1": 1, "C1": 0}


def test_a_departure_counts_to_the_day_a_year_back(figure: Figure) -> None:
    boards = """
        org_no | person_key | role   | change | changed_on
        -------+------------+--------+--------+-----------
        A      | p1         | member | left   | 2023-07-01
        B      | p2         | member | left   | 2023-06-30
    """

    assert figure("board_changes_12m", boards=boards) == {"A1": 1, "B1": 0}


def test_only_another_address_than_before_is_a_move(figure: Figure) -> None:
    employers = """
        org_no | valid_from | address_key
        -------+------------+------------
        A      | 2010-01-01 | here
        A      | 2024-02-01 | here
        B      | 2010-01-01 | here
        B      | 2022-07-01 | there
        B      | 2024-05-01 | here
        C      | 2024-05-01 | new
        D      | 2010-01-01 | here
        D      | 2022-06-30 | there
    """

    found = figure("addresses_24m", employers=employers)

    assert found == {"A1": 0, "B1": 2, "C1": 0, "D1": 0}


MOVED = """
    org_no | valid_from | address_key
    -------+------------+------------
    A      | 2015-01-01 | {a}
    A      | 2024-03-01 | new
"""
REPLACED = """
    org_no | person_key | role    | change    | changed_on
    -------+------------+---------+-----------+-----------
    A      | p1..p2     | member  | appointed | 2015-01-01
    A      | p1         | member  | left      | 2024-01-20
    A      | p2         | member  | left      | 2024-02-05
    A      | p3         | member  | appointed | 2024-02-05
"""


def test_a_board_replaced_and_an_address_moved_is_one_takeover(figure: Figure) -> None:
    drawn = {"employers": MOVED.format(a="old"), "boards": REPLACED}

    assert figure("takeovers_24m", **drawn) == {"A1": 1}
    assert figure("takeovers_24m", AsOf(2024, 3, 1), **drawn) == {"A1": 0}  # not yet moved
    assert figure("takeovers_24m", AsOf(2026, 2, 1), **drawn) == {"A1": 1}
    assert figure("takeovers_24m", AsOf(2026, 3, 1), **drawn) == {"A1": 0}  # two years ago


def test_it_is_no_takeover_while_the_address_or_anybody_of_the_old_board_stays(
    figure: Figure,
) -> None:
    one_stays = REPLACED.replace("p1..p2", "p0..p2")
    nobody_new = "\n".join(line for line in REPLACED.splitlines() if "p3" not in line)

    assert figure("takeovers_24m", employers=MOVED.format(a="new"), boards=REPLACED) == {
        "A1": 0
    }
    for boards in (one_stays, nobody_new):
        drawn = {"employers": MOVED.format(a="old"), "boards": boards}
        assert figure("takeovers_24m", **drawn) == {"A1": 0}


def test_the_address_moved_at_once_if_within_ninety_days(figure: Figure) -> None:
    moved = {"A": "2024-01-01", "B": "2023-12-31", "C": "2024-06-29", "D": "2024-06-30"}
    employers = ["org_no | valid_from | address_key"]
    boards = ["org_no | person_key | role | change | changed_on"]
    for employer, day in moved.items():  # 90 and 91 days before 31 March, then after it
        employers += [f"{employer} | 2015-01-01 | old", f"{employer} | {day} | new"]
        boards += [
            f"{employer} | p1 | member | appointed | 2015-01-01",
            f"{employer} | p1 | member | left | 2024-03-31",
            f"{employer} | p2 | member | appointed | 2024-03-31",
        ]

    found = figure(
        "takeovers_24m",
        AsOf(2024, 9, 1),
        employers="\n".join(employers),
        boards="\n".join(boards),
    )

    assert found == {"A1": 1, "B1": 0, "C1": 1, "D1": 0}


def test_one_founder_of_two_who_leaves_early_is_no_takeover(figure: Figure) -> None:
    employers = """
        org_no | valid_from | address_key
        -------+------------+------------
        A      | 2024-01-01 | old
        A      | 2024-03-01 | new
        B      | 2024-01-01 | old
        B      | 2024-03-01 | new
    """
    boards = """
        org_no | person_key | role    | change    | changed_on
        -------+------------+---------+-----------+-----------
        A      | p1..p2     | member  | appointed | 2024-01-01
        A      | p1         | member  | left      | 2024-02-05
        B      | p3..p4     | member  | appointed | 2024-01-01
        B      | p3..p4     | member  | left      | 2024-02-05
        B      | p5         | member  | appointed | 2024-02-06
    """

    found = figure("takeovers_24m", employers=employers, boards=boards)

    assert found == {"A1": 0, "B1": 1}  # B is a shelf company sold within weeks


def test_firms_at_an_address_are_the_other_active_ones_of_today(figure: Figure) -> None:
    employers = """
        org_no | valid_from | address_key | status
        -------+------------+-------------+---------
        A      | 2015-01-01 | here        | active
        B      | 2015-01-01 | here        | active
        C      | 2015-01-01 | here        | active
        C      | 2024-01-01 | there       | active
        D      | 2015-01-01 | here        | active
        D      | 2024-01-01 | here        | bankrupt
    """

    found = figure("firms_at_address", employers=employers)

    assert found == {"A1": 1, "B1": 1, "C1": 0, "D1": 2}


def test_twenty_neighbours_at_most_count_and_an_office_hotel_says_nothing(
    figure: Figure,
) -> None:
    employers = """
        org_no   | valid_from | address_key
        ---------+------------+------------
        A        | 2015-01-01 | crowded
        b1..b22  | 2015-01-01 | crowded
        C        | 2015-01-01 | hotel
        d1..d50  | 2015-01-01 | hotel
    """

    found = figure("firms_at_address", employers=employers)

    assert (found["A1"], found["C1"]) == (20, None)


def test_an_annual_report_is_late_from_its_last_day_until_it_comes(figure: Figure) -> None:
    employers = """
        org_no | valid_from | annual_report_due | annual_report_on
        -------+------------+-------------------+-----------------
        A      | 2024-06-01 | 2024-05-31        |
        B      | 2023-08-01 | 2023-07-31        |
        B      | 2023-08-11 | 2023-07-31        | 2023-08-10
        C      | 2023-08-01 | 2023-07-31        | 2023-07-01
        D      | 2015-01-01 |                   |
        E      | 2024-02-01 | 2024-07-31        |
    """

    found = figure("annual_report_days_late", employers=employers)

    # Early is no less than in time; without a duty, or before the day, nothing can be said.
    assert found == {"A1": 31, "B1": 10, "C1": 0, "D1": None, "E1": None}


def test_an_auditor_has_left_when_none_is_registered_any_longer(figure: Figure) -> None:
    employers = """
        org_no | valid_from | has_auditor
        -------+------------+------------
        A      | 2015-01-01 | yes
        A      | 2022-07-01 | no
        B      | 2015-01-01 | yes
        B      | 2022-06-30 | no
        C      | 2015-01-01 | yes
        C      | 2024-02-01 | no
        C      | 2024-05-01 | yes
        D      | 2015-01-01 | no
        D      | 2024-02-01 | no
        E      | 2024-02-01 | no
    """

    found = figure("auditor_gone_24m", employers=employers)

    assert found == {"A1": 1, "B1": 0, "C1": 0, "D1": 0, "E1": 0}

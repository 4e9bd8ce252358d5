"""Indicators of posted workers and of tips mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_a_posting_is_late_when_notified_after_the_day_it_started(figures: Figures) -> None:
    postings = """
        posting_no | org_no | notified_on | starts_on  | known_at
        -----------+--------+-------------+------------+-----------
        1          | A      | 2024-01-10  | 2024-01-10 | 2024-01-11
        2          | A      | 2024-02-11  | 2024-02-10 | 2024-02-12
        3          | A      | 2024-06-20  | 2024-07-01 | 2024-06-21
        4          | A      | 2024-06-30  | 2024-05-10 | 2024-07-01
        5          | A      | 2021-08-10  | 2021-06-30 | 2021-08-11
        6          |        | 2024-02-20  | 2024-02-10 | 2024-02-21
    """
    names = ("postings_36m", "posting_late_rate")

    found = figures(names, postings=postings)
    in_august = figures(names, AsOf(2024, 8, 1), postings=postings)

    # A quarter of five, and one of A's own two. The sixth names no recipient.
    assert list(found["A1"].values()) == [2, round((1 + 1.25) / (2 + 5), 4)]
    assert list(in_august["A1"].values()) == [4, round((2 + 1.25) / (4 + 5), 4)]


def test_posted_workers_are_a_share_of_those_at_work_where_they_are_five_or_more(
    figure: Figure,
) -> None:
    postings = """
        posting_no | org_no | starts_on  | ends_on    | workers | known_at
        -----------+--------+------------+------------+---------+-----------
        1          | A      | 2024-01-10 | 2024-07-01 | 2       | 2024-01-11
        1          | A      | 2024-01-10 | 2024-07-01 | 6       | 2024-03-01
        2          | A      | 2024-01-10 | 2024-06-30 | 50      | 2024-01-11
        3          | A      | 2023-06-30 |            | 70      | 2023-07-01
        4          | B      | 2023-07-01 |            | 3       | 2023-07-02
        5          | C      | 2024-01-10 | 2024-01-20 | 9       | 2024-01-11
        6          | D      | 2024-01-10 | 2024-12-31 | 9       | 2024-07-01
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-07..2024-05 | p1..p4     | 30000
        B      | 2023-07..2024-05 | p1..p2     | 30000
        C      | 2023-07..2024-05 | p1..p9     | 30000
        D      | 2023-07..2024-05 | p1..p9     | 30000
    """

    found = figure("posted_share_at_host", postings=postings, declarations=declarations)
    in_june = figure(
        "posted_share_at_host", AsOf(2024, 6, 1), postings=postings, declarations=declarations
    )

    # A: six with four of its own; one posting ended the day before, one without an end is a
    # year old. B: three with two. C: none any more. D: nothing is known, so nothing is said.
    assert found == {"A1": 0.6, "B1": 0.6, "C1": 0, "D1": None}
    assert in_june["A1"] == round((6 + 50 + 70) / (6 + 50 + 70 + 4), 4)


def test_fewer_than_five_at_work_give_no_share(figure: Figure) -> None:
    postings = """
        org_no | starts_on  | ends_on    | workers
        -------+------------+------------+--------
        A      | 2024-01-10 | 2024-12-31 | 4
    """

    assert figure("posted_share_at_host", postings=postings) == {"A1": None}


def test_a_source_counts_once_by_its_latest_tip_and_fades_by_half_in_six_months(
    figure: Figure,
) -> None:
    tips = """
        tip_no | org_no | source_key | reading   | received_on | known_at
        -------+--------+------------+-----------+-------------+-----------
        1      | A      | k1         | kept      | 2024-01-10  | 2024-01-11
        2      | A      | k1         | kept      | 2023-12-10  | 2023-12-11
        3      | A      | k2         | unread    | 2023-07-10  | 2023-07-11
        4      | A      | k3         | dismissed | 2024-06-10  | 2024-06-11
        5      | A      | k4         | unread    | 2024-01-10  | 2024-07-01
        6      |        | k5         | kept      | 2024-01-10  | 2024-01-11
        7      | C      | k1         | unread    | 2023-12-10  | 2023-12-11
        7      | C      | k1         | dismissed | 2023-12-10  | 2024-06-20
    """

    found = figure("tips_decayed", tips=tips)
    in_june = figure("tips_decayed", AsOf(2024, 6, 1), tips=tips)

    assert found["A1"] == 0.5 + 0.25
    assert found["C1"] == 0
    assert in_june["C1"] == 0.5


def test_many_sources_weigh_no_more_than_three(figure: Figure) -> None:
    tips = """
        org_no | source_key | received_on
        -------+------------+------------
        A      | k1..k8     | 2024-06-10
    """

    assert figure("tips_decayed", tips=tips) == {"A1": 3}

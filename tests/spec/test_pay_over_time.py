"""Indicators of a year's change in pay, of housing and double jobs mean what they say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure

# Pay is known 42 days after the first of its month unless drawn: June's not at the end of June.


def test_the_wage_bill_is_held_against_the_same_months_a_year_before(figure: Figure) -> None:
    totals = """
        org_no | period           | gross_pay_kr | filed_on
        -------+------------------+--------------+-----------
        A      | 2023-03..2023-05 | 100000       | 2023-06-12
        A      | 2023-06..2024-02 | 900000       | 2024-03-12
        A      | 2024-03..2024-05 | 150000       | 2024-06-12
        B      | 2023-05          | 100000       | 2023-06-12
        B      | 2024-03..2024-05 | 150000       | 2024-06-12
        C      | 2023-04..2023-05 | 100000       | 2023-06-12
        C      | 2024-03..2024-04 | 50000        | 2024-05-12
        C      | 2024-05          | 50000        | 2024-07-01
    """

    found = figure("pay_change_year", declaration_totals=totals)

    # B began in May and has no spring to compare with; C's month is half of last year's.
    assert found == {"A1": 1.5, "B1": None, "C1": 0.5}


def test_pay_per_person_is_held_against_the_same_months_a_year_before(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr | filed_on
        -------+------------------+------------+--------------+-----------
        A      | 2023-03..2023-05 | p1..p5     | 30000        | 2023-06-12
        A      | 2023-06..2024-02 | p1..p5     | 90000        | 2024-03-12
        A      | 2024-03..2024-05 | p1..p5     | 24000        | 2024-06-12
        A      | 2024-03..2024-05 | p6..p10    | 24000        | 2024-06-12
        B      | 2023-03..2023-05 | p11..p15   | 30000        | 2023-06-12
        B      | 2024-03..2024-05 | p11..p14   | 24000        | 2024-06-12
    """

    found = figure("pay_per_person_change", declarations=declarations)

    # Ten earn 24,000 where five earned 30,000. B has twelve lines left, under fifteen.
    assert found == {"A1": 0.8, "B1": None}


def test_low_pay_is_compared_with_those_alike(figure: Figure) -> None:
    declarations = "\n".join(
        ["org_no | period | person_key | gross_pay_kr"]
        + [f"{e} | 2024-05 | {e}1..{e}{10 - low} | 30000"
           for e, low in zip("ABCDE", (1, 2, 3, 4, 9), strict=True)]
        + [f"{e} | 2024-05 | x1..x{low} | 10000"
           for e, low in zip("ABCDE", (1, 2, 3, 4, 9), strict=True)]
    )  # fmt: skip

    found = figure("low_pay_share_peers", declarations=declarations)

    # Median 0.3; distances 0.2, 0.1, 0, 0.1 and 0.6, of which the median is 0.1.
    assert found["C1"] == 0
    assert found["E1"] == round(0.6 / 0.14826, 4)


def test_housing_is_a_share_of_lines_from_five_persons_a_month(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | housing_benefit
        -------+------------------+------------+----------------
        A      | 2024-04..2024-05 | p1..p4     | no
        A      | 2024-04..2024-05 | p5         | yes
        A      | 2023-06          | p6..p10    | yes
        B      | 2024-01..2024-05 | p11..p14   | yes
    """

    # A's housed of June a year ago are outside; B has four persons, however many lines.
    assert figure("housing_benefit_share", declarations=declarations) == {"A1": 0.2, "B1": None}


# A and B share an address, C and D have their own.
EMPLOYERS = """
    org_no | valid_from | address_key
    -------+------------+------------
    A      | 2020-01-01 | a1
    B      | 2020-01-01 | a1
    C      | 2020-01-01 | a2
    D      | 2020-01-01 | a3
"""


def test_two_full_jobs_with_different_employers_overlap(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr | filed_on
        -------+------------------+------------+--------------+-----------
        A      | 2024-03..2024-05 | p1..p5     | 30000        | 2024-06-12
        A      | 2024-06          | p1..p5     | 30000        | 2024-07-12
        C      | 2024-05          | p1         | 16000        | 2024-06-12
        C      | 2024-05          | p2         | 15000        | 2024-06-12
        B      | 2024-05          | p3         | 25000        | 2024-06-12
        D      | 2024-05          | p5         | 25000        | 2024-07-01
        C      | 2024-05          | p6..p18    | 95000        | 2024-06-12
    """
    drawn = {"employers": EMPLOYERS, "declarations": declarations}

    found = figure("full_time_overlap_share", **drawn)
    a_month_later = figure("full_time_overlap_share", AsOf(2024, 8, 1), **drawn)

    # Of A's fifteen lines only p1's of May: 25,000 and 16,000 is over 40,000, with p2's 15,000
    # it is not. p3's other job is next door, and p5's is not yet known. Of C's fifteen p1 too,
    # but no high salary. B has one person.
    assert found == {"A1": round(1 / 15, 4), "B1": None, "C1": round(1 / 15, 4), "D1": None}
    assert a_month_later["A1"] == round(2 / 15, 4)


def test_two_jobs_four_months_ago_no_longer_overlap(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2024-02..2024-05 | p1..p5     | 30000
        C      | 2024-02          | p1..p5     | 30000
        C      | 2024-03..2024-05 | p6..p10    | 30000
    """

    found = figure("full_time_overlap_share", employers=EMPLOYERS, declarations=declarations)

    assert found["A1"] == 0

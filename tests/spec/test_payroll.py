"""Indicators of pay and staff mean what their labels say."""

from __future__ import annotations

import pytest

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

# A return is known 42 days after the first of its month, so May is the last month known on
# 1 July, and July the first of the twelve.


def test_staff_is_the_mean_of_the_months_known_and_paid(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr | ftax_pay_kr
        -------+------------------+------------+--------------+------------
        A      | 2023-07..2024-05 | p1..p2     | 30000        | 0
        B      | 2024-03..2024-05 | p3..p14    | 30000        | 0
        C      | 2023-06          | p15..p18   | 30000        | 0
        C      | 2023-07          | p15        | 30000        | 0
        D      | 2024-05          | p16        | 0            | 30000
    """

    found = figure("staff_mean_12m", declarations=declarations)

    # B is a firm of twelve and three months old, not a firm of three; D pays nobody but F-tax.
    assert found == {"A1": 2, "B1": 12, "C1": 1, "D1": None}


def test_pay_per_person_needs_five_pays_and_leaves_out_those_with_f_tax(
    figure: Figure,
) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr | ftax_pay_kr
        -------+------------------+------------+--------------+------------
        A      | 2024-01..2024-05 | p1         | 20000        | 0
        A      | 2024-01..2024-05 | p2         | 30000        | 0
        A      | 2024-01..2024-05 | p3         | 0            | 90000
        B      | 2024-01..2024-04 | p4         | 20000        | 0
        B      | 2024-01..2024-04 | p5         | 0            | 20000
    """

    assert figure("pay_per_person", declarations=declarations) == {"A1": 25_000, "B1": None}


def test_low_pay_is_under_half_a_full_time_wage_and_above_nought(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr | ftax_pay_kr
        -------+------------------+------------+--------------+------------
        A      | 2024-01..2024-05 | p1         | 12499        | 0
        A      | 2024-01..2024-05 | p2..p4     | 12500        | 0
        A      | 2024-01..2024-05 | p5..p9     | 0            | 9000
        B      | 2024-01..2024-04 | p10        | 5000         | 0
    """

    assert figure("low_pay_share", declarations=declarations) == {"A1": 0.25, "B1": None}


def test_identical_pay_is_between_persons_not_between_months(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-07..2024-05 | p1         | 31000
        A      | 2023-07..2024-05 | p2         | 32000
        A      | 2023-07..2024-05 | p3         | 33000
        A      | 2023-07..2024-05 | p4         | 34000
        A      | 2023-07..2024-05 | p5         | 35000
        B      | 2024-05          | p1..p3     | 20000
        B      | 2024-05          | p4         | 21000
        B      | 2024-05          | p5         | 22000
        C      | 2023-07..2024-05 | p6..p9     | 20000
    """

    found = figure("identical_pay_share", declarations=declarations)

    # A's five earn the same each month, and all differ. Of B's other four, two share the
    # commonest amount. C's four are too few to compare.
    assert found == {"A1": 0, "B1": 0.5, "C1": None}


def test_pay_is_backfilled_from_the_day_it_came_sixty_days_late(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | filed_on
        -------+------------------+------------+-----------
        A      | 2023-12          | p1..p5     | 2024-01-12
        A      | 2024-01          | p1..p4     | 2024-02-12
        A      | 2024-01          | p5         | 2024-04-14
        B      | 2023-12          | p1..p5     | 2024-01-12
        B      | 2024-01          | p1..p4     | 2024-02-12
        B      | 2024-01          | p5         | 2024-04-13
        C      | 2023-12..2024-02 | p1         | 2024-03-12
        C      | 2024-04..2024-05 | p1..p20    | 2024-06-12
    """

    found = figure("backfilled_share", declarations=declarations)

    # 103 days after 1 January 2024 is 13 April. C's April and May cannot be late yet, and
    # three lines are too few.
    assert found == {"A1": 0.1, "B1": 0, "C1": None}


def test_a_line_changed_long_afterwards_is_backfilled_once_that_is_known(
    figure: Figure,
) -> None:
    declarations = """
        org_no | period  | person_key | filed_on
        -------+---------+------------+-----------
        A      | 2023-12 | p1..p5     | 2024-01-12
        A      | 2023-12 | p5         | 2024-06-30
    """

    assert figure("backfilled_share", declarations=declarations) == {"A1": 0.2}
    assert figure("backfilled_share", AsOf(2024, 6, 1), declarations=declarations) == {"A1": 0}


def test_a_new_firms_first_staff_and_a_late_filers_last_are_no_churn(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2024-01..2024-05 | p1..p4     | 30000
        A      | 2024-02          | p21..p30   | 0
        B      | 2023-04..2024-01 | p5..p8     | 30000
        C      | 2023-03..2024-05 | p9..p10    | 30000
        C      | 2023-03          | p31..p35   | 30000
        C      | 2023-04..2024-02 | p11        | 30000
        C      | 2024-01..2024-05 | p12        | 30000
        D      | 2024-05          | p13..p20   | 30000
    """

    found = figure("churn", declarations=declarations)

    # C: p11 left and p12 came; 11 months of two, 8 of p11, 5 of p12 over 11 months.
    assert found == {"A1": 0, "B1": 0, "C1": round(2 / (35 / 11), 4), "D1": None}


@pytest.mark.parametrize(
    ("first", "last", "moves"),
    [
        ("2023-06", "2024-05", 0),  # there more than a year ago
        ("2023-07", "2024-05", 1),
        ("2023-04", "2024-03", 1),
        ("2023-04", "2024-04", 0),  # paid within the last three months: may well be there
    ],
)
def test_who_came_or_left_is_told_to_the_month(
    figure: Figure, first: str, last: str, moves: int
) -> None:
    declarations = f"""
        org_no | period            | person_key
        -------+-------------------+-----------
        A      | 2023-04..2024-05  | p1
        A      | {first}..{last}   | p2
    """
    persons = {"2023-04": 9 if last == "2024-03" else 10}.get(first, 11)

    found = figure("churn", declarations=declarations)

    assert found == {"A1": round(moves / ((11 + persons) / 11), 4)}


def test_a_single_month_counts_when_the_months_around_it_are_known(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key
        -------+------------------+-----------
        A      | 2023-04..2024-05 | p1..p4
        A      | 2023-10          | p5
        A      | 2023-04          | p6
        A      | 2024-05          | p7..p9
        B      | 2024-05          | p10..p20
        C      | 2023-10          | p21..p25
    """

    found = figure("one_month_share", declarations=declarations)

    # p6 may have been there long, p7 to p9 may go on; so may all of B and of C, whose one
    # month is its last.
    assert found == {"A1": 0.2, "B1": None, "C1": None}


def test_a_spike_is_told_of_firms_of_five_and_half_a_year(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key
        -------+------------------+-----------
        A      | 2023-12..2024-05 | p1..p4
        A      | 2024-04          | p5..p12
        B      | 2024-01..2024-05 | p1..p4
        B      | 2024-04          | p5..p12
        C      | 2023-12..2024-05 | p1..p2
        C      | 2024-04          | p3..p4
        D      | 2023-01..2024-05 | p1..p6
        D      | 2023-06          | p7..p30
    """

    found = figure("staff_spike", declarations=declarations)

    # D's many were paid in June of the year before, one month outside the window.
    assert found == {"A1": 3, "B1": None, "C1": None, "D1": 1}


def test_shares_of_pay_are_of_all_that_was_paid(figures: Figures) -> None:
    declarations = """
        org_no | period  | person_key | gross_pay_kr | ftax_pay_kr | noncontrib_pay_kr
        -------+---------+------------+--------------+-------------+------------------
        A      | 2024-05 | p1         | 30000        | 10000       | 20000
        B      | 2024-05 | p2         | 30000        | 0           | 0
        C      | 2024-05 | p3         | 0            | 0           | 0
        D      | 2023-06 | p4         | 0            | 50000       | 0
    """

    found = figures(("ftax_share", "noncontrib_share"), declarations=declarations)

    nothing = {"ftax_share": None, "noncontrib_share": None}
    assert found["A1"] == {"ftax_share": 0.25, "noncontrib_share": 0.4}
    assert found["B1"] == {"ftax_share": 0, "noncontrib_share": 0}
    assert found["C1"] == nothing
    assert found["D1"] == nothing


def test_lines_without_a_workplace_are_counted_from_five_lines(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | cfar
        -------+------------------+------------+-----
        A      | 2024-01..2024-04 | p1         | A1
        A      | 2024-05          | p1         |
        A      | 2023-06          | p1         |
        B      | 2024-02..2024-05 | p2         |
    """

    assert figure("placeless_share", declarations=declarations) == {"A1": 0.2, "B1": None}


def test_a_later_version_of_pay_counts_from_when_it_was_known(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr | filed_on
        -------+------------------+------------+--------------+-----------
        A      | 2024-01..2024-05 | p1         | 20000        | 2024-06-12
        A      | 2024-03          | p1         | 40000        | 2024-06-30
        A      | 2024-04          | p1         | 90000        | 2024-07-01
        A      | 2024-02          | p2         | 110000       | 2024-07-01
    """

    found = figure("pay_per_person", declarations=declarations)
    a_month_later = figure("pay_per_person", AsOf(2024, 8, 1), declarations=declarations)

    assert found == {"A1": 24_000}  # (4 × 20,000 + 40,000) / 5
    assert a_month_later == {"A1": 50_000}  # 300,000 / 6


def test_pay_against_peers_is_in_robust_deviations_of_those_alike(figures: Figures) -> None:
    declarations = "\n".join(
        ["org_no | period | person_key | gross_pay_kr"]
        + [f"{e} | 2024-01..2024-05 | p1 | {pay}" for e, pay in
           zip("ABCDE", (10000, 20000, 30000, 40000, 50000), strict=True)]
        + ["F | 2024-05 | p1 | 90000"]
    )  # fmt: skip

    found = figures(("pay_per_person_peers",), declarations=declarations)

    # Median 30,000; distances 20, 10, 0, 10, 20 thousand, of which the median is 10,000.
    assert found["A1"]["pay_per_person_peers"] == round(-20 / 14.826, 4)
    assert found["D1"]["pay_per_person_peers"] == round(10 / 14.826, 4)
    assert found["F1"]["pay_per_person_peers"] is None

"""Contradictions between sales, opening hours and pay mean what their labels say."""

from __future__ import annotations

import math

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

# VAT is known 73 days after the first of its last month unless drawn: April's in June.


def test_filers_by_month_quarter_and_year_compare_sales_with_pay_of_the_same_months(
    figure: Figure,
) -> None:
    vat = """
        org_no | period           | period_months | turnover_kr | filed_on
        -------+------------------+---------------+-------------+-----------
        A      | 2023-01..2023-12 | 1             | 100000      | 2024-02-12
        B      | 2023-01          | 3             | 300000      | 2023-05-12
        B      | 2023-04          | 3             | 300000      | 2023-08-17
        B      | 2023-07          | 3             | 300000      | 2023-11-12
        B      | 2023-10          | 3             | 300000      | 2024-02-12
        C      | 2023-01          | 12            | 1200000     | 2024-05-12
    """
    totals = """
        org_no | period           | gross_pay_kr
        -------+------------------+-------------
        A      | 2022-08..2024-05 | 30000
        B      | 2022-08..2024-05 | 30000
        C      | 2022-08..2024-05 | 30000
    """

    found = figure("wage_share", vat=vat, declaration_totals=totals)
    in_may = figure("wage_share", AsOf(2024, 5, 1), vat=vat, declaration_totals=totals)

    assert found == {"A1": 0.3, "B1": 0.3, "C1": 0.3}
    assert in_may == {"A1": 0.3, "B1": 0.3, "C1": None}  # the year's return is not yet known


def test_pay_filed_later_is_not_seen_before(figure: Figure) -> None:
    vat = """
        org_no | period           | turnover_kr | filed_on
        -------+------------------+-------------+-----------
        A      | 2024-01..2024-02 | 100000      | 2024-04-12
    """
    totals = """
        org_no | period  | gross_pay_kr | filed_on
        -------+---------+--------------+-----------
        A      | 2024-01 | 20000        | 2024-02-12
        A      | 2024-01 | 60000        | 2024-06-20
        A      | 2024-02 | 20000        | 2024-06-20
    """

    found = figure("wage_share", vat=vat, declaration_totals=totals)
    in_june = figure("wage_share", AsOf(2024, 6, 1), vat=vat, declaration_totals=totals)

    assert (found["A1"], in_june["A1"]) == (0.4, 0.1)


def test_without_sales_there_is_no_wage_share_and_without_pay_it_is_nought(
    figure: Figure,
) -> None:
    vat = """
        org_no | period  | turnover_kr
        -------+---------+------------
        A      | 2024-01 | 0
        B      | 2024-01 | 100000
        C      | 2022-07 | 100000
        D      | 2022-06 | 100000
    """
    totals = """
        org_no | period  | gross_pay_kr
        -------+---------+-------------
        A      | 2024-01 | 30000
        C      | 2022-07 | 30000
        D      | 2022-06 | 30000
        E      | 2024-01 | 30000
    """

    found = figure("wage_share", vat=vat, declaration_totals=totals)

    assert found == {"A1": None, "B1": 0, "C1": 0.3, "D1": None, "E1": None}


def test_the_wage_share_is_compared_with_those_alike(figure: Figure) -> None:
    vat = "\n".join(
        ["org_no | period | turnover_kr", *(f"{e} | 2024-01 | 100" for e in "ABCDE")]
    )
    totals = "\n".join(
        ["org_no | period | gross_pay_kr"]
        + [f"{e} | 2024-01 | {p}" for e, p in zip("ABCDE", (5, 20, 30, 40, 50), strict=True)]
    )

    found = figure("wage_share_peers", vat=vat, declaration_totals=totals)

    assert found["A1"] == round(-0.25 / 0.14826, 4)  # median 0.3, distances' median 0.1
    assert found["C1"] == 0


def test_turnover_per_head_is_of_a_year_and_of_the_mean_staff(figures: Figures) -> None:
    vat = """
        org_no | period           | period_months | turnover_kr
        -------+------------------+---------------+------------
        A      | 2023-07..2024-03 | 1             | 100000
        B      | 2023-07          | 3             | 300000
        C      | 2024-03          | 1             | 100000
        D      | 2024-03          | 1             | 400000
        E      | 2024-03          | 1             | 0
    """
    declarations = """
        org_no | period           | person_key
        -------+------------------+-----------
        A      | 2023-07..2024-05 | p1..p2
        B      | 2024-04..2024-05 | p3..p4
        C      | 2024-05          | p5..p8
        D      | 2024-05          | p9
        E      | 2024-05          | p10
    """
    names = ("turnover_per_head", "turnover_per_head_peers")

    found = figures(names, vat=vat, declarations=declarations)

    # 1.2 million a year over two; the same of a quarter and of staff of two months.
    per_head = [found[f"{e}1"]["turnover_per_head"] for e in "ABCDE"]
    assert per_head == [600_000, 600_000, 300_000, 4_800_000, 0]
    # In logarithms: A and B lie at the median of four, C ln 2 below, D ln 8 above it.
    spread = 1.4826 * math.log(2) / 2
    peers = [found[f"{e}1"]["turnover_per_head_peers"] for e in "ABCDE"]
    assert peers == [
        0, 0, round(-math.log(2) / spread, 4), round(math.log(8) / spread, 4), None,
    ]  # fmt: skip


def test_months_sold_without_pay_are_those_of_the_return_that_nobody_was_paid_in(
    figure: Figure,
) -> None:
    vat = """
        org_no | period           | period_months | turnover_kr | filed_on
        -------+------------------+---------------+-------------+-----------
        A      | 2024-01..2024-04 | 1             | 100000      | 2024-06-12
        B      | 2023-10          | 3             | 100000      | 2024-02-12
        B      | 2024-01          | 3             | 100000      | 2024-05-12
        C      | 2024-01..2024-02 | 1             | 100000      | 2024-04-12
        C      | 2024-03..2024-04 | 1             | 0           | 2024-06-12
        D      | 2024-01..2024-04 | 1             | 100000      | 2024-06-12
    """
    totals = """
        org_no | period           | gross_pay_kr
        -------+------------------+-------------
        A      | 2024-01..2024-03 | 30000
        A      | 2024-04          | 0
        B      | 2023-12..2024-03 | 30000
        C      | 2024-01..2024-02 | 30000
        D      | 2024-01..2024-04 | 30000
        E      | 2024-01..2024-04 | 30000
    """

    found = figure("months_sold_without_pay_share", vat=vat, declaration_totals=totals)

    # A return of nought is no pay; a month of no sales is no contradiction; whoever always
    # paid has nought, and whoever files no VAT is not known.
    assert found == {"A1": 0.25, "B1": 0.3333, "C1": 0, "D1": 0, "E1": None}


def test_a_years_return_sold_without_pay_only_if_nobody_was_paid_all_year(
    figure: Figure,
) -> None:
    vat = """
        org_no | period  | period_months | turnover_kr | filed_on
        -------+---------+---------------+-------------+-----------
        A      | 2023-01 | 12            | 900000      | 2024-05-12
        B      | 2023-01 | 12            | 900000      | 2024-05-12
    """
    totals = """
        org_no | period           | gross_pay_kr
        -------+------------------+-------------
        A      | 2023-05..2023-08 | 30000
        B      | 2024-01..2024-05 | 30000
    """

    found = figure("months_sold_without_pay_share", vat=vat, declaration_totals=totals)

    assert found == {"A1": 0, "B1": 1}


def test_growth_is_compared_when_both_years_hold_half_a_year(figure: Figure) -> None:
    vat = """
        org_no | period           | turnover_kr
        -------+------------------+------------
        A      | 2022-10..2023-06 | 100000
        A      | 2023-07..2024-03 | 300000
        B      | 2022-10..2023-06 | 100000
        B      | 2023-07..2024-03 | 300000
        C      | 2023-02..2024-03 | 100000
        D      | 2023-01..2023-12 | 100000
        E      | 2023-01..2023-11 | 100000
    """
    totals = """
        org_no | period           | gross_pay_kr
        -------+------------------+-------------
        A      | 2022-10..2024-05 | 30000
        B      | 2022-10..2023-06 | 30000
        B      | 2023-07..2024-05 | 90000
        C      | 2023-02..2024-05 | 30000
        D      | 2023-01..2024-05 | 30000
        E      | 2023-01..2024-05 | 30000
    """

    found = figure("growth_gap", vat=vat, declaration_totals=totals)

    # A sells 300 a month against a mean of 200, and pays as before: 1.5 − 1. B's pay grew as
    # much. C has five months before the last year, E five within it.
    assert found == {"A1": 0.5, "B1": 0, "C1": None, "D1": 0, "E1": None}


def test_open_doors_ask_for_pay_of_the_months_that_were_paid(figure: Figure) -> None:
    workplaces = """
        org_no | cfar | valid_from | opening_hours_week | closed_on
        -------+------+------------+--------------------+-----------
        A      | A1   | 2015-01-01 | 20                 |
        A      | A1   | 2023-01-01 | 100                |
        A      | A2   | 2015-01-01 | 50                 | 2024-06-30
        B      | B1   | 2015-01-01 | 60                 |
        B      | B2   | 2015-01-01 | 40                 | 2024-07-01
        B      | B3   | 2015-01-01 |                    |
        C      | C1   | 2015-01-01 |                    |
        D      | D1   | 2015-01-01 | 40                 |
    """
    declarations = """
        org_no | period           | gross_pay_kr
        -------+------------------+-------------
        A      | 2023-07..2024-05 | 65000
        B      | 2024-05          | 65000
        C      | 2024-05          | 65000
    """

    found = figure("doors_against_pay", workplaces=workplaces, declarations=declarations)

    # 100 hours × 52 weeks × 150 kr = 780,000 kr, and 65,000 kr a month is as much in a year.
    assert found["A1"] == found["A2"] == found["B1"] == found["B3"] == 1
    assert (found["C1"], found["D1"]) == (None, None)

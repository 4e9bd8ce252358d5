"""Indicators of missing returns and of what has grown worse mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_a_return_is_missing_when_its_last_day_has_passed_without_it(figure: Figure) -> None:
    totals = """
        org_no | period           | filed_on
        -------+------------------+-----------
        A      | 2023-01..2024-02 | 2024-03-10
        A      | 2024-04          | 2024-05-10
        B      | 2023-01..2024-05 | 2024-06-10
        C      | 2024-02          | 2024-03-10
        D      | 2023-01..2024-04 | 2024-05-10
        D      | 2024-05          | 2024-07-01
    """

    found = figure("missing_returns_12m", declaration_totals=totals)
    a_month_later = figure("missing_returns_12m", AsOf(2024, 8, 1), declaration_totals=totals)

    # A lacks March and May; June's is not due before August. C has been silent since its first,
    # and D's May came in on the as-of date itself, a day too late to be known.
    assert found == {"A1": 2, "B1": 0, "C1": 3, "D1": 1}
    assert a_month_later == {"A1": 3, "B1": 1, "C1": 4, "D1": 1}


def test_who_is_no_longer_registered_owes_no_return(figure: Figure) -> None:
    totals = """
        org_no | period           | filed_on
        -------+------------------+-----------
        A      | 2023-01..2023-12 | 2024-01-10
        B      | 2023-01..2023-12 | 2024-01-10
        C      | 2023-01..2023-12 | 2024-01-10
        D      | 2023-01..2023-12 | 2024-01-10
    """
    registrations = """
        org_no | kind     | event          | applies_from | decided_on | known_at
        -------+----------+----------------+--------------+------------+-----------
        A      | employer | ended          | 2024-03-16   | 2024-03-20 | 2024-03-21
        B      | employer | ended          | 2024-01-01   | 2024-01-10 | 2024-01-11
        B      | employer | approved_again | 2024-04-01   | 2024-04-10 | 2024-04-11
        C      | vat      | ended          | 2024-01-01   | 2024-01-10 | 2024-01-11
        D      | employer | ended          | 2024-01-01   | 2024-06-20 | 2024-07-01
    """

    found = figure(
        "missing_returns_12m", declaration_totals=totals, registrations=registrations
    )

    # A owes January to March, in which it ended; B, registered again, all five; C ended its
    # VAT alone, and that D ended was known too late.
    assert found == {"A1": 3, "B1": 5, "C1": 5, "D1": 5}


def test_of_a_seasonal_employer_no_return_is_held_to_be_missing(figure: Figure) -> None:
    totals = """
        org_no | period  | filed_on
        -------+---------+-----------
        A      | 2023-06 | 2023-07-10
        A      | 2024-05 | 2024-06-10
        B      | 2023-06 | 2023-07-10
        B      | 2024-05 | 2024-06-10
        C      | 2023-06 | 2023-07-10
        C      | 2024-05 | 2024-06-10
    """
    registrations = """
        org_no | kind     | event          | seasonal | decided_on
        -------+----------+----------------+----------+-----------
        A      | employer | approved       | yes      | 2020-05-01
        B      | employer | approved       | no       | 2020-05-01
        C      | employer | approved       | yes      | 2020-05-01
        C      | employer | approved_again | no       | 2022-05-01
    """

    found = figure(
        "missing_returns_12m", declaration_totals=totals, registrations=registrations
    )

    # Of June 2023 to May 2024 two are there. C is no longer seasonal.
    assert found == {"A1": 0, "B1": 10, "C1": 10}


def test_late_returns_of_a_half_year_are_held_against_those_before(figure: Figure) -> None:
    totals = """
        org_no | period           | due_on     | filed_on
        -------+------------------+------------+-----------
        A      | 2024-03..2024-05 | 2024-06-12 | 2024-06-14
        A      | 2023-10          | 2023-11-12 | 2023-11-14
        A      | 2023-05          | 2023-06-12 | 2023-06-14
        B      | 2023-06..2023-07 | 2023-08-17 | 2023-08-18
        B      | 2023-12          | 2024-01-17 | 2024-01-18
    """

    found = figure("late_returns_change", declaration_totals=totals)

    # The half-years are December to May and June to November; A's May of 2023 is before both.
    assert found == {"A1": 2, "B1": -1}


def test_days_below_zero_of_a_half_year_are_held_against_those_before(figure: Figure) -> None:
    tax_account = """
        org_no | month   | days_below_zero | known_at
        -------+---------+-----------------+-----------
        A      | 2024-05 | 20              | 2024-06-03
        A      | 2023-11 | 6               | 2023-12-03
        A      | 2023-05 | 30              | 2023-06-03
        B      | 2023-06 | 10              | 2023-07-03
        B      | 2024-04 | 9               | 2024-07-01
    """

    found = figure("days_below_zero_change", tax_account=tax_account)

    assert found == {"A1": 14, "B1": -10}


def test_the_largest_deficit_is_told_in_months_of_pay(figures: Figures) -> None:
    tax_account = """
        org_no | month   | unpaid_kr
        -------+---------+----------
        A      | 2024-02 | 90000
        A      | 2024-04 | 30000
        A      | 2023-06 | 500000
        B      | 2024-02 | 90000
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2024-01..2024-04 | p1..p2     | 30000
        C      | 2024-01..2024-04 | p3         | 30000
    """

    found = figures(
        ("deficit_against_pay",), tax_account=tax_account, declarations=declarations
    )

    # 90,000 against 60,000 a month. B declares no pay to hold it against; C owes nothing.
    assert {place: row["deficit_against_pay"] for place, row in found.items()} == {
        "A1": 1.5,
        "B1": None,
        "C1": 0,
    }

"""Indicators of returns, VAT, tax account and ledger visits mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_a_return_is_late_the_day_after_its_last_day(figure: Figure) -> None:
    totals = """
        org_no | period           | due_on     | filed_on
        -------+------------------+------------+-----------
        A      | 2024-03          | 2024-04-12 | 2024-04-13
        A      | 2024-04          | 2024-05-12 | 2024-05-12
        B      | 2023-07          | 2023-08-17 | 2023-08-18
        B      | 2023-06          | 2023-07-12 | 2023-07-13
        C      | 2024-04          | 2024-05-12 | 2024-05-12
        C      | 2024-04          | 2024-05-12 | 2024-06-20
        D      | 2024-05          | 2024-06-12 | 2024-07-01
    """

    found = figure("late_returns_12m", declaration_totals=totals)
    in_june = figure("late_returns_12m", AsOf(2024, 6, 1), declaration_totals=totals)

    # B's June is outside the year, C corrected in June, D's is not yet known.
    assert found == {"A1": 1, "B1": 1, "C1": 1, "D1": 0}
    assert in_june["C1"] == 0


def test_tax_declared_and_not_paid_is_held_against_a_krona_of_pay(figure: Figure) -> None:
    totals = """
        org_no | period           | contributions_kr | tax_kr | paid_kr
        -------+------------------+------------------+--------+--------
        A      | 2024-04..2024-05 | 3000             | 2000   | 4000
        B      | 2024-05          | 3000             | 2000   | 9000
        C      | 2024-05          | 3000             | 2000   | 0
    """
    declarations = """
        org_no | period           | gross_pay_kr
        -------+------------------+-------------
        A      | 2024-04..2024-05 | 10000
        B      | 2024-05          | 10000
        D      | 2024-05          | 10000
    """

    found = figure(
        "declared_unpaid_share", declaration_totals=totals, declarations=declarations
    )

    # B has paid too much, C declares tax but no pay, D pay but no tax.
    assert found == {"A1": 0.1, "B1": 0, "C1": None, "D1": 0}


def test_services_and_reverse_charge_are_shares_of_two_years_sales(figures: Figures) -> None:
    vat = """
        org_no | period  | turnover_kr | purchased_services_kr | reverse_charge_sales_kr
        -------+---------+-------------+-----------------------+------------------------
        A      | 2022-07 | 100000      | 50000                 | 20000
        A      | 2024-03 | 100000      | 30000                 | 30000
        A      | 2022-06 | 900000      | 900000                | 900000
        B      | 2024-03 | 0           | 30000                 | 0
        C      | 2024-03 | 100000      | 0                     | 0
    """
    names = ("purchased_services_share", "reverse_charge_share")

    found = figures(names, vat=vat)

    assert found["A1"] == {"purchased_services_share": 0.4, "reverse_charge_share": 0.25}
    assert found["B1"] == dict.fromkeys(names)
    assert found["C1"] == dict.fromkeys(names, 0)


def test_bought_services_are_compared_with_those_alike(figure: Figure) -> None:
    vat = "\n".join(
        ["org_no | period | turnover_kr | purchased_services_kr"]
        + [f"{e} | 2024-03 | 100 | {share}" for e, share in
           zip("ABCDE", (10, 20, 30, 40, 90), strict=True)]
    )  # fmt: skip

    found = figure("purchased_services_peers", vat=vat)

    # Median 0.3; the distances' median is 0.1.
    assert found["C1"] == 0
    assert found["E1"] == round(0.6 / 0.14826, 4)


def test_days_below_zero_are_of_a_year_and_debts_handed_over_of_two(figures: Figures) -> None:
    tax_account = """
        org_no | month   | days_below_zero | items_to_enforcement
        -------+---------+-----------------+---------------------
        A      | 2023-07 | 4               | 1
        A      | 2024-05 | 6               | 0
        A      | 2023-06 | 20              | 2
        A      | 2022-07 | 1               | 4
        A      | 2022-06 | 1               | 8
        A      | 2024-06 | 30              | 16
        B      | 2022-05 | 30              | 1
    """

    found = figures(("days_below_zero_12m", "enforcement_items_24m"), tax_account=tax_account)

    # June 2024 is closed in July.
    assert found["A1"] == {"days_below_zero_12m": 10, "enforcement_items_24m": 7}
    assert found["B1"] == {"days_below_zero_12m": 0, "enforcement_items_24m": 0}


LEDGER_VISITS = """
    visit_no | org_no | visited_on | known_at   | present | unregistered | fee_kr
    ---------+--------+------------+------------+---------+--------------+-------
    1        | A      | 2021-07-01 | 2021-07-02 | 4       | 1            |
    2        | A      | 2024-04-10 | 2024-04-11 | 6       | 3            |
    2        | A      | 2024-04-10 | 2024-05-20 | 6       | 3            | 20000
    3        | B      | 2021-06-30 | 2021-07-01 | 9       | 9            | 35000
    4        | C      | 2024-06-10 | 2024-06-11 | 2       | 2            |
"""


def test_visits_to_ledgers_are_of_three_years(figure: Figure) -> None:
    found = figure("ledger_visits_36m", ledger_visits=LEDGER_VISITS)

    assert found == {"A1": 2, "B1": 0, "C1": 1}


def test_the_rate_of_fees_leans_on_the_country_and_waits_for_the_decision(
    figure: Figure,
) -> None:
    found = figure("ledger_fee_rate", ledger_visits=LEDGER_VISITS)
    in_may = figure("ledger_fee_rate", AsOf(2024, 5, 1), ledger_visits=LEDGER_VISITS)

    # C's visit of June may still give a fee, so it is not counted; as A's of April in May.
    assert found == {"A1": round(4 / 22, 4), "B1": 0.15, "C1": 0.15}
    assert in_may["A1"] == round(3 / 21, 4)


def test_unregistered_are_a_share_of_three_present_or_more(figure: Figure) -> None:
    found = figure("unregistered_share", ledger_visits=LEDGER_VISITS)

    assert found == {"A1": 0.4, "B1": None, "C1": None}


def test_a_fee_weighs_half_as_much_after_eighteen_months(figure: Figure) -> None:
    ledger_visits = """
        visit_no | org_no | visited_on | known_at   | fee_kr
        ---------+--------+------------+------------+-------
        1        | A      | 2023-01-20 | 2023-03-02 | 20000
        2        | A      | 2021-06-30 | 2021-08-02 | 20000
        3        | A      | 2024-06-10 | 2024-06-11 |
        3        | A      | 2024-06-10 | 2024-07-01 | 20000
        4        | B      | 2021-07-10 | 2021-08-20 | 20000
    """

    found = figure("ledger_fees_decayed_36m", ledger_visits=ledger_visits)

    # Of A's three one is eighteen months old, one out of the window, one not yet decided. B's
    # is three years old.
    assert found == {"A1": 0.5, "B1": 0.25}


def test_months_since_a_ledger_visit_are_of_the_latest(figure: Figure) -> None:
    found = figure("months_since_ledger_visit", ledger_visits=LEDGER_VISITS)

    assert found == {"A1": 3, "B1": 37, "C1": 1}

"""Contradictions between work sold in homes and what was declared mean what they say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure


def test_hours_sold_are_held_against_hours_that_could_be_worked(figure: Figure) -> None:
    work_deductions = """
        org_no | kind | month   | hours | known_at
        -------+------+---------+-------+-----------
        A      | rut  | 2023-07 | 2000  | 2023-09-01
        A      | rut  | 2024-04 | 2300  | 2024-06-20
        A      | rut  | 2024-04 | 9300  | 2024-07-01
        A      | rut  | 2023-06 | 5000  | 2023-08-01
        B      | rot  | 2024-04 | 1800  | 2024-06-20
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2024-01..2024-04 | p1         | 30000
        C      | 2024-01..2024-04 | p1         | 30000
    """
    vat = """
        org_no | period  | period_months | turnover_kr | purchased_services_kr
        -------+---------+---------------+-------------+----------------------
        A      | 2023-10 | 3             | 600000      | 106250
        B      | 2023-10 | 3             | 600000      | 0
        C      | 2023-10 | 3             | 600000      | 0
    """

    found = figure(
        "deduction_hours_ratio",
        work_deductions=work_deductions,
        declarations=declarations,
        vat=vat,
    )
    a_month_later = figure(
        "deduction_hours_ratio",
        AsOf(2024, 8, 1),
        work_deductions=work_deductions,
        declarations=declarations,
        vat=vat,
    )

    # A: 120,000 kr buys at most 800 hours, 425,000 kr of services a year 1,700, and an owner
    # works 1,800: 4,300 of 4,300. A month later July is out and April was more. B has its
    # owner alone.
    assert found == {"A1": 1, "B1": 1, "C1": 0}
    assert a_month_later["A1"] == round(9300 / 4300, 4)


def test_work_in_homes_is_a_share_of_sales_in_the_same_months(figure: Figure) -> None:
    work_deductions = """
        org_no | kind | month            | labour_kr
        -------+------+------------------+----------
        A      | rut  | 2023-10..2023-12 | 25000
        A      | rot  | 2023-12          | 25000
        A      | rut  | 2024-01          | 25000
        B      | rut  | 2024-04          | 25000
    """
    vat = """
        org_no | period  | period_months | turnover_kr
        -------+---------+---------------+------------
        A      | 2023-10 | 3             | 100000
        C      | 2023-10 | 3             | 100000
    """

    found = figure("deduction_share", work_deductions=work_deductions, vat=vat)

    # 100,000 with VAT is 80,000 without. The sales of A's January are not declared, nor B's.
    assert found == {"A1": 0.8, "B1": None, "C1": 0}


def test_the_price_of_an_hour_is_compared_with_those_alike(figure: Figure) -> None:
    work_deductions = "\n".join(
        ["org_no | kind | month | hours | labour_kr"]
        + [f"{e} | rut | 2024-04 | 100 | {price * 100}" for e, price in
           zip("ABCDE", (200, 380, 400, 420, 500), strict=True)]
        + ["F | rut | 2024-04 | 99 | 9900", "A | rut | 2022-06 | 100 | 90000"]
    )  # fmt: skip

    found = figure("deduction_price_peers", work_deductions=work_deductions)

    # Median 400; distances 200, 20, 0, 20 and 100, of which the median is 20. Ninety-nine hours
    # are too few for a price.
    assert found["A1"] == round(-200 / (1.4826 * 20), 4)
    assert found["D1"] == round(20 / (1.4826 * 20), 4)
    assert found["F1"] is None

"""Indicators of margins, labour without wages and returns of nought mean what they say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

# VAT is known 73 days after the first of its last month unless drawn: April's in June.


def test_a_margin_is_far_from_others_in_either_direction(figures: Figures) -> None:
    vat = "\n".join(
        ["org_no | period | turnover_kr | purchases_kr"]
        + [f"{e} | 2024-03 | 100 | {bought}" for e, bought in
           zip("ABCDE", (20, 50, 60, 70, 95), strict=True)]
        + ["A | 2022-06 | 100 | 90", "A | 2024-05 | 100 | 90"]
    )  # fmt: skip

    found = figures(("gross_margin_peers", "gross_margin_apart"), vat=vat)

    # Margins .8 .5 .4 .3 .05; A's others are too old and not yet known. Median .4; distances
    # .4 .1 0 .1 .35, of which the median is .1.
    assert found["A1"]["gross_margin_peers"] == round(0.4 / 0.14826, 4)
    assert found["E1"]["gross_margin_peers"] == round(-0.35 / 0.14826, 4)
    assert found["E1"]["gross_margin_apart"] == round(0.35 / 0.14826, 4)
    assert found["C1"]["gross_margin_apart"] == 0


def test_building_work_sold_on_without_wages_is_a_gap(figure: Figure) -> None:
    shares = {"A": 30, "B": 40, "C": 50, "D": 60, "E": 70}  # wages, per cent of turnover
    vat = "\n".join(
        ["org_no | period | turnover_kr | reverse_charge_sales_kr"]
        + [f"{e} | 2024-03 | 1000 | 800" for e in shares]
        + ["F | 2024-03 | 0 | 0"]
    )
    totals = "\n".join(
        ["org_no | period | gross_pay_kr"]
        + [f"{e} | 2024-03 | {pay * 10}" for e, pay in shares.items()]
    )

    found = figure("reverse_charge_gap", vat=vat, declaration_totals=totals)

    # Median .5, median distance .1: A lies 0.2 / 0.14826 robust deviations under, so its place
    # is (3 + 1.349) / 6 of the way down. F has sold nothing and has no place.
    assert found["A1"] == round(0.8 * (3 + 0.2 / 0.14826) / 6, 4)
    assert found["C1"] == 0.4
    assert found["E1"] == round(0.8 * (3 - 0.2 / 0.14826) / 6, 4)
    assert found["F1"] is None


def test_the_longest_run_of_nought_counts_where_there_was_activity(figure: Figure) -> None:
    vat = """
        org_no | period  | period_months | turnover_kr | purchases_kr | filed_on
        -------+---------+---------------+-------------+--------------+-----------
        A      | 2023-01 | 3             | 0           | 500          | 2023-05-12
        A      | 2023-04 | 3             | 0           | 500          | 2023-08-12
        A      | 2023-07 | 3             | 9000        | 500          | 2023-11-12
        A      | 2023-10 | 3             | 0           | 500          | 2024-02-12
        B      | 2023-01 | 12            | 0           | 0            | 2024-05-12
        C      | 2023-10 | 3             | 0           | 0            | 2024-02-12
        C      | 2024-01 | 3             | 0           | 500          | 2024-07-01
        D      | 2023-10 | 1             | 9000        | 0            | 2023-12-12
        E      | 2022-04 | 3             | 0           | 500          | 2022-08-12
    """
    totals = """
        org_no | period  | gross_pay_kr
        -------+---------+-------------
        B      | 2023-08 | 30000
    """

    found = figure("vat_zero_streak", vat=vat, declaration_totals=totals)
    a_month_later = figure(
        "vat_zero_streak", AsOf(2024, 8, 1), vat=vat, declaration_totals=totals
    )

    # A's half-year is ended by a sale. B paid staff in a year without sales. C slept, and what
    # it then bought is not yet known. E's return is from before the two years.
    assert found == {"A1": 6, "B1": 12, "C1": 0, "D1": 0, "E1": None}
    assert a_month_later["C1"] == 3

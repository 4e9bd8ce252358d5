"""Indicators of providers of assistance mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_hours_billed_are_held_against_pay_of_the_very_same_months(figures: Figures) -> None:
    assistance_hours = """
        org_no | period           | hours_billed | known_at
        -------+------------------+--------------+-----------
        A      | 2023-10..2023-11 | 2000         | 2024-02-05
        A      | 2023-12          | 2000         | 2024-07-01
        A      | 2023-06          | 9000         | 2023-09-05
        B      | 2023-10          | 1000         | 2024-01-05
    """
    declaration_totals = """
        org_no | period  | gross_pay_kr | filed_on
        -------+---------+--------------+-----------
        A      | 2023-10 | 170000       | 2023-11-12
        A      | 2023-11 | 170000       | 2023-12-12
        A      | 2024-01 | 900000       | 2024-02-12
        B      | 2023-10 | 170000       | 2024-07-01
    """
    names = ("assistance_hours_gap", "assistance_months_without_pay_12m")

    found = figures(
        names, assistance_hours=assistance_hours, declaration_totals=declaration_totals
    )

    # A billed 4,000 hours and paid for 2,000 at 170 kr. What B paid is known too late.
    assert list(found["A1"].values()) == [2, 0]
    assert list(found["B1"].values()) == [None, 1]


def test_only_final_claims_on_a_provider_count(figure: Figure) -> None:
    provider_recoveries = """
        case_no | org_no | decided_on | status    | known_at
        --------+--------+------------+-----------+-----------
        1       | A      | 2023-01-10 | decided   | 2023-01-12
        1       | A      | 2023-01-10 | final     | 2023-02-12
        2       | A      | 2023-01-10 | contested | 2023-02-12
        2       | A      | 2023-01-10 | final     | 2024-07-01
        3       | A      | 2023-01-10 | annulled  | 2023-09-12
        4       | A      | 2021-06-30 | final     | 2021-09-12
    """

    def found(as_of: AsOf) -> float | None:
        return figure(
            "provider_recoveries_36m", as_of, provider_recoveries=provider_recoveries
        )["A1"]

    assert found(AsOf(2024, 7, 1)) == 1
    assert found(AsOf(2024, 8, 1)) == 2

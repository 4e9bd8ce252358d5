"""Indicators of support and its controls mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_what_is_claimed_back_is_a_share_of_the_decisions_shown_beside_it(
    figures: Figures,
) -> None:
    subsidies = """
        org_no | person_key | decided_on | recovery_kr
        -------+------------+------------+------------
        A      | p1..p19    | 2023-01-10 | 0
        A      | p20        | 2023-01-10 | 5000
        A      | p21        | 2021-06-30 | 5000
        B      | p1         | 2023-01-10 | 0
    """

    found = figures(("subsidies_36m", "subsidy_recovery_rate"), subsidies=subsidies)

    # It leans on 3 % as if twenty decisions had shown it: (1 + 0.6) / (20 + 20).
    assert list(found["A1"].values()) == [20, 0.04]
    assert list(found["B1"].values()) == [1, 0.0286]


CONTROLS = """
    case_no | org_no | opened_on  | closed_on  | result    | known_at
    --------+--------+------------+------------+-----------+-----------
    1       | A      | 2024-01-10 |            |           | 2024-01-12
    1       | A      | 2024-01-10 | 2024-05-10 | deviation | 2024-06-30
    2       | A      | 2024-02-10 |            |           | 2024-02-12
    2       | A      | 2024-02-10 | 2024-06-10 | deviation | 2024-07-01
    3       | A      | 2021-06-30 | 2022-01-10 | deviation | 2022-02-01
    4       | B      | 2024-02-10 | 2024-03-10 | in_order  | 2024-03-12
"""


def test_a_control_is_open_until_its_end_is_known_and_then_deviates_or_not(
    figures: Figures,
) -> None:
    names = ("support_control_open", "support_deviations_36m")

    assert list(figures(names, support_controls=CONTROLS)["A1"].values()) == [1, 1]
    assert list(figures(names, support_controls=CONTROLS)["B1"].values()) == [0, 0]
    before = figures(names, AsOf(2024, 6, 1), support_controls=CONTROLS)["A1"]
    assert list(before.values()) == [2, 1]  # the case of 2021 was within three years then
    after = figures(names, AsOf(2024, 8, 1), support_controls=CONTROLS)["A1"]
    assert list(after.values()) == [0, 2]


def test_support_is_granted_under_a_control_from_its_opening_to_its_end(
    figure: Figure,
) -> None:
    subsidies = """
        org_no | decided_on
        -------+-----------
        A      | 2024-01-09
        A      | 2024-01-10
        A      | 2024-03-01
        A      | 2024-06-20
        B      | 2024-03-09
        B      | 2024-03-10
        C      | 2024-03-01
    """

    found = figure(
        "support_granted_under_control_36m", subsidies=subsidies, support_controls=CONTROLS
    )

    # A's of March fell under two controls and counts once; the one of June under the control
    # that is not known to have closed. B's control closed the day of its second decision.
    assert found == {"A1": 3, "B1": 1, "C1": 0}


def test_support_in_arrears_looks_at_the_end_of_the_month_before(figure: Figure) -> None:
    subsidies = """
        org_no | decided_on
        -------+-----------
        A      | 2024-03-01
        A      | 2024-03-31
        A      | 2024-04-01
        A      | 2024-02-29
        B      | 2024-03-10
        C      | 2024-05-10
    """
    tax_account = """
        org_no | month   | unpaid_kr | known_at
        -------+---------+-----------+-----------
        A      | 2024-02 | 100       | 2024-03-05
        B      | 2024-02 | 0         | 2024-03-05
        C      | 2024-04 | 100       | 2024-07-01
    """

    found = figure("support_in_arrears_36m", subsidies=subsidies, tax_account=tax_account)

    assert found == {"A1": 2, "B1": 0, "C1": 0}


def test_support_is_replaced_when_other_support_begins_within_sixty_days(
    figure: Figure,
) -> None:
    subsidies = """
        org_no | decided_on | starts_on  | planned_end_on | ended_on   | known_at
        -------+------------+------------+----------------+------------+-----------
        A      | 2023-01-10 | 2023-02-01 | 2023-12-31     |            | 2023-01-12
        A      | 2023-01-10 | 2023-02-01 | 2023-12-31     | 2023-06-30 | 2023-07-12
        A      | 2022-01-10 | 2022-02-01 | 2022-12-31     |            | 2022-01-12
        A      | 2023-01-10 | 2023-02-01 | 2024-03-31     |            | 2023-01-12
        A      | 2023-07-10 | 2023-08-29 | 2024-04-01     |            | 2023-07-12
        A      | 2024-02-10 | 2024-02-29 | 2024-05-01     |            | 2024-02-12
        A      | 2024-05-10 | 2024-05-20 | 2025-05-01     |            | 2024-05-12
        B      | 2023-01-10 | 2023-02-01 | 2023-12-31     |            | 2023-01-12
        B      | 2024-01-10 | 2024-01-20 | 2024-12-31     |            | 2024-01-12
    """

    found = figure("support_replaced_share", subsidies=subsidies)

    # Five of A's ended at least two months ago (one more did on 1 May, too lately, and one goes
    # on). Those of December 2023 (29 February is the sixtieth day), of June (29 August), of
    # December 2022 (1 February), of March and of 1 April 2024 (20 May) were all followed.
    # B has one that ended.
    assert found == {"A1": 1, "B1": None}


def test_support_that_nothing_followed_is_not_replaced(figure: Figure) -> None:
    subsidies = """
        org_no | person_key | decided_on | starts_on  | planned_end_on | known_at
        -------+------------+------------+------------+----------------+-----------
        A      | p1..p4     | 2023-01-10 | 2023-02-01 | 2023-06-30     | 2023-01-12
        A      | p5         | 2023-08-10 | 2023-08-30 | 2023-12-31     | 2023-08-12
        A      | p6         | 2024-01-10 | 2024-02-01 | 2024-12-31     | 2024-07-01
    """

    # 30 August is the sixty-first day, and the last decision is known too late.
    assert figure("support_replaced_share", subsidies=subsidies) == {"A1": 0}


def test_support_granted_is_held_against_turnover_of_as_many_months(figure: Figure) -> None:
    subsidies = """
        org_no | decided_on | starts_on  | planned_end_on | ended_on   | monthly_kr | known_at
        -------+------------+------------+----------------+------------+------------+-----------
        A      | 2023-01-10 | 2023-02-01 | 2024-01-31     |            | 10000      | 2023-01-12
        A      | 2023-01-10 | 2023-02-01 | 2024-01-31     | 2023-04-30 | 10000      | 2023-05-12
        A      | 2022-06-30 | 2022-08-01 | 2023-07-31     |            | 10000      | 2022-07-12
        B      | 2023-01-10 | 2023-02-01 | 2024-01-31     |            | 10000      | 2023-01-12
    """
    vat = """
        org_no | period           | turnover_kr
        -------+------------------+------------
        A      | 2023-01..2023-12 | 50000
    """

    found = figure("support_of_turnover", subsidies=subsidies, vat=vat)

    # Twelve months and three, 150,000, of two years' turnover at 50,000 a month.
    assert found == {"A1": 0.125, "B1": None}

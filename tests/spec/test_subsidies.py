"""Indicators of subsidised employment mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure


def test_subsidised_persons_are_held_against_the_staff_of_a_month(figure: Figure) -> None:
    subsidies = """
        org_no | person_key | decided_on
        -------+------------+-----------
        A      | p1         | 2022-07-01
        A      | p1         | 2024-01-01
        A      | p2         | 2024-01-01
        A      | p3         | 2022-06-30
        B      | p4         | 2024-01-01
    """
    declarations = """
        org_no | period           | person_key
        -------+------------------+-----------
        A      | 2024-04..2024-05 | p1..p8
        C      | 2024-04..2024-05 | p9
    """

    found = figure("subsidised_share", subsidies=subsidies, declarations=declarations)

    assert found == {"A1": 0.25, "B1": None, "C1": 0}


def test_an_employment_ends_with_the_support_within_thirty_days_of_it(figure: Figure) -> None:
    subsidies = """
        org_no | decided_on | planned_end_on | ended_on   | known_at
        -------+------------+----------------+------------+-----------
        A      | 2022-01-10 | 2023-12-31     | 2024-01-30 | 2024-02-10
        A      | 2022-01-10 | 2023-12-31     | 2023-12-01 | 2024-02-10
        A      | 2022-01-10 | 2023-12-31     | 2024-01-31 | 2024-02-10
        A      | 2022-01-10 | 2023-12-31     |            | 2022-01-12
        A      | 2022-01-10 | 2023-12-31     | 2023-11-30 | 2023-12-10
        A      | 2022-01-10 | 2024-06-10     | 2024-06-10 | 2024-06-20
        B      | 2022-01-10 | 2023-12-31     | 2023-12-31 | 2024-02-10
        B      | 2022-01-10 | 2023-12-31     | 2023-12-31 | 2024-02-10
    """

    found = figure("subsidy_cliff_share", subsidies=subsidies)

    # Of A's six, four lasted as long as the support and two of them ended with it; one ended
    # long before, and of one the thirty days have not passed. B's two are too few.
    assert found == {"A1": 0.5, "B1": None}


def test_a_sum_claimed_back_counts_from_when_it_is_known(figure: Figure) -> None:
    subsidies = """
        decision_no | org_no | decided_on | recovery_kr | known_at
        ------------+--------+------------+-------------+-----------
        1           | A      | 2021-07-01 | 0           | 2021-07-03
        1           | A      | 2021-07-01 | 9000        | 2024-05-20
        2           | A      | 2021-06-30 | 9000        | 2024-05-20
    """

    assert figure("subsidy_recoveries_36m", subsidies=subsidies) == {"A1": 1}
    assert figure("subsidy_recoveries_36m", AsOf(2024, 5, 1), subsidies=subsidies) == {"A1": 0}

"""Notified work without pay means what its label says."""

from __future__ import annotations

from tests.spec.conftest import Figure


def test_notified_work_of_half_a_year_ago_is_held_against_the_pay_of_its_months(
    figure: Figure,
) -> None:
    asylum_work_notices = """
        org_no | person_key | noticed_on | starts_on  | ends_on    | known_at
        -------+------------+------------+------------+------------+-----------
        A      | p1         | 2023-03-01 | 2023-03-10 |            | 2023-03-01
        A      | p2         | 2023-03-01 | 2023-03-10 |            | 2023-03-01
        A      | p3         | 2023-03-01 | 2023-03-10 | 2023-05-31 | 2023-03-01
        A      | p4         | 2023-12-20 | 2023-12-31 |            | 2023-12-20
        A      | p5         | 2023-12-20 | 2024-01-01 |            | 2023-12-20
        A      | p6         | 2022-06-20 | 2022-06-30 |            | 2022-06-20
        A      | p7         | 2023-03-01 | 2023-03-10 |            | 2024-07-01
        B      | p8         | 2023-03-01 | 2023-03-10 |            | 2023-03-01
        B      | p9         | 2023-03-01 | 2023-03-10 |            | 2023-03-01
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-03          | p1         | 9000
        A      | 2023-02          | p2         | 9000
        A      | 2023-06..2023-08 | p3         | 9000
        A      | 2024-02          | p4         | 9000
        C      | 2023-04          | p2         | 9000
    """

    found = figure(
        "notices_without_pay_share",
        asylum_work_notices=asylum_work_notices,
        declarations=declarations,
    )

    # Four of A's are old enough and not too old, and known: one was paid the month work began
    # and one the month after next; one only before, or by another employer, and one only after
    # the notified work had ended. B's two are too few.
    assert found == {"A1": 0.5, "B1": None, "C1": None}

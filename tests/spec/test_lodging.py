"""Indicators of lodging mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_crowding_is_that_of_the_worst_lodging_by_rooms_or_by_floor(figure: Figure) -> None:
    seasonal_housing = """
        org_no | declared_on | rooms | area_m2 | persons
        -------+-------------+-------+---------+--------
        A      | 2023-05-10  | 2     | 100     | 6
        A      | 2023-05-10  | 4     | 60      | 12
        A      | 2022-06-30  | 1     | 100     | 9
        B      | 2023-05-10  | 4     | 20      | 8
        C      | 2023-05-10  | 1     | 20      | 2
    """

    found = figure("seasonal_lodging_density", seasonal_housing=seasonal_housing)

    # A: three to a room in both. B: two to a room, but four to ten square metres. C's lodging
    # is of two persons, and of so few nothing is told.
    assert found == {"A1": 3, "B1": 4, "C1": None}


def test_a_declaration_known_on_the_date_changes_nothing(figures: Figures) -> None:
    housing = """
      declaration_no | org_no | declared_on | rooms | area_m2 | persons | deducted | known_at
      ---------------+--------+-------------+-------+---------+---------+----------+-----------
      1              | A      | 2024-05-10  | 2     | 90      | 4       | no       | 2024-06-01
      1              | A      | 2024-05-10  | 1     | 90      | 4       | yes      | 2024-07-01
      2              | A      | 2024-05-10  | 2     | 90      | 3       | yes      | 2024-06-01
    """
    names = ("seasonal_lodging_density", "rent_deducted_24m")

    assert list(figures(names, seasonal_housing=housing)["A1"].values()) == [2, 1]
    assert list(figures(names, AsOf(2024, 8, 1), seasonal_housing=housing)["A1"].values()) == [
        4,
        2,
    ]


def test_rent_is_held_against_the_net_pay_of_a_month(figure: Figure) -> None:
    seasonal_housing = """
        org_no | declared_on | persons | rent_kr
        -------+-------------+---------+--------
        A      | 2024-05-10  | 3       | 2000
        A      | 2024-05-10  | 1       | 6000
        B      | 2024-05-10  | 2       | 2000
        C      | 2024-05-10  | 3       | 2000
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr | tax_kr
        -------+------------------+------------+--------------+-------
        A      | 2024-04          | p1..p5     | 20000        | 5000
        A      | 2024-04          | p6         | 0            | 0
        B      | 2024-04          | p1..p5     | 20000        | 5000
        C      | 2024-04          | p1..p4     | 20000        | 5000
    """

    found = figure(
        "seasonal_rent_share", seasonal_housing=seasonal_housing, declarations=declarations
    )

    # Three pay 2,000 and one 6,000: 3,000 on average, of a net 15,000. B lodges two and C pays
    # four, which is too few to tell anything of.
    assert found == {"A1": 0.2, "B1": None, "C1": None}


def test_those_who_live_at_the_workplace_are_told_at_the_most_of_a_year(
    figure: Figure,
) -> None:
    lodging_at_workplace = """
        cfar | org_no | counted_on | persons | known_at
        -----+--------+------------+---------+-----------
        A1   | A      | 2023-07-01 | 7       | 2023-07-10
        A1   | A      | 2024-01-01 | 5       | 2024-01-10
        A1   | A      | 2023-06-30 | 9       | 2023-07-10
        A1   | A      | 2024-04-01 | 12      | 2024-07-01
        A2   | A      | 2024-04-01 | 6       | 2024-04-10
    """
    workplaces = """
        cfar | org_no
        -----+-------
        A1   | A
        A2   | A
        A3   | A
    """

    found = figure(
        "lodging_here_12m", lodging_at_workplace=lodging_at_workplace, workplaces=workplaces
    )

    assert found == {"A1": 7, "A2": 6, "A3": 0}

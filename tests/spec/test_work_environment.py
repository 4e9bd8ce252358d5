"""Indicators of the work-environment authority's registers mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

TWO_PLACES = """
    org_no | cfar
    -------+-----
    A      | A1
    A      | A2
    B      | B1
"""


def test_what_happened_at_one_workplace_counts_for_the_employer_at_both(
    figures: Figures,
) -> None:
    inspections = """
        org_no | cfar | inspected_on
        -------+------+-------------
        A      | A1   | 2021-07-01
        A      | A1   | 2021-06-30
        A      | A2   | 2024-06-20
        A      |      | 2024-06-20
        A      | A1   | 2024-06-30
    """
    notices = """
        org_no | cfar | noticed_on | demands
        -------+------+------------+--------
        A      | A1   | 2021-07-01 | 3
        A      | A1   | 2021-06-30 | 90
        A      | A2   | 2024-06-20 | 4
        A      |      | 2024-06-20 | 5
    """
    names = ("inspections_36m", "inspections_here_36m", "demands_36m", "demands_here_36m")

    found = figures(names, workplaces=TWO_PLACES, inspections=inspections, notices=notices)

    # The inspection of 30 June was entered in the diary the day after.
    assert list(found["A1"].values()) == [3, 1, 12, 3]
    assert list(found["A2"].values()) == [3, 1, 12, 4]
    assert list(found["B1"].values()) == [0, 0, 0, 0]


def test_a_workplace_that_changed_hands_keeps_its_own_history(figures: Figures) -> None:
    workplaces = """
        org_no | cfar | valid_from
        -------+------+-----------
        B      | A1   | 2024-01-01
    """
    inspections = """
        org_no | cfar | inspected_on
        -------+------+-------------
        A      | A1   | 2023-05-05
    """
    names = ("inspections_36m", "inspections_here_36m")

    found = figures(names, workplaces=workplaces, inspections=inspections)

    assert list(found["A1"].values()) == [0, 1]


def test_a_demand_is_unanswered_from_its_last_day_until_the_answer_is_known(
    figure: Figure,
) -> None:
    notices = """
        document_no | org_no | noticed_on | deadline_on | answered_on | known_at
        ------------+--------+------------+-------------+-------------+-----------
        1           | A      | 2024-04-01 | 2024-05-01  |             | 2024-04-02
        1           | A      | 2024-04-01 | 2024-05-01  | 2024-06-10  | 2024-06-11
        2           | B      | 2024-04-01 | 2024-06-30  |             | 2024-04-02
        3           | B      | 2022-07-01 | 2022-08-01  |             | 2022-07-02
        4           | B      | 2022-06-30 | 2022-08-01  |             | 2022-07-02
        5           | C      | 2024-06-01 | 2024-07-01  |             | 2024-06-02
        6           | C      | 2024-06-01 |             |             | 2024-06-02
    """

    found = figure("unanswered_notices_24m", notices=notices)
    in_june = figure("unanswered_notices_24m", AsOf(2024, 6, 1), notices=notices)

    assert found == {"A1": 0, "B1": 2, "C1": 0}
    assert in_june["A1"] == 1


def test_orders_and_prohibitions_are_counted_over_three_years(figures: Figures) -> None:
    notices = """
        org_no | noticed_on | kind
        -------+------------+------------------
        A      | 2021-07-01 | order_with_fine
        A      | 2021-06-30 | order_with_fine
        A      | 2024-05-05 | inspection_notice
    """
    prohibitions = """
        document_no | org_no | decided_on | lifted_on  | known_at
        ------------+--------+------------+------------+-----------
        1           | A      | 2024-05-05 |            | 2024-05-06
        1           | A      | 2024-05-05 | 2024-05-20 | 2024-05-21
        2           | A      | 2021-07-01 |            | 2021-07-02
        3           | A      | 2021-06-30 |            | 2021-07-02
    """

    found = figures(
        ("orders_with_fine_36m", "prohibitions_36m"), notices=notices, prohibitions=prohibitions
    )

    # A prohibition that was lifted was still one, and one only.
    assert found["A1"] == {"orders_with_fine_36m": 1, "prohibitions_36m": 2}


def test_a_fee_stands_once_accepted_or_final_and_no_longer_once_annulled(
    figures: Figures,
) -> None:
    fees = """
        document_no | org_no | decided_on | family       | status    | known_at
        ------------+--------+------------+--------------+-----------+-----------
        1           | A      | 2024-02-01 | working_time | ordered   | 2024-02-02
        1           | A      | 2024-02-01 | working_time | accepted  | 2024-06-20
        2           | A      | 2024-02-01 | asbestos     | final     | 2024-02-02
        3           | B      | 2024-02-01 | asbestos     | accepted  | 2024-02-02
        3           | B      | 2024-02-01 | asbestos     | annulled  | 2024-06-20
        4           | B      | 2024-02-01 | working_time | contested | 2024-02-02
        5           | B      | 2021-06-30 | working_time | final     | 2021-07-02
    """
    names = ("sanction_fees_36m", "working_time_fees_36m")

    found = figures(names, sanction_fees=fees)
    in_june = figures(names, AsOf(2024, 6, 1), sanction_fees=fees)

    assert [list(found[place].values()) for place in ("A1", "B1")] == [[2, 1], [0, 0]]
    assert [list(in_june[place].values()) for place in ("A1", "B1")] == [[1, 0], [2, 1]]


def test_the_injury_rate_leans_on_the_country_by_a_hundred_person_years(
    figures: Figures,
) -> None:
    injuries = """
        org_no | occurred_on | kind
        -------+-------------+-------------------
        A      | 2024-05-05  | accident_absence
        A      | 2021-07-01  | serious
        A      | 2021-06-30  | accident_absence
        A      | 2024-05-05  | accident_no_absence
        A      | 2024-05-05  | disease
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-06..2024-05 | p1..p20    | 30000
        A      | 2024-05          | p21..p90   | 0
        B      | 2023-06..2024-05 | p1..p50    | 30000
    """

    found = figures(
        ("injury_rate", "injuries_missing"), injuries=injuries, declarations=declarations
    )

    # A: 2 in 20 person-years and 0.7 in a hundred. B: none in 50, where 0.35 were to be
    # expected; the rate is 0.7 in 150.
    assert found["A1"] == {"injury_rate": 22.5, "injuries_missing": 0}
    assert found["B1"] == {"injury_rate": round(0.7 / 150 * 1000, 4), "injuries_missing": 0.35}


def test_nobody_is_expected_to_be_hurt_where_nobody_works(figures: Figures) -> None:
    found = figures(("injury_rate", "injuries_missing"))

    assert found["A1"] == {"injury_rate": 7, "injuries_missing": 0}  # the country's rate


def test_serious_incidents_are_of_two_years_and_count_when_reported(figure: Figure) -> None:
    injuries = """
        org_no | occurred_on | kind             | known_at
        -------+-------------+------------------+-----------
        A      | 2022-07-01  | serious          | 2022-08-01
        A      | 2022-06-30  | serious          | 2022-08-01
        A      | 2024-05-05  | accident_absence | 2024-05-06
        A      | 2024-05-05  | serious          | 2024-07-01
    """

    assert figure("serious_incidents_24m", injuries=injuries) == {"A1": 1}
    assert figure("serious_incidents_24m", AsOf(2024, 8, 1), injuries=injuries) == {"A1": 1}
    assert figure("serious_incidents_24m", AsOf(2024, 7, 1).plus(-11), injuries=injuries) == {
        "A1": 2
    }


def test_the_last_year_of_accidents_is_held_against_the_two_before(figure: Figure) -> None:
    injuries = """
        org_no | occurred_on | kind             | known_at
        -------+-------------+------------------+-----------
        A      | 2023-07-01  | accident_absence | 2023-07-10
        A      | 2024-05-05  | serious          | 2024-05-06
        A      | 2024-06-05  | serious          | 2024-07-01
        A      | 2023-06-30  | accident_absence | 2023-07-10
        A      | 2024-05-05  | disease          | 2024-05-06
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2021-07..2024-04 | p1..p12    | 30000
    """

    found = figure("injury_trend", injuries=injuries, declarations=declarations)

    # Two in ten person-years (the last two months are not declared) against one in 24, each
    # leaning on 0.7 in a hundred.
    assert found == {"A1": round((2.7 / 110) / (1.7 / 124), 4)}


def test_accident_rates_are_compared_with_those_alike(figure: Figure) -> None:
    injuries = "\n".join(
        ["org_no | report_no | occurred_on | kind"]
        + [f"{e} | {e}1..{e}{n} | 2024-05-05 | serious" for e, n in
           zip("BCDE", (1, 2, 3, 4), strict=True)]
    )  # fmt: skip

    found = figure("injury_rate_peers", injuries=injuries)

    # Rates of 7 and 17, 27, 37, 47 per 1,000: the median is 27, the median distance 10.
    assert found == {
        place: round(distance / (1.4826 * 10), 4)
        for place, distance in zip(
            ("A1", "B1", "C1", "D1", "E1"), (-20, -10, 0, 10, 20), strict=True
        )
    }

"""Indicators of how demands, bans, fees and fines went on mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_demands_and_prohibitions_fade_by_half_in_eighteen_months(figures: Figures) -> None:
    notices = """
        org_no | noticed_on | demands | known_at
        -------+------------+---------+-----------
        A      | 2023-01-01 | 2       | 2023-01-02
        A      | 2023-01-31 | 4       | 2023-02-01
        A      | 2021-07-10 | 4       | 2021-07-11
        A      | 2021-06-30 | 90      | 2021-07-01
        A      | 2023-01-10 | 50      | 2024-07-01
    """
    prohibitions = """
        document_no | org_no | kind      | decided_on | known_at
        ------------+--------+-----------+------------+-----------
        1           | A      | immediate | 2023-01-10 | 2023-01-11
        2           | A      | with_fine | 2021-07-10 | 2021-07-11
        3           | A      | immediate | 2023-01-10 | 2024-07-01
    """
    names = ("demands_decayed_36m", "prohibitions_decayed_36m")

    found = figures(names, notices=notices, prohibitions=prohibitions)

    # Eighteen months old: half; thirty-six: a quarter. An immediate ban is worth three.
    assert found["A1"] == {
        "demands_decayed_36m": 0.5 * (2 + 4) + 0.25 * 4,
        "prohibitions_decayed_36m": 0.5 * 3 + 0.25,
    }


def test_a_prohibition_stands_until_its_lifting_is_known(figure: Figure) -> None:
    prohibitions = """
        document_no | org_no | decided_on | lifted_on  | known_at
        ------------+--------+------------+------------+-----------
        1           | A      | 2024-03-31 |            | 2024-04-01
        2           | A      | 2024-04-01 |            | 2024-04-02
        3           | B      | 2024-01-10 |            | 2024-01-11
        3           | B      | 2024-01-10 | 2024-06-20 | 2024-06-21
        4           | B      | 2021-06-30 |            | 2021-07-01
    """

    found = figure("standing_prohibitions_36m", prohibitions=prohibitions)
    in_june = figure("standing_prohibitions_36m", AsOf(2024, 6, 1), prohibitions=prohibitions)

    assert found == {"A1": 1, "B1": 0}  # A's second is not three months old
    assert in_june["B1"] == 2


def test_months_are_counted_since_the_latest_notice_with_demands(figure: Figure) -> None:
    notices = """
        org_no | noticed_on | demands | known_at
        -------+------------+---------+-----------
        A      | 2018-02-03 | 2       | 2018-02-04
        A      | 2023-11-20 | 1       | 2023-11-21
        A      | 2024-05-20 | 0       | 2024-05-21
        A      | 2024-06-20 | 3       | 2024-07-01
        B      | 2024-06-20 | 0       | 2024-06-21
    """

    assert figure("months_since_demands", notices=notices) == {"A1": 8, "B1": None}


def test_demands_per_inspection_lean_on_the_usual_by_three_inspections(figure: Figure) -> None:
    inspections = """
        org_no | inspected_on
        -------+-------------
        A      | 2024-01-10
        A      | 2023-01-10
        B      | 2023-01-10
    """
    notices = """
        org_no | noticed_on | demands
        -------+------------+--------
        A      | 2024-02-01 | 6
    """

    found = figure("demands_per_inspection", inspections=inspections, notices=notices)

    assert found == {"A1": (6 + 3.6) / (2 + 3), "B1": 3.6 / 4}


def test_an_inspection_was_uneventful_when_nothing_came_of_it_in_four_months(
    figure: Figure,
) -> None:
    inspections = """
        case_no | org_no | cfar | inspected_on
        --------+--------+------+-------------
        c1      | A      | A1   | 2024-01-10
        c2      | A      | A1   | 2023-01-10
        c3      | A      | A1   | 2022-01-10
        c4      | A      | A1   | 2021-09-10
        c5      | A      | A1   | 2024-03-01
        c6      | B      | B1   | 2023-05-10
        c7      | B      | B1   | 2022-05-10
        c8      | B      | B1   | 2021-06-30
        c9      | C      |      | 2024-01-10
    """
    notices = """
        case_no | org_no | noticed_on | demands | known_at
        --------+--------+------------+---------+-----------
        c2      | A      | 2023-01-20 | 2       | 2023-01-21
        c4      | A      | 2021-09-20 | 0       | 2021-09-21
        c9      | C      | 2024-01-20 | 2       | 2024-07-01
    """
    prohibitions = """
        case_no | org_no | decided_on
        --------+--------+-----------
        c3      | A      | 2022-01-10
    """
    fees = """
        org_no | cfar | decided_on | status
        -------+------+------------+---------
        B      | B1   | 2024-02-09 | ordered
        B      | B1   | 2022-08-10 | annulled
        C      | C1   | 2024-02-10 | final
    """
    drawn = {
        "inspections": inspections,
        "notices": notices,
        "prohibitions": prohibitions,
        "sanction_fees": fees,
    }

    found = figure("uneventful_inspections_36m", **drawn)
    in_august = figure("uneventful_inspections_36m", AsOf(2024, 8, 1), **drawn)

    # A: the first and the fourth; the fifth is too young. B: a fee within nine months of the
    # sixth, an annulled one after the seventh. C's notice was entered late.
    assert found == {"A1": 2, "B1": 1, "C1": 1}
    assert in_august == {"A1": 3, "B1": 1, "C1": 0}


def test_an_answer_is_late_after_the_last_day_and_while_it_does_not_come(
    figures: Figures,
) -> None:
    notices = """
        document_no | org_no | noticed_on | deadline_on | answered_on | known_at
        ------------+--------+------------+-------------+-------------+-----------
        1           | A      | 2024-01-10 | 2024-02-10  | 2024-02-10  | 2024-02-11
        2           | A      | 2024-01-10 | 2024-02-10  | 2024-02-11  | 2024-02-12
        3           | A      | 2024-01-10 | 2024-02-10  |             | 2024-01-11
        4           | A      | 2024-06-10 | 2024-07-01  |             | 2024-06-11
        5           | A      | 2024-06-10 |             |             | 2024-06-11
        6           | B      | 2024-05-01 | 2024-05-20  |             | 2024-05-02
        6           | B      | 2024-05-01 | 2024-05-20  | 2024-05-19  | 2024-06-02
    """
    names = ("due_notices_36m", "late_answer_rate")

    found = figures(names, notices=notices)
    in_june = figures(names, AsOf(2024, 6, 1), notices=notices)

    # A fifth of five, and of A's own three the second and the third.
    assert list(found["A1"].values()) == [3, (2 + 1) / (3 + 5)]
    assert list(found["B1"].values()) == [1, round(1 / 6, 4)]
    assert list(in_june["B1"].values()) == [1, round(2 / 6, 4)]


def test_fees_count_by_what_was_broken_once_accepted_or_final(figures: Figures) -> None:
    fees = """
        document_no | org_no | decided_on | family               | status    | known_at
        ------------+--------+------------+----------------------+-----------+-----------
        1           | A      | 2024-02-01 | fall_protection      | final     | 2024-02-02
        2           | A      | 2024-02-01 | lifting_inspection   | accepted  | 2024-02-02
        3           | A      | 2024-02-01 | pressure             | final     | 2024-02-02
        4           | A      | 2021-07-01 | forklift             | final     | 2021-07-02
        5           | A      | 2024-02-01 | plan                 | final     | 2024-02-02
        6           | A      | 2024-02-01 | quartz               | contested | 2024-02-02
        7           | A      | 2024-02-01 | posting_notification | ordered   | 2024-02-02
        7           | A      | 2024-02-01 | posting_notification | accepted  | 2024-07-01
        8           | B      | 2024-02-01 | fall_protection      | final     | 2024-02-02
        8           | B      | 2024-02-01 | fall_protection      | annulled  | 2024-06-20
        9           | B      | 2021-06-30 | pressure             | final     | 2021-07-02
        10          | B      | 2024-02-01 | asbestos             | accepted  | 2024-02-02
    """
    names = (
        "fall_fees_36m",
        "device_fees_36m",
        "plan_and_dust_fees_36m",
        "posting_fees_36m",
    )

    found = figures(names, sanction_fees=fees)
    in_june = figures(names, AsOf(2024, 6, 1), sanction_fees=fees)
    in_august = figures(names, AsOf(2024, 8, 1), sanction_fees=fees)

    assert list(found["A1"].values()) == [1, 3, 1, 0]
    assert list(found["B1"].values()) == [0, 0, 1, 0]
    assert in_june["B1"]["fall_fees_36m"] == 1
    assert in_august["A1"]["posting_fees_36m"] == 1


def test_a_fine_counts_when_a_court_has_imposed_it(figure: Figure) -> None:
    applications = """
        document_no | org_no | applied_on | status    | known_at
        ------------+--------+------------+-----------+-----------
        1           | A      | 2023-05-10 | applied   | 2023-05-11
        1           | A      | 2023-05-10 | granted   | 2024-06-20
        2           | A      | 2023-05-10 | applied   | 2023-05-11
        3           | A      | 2019-07-01 | granted   | 2020-07-01
        4           | A      | 2019-06-30 | granted   | 2020-07-01
        5           | B      | 2023-05-10 | dismissed | 2023-12-01
        6           | B      | 2023-05-10 | withdrawn | 2023-12-01
        7           | B      | 2023-05-10 | granted   | 2024-07-01
    """

    found = figure("fines_imposed_60m", fine_applications=applications)
    in_june = figure("fines_imposed_60m", AsOf(2024, 6, 1), fine_applications=applications)

    assert found == {"A1": 2, "B1": 0}
    assert in_june == {"A1": 2, "B1": 0}  # five years before June still hold the fourth


def test_a_failed_device_is_open_until_it_is_known_to_be_put_right(figures: Figures) -> None:
    checks = """
        certificate_no | org_no | inspected_on | closed_on  | known_at
        ---------------+--------+--------------+------------+-----------
        1              | A      | 2024-03-31   |            | 2024-04-10
        2              | A      | 2024-04-01   |            | 2024-04-10
        3              | A      | 2021-07-01   | 2021-08-10 | 2021-08-11
        4              | A      | 2021-06-30   |            | 2021-07-10
        5              | B      | 2024-01-10   |            | 2024-01-20
        5              | B      | 2024-01-10   | 2024-06-19 | 2024-06-20
        6              | B      | 2024-01-10   |            | 2024-07-01
    """
    names = ("failed_devices_36m", "open_failed_devices_36m")

    found = figures(names, device_checks=checks)
    in_june = figures(names, AsOf(2024, 6, 1), device_checks=checks)

    # A's second failed less than three months ago, B's second was not yet known.
    assert list(found["A1"].values()) == [3, 1]
    assert list(found["B1"].values()) == [1, 0]
    assert list(in_june["B1"].values()) == [1, 1]

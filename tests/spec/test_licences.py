"""Indicators of permits and food controls mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_care_permits_count_when_refused_or_revoked(figure: Figure) -> None:
    care_permits = """
        org_no | decision | decided_on | known_at
        -------+----------+------------+-----------
        A      | refused  | 2021-07-01 | 2021-07-20
        A      | revoked  | 2024-05-10 | 2024-06-30
        A      | granted  | 2024-05-10 | 2024-05-20
        A      | refused  | 2021-06-30 | 2021-07-20
        A      | revoked  | 2024-05-10 | 2024-07-01
    """

    assert figure("care_permit_events_36m", care_permits=care_permits) == {"A1": 2}


def test_a_remark_on_a_permit_to_serve_is_no_warning(figure: Figure) -> None:
    serving_permits = """
        org_no | cfar | decision | decided_on | known_at
        -------+------+----------+------------+-----------
        A      | A1   | warning  | 2021-07-01 | 2021-08-20
        A      |      | revoked  | 2024-05-10 | 2024-06-30
        A      | A1   | remark   | 2024-05-10 | 2024-06-30
        A      | A1   | granted  | 2024-05-10 | 2024-06-30
        A      | A1   | warning  | 2021-06-30 | 2021-08-20
        A      | A1   | warning  | 2024-05-10 | 2024-07-01
    """

    found = figure("serving_permit_measures_36m", serving_permits=serving_permits)

    assert found == {"A1": 2}


def test_food_controls_are_told_where_they_were_made(figures: Figures) -> None:
    food_controls = """
        org_no | cfar | controlled_on | result  | known_at
        -------+------+---------------+---------+-----------
        A      | A1   | 2023-01-10    | serious | 2023-02-10
        A      | A1   | 2023-05-10    | none    | 2023-06-10
        A      | A1   | 2023-05-10    | minor   | 2023-06-10
        A      | A1   | 2024-05-10    | serious | 2024-07-01
        A      | A2   | 2021-06-30    | minor   | 2021-08-10
        A      | A2   | 2021-06-01    | serious | 2021-08-10
        A      |      | 2024-01-10    | serious | 2024-02-10
    """
    workplaces = """
        cfar | org_no
        -----+-------
        A1   | A
        A2   | A
        A3   | A
    """
    names = ("food_controls_36m", "food_deviation_rate", "food_control_latest")

    found = figures(names, food_controls=food_controls, workplaces=workplaces)

    # The rate leans on three in ten as if five controls had shown it. On one and the same day
    # the worse control is the latest; one of no known place is of none; before three years ago
    # there is no rate, but the latest control stands.
    assert list(found["A1"].values()) == [3, (2 + 1.5) / 8, 1]
    assert list(found["A2"].values()) == [0, 0.3, 1]
    assert list(found["A3"].values()) == [0, 0.3, None]
    later = figures(names, AsOf(2024, 8, 1), food_controls=food_controls, workplaces=workplaces)
    assert later["A1"]["food_control_latest"] == 2


def test_only_final_penalties_in_haulage_count(figure: Figure) -> None:
    haulage_penalties = """
        case_no | org_no | decided_on | status    | known_at
        --------+--------+------------+-----------+-----------
        1       | A      | 2023-01-10 | decided   | 2023-01-12
        1       | A      | 2023-01-10 | final     | 2023-02-12
        2       | A      | 2023-01-10 | contested | 2023-02-12
        2       | A      | 2023-01-10 | final     | 2024-07-01
        3       | A      | 2023-01-10 | annulled  | 2023-09-12
        4       | A      | 2021-06-30 | final     | 2021-09-12
    """

    assert figure("haulage_penalties_36m", haulage_penalties=haulage_penalties) == {"A1": 1}

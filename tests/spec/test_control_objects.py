"""What is known of an employer at work away from its workplaces means what its label says."""

from __future__ import annotations

from tests.spec.conftest import Figure


def test_a_visit_is_one_however_many_notes_it_left(figure: Figure) -> None:
    visits = """
        note_no | visit_no | object_no | org_no | visited_on | present | known_at
        --------+----------+-----------+--------+------------+---------+-----------
        1       | V1       | FA1       | A      | 2024-03-01 | 2       | 2024-03-02
        2       | V1       | FA1       | A      | 2024-03-01 | 1       | 2024-03-09
        3       | V2       | KO1       | A      | 2024-04-01 | 1       | 2024-04-02
        4       | V1       | FA1       | B      | 2024-03-01 | 9       | 2024-03-02
        5       | V3       | FA1       | B      | 2024-06-20 | 9       | 2024-07-01
        6       | V4       | FA1       | B      | 2021-06-30 | 9       | 2021-07-01
    """

    found = figure("object_visits_36m", object_visits=visits)

    # B's others are not known yet, or too long ago.
    assert found == {"A1": 2, "B1": 1}

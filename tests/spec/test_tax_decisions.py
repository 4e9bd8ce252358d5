"""Indicators of reassessments, surcharges and discretion mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

REASSESSMENTS = """
    decision_no | org_no | decided_on | origin | status    | raised_kr | surcharge_kr | discretionary | known_at
    ------------+--------+------------+--------+-----------+-----------+--------------+---------------+-----------
    1           | A      | 2021-07-01 | audit  | final     | 60000     | 12000        | yes           | 2021-07-03
    2           | A      | 2024-05-20 | desk   | contested | 20000     | 0            | no            | 2024-05-22
    3           | A      | 2021-06-30 | audit  | final     | 900000    | 90000        | yes           | 2021-07-02
    4           | B      | 2023-02-01 | audit  | decided   | 50000     | 10000        | no            | 2023-02-02
    4           | B      | 2023-02-01 | audit  | annulled  | 50000     | 10000        | no            | 2024-06-30
    5           | C      | 2023-02-01 | own    | final     | 50000     | 0            | no            | 2023-02-02
    6           | D      | 2024-06-25 | desk   | decided   | 50000     | 10000        | yes           | 2024-07-01
"""  # noqa: E501


def test_tax_raised_is_held_against_three_years_of_turnover(figure: Figure) -> None:
    vat = """
        org_no | period  | turnover_kr
        -------+---------+------------
        A      | 2021-07 | 300000
        A      | 2024-03 | 500000
        A      | 2021-06 | 900000
        B      | 2024-03 | 500000
        C      | 2024-03 | 500000
        D      | 2024-03 | 500000
    """

    found = figure("reassessed_of_turnover", reassessments=REASSESSMENTS, vat=vat)
    in_june = figure(
        "reassessed_of_turnover", AsOf(2024, 6, 1), reassessments=REASSESSMENTS, vat=vat
    )

    # B's was annulled the day before, C corrected itself, D's is not yet known.
    assert found == {"A1": 0.1, "B1": 0, "C1": 0, "D1": 0}
    assert in_june["B1"] == 0.1


def test_surcharges_and_discretion_are_counted_while_they_stand(figures: Figures) -> None:
    names = ("tax_surcharges_36m", "discretionary_assessments_36m")

    found = figures(names, reassessments=REASSESSMENTS)
    in_june = figures(names, AsOf(2024, 6, 1), reassessments=REASSESSMENTS)

    assert found["A1"] == dict(zip(names, (1, 1), strict=True))
    assert found["B1"] == dict(zip(names, (0, 0), strict=True))
    assert found["D1"] == dict(zip(names, (0, 0), strict=True))
    assert in_june["A1"] == dict(zip(names, (2, 2), strict=True))
    assert in_june["B1"] == dict(zip(names, (1, 0), strict=True))


def test_without_any_turnover_a_raised_tax_has_nothing_to_be_held_against(
    figure: Figure,
) -> None:
    found = figure("reassessed_of_turnover", reassessments=REASSESSMENTS)

    assert found == {"A1": None, "B1": 0, "C1": 0, "D1": 0}

"""Indicators of the permit register mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_refusals_are_a_share_of_three_decisions_or_more(figures: Figures) -> None:
    permits = """
        org_no | decided_on | decision
        -------+------------+---------
        A      | 2021-07-01 | refused
        A      | 2021-06-30 | refused
        A      | 2024-02-01 | granted
        A      | 2024-03-01 | granted
        A      | 2024-04-01 | revoked
        B      | 2024-02-01 | refused
        B      | 2024-03-01 | refused
    """
    names = ("permit_refusals_36m", "permit_refusal_share", "permit_revocations_36m")

    found = figures(names, permits=permits)

    assert list(found["A1"].values()) == [1, 0.25, 1]
    assert list(found["B1"].values()) == [2, None, 0]


def test_a_revocation_takes_the_place_of_the_permit_from_when_it_is_known(
    figures: Figures,
) -> None:
    permits = """
        permit_no | org_no | decided_on | decision | known_at
        ----------+--------+------------+----------+-----------
        1         | A      | 2024-02-01 | granted  | 2024-02-01
        1         | A      | 2024-02-01 | revoked  | 2024-06-30
        2         | A      | 2024-02-01 | refused  | 2024-02-01
        2         | A      | 2024-02-01 | granted  | 2024-07-01
    """
    names = ("permit_revocations_36m", "permit_refusals_36m")

    assert list(figures(names, permits=permits)["A1"].values()) == [1, 1]
    assert list(figures(names, AsOf(2024, 6, 1), permits=permits)["A1"].values()) == [0, 1]
    assert list(figures(names, AsOf(2024, 8, 1), permits=permits)["A1"].values()) == [1, 0]


def test_an_offer_lies_just_above_the_floor_of_the_day_it_was_decided(figure: Figure) -> None:
    permits = """
        org_no | decided_on | offered_pay_kr | hours_share | decision
        -------+------------+----------------+-------------+---------
        A      | 2023-10-31 | 13000          | 1           | granted
        A      | 2023-10-31 | 13390          | 1           | granted
        A      | 2023-10-31 | 13391          | 1           | granted
        A      | 2023-11-01 | 13000          | 1           | granted
        B      | 2023-11-01 | 27360          | 1           | granted
        B      | 2023-11-01 | 27360          | 0.75        | granted
        B      | 2024-06-18 | 28480          | 1           | granted
        B      | 2024-06-18 | 27360          | 1           | granted
        C      | 2023-11-01 | 27360          | 1           | granted
        C      | 2023-11-01 | 27360          | 1           | granted
        C      | 2023-11-01 | 27360          | 1           | refused
    """

    found = figure("floor_offer_share", permits=permits)

    assert found == {"A1": 0.5, "B1": 0.5, "C1": None}


def test_part_time_is_told_of_three_permits_granted(figure: Figure) -> None:
    permits = """
        org_no | decided_on | hours_share | decision
        -------+------------+-------------+---------
        A      | 2024-02-01 | 0.75        | granted
        A      | 2024-02-01 | 1           | granted
        A      | 2024-02-01 | 0.99        | granted
        A      | 2024-02-01 | 0.5         | refused
        B      | 2024-02-01 | 0.5         | granted
        B      | 2021-06-30 | 0.5         | granted
        B      | 2021-06-30 | 0.5         | granted
    """

    assert figure("part_time_offer_share", permits=permits) == {"A1": 0.3333, "B1": None}


def test_the_lack_of_an_agreement_is_a_share_of_all_decisions(figure: Figure) -> None:
    permits = """
        org_no | decided_on | collective_agreement | decision
        -------+------------+----------------------+---------
        A      | 2024-02-01 | no                   | granted
        A      | 2024-02-01 | no                   | refused
        A      | 2024-02-01 | yes                  | granted
        A      | 2024-02-01 | yes                  | granted
        B      | 2024-02-01 | no                   | granted
    """

    assert figure("no_agreement_share", permits=permits) == {"A1": 0.5, "B1": None}

"""Indicators of building sites mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_a_site_registered_late_or_without_equipment_is_a_gap_once_it_has_started(
    figures: Figures,
) -> None:
    sites = """
        site_no | org_no | registered_on | starts_on  | equipment    | known_at
        --------+--------+---------------+------------+--------------+-----------
        1       | A      | 2024-01-10    | 2024-01-10 | provided     | 2024-01-11
        2       | A      | 2024-02-11    | 2024-02-10 | provided     | 2024-02-12
        3       | A      | 2024-03-01    | 2024-03-10 | not_provided | 2024-03-02
        4       | A      | 2024-04-01    | 2024-04-10 | not_stated   | 2024-04-02
        5       | A      | 2024-05-01    | 2024-07-01 | not_provided | 2024-05-02
        6       | A      | 2021-07-31    | 2021-06-30 | not_provided | 2021-08-01
        7       | B      | 2024-06-30    | 2024-05-10 | not_provided | 2024-07-01
        8       | C      | 2024-05-01    | 2024-05-10 | not_provided | 2024-05-02
        8       | C      | 2024-05-01    | 2024-05-10 | provided     | 2024-06-20
    """
    names = ("building_sites_36m", "site_ledger_gap_rate")

    found = figures(names, building_sites=sites)
    in_june = figures(names, AsOf(2024, 6, 1), building_sites=sites)

    # 15 % of five sites, and of A's own four the second and the third. B's was not yet known.
    assert list(found["A1"].values()) == [4, round((2 + 0.75) / (4 + 5), 4)]
    assert list(found["B1"].values()) == [0, 0.15]
    assert list(found["C1"].values()) == [1, round(0.75 / 6, 4)]
    assert list(in_june["C1"].values()) == [1, round(1.75 / 6, 4)]


def test_a_long_site_is_announced_by_a_notice_received_before_it_starts(
    figures: Figures,
) -> None:
    sites = """
        site_no | org_no | starts_on  | ends_on
        --------+--------+------------+-----------
        1       | A      | 2024-01-10 | 2024-12-31
        2       | A      | 2023-10-01 | 2024-12-31
        3       | A      | 2024-03-01 | 2024-12-31
        4       | A      | 2024-04-10 | 2024-10-07
        5       | A      | 2024-06-01 | 2025-06-01
        6       | B      | 2024-01-10 | 2025-01-10
        7       | B      | 2024-01-10 |
        8       | C      | 2021-06-30 | 2025-01-10
    """
    notices = """
        site_no | org_no | received_on | starts_on  | known_at
        --------+--------+-------------+------------+-----------
        1       | D      | 2024-01-10  | 2024-01-10 | 2024-01-11
        2       | A      | 2023-10-02  | 2023-10-01 | 2023-10-03
                | A      | 2024-02-01  | 2024-03-31 | 2024-02-02
        6       | B      | 2024-01-05  | 2024-01-10 | 2024-07-01
    """
    names = ("long_sites_36m", "site_without_prenotice_rate")

    found = figures(names, building_sites=sites, site_notices=notices)
    in_august = figures(names, AsOf(2024, 8, 1), building_sites=sites, site_notices=notices)

    # A's second notice came the day after; its third has no number, but starts in thirty days.
    # A's fourth site is of 180 days, its fifth is new; of B's second no end is known.
    assert list(found["A1"].values()) == [3, round((1 + 0.75) / (3 + 5), 4)]
    assert list(found["B1"].values()) == [1, round(1.75 / 6, 4)]
    assert list(in_august["B1"].values()) == [1, round(0.75 / 6, 4)]
    assert list(found["C1"].values()) == [0, 0.15]


def test_a_demolition_is_covered_by_a_permit_then_valid_or_a_notice_of_the_site(
    figures: Figures,
) -> None:
    notices = """
        site_no | org_no | work       | received_on | starts_on
        --------+--------+------------+-------------+-----------
                | A      | demolition | 2024-02-01  | 2024-03-01
                | A      | demolition | 2024-02-01  | 2024-03-02
        s3      | A      | demolition | 2024-02-01  | 2024-05-01
                | A      | rebuilding | 2024-02-01  | 2024-05-01
                | A      | demolition | 2024-02-01  | 2024-07-01
                | B      | demolition | 2024-02-01  | 2024-05-01
                | C      | demolition | 2024-02-01  | 2024-05-01
    """
    permits = """
        permit_no | site_no | org_no | decision  | decided_on | valid_from | valid_until | known_at
        ----------+---------+--------+-----------+------------+------------+-------------+-----------
        1         |         | A      | granted   | 2024-01-01 | 2024-01-01 | 2024-03-01  | 2024-01-02
        2         | s3      | D      | received  | 2024-04-20 | 2024-05-01 | 2024-06-01  | 2024-04-21
        3         |         | B      | granted   | 2024-01-01 | 2024-01-01 | 2026-01-01  | 2024-01-02
        3         |         | B      | withdrawn | 2024-01-01 | 2024-01-01 | 2026-01-01  | 2024-06-20
        4         |         | C      | refused   | 2024-01-01 | 2024-01-01 | 2026-01-01  | 2024-01-02
    """  # noqa: E501
    names = ("demolitions_36m", "demolitions_without_asbestos_permit_36m")

    found = figures(names, site_notices=notices, asbestos_permits=permits)
    in_june = figures(names, AsOf(2024, 6, 1), site_notices=notices, asbestos_permits=permits)

    assert list(found["A1"].values()) == [3, 1]
    assert list(found["B1"].values()) == [1, 1]
    assert list(found["C1"].values()) == [1, 1]
    assert list(found["D1"].values()) == [0, 0]
    assert list(in_june["B1"].values()) == [1, 0]


def test_an_employer_without_sites_gets_what_is_usual(figure: Figure) -> None:
    assert figure("site_ledger_gap_rate") == {"A1": 0.15}
    assert figure("demolitions_without_asbestos_permit_36m") == {"A1": 0}

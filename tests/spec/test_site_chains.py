"""Indicators of who works for whom at building sites mean what their labels say."""

from __future__ import annotations

import pytest

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

NAMES = ("links_above_24m", "chain_depth_24m")
SITES = """
    visit_no | org_no | engaged_by | contractor_no | visited_on | known_at
    ---------+--------+------------+---------------+------------+-----------
    1        | A      | developer  |               | 2024-03-01 | 2024-03-20
    1        | B      | contractor | A             | 2024-03-01 | 2024-03-20
    1        | C      | contractor | B             | 2024-03-01 | 2024-03-20
    2        | D      | contractor | C             | 2024-05-01 | 2024-05-20
    3        | E      | unknown    |               | 2024-05-01 | 2024-05-20
    4        | F      | contractor | D             | 2024-06-10 | 2024-07-01
    5        | G      | contractor | A             | 2022-07-01 | 2022-07-20
    6        | H      | contractor | A             | 2022-06-30 | 2022-07-20
"""


def test_links_are_counted_upwards_and_along_the_longest_chain(figures: Figures) -> None:
    found = figures(NAMES, site_presence=SITES)

    assert found["A1"] == {"links_above_24m": 0, "chain_depth_24m": 3}
    assert found["B1"] == {"links_above_24m": 1, "chain_depth_24m": 3}
    assert found["C1"] == {"links_above_24m": 2, "chain_depth_24m": 3}
    assert found["D1"] == {"links_above_24m": 3, "chain_depth_24m": 3}
    assert found["E1"] == {"links_above_24m": 0, "chain_depth_24m": 0}
    assert found["G1"] == {"links_above_24m": 1, "chain_depth_24m": 1}


def test_whom_no_known_visit_has_met_stands_in_no_known_chain(figures: Figures) -> None:
    found = figures(NAMES, site_presence=SITES)
    in_august = figures(NAMES, AsOf(2024, 8, 1), site_presence=SITES)

    # F's visit was closed in July; H was met more than two years ago.
    assert found["F1"] == dict.fromkeys(NAMES)
    assert found["H1"] == dict.fromkeys(NAMES)
    assert in_august["F1"] == {"links_above_24m": 4, "chain_depth_24m": 4}
    assert in_august["D1"]["chain_depth_24m"] == 4


def test_two_that_work_for_each_other_make_no_link(figures: Figures) -> None:
    turns = """
        visit_no | org_no | engaged_by | contractor_no | visited_on | known_at
        ---------+--------+------------+---------------+------------+-----------
        1        | B      | contractor | A             | 2024-03-01 | 2024-03-20
        2        | A      | contractor | B             | 2024-04-01 | 2024-04-20
        3        | C      | contractor | B             | 2024-04-01 | 2024-04-20
        4        | D      | contractor | D             | 2024-04-01 | 2024-04-20
    """

    found = figures(NAMES, site_presence=turns)

    assert found["A1"] == {"links_above_24m": 0, "chain_depth_24m": 0}
    assert found["C1"] == {"links_above_24m": 1, "chain_depth_24m": 1}
    assert found["D1"] == {"links_above_24m": 0, "chain_depth_24m": 0}


def test_no_chain_is_longer_than_five_links_each_way_even_in_a_circle(figure: Figure) -> None:
    ring = ["visit_no | org_no | engaged_by | contractor_no | visited_on"]
    ring += [
        f"{n} | {below} | contractor | {above} | 2024-03-01"
        for n, (above, below) in enumerate((("A", "B"), ("B", "C"), ("C", "A")))
    ]
    line = ["visit_no | org_no | engaged_by | contractor_no | visited_on"]
    line += [
        f"{n} | {below} | contractor | {above} | 2024-03-01"
        for n, (above, below) in enumerate(zip("ABCDEFG", "BCDEFGH", strict=True))
    ]

    assert figure("links_above_24m", site_presence="\n".join(ring))["A1"] == 5
    assert figure("links_above_24m", site_presence="\n".join(line))["H1"] == 5


SUPPLIERS = """
    visit_no | org_no | engaged_by | contractor_no | visited_on | known_at
    ---------+--------+------------+---------------+------------+-----------
    1        | S      | contractor | A             | 2023-03-01 | 2023-03-20
    2        | S      | contractor | A             | 2024-03-01 | 2024-03-20
    2        | T      | contractor | A             | 2024-03-01 | 2024-03-20
    2        | U      | contractor | A             | 2024-03-01 | 2024-03-20
    2        | V      | contractor | A             | 2024-03-01 | 2024-03-20
    3        | S      | contractor | B             | 2024-03-01 | 2024-03-20
    3        | T      | contractor | B             | 2024-03-01 | 2024-03-20
    4        | W      | contractor | A             | 2024-06-10 | 2024-07-02
"""
COMPANIES = """
    org_no | valid_from | registered_on | status   | known_at
    -------+------------+---------------+----------+-----------
    B      | 2015-01-01 | 2015-01-01    | active   | 2015-01-03
    S      | 2022-03-02 | 2022-03-02    | active   | 2022-03-04
    T      | 2023-03-01 | 2023-03-01    | active   | 2023-03-03
    U      | 2015-01-01 | 2015-01-01    | active   | 2015-01-03
    U      | 2024-06-20 | 2015-01-01    | bankrupt | 2024-06-22
    V      | 2015-01-01 | 2015-01-01    | active   | 2015-01-03
    V      | 2024-06-27 | 2015-01-01    | bankrupt | 2024-07-01
"""


APPROVALS = """
    decision_no | org_no | kind | event          | decided_on | known_at
    ------------+--------+------+----------------+------------+-----------
    1           | V      | vat  | revoked        | 2024-01-10 | 2024-01-12
    2           | T      | ftax | revoked        | 2021-01-10 | 2021-01-12
    3           | T      | ftax | approved_again | 2022-01-10 | 2022-01-12
    4           | V      | ftax | revoked        | 2024-06-20 | {known}
"""


@pytest.mark.parametrize(("known", "share"), [("2024-06-30", 0.75), ("2024-07-01", 0.5)])
def test_a_supplier_that_has_lost_its_approval_is_risky_once_that_is_known(
    figure: Figure, known: str, share: float
) -> None:
    found = figure(
        "risky_supplier_share",
        site_presence=SUPPLIERS,
        employers=COMPANIES,
        registrations=APPROVALS.format(known=known),
    )

    # S and U as below; T was approved again, and V lost its approval in June.
    assert found["A1"] == share


def test_suppliers_count_once_and_are_risky_if_new_then_or_bankrupt_since(
    figures: Figures,
) -> None:
    names = ("suppliers_met_24m", "risky_supplier_share")

    found = figures(names, site_presence=SUPPLIERS, employers=COMPANIES)

    # S was a day short of a year when first met, T a year to the day; U is bankrupt, and that V
    # is was not known. Of B's two no share is told.
    assert found["A1"] == {"suppliers_met_24m": 4, "risky_supplier_share": 0.5}
    assert found["B1"] == {"suppliers_met_24m": 2, "risky_supplier_share": None}
    assert found["S1"] == {"suppliers_met_24m": 0, "risky_supplier_share": None}

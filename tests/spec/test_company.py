"""Indicators of a company's make-up mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_departures_are_counted_per_seat_on_the_board(figure: Figure) -> None:
    boards = """
        org_no | person_key | role    | change    | changed_on
        -------+------------+---------+-----------+-----------
        A      | p1..p3     | member  | appointed | 2016-01-15
        A      | p1         | member  | left      | 2024-02-01
        A      | p9         | auditor | appointed | 2016-01-15
        B      | p4         | chair   | appointed | 2016-01-15
        C      | p5         | chair   | appointed | 2016-01-15
        C      | p5         | chair   | left      | 2024-03-01
    """

    found = figure("board_turnover_12m", boards=boards)

    # Two are left of A's three; of C's board nobody is, so nothing can be divided by.
    assert found == {"A1": 0.5, "B1": 0, "C1": None}


def test_a_contact_is_shared_by_other_active_firms_of_today(figure: Figure) -> None:
    employers = """
        org_no  | valid_from | contact_key | status   | known_at
        --------+------------+-------------+----------+-----------
        A       | 2015-01-01 | tel         | active   | 2015-01-03
        B       | 2015-01-01 | tel         | active   | 2015-01-03
        C       | 2015-01-01 | tel         | active   | 2015-01-03
        C       | 2024-01-01 | tel         | bankrupt | 2024-01-03
        D       | 2015-01-01 | tel         | active   | 2015-01-03
        D       | 2024-02-01 | own         | active   | 2024-02-03
        E       | 2024-06-28 | tel         | active   | 2024-07-01
        F       | 2015-01-01 |             | active   | 2015-01-03
        g1..g22 | 2015-01-01 | busy        | active   | 2015-01-03
        h1..h51 | 2015-01-01 | bureau      | active   | 2015-01-03
    """

    found = figure("firms_with_contact", employers=employers)

    # E's row was not known before July, so E is not yet there at all.
    kept = {place: found[place] for place in ("A1", "B1", "C1", "D1", "E1", "F1")}
    assert kept == {"A1": 1, "B1": 1, "C1": 2, "D1": 0, "E1": None, "F1": None}
    assert (found["g11"], found["h11"]) == (20, None)


def test_a_board_is_shared_with_active_firms_where_one_of_it_sits_now(figure: Figure) -> None:
    boards = """
        org_no | person_key | role    | change    | changed_on
        -------+------------+---------+-----------+-----------
        A      | p1..p2     | member  | appointed | 2016-01-15
        B      | p1..p2     | member  | appointed | 2016-01-15
        C      | p1         | member  | appointed | 2016-01-15
        C      | p1         | member  | left      | 2024-02-01
        D      | p2         | auditor | appointed | 2016-01-15
        E      | p2         | chair   | appointed | 2016-01-15
        q1..q51 | pro       | member  | appointed | 2016-01-15
    """
    employers = """
        org_no | valid_from | status
        -------+------------+---------
        E      | 2024-01-01 | bankrupt
    """

    found = figure("firms_with_board", boards=boards, employers=employers)

    # Two shared persons are one firm; whoever sits on fifty-one boards ties nobody.
    kept = {place: found[place] for place in ("A1", "B1", "C1", "D1", "E1", "q11")}
    assert kept == {"A1": 1, "B1": 1, "C1": 0, "D1": 0, "E1": 0, "q11": 0}


SHELVES = """
    org_no | person_key | role   | change    | changed_on
    -------+------------+--------+-----------+-----------
    A      | s1         | member | appointed | 2024-01-10
    A      | s1         | member | left      | 2024-03-05
    A      | p1         | member | appointed | 2024-03-05
    B      | s1         | member | appointed | 2024-01-10
    B      | s1         | member | left      | 2024-03-05
    B      | p2         | member | appointed | 2024-03-05
    C      | s1..s2     | member | appointed | 2024-01-10
    C      | s1         | member | left      | 2024-03-05
    C      | p3         | member | appointed | 2024-03-05
    D      | s1         | member | appointed | 2023-01-10
    D      | s1         | member | left      | 2023-06-30
    D      | p4         | member | appointed | 2023-06-30
    E      | s1         | member | appointed | 2024-01-10
    E      | s1         | member | left      | 2024-03-05
"""
PAYING = """
    org_no | period  | gross_pay_kr | filed_on
    -------+---------+--------------+-----------
    A      | 2024-02 | 0            | 2024-03-12
    A      | 2024-03 | 90000        | 2024-04-12
    B      | 2024-02 | 90000        | 2024-05-02
"""


def test_a_shelf_company_paid_nobody_before_all_its_founders_left(figure: Figure) -> None:
    found = figure("shelf_company_12m", boards=SHELVES, declaration_totals=PAYING)
    in_may = figure(
        "shelf_company_12m", AsOf(2024, 5, 1), boards=SHELVES, declaration_totals=PAYING
    )

    # B paid in February; C keeps a founder, D was sold a year ago, nobody came to E.
    assert found == {"A1": 1, "B1": 0, "C1": 0, "D1": 0, "E1": 0}
    assert in_may["B1"] == 1  # the return of February was not yet in


def _staff(heads: dict[str, int]) -> str:
    rows = ["org_no | period | person_key"]
    rows += [f"{e} | 2024-04..2024-05 | {e.lower()}1..{e.lower()}{n}" for e, n in heads.items()]
    return "\n".join(rows)


STAFF = {"A": 16, "B": 1, "C": 1, "D": 2, "E": 2, "F": 4}
CAPITAL = """
    org_no | valid_from | registered_on | share_capital_kr
    -------+------------+---------------+-----------------
    A      | 2015-01-01 | 2015-01-01    | 50000
    B      | 2021-01-01 | 2021-01-01    | 25000
    C      | 2015-01-01 | 2015-01-01    |
    D      | 2015-01-01 | 2015-01-01    | 100000
    E      | 2021-01-01 | 2021-01-01    | 25000
    F      | 2021-01-01 | 2021-01-01    | 50000
"""


def test_share_capital_is_held_against_the_staff(figures: Figures) -> None:
    found = figures(
        ("capital_per_head", "thin_capital"), employers=CAPITAL, declarations=_staff(STAFF)
    )

    # Logarithms of the staff: median ln 2 and MAD ln 2, so A lies 3 / 1.4826 = 2.02 above.
    # A has what was the least in 2015, F more than what was the least in 2021.
    assert found["A1"] == {"capital_per_head": 3125, "thin_capital": 1}
    assert found["C1"] == {"capital_per_head": None, "thin_capital": None}
    assert found["D1"] == {"capital_per_head": 50000, "thin_capital": 0}
    assert found["E1"] == {"capital_per_head": 12500, "thin_capital": 0}


def test_as_large_a_staff_with_more_than_the_least_capital_is_not_thin(figure: Figure) -> None:
    more = CAPITAL.replace("50000\n    B", "50001\n    B")

    found = figure("thin_capital", employers=more, declarations=_staff(STAFF))

    assert found["A1"] == 0


def test_a_company_without_a_standing_entry_has_no_owner_entered(figure: Figure) -> None:
    employers = """
        org_no | valid_from | registered_on | legal_form
        -------+------------+---------------+------------
        A      | 2015-01-01 | 2015-01-01    | limited
        E      | 2015-01-01 | 2015-01-01    | association
        F      | 2024-05-02 | 2024-05-02    | limited
        H      | 2024-05-01 | 2024-05-01    | limited
    """
    beneficial_owners = """
        entry_no | org_no | entry | person_key | from_on    | to_on      | known_at
        ---------+--------+-------+------------+------------+------------+-----------
        1        | B      | owner | p1         | 2018-01-01 |            | 2018-01-03
        2        | C      | owner | p2         | 2018-01-01 |            | 2018-01-03
        2        | C      | owner | p2         | 2018-01-01 | 2024-05-01 | 2024-05-03
        3        | D      | none  |            | 2018-01-01 |            | 2018-01-03
        4        | G      | owner | p3         | 2024-06-25 |            | 2024-07-01
    """
    drawn = {"employers": employers, "beneficial_owners": beneficial_owners}

    found = figure("owner_not_entered", **drawn)
    in_august = figure("owner_not_entered", AsOf(2024, 8, 1), **drawn)

    # That there is none is an entry too. E need not enter any, F still has time, and G's was
    # not known before July.
    assert found == {
        "A1": 1, "B1": 0, "C1": 1, "D1": 0, "E1": None, "F1": None, "G1": 1, "H1": 1,
    }  # fmt: skip
    assert (in_august["F1"], in_august["G1"]) == (1, 0)


def test_heads_at_an_address_are_those_of_all_its_firms(figure: Figure) -> None:
    employers = """
        org_no  | valid_from | address_key
        --------+------------+------------
        A       | 2015-01-01 | here
        B       | 2015-01-01 | here
        h1..h51 | 2015-01-01 | hotel
    """
    heads = {"A": 3, "B": 2, "C": 1, "D": 2, "E": 3}

    found = figure("heads_at_address_peers", employers=employers, declarations=_staff(heads))

    # Five at A's and B's address, 1, 2 and 3 at the others': median 3, MAD 2.
    kept = {place: found[place] for place in ("A1", "B1", "C1", "E1", "h11")}
    assert kept == {"A1": 0.6745, "B1": 0.6745, "C1": -0.6745, "E1": 0, "h11": None}

"""Indicators of what was found at connected companies mean what their labels say."""

from __future__ import annotations

import math

import pytest

from features.indicators.networks.neighbours import CEILING
from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures

WORK = ("neighbours_work_looked_at", "neighbours_work_rate")
TAX = ("neighbours_tax_looked_at", "neighbours_tax_rate")
SUPPORT = ("neighbours_support_looked_at", "neighbours_support_rate")
SITE_WORK = ("site_neighbours_work_looked_at", "site_neighbours_work_rate")
SITE_TAX = ("site_neighbours_tax_looked_at", "site_neighbours_tax_rate")


def rate(base: float, looked_at: int, *months_since_found: int) -> float:
    """Each finding fades by half in 18 months; five neighbours' worth of the country's rate."""
    found = sum(math.pow(0.5, months / 18) for months in months_since_found)
    return round((found + 5 * base) / (looked_at + 5), 4)


# A and N share p1 on the board.
TIED = """
    org_no | person_key | role   | change    | changed_on
    -------+------------+--------+-----------+-----------
    A      | p1         | member | appointed | 2018-01-01
    N      | p1         | member | appointed | 2018-01-01
"""
BANNED = """
    document_no | org_no | decided_on | known_at
    ------------+--------+------------+-----------
    1           | N      | 2023-07-10 | 2023-07-12
"""


def test_a_prohibition_at_a_neighbour_fades_and_never_counts_at_home(figures: Figures) -> None:
    found = figures(WORK, boards=TIED, prohibitions=BANNED)

    # Twelve months from July to July. N's neighbour A was never looked at.
    assert found["A1"] == dict(zip(WORK, (1, rate(0.065, 1, 12)), strict=True))
    assert found["N1"] == dict(zip(WORK, (0, 0.065), strict=True))


def test_an_inspection_without_outcome_is_exposure_alone(figures: Figures) -> None:
    inspections = """
        case_no | org_no | inspected_on
        --------+--------+-------------
        1       | N      | 2023-03-01
        2       | N      | 2023-05-01
        3       | A      | 2023-05-01
    """

    found = figures(WORK, boards=TIED, inspections=inspections)

    # A neighbour counts once, however often it was visited.
    assert found["A1"] == dict(zip(WORK, (1, rate(0.065, 1)), strict=True))
    assert found["N1"] == dict(zip(WORK, (1, rate(0.065, 1)), strict=True))


def test_many_outcomes_of_one_neighbour_count_as_its_last(figures: Figures) -> None:
    more = BANNED + "2 | N | 2023-10-05 | 2023-10-07\n 3 | N | 2022-10-05 | 2022-10-07"

    found = figures(WORK, boards=TIED, prohibitions=more)

    assert found["A1"] == dict(zip(WORK, (1, rate(0.065, 1, 9)), strict=True))


@pytest.mark.parametrize(
    ("decided_on", "counts"),
    [("2024-01-02", True), ("2024-01-03", True), ("2024-01-04", False)],
)
def test_nothing_younger_than_180_days_counts(
    figure: Figure, decided_on: str, *, counts: bool
) -> None:
    banned = BANNED.replace("2023-07-10", decided_on).replace("2023-07-12", "2024-01-08")

    found = figure(WORK[0], boards=TIED, prohibitions=banned)

    # 3 January is 180 days before 1 July 2024.
    assert found["A1"] == (1 if counts else 0)


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        ("ordered", False),
        ("contested", False),
        ("annulled", False),
        ("accepted", True),
        ("final", True),
    ],
)
def test_a_fee_counts_when_it_was_accepted_or_is_final(
    figure: Figure, status: str, *, counts: bool
) -> None:
    fees = f"""
        document_no | org_no | decided_on | status  | known_at
        ------------+--------+------------+---------+-----------
        1           | N      | 2023-07-10 | ordered | 2023-07-12
        1           | N      | 2023-07-10 | {status} | 2023-09-12
    """

    assert figure(WORK[0], boards=TIED, sanction_fees=fees)["A1"] == (1 if counts else 0)


def test_a_fee_that_became_final_later_was_not_known_to_be(figure: Figure) -> None:
    fees = """
        document_no | org_no | decided_on | status    | known_at
        ------------+--------+------------+-----------+-----------
        1           | N      | 2023-07-10 | contested | 2023-09-12
        1           | N      | 2023-07-10 | final     | 2024-07-01
    """

    assert figure(WORK[0], boards=TIED, sanction_fees=fees)["A1"] == 0
    assert figure(WORK[0], AsOf(2024, 8, 1), boards=TIED, sanction_fees=fees)["A1"] == 1


def test_each_authority_is_counted_by_itself(figures: Figures) -> None:
    drawn = {
        "boards": TIED,
        "ledger_visits": """
            visit_no | org_no | visited_on | fee_kr
            ---------+--------+------------+-------
            1        | N      | 2023-01-10 | 12500
        """,
        "subsidies": """
            decision_no | org_no | decided_on | recovery_kr
            ------------+--------+------------+------------
            1           | N      | 2023-01-10 | 0
            2           | N      | 2023-01-12 | 5000
        """,
    }

    found = figures((*WORK, *TAX, *SUPPORT), **drawn)["A1"]

    assert [found[name] for name in WORK] == [0, 0.065]
    assert [found[name] for name in TAX] == [1, rate(0.15, 1, 18)]
    assert [found[name] for name in SUPPORT] == [1, rate(0.03, 1, 18)]


def test_an_outcome_counts_only_while_the_common_person_sat_there(figure: Figure) -> None:
    after = TIED + "N | p1 | member | left | 2023-07-10"
    before = TIED.replace("N      | p1         | member | appointed | 2018-01-01",
                          "N | p1 | member | appointed | 2023-07-11")  # fmt: skip
    gone = TIED + "A | p1 | member | left | 2024-06-01"
    audits = TIED.replace("N      | p1         | member", "N | p1 | auditor")

    for boards in (after, before, gone, audits):
        assert figure(WORK[0], boards=boards, prohibitions=BANNED)["A1"] == 0
    later = TIED + "N | p1 | member | left | 2023-07-11"
    assert figure(WORK[0], boards=later, prohibitions=BANNED)["A1"] == 1


def test_a_tie_known_too_late_is_none(figure: Figure) -> None:
    late = """
        org_no | person_key | role   | change    | changed_on | known_at
        -------+------------+--------+-----------+------------+-----------
        A      | p1         | member | appointed | 2018-01-01 | 2018-01-05
        N      | p1         | member | appointed | 2018-01-01 | 2024-07-01
    """

    assert figure(WORK[0], boards=late, prohibitions=BANNED)["A1"] == 0


HOMES = """
    org_no  | valid_from | address_key | contact_key
    --------+------------+-------------+------------
    A       | 2015-01-01 | here        | a
    N       | 2015-01-01 | here        | n
    N       | 2023-07-11 | there       | n
    B       | 2015-01-01 | b           | tel
    M       | 2015-01-01 | m           | tel
    M       | 2023-07-10 | m           | own
    C       | 2015-01-01 | there       | c
"""


def test_an_address_or_a_contact_ties_those_who_were_there_when_it_happened(
    figures: Figures,
) -> None:
    banned = BANNED + "2 | M | 2023-07-09 | 2023-07-12"

    found = figures(WORK, employers=HOMES, prohibitions=banned)

    # N moved to C's address the day after its prohibition, M had B's telephone till the day
    # after.
    assert found["A1"] == dict(zip(WORK, (1, rate(0.065, 1, 12)), strict=True))
    assert found["B1"] == dict(zip(WORK, (1, rate(0.065, 1, 12)), strict=True))
    assert found["C1"] == dict(zip(WORK, (0, 0.065), strict=True))


@pytest.mark.parametrize(("others", "tied"), [(48, 1), (49, 0)])
def test_fifty_at_an_address_are_neighbours_and_fifty_one_an_office_hotel(
    figure: Figure, others: int, tied: int
) -> None:
    rows = "org_no | valid_from | address_key | contact_key\n"
    names = ["A", "N", *(f"n{n}" for n in range(others))]
    hotel = rows + "\n".join(f"{name} | 2015-01-01 | hotel | {name}" for name in names)
    bureau = rows + "\n".join(f"{name} | 2015-01-01 | {name} | bureau" for name in names)

    assert figure(WORK[0], employers=hotel, prohibitions=BANNED)["A1"] == tied
    assert figure(WORK[0], employers=bureau, prohibitions=BANNED)["A1"] == tied


@pytest.mark.parametrize(("others", "tied"), [(48, 1), (49, 0)])
def test_whoever_sits_on_more_than_fifty_boards_ties_nobody(
    figure: Figure, others: int, tied: int
) -> None:
    boards = TIED + f"n1..n{others} | p1 | member | appointed | 2018-01-01"

    assert figure(WORK[0], boards=boards, prohibitions=BANNED)["A1"] == tied


def test_several_ties_to_one_neighbour_are_one(figure: Figure) -> None:
    found = figure(WORK[0], boards=TIED, employers=HOMES, prohibitions=BANNED)

    assert found["A1"] == 1


SITES = """
    visit_no | org_no | engaged_by | contractor_no | visited_on | known_at
    ---------+--------+------------+---------------+------------+-----------
    1        | A      | contractor | N             | {day}      | {known}
    2        | N      | developer  |               | 2020-01-01 | 2020-01-20
"""


@pytest.mark.parametrize(
    ("day", "known", "counts"),
    [
        ("2022-07-11", "2022-07-20", True),
        ("2022-07-10", "2022-07-20", False),  # the year is over on the day
        ("2024-07-10", "2024-07-20", False),  # not yet
        ("2022-06-30", "2022-07-20", False),  # seen more than two years ago
        ("2024-06-10", "2024-06-30", True),
        ("2024-06-10", "2024-07-01", False),
    ],
)
def test_a_site_ties_two_for_a_year_before_and_after_they_were_seen(
    figures: Figures, day: str, known: str, *, counts: bool
) -> None:
    drawn = {
        "site_presence": SITES.format(day=day, known=known),
        "prohibitions": BANNED,
        "ledger_visits": """
            visit_no | org_no | visited_on | fee_kr
            ---------+--------+------------+-------
            1        | A      | 2023-07-10 | 12500
        """,
    }

    found = figures((*SITE_WORK, *SITE_TAX), **drawn)

    # The tie holds both ways; each sees the other's and never its own.
    expected = (1, rate(0.065, 1, 12)) if counts else (0, 0.065)
    assert tuple(found["A1"][name] for name in SITE_WORK) == expected
    assert tuple(found["N1"][name] for name in SITE_WORK) == (0, 0.065)
    assert found["A1"][SITE_TAX[0]] == 0
    assert found["N1"][SITE_TAX[0]] == (1 if counts else 0)


def test_however_much_was_found_the_figure_stops_at_the_ceiling(figure: Figure) -> None:
    boards = TIED + "n1..n40 | p1 | member | appointed | 2018-01-01"
    banned = "document_no | org_no | decided_on\n" + "\n".join(
        f"{n} | n{n} | 2023-12-10" for n in range(1, 41)
    )

    found = figure(WORK[1], boards=boards, prohibitions=banned)

    assert rate(0.065, 40, *[7] * 40) > CEILING
    assert found["A1"] == CEILING

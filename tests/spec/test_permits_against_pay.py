"""Contradictions between permits and pay mean what their labels say."""

from __future__ import annotations

import pytest

from features.vocabulary import AsOf
from tests.spec.conftest import Figure

# Three persons each, offered 30,000 kr a month from 15 January 2023 for two years.
PERMITS = """
    org_no | person_key | decided_on | valid_from | valid_to
    -------+------------+------------+------------+-----------
    A      | p1..p3     | 2023-01-01 | 2023-01-15 | 2025-01-14
"""


def test_a_permit_without_pay_here_has_none_in_the_last_months_known(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-02..2024-05 | p1         | 30000
        A      | 2023-02..2024-02 | p2         | 30000
        A      | 2023-02..2024-01 | p3         | 30000
        A      | 2024-02..2024-05 | p3         | 0
        B      | 2024-02..2024-05 | p3         | 30000
    """

    found = figure("permits_without_pay_share", permits=PERMITS, declarations=declarations)

    # p2 was paid in February, the first of the last five months; p3 only by another.
    assert found == {"A1": 0.3333, "B1": None}


def test_permits_that_nobody_was_ever_paid_for_are_all_without_pay(figure: Figure) -> None:
    assert figure("permits_without_pay_share", permits=PERMITS) == {"A1": 1}


def test_three_persons_are_needed_not_three_permits(figure: Figure) -> None:
    permits = """
        org_no | person_key | decided_on | valid_from | valid_to
        -------+------------+------------+------------+-----------
        A      | p1         | 2019-01-01 | 2019-01-01 | 2023-08-01
        A      | p1         | 2023-08-01 | 2023-08-02 | 2023-12-01
        A      | p1         | 2023-12-01 | 2023-12-02 | 2025-12-01
        A      | p2         | 2023-01-01 | 2023-01-01 | 2025-01-01
    """

    assert figure("permits_without_pay_share", permits=permits) == {"A1": None}


def test_of_a_prolonged_permit_the_latest_that_is_old_enough_counts(figure: Figure) -> None:
    permits = """
        org_no | person_key | decided_on | valid_from | valid_to   | offered_pay_kr
        -------+------------+------------+------------+------------+---------------
        A      | p1..p3     | 2021-11-20 | 2021-12-01 | 2023-11-30 | 15000
        A      | p1..p2     | 2023-11-20 | 2023-12-01 | 2025-12-01 | 30000
        A      | p3         | 2024-02-01 | 2024-02-01 | 2026-02-01 | 60000
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2022-01..2023-11 | p1..p3     | 15000
        A      | 2023-12..2024-05 | p1..p2     | 15000
    """

    found = figure("pay_of_offer", permits=permits, declarations=declarations)

    # p1 and p2: half the offer. p3's new permit is five months old, so the old one counts: 1.
    assert found == {"A1": 0.5}


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "seen"),
    [
        ("2023-12-31", "2025-01-01", True),
        ("2024-01-01", "2025-01-01", False),  # in force for six months, none too many
        ("2022-01-01", "2023-07-02", True),
        ("2022-01-01", "2023-07-01", False),  # it ran out a year ago
    ],
)
def test_a_permit_is_seen_from_half_a_year_on_until_a_year_after_it_ran_out(
    figure: Figure, valid_from: str, valid_to: str, seen: bool
) -> None:
    permits = f"""
        org_no | person_key | decided_on | valid_from   | valid_to
        -------+------------+------------+--------------+-----------
        A      | p1..p3     | 2021-12-01 | {valid_from} | {valid_to}
    """

    expected = {"A1": 1 if seen else None}
    assert figure("permits_without_pay_share", permits=permits) == expected


def test_refused_and_revoked_permits_promise_nothing(figure: Figure) -> None:
    permits = PERMITS.replace("valid_to\n", "valid_to   | decision\n").replace(
        "2025-01-14", "2025-01-14 | {}"
    )

    for decision, share in (("granted", 1), ("refused", None), ("revoked", None)):
        drawn = permits.format(decision).replace("+-----------\n", "+------------+---------\n")
        assert figure("permits_without_pay_share", permits=drawn) == {"A1": share}


def test_pay_of_offer_is_the_middle_person_of_three_who_were_paid(figure: Figure) -> None:
    permits = """
        org_no | person_key | decided_on | valid_from | valid_to   | offered_pay_kr
        -------+------------+------------+------------+------------+---------------
        A      | p1..p4     | 2023-01-01 | 2023-01-15 | 2025-01-14 | 30000
        B      | p5..p7     | 2023-01-01 | 2023-01-15 | 2025-01-14 | 30000
        C      | p8..p9     | 2023-01-01 | 2023-01-15 | 2025-01-14 | 30000
        C      | p10        | 2023-01-01 | 2023-01-15 | 2025-01-14 | 0
    """
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-02..2024-05 | p1         | 15000
        A      | 2023-02..2024-05 | p2         | 21000
        A      | 2023-02..2023-04 | p3         | 30000
        A      | 2023-01          | p3         | 3000
        A      | 2023-05          | p3         | 0
        B      | 2023-02..2024-05 | p5..p6     | 15000
        C      | 2023-02..2024-05 | p8..p10    | 15000
    """

    found = figure("pay_of_offer", permits=permits, declarations=declarations)

    # A: 0.5, 0.7 and 1; p4 was never paid, January was no whole month, and a month of no pay
    # is for the other indicator. B and C have two with both pay and an offer.
    assert found == {"A1": 0.7, "B1": None, "C1": None}


def test_the_month_in_which_a_permit_runs_out_counts_when_it_is_whole(figure: Figure) -> None:
    permits = """
        org_no | person_key | decided_on | valid_from | valid_to
        -------+------------+------------+------------+-----------
        A      | p1..p3     | 2023-01-01 | 2023-01-01 | 2024-01-31
        B      | p4..p6     | 2023-01-01 | 2023-01-01 | 2024-01-30
    """
    declarations = """
        org_no | period  | person_key | gross_pay_kr
        -------+---------+------------+-------------
        A      | 2024-01 | p1..p3     | 24000
        B      | 2024-01 | p4..p6     | 24000
    """

    found = figure("pay_of_offer", permits=permits, declarations=declarations)

    assert found == {"A1": 0.8, "B1": None}


def test_pay_corrected_upwards_counts_only_from_when_it_was_known(figure: Figure) -> None:
    declarations = """
        org_no | period  | person_key | gross_pay_kr | filed_on
        -------+---------+------------+--------------+-----------
        A      | 2024-02 | p1..p3     | 15000        | 2024-03-12
        A      | 2024-02 | p1..p3     | 30000        | 2024-06-20
        A      | 2024-03 | p1..p3     | 90000        | 2024-07-01
    """
    drawn = {"permits": PERMITS, "declarations": declarations}

    assert figure("pay_of_offer", **drawn) == {"A1": 1}
    assert figure("pay_of_offer", AsOf(2024, 6, 1), **drawn) == {"A1": 0.5}


def test_pay_kept_compares_months_four_to_nine_with_the_first_three(figure: Figure) -> None:
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-01          | p1..p3     | 90000
        A      | 2023-02..2023-04 | p1..p3     | 30000
        A      | 2023-05..2023-10 | p1..p2     | 24000
        A      | 2023-05..2023-10 | p3         | 30000
        A      | 2023-11..2024-05 | p1..p3     | 90000
    """

    found = figure("pay_kept_after_permit", permits=PERMITS, declarations=declarations)
    without_p3 = "\n".join(line for line in declarations.splitlines() if "| p3 " not in line)

    assert found == {"A1": 0.8}
    assert figure("pay_kept_after_permit", permits=PERMITS, declarations=without_p3) == {
        "A1": None  # two with both: p3 left before the fourth month
    }


def test_a_permit_from_the_first_of_a_month_has_that_month_as_its_first(
    figure: Figure,
) -> None:
    permits = PERMITS.replace("2023-01-15", "2023-02-01")
    declarations = """
        org_no | period           | person_key | gross_pay_kr
        -------+------------------+------------+-------------
        A      | 2023-02          | p1..p3     | 20000
        A      | 2023-03          | p1..p3     | 30000
        A      | 2023-04          | p1..p3     | 40000
        A      | 2023-05..2023-10 | p1..p3     | 15000
    """

    found = figure("pay_kept_after_permit", permits=permits, declarations=declarations)

    assert found == {"A1": 0.5}


def test_permits_are_held_against_the_heads_that_turnover_carries(figure: Figure) -> None:
    permits = """
        org_no | person_key | decided_on | decision
        -------+------------+------------+---------
        A      | p1..p6     | 2021-07-01 | granted
        A      | p1..p6     | 2023-07-01 | granted
        A      | p7         | 2024-01-01 | refused
        A      | p8         | 2021-06-30 | granted
        C      | p9         | 2024-01-01 | granted
    """
    vat = """
        org_no | period  | period_months | turnover_kr
        -------+---------+---------------+------------
        A      | 2024-01 | 3             | 350000
        B      | 2024-01 | 3             | 350000
    """

    found = figure("permits_against_turnover", permits=permits, vat=vat)

    # 1.4 million a year carries two; six persons were permitted.
    assert found == {"A1": 3, "B1": 0, "C1": None}

"""Indicators of what was held against an employer mean what their labels say."""

from __future__ import annotations

from features.vocabulary import AsOf
from tests.spec.conftest import Figure, Figures


def test_negative_assessments_stand_beside_all_that_were_made(figures: Figures) -> None:
    employer_assessments = """
        org_no | kind     | made_on
        -------+----------+-----------
        A      | negative | 2023-01-10
        A      | clean    | 2023-02-10
        A      | clean    | 2023-03-10
        A      | order    | 2023-04-10
        A      | negative | 2021-06-30
        B      | clean    | 2024-01-10
        C      | order    | 2024-01-10
    """
    names = (
        "employer_assessments_36m",
        "negative_assessments_36m",
        "negative_assessment_rate",
    )

    found = figures(names, employer_assessments=employer_assessments)

    # The rate leans on one in ten as if five assessments had shown it: (n + 0.5) / (all + 5).
    assert list(found["A1"].values()) == [3, 1, 0.1875]
    assert list(found["B1"].values()) == [1, 0, 0.0833]
    assert list(found["C1"].values()) == [0, 0, 0.1]


def test_an_assessment_set_aside_in_court_counts_until_that_is_known(figure: Figure) -> None:
    employer_assessments = """
        assessment_no | org_no | kind     | made_on    | withdrawn | known_at
        --------------+--------+----------+------------+-----------+-----------
        1             | A      | negative | 2023-01-10 | no        | 2023-01-12
        1             | A      | negative | 2023-01-10 | yes       | 2024-06-30
        2             | A      | negative | 2023-05-10 | no        | 2024-07-01
    """

    def found(as_of: AsOf) -> float | None:
        return figure(
            "negative_assessments_36m", as_of, employer_assessments=employer_assessments
        )["A1"]

    assert found(AsOf(2024, 6, 1)) == 1
    assert found(AsOf(2024, 7, 1)) == 0
    assert found(AsOf(2024, 8, 1)) == 1  # the second, known on the as-of date before


def test_an_order_is_unanswered_once_its_deadline_has_passed(figure: Figure) -> None:
    employer_assessments = """
        assessment_no | org_no | kind  | made_on    | deadline_on | answered_on | known_at
        --------------+--------+-------+------------+-------------+-------------+-----------
        1             | A      | order | 2024-04-02 | 2024-05-01  |             | 2024-04-03
        2             | A      | order | 2024-04-02 | 2024-05-01  |             | 2024-04-03
        2             | A      | order | 2024-04-02 | 2024-05-01  | 2024-04-20  | 2024-04-21
        3             | A      | order | 2024-06-02 | 2024-07-01  |             | 2024-06-03
        4             | A      | order | 2024-04-02 | 2024-05-01  |             | 2024-04-03
        4             | A      | order | 2024-04-02 | 2024-05-01  | 2024-06-30  | 2024-07-02
    """

    found = figure("unanswered_orders_36m", employer_assessments=employer_assessments)

    # The second was answered, the third may be until the as-of date; that the fourth was is
    # known too late.
    assert found == {"A1": 2}


EMPLOYERS = """
    org_no | valid_from | address_key | contact_key
    -------+------------+-------------+------------
    A      | 2020-01-01 | d1          | t1
    B      | 2020-01-01 | d1          | t2
    C      | 2020-01-01 | d3          | t1
    D      | 2020-01-01 | d4          | t4
    E      | 2020-01-01 | d1          | t5
    E      | 2024-01-15 | d5          | t5
"""


def test_an_application_counts_when_a_linked_employer_was_refused_the_same_person(
    figure: Figure,
) -> None:
    permits = """
        permit_no | org_no | person_key | decided_on | decision
        ----------+--------+------------+------------+---------
        1         | A      | p1         | 2024-01-10 | refused
        2         | B      | p1         | 2024-07-01 | granted
        3         | B      | p1         | 2024-06-10 | granted
        4         | C      | p1         | 2024-06-10 | refused
        5         | D      | p1         | 2024-06-10 | granted
        6         | A      | p1         | 2024-06-10 | granted
        7         | A      | p2         | 2023-12-10 | refused
        8         | B      | p2         | 2024-06-11 | granted
        9         | E      | p1         | 2024-06-10 | granted
        10        | E      | p2         | 2024-01-10 | granted
    """

    found = figure("relodged_after_refusal_36m", employers=EMPLOYERS, permits=permits)

    # Refused at A in January: B (same address) and C (same telephone) apply for the person
    # again; D shares nothing, A is the same employer, and E has moved out by June. Of the
    # person refused in December, E applied while it still had the address, B a day late. B's
    # decision of July is not yet made.
    assert found == {"A1": 0, "B1": 1, "C1": 1, "D1": 0, "E1": 1}


def test_an_office_hotel_ties_nobody(figure: Figure) -> None:
    tenants = "\n".join(f"    F{n} | 2020-01-01 | d1 | f{n}" for n in range(47))
    permits = """
        org_no | person_key | decided_on | decision
        -------+------------+------------+---------
        A      | p1         | 2024-01-10 | refused
        B      | p1         | 2024-02-10 | granted
    """

    def found(crowd: str) -> float | None:
        return figure(
            "relodged_after_refusal_36m", employers=EMPLOYERS + crowd, permits=permits
        )["B1"]

    # With A, B and E the forty-seven are fifty firms at the address; one more is too many.
    assert found(tenants) == 1
    assert found(tenants + "\n    F47 | 2020-01-01 | d1 | f47") == 0


def test_liability_for_unlawful_employment_counts_when_final_and_known(figure: Figure) -> None:
    unlawful_employment = """
        org_no | kind     | final_on   | known_at
        -------+----------+------------+-----------
        A      | fee      | 2019-07-01 | 2019-07-20
        A      | judgment | 2024-05-10 | 2024-06-30
        A      | fee      | 2019-06-30 | 2019-07-20
        A      | fee      | 2024-05-10 | 2024-07-01
        B      | fee      | 2024-05-10 | 2024-05-12
    """

    found = figure("unlawful_employment_60m", unlawful_employment=unlawful_employment)

    assert found == {"A1": 2, "B1": 1}

"""Who answers for whom, and from when: successions as a timeline."""

from __future__ import annotations

from datetime import date

from features.engine.reigns import Edge, reigns

JANUARY, MARCH, JUNE = date(2024, 1, 15), date(2024, 3, 1), date(2024, 6, 1)


def told(*edges: Edge) -> list[tuple[str, str, date | None, date | None]]:
    return [(r.employer, r.owner, r.since, r.until) for r in reigns(edges)]


def test_a_predecessor_is_its_own_until_the_succession_and_then_the_successors() -> None:
    assert told(Edge("A", "B", MARCH)) == [("A", "A", None, MARCH), ("A", "B", MARCH, None)]


def test_successions_are_followed_to_their_end_whatever_their_order() -> None:
    assert told(Edge("A", "B", MARCH), Edge("B", "C", JANUARY)) == [
        ("A", "A", None, MARCH),
        ("A", "C", MARCH, None),
        ("B", "B", None, JANUARY),
        ("B", "C", JANUARY, None),
    ]


def test_a_succession_taken_back_gives_the_facts_back() -> None:
    assert told(Edge("A", "B", JANUARY, until=JUNE)) == [
        ("A", "A", None, JANUARY),
        ("A", "B", JANUARY, JUNE),
        ("A", "A", JUNE, None),
    ]


def test_one_that_two_succeed_answers_for_itself() -> None:
    assert told(Edge("A", "B", JANUARY), Edge("A", "C", MARCH)) == [
        ("A", "A", None, JANUARY),
        ("A", "B", JANUARY, MARCH),
        ("A", "A", MARCH, None),
    ]


def test_a_circle_is_followed_by_none_of_its_members() -> None:
    assert told(Edge("A", "B", JANUARY), Edge("B", "A", JANUARY)) == [
        ("A", "A", None, None),
        ("B", "B", None, None),
    ]

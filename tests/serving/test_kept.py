"""What is kept is given back as it was made, and nobody meets another's."""

from __future__ import annotations

from serving.access.rights import Role
from serving.kept import Kept
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, cases, enter, person  # noqa: F401 - fixtures


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    made: list[int] = []
    kept: Kept[int, int] = Kept(2)

    def ask(key: int) -> int:
        def make() -> int:
            made.append(key)
            return key * 10

        return kept.get(key, make)

    assert [ask(key) for key in (1, 2, 1, 3, 1, 2)] == [10, 20, 10, 30, 10, 20]
    assert made == [1, 2, 3, 2]


def test_a_kept_page_bears_the_name_of_whoever_reads_it_and_what_was_decided_since(
    enter: ENTER,  # noqa: F811
    week: tuple[InspectionList, ...],
) -> None:
    made = next(one for one in week if one.centre.code == "vast")
    anna, bo = (enter(person(role)) for role in (Role.PLANNER, Role.LEAD))
    page = f"/urval/{made.id}"
    first = anna.get(page).text
    assert anna.get(page).text == first
    assert ("planner vast" in first, "lead vast" in first) == (True, False)
    other = bo.get(page).text
    assert ("planner vast" in other, "lead vast" in other) == (False, True)
    assert bo.post("/api/v1/plans", json={"list": made.id}).status_code == 201
    place = made.entries[0].id
    body = {"status": "include", "agencies": ["arbetsmiljoverket"]}
    address = f"/api/v1/items/{place}/decision"
    assert anna.put(address, json=body, headers={"If-Match": '"0"'}).status_code == 200
    later = anna.get(page).text
    assert later != first
    assert anna.get(page).text == later

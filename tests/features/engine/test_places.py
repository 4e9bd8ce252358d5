"""Ids are found in a list by their letters, whatever their length."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from features.engine.places import Places

texts = st.text(alphabet="aE5\u00e5", max_size=20)


def places(listed: list[str], asked: list[str | None]) -> list[int]:
    ids = pa.chunked_array([pa.array(asked, pa.string())])
    found: list[int] = Places(pa.array(listed, pa.string())).of(ids).tolist()
    return found


def test_who_is_not_in_the_list_has_the_place_after_its_last() -> None:
    assert places(["E1", "E2"], ["E2", "E3", None, "E1", ""]) == [1, 2, 2, 0, 2]
    assert places([], ["E1"]) == [0]


def test_a_long_id_is_not_taken_for_the_short_one_it_begins_with() -> None:
    assert places(["E12345678901"], ["E12345678901", "E123456789012"]) == [0, 1]
    assert places(["E1234567890123456", "E1"], ["E1", "E1234567890123456"]) == [1, 0]


@given(listed=st.lists(texts, unique=True), asked=st.lists(st.one_of(st.none(), texts)))
def test_every_id_is_found_where_it_stands(listed: list[str], asked: list[str | None]) -> None:
    expected = [listed.index(one) if one in listed else len(listed) for one in asked]
    assert places(listed, asked) == expected

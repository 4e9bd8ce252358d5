"""What a written name tells."""

from __future__ import annotations

import pytest

from examples.washington.names import NAMING
from features.linking.naming import Reading

READING = Reading(NAMING)


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("Blue Heron Plumbing, Inc.", ["BLUE HERON PLUMBING"]),
        ("BLUE HERON PLUMBING L.L.C.", ["BLUE HERON PLUMBING"]),
        ("The Blue Heron's Plumbing Co", ["BLUE HERON PLUMBING"]),
        ("Fern Foods LLC dba The Heron Café", ["FERN FOOD", "HERON CAFE"]),
        ("Fern Foods d/b/a Heron Grill", ["FERN FOOD", "HERON GRILL"]),
        ("Heron Grill (Fern Foods, LLC)", ["HERON GRILL", "FERN FOOD"]),
        ("F.F.S. / Fern Food Services", ["FFS FERN FOOD SERVICE", "FFS", "FERN FOOD SERVICE"]),
        ("Fern Foods #0142", ["FERN FOOD"]),
        ("Fern Mgmt of WA", ["FERN MANAGEMENT WASHINGTON"]),
        ("State of Washington Dept. of Health", ["DEPARTMENT HEALTH"]),
        ("1234", ["1234"]),  # a name of nothing but a number is kept as it is
        (" - ", []),
    ],
)
def test_a_spelling_holds_these_names(spelling: str, names: list[str]) -> None:
    assert list(READING.read(spelling).names) == names


def test_a_spelling_tells_its_numbers_and_its_legal_form() -> None:
    read = READING.read("Fern Foods, L.L.C. #0142")

    assert (read.numbers, read.form) == (frozenset({"0142"}), "LLC")


def test_a_brand_is_shared_as_a_whole_word_only() -> None:
    assert READING.is_shared(READING.read("Subway #12"))
    assert not READING.is_shared(READING.read("Nosubway Diggers"))

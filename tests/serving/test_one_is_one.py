"""One of a thing is written in the singular, in both languages."""

from __future__ import annotations

import pytest

from features.amounts import ONE, UNITS, value_words
from features.vocabulary import Words


@pytest.mark.parametrize(
    ("value", "unit", "sv", "en"),
    [
        (1.0, "personer", "1 person", "1 person"),
        (2.0, "personer", "2 personer", "2 persons"),
        (1.0, "deklarationer", "1 deklaration", "1 return"),
        (0.0, "förbud", "0 förbud", "0 prohibitions"),
        (1.0, "förbud", "1 förbud", "1 prohibition"),
        (1.5, "gånger", "1,5 gånger", "1.5 times"),
        (1.0, "kr", "1 kr", "1 SEK"),
    ],
)
def test_a_figure_agrees_with_its_unit(value: float, unit: str, sv: str, en: str) -> None:
    assert value_words(value, unit, Words("", "")) == Words(sv, en)


def test_every_singular_belongs_to_a_unit_that_is_known() -> None:
    assert set(ONE) <= set(UNITS)

"""From contributions to words: strengths by share, small ones folded, values in words."""

from __future__ import annotations

import pytest

from features.amounts import number, value_words
from features.sweden import COUNTRY
from features.vocabulary import Words
from models.explanation import Contribution
from serving.targeting.inspection_list import Strength
from serving.targeting.reasons import gaps, reasons

AV, SKV = "arbetsmiljoverket", "skatteverket"
PEERS = "robusta standardavvikelser"


def part(
    name: str, amount: float, owners: tuple[str, ...] = (SKV,), value: float | None = 1.0
) -> Contribution:
    words = Words(f"{name} sv", f"{name} en")
    return Contribution(name, words, "krav", value, Words("1 krav", "1"), amount, owners, ())


def test_strength_is_the_share_of_all_that_moved_the_place() -> None:
    # Sizes add up to 100, so each is its own percentage.
    told, rest = reasons(
        [
            part("a", 57),
            part("b", -20),
            part("c", 12),
            part("d", 5),
            part("e", 2.9),
            part("f", -2.1),
            part("g", 1.0),
        ]
    )
    assert [(one.strength, one.direction) for one in told] == [
        (Strength.MUCH, "raises"),
        (Strength.MUCH, "lowers"),
        (Strength.SOME, "raises"),
        (Strength.LITTLE, "raises"),
    ]
    assert rest.count == 3
    assert rest.raises == pytest.approx(0.039)
    assert rest.lowers == pytest.approx(0.021)


def test_shares_and_rest_add_up_to_the_whole() -> None:
    told, rest = reasons([part(str(n), (-1) ** n * n * n) for n in range(1, 30)])
    assert sum(one.share for one in told) + rest.raises + rest.lowers == pytest.approx(1)


def test_nothing_that_moves_nothing_is_told() -> None:
    told, rest = reasons([part("a", 0.0), part("b", 0.0)])
    assert (told, rest.count) == ((), 0)


def test_what_is_not_known_is_a_gap_and_the_weightiest_comes_first() -> None:
    parts = [part("a", 0.1, value=None), part("b", 0.5, value=None), part("c", 9)]
    assert [one.sv for one in gaps(parts)] == ["b sv", "a sv"]


@pytest.mark.parametrize(
    ("value", "unit", "sv", "en"),
    [
        (0.67, "andel", "67 %", "67%"),
        (184_500.0, "kr", "184\u00a0500 kr", "184,500 SEK"),
        (3.0, "personer", "3 personer", "3 persons"),
        (1.0, "ja/nej", "ja", "yes"),
        (
            2.4,
            "robusta standardavvikelser",
            "högre",
            "higher",
        ),
        (0.2, "robusta standardavvikelser", "ungefär lika", "about the same"),
        (
            -9.0,
            "robusta standardavvikelser",
            "mycket lägre",
            "much lower",
        ),
        (7.2, "ln kr", "", ""),
        (None, "kr", "uppgift saknas", "no data"),
        (2.0, "ett mått ingen känner", "visat", "shown"),
    ],
)
def test_a_value_is_written_as_people_write_it(
    value: float | None, unit: str, sv: str, en: str
) -> None:
    words = value_words(value, unit, Words("visat", "shown"))
    assert words.sv == sv
    assert words.en.startswith(en)


@pytest.mark.parametrize(
    ("value", "sv"),
    [
        (0, "0"),
        (0.0416, "0,042"),
        (12.34, "12,3"),
        (1_234_567.8, "1\u00a0234\u00a0568"),
        (-2, "−2"),
    ],
)
def test_a_number_has_three_figures_that_matter(value: float, sv: str) -> None:
    assert number(value, "sv") == sv


def test_every_unit_of_the_country_is_known_in_english() -> None:
    shown = Words("as it stands", "as it stands")
    for feature in COUNTRY.features:
        if not feature.part:
            assert value_words(2.0, feature.unit, shown) != shown, feature.unit

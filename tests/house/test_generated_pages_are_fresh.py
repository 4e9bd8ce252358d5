"""Pages made from declarations say what the declarations say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.catalogue import catalogue_page
from features.country import Country, read_country
from features.registers.authority_pages import authorities_page
from features.registers.codes_page import codes_page
from features.registers.pages import registers_page
from features.typical import read_typical, stale
from features.vocabulary import PARTIES

ROOT = Path(__file__).resolve().parents[2]
TYPICAL = ROOT / "features" / "typical.json"


def _catalogue(country: Country) -> str:
    return catalogue_page(country, *read_typical(TYPICAL))


MAKERS = {
    "CATALOGUE.md": (_catalogue, "lykta features catalogue"),
    "AUTHORITIES.md": (authorities_page, "lykta features authorities"),
    "CODES.md": (codes_page, "lykta features codes"),
    "REGISTERS.md": (registers_page, "lykta features registers"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_generated_page_is_fresh(name: str) -> None:
    make, remedy = MAKERS[name]
    page = ROOT / "features" / name

    fresh = page.is_file() and page.read_text("utf-8") == make(read_country("features.sweden"))

    assert fresh, f"features/{name} is stale; run: {remedy}"


def test_every_feature_has_its_section() -> None:
    country = read_country("features.sweden")
    page = catalogue_page(country)

    shown = [feature.name for feature in country.features if not feature.part]

    assert [name for name in shown if f"\n## {name}\n" not in page] == []


def test_each_of_the_nine_has_a_page_that_says_what_or_why_nothing() -> None:
    page = authorities_page(read_country("features.sweden"))
    pages = dict(zip(PARTIES, page.split('<a id="')[1:], strict=False))

    assert len(pages) == 9
    for party, section in pages.items():
        assert section.startswith(f'{party}"')
        assert ("| delivers |" in section) != ("**Delivers nothing.**" in section)
        if "**Delivers nothing.**" in section:
            assert "Ground:" in section


def test_every_refused_kind_of_data_stands_on_a_page_with_its_ground() -> None:
    country = read_country("features.sweden")
    page = authorities_page(country)

    assert [one.name for one in country.refused if one.ground not in page] == []
    assert [one.name for one in country.refused if one.title.sv not in page] == []


def test_every_feature_has_typical_values_of_its_present_definition() -> None:
    _, kept = read_typical(TYPICAL)

    remedy = "build the demo's matrix, then: lykta features typical --as-of DATE --world WORDS"
    assert stale(read_country("features.sweden"), kept) == [], remedy

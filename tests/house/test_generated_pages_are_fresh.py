"""Pages made from declarations say what the declarations say now."""

from __future__ import annotations

from pathlib import Path

import pytest

from features.catalogue import catalogue_page
from features.country import Country, read_country
from features.registers.pages import registers_page
from features.typical import read_typical

ROOT = Path(__file__).resolve().parents[2]
TYPICAL = ROOT / "features" / "typical.json"


def _catalogue(country: Country) -> str:
    return catalogue_page(country, *read_typical(TYPICAL))


MAKERS = {
    "CATALOGUE.md": (_catalogue, "lykta features catalogue"),
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

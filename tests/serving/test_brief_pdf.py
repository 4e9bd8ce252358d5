"""The brief as PDF: tagged by PDF/UA-1, in both languages, and the same bytes each time."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from serving.pages.brief_page import brief_page
from serving.pages.rendering import Reader
from serving.printing.brief_pdf import brief_pdf
from serving.targeting.inspection_list import InspectionList
from serving.wording import Language


@pytest.mark.parametrize("language", list(Language))
def test_the_brief_is_tagged_and_says_so_in_its_language(
    week: tuple[InspectionList, ...], language: Language
) -> None:
    page = brief_page(week[0], Reader(language))
    made = brief_pdf(page)
    assert made.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    assert b"/StructTreeRoot" in made
    assert re.search(rf"<dc:language>.*?{language}.*?</dc:language>".encode(), made)
    assert made == brief_pdf(page)


def test_who_asks_for_pdf_gets_it_and_the_link_gives_the_same(
    client: TestClient, week: tuple[InspectionList, ...]
) -> None:
    path = f"/urval/{week[0].id}/underlag"
    asked = client.get(path, headers={"Accept": "application/pdf", "Accept-Language": "sv"})
    linked = client.get(f"{path}.pdf", headers={"Accept-Language": "sv"})
    assert asked.headers["content-type"] == linked.headers["content-type"] == "application/pdf"
    assert asked.content == linked.content
    assert client.get(path).headers["content-type"].startswith("text/html")

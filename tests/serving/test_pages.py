"""What pages hold: exactly their context, nothing foreign, no score, no accusation."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2.meta
import pytest
from starlette.testclient import TestClient

from features.vocabulary import Authority, Words
from serving.pages.brief_page import BriefPage, brief_page
from serving.pages.corrections_page import CorrectionsPage
from serving.pages.error_page import ErrorPage
from serving.pages.list_page import ListPage, list_page
from serving.pages.rendering import GLOBALS, STATIC, Reader, environment, render
from serving.pages.row_saved import RowSaved
from serving.pages.start_page import StartPage
from serving.pages.week_page import WeekPage
from serving.planning.board import Board
from serving.targeting.inspection_list import InspectionList, Member
from serving.web.headers import POLICY
from serving.wording import FORBIDDEN, Language
from tests.serving.invented import lists

PAGES: tuple[Any, ...] = (
    StartPage,
    ListPage,
    RowSaved,
    WeekPage,
    BriefPage,
    CorrectionsPage,
    ErrorPage,
)
SWEDISH = Reader(Language.SV)


def with_lot(week: tuple[InspectionList, ...]) -> InspectionList:
    """One of the lists that has a random draw on it."""
    return next(made for made in week if made.random)


@pytest.mark.parametrize("page", PAGES)
def test_a_template_uses_all_that_its_page_gives_and_nothing_else(page: Any) -> None:
    loader = environment().loader
    assert loader is not None
    used: set[str] = set()
    left, seen = [page.template], set()
    while left:
        name = left.pop()
        seen.add(name)
        text, _, _ = loader.get_source(environment(), name)
        tree = environment().parse(text)
        used |= jinja2.meta.find_undeclared_variables(tree)
        found = jinja2.meta.find_referenced_templates(tree)
        left += [other for other in found if other and other not in seen]
    # Loop variables of the including template reach the included parts.
    used -= {"entry"} | ({"row"} if page is ListPage else set())
    # What takes a row's place stands on a page that has its surroundings already.
    around = {"layout"} if page is RowSaved else set()
    assert used - set(GLOBALS) | around == {one.name for one in fields(page)}


class Parts(HTMLParser):
    """What a browser would act on: attributes, and text that is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


PATHS = (
    "/",
    "/urval/{id}",
    "/urval/{id}/veckoplan",
    "/urval/{id}?drawn=random",
    "/urval/{id}/underlag",
    "/nothing",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_page_needs_nothing_from_elsewhere_and_breaks_no_rule(
    client: TestClient, week: tuple[InspectionList, ...], path: str, language: str
) -> None:
    answer = client.get(
        path.format(id=with_lot(week).id), headers={"Accept-Language": language}
    )
    parts = Parts(answer.text)
    html = next(attributes for tag, attributes in parts.tags if tag == "html")

    assert html["lang"] == language
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "no-store"
    assert len(parts.ids) == len(set(parts.ids))
    for tag, attributes in parts.tags:
        assert tag not in ("style", "iframe")
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/static/")
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        for name in ("href", "src", "action"):
            assert (attributes.get(name) or "/").startswith(("/", "#"))
    assert sum(tag == "h1" for tag, _ in parts.tags) == 1
    assert not FORBIDDEN.search(parts.text)


def test_links_lead_somewhere(client: TestClient, week: tuple[InspectionList, ...]) -> None:
    for path in ("/", f"/urval/{week[0].id}", f"/urval/{week[0].id}/underlag"):
        for tag, attributes in Parts(client.get(path).text).tags:
            target = attributes.get("href") or ""
            if tag in ("a", "link") and target.startswith("/"):
                assert client.get(target).status_code == 200, target


def test_no_raw_score_reaches_a_planner(week: tuple[InspectionList, ...]) -> None:
    for made in week:
        shown = render(list_page(Board(made), SWEDISH)) + render(brief_page(made, SWEDISH))
        for entry in made.entries:
            for reason in entry.reasons:
                assert str(reason.contribution)[:7] not in shown
                assert str(reason.contribution).replace(".", ",")[:7] not in shown


def test_who_goes_along_and_who_prepares_are_told_apart_and_the_team_says_what_was_found(
    week: tuple[InspectionList, ...],
) -> None:
    team = (
        Member(Authority.SKATTEVERKET, "leads", Words("skattelagen", "the tax act")),
        Member(Authority.ARBETSMILJOVERKET, "visits", Words("arbetslagen", "the act")),
        Member(Authority.MIGRATIONSVERKET, "desk", None),
        Member(Authority.FORSAKRINGSKASSAN, "desk", None),
    )
    made = replace(week[0], entries=(replace(week[0].entries[0], team=team),))

    (sheet,) = brief_page(made, SWEDISH).sheets
    told = {fact.label: fact.value for fact in sheet.entry.facts}

    assert told["Med på besöket"] == "Arbetsmiljöverket (arbetslagen)"
    assert told["Förbereder från kontoret"] == "Migrationsverket och Försäkringskassan"
    assert sheet.results == (
        "Skatteverket",
        "Arbetsmiljöverket",
        "Migrationsverket",
        "Försäkringskassan",
    )


def test_under_a_reason_stand_its_peers_its_register_and_its_last_day(
    week: tuple[InspectionList, ...],
) -> None:
    made = week[0]
    entry = made.entries[0]
    reason = replace(
        entry.reasons[0],
        sentence=Words("6 krav från Arbetsmiljöverket", "6 demands"),
        is_in_sentence=True,
        peers=Words("hos liknande: 2 krav", "at similar: 2 demands"),
        source=Words("Inspektionsmeddelanden", "Inspection notices"),
        known="2026-02-27",
        is_stale=True,
    )
    told = replace(made, entries=(replace(entry, reasons=(reason,)), *made.entries[1:]))

    shown = render(list_page(Board(told), SWEDISH)).replace("\N{NON-BREAKING HYPHEN}", "-")

    assert "6 krav från Arbetsmiljöverket<small" in shown  # no figure after it once more
    assert (
        "Hos liknande: 2 krav · Inspektionsmeddelanden · senast\N{NO-BREAK SPACE}2026-02-27"
        " · källan har tystnat"
    ) in shown


def test_a_silent_register_is_first_of_what_the_model_does_not_know(
    week: tuple[InspectionList, ...],
) -> None:
    silent = (Words("Momsdeklarationer", "VAT returns"), Words("Tips", "Tips"))

    page = list_page(Board(replace(week[0], silent=silent)), SWEDISH)

    assert page.unknown[0] == (
        "Vad som har hänt på sistone i Momsdeklarationer och Tips: inget nytt har kommit på"
        " ovanligt länge."
    )
    assert page.unknown[1:] == list_page(Board(week[0]), SWEDISH).unknown


def test_a_page_tells_that_data_are_invented_and_how_dense_controls_are() -> None:
    told = render(list_page(Board(lists()[0]), SWEDISH))
    assert "Påhittade uppgifter. Kontrollerna är tio gånger så täta som i verkligheten." in told
    as_real = render(list_page(Board(lists(control_rate=1)[0]), SWEDISH))
    assert "Kontrollerna är lika täta som i verkligheten." in as_real
    real = render(list_page(Board(lists(invented=False)[0]), SWEDISH))
    assert "Påhittade" not in real


def test_a_band_says_both_how_many_had_faults_and_how_many_had_not(
    week: tuple[InspectionList, ...],
) -> None:
    told = render(list_page(Board(week[0]), SWEDISH))
    assert (
        "Av 100 kontrollerade arbetsställen med prioritet mycket hög hittades brister i flera"
        " områden hos 46 (2025). Hos 54 hittades det inte." in told
    )


def test_the_address_alone_narrows_the_list(
    client: TestClient, week: tuple[InspectionList, ...]
) -> None:
    made = with_lot(week)

    def names(query: str) -> list[str]:
        shown = client.get(f"/urval/{made.id}{query}").text
        return re.findall(r"<h3>(?:<a[^>]*>)?(.*?)(?:</a>)?</h3>", shown)

    assert names("") == [entry.name for entry in made.entries]
    assert names("?drawn=random") == [e.name for e in made.entries if e.drawn == "random"]
    assert names("?band=1") == [e.name for e in made.entries if e.band == 1]
    assert names("?band=1&band=2") == [e.name for e in made.entries if e.band in (1, 2)]
    assert client.get(f"/urval/{made.id}?band=7").status_code == 422


def test_a_name_is_shown_as_text_whatever_it_holds(
    week: tuple[InspectionList, ...],
) -> None:
    from dataclasses import replace

    bad = replace(week[0].entries[0], name="<script>alert(1)</script> & Co")
    made = replace(week[0], entries=(bad,))
    html = render(list_page(Board(made), SWEDISH)) + render(brief_page(made, SWEDISH))
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in html


def test_the_language_asked_for_goes_before_the_browsers(client: TestClient) -> None:
    english = client.get("/?lang=en", headers={"Accept-Language": "sv"}).text
    assert "Lists by centre" in english
    assert "lang=en" in re.findall(r'class="brand" href="([^"]*)"', english)[0]
    assert "Urval per center" in client.get("/", headers={"Accept-Language": "fr"}).text


def test_a_store_without_lists_says_how_they_are_made(tmp_path: Path) -> None:
    from serving.settings import Settings
    from serving.web.app import create_app

    app = create_app(Settings(workspace=tmp_path))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.post("/logga-in", data={"person": "planerare"})
        assert "lykta demo" in client.get("/").text


def test_the_style_sheet_fetches_nothing_and_may_be_kept(client: TestClient) -> None:
    text = (STATIC / "lykta.css").read_text(encoding="utf-8")
    assert not re.search(r"https?:|url\(|@import|@font-face", text)
    page = client.get("/").text
    for url in re.findall(r'"(/static/[^"]+)"', page):
        answer = client.get(url)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]


def test_what_was_not_written_here_is_what_its_maker_published() -> None:
    told = json.loads((STATIC / "vendor.json").read_text("utf-8"))
    there = {one.name for one in STATIC.glob("*.min.js")}
    assert set(told) == there
    for name, said in told.items():
        digest = hashlib.sha384((STATIC / name).read_bytes()).digest()
        assert said["sha384"] == "sha384-" + base64.b64encode(digest).decode()
        assert (STATIC / f"htmx-{said['version']}.LICENSE.txt").is_file()

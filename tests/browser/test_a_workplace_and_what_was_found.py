"""A workplace, what was found there and how visits went: by mouse, by key, without script."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from serving.store.database import Database, transaction
from serving.store.decisions import decision_of
from serving.store.outcomes import answers_of, outcomes_of
from tests.browser.conftest import OPEN, Site
from tests.browser.looking import reaches_past_the_edge
from tests.serving.settled import settle

PAGES = ("/arbetsstalle/{id}.1", "/resultat/{id}.1", "/uppfoljning?period=all", "/om-modellen")
TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture
def settled(site: Site) -> str:
    """The list of Väst of the week before, its plan locked; its id."""
    made = next(one for one in site.before if one.centre.code == "vast")
    database: Database = site.app.state.database
    settle(database, made)
    return made.id


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until the focus is where `selector` is, as somebody without a mouse does."""
    target = page.locator(selector)
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached with {most} tabs")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound_wide_narrow_in_forced_colours_and_in_both_languages(
    open_page: OPEN, settled: str, path: str
) -> None:
    opened = open_page()
    opened.go(path.format(id=settled))
    opened.check()
    opened.page.emulate_media(forced_colors="active")
    opened.check()
    opened.page.emulate_media(forced_colors="none")
    opened.page.set_viewport_size({"width": 320, "height": 640})
    assert reaches_past_the_edge(opened.page) == 0
    opened.page.locator(".top-nav a[hreflang=en]").click()
    assert opened.page.locator("html").get_attribute("lang") == "en"
    assert reaches_past_the_edge(opened.page) == 0
    opened.check()


def test_a_workplace_is_decided_on_by_mouse_and_a_fault_is_told_where_it_is(
    open_page: OPEN, site: Site
) -> None:
    opened = open_page()
    page, place = opened.page, site.made.entries[0].id
    opened.go(f"/arbetsstalle/{place}")
    page.get_by_role("radio", name="Avvakta").check()
    page.get_by_role("button", name="Spara beslut").click()
    expect(page.get_by_role("alert")).to_have_text("Välj ett skäl som hör till beslutet.")
    expect(page.get_by_role("alert")).to_be_focused()
    opened.check()
    page.get_by_label("Skäl (krävs om du avvaktar eller avstår)").select_option("wait:season")
    page.get_by_role("button", name="Spara beslut").click()
    expect(page.get_by_role("status")).to_have_text("Beslutet är sparat.")
    with transaction(site.app.state.database) as connection:
        assert decision_of(connection, place).reason == "season"
    page.get_by_text("Rätta uppgift").first.click()
    page.get_by_label("Är inaktuell").first.check()
    page.get_by_label("Hur vet du det?").first.select_option("Iakttaget på plats")
    opened.check()
    page.get_by_role("button", name="Begär rättelse").first.click()
    expect(page.get_by_role("status")).to_contain_text("Begäran är skickad")


def test_an_outcome_is_recorded_by_the_keyboard_alone(
    open_page: OPEN, site: Site, settled: str
) -> None:
    opened = open_page()
    page = opened.page
    opened.go(f"/resultat/{settled}.1")
    tab_to(page, "input[name=result][value=finding]")
    page.keyboard.press("ArrowDown")  # from a finding to none
    tab_to(page, "#visited_on")
    # The order of the fields is the browser's own; each is as wide as its figures.
    page.locator("#visited_on").evaluate("(one, day) => { one.value = day; }", TODAY)
    tab_to(page, "#comment")
    page.keyboard.type("allt i ordning")
    tab_to(page, "input[name=answer-0][value=held]")
    page.keyboard.press("ArrowRight")
    tab_to(page, "button[value=save]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_have_text("Resultatet är sparat.")
    with transaction(site.app.state.database) as connection:
        (one,) = outcomes_of(connection)
        assert answers_of(connection, f"{settled}.1") == {0: "did_not"}
    assert (one.outcome.result, one.outcome.comment) == ("none", "allt i ordning")


def test_everything_works_without_script(open_page: OPEN, site: Site, settled: str) -> None:
    opened = open_page(java_script_enabled=False, width=320, height=640)
    page = opened.page
    opened.go(f"/resultat/{settled}.1")
    page.get_by_label("Fri text").fill("börjat")
    page.get_by_role("button", name="Spara utkast").click()
    expect(page.get_by_role("status").first).to_have_text(
        "Utkastet är sparat. Bara du ser det."
    )
    expect(page.get_by_label("Fri text")).to_have_value("börjat")
    page.locator("input[name=result][value=not_checked]").check()
    page.get_by_label("Besökt den").fill(TODAY)
    page.get_by_role("button", name="Spara resultatet").click()
    expect(page.get_by_role("status").first).to_have_text("Resultatet är sparat.")
    opened.go(f"/arbetsstalle/{settled}.1")
    expect(page.locator("#historik")).to_contain_text("Arbetsmiljöverket: ej kontrollerat")


def test_what_is_typed_outlives_the_network_and_the_session(
    open_page: OPEN, site: Site, settled: str
) -> None:
    opened = open_page()
    page, told = opened.page, opened.page.locator("#kept")
    opened.go(f"/resultat/{settled}.1")
    opened.context.set_offline(True)
    page.get_by_label("Fri text").fill("utan nät")
    expect(told).to_contain_text("Ingen kontakt med tjänsten", timeout=8000)
    opened.context.set_offline(False)
    expect(told).to_have_text("Utkast sparat", timeout=12000)
    kept = opened.context.cookies()
    opened.context.clear_cookies()
    page.get_by_label("Fri text").fill("utan session")
    expect(told).to_contain_text("Du är utloggad", timeout=8000)
    page.locator("input[name=result][value=none]").check()
    page.get_by_label("Besökt den").fill(TODAY)
    page.get_by_role("button", name="Spara resultatet").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("inte heller borta")
    opened.check()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    for cookie in kept:  # as when one has signed in on another tab
        opened.context.add_cookies(
            [{"name": cookie["name"], "value": cookie["value"], "url": opened.address}]
        )
    page.get_by_role("button", name="Spara resultatet").click()
    expect(page.get_by_role("status").first).to_have_text("Resultatet är sparat.")
    with transaction(site.app.state.database) as connection:
        (one,) = outcomes_of(connection)
    assert one.outcome.comment == "utan session"

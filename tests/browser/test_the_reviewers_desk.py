"""The reviewer's desk: by mouse, by key alone, without script, narrow and in forced colours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import expect

from features.vocabulary import Words
from models.audit.kept import keep
from serving.access.callers import Operator
from serving.reviewing.blind import keep_cases
from serving.reviewing.rules import Review
from serving.store.database import Database, looking, transaction
from serving.store.review_cases import BlindCase, answers_of
from serving.store.reviews import review_of
from tests.browser.conftest import OPEN, Site
from tests.browser.looking import reaches_past_the_edge
from tests.browser.test_a_workplace_and_what_was_found import tab_to
from tests.serving.access.test_review_pages import HELD, WORDS
from tests.serving.access.test_told_of_a_model import FEATURE
from tests.serving.approving import approve, hand_in, write_model

NOTHING = Words("", "")
PAGES = ("", "/fall", "/fall/1", "/offentlig")


@pytest.fixture
def review(site: Site, open_page: OPEN) -> Review:
    """A model handed in, with one vote, a group audit and two cases; its case is open."""
    open_page()  # a plan lead opens the control case that the reviewer then reads for
    settings, database = site.app.state.settings, site.app.state.database
    words = {"sv": "Ordnar arbetsställen.", "en": "Orders workplaces."}
    folder = write_model(
        settings.mlruns,
        "granskad",
        purpose=words,
        features=[FEATURE],
        group_words=WORDS,
        calibration=HELD,
    )
    found = hand_in(database, folder)
    figure = {"value": 1.9, "interval": [1.4, 2.4]}
    group = {
        "attribute": "size",
        "value": "50+",
        "size": 900,
        "verdict": "fails",
        "verdicts": {"burden": {"verdict": "fails", "why": "x"}},
        "burden_ratio": figure,
        "random_arm": {"value": 0.04, "interval": [0.02, 0.08]},
        "burden": {"excess": figure},
    }
    audit = {"verdict": "fails", "policy": {"tolerance": 1.25}, "groups": [group]}
    keep(settings.workspace, "sweden", "models", found.model, "groups", audit)
    approve(database, found.id, "anna")
    which = ("name", "address", "municipality", "workplace", "employer", "explanation")
    blank: dict[str, Any] = {
        **dict.fromkeys(which, ""),
        "sector": NOTHING,
        "employees": NOTHING,
    }
    cases = [
        BlindCase(n, n == 1, replace(entry, id=f"{found.id}.{n}", **blank))
        for n, entry in enumerate(site.made.entries[:2], start=1)
    ]
    with transaction(database) as connection:
        keep_cases(connection, Operator("test"), found.id, cases)
    return found


@pytest.mark.parametrize("part", PAGES)
def test_a_page_of_a_review_is_sound_wide_narrow_in_forced_colours_and_in_both_languages(
    open_page: OPEN, review: Review, part: str
) -> None:
    opened = open_page("granskare")
    opened.go(f"/granskning/{review.id}{part}")
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


def test_two_lists_and_the_log_are_sound_wide_and_narrow(open_page: OPEN, site: Site) -> None:
    open_page()
    before = next(one for one in site.before if one.centre.code == "vast")
    compared, log = open_page("granskare"), open_page(None)
    compared.go(f"/granskning/jamfor?fore={before.id}&efter={site.made.id}")
    log.go("/logga-in")
    log.page.get_by_role("button", name="Demo Loggranskare").click()
    expect(log.page.get_by_role("heading", name="Logg", exact=True)).to_be_visible()
    for opened in (compared, log):
        opened.check()
        opened.page.set_viewport_size({"width": 320, "height": 640})
        assert reaches_past_the_edge(opened.page) == 0
        opened.check()


def test_a_reviewer_reads_blind_then_votes_by_mouse_and_sees_the_others(
    open_page: OPEN, site: Site, review: Review
) -> None:
    opened = open_page("granskare")
    page = opened.page
    opened.go("/om-modellen")
    page.get_by_role("link", name="Granskning", exact=True).click()
    page.get_by_role("link", name=f"{review.name} {review.version}").click()
    expect(page.get_by_text("Anna")).to_have_count(0)
    page.get_by_role("link", name="Läs fall blint").click()
    page.get_by_role("link", name="Nästa fall").click()
    expect(page.get_by_text("Prioritet:")).to_have_count(0)
    page.get_by_label("Ja, besöka").check()
    page.get_by_role("button", name="Svara").click()
    expect(page.locator("#svar")).to_contain_text("Modellen hade listat det.")
    opened.check()
    page.get_by_role("link", name="Nästa fall").click()
    page.get_by_label("Går inte att säga av skälen").check()
    page.get_by_role("button", name="Svara").click()
    opened.go(f"/granskning/{review.id}")
    page.get_by_label("Godkänn", exact=True).check()
    page.get_by_role("button", name="Signera beslut").click()
    expect(page.get_by_role("alert")).to_contain_text("Alla kontroller är inte uppfyllda")
    expect(page.get_by_role("alert")).to_be_focused()
    opened.check()
    page.get_by_label("Godkänn med villkor", exact=True).check()
    page.get_by_role("textbox", name="Villkor").fill("Högst 15 % små företag.")
    page.get_by_role("button", name="Signera beslut").click()
    expect(page.get_by_role("status")).to_have_text("Beslutet är signerat.")
    expect(page.locator("#handelser")).to_contain_text("Anna godkände med villkor.")
    opened.check()
    with looking(site.app.state.database) as connection:
        assert len(review_of(connection, review.id).votes) == 2
        assert [one.said for one in answers_of(connection, review.id)] == [
            "visit",
            "cannot_say",
        ]


def test_a_model_is_stopped_by_the_keyboard_alone(
    open_page: OPEN, site: Site, review: Review
) -> None:
    opened = open_page("granskare")
    page = opened.page
    opened.go(f"/granskning/{review.id}")
    tab_to(page, "input[name=decision][value=approve]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")  # approve, with conditions, stop
    tab_to(page, "#motivering")
    page.keyboard.type("Träffar stora företag för hårt.")
    tab_to(page, "#beslut button")
    page.keyboard.press("Enter")
    expect(page.locator("#beslut")).to_contain_text("Granskningen är stoppad.")
    database: Database = site.app.state.database
    with looking(database) as connection:
        assert review_of(connection, review.id).is_stopped


def test_a_review_is_read_voted_on_and_talked_of_without_script(
    open_page: OPEN, review: Review
) -> None:
    opened = open_page("granskare", java_script_enabled=False)
    page = opened.page
    opened.go(f"/granskning/{review.id}")
    page.get_by_label("Godkänn med villkor", exact=True).check()
    page.get_by_role("textbox", name="Villkor").fill("Bara Väst.")
    page.get_by_role("button", name="Signera beslut").click()
    expect(page.get_by_role("status")).to_have_text("Beslutet är signerat.")
    page.get_by_label("Skriv i granskningen").fill("Se stora företag.")
    page.get_by_role("button", name="Skicka").click()
    expect(page.get_by_role("status")).to_have_text("Kommentaren är sparad.")
    expect(page.locator("#handelser")).to_contain_text("Se stora företag.")

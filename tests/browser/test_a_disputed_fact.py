"""A disputed fact from one desk to the other and back: by mouse, by key, without script."""

from __future__ import annotations

import sys

import pytest
from playwright.sync_api import expect

from features.vocabulary import Authority
from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.choices import Dispute
from serving.planning.vocabulary import Doubted, Wrong
from serving.rescorer import Rescorer
from serving.store.database import Database, transaction
from serving.store.places import place_of
from serving.store.requests import answer_correction, corrections_of, dispute_fact
from serving.store.rescorings import Rescored, Side, finish_rescoring, waiting_rescorings
from tests.browser.conftest import OPEN, Opened, Site
from tests.browser.looking import reaches_past_the_edge
from tests.browser.test_a_workplace_and_what_was_found import tab_to

SKV = Authority.SKATTEVERKET.value
OWNER = "planerare-skv"


def number_of(site: Site) -> int:
    """The reason of the first place whose fact is Skatteverket's alone."""
    reasons = site.made.entries[0].reasons
    return next(n for n, one in enumerate(reasons) if one.authorities == (SKV,))


@pytest.fixture
def disputed(site: Site) -> str:
    """That fact has been said to be out of date; the request's id."""
    database: Database = site.app.state.database
    with transaction(database) as connection:
        return dispute_fact(
            connection,
            place_of(connection, site.made.entries[0].id),
            number_of(site),
            SKV,
            Dispute(Wrong.OUTDATED, Doubted.OTHER, "De lämnades i september,\nföre listan."),
            event=AuditEvent(EventType.FACT_DISPUTED),
        )


def state_of(site: Site, request: str) -> str:
    with transaction(site.app.state.database) as connection:
        return corrections_of(connection, request=request)[0].state


def is_sound(opened: Opened) -> None:
    """Nothing for axe to say, nothing past the edge: wide, narrow, in forced colours, twice."""
    page = opened.page
    opened.check()
    page.emulate_media(forced_colors="active")
    opened.check()
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 320, "height": 640})
    assert reaches_past_the_edge(page) == 0
    page.locator(".top-nav a[hreflang=en]").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert reaches_past_the_edge(page) == 0
    opened.check()


def test_the_page_of_the_owner_is_sound_with_a_request_and_without(
    open_page: OPEN, site: Site, disputed: str
) -> None:
    opened = open_page(OWNER)
    opened.go("/rattelser")
    expect(opened.page.get_by_text("De lämnades i september")).to_be_visible()
    is_sound(opened)
    other = open_page()  # of Arbetsmiljöverket, for whom nothing waits
    other.go("/rattelser")
    expect(other.page.locator("main")).to_contain_text("Inget väntar på svar")
    is_sound(other)


def test_a_workplace_with_a_disputed_fact_is_sound(
    open_page: OPEN, site: Site, disputed: str
) -> None:
    opened = open_page()
    opened.go(f"/arbetsstalle/{site.made.entries[0].id}")
    opened.page.get_by_text("Vad skulle ett rättat värde betyda?").click()
    is_sound(opened)


def test_a_planner_disputes_the_owner_answers_and_the_planner_sees_the_answer(
    open_page: OPEN, site: Site
) -> None:
    place, number = site.made.entries[0], number_of(site)
    planner = open_page()
    page = planner.page
    planner.go(f"/arbetsstalle/{place.id}")
    form = page.locator("details.correct", has=page.locator(f"[name=reason][value='{number}']"))
    form.locator("summary").click()
    form.get_by_label("Är inaktuell").check()
    form.get_by_label("Hur vet du det?").select_option("Ett annat register säger annat")
    form.get_by_role("button", name="Begär rättelse").click()
    expect(page.get_by_role("status")).to_contain_text("Begäran är skickad")
    expect(page.locator("#uppgifter")).to_contain_text("Skatteverket fick frågan")
    page.get_by_role("link", name="Ifrågasatt: väntar på svar").click()
    expect(page.locator(".stands-so")).to_be_in_viewport()
    planner.check()

    owner = open_page(OWNER)
    owner.go("/om-modellen")
    owner.page.get_by_role("link", name="Rättelser", exact=True).click()
    card = owner.page.locator(".dispute")
    expect(card).to_contain_text(place.reasons[number].sentence.sv)
    expect(card).to_contain_text("Ett annat register säger annat")
    owner.page.get_by_role("button", name="Rättad hos oss").click()
    expect(owner.page.get_by_role("status")).to_contain_text("uppgiften är rättad hos er")
    expect(card).to_have_count(0)
    owner.check()

    page.reload()
    stands = page.locator(".stands-so")
    expect(stands).to_contain_text("uppgiften är rättad hos dem")
    expect(stands).to_contain_text("Det nya värdet kommer med registrets nästa leverans.")
    expect(page.get_by_role("link", name="Ifrågasatt: rättad i registret")).to_be_visible()
    planner.check()


def test_a_request_is_answered_by_the_keyboard_alone(
    open_page: OPEN, site: Site, disputed: str
) -> None:
    opened = open_page(OWNER)
    opened.go("/rattelser")
    tab_to(opened.page, "button[value=rejected]")
    opened.page.keyboard.press("Enter")
    expect(opened.page.get_by_role("status")).to_contain_text("stämmer som den står")
    assert state_of(site, disputed) == "rejected"


def test_a_request_is_answered_without_script(
    open_page: OPEN, site: Site, disputed: str
) -> None:
    opened = open_page(OWNER, java_script_enabled=False, width=320, height=640, language="en")
    opened.go("/rattelser")
    opened.page.get_by_role("button", name="Corrected in our register").click()
    expect(opened.page.get_by_role("status")).to_contain_text("The answer is saved")
    assert state_of(site, disputed) == "corrected"


def test_whoever_answers_second_is_told_what_stands(
    open_page: OPEN, site: Site, disputed: str
) -> None:
    opened = open_page(OWNER)
    opened.go("/rattelser")
    with transaction(site.app.state.database) as connection:
        event = AuditEvent(EventType.CORRECTION_ANSWERED)
        answer_correction(connection, disputed, "rejected", event=event)
    opened.page.get_by_role("button", name="Rättad hos oss").click()
    told = opened.page.get_by_role("alert")
    expect(told).to_contain_text("Frågan var redan besvarad av din myndighet")
    expect(told).to_be_focused()
    opened.check()
    assert state_of(site, disputed) == "rejected"


def test_what_the_right_value_would_mean_is_asked_and_read_on_the_page(
    open_page: OPEN, site: Site, disputed: str
) -> None:
    database: Database = site.app.state.database
    # A process that does nothing: what it would have found is written down below.
    site.app.state.rescorer = Rescorer(site.app.state.settings, (sys.executable, "-c", ""))
    opened = open_page()
    page = opened.page
    opened.go(f"/arbetsstalle/{site.made.entries[0].id}")
    page.get_by_text("Vad skulle ett rättat värde betyda?").click()
    page.get_by_label("Rätt värde (procent)").fill("25")
    page.get_by_role("button", name="Räkna ut").click()
    expect(page.get_by_role("status")).to_contain_text("Det räknas ut nu.")
    with transaction(database) as connection:
        (one,) = waiting_rescorings(connection)
        found = Rescored("x", 2800, Side(1, 6, 1, ()), Side(3, 700, None, ()))
        event = AuditEvent(EventType.RESCORING_MADE)
        finish_rescoring(connection, one.id, found, event=event)
    page.reload()
    expect(page.locator(".asked")).to_contain_text(
        "Med värdet 25 % skulle prioriteten bli förhöjd i stället för mycket hög, och"
        " arbetsstället inte stå på listan."
    )
    opened.check()

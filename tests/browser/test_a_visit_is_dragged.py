"""A visit is moved to another day by dragging its card, with a real mouse; a finger scrolls."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from serving.audit import AuditEvent
from serving.audit_vocabulary import EventType
from serving.planning.choices import Choice, Visit
from serving.planning.vocabulary import Part, State, Status
from serving.store.audit_log import records
from serving.store.database import transaction
from serving.store.decisions import decide
from serving.store.places import place_of
from serving.store.plans import move_plan, open_plan, plan_of
from serving.store.visits import move_visit, visits_of
from tests.browser.conftest import OPEN, Opened, Site


@pytest.fixture
def planned(site: Site) -> str:
    """The list of Väst with its first two places in a plan that has been begun; its address."""
    made = site.made
    with transaction(site.app.state.database) as connection:
        open_plan(connection, made.id, event=AuditEvent(EventType.PLAN_OPENED))
        for entry in made.entries[:2]:
            choice = Choice(Status.INCLUDE, agencies=("skatteverket",))
            place = place_of(connection, entry.id)
            event = AuditEvent(EventType.DECISION_MADE)
            decide(connection, place, choice, expected=0, event=event)
    return f"/urval/{made.id}/veckoplan"


def drag(page: Page, card: str, to: str) -> None:
    """Take hold of a card, move to a day in steps, and let go: as a hand with a mouse does."""
    held = page.locator(card).bounding_box()
    day = page.locator(to).bounding_box()
    assert held is not None
    assert day is not None
    page.mouse.move(held["x"] + held["width"] / 2, held["y"] + 6)
    page.mouse.down()
    page.mouse.move(day["x"] + day["width"] / 2, day["y"] + day["height"] / 2, steps=12)
    page.mouse.up()


def swipe_up(opened: Opened, x: float, y: float, *, by: int) -> None:
    """Put a finger down, move it up the screen in steps, and lift it."""
    devtools = opened.context.new_cdp_session(opened.page)
    steps = [("touchStart", 0), *(("touchMove", -n) for n in range(10, by + 1, 10))]
    for kind, up in steps:
        points = [{"x": x, "y": y + up}]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_visit_is_dragged_to_its_day_and_off_the_week_again(
    open_page: OPEN, site: Site, planned: str
) -> None:
    opened = open_page()
    page = opened.page
    opened.go(planned)
    expect(page.get_by_text("Dra ett besök till en annan dag")).to_be_visible()
    day = str(site.made.week.monday + timedelta(days=2))

    drag(page, "#besok-1", f'.day[data-day="{day}"]')

    expect(page.locator(f'.day[data-day="{day}"] #besok-1')).to_be_visible()
    expect(page.locator("#besok-1 .part")).to_have_text("Förmiddag")
    opened.check()
    # It keeps its time of day from one day to another.
    page.locator("#dag-besok-1").select_option(f"{day}:evening")
    page.locator("#besok-1").get_by_role("button").click()
    expect(page.locator("#besok-1 .part")).to_have_text("Kväll")
    later = str(site.made.week.monday + timedelta(days=4))
    drag(page, "#besok-1", f'.day[data-day="{later}"]')
    expect(page.locator(f'.day[data-day="{later}"] #besok-1 .part')).to_have_text("Kväll")
    drag(page, "#besok-1", '.day[data-day=""]')
    expect(page.locator('.day[data-day=""] #besok-1')).to_be_visible()
    with transaction(site.app.state.database) as connection:
        moved = visits_of(connection, site.made.id)[site.made.entries[0].id]
        count = sum(one.event.type == "visit_moved" for one in records(connection))
    assert (moved.on, moved.version, count) == (None, 4, 4)


def test_a_visit_that_is_let_go_where_it_was_or_outside_is_not_moved(
    open_page: OPEN, site: Site, planned: str
) -> None:
    opened = open_page()
    page = opened.page
    opened.go(planned)
    drag(page, "#besok-1", '.day[data-day=""] h2')
    drag(page, "#besok-1", "h1")
    expect(page.locator(".held, .over")).to_have_count(0)
    with transaction(site.app.state.database) as connection:
        assert visits_of(connection, site.made.id) == {}


def test_a_drag_over_what_somebody_else_moved_is_refused_as_the_form_is(
    open_page: OPEN, site: Site, planned: str
) -> None:
    opened = open_page()
    page, place = opened.page, site.made.entries[0].id
    opened.go(planned)
    monday = site.made.week.monday
    with transaction(site.app.state.database) as connection:
        event = AuditEvent(EventType.VISIT_MOVED)
        move_visit(
            connection, place_of(connection, place), Visit(monday, Part.EVENING), event=event
        )
    tuesday = f'.day[data-day="{monday + timedelta(days=1)}"]'
    drag(page, "#besok-1", tuesday)
    expect(page.get_by_role("alert")).to_contain_text("Någon annan har flyttat besöket")
    expect(page.locator(f'.day[data-day="{monday}"] #besok-1')).to_be_visible()


def test_a_finger_on_a_card_scrolls_and_a_locked_plan_is_not_dragged(
    open_page: OPEN, site: Site, planned: str
) -> None:
    opened = open_page(width=320, height=480, has_touch=True, is_mobile=True)
    page = opened.page
    opened.go(planned)
    card = page.locator("#besok-1")
    card.evaluate("one => one.scrollIntoView({block: 'center'})")
    expect(card).not_to_have_attribute("draggable", "true")
    expect(page.locator("#dra")).to_be_hidden()
    box = card.bounding_box()
    assert box is not None
    before = page.evaluate("scrollY")
    swipe_up(opened, box["x"] + 40, box["y"] + 10, by=160)
    page.wait_for_function("before => scrollY > before + 80", arg=before)
    with transaction(site.app.state.database) as connection:
        plan = plan_of(connection, site.made.id)
        event = AuditEvent(EventType.PLAN_LOCKED)
        move_plan(connection, plan.list_id, State.LOCKED, expected=plan.version, event=event)
    seen = open_page()
    seen.go(planned)
    expect(seen.page.locator("#besok-1")).to_be_visible()
    expect(seen.page.locator("[draggable=true]")).to_have_count(0)

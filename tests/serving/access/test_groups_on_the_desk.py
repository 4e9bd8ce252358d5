"""Groups on the reviewer's desk: by their names, beside the model in use, with their cases."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from features.sweden import COUNTRY
from models.audit.kept import keep
from models.audit.naming import words_of_groups
from serving.access.rights import Role
from serving.audit_vocabulary import EventType
from serving.reviewing.rules import Review
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, looking
from serving.targeting.inspection_list import InspectionList
from tests.serving.access.conftest import ENTER, person
from tests.serving.access.test_review_pages import model, review

__all__ = ["model", "review"]  # fixtures


@pytest.fixture
def reviewer(enter: ENTER) -> TestClient:
    return enter(person(Role.REVIEWER))


def group(attribute: str, value: str, excess: float, verdict: str = "passes") -> dict[str, Any]:
    figure = {"value": excess, "interval": [excess - 0.1, excess + 0.1]}
    return {
        "attribute": attribute,
        "value": value,
        "size": 1200,
        "verdict": verdict,
        "burden_ratio": figure,
        "random_arm": {"value": 0.04, "interval": [0.02, 0.08]},
        "burden": {"excess": figure},
    }


def audit(*groups: dict[str, Any]) -> dict[str, Any]:
    return {
        "verdict": "fails",
        "policy": {"tolerance": 1.25},
        "read_by_audits_alone": ["owner_background"],
        "words": words_of_groups(COUNTRY),
        "groups": list(groups),
    }


def row_of(page: str, name: str) -> str:
    """The table row of a group, whether its name leads to cases or not."""
    rows = page.split("<tr")[1:]
    return next(one for one in rows if f">{name}</a></th>" in one or f">{name}</th>" in one)


@pytest.mark.parametrize(
    ("attribute", "value", "sv", "en"),
    [
        ("county", "14", "Västra Götalands län", "Västra Götalands län"),
        ("size", "1-4", "1–4 anställda", "1–4 employees"),
        ("age_of_firm", "under_2_years", "Under 2 år", "Under 2 years"),
        ("ownership", "limited", "Aktiebolag", "Limited company"),
        ("owner_background", "elsewhere", "Född utanför Europa", "Born outside Europe"),
        ("owner_sex", "woman", "Kvinna", "Woman"),
        ("a_band_of_a_site", "group_one", "group one", "group one"),
    ],
)
def test_a_group_is_called_by_its_name_in_both_languages(
    reviewer: TestClient,
    review: Review,
    settings: Settings,
    attribute: str,
    value: str,
    sv: str,
    en: str,
) -> None:
    told = audit(group(attribute, value, 1.0))
    keep(settings.workspace, "sweden", "models", review.model, "groups", told)

    swedish, english = (
        unescape(reviewer.get(f"/granskning/{review.id}?lang={one}").text)
        for one in ("sv", "en")
    )

    assert "1,00 (0,90–1,10)" in row_of(swedish, sv)
    assert "1.00 (0.90–1.10)" in row_of(english, en)


def test_every_group_of_the_country_has_words(review: Review) -> None:
    words = words_of_groups(COUNTRY)

    for one in COUNTRY.groupings:
        assert set(one.bands) <= set(words[one.name]), one.name
        assert words[one.name], one.name


def test_the_audit_of_the_model_in_use_stands_beside_that_of_the_new_one(
    reviewer: TestClient,
    review: Review,
    settings: Settings,
    week: tuple[InspectionList, ...],
) -> None:
    now = week[0].provenance.model_digest
    new = audit(group("size", "1-4", 1.1), group("size", "100-", 0.9))
    keep(settings.workspace, "sweden", "models", review.model, "groups", new)
    alone = reviewer.get(f"/granskning/{review.id}").text

    of_now = audit(group("size", "1-4", 1.7))
    keep(settings.workspace, "sweden", "models", now, "groups", of_now)
    page = reviewer.get(f"/granskning/{review.id}").text

    both = row_of(page, "1–4 anställda")
    assert "1,10 (1,00–1,20)" in both
    assert "1,70 (1,60–1,80)" in both
    assert both.count("<circle") == 2  # the new one and, grey, the one in use
    assert row_of(alone, "1–4 anställda").count("<circle") == 1
    assert "1,70" not in alone
    # Of a group that the other audit has not, nothing can be said.
    assert "går inte att säga" in row_of(page, "minst 100 anställda")


@pytest.fixture
def behind(settings: Settings, week: tuple[InspectionList, ...]) -> InspectionList:
    """The newest week audited: two of Väst's places are small, one of Syd's."""
    vast, syd = (
        next(one for one in week if one.centre.code == code) for code in ("vast", "syd")
    )
    small = [*(one.id for one in vast.entries[:2]), syd.entries[0].id]
    told = audit(group("size", "1-4", 1.9, "fails"), group("owner_background", "sweden", 1.0))
    keep(settings.workspace, "sweden", "lists", "2026-W48", "groups", told)
    cases = {
        "lists": {one.centre.code: one.id for one in (vast, syd)},
        "groups": {"size": {"1-4": small}},
    }
    keep(settings.workspace, "sweden", "lists", "2026-W48", "cases", cases)
    return vast


def test_a_figure_leads_to_its_cases_on_the_list_of_the_purposes_centre(
    reviewer: TestClient, review: Review, behind: InspectionList, database: Database
) -> None:
    here = f"/granskning/{review.id}/bakom?indelning=size&grupp=1-4"
    desk = unescape(reviewer.get(f"/granskning/{review.id}").text)
    assert f'href="{here}"' in row_of(desk, "1–4 anställda")

    page = unescape(reviewer.get(here).text)

    assert "Fallen bakom Storlek: 1–4 anställda" in page
    first, second, third = behind.entries[:3]
    for one in (first, second):
        row = row_of(page, one.name)
        assert f'href="/arbetsstalle/{one.id}"' in row
        assert "Inget besök redovisat" in row
    assert third.id not in page
    assert "På andra centers listor: 1" in page
    with looking(database) as connection:
        told = [one.event for one in records(connection)]
    read = next(one for one in reversed(told) if one.type is EventType.LIST_READ)
    assert read.objects == (behind.id, first.id, second.id)
    assert read.filter == "size=1-4"
    assert any(one.type is EventType.OUTCOMES_READ for one in told)


def test_who_is_in_a_band_that_audits_alone_read_is_shown_to_nobody(
    enter: ENTER, reviewer: TestClient, review: Review, behind: InspectionList
) -> None:
    desk = f"/granskning/{review.id}?sand=owner_background"
    page = unescape(reviewer.get(desk).text)

    assert "bakom?" not in row_of(page, "Född i Sverige")
    assert "läses bara av granskningen" in page
    band = f"/granskning/{review.id}/bakom?indelning=owner_background&grupp=sweden"
    assert reviewer.get(band).status_code == 404
    # An analyst and an auditor see figures of groups, and no case behind them.
    for role in (Role.ANALYST, Role.AUDITOR):
        client = enter(person(role))
        assert "bakom?" not in client.get(f"/granskning/{review.id}").text
        here = f"/granskning/{review.id}/bakom?indelning=size&grupp=1-4"
        assert client.get(here).status_code == 403


def test_a_centre_without_a_place_in_the_group_is_told_where_they_are(
    enter: ENTER, review: Review, behind: InspectionList
) -> None:
    client = enter(person(Role.REVIEWER, "ost"), centre="ost")

    page = client.get(f"/granskning/{review.id}/bakom?indelning=size&grupp=1-4").text

    assert "Ingen plats i gruppen finns på listan" in page
    assert "På andra centers listor: 3" in page


@pytest.mark.parametrize(
    ("role", "home", "ways"),
    [
        (Role.PLANNER, "/", {"/", "/uppfoljning", "/rattelser", "/om-modellen"}),
        (Role.REVIEWER, "/", {"/", "/uppfoljning", "/om-modellen", "/granskning"}),
        (Role.AUDITOR, "/logg", {"/om-modellen", "/granskning", "/logg"}),
        (Role.ADMINISTRATOR, "/om-modellen", {"/om-modellen"}),
    ],
)
def test_everybody_is_offered_the_pages_that_they_may_open_and_no_other(
    enter: ENTER, review: Review, role: Role, home: str, ways: set[str]
) -> None:
    client = enter(person(role))
    page = client.get("/om-modellen").text

    head = page.split("<header")[1].split("</header>")[0]
    assert f'class="brand" href="{home}"' in head
    nav = head.split('<nav class="top-nav"')[1].split("</nav>")[0]
    linked = {one.split('"')[0] for one in nav.split('href="')[1:]}
    assert {one for one in linked if "lang=" not in one} == ways
    for one in (home, *ways):
        assert client.get(one).status_code == 200


def test_who_has_no_right_to_the_lists_is_led_back_to_where_they_have(enter: ENTER) -> None:
    auditor = enter(person(Role.AUDITOR))

    refused = auditor.get("/")

    assert refused.status_code == 403
    main = refused.text.split("<main")[1]
    assert 'href="/logg">Till början</a>' in main
    assert "Alla center" not in refused.text
    assert auditor.get("/logg").status_code == 200

"""The card in plain language: what the model uses, is worth, and where it is weak."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from features.vocabulary import Authority
from models.card_words import LIMITS, NEVER_RANKED_WORDS, NEVER_USED
from models.severity import NEVER_RANKED
from serving.access.rights import Role
from serving.audit_vocabulary import EventType
from serving.model_cards import Version
from serving.pages.model_page import model_page
from serving.pages.model_weaknesses import weaknesses
from serving.pages.rendering import Reader, render
from serving.reviewing.handed_in import found_in
from serving.reviewing.rules import Decision, Review, Vote
from serving.settings import Settings
from serving.store.audit_log import records
from serving.store.database import Database, transaction
from serving.store.lists import made_event, save_list
from serving.store.models_used import Used, models_used
from serving.wording import FORBIDDEN, Language
from tests.serving.access.conftest import ENTER, cases, enter, person
from tests.serving.approving import write_model
from tests.serving.invented import WEEK, lists

__all__ = ["cases", "enter"]  # fixtures

SWEDISH = Reader(Language.SV)
DIGEST = "5e" * 32  # of the invented week's model


def figure(value: float, low: float, high: float) -> dict[str, Any]:
    return {"value": value, "low": low, "high": high, "why": ""}


def ranking(value: float, gap: tuple[float, float, float] | None = None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "at_capacity": {
            "precision": {
                "labelled": figure(value, value - 0.1, value + 0.1),
                "lower": 0.05,
                "upper": 0.9,
            }
        }
    }
    return told | ({"model_minus_this": {"precision": figure(*gap)}} if gap else {})


def feature(name: str, owners: list[str], weight: float, direction: str) -> dict[str, Any]:
    return {
        "sv": f"{name} på svenska",
        "en": f"{name} in English",
        "authorities": owners,
        "mean_absolute_contribution": weight,
        "expected_direction": direction,
    }


def card() -> dict[str, Any]:
    rankings = {
        "lykta": ranking(0.5),
        "random": ranking(0.1, (0.4, 0.3, 0.5)),
        "rule": ranking(0.48, (0.02, -0.05, 0.09)),
    }
    groups = [
        {"group": "vast", "labelled": 80, "expected": 0.1, "seen": figure(0.3, 0.2, 0.4)},
        {"group": "ost", "labelled": 80, "expected": 0.1, "seen": figure(0.12, 0.06, 0.2)},
        {"group": "syd", "labelled": 20, "expected": 0.1, "seen": figure(0.5, 0.3, 0.7)},
    ]
    return {
        "digest": DIGEST,
        "purpose": {"sv": "Ordnar arbetsställen.", "en": "Orders workplaces."},
        "data": {"invented": True},
        "verdict": {"green": False, "outcome": "several"},
        "performance": {"several": {"rankings": rankings}},
        "against_truth": {},
        "rivals": {
            "random": {"sv": "Slump", "en": "Chance"},
            "rule": {"sv": "Regel", "en": "R"},
        },
        "dates": {"judged_on": ["2025-05-01"]},
        "capacity": {"visits": 32},
        "labels": {"several": {"findings": 21, "controls": 90}},
        "features": [
            feature("lön", ["skatteverket"], 3.0, "raises"),
            feature("krav", ["arbetsmiljoverket"], 1.0, "either"),
        ],
        "calibration": {
            "bands": [
                {
                    "band": "A",
                    "before": figure(0.5, 0.4, 0.6),
                    "after": figure(0.2, 0.1, 0.3),
                    "held": False,
                }
            ],
            "by_centre": groups,
            "by_stratum": [],
        },
        "group_words": {"vast": {"sv": "Väst (Göteborg)", "en": "West"}},
    }


def version(told: dict[str, Any] | None) -> Version:
    return Version(Used(DIGEST, "ranker 1", "2026-W47", "2026-W48", 14, "x"), told)


def test_inputs_stand_by_source_with_their_weight_and_direction() -> None:
    page = model_page([version(card())], SWEDISH)
    assert [one.words for one in page.sources] == [
        "Skatteverket: 1 uppgift, 75\N{NO-BREAK SPACE}% av tyngden",
        "Arbetsmiljöverket: 1 uppgift, 25\N{NO-BREAK SPACE}% av tyngden",
    ]
    assert page.sources[0].facts == (("lön på svenska", "↑", "höjer"),)
    assert page.sources[1].facts[0][2] == "kan höja eller sänka"


def test_the_verdict_names_the_rivals_that_are_not_surely_beaten() -> None:
    red = model_page([version(card())], SWEDISH)
    assert red.verdict == "Ordningen är inte säkert bättre än: regel."
    green = card() | {"verdict": {"green": True, "outcome": "several"}}
    assert "bättre än alla 2" in model_page([version(green)], SWEDISH).verdict
    (worth,) = red.worth
    assert [one.name for one in worth.lines] == ["Lykta", "Slump", "Regel"]
    assert worth.lines[2].minus == "+2 procentenheter (\N{MINUS SIGN}5 till +9)"


def test_weak_spots_are_bands_that_did_not_hold_and_groups_outside_their_interval() -> None:
    said = weaknesses(card(), SWEDISH)
    assert len(said) == 2
    assert said[0].startswith("Prioritet mycket hög: andelen med brister höll inte")
    assert said[1].startswith("Väst (Göteborg): brister väntades hos 10")
    assert weaknesses({"calibration": None}, SWEDISH) == (
        "För få resultat för att säga om andelarna håller året efter.",
    )


@pytest.mark.parametrize(
    ("issuer", "decision", "says"),
    [
        ("idp", Decision.APPROVE, "Godkänd av Anna och Bo, till 1 januari 2999."),
        ("demo", Decision.APPROVE, SWEDISH.text("model.review.invented")),
        ("idp", Decision.STOP, SWEDISH.text("model.review.stopped")),
    ],
)
def test_the_page_says_who_approved_the_model_until_when_or_that_it_is_stopped(
    issuer: str, decision: Decision, says: str
) -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    votes = tuple(
        Vote(name, name, name, "", issuer, kind, "", "", date(2999, 1, 1), at)
        for name, kind in (("Anna", Decision.APPROVE), ("Bo", decision))
    )
    review = Review("r1", "x", DIGEST, "1", "e", (), False, "olle", "Olle", (), at, votes)
    page = model_page([replace(version(card()), review=review)], SWEDISH)
    assert page.review == says


@pytest.mark.parametrize("language", list(Language))
def test_the_page_says_what_is_never_used_and_that_nobody_has_reviewed(
    language: Language,
) -> None:
    reader = Reader(language)
    page = render(model_page([version(card())], reader))
    for words in (*NEVER_USED, *LIMITS):
        assert reader.in_words(words).replace("'", "&#39;") in page
    assert reader.text("model.review.none") in page
    assert not FORBIDDEN.search(page)


def test_everything_never_ranked_by_has_its_words() -> None:
    assert set(NEVER_RANKED_WORDS) == set(NEVER_RANKED)


def test_without_a_card_or_a_list_the_page_says_so() -> None:
    assert "finns inte på den här datorn" in render(model_page([version(None)], SWEDISH))
    assert "Ingen modell har gjort någon lista än" in render(model_page([], SWEDISH))


def test_models_are_those_that_made_lists(database: Database) -> None:
    with transaction(database) as connection:
        (one,) = models_used(connection)
    assert (one.digest, one.lists) == (DIGEST, 14)
    assert (one.first_week, one.last_week) == ("2026-W47", "2026-W48")


def test_anyone_signed_in_reads_of_the_model_without_a_purpose_and_is_recorded(
    enter: ENTER, app: FastAPI, database: Database, settings: Settings
) -> None:
    folder = write_model(settings.mlruns, "run")
    digest = found_in(folder).model
    (folder / "card.json").write_text(json.dumps(card() | {"digest": digest}), "utf-8")
    Path(folder.parent.parent / "torn").mkdir()
    made = lists(week=WEEK.plus(1))[0]
    at = datetime(2026, 11, 30, 5, 10, tzinfo=UTC)
    origin = replace(made.provenance, model_digest=digest, made_at=at)
    made = replace(made, provenance=origin)
    with transaction(database) as connection:
        save_list(connection, made, event=made_event(made))
    client = enter(person(Role.AUDITOR, authority=Authority.POLISMYNDIGHETEN), centre=None)
    assert "Ordnar arbetsställen." in client.get("/om-modellen").text
    told = client.get("/api/v1/model-versions").json()
    assert {one["digest"] for one in told} == {digest, DIGEST}
    assert {(one["review"], one["card"]) for one in told} == {("none", None)}
    assert client.get(f"/api/v1/model-versions/{DIGEST[:12]}").status_code == 404  # no files
    whole = client.get(f"/api/v1/model-versions/{digest[:12]}").json()
    assert whole["card"]["capacity"] == {"visits": 32}
    assert client.get("/api/v1/model-versions/00000000").status_code == 404
    with transaction(database) as connection:
        read = [one.event for one in records(connection)][-1]
    assert read.type is EventType.MODEL_READ
    assert set(read.objects) == {digest[:12], DIGEST[:12]}

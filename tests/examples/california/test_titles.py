"""What a title tells, title by title."""

from __future__ import annotations

import pandas as pd
import pytest

from examples.california.titles import LEGAL_FORMS, key_of, read_titles, trading_title

SAME = [
    ("Blue Heron Plumbing, Inc.", "BLUEHERONPLUMBING"),
    ("BLUE HERON PLUMBING", "BLUEHERONPLUMBING"),
    ("The Blue Heron Plumbing Company, L.L.C.", "BLUEHERONPLUMBING"),
    ("Blue  Heron-Plumbing LTD", "BLUEHERONPLUMBING"),
    ("Blue Heron Plumbing dba Quick Drains", "BLUEHERONPLUMBING"),
    ("Blue Heron Plumbing; Quick Drains", "BLUEHERONPLUMBING"),
    ("Fern & Moss Catering", "FERNMOSSCATERING"),
    ("Fern and Moss Catering", "FERNMOSSCATERING"),
    ("Fern's Catering", "FERNCATERING"),
    ("FERNS CATERING", "FERNCATERING"),
    ("Tall Oak Mgmt Svcs", "TALLOAKMANAGEMENTSERVICE"),
    ("Tall Oak Management Services", "TALLOAKMANAGEMENTSERVICE"),
    ("Glass Works", "GLASSWORK"),
    ("Glass", "GLASS"),
]


@pytest.mark.parametrize(("title", "key"), SAME)
def test_a_title_becomes_its_key(title: str, key: str) -> None:
    assert key_of(pd.Series([title])).tolist() == [key]


@pytest.mark.parametrize("title", ["", "LLC", "The", "?!", None])
def test_a_title_that_tells_nothing_has_no_key(title: str | None) -> None:
    assert key_of(pd.Series([title], dtype="object")).isna().all()


def test_the_title_after_doing_business_as_is_found() -> None:
    titles = pd.Series(["Blue Heron Inc dba Quick Drains", "Blue Heron Inc", None])

    found = trading_title(titles)

    assert found.str.strip().tolist()[0] == "QUICK DRAINS"
    assert found.isna().tolist() == [False, True, True]


def test_legal_form_and_trade_are_read_from_reviewed_words() -> None:
    titles = ["Tall Oak Roofing LLC", "Tall Oak Roofing Inc.", "Tall Oak Roofing", "Oak, L.P."]

    told = read_titles(pd.Series(titles))

    assert [LEGAL_FORMS[form] for form in told["legal_form"]] == [
        "LLC",
        "corporation",
        "none told",
        "partnership",
    ]
    assert told["trade_building"].tolist() == [True, True, True, False]
    assert told["trade_food"].sum() == 0
    assert told["word_count"].tolist() == [3, 3, 3, 1]


def test_a_family_takes_at_least_two_telling_words() -> None:
    pairs = {
        ("Tall Oak Group", "Oak Tall Services LLC"): True,
        ("Tall Oaks", "Tall Oak International"): True,
        ("Oak Group", "Oak Services"): False,  # one word may be a surname
        ("Tall Oak", "Tall Fern"): False,
    }

    for titles, together in pairs.items():
        first, second = read_titles(pd.Series(titles))["family"]
        assert (first == second) is together, titles


def test_no_trade_is_told_by_a_word_of_a_language_or_a_people() -> None:
    told = read_titles(pd.Series(["Taqueria Sushi Trattoria", "Nguyen Garcia Singh"]))

    flags = [name for name in told.columns if str(name).startswith("trade_")]
    assert not told[flags].to_numpy().any()


def test_only_an_enterprises_title_is_told_by_how_it_begins() -> None:
    """Without a legal form or a trade a title may be a person's name."""
    titles = ["Blue Heron Bay LLC", "The Blue Herons of Fern, Inc.", "Blue Heron", "Heron Co"]

    told = read_titles(pd.Series(titles))

    assert told["first_two"].fillna("").tolist() == ["BLUE HERON", "BLUE HERON", "", ""]
    assert told["first_three"].fillna("").tolist() == [
        "BLUE HERON BAY",
        "BLUE HERON OF",
        "",
        "",
    ]

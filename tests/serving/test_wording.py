"""Every sentence is there in both languages, and none accuses."""

from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

import pytest

import serving
from features.errors import UnknownFeature
from features.vocabulary import Authority
from serving.audit_vocabulary import EventType
from serving.authorities import AUTHORITIES, CHECKS, GROUNDS, SHORT
from serving.phrasing import counties, day, days, listed, number, weeks
from serving.targeting.policy import _MAY_LEAD_RANDOM
from serving.targeting.week import Week
from serving.wording import FORBIDDEN, ROOMS, WORDS, sentence

SOURCES = [
    path.read_text(encoding="utf-8")
    for path in Path(serving.__path__[0]).rglob("*")
    if path.suffix in (".py", ".html")
]


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_a_sentence_is_there_in_both_languages_with_the_same_holes(key: str) -> None:
    words = WORDS[key]
    assert words.sv
    assert words.en
    assert holes(words.sv) == holes(words.en)


def test_no_two_rooms_hold_the_same_key() -> None:
    assert sum(len(room) for room in ROOMS) == len(WORDS)


def test_no_sentence_accuses() -> None:
    for key, words in WORDS.items():
        assert not FORBIDDEN.search(words.sv), key
        assert not FORBIDDEN.search(words.en), key
    assert FORBIDDEN.search("Misstänkt")


def test_every_key_that_is_used_is_written_and_every_written_one_used() -> None:
    used = {
        key for text in SOURCES for key in re.findall(r'"([a-z_]+(?:\.[a-z0-9_]+)*)"', text)
    }
    # Keys that are put together, such as f"band.{band}", are known by how they begin.
    begun = {
        key
        for text in SOURCES
        for key in re.findall(r'f["\']([a-z_.]+\.)\{|"([a-z]+\.)" ~', text)
        for key in key
        if key
    }
    begun |= {"raises.", "lowers."}  # f"{direction}.{strength}"
    unused = {
        key for key in WORDS if key not in used and not any(key.startswith(b) for b in begun)
    }
    assert not unused
    missing = {
        key
        for text in SOURCES
        for key in re.findall(r'(?:\bt|\.text)\(\s*"([a-z0-9_.]+)"[,)]', text)
        if key not in WORDS
    }
    assert not missing


def test_an_unknown_sentence_is_an_error_that_says_where_to_write_it() -> None:
    with pytest.raises(UnknownFeature, match="words"):
        sentence("no.such", "sv")


def test_every_kind_of_record_has_its_words() -> None:
    assert {f"event.{kind}" for kind in EventType} <= set(WORDS)


def test_every_authority_has_a_name_and_every_leader_a_ground() -> None:
    assert set(AUTHORITIES) == set(SHORT) == set(Authority)
    assert set(_MAY_LEAD_RANDOM) <= set(GROUNDS)
    assert set(CHECKS) <= set(AUTHORITIES)


def test_dates_and_lists_are_written_out() -> None:
    assert day(date(2026, 11, 3), "sv") == "3 november 2026"
    assert days(date(2026, 11, 23), date(2026, 11, 29), "en") == "23–29 November 2026"
    assert days(date(2026, 11, 30), date(2026, 12, 6), "sv") == "30 november – 6 december 2026"
    assert days(date(2026, 12, 28), date(2027, 1, 3), "sv").startswith("28 december 2026 – 3")
    assert listed(("a", "b", "c"), "sv") == "a, b och c"
    assert listed(("a",), "en") == "a"
    assert counties(("Skåne län", "Kalmar län"), "sv") == "Skåne och Kalmar län"
    assert counties(("Skåne län",), "sv") == "Skåne län"


def test_weeks_and_numbers_are_written_out() -> None:
    assert weeks(Week(2026, 47), Week(2026, 47), "sv") == "vecka 47 2026"
    assert weeks(Week(2026, 47), Week(2026, 48), "sv") == "vecka 47–48 2026"
    assert weeks(Week(2026, 47), Week(2026, 48), "en") == "weeks 47–48 of 2026"
    assert weeks(Week(2026, 53), Week(2027, 1), "sv") == "vecka 53 2026 – vecka 1 2027"
    assert [number(12345, one) for one in ("sv", "en")] == ["12\N{NO-BREAK SPACE}345", "12,345"]
    assert number(999, "sv") == "999"

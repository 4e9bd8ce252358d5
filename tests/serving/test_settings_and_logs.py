"""The environment has one door, and identity numbers stay out of the log."""

from __future__ import annotations

import getpass
import io
import logging
import os
from pathlib import Path

import duckdb
import pytest

from features.errors import BadOption
from serving.errand import operating
from serving.logs import RedactIdentityNumbers, redact, told
from serving.settings import Settings, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    settings = read_settings({})
    assert settings == Settings()
    assert settings.database == Path("data/lykta.db")
    assert (settings.workspace, settings.extracts) == (Path("data"), None)


def test_every_setting_is_read_with_its_type() -> None:
    settings = read_settings(
        {"LYKTA_PORT": "8001", "LYKTA_SERVE": "0", "LYKTA_WORKSPACE": "elsewhere"}
    )
    assert (settings.port, settings.serve, settings.workspace) == (
        8001,
        False,
        Path("elsewhere"),
    )


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::", "lykta.example"])
def test_a_host_that_others_can_reach_is_refused_until_people_sign_in(host: str) -> None:
    with pytest.raises(BadOption, match="sign-in"):
        read_settings({"LYKTA_HOST": host})


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_is_allowed(host: str) -> None:
    assert read_settings({"LYKTA_HOST": host}).host == host


def test_all_faults_of_the_environment_are_told_at_once() -> None:
    with pytest.raises(BadOption) as refused:
        read_settings({"LYKTA_PORT": "http", "LYKTA_SERVE": "perhaps"})
    assert "LYKTA_PORT" in refused.value.message
    assert "LYKTA_SERVE" in refused.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("employer 556036-0793 late", "employer [number removed] late"),
        ("165560360793", "[number removed]"),
        ("19640823-3234.", "[number removed]."),
        ("born 640823+3234", "born [number removed]"),
        ("2026-11-23 22:50:00 did 350000 rows", "2026-11-23 22:50:00 did 350000 rows"),
        ("digest a55603607931b in 12 s", "digest a55603607931b in 12 s"),
    ],
)
def test_what_looks_like_an_identity_number_is_taken_out(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_the_filter_redacts_arguments_and_tracebacks_too() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactIdentityNumbers())
    log = logging.Logger("test")
    log.addHandler(handler)
    try:
        raise ValueError("556036-0793 is wrong")
    except ValueError:
        log.exception("row of %s", "5560360793")
    assert "5560360793" not in out.getvalue()
    assert "556036-0793" not in out.getvalue()
    assert "ValueError" in out.getvalue()


def test_only_our_own_errors_are_quoted_and_others_tell_where_and_of_which_kind() -> None:
    try:
        try:
            duckdb.connect().execute("SELECT CAST('Nytt AB 12345678' AS INTEGER)").fetchall()
        except duckdb.Error as fault:
            raise BadOption("The delivery cannot be read.", "deliver it again") from fault
    except BadOption as ours:
        text = told(ours)
    assert "Nytt AB" not in text
    assert "12345678" not in text
    assert "ConversionException\n" in text
    assert "BadOption: The delivery cannot be read." in text
    assert "in test_only_our_own_errors_are_quoted" in text


def test_an_error_given_as_an_argument_or_as_the_message_is_named_by_its_kind() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactIdentityNumbers())
    log = logging.Logger("test")
    log.addHandler(handler)
    fault = ValueError("Nytt AB 12345678")
    log.error("it failed: %s", fault)
    log.error(fault)
    assert out.getvalue() == "it failed: ValueError\nValueError\n"


def test_an_account_without_a_name_is_recorded_by_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert operating("look").actor == f"uid {os.getuid()}"

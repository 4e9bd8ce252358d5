"""Documented or red: settings, events and shipped values stand in the README as they are."""

from __future__ import annotations

from pathlib import Path

import serving
from serving.audit_vocabulary import events_table
from serving.settings import settings_table

README = (Path(serving.__path__[0]) / "README.md").read_text(encoding="utf-8")


def test_every_setting_stands_in_the_readme() -> None:
    assert settings_table() in README


def test_every_audit_event_stands_in_the_readme() -> None:
    assert events_table() in README

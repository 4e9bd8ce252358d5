"""What groupings and groups are called on the reviewer's desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from serving.pages.rendering import Reader
from serving.wording import WORDS

__all__ = ["Names", "group_name", "kind_name"]

_NOT_GIVEN = "not given"


def kind_name(kind: str, reader: Reader) -> str:
    """A grouping in words; one that is a site's own is called as it was delivered."""
    key = f"kind.{kind}"
    return reader.text(key) if key in WORDS else kind.replace("_", " ")


@dataclass(frozen=True)
class Names:
    """What groups are called: as an audit keeps it by grouping, else as the card has it."""

    kept: Mapping[str, Mapping[str, Mapping[str, str]]]
    card: Mapping[str, Mapping[str, str]]


def group_name(attribute: str, value: str, names: Names, reader: Reader) -> str:
    """A group in words; a band that a site delivers in words of its own is called by those."""
    if value == _NOT_GIVEN:
        return reader.text("review.other")
    key = f"group.{attribute}.{value}"
    if key in WORDS:
        return reader.text(key)
    told = names.kept.get(attribute, {}).get(value) or names.card.get(value, {})
    return told.get(reader.language.value, value.replace("_", " "))

"""What is read for: centre, control case and ground, before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from serving.pages.rendering import Layout, Reader
from serving.planning.vocabulary import Ground, in_words

__all__ = ["Option", "PurposePage", "purpose_page"]


@dataclass(frozen=True)
class Option:
    """One of several to choose from."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class PurposePage:
    """All that `purpose.html` receives."""

    template: ClassVar[str] = "purpose.html"

    layout: Layout
    heading: str
    authority: str
    centres: tuple[Option, ...]
    grounds: tuple[Option, ...]
    cases: str
    case: str
    new_case: str
    fault: str
    action: str
    onward: str


def purpose_page(
    reader: Reader,
    *,
    authority: str,
    centres: Sequence[tuple[str, str]],
    centre: str,
    cases: Sequence[str],
    case: str,
    may_open: bool,
    onward: str,
    fault: str = "",
) -> PurposePage:
    """The form, filled in as far as it is known. `centres` pair a code with a name."""
    heading = reader.text("purpose.title")
    return PurposePage(
        layout=Layout.of(reader, heading, "/andamal"),
        heading=heading,
        authority=reader.text("purpose.authority", name=authority),
        centres=tuple(Option(code, name, code == centre) for code, name in centres),
        grounds=tuple(
            Option(one.value, reader.in_words(in_words(one)), one is Ground.PLAN)
            for one in Ground
        ),
        cases=reader.text("purpose.case.open", cases=", ".join(cases)) if cases else "",
        case=case,
        new_case=reader.text("purpose.case.new") if may_open else "",
        fault=fault,
        action=reader.url("/andamal"),
        onward=onward,
    )

"""What the public is told of a model: one page, made from the card and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from serving.pages.rendering import Layout, Reader
from serving.pages.report import Section, public_sections

__all__ = ["PublicPage", "public_page"]


@dataclass(frozen=True)
class PublicPage:
    """All that `public.html` receives. `missing` is told where there is no card."""

    template: ClassVar[str] = "public.html"

    layout: Layout
    about: str
    sections: tuple[Section, ...]
    missing: str
    file_url: str


def public_page(
    card: Mapping[str, Any] | None,
    reader: Reader,
    here: str,
    *,
    name: str,
    digest: str,
    file_url: str = "",
    alone: bool = False,
    contact: str = "",
) -> PublicPage:
    """The page at `here`; `alone` is the file itself, which needs no other.

    It is made to be published, so it does not say that it is secret.
    """
    is_invented = (card or {}).get("data", {}).get("invented") is True
    return PublicPage(
        layout=replace(
            Layout.of(
                reader,
                reader.text("public.title"),
                here,
                sheets=("workplace.css", "follow_up.css", "review.css"),
                alone=alone,
            ),
            invented=reader.text("notice.invented") if is_invented else "",
            is_secret=False,
        ),
        about=reader.text("public.lead", name=name, digest=digest[:12]) if digest else "",
        sections=public_sections(card, reader, contact) if card else (),
        missing="" if card else reader.text("model.no_card" if digest else "model.none"),
        file_url=file_url,
    )

"""What a person sees when something went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from serving.pages.rendering import Layout, Reader
from serving.wording import WORDS

__all__ = ["ErrorPage", "error_page"]


@dataclass(frozen=True)
class ErrorPage:
    """All that `error.html` receives."""

    template: ClassVar[str] = "error.html"

    layout: Layout
    status: int
    heading: str
    detail: str
    request_id: str


def error_page(
    reader: Reader, status: int, *, detail: str = "", request_id: str = ""
) -> ErrorPage:
    """The page for an HTTP status."""
    key = f"fault.{status}" if f"fault.{status}" in WORDS else "fault.500"
    heading = reader.text(key)
    return ErrorPage(
        layout=Layout.of(reader, heading, "/"),
        status=status,
        heading=heading,
        detail=detail,
        request_id=request_id,
    )

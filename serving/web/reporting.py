"""A review as a report: its sections, put together for whatever they are written as."""

from __future__ import annotations

from fastapi import Request, Response

from serving.access.callers import SignedIn
from serving.audit_vocabulary import EventType
from serving.pages.rendering import Reader
from serving.pages.report import Section, as_markdown, public_sections, review_sections
from serving.pages.review_page import ReviewPage, review_page
from serving.reviewing.desk import Desk, read_desk
from serving.settings import Settings
from serving.store.database import Database

__all__ = ["about", "as_file", "markdown_of", "pdf_of", "sections", "taken"]


def taken(
    request: Request, review_id: str, books: Database, calling: SignedIn, reader: Reader
) -> tuple[Desk, ReviewPage]:
    """The review, recorded as one that leaves the service."""
    settings: Settings = request.app.state.settings
    desk = read_desk(books, calling, settings, review_id, kind=EventType.REVIEW_EXPORTED)
    return desk, review_page(desk, reader)


def about(page: ReviewPage) -> tuple[str, ...]:
    """What stands above the sections: invented or not, where it stands, of which model."""
    told = (f"{page.state}.", *page.about)
    return (page.layout.invented, *told) if page.layout.invented else told


def sections(desk: Desk, page: ReviewPage, reader: Reader) -> tuple[Section, ...]:
    """The review, and below it what the public is told."""
    public = public_sections(desk.card, reader, desk.contact) if desk.card else ()
    return (*review_sections(page, reader), *public)


def markdown_of(desk: Desk, page: ReviewPage, reader: Reader) -> Response:
    """The report as Markdown."""
    text = as_markdown(page.heading, about(page), sections(desk, page, reader))
    name = f"{desk.seen.review.id}.md"
    return as_file(text.encode(), "text/markdown; charset=utf-8", name)


def pdf_of(desk: Desk, page: ReviewPage, reader: Reader) -> Response:
    """The report as accessible PDF."""
    # Typst is asked only here: to import it takes longer than most answers.
    from serving.printing.report_pdf import report_pdf

    made = report_pdf(
        page.heading,
        about(page),
        sections(desk, page, reader),
        language=reader.language.value,
        service=reader.text("service"),
        digest=page.digest,
    )
    return as_file(made, "application/pdf", f"{desk.seen.review.id}.pdf")


def as_file(content: bytes, media_type: str, name: str) -> Response:
    """An answer that is kept as a file of that name."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)

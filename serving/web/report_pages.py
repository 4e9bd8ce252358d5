"""The addresses of what is told of a model: its report, its public page, two lists compared."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing
from serving.model_cards import read_models
from serving.pages.compare_page import compare_page
from serving.pages.public_page import PublicPage, public_page
from serving.pages.rendering import Reader, render
from serving.reading import read_list, read_lists
from serving.reviewing.desk import read_desk
from serving.store.database import Database
from serving.web.asking import Books, Calling, Whom
from serving.web.reporting import as_file, markdown_of, pdf_of, taken
from serving.web.review_pages import ReviewId

__all__ = ["compare_router", "router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)
# Before the reviews themselves: its address would be taken for that of one.
compare_router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

ListId = Annotated[str, Query(max_length=80)]


@compare_router.get("/granskning/jamfor")
def compare(
    books: Books, calling: Calling, whom: Whom, fore: ListId = "", efter: ListId = ""
) -> Response:
    """Two lists of the purpose's centre side by side."""
    calling.allow(Action.READ_LIST, Thing(calling.centre))
    heads = read_lists(books, calling, centre=calling.centre, every=True)
    if not fore and not efter:
        return HTMLResponse(render(compare_page(heads, whom)))
    centres = {head.made.id: head.made.centre.code for head in heads}
    if fore == efter or fore not in centres or centres[fore] != centres.get(efter):
        return HTMLResponse(render(compare_page(heads, whom, fault="compare.fault")), 422)
    pair = (read_list(books, calling, fore), read_list(books, calling, efter))
    return HTMLResponse(render(compare_page(heads, whom, pair)))


@router.get("/granskning/{review_id}/rapport.md")
def fetch_markdown(
    request: Request, review_id: ReviewId, books: Books, calling: Calling, whom: Whom
) -> Response:
    """The report as Markdown."""
    return markdown_of(*taken(request, review_id, books, calling, whom), whom)


@router.get("/granskning/{review_id}/rapport.pdf")
def fetch_pdf(
    request: Request, review_id: ReviewId, books: Books, calling: Calling, whom: Whom
) -> Response:
    """The report as accessible PDF."""
    return pdf_of(*taken(request, review_id, books, calling, whom), whom)


@router.get("/granskning/{review_id}/offentlig")
def show_public(
    request: Request, review_id: ReviewId, books: Books, calling: Calling, whom: Whom
) -> str:
    """What the public would be told of the model under review."""
    desk = read_desk(books, calling, request.app.state.settings, review_id)
    review = desk.seen.review
    here = f"/granskning/{review_id}/offentlig"
    name = f"{review.name} {review.version}"
    contact = request.app.state.settings.contact
    return render(
        public_page(desk.card, whom, here, name=name, digest=review.model, contact=contact)
    )


@router.get("/om-modellen/offentlig")
def show_public_of_current(request: Request, books: Books, calling: Calling, whom: Whom) -> str:
    """What the public is told of the model that made the newest lists."""
    url = whom.url("/om-modellen/offentlig.html")
    return render(_public(request, books, calling, whom, file_url=url))


@router.get("/om-modellen/offentlig.html")
def fetch_public(request: Request, books: Books, calling: Calling, whom: Whom) -> Response:
    """The same as a file that needs no other, to be put where the public reads."""
    text = render(_public(request, books, calling, whom, alone=True))
    return as_file(text.encode(), "text/html; charset=utf-8", "offentlig.html")


def _public(
    request: Request,
    books: Database,
    calling: SignedIn,
    reader: Reader,
    *,
    file_url: str = "",
    alone: bool = False,
) -> PublicPage:
    found = read_models(books, calling, request.app.state.settings.mlruns)
    newest = found[0] if found else None
    return public_page(
        newest.card if newest else None,
        reader,
        "/om-modellen/offentlig",
        name=newest.used.name if newest else "",
        digest=newest.used.digest if newest else "",
        file_url=file_url,
        alone=alone,
        contact=request.app.state.settings.contact,
    )

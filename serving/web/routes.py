"""The pages' addresses: which read each makes, and which page it answers with."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query, Response
from fastapi.responses import HTMLResponse

from serving.audit_vocabulary import EventType
from serving.exporting.comma import csv_chunks
from serving.exporting.taking import take_list
from serving.narrowing import Narrowing
from serving.pages.brief_page import brief_page, on_sheets
from serving.pages.rendering import render
from serving.pages.start_page import start_page
from serving.planning.board import read_board
from serving.reading import read_overview
from serving.targeting.week import Week
from serving.web.api import ListId, csv_response
from serving.web.asking import Books, Calling, Whom

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

Bands = Annotated[list[Annotated[int, Query(ge=1, le=4)]], Query(alias="band")]
Decided = Annotated[Literal["", "undecided", "include", "wait", "decline"], Query()]
Drawn = Annotated[Literal["", "ranking", "random"], Query()]


@router.get("/")
def start(
    books: Books,
    calling: Calling,
    whom: Whom,
    week: Annotated[str | None, Query(pattern=r"^\d{4}-W\d{2}$")] = None,
) -> str:
    """All centres with a week's lists."""
    seen = read_overview(books, calling, Week.parse(week) if week else None)
    return render(start_page(whom, seen.week, seen.centres, seen.lists, seen.weeks))


@router.get("/urval/{list_id}/underlag")
def show_brief(
    list_id: ListId,
    books: Books,
    calling: Calling,
    whom: Whom,
    bands: Bands = [],  # noqa: B006 - FastAPI copies it
    drawn: Drawn = "",
    decision: Decided = "",
    accept: Annotated[str, Header()] = "",
) -> Response:
    """The printable brief, as PDF for who asks for that."""
    asked = Narrowing(tuple(bands), drawn).said
    said = [one for one in (asked, decision and f"decision={decision}") if one]
    is_file = "application/pdf" in accept
    board = read_board(
        books,
        calling,
        list_id,
        EventType.BRIEF_READ,
        narrowed="&".join(said),
        exported="pdf" if is_file else "",
        shown=lambda board: on_sheets(board, tuple(bands), drawn, decision),
    )
    page = brief_page(
        board.made, whom, bands=tuple(bands), drawn=drawn, board=board, decision=decision
    )
    if not is_file:
        return HTMLResponse(render(page))
    # Typst is asked only here: to import it takes longer than most answers.
    from serving.printing.brief_pdf import brief_pdf

    headers = {"content-disposition": f'inline; filename="{list_id}.pdf"'}
    return Response(brief_pdf(page), media_type="application/pdf", headers=headers)


@router.get("/urval/{list_id}/underlag.pdf")
def fetch_brief(
    list_id: ListId,
    books: Books,
    calling: Calling,
    whom: Whom,
    bands: Bands = [],  # noqa: B006 - FastAPI copies it
    drawn: Drawn = "",
    decision: Decided = "",
) -> Response:
    """The same as a link can ask for it."""
    return show_brief(list_id, books, calling, whom, bands, drawn, decision, "application/pdf")


@router.get("/urval/{list_id}/lista.csv")
def download(
    list_id: ListId,
    books: Books,
    calling: Calling,
    whom: Whom,
    bands: Bands = [],  # noqa: B006 - FastAPI copies it
    drawn: Drawn = "",
) -> Response:
    """The list for a spreadsheet."""
    narrowing = Narrowing(tuple(bands), drawn)
    heading, entries = take_list(books, calling, list_id, "csv", narrowing, whom.language)
    return csv_response(csv_chunks(heading, entries, whom), list_id)

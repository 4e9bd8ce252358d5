"""The addresses where those who own facts see what is asked of them, and answer."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from serving.errors import Answered
from serving.pages.corrections_page import corrections_page
from serving.pages.rendering import render
from serving.planning import correcting
from serving.store.database import transaction
from serving.web.asking import Books, Calling, Whom
from serving.web.corrections_api import RequestId

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_SAID = {
    "": "",
    "rattad": "corrections.said.corrected",
    "star": "corrections.said.rejected",
}
_DONE = {"corrected": "rattad", "rejected": "star"}


@router.get("/rattelser")
def show_corrections(
    books: Books,
    calling: Calling,
    whom: Whom,
    said: Annotated[Literal["", "rattad", "star"], Query()] = "",
) -> str:
    """What waits for the answer of one's own authority."""
    found = correcting.read_disputed(books, calling)
    return render(corrections_page(found, calling.user.authority, whom, said=_SAID[said]))


@router.post("/rattelser/{request_id}")
def answer(
    request_id: RequestId,
    books: Books,
    calling: Calling,
    whom: Whom,
    answer: Annotated[Literal["corrected", "rejected"], Form()],
) -> Response:
    """Answer a request. Where a colleague was first, theirs stands and is told: 409."""
    try:
        with transaction(books) as connection:
            correcting.answer(connection, calling, request_id, answer)
    except Answered as fault:
        found = correcting.read_disputed(books, calling)
        late = f"corrections.late.{fault.answer}"
        page = corrections_page(found, calling.user.authority, whom, late=late)
        return HTMLResponse(render(page), 409)
    return RedirectResponse(whom.url("/rattelser", said=_DONE[answer]), 303)

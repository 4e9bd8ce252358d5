"""The addresses of the cases that reviewers look at blind."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Path, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing
from serving.errors import Conflict
from serving.pages.case_page import case_page, case_url, cases_page
from serving.pages.rendering import render
from serving.reviewing.blind import Judged, judge, read_case, read_cases, talk_of
from serving.store.database import Database, transaction
from serving.web.asking import Books, Calling, Whom
from serving.web.decision_form import text_faults
from serving.web.review_pages import ReviewId, plain

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

Number = Annotated[int, Path(ge=1, le=10_000)]


@router.get("/granskning/{review_id}/fall")
def show_cases(review_id: ReviewId, books: Books, calling: Calling, whom: Whom) -> str:
    """How far one has come with the cases."""
    with transaction(books) as connection:
        found = read_cases(connection, calling, review_id)
    return render(cases_page(review_id, found, whom))


@router.get("/granskning/{review_id}/fall/{number}")
def show_case(
    review_id: ReviewId, number: Number, books: Books, calling: Calling, whom: Whom
) -> str:
    """One case, blind until one has answered it."""
    with transaction(books) as connection:
        seen = read_case(connection, calling, review_id, number)
    following = _following(books, calling, review_id) if seen.own else 0
    return render(case_page(review_id, seen, whom, following=following))


@router.post("/granskning/{review_id}/fall/{number}")
def answer_case(
    review_id: ReviewId,
    number: Number,
    books: Books,
    calling: Calling,
    whom: Whom,
    said: Annotated[str, Form(max_length=60)] = "",
    comment: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Say what one thinks, once; then band, stratum and the others' answers are shown."""
    calling.allow(Action.REVIEW_MODEL, Thing())
    text = plain(comment)
    faults = text_faults(text)
    if said not in set(Judged):
        faults = ("case.fault.said", *faults)
    if faults:
        with transaction(books) as connection:
            seen = read_case(connection, calling, review_id, number)
        page = case_page(review_id, seen, whom, said=said, comment=text, faults=faults)
        return HTMLResponse(render(page), 422)
    try:
        with transaction(books) as connection:
            judge(connection, calling, review_id, number, Judged(said), text)
    except Conflict:
        pass  # sent twice: the first answer stands, and is what is shown
    return RedirectResponse(f"{case_url(review_id, whom, number)}#svar", 303)


@router.post("/granskning/{review_id}/fall/{number}/kommentar")
def write_of_case(
    review_id: ReviewId,
    number: Number,
    books: Books,
    calling: Calling,
    whom: Whom,
    comment: Annotated[str, Form(max_length=20_000)] = "",
) -> Response:
    """Write of a case to those who have answered it too."""
    calling.allow(Action.REVIEW_MODEL, Thing())
    text = plain(comment)
    faults = text_faults(text) or (() if text.strip() else ("comment.fault",))
    if faults:
        with transaction(books) as connection:
            seen = read_case(connection, calling, review_id, number)
        page = case_page(review_id, seen, whom, written=text, talk_fault=faults[0])
        return HTMLResponse(render(page), 422)
    with transaction(books) as connection:
        talk_of(connection, calling, review_id, number, text)
    return RedirectResponse(f"{case_url(review_id, whom, number)}#samtal", 303)


def _following(books: Database, calling: SignedIn, review_id: str) -> int:
    """The next case that one has not answered; 0 when all are."""
    with transaction(books) as connection:
        left = read_cases(connection, calling, review_id).left
    return left[0] if left else 0

"""The addresses of the reviewer's desk: reviews, one of them, votes and comments."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from features.errors import BadOption
from serving.access.callers import SignedIn
from serving.access.rights import Action, Thing, can
from serving.audit import now
from serving.errors import Conflict, NotAllowed
from serving.pages.behind_page import behind_page
from serving.pages.rendering import Reader, render
from serving.pages.review_page import review_page
from serving.pages.reviews_page import reviews_page
from serving.pages.vote_form import Typed, review_url
from serving.reviewing import acting
from serving.reviewing.behind import read_behind
from serving.reviewing.desk import read_desk
from serving.reviewing.rules import Decision
from serving.reviewing.witness import remember
from serving.settings import Settings
from serving.store.database import Database, transaction
from serving.store.reviews import review_of
from serving.web.asking import Books, Calling, Whom
from serving.web.problems import note_refusal
from serving.web.review_form import comment_fault, until_of, vote_faults

__all__ = ["ReviewId", "plain", "router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

ReviewId = Annotated[str, Path(max_length=40)]
Text = Annotated[str, Form(max_length=20_000)]  # too long is told of, not cut
Word = Annotated[str, Query(max_length=60)]
_SAID = {"": "", "rost": "vote.saved", "kommentar": "comment.saved"}


@router.get("/granskning")
def show_reviews(books: Books, calling: Calling, whom: Whom) -> str:
    """Every model that was handed in."""
    with transaction(books) as connection:
        found = acting.read_reviews(connection, calling, None)
    compares = can(calling.user, Action.READ_LIST, Thing(calling.centre))
    return render(reviews_page(found, whom, compares=compares))


@router.get("/granskning/{review_id}")
def show_review(
    request: Request,
    review_id: ReviewId,
    books: Books,
    calling: Calling,
    whom: Whom,
    utfall: Word = "",
    grupp: Word = "",
    sand: Word = "",
    said: Annotated[Literal["", "rost", "kommentar"], Query()] = "",
) -> str:
    """A model under review."""
    desk = read_desk(books, calling, request.app.state.settings, review_id)
    return render(
        review_page(desk, whom, held=utfall, group=grupp, sent=sand, said=_SAID[said])
    )


@router.get("/granskning/{review_id}/bakom")
def show_behind(
    request: Request,
    review_id: ReviewId,
    books: Books,
    calling: Calling,
    whom: Whom,
    indelning: Word = "",
    grupp: Word = "",
) -> str:
    """The cases behind a group's figure, on the list of the purpose's centre."""
    settings: Settings = request.app.state.settings
    found = read_behind(books, calling, settings, review_id, indelning, grupp)
    return render(behind_page(review_id, found, whom))


@router.post("/granskning/{review_id}/rost")
def vote(
    request: Request,
    review_id: ReviewId,
    books: Books,
    calling: Calling,
    whom: Whom,
    decision: Text = "",
    conditions: Text = "",
    said: Text = "",
    until: Text = "",
) -> Response:
    """Approve, approve with conditions or stop. What cannot be saved comes back as typed."""
    settings: Settings = request.app.state.settings
    calling.allow(Action.REVIEW_MODEL, Thing())
    typed = Typed(decision, plain(conditions), plain(said), until)
    with transaction(books) as connection:
        review = review_of(connection, review_id)
    faults = vote_faults(typed, review, now().date())
    if faults:
        return _again(books, calling, settings, whom, review_id, typed, 422, faults=faults)
    try:
        with transaction(books) as connection:
            acting.vote(
                connection,
                calling,
                review_id,
                Decision(decision),
                conditions=typed.conditions,
                said=typed.said,
                valid_until=None if decision == Decision.STOP else until_of(typed),
            )
    except (NotAllowed, Conflict, BadOption) as fault:
        if isinstance(fault, NotAllowed):
            note_refusal(request)
        key, code = _refused(fault)
        return _again(books, calling, settings, whom, review_id, typed, code, faults=(key,))
    remember(books, settings.mlruns)
    return RedirectResponse(f"{_here(review_id, whom, 'rost')}#beslut", 303)


@router.post("/granskning/{review_id}/kommentar")
def comment(
    request: Request,
    review_id: ReviewId,
    books: Books,
    calling: Calling,
    whom: Whom,
    comment: Text = "",
) -> Response:
    """Write in the review."""
    settings: Settings = request.app.state.settings
    text = plain(comment)
    calling.allow(Action.COMMENT_REVIEW, Thing())
    fault = comment_fault(text)
    if fault:
        typed = Typed(comment=text)
        return _again(
            books, calling, settings, whom, review_id, typed, 422, comment_fault=fault
        )
    with transaction(books) as connection:
        acting.comment(connection, calling, review_id, text)
    return RedirectResponse(f"{_here(review_id, whom, 'kommentar')}#handelser", 303)


def _again(
    books: Database,
    calling: SignedIn,
    settings: Settings,
    reader: Reader,
    review: str,
    typed: Typed,
    code: int,
    *,
    faults: tuple[str, ...] = (),
    comment_fault: str = "",
) -> Response:
    desk = read_desk(books, calling, settings, review)
    page = review_page(desk, reader, typed=typed, faults=faults, comment_fault=comment_fault)
    return HTMLResponse(render(page), code)


def _refused(fault: NotAllowed | Conflict | BadOption) -> tuple[str, int]:
    if isinstance(fault, NotAllowed):
        return "vote.fault.own", 403
    # All else that a vote can lack was asked a moment ago: only the day can have turned.
    return (
        ("vote.fault.late", 409) if isinstance(fault, Conflict) else ("vote.fault.until", 422)
    )


def _here(review: str, reader: Reader, said: str) -> str:
    address = review_url(review, reader)
    return f"{address}{'&' if '?' in address else '?'}said={said}"


def plain(text: str) -> str:
    """A browser sends two characters for each new line, and counts one."""
    return text.replace("\r\n", "\n")

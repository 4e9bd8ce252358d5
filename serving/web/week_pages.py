"""The week plan's addresses: to see it, to move a visit, and to lock or close the plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from features.errors import BadOption, LyktaError
from features.vocabulary import Authority
from serving.audit_vocabulary import EventType
from serving.errors import Conflict, Stale
from serving.pages.rendering import Reader, render
from serving.pages.week_page import week_page
from serving.planning import working
from serving.planning.board import Board, read_board
from serving.planning.choices import Visit, one_of
from serving.planning.vocabulary import Part, State
from serving.store.database import transaction
from serving.targeting.limits import Effort
from serving.targeting.policy import read_policy
from serving.web.api import ItemId, ListId
from serving.web.asking import Books, Calling, Whom
from serving.web.problems import status_of

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

Posted = Annotated[str, Form(max_length=40)]
Seen = Annotated[int, Form(ge=0)]


@router.get("/urval/{list_id}/veckoplan")
def show_week(
    request: Request, list_id: ListId, books: Books, calling: Calling, whom: Whom
) -> str:
    """The plan, day by day."""
    board = read_board(books, calling, list_id, EventType.PLAN_READ)
    return render(week_page(board, whom, _efforts(request, board)))


@router.post("/urval/{list_id}/veckoplan")
def move_plan(
    request: Request,
    list_id: ListId,
    books: Books,
    calling: Calling,
    whom: Whom,
    state: Posted = "",
    version: Seen = 0,
) -> Response:
    """Lock the plan, or close the week."""
    try:
        with transaction(books) as connection:
            working.move(connection, calling, list_id, one_of(State, state, "state"), version)
    except (Conflict, Stale) as fault:
        board = read_board(books, calling, list_id, EventType.PLAN_READ)
        key = "plan.refused.close" if state == State.DONE else "plan.refused"
        told = whom.text("plan.raced" if isinstance(fault, Stale) else key)
        page = week_page(board, whom, _efforts(request, board), fault=told)
        return HTMLResponse(render(page), status_of(fault))
    return RedirectResponse(whom.url(f"/urval/{list_id}/veckoplan"), 303)


@router.post("/objekt/{item_id}/besok")
def move_visit(
    request: Request,
    item_id: ItemId,
    books: Books,
    calling: Calling,
    whom: Whom,
    when: Posted = "",
    version: Seen = 0,
) -> Response:
    """Give a visit its day and part of it, or take it off the week."""
    list_id, _, number = item_id.rpartition(".")
    try:
        with transaction(books) as connection:
            working.place_visit(connection, calling, item_id, _visit(when, version))
    except (BadOption, Conflict, Stale) as fault:
        board = read_board(books, calling, list_id, EventType.PLAN_READ)
        faults = {item_id: _told(fault, whom)}
        page = week_page(board, whom, _efforts(request, board), faults=faults)
        return HTMLResponse(render(page), status_of(fault))
    return RedirectResponse(f"{whom.url(f'/urval/{list_id}/veckoplan')}#besok-{number}", 303)


def _visit(when: str, version: int) -> Visit:
    """`2026-11-24:morning` as a visit. Raises `BadOption` for what is none."""
    if not when:
        return Visit(version=version)
    on, _, part = when.partition(":")
    try:
        found = date.fromisoformat(on)
    except ValueError:
        raise BadOption("The day of the visit is no date.", "write it as 2026-11-24") from None
    return Visit(found, one_of(Part, part, "part"), version)


def _told(fault: LyktaError, reader: Reader) -> str:
    if isinstance(fault, Stale):
        return reader.text("plan.stale")
    return reader.text(f"decide.fault.{'locked' if isinstance(fault, Conflict) else 'other'}")


def _efforts(request: Request, board: Board) -> Mapping[Authority, Effort] | None:
    """What each authority can give; None when the list was made under another policy."""
    policy = read_policy(request.app.state.settings.policy)
    if policy.digest != board.made.policy_digest:
        return None
    return policy.limits.efforts(board.made.centre.code)

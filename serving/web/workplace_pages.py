"""The addresses of a workplace's own page, and of what is done on it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from serving.access.callers import SignedIn
from serving.access.rights import Action
from serving.errors import Conflict, Stale
from serving.pages.asked import TypedValue
from serving.pages.correction_form import TypedCorrection
from serving.pages.decision_panel import Typed
from serving.pages.rendering import Reader, render
from serving.pages.workplace_page import place_url, workplace_page
from serving.planning import rescoring, working
from serving.planning.allowing import on_place
from serving.planning.choices import Choice
from serving.planning.vocabulary import Status, Wanted
from serving.planning.workplaces import read_workplace
from serving.store.database import Database, transaction
from serving.store.plans import find_plan
from serving.store.rescorings import WAITING
from serving.web.api import ItemId
from serving.web.asking import Books, Calling, Whom
from serving.web.correction_form import dispute_of, faults_of_correction, number_in
from serving.web.corrections_api import RequestId, rescorer_of
from serving.web.decision_form import choice_of, faults_of, typed_of

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_SAID = {
    "": "",
    "beslut": "decision.saved",
    "rattelse": "place.correct.sent",
    "varde": "asked.try.sent",
    "stod": "refer.sent",
}
Word = Annotated[str, Form(max_length=60)]
Text = Annotated[str, Form(max_length=20_000)]  # too long is told of, not cut


@router.get("/arbetsstalle/{item_id}")
def show_workplace(
    request: Request,
    item_id: ItemId,
    books: Books,
    calling: Calling,
    whom: Whom,
    said: Annotated[Literal["", "beslut", "rattelse", "varde", "stod"], Query()] = "",
) -> str:
    """A workplace, from one of its places. Asking sets going what a stop had left."""
    told = read_workplace(books, calling, item_id)
    if any(one.means is not None and one.means.state == WAITING for one in told.asked):
        rescorer_of(request).wake()
    return render(workplace_page(told, whom, said=_SAID[said]))


@router.post("/arbetsstalle/{item_id}/beslut")
def decide(
    item_id: ItemId,
    books: Books,
    calling: Calling,
    whom: Whom,
    version: Annotated[int, Form(ge=0, le=1_000_000)],
    status: Word = "",
    reason: Word = "",
    comment: Text = "",
    agencies: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    undo: Word = "",
) -> Response:
    """Decide, or take the decision back. What cannot be saved comes back as it was typed."""
    typed = typed_of(status, reason, comment, agencies)
    with transaction(books) as connection:
        place, _ = on_place(connection, calling, Action.DECIDE, item_id)
    if undo:
        choice = Choice(Status.UNDECIDED)
    else:
        faults = faults_of(typed, is_random=place.is_random)
        if faults:
            return _again(books, calling, whom, item_id, typed, faults=faults)
        choice = choice_of(typed)
    try:
        with transaction(books) as connection:
            # A planner who decides has begun to plan: nobody is asked to begin first.
            if find_plan(connection, place.list_id) is None:
                working.start(connection, calling, place.list_id)
            working.decide_on(connection, calling, item_id, choice, version)
    except Stale:
        return _again(books, calling, whom, item_id, typed, is_stale=True)
    return _back(item_id, whom, "beslut", "beslut")


@router.post("/arbetsstalle/{item_id}/rattelse")
def correct(
    item_id: ItemId,
    books: Books,
    calling: Calling,
    whom: Whom,
    reason: Annotated[int, Form(ge=0, le=1000)],
    wrong: Word = "",
    because: Word = "",
    comment: Text = "",
) -> Response:
    """Ask the owner of the fact behind a reason to look at it. Faults come back as typed."""
    typed = TypedCorrection(reason, wrong, because, comment.replace("\r\n", "\n").strip())
    with transaction(books) as connection:
        on_place(connection, calling, Action.DISPUTE_FACT, item_id)
    faults = faults_of_correction(typed)
    if faults:
        told = read_workplace(books, calling, item_id)
        page = workplace_page(told, whom, correcting=(typed, faults))
        return HTMLResponse(render(page), 422)
    with transaction(books) as connection:
        working.dispute(connection, calling, item_id, reason, dispute_of(typed))
    return _back(item_id, whom, "rattelse", "uppgifter")


@router.post("/arbetsstalle/{item_id}/rattelse/{request_id}/varde")
def try_value(
    request: Request,
    item_id: ItemId,
    request_id: RequestId,
    books: Books,
    calling: Calling,
    whom: Whom,
    value: Word = "",
    share: Annotated[Literal["", "1"], Form()] = "",
) -> Response:
    """Ask what the fact of a request would mean as `value`, of a share in per cent."""
    number = number_in(value)
    if number is None:
        told = read_workplace(books, calling, item_id)
        page = workplace_page(told, whom, trying=TypedValue(request_id, value))
        return HTMLResponse(render(page), 422)
    asked = number / 100 if share else number
    try:
        with transaction(books) as connection:
            rescoring.ask_what_it_means(connection, calling, request_id, asked)
    except Conflict:
        pass  # sent twice, or a colleague asked: the page says that it is under way
    rescorer_of(request).wake()
    return _back(item_id, whom, "varde", "uppgifter")


@router.post("/arbetsstalle/{item_id}/koordinator")
def refer(
    item_id: ItemId,
    books: Books,
    calling: Calling,
    whom: Whom,
    wanted: Annotated[Wanted, Form()],
) -> Response:
    """Ask for the regionkoordinator. There is no field to say anything more in."""
    with transaction(books) as connection:
        working.refer_to_coordinator(connection, calling, item_id, wanted)
    return _back(item_id, whom, "stod", "koordinator")


def _back(place: str, reader: Reader, said: str, part: str) -> Response:
    return RedirectResponse(f"{place_url(place, reader, said=said)}#{part}", 303)


def _again(
    books: Database,
    calling: SignedIn,
    reader: Reader,
    place: str,
    typed: Typed,
    *,
    faults: tuple[str, ...] = (),
    is_stale: bool = False,
) -> Response:
    """The page once more, with all that was typed: 412 where someone was first, 422 else."""
    told = read_workplace(books, calling, place)
    page = workplace_page(told, reader, typed=typed, faults=faults, is_stale=is_stale)
    return HTMLResponse(render(page), 412 if is_stale else 422)

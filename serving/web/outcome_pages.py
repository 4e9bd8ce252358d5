"""The addresses on which somebody records what a visit found.

What was typed is never lost for a session that ended: the answer holds it, to be sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from features.vocabulary import Authority
from serving.access.callers import SignedIn
from serving.errors import NotSignedIn, PurposeMissing, Stale
from serving.pages.outcome_page import kept_page, outcome_page
from serving.pages.rendering import Reader, render
from serving.planning.choices import Outcome
from serving.planning.recording import keep_draft, read_visit, record_visit
from serving.planning.vocabulary import Answer, Area, OutcomeStatus, Result
from serving.store.database import Database, transaction
from serving.web.api import ItemId
from serving.web.asking import Books, Calling, Whom, calling, reader_of, whom
from serving.web.decision_form import text_faults

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_FIELDS = ("visited_on", "result", "kind", "severity", "status", "comment")
_ANSWER = "answer-"
_LONGEST = 20_000  # characters of a field: a text that is too long is told of, not cut


async def _posted(request: Request) -> Mapping[str, str]:
    """The fields of the form that are ours, as they were typed."""
    form = await request.form(max_files=0, max_fields=1100)
    told = {
        name: value.replace("\r\n", "\n")
        for name, value in form.items()
        if isinstance(value, str)
        and (name in (*_FIELDS, "version", "act") or name.startswith(_ANSWER))
    }
    if any(len(value) > _LONGEST for value in told.values()):
        raise HTTPException(422, "A field is longer than any that can be kept.")
    return told


async def _perhaps_calling(request: Request, books: Books) -> SignedIn | None:
    """Who calls; None where nobody is signed in any more, so that the form can be kept."""
    asked = request.app.dependency_overrides.get(calling)
    try:
        return asked() if asked else await calling(request, books)
    except NotSignedIn:
        return None


Posted = Annotated[Mapping[str, str], Depends(_posted)]
Perhaps = Annotated[SignedIn | None, Depends(_perhaps_calling)]


@router.get("/resultat/{item_id}")
def show_outcome(
    item_id: ItemId,
    books: Books,
    calling: Calling,
    whom: Whom,
    said: Annotated[Literal["", "sparat", "utkast"], Query()] = "",
) -> str:
    """What is recorded of a visit, and the form to record more."""
    told = read_visit(books, calling, item_id)
    key = {"": "", "sparat": "outcome.saved", "utkast": "outcome.drafted"}[said]
    return render(outcome_page(told, whom, calling.authority, said=key))


@router.post("/resultat/{item_id}")
def take_outcome(
    request: Request, item_id: ItemId, books: Books, perhaps: Perhaps, posted: Posted
) -> Response:
    """Record it, or keep a draft. What cannot be saved comes back as it was typed."""
    if perhaps is None:
        return HTMLResponse(render(kept_page(whom(request), item_id, posted, False)), 401)
    reader = reader_of(request, books, perhaps)
    try:
        return _take(books, perhaps, reader, item_id, posted)
    except PurposeMissing:
        return HTMLResponse(render(kept_page(reader, item_id, posted, True)), 403)


def _take(
    books: Database, caller: SignedIn, reader: Reader, item: str, posted: Mapping[str, str]
) -> Response:
    here = reader.url(f"/resultat/{item}")
    if posted.get("act") == "draft":
        faults = text_faults(posted.get("comment", ""))
        if faults:
            return _again(books, caller, reader, item, posted, faults=faults)
        kept = {name: value for name, value in posted.items() if name not in ("act", "version")}
        with transaction(books) as connection:
            keep_draft(connection, caller, item, kept)
        return RedirectResponse(reader.url(f"/resultat/{item}", said="utkast"), 303)
    faults = _faults(posted)
    if faults:
        return _again(books, caller, reader, item, posted, faults=faults)
    found = _outcome(posted, caller.user.authority)
    version = posted.get("version", "")
    seen = int(version) if version.isdecimal() and len(version) < 10 else 0
    try:
        with transaction(books) as connection:
            record_visit(connection, caller, item, found, _answers(posted), seen)
    except Stale:
        told = read_visit(books, caller, item)
        if told.own is None or told.own.outcome != found:
            return _again(books, caller, reader, item, posted, is_stale=True)
        # The same once more, as after a lost answer: it is saved already.
    return RedirectResponse(reader.url(f"/resultat/{item}", said="sparat") or here, 303)


def _again(
    books: Database,
    caller: SignedIn,
    reader: Reader,
    item: str,
    posted: Mapping[str, str],
    *,
    faults: tuple[str, ...] = (),
    is_stale: bool = False,
) -> Response:
    told = read_visit(books, caller, item)
    page = outcome_page(
        told, reader, caller.authority, typed=posted, faults=faults, is_stale=is_stale
    )
    return HTMLResponse(render(page), 412 if is_stale else 422)


def _faults(posted: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of all that is wrong with an outcome, in the order of the form."""
    faults = []
    result = posted.get("result", "")
    if result not in set(Result):
        faults.append("outcome.fault.result")
    if result == Result.FINDING:
        if posted.get("severity", "") not in ("1", "2", "3", "4"):
            faults.append("outcome.fault.severity")
        if posted.get("kind", "") not in set(Area):
            faults.append("outcome.fault.kind")
    on = _day(posted)
    if on is None or on > datetime.now(UTC).date():
        faults.append("outcome.fault.day")
    return (*faults, *text_faults(posted.get("comment", "").strip()))


def _day(posted: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(posted.get("visited_on", ""))
    except ValueError:
        return None


def _outcome(posted: Mapping[str, str], authority: Authority) -> Outcome:
    """The outcome itself, of a form that `_faults` finds nothing wrong with."""
    on = _day(posted)
    assert on is not None
    result = Result(posted["result"])
    is_finding = result is Result.FINDING
    status = posted.get("status", "")
    known = status in set(OutcomeStatus)
    return Outcome(
        authority=authority,
        visited_on=on,
        result=result,
        kind=Area(posted["kind"]) if is_finding else None,
        severity=int(posted["severity"]) if is_finding else None,
        status=OutcomeStatus(status) if known else OutcomeStatus.PRELIMINARY,
        comment=posted.get("comment", "").strip(),
    )


def _answers(posted: Mapping[str, str]) -> Mapping[int, Answer]:
    """Which reasons were answered, and how; what is no answer of ours is no answer."""
    found = {}
    for name, value in posted.items():
        number = name.removeprefix(_ANSWER)
        if name.startswith(_ANSWER) and number.isdecimal() and value in set(Answer):
            found[int(number[:4])] = Answer(value)
    return found

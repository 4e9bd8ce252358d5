"""Every fault as RFC 9457 problem+json for programs, and as a page for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from features.errors import BadOption, LyktaError, NotFound
from serving.access.callers import SignedIn
from serving.access.signing_in import refuse
from serving.audit_vocabulary import EventType
from serving.errand import Errand
from serving.errors import (
    Conflict,
    KeyReused,
    NotAllowed,
    NotSignedIn,
    OfAnotherCentre,
    PurposeMissing,
    Stale,
)
from serving.pages.error_page import error_page
from serving.pages.rendering import render
from serving.web.asking import at_home, request_id, whom
from serving.wording import Language

__all__ = [
    "PROBLEMS",
    "WRITING",
    "Problem",
    "ProblemPart",
    "answer_faults",
    "note_refusal",
    "status_of",
]

log = logging.getLogger(__name__)


class ProblemPart(BaseModel):
    """One fault of a request: where (a parameter, or a JSON pointer into the body) and what."""

    detail: str
    parameter: str | None = None
    pointer: str | None = None


class Problem(BaseModel):
    """RFC 9457."""

    type: str = Field(examples=["/problems/not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no such list."])
    instance: str = Field(examples=["/api/v1/selection-lists/2026-W48-vast-00000000"])
    request_id: str = Field(examples=["5f0c9d1e2b3a4c5d"])
    hint: str | None = None
    errors: list[ProblemPart] = []


def _documented(description: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": description,
        "content": {"application/problem+json": {"schema": schema}},
    }


# How the API's operations declare their faults.
PROBLEMS: Mapping[int | str, dict[str, Any]] = {
    400: _documented("The request has an unknown parameter, or a foreign host name"),
    401: _documented("Nobody is signed in"),
    403: _documented("The right is missing, or the purpose (type /problems/purpose-missing)"),
    404: _documented("There is nothing with that id"),
    422: _documented("A parameter has a value that is not allowed"),
}


# And how those that write declare theirs.
WRITING: Mapping[int | str, dict[str, Any]] = {
    409: _documented("It does not fit how things stand, such as a plan that is locked"),
    412: _documented("Someone else has written since: ETag is the version that stands"),
    428: _documented("If-Match is missing"),
}


def status_of(fault: LyktaError) -> int:
    """The status that the web answers one of our faults with."""
    found = next((status for kind, status in _STATUSES.items() if isinstance(fault, kind)), 500)
    return int(found)


def answer_faults(app: FastAPI) -> None:
    """Make the app answer every fault in one shape."""
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(LyktaError, _on_ours)
    app.add_exception_handler(Exception, _on_crash)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = error.errors()
    unknown = [one for one in faults if one["type"] == "extra_forbidden"]
    # An unknown parameter is the request's form, not its content: 400, as `interface.md` 5.3.
    status = HTTPStatus.BAD_REQUEST if unknown else HTTPStatus.UNPROCESSABLE_ENTITY
    detail = "The request has an unknown parameter." if unknown else "A value is not allowed."
    return _answer(request, status, detail, errors=[_part(one) for one in faults])


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = error.headers
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers = {"allow": ", ".join(sorted(_methods(request)))}
    return _answer(request, HTTPStatus(error.status_code), str(error.detail), headers=headers)


def _methods(request: Request) -> set[str]:
    """Every method that some route of this address answers; one route knows its own alone."""
    found: set[str] = set()
    for router in request.app.routes:
        for route in getattr(router, "original_router", request.app).routes:
            if isinstance(route, APIRoute) and route.path_regex.match(request.url.path):
                found |= route.methods or set()
    return found


async def _on_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, LyktaError)
    kind = next((one for one in _STATUSES if isinstance(error, one)), None)
    if kind is None:
        log.error("request %s failed: %s", request_id(request), type(error).__name__)
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return _answer(request, status, error.message, hint=error.hint)
    if isinstance(error, NotAllowed | OfAnotherCentre):
        note_refusal(request)
    if not request.url.path.startswith("/api/") and request.method == "GET":
        way = {NotSignedIn: "/logga-in", PurposeMissing: "/andamal"}.get(kind)
        if way is not None and not request.url.path.startswith(way):
            asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"{way}?{urlencode({'onward': asked})}", 303)
    headers = {"www-authenticate": "Bearer"} if isinstance(error, NotSignedIn) else None
    if isinstance(error, Stale):
        headers = {"etag": f'"{error.version}"'}
    return _answer(
        request,
        _STATUSES[kind],
        error.message,
        hint=error.hint,
        headers=headers,
        kind="purpose-missing" if isinstance(error, PurposeMissing) else "",
        errors=[ProblemPart(detail=x) for x in getattr(error, "unmet", ())],
    )


def note_refusal(request: Request) -> None:
    """Record a refusal: who asks for what is not theirs may matter later.

    For a page that answers one in its own words; every other is recorded here.
    """
    database = request.app.state.database
    if database is None:
        return
    calling: SignedIn | None = getattr(request.state, "calling", None)
    nameless = Errand(request_id=request_id(request))
    errand = calling.errand() if calling is not None else nameless
    refuse(database, EventType.ACCESS_REFUSED, errand, request.method + " " + _route(request))


def _route(request: Request) -> str:
    """The pattern of the address, without what was filled in."""
    route = request.scope.get("route")
    return str(getattr(route, "path", ""))


_STATUSES: Mapping[type[LyktaError], HTTPStatus] = {
    NotFound: HTTPStatus.NOT_FOUND,
    BadOption: HTTPStatus.UNPROCESSABLE_ENTITY,
    KeyReused: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotSignedIn: HTTPStatus.UNAUTHORIZED,
    NotAllowed: HTTPStatus.FORBIDDEN,
    PurposeMissing: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    Stale: HTTPStatus.PRECONDITION_FAILED,
}


async def _on_crash(request: Request, error: Exception) -> Response:
    # What went wrong is for the log; an answer might tell of rows.
    log.error("request %s crashed", request_id(request), exc_info=error)
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong here.")


def _answer(
    request: Request,
    status: HTTPStatus,
    detail: str,
    *,
    hint: str = "",
    kind: str = "",
    errors: Sequence[ProblemPart] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The fault in the form the asker reads: JSON under /api, a page elsewhere."""
    if not request.url.path.startswith("/api/"):
        # Messages are written in English, for programs and logs; a Swedish page says its own.
        reader = whom(request)
        signed: SignedIn | None = getattr(request.state, "calling", None)
        if signed is not None:
            reader = at_home(reader, signed.user)  # the way back leads where they may go
        told = detail if reader.language is Language.EN else ""
        page = error_page(reader, status, detail=told, request_id=request_id(request))
        return HTMLResponse(render(page), status, headers)
    problem = Problem(
        type=f"/problems/{kind or status.phrase.lower().replace(' ', '-')}",
        title=status.phrase.capitalize(),
        status=status,
        detail=detail,
        instance=request.url.path,
        request_id=request_id(request),
        hint=hint or None,
        errors=list(errors),
    )
    content = problem.model_dump(exclude_none=True, exclude=None if errors else {"errors"})
    return JSONResponse(content, status, headers, media_type="application/problem+json")


def _part(fault: Mapping[str, Any]) -> ProblemPart:
    """A validation fault without the value that was sent: it might be an identity number."""
    where, *path = (str(step) for step in fault["loc"])
    if where == "body":
        return ProblemPart(detail=fault["msg"], pointer="/" + "/".join(path))
    return ProblemPart(detail=fault["msg"], parameter=path[0] if path else where)

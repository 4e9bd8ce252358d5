"""Every fault as RFC 9457 problem+json for programs, and as a page for people."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from features.errors import BadOption, LyktaError, NotFound
from serving.pages.error_page import error_page
from serving.pages.rendering import render
from serving.web.asking import request_id, whom
from serving.wording import Language

__all__ = ["PROBLEMS", "Problem", "ProblemPart", "answer_faults"]

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
    404: _documented("There is nothing with that id"),
    422: _documented("A parameter has a value that is not allowed"),
}


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
    return _answer(
        request, HTTPStatus(error.status_code), str(error.detail), headers=error.headers
    )


async def _on_ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, LyktaError)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, NotFound):
        status = HTTPStatus.NOT_FOUND
    elif isinstance(error, BadOption):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        log.error("request %s failed: %s", request_id(request), type(error).__name__)
    return _answer(request, status, error.message, hint=error.hint)


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
    errors: Sequence[ProblemPart] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The fault in the form the asker reads: JSON under /api, a page elsewhere."""
    if not request.url.path.startswith("/api/"):
        # Messages are written in English, for programs and logs; a Swedish page says its own.
        reader = whom(request)
        told = detail if reader.language is Language.EN else ""
        page = error_page(reader, status, detail=told, request_id=request_id(request))
        return HTMLResponse(render(page), status, headers)
    problem = Problem(
        type=f"/problems/{status.phrase.lower().replace(' ', '-')}",
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

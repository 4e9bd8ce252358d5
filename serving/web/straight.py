"""A straight way through the routes that are asked all the time.

To find out what a route is given, FastAPI goes through its declarations anew at each request,
which takes as long as the answer. Of a request with nothing unusual about it (a session's
cookie, no query) that is known beforehand. Whatever else a request says, or lacks, it goes
FastAPI's own way, which also words every fault.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from inspect import iscoroutinefunction, signature
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.params import Body
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError

from serving.store.database import Database, held
from serving.store.people import is_due
from serving.web.asking import (
    by_session,
    calling,
    found_session,
    reader_of,
    refuse_other_sites,
    secret_in,
    signed_reader,
    store_of,
    wound,
)
from serving.web.pace import Pace
from serving.web.preconditions import refuse_unknown

__all__ = ["ASKED", "Straight"]

# By what methods one thing alone is asked or done, in one transaction.
_ONE = ("GET", "PUT", "DELETE")

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(frozen=True)
class _Given:
    """What an endpoint is given, by name: the same for all, or of the request."""

    same: Mapping[str, object]
    path: tuple[Any, ...]
    headers: tuple[Any, ...]
    body: tuple[str, type[BaseModel]] | None
    solved: Mapping[str, object]  # which of what `asking` finds, by the function that finds it
    narrowed: Mapping[str, Callable[[], Coroutine[Any, Any, object]]]  # of the query alone
    request: str | None

    def of(self, request: Request, body: object) -> dict[str, object] | None:
        """All but what `asking` finds; None for a request that FastAPI is to judge."""
        found = dict(self.same)
        for fields, said in ((self.path, request.path_params), (self.headers, request.headers)):
            for field in fields:
                value = said.get(field.alias)
                if value is None:
                    found[field.name] = field.default
                    continue
                found[field.name], faults = field.validate(value, {}, loc=())
                if faults:
                    return None
        if self.body:
            try:
                found[self.body[0]] = self.body[1].model_validate(body)
            except ValidationError:
                return None
        if self.request:
            found[self.request] = request
        return found


class Straight(APIRoute):
    """A route that goes straight where its endpoint makes its own `Response` of nothing but
    what is known here, on the spot or in a thread; otherwise as any other.
    """

    def get_route_handler(self) -> Handler:
        """The straight way where it is open, FastAPI's otherwise."""
        theirs = super().get_route_handler()
        endpoint = self.endpoint
        given = _given(self.dependant, endpoint)
        if given is None:
            return theirs
        pace = Pace()

        async def answer(request: Request) -> Response:
            database = _open_to(request)
            if database is None:
                return await theirs(request)
            values = given.of(request, await _body(request) if given.body else None)
            if values is None:
                return await theirs(request)
            for name, how in given.narrowed.items():
                values[name] = await how()
            said = (request, database, given.solved, values, endpoint)
            response = await pace.answer(
                request.scope["path"], partial(_answered, *said), is_one=request.method in _ONE
            )
            return await theirs(request) if response is None else response

        return answer


# What is asked before a route at all, and holds of every request that goes straight; and what
# it is then given.
ASKED = (refuse_other_sites, refuse_unknown)
_SOLVED = (store_of, calling, signed_reader)


def _given(dependant: Dependant, endpoint: Callable[..., Any]) -> _Given | None:
    """None for an endpoint that is given anything else, so that nothing is left out."""
    declared = signature(endpoint, eval_str=True)
    is_ours = declared.return_annotation is Response and not iscoroutinefunction(endpoint)
    if not is_ours or dependant.cookie_params or len(dependant.body_params) > 1:
        return None
    same, solved, narrowed = _alone(dependant.query_params), {}, {}
    for one in dependant.dependencies:
        if one.call in _SOLVED and one.name:
            solved[one.name] = one.call
        elif one.name and iscoroutinefunction(one.call) and _reads_query_alone(one):
            narrowed[one.name] = one.call
        elif one.call not in ASKED:
            return None
    body: tuple[str, Any] | None = None
    for field in dependant.body_params:
        if type(field.field_info) is not Body or not _is_model(field):
            return None
        body = (field.name, field.field_info.annotation)
    fields = (*dependant.path_params, *dependant.header_params, *dependant.body_params)
    found = {*(same or ()), *solved, *narrowed, *(one.name for one in fields)}
    found |= {dependant.request_param_name} - {None}
    if same is None or found != {*declared.parameters}:
        return None
    return _Given(
        same,
        tuple(dependant.path_params),
        tuple(dependant.header_params),
        body,
        solved,
        narrowed,
        dependant.request_param_name,
    )


def _alone(fields: Sequence[Any]) -> dict[str, object] | None:
    """What query parameters are without a query; None where one must be there."""
    if any(one.field_info.is_required() and not _is_model(one) for one in fields):
        return None
    try:
        return {
            one.name: one.field_info.annotation() if _is_model(one) else one.default
            for one in fields
        }
    except ValidationError:
        return None


def _is_model(field: Any) -> bool:
    kind = field.field_info.annotation
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _reads_query_alone(one: Dependant) -> bool:
    names = {field.name for field in one.query_params}
    return one.call is not None and names == {*signature(one.call).parameters}


def _open_to(request: Request) -> Database | None:
    """The store, for a request that comes from a browser's session on our own site."""
    state, headers = request.state, request.headers
    usual = state.is_ours and state.is_of_this_site and not request.scope["query_string"]
    if not usual or "authorization" in headers or not secret_in(request):
        return None
    if request.app.dependency_overrides:  # somebody else says who calls
        return None
    database: Database | None = request.app.state.database
    return database


async def _body(request: Request) -> object:
    """What was sent as JSON; None where it is none, which no model of ours takes."""
    if request.headers.get("content-type", "") != "application/json":
        return None
    try:
        return json.loads(await request.body())
    except ValueError:
        return None


def _answered(
    request: Request,
    database: Database,
    solved: Mapping[str, object],
    values: dict[str, object],
    endpoint: Callable[..., Response],
) -> Response | None:
    """The answer to someone who is signed in, all in one go; None to anyone else."""
    with held(database):
        now = datetime.now(UTC)
        session = found_session(database, secret_in(request), now)
        if session is None:
            return None
        if is_due(session, now):
            wound(database, session, now)
        signed = by_session(request, session)
        for name, how in solved.items():
            if how is store_of:
                values[name] = database
            elif how is calling:
                values[name] = signed
            else:
                values[name] = reader_of(request, database, signed)
        return endpoint(**values)

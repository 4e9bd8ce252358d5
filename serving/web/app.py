"""Puts routes, faults, headers and static files together into one app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from fastapi import Depends, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

from serving.pages.rendering import STATIC
from serving.settings import Settings, read_settings
from serving.store.database import POOL
from serving.web import (
    account_api,
    api,
    beside_api,
    case_pages,
    correction_pages,
    corrections_api,
    doors,
    exports_api,
    follow_up_pages,
    health,
    list_pages,
    log_pages,
    model_pages,
    outcome_pages,
    people_api,
    planning_api,
    report_pages,
    reports_api,
    review_cases_api,
    review_pages,
    reviews_api,
    routes,
    visits_api,
    week_pages,
    workplace_pages,
    workplaces_api,
)
from serving.web.asking import refuse_other_sites
from serving.web.headers import Surroundings
from serving.web.measuring import Measured
from serving.web.problems import Problem, answer_faults

__all__ = ["create_app"]

_ABOUT = """\
Lists of workplaces for joint inspections, with the reasons for each place, frozen when the
list was made. Programs sign in with a token (`Authorization: Bearer`) that carries a purpose:
centre, control case and ground. Every read is written to the audit log.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The web service. `uvicorn serving.web.app:create_app --factory` starts it too."""
    app = FastAPI(
        lifespan=_until_stopped,
        title="Lykta",
        version="1",
        description=_ABOUT,
        openapi_url="/api/v1/openapi.json",
        # Their pages fetch scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(refuse_other_sites)],
    )
    app.state.settings = settings or read_settings()
    app.state.database = None
    app.state.centre_names = {}
    # What is asked most comes first: an address is held against each route in turn.
    for one in (
        api,
        list_pages,
        planning_api,
        health,
        doors,
        visits_api,
        beside_api,
        account_api,
        corrections_api,
        people_api,
        exports_api,
        workplaces_api,
        reviews_api,
        review_cases_api,
        reports_api,
    ):
        app.include_router(one.router)
    # Pages: a room of routes to each family, `NAME_pages.py`.
    for one in (
        routes,
        week_pages,
        workplace_pages,
        outcome_pages,
        follow_up_pages,
        correction_pages,
        model_pages,
        log_pages,
    ):
        app.include_router(one.router)
    app.include_router(report_pages.compare_router)
    for one in (review_pages, case_pages, report_pages):
        app.include_router(one.router)
    app.mount("/static", _Static(directory=STATIC), name="static")
    answer_faults(app)
    public = urlsplit(app.state.settings.public_url).hostname or ""
    app.add_middleware(Surroundings, host=public, is_https=app.state.settings.is_https)
    app.add_middleware(Measured)
    app.openapi = lambda: _openapi(app)  # type: ignore[method-assign]
    return app


@asynccontextmanager
async def _until_stopped(app: FastAPI) -> AsyncIterator[None]:
    """Answer in no more threads than there are connections; close the store at the end.

    SQLite empties its write-ahead log when the store is closed, once the last answer is sent.
    """
    to_thread.current_default_thread_limiter().total_tokens = POOL - 4
    yield
    if app.state.database is not None:
        app.state.database.dispose()


class _Static(StaticFiles):
    """Static files, to be kept for ever: their addresses hold a digest of their content."""

    async def get_response(self, path: str, scope: Scope) -> Any:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response


def _openapi(app: FastAPI) -> dict[str, Any]:
    """FastAPI's description, with the shape of our faults among the schemas."""
    if app.openapi_schema is None:
        schema = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
        )
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        parts = problem.pop("$defs")
        schema["components"]["schemas"].update({"Problem": problem, **parts})
        app.openapi_schema = schema
    return app.openapi_schema

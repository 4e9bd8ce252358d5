"""What a route may ask of its request: the database, the reader, and the read to be logged."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from serving.pages.rendering import Reader
from serving.reading import Read
from serving.settings import Settings
from serving.store.database import Database, connect
from serving.wording import Language

__all__ = ["Asked", "Books", "Whom", "request_id", "whom"]


def request_id(request: Request) -> str:
    """The number of this request, in the log, the audit trail and the answer alike."""
    return str(request.state.request_id)


def whom(request: Request) -> Reader:
    """The reader's language: from the address, else the browser, else the setting."""
    asked = request.query_params.get("lang", "")
    if asked in ("sv", "en"):
        return Reader(Language(asked), carried=True)
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in ("sv", "en"):
            return Reader(Language(tag))
    settings: Settings = request.app.state.settings
    return Reader(Language(settings.language))


def _read(request: Request) -> Read:
    return Read(request_id(request))


def _database(request: Request) -> Database:
    """The database, opened by the first request that needs it and kept."""
    if not request.state.is_ours:
        raise HTTPException(400, "This service answers to localhost and 127.0.0.1 only.")
    state = request.app.state
    if state.database is None:
        settings: Settings = state.settings
        state.database = connect(settings.store, create=True)
    database: Database = state.database
    return database


Books = Annotated[Database, Depends(_database)]
Asked = Annotated[Read, Depends(_read)]
Whom = Annotated[Reader, Depends(whom)]

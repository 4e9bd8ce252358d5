"""The address of the log, for those who watch over it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from serving.access.accounts import read_log, sample_log
from serving.audit_vocabulary import EventType
from serving.pages.log_page import log_page
from serving.pages.rendering import render
from serving.store.colleagues import people_called
from serving.store.database import looking
from serving.web.asking import Books, Calling, Whom

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

_AT_ONCE = 50


@router.get("/logg")
def show_log(
    books: Books,
    calling: Calling,
    whom: Whom,
    typ: Annotated[EventType | Literal[""], Query()] = "",
    om: Annotated[str, Query(max_length=80)] = "",
    fore: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    stickprov: Annotated[Literal["", "1"], Query()] = "",
) -> str:
    """Records, newest first, of one kind or about one thing; or a sample to follow up."""
    kind = EventType(typ) if typ else None
    if stickprov:
        found = sample_log(books, calling)
    else:
        found = read_log(books, calling, fore, _AT_ONCE, kind=kind, about=om.strip())
    with looking(books) as connection:
        names = people_called(connection, {one.event.actor for one in found})
    is_full = len(found) == _AT_ONCE and not stickprov and found[-1].number > 1
    return render(
        log_page(
            found,
            names,
            whom,
            kind=typ,
            about=om,
            is_sample=bool(stickprov),
            following=found[-1].number if is_full else 0,
        )
    )

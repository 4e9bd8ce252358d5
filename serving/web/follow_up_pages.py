"""The addresses of the follow-up: a page, and its figures as a file."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from fastapi.responses import HTMLResponse

from serving.audit_vocabulary import EventType
from serving.follow_up_file import follow_up_csv
from serving.pages.follow_up_page import follow_up_page
from serving.pages.rendering import render
from serving.planning.following import Period, read_follow_up
from serving.web.api import csv_response
from serving.web.asking import Books, Calling, Whom

__all__ = ["router"]

router = APIRouter(default_response_class=HTMLResponse, include_in_schema=False)

Mature = Annotated[Literal["", "1"], Query(alias="mogna")]


@router.get("/uppfoljning")
def show_follow_up(
    books: Books,
    calling: Calling,
    whom: Whom,
    period: Period = Period.YEAR,
    mature: Mature = "",
) -> str:
    """How the visits of the purpose's centre turned out."""
    told = read_follow_up(books, calling, None, period, mature_only=bool(mature))
    return render(follow_up_page(told, whom, mature_only=bool(mature)))


@router.get("/uppfoljning.csv")
def download_follow_up(
    books: Books,
    calling: Calling,
    whom: Whom,
    period: Period = Period.YEAR,
    mature: Mature = "",
) -> Response:
    """The same figures for a spreadsheet. No workplace is named in it."""
    told = read_follow_up(
        books,
        calling,
        None,
        period,
        mature_only=bool(mature),
        kind=EventType.FOLLOW_UP_EXPORTED,
    )
    name = f"uppfoljning-{told.centre.code if told.centre else 'tom'}-{told.today}"
    return csv_response(iter((follow_up_csv(told, whom, mature_only=bool(mature)),)), name)

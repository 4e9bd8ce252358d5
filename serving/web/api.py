"""The lists as JSON under /api/v1. It reads through the same functions as the pages."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Header, HTTPException, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from features.errors import BadOption
from serving.audit_vocabulary import EventType
from serving.narrowing import Narrowing
from serving.reading import read_centres, read_entry, read_list, read_lists
from serving.store.pulse import pulse_of
from serving.targeting.week import Week
from serving.web.asking import Books, Calling
from serving.web.problems import PROBLEMS
from serving.web.same_bytes import same_json
from serving.web.schemas import Centre, Explanation, Health, Item, ItemPage, SelectionList
from serving.web.straight import Straight

__all__ = ["ItemId", "ListFilter", "ListId", "csv_response", "router"]

router = APIRouter(prefix="/api/v1", responses=dict(PROBLEMS), route_class=Straight)


class _Query(BaseModel):
    """Parameters nobody declared are refused: a misspelt filter must not show everything."""

    model_config = ConfigDict(extra="forbid")

    lang: Literal["sv", "en"] | None = Field(default=None, description="Language of faults")


class _ListQuery(_Query):
    centre: str | None = Field(default=None, max_length=40, examples=["vast"])
    week: str | None = Field(default=None, pattern=r"^\d{4}-W\d{2}$", examples=["2026-W48"])


class ListFilter(_Query):
    """What of a list is asked for."""

    band: list[Annotated[int, Field(ge=1, le=4)]] = Field(
        default=[], description="1 (highest) to 4; repeat for several"
    )
    drawn: Literal["ranking", "random", "must"] | None = None

    @property
    def narrowing(self) -> Narrowing:
        return Narrowing(tuple(self.band), self.drawn or "")


class _ItemQuery(ListFilter):
    cursor: str | None = Field(default=None, max_length=40)
    limit: int = Field(default=50, ge=1, le=200)


ListId = Annotated[str, Path(max_length=100, examples=["2026-W48-vast-1f0c9d1e"])]
ItemId = Annotated[str, Path(max_length=100, examples=["2026-W48-vast-1f0c9d1e.1"])]
Nothing = Annotated[_Query, Query()]
IfNoneMatch = Annotated[str | None, Header(description="ETag of the list as last seen")]


@router.get("/centres", operation_id="listCentres", tags=["centres"])
def list_centres(books: Books, calling: Calling, query: Nothing) -> list[Centre]:
    """Every centre that has a list, with its newest."""
    return [Centre.of(centre, head) for centre, head in read_centres(books, calling)]


@router.get("/selection-lists", operation_id="listSelectionLists", tags=["selection-lists"])
def list_lists(
    books: Books, calling: Calling, query: Annotated[_ListQuery, Query()]
) -> list[SelectionList]:
    """Lists, newest week first; of one centre or week when asked for."""
    week = Week.parse(query.week) if query.week else None
    found = read_lists(books, calling, centre=query.centre, week=week)
    return [
        SelectionList.of(one.made, len(one.places), one.random, one.digest) for one in found
    ]


@router.get(
    "/selection-lists/{list_id}",
    operation_id="getSelectionList",
    tags=["selection-lists"],
    responses={304: {"description": "The list is as last seen: it never changes"}},
)
def get_list(
    list_id: ListId,
    books: Books,
    calling: Calling,
    query: Nothing,
    response: Response,
    if_none_match: IfNoneMatch = None,
) -> SelectionList:
    """One list without its entries."""
    made = read_list(books, calling, list_id, EventType.LISTS_FOUND)
    digest = made.digest
    response.headers["etag"] = f'"{digest}"'
    if _matches(if_none_match, digest):
        response.status_code = 304
    return SelectionList.of(made, len(made.entries), made.random, digest)


@router.get(
    "/selection-lists/{list_id}/items",
    operation_id="listItems",
    response_model=ItemPage,
    tags=["selection-lists"],
)
def list_items(
    list_id: ListId,
    books: Books,
    calling: Calling,
    query: Annotated[_ItemQuery, Query()],
    request: Request,
) -> Response:
    """A list's entries in order, `limit` at a time."""
    page = replace(query.narrowing, after=_rank(query.cursor), limit=query.limit)
    made = read_list(books, calling, list_id, narrowing=page)
    shown = page.of(made.entries)
    is_last = len(replace(page, limit=query.limit + 1).of(made.entries)) == len(shown)
    following = None if is_last else _cursor(shown[-1].rank)
    headers = {"etag": f'"{made.digest}"'}
    if following:
        url = request.url.include_query_params(cursor=following)
        headers["link"] = f'<{url.path}?{url.query}>; rel="next"'
    return same_json(
        made,
        page,
        lambda: ItemPage(items=tuple(Item.of(entry) for entry in shown), next=following),
        headers,
    )


@router.get("/items/{item_id}", operation_id="getItem", response_model=Item, tags=["items"])
def get_item(item_id: ItemId, books: Books, calling: Calling, query: Nothing) -> Response:
    """One entry."""
    entry, made = read_entry(books, calling, item_id)
    return same_json(made, ("item", item_id), lambda: Item.of(entry))


@router.get(
    "/items/{item_id}/explanation",
    operation_id="getExplanation",
    response_model=Explanation,
    tags=["items"],
)
def get_explanation(
    item_id: ItemId, books: Books, calling: Calling, query: Nothing
) -> Response:
    """An entry's reasons, frozen when the list was made."""
    entry, made = read_entry(books, calling, item_id, EventType.EXPLANATION_READ)
    return same_json(made, ("explanation", item_id), lambda: Explanation.of(entry, made))


@router.get("/health", operation_id="getHealth", tags=["service"])
def get_health(books: Books, query: Nothing) -> Health:
    """Whether the store answers. Shows no list, and is therefore not in the audit log."""
    found = pulse_of(books)
    if found is None:
        raise HTTPException(503, "The store does not answer.")
    return Health(status="ok", lists=found.lists, audit_records=found.audit_records)


def csv_response(chunks: Iterator[bytes], name: str) -> Response:
    """A CSV file to keep, under the list's id."""
    return StreamingResponse(
        chunks,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def _matches(header: str | None, digest: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in (header or "").split(",")]
    return f'"{digest}"' in tags or "*" in tags


def _cursor(rank: int) -> str:
    return base64.urlsafe_b64encode(f"r{rank}".encode()).decode().rstrip("=")


def _rank(cursor: str | None) -> int:
    """The rank a cursor stands for; raises `BadOption` for one we did not give out."""
    if cursor is None:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    if not (text.startswith("r") and text[1:].isascii() and text[1:].isdecimal()):
        raise BadOption("The cursor is none of ours.", "take `next` from the page before")
    return int(text[1:])

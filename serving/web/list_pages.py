"""The list's addresses: to read and narrow it, to decide on its places, and to add some."""

from __future__ import annotations

import re
import secrets
from collections.abc import Hashable
from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Header, Query, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup, escape

from features.errors import BadOption
from serving.access.rights import Action
from serving.errors import Conflict, Stale
from serving.kept import Kept
from serving.pages.filtering import Filter, asked_for, places_shown
from serving.pages.list_forms import Said
from serving.pages.list_page import decided_parts, list_page
from serving.pages.rendering import Reader, render
from serving.pages.row_saved import row_saved
from serving.planning import working
from serving.planning.allowing import on_place
from serving.planning.board import Board, read_board
from serving.planning.choices import one_of
from serving.planning.vocabulary import Added, in_words
from serving.store.database import transaction
from serving.store.places import Addition
from serving.web.api import ItemId, ListId
from serving.web.asking import Books, Calling, Whom
from serving.web.decision_form import choice_of, deciding, faults_of, told_of, typed_in_row
from serving.web.problems import status_of
from serving.web.straight import Straight

__all__ = ["Narrowed", "router"]

router = APIRouter(
    default_response_class=HTMLResponse, include_in_schema=False, route_class=Straight
)

Text = Annotated[str, Query(max_length=100)]
Posted = Annotated[str, Form(max_length=1000)]
Written = Annotated[str, Form(max_length=20_000)]  # too long is told of, not cut


async def _filter(
    bands: Annotated[list[Annotated[int, Query(ge=1, le=4)]], Query(alias="band")] = [],  # noqa: B006 - FastAPI copies it
    drawn: Literal["", "ranking", "random"] = "",
    q: Text = "",
    sector: Text = "",
    municipality: Text = "",
    source: Text = "",
    decision: Literal["", "undecided", "include", "wait", "decline"] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Filter:
    return Filter(tuple(bands), drawn, q, sector, municipality, source, decision, page)


Narrowed = Annotated[Filter, Depends(_filter)]


@router.get("/urval/{list_id}")
def show_list(
    list_id: ListId, books: Books, calling: Calling, whom: Whom, wanted: Narrowed
) -> Response:
    """A list, narrowed by the address alone."""
    board = read_board(
        books,
        calling,
        list_id,
        narrowed=wanted.text,
        # A record that named what the filter left out would tell of reading that was none.
        shown=lambda board: _PLACES.get(
            (id(board), wanted), lambda: (board, places_shown(board, wanted))
        )[1],
    )
    return HTMLResponse(_shown(board, whom, wanted))


def _shown(board: Board, whom: Reader, wanted: Filter) -> bytes:
    """The page, rendered once for all who would see the same but for their names."""
    marked = replace(whom, name=whom.name and _NAME, purpose=whom.purpose and _PURPOSE)

    def around() -> tuple[Board, tuple[bytes, ...]]:
        rows = (_ROWS,) if places_shown(board, wanted) else ()
        return board, _split(render(list_page(board, marked, wanted, parts=(_STRIP, rows))))

    def rendered() -> tuple[Board, tuple[bytes, ...]]:
        # All but the strip and the rows stays the same after a decision, unless the filter
        # asks for decisions.
        filtered = id(board) if wanted.decision else 0
        compared = board.difference is not None  # with the one beside it, once and for all
        additions = tuple(board.additions)
        still = (id(board.made), board.plan, additions, board.beside, compared, board.may)
        parts = _AROUND.get((still, filtered, marked, wanted), around)[1]
        strip, rows = decided_parts(board, marked, wanted)
        told = {_STRIP.encode(): strip.encode(), _ROWS.encode(): "".join(rows).encode()}
        return board, tuple(told.get(part, part) for part in parts)

    said = {
        _NAME.encode(): str(escape(whom.name)).encode(),
        _PURPOSE.encode(): str(escape(whom.purpose)).encode(),
    }
    parts = _PAGES.get((id(board), marked, wanted), rendered)[1]
    return b"".join(said.get(part, part) for part in parts)


def _split(page: str) -> tuple[bytes, ...]:
    """The page in pieces, with what stands for something else apart."""
    apart = "|".join((_NAME, _PURPOSE, _STRIP, _ROWS))
    return tuple(part.encode() for part in re.split(f"({apart})", page))


# Stand in a kept page for whoever reads it; made anew at each start, so that nobody can have
# written the same into a comment.
_NAME, _PURPOSE, _STRIP, _ROWS = (Markup(secrets.token_hex(16)) for _ in range(4))
# By the identity of the board, which is kept with its page (some 0.2 MB) for just that reason:
# whoever may see or do something else has a board of their own.
_PAGES: Kept[Hashable, tuple[Board, tuple[bytes, ...]]] = Kept(64)
_AROUND: Kept[Hashable, tuple[Board, tuple[bytes, ...]]] = Kept(64)
_PLACES: Kept[Hashable, tuple[Board, tuple[str, ...]]] = Kept(64)


@router.post("/urval/{list_id}/plan")
def begin(list_id: ListId, books: Books, calling: Calling, whom: Whom) -> Response:
    """Begin to plan the list, with what waited the week before."""
    with transaction(books) as connection:
        working.start(connection, calling, list_id)
    return RedirectResponse(whom.url(f"/urval/{list_id}"), 303)


@router.post("/objekt/{item_id}/beslut")
def decide(
    item_id: ItemId,
    books: Books,
    calling: Calling,
    whom: Whom,
    version: Annotated[int, Form(ge=0)] = 0,
    status: Posted = "",
    why: Posted = "",
    comment: Written = "",
    team: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    back: Posted = "",
    hx_request: Annotated[str, Header()] = "",
) -> Response:
    """Decide on one place: htmx is answered with the row alone, others are sent back to it."""
    typed = typed_in_row(status or why, comment, team)
    with transaction(books) as connection:
        is_random = on_place(connection, calling, Action.DECIDE, item_id)[0].is_random
    said, code = Said(), 200
    try:
        if faults_of(typed, is_random=is_random):
            raise BadOption("The decision lacks a part.")
        with transaction(books) as connection:
            working.decide_on(connection, calling, item_id, choice_of(typed), version)
    except (BadOption, Conflict, Stale) as fault:
        code = status_of(fault)
        said = Said(of={item_id: told_of(fault, typed, whom, is_random=is_random)})
    wanted = asked_for(back)
    list_id = item_id.rsplit(".", 1)[0]
    anchor = f"plats-{item_id.rsplit('.', 1)[-1]}"
    if code == 200 and not hx_request:
        address = whom.url(f"/urval/{list_id}", **wanted.query)
        return RedirectResponse(f"{address}#{anchor}", 303)
    board = read_board(books, calling, list_id, narrowed=wanted.text)
    if hx_request:
        if code == 200:
            name = board.name(item_id)
            words = whom.in_words(in_words(board.decision(item_id).status)).lower()
            said = Said(status=whom.text("decide.saved", name=name, status=words))
        return HTMLResponse(render(row_saved(board, item_id, whom, wanted, said)), code)
    return HTMLResponse(render(list_page(board, whom, wanted, said)), code)


@router.post("/urval/{list_id}/beslut")
def decide_on_several(
    list_id: ListId,
    books: Books,
    calling: Calling,
    whom: Whom,
    place: Annotated[list[Annotated[str, Form(max_length=400)]], Form(max_length=200)] = [],  # noqa: B006
    why: Posted = "",
    back: Posted = "",
) -> Response:
    """Decide on all that are marked: each succeeds or fails for itself."""
    wanted = asked_for(back)
    marked = {
        item: (seen, typed_in_row(why, "", team)) for item, seen, team in map(_marked, place)
    }
    asked = [deciding(item, seen, typed) for item, (seen, typed) in marked.items()]
    with transaction(books) as connection:
        done = working.decide_all(connection, calling, asked)
    refused = {one.place: one.fault for one in done if one.fault is not None}
    if marked and not refused:
        return RedirectResponse(whom.url(f"/urval/{list_id}", **wanted.query), 303)
    counts = {"saved": len(done) - len(refused), "refused": len(refused)}
    board = read_board(books, calling, list_id, narrowed=wanted.text)
    drawn = {one.id for one in board.made.entries if one.drawn == "random"}
    said = Said(
        bulk=whom.text("bulk.some", **counts) if marked else whom.text("bulk.none"),
        of={
            item: told_of(fault, marked[item][1], whom, is_random=item in drawn)
            for item, fault in refused.items()
        },
    )
    return HTMLResponse(render(list_page(board, whom, wanted, said)), 422)


def _marked(one: str) -> tuple[str, int, list[str]]:
    """A marked row: its place, the version that was shown, and its suggested team."""
    place, _, rest = one.partition(":")
    version, _, team = rest.partition(":")
    return place, int(version) if version.isdecimal() else -1, [x for x in team.split(",") if x]


@router.post("/urval/{list_id}/tillagg")
def add(
    list_id: ListId,
    books: Books,
    calling: Calling,
    whom: Whom,
    name: Posted = "",
    workplace: Posted = "",
    municipality: Posted = "",
    reason: Posted = "",
    comment: Posted = "",
) -> Response:
    """Put a workplace on the plan."""
    given = {
        "name": name,
        "workplace": workplace,
        "municipality": municipality,
        "reason": reason,
        "comment": comment,
    }
    try:
        added = Addition(
            workplace=workplace.strip(),
            name=name.strip(),
            municipality=municipality.strip(),
            reason=one_of(Added, reason, "reason"),
            comment=comment,
        )
        with transaction(books) as connection:
            place = working.add(connection, calling, list_id, added)
    except BadOption:
        board = read_board(books, calling, list_id)
        said = Said(addition=whom.text("add.fault"), given=given)
        return HTMLResponse(render(list_page(board, whom, Filter(), said)), 422)
    anchor = place.rsplit(".", 1)[-1]
    return RedirectResponse(f"{whom.url(f'/urval/{list_id}')}#plats-{anchor}", 303)

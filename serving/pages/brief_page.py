"""What an inspector takes along: one sheet per workplace, for paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from serving.access.rights import Action
from serving.narrowing import Narrowing
from serving.pages.brief_sheets import Sheet, added_sheet, sheet
from serving.pages.list_page import origin
from serving.pages.parts import Fact
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day, days
from serving.planning.board import Board
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["BriefPage", "brief_page", "on_sheets"]


@dataclass(frozen=True)
class BriefPage:
    """All that `brief.html` receives."""

    template: ClassVar[str] = "brief.html"

    layout: Layout
    title: str
    centre: str
    when: str
    made: str
    back_url: str
    pdf_url: str
    listed: str
    sheets: tuple[Sheet, ...]
    origin: tuple[Fact, ...]


def brief_page(
    made: InspectionList,
    reader: Reader,
    *,
    bands: tuple[int, ...] = (),
    drawn: str = "",
    board: Board | None = None,
    decision: str = "",
    alone: bool = False,
) -> BriefPage:
    """The sheets of a list; `alone` makes a file that can be opened without the service.

    With a `board` the team is who was decided to go, and a `decision` leaves only those places
    on which it was made.
    """
    title = reader.text("brief.title", week=made.week.number, year=made.week.year)
    entries = (
        Narrowing(bands, drawn).of(made.entries)
        if board is None
        else _entries(board, bands, drawn, decision)
    )
    may_take_out = not alone and (board is None or Action.EXPORT_LIST in board.may)
    narrowed: dict[str, str | tuple[str, ...]] = {
        "band": tuple(str(band) for band in bands),
        "drawn": drawn,
        "decision": decision,
    }
    here = Reader(reader.language).url(f"/urval/{made.id}/underlag", **narrowed)
    return BriefPage(
        layout=Layout.of(
            reader,
            f"{title} – {made.centre.name}",
            here,
            made.provenance,
            sheets=("brief.css",),
            list_id=made.id,
            alone=alone,
        ),
        title=title,
        centre=reader.text("list.centre", name=made.centre.name),
        when=days(made.week.monday, made.week.sunday, reader.language),
        made=reader.text(
            "list.made",
            made=day(made.provenance.made_at.date(), reader.language),
            as_of=day(made.provenance.as_of, reader.language),
        ),
        back_url="" if alone else reader.url(f"/urval/{made.id}"),
        pdf_url=reader.url(f"/urval/{made.id}/underlag.pdf", **narrowed)
        if may_take_out
        else "",
        listed=reader.text("brief.list", id=made.id, digest=made.digest[:12]),
        sheets=(
            *(
                sheet(made, one, reader, board.decision(one.id).agencies if board else ())
                for one in entries
            ),
            *(
                added_sheet(board, place, reader)
                for place in (_additions(board, bands, drawn, decision) if board else ())
                if board is not None
            ),
        ),
        origin=origin(made, reader),
    )


def on_sheets(
    board: Board, bands: tuple[int, ...], drawn: str, decision: str
) -> tuple[str, ...]:
    """The places that get a sheet: so banded and drawn, and so decided on.

    What people added has no band and was not drawn: it has one where neither is asked for.
    """
    entries = _entries(board, bands, drawn, decision)
    added = _additions(board, bands, drawn, decision)
    return (*(one.id for one in entries), *added)


def _entries(
    board: Board, bands: tuple[int, ...], drawn: str, decision: str
) -> tuple[ListEntry, ...]:
    return tuple(
        one
        for one in Narrowing(bands, drawn).of(board.made.entries)
        if not decision or board.decision(one.id).status == decision
    )


def _additions(
    board: Board, bands: tuple[int, ...], drawn: str, decision: str
) -> tuple[str, ...]:
    if bands or drawn:
        return ()
    return tuple(
        place
        for place, _ in board.additions
        if not decision or board.decision(place).status == decision
    )

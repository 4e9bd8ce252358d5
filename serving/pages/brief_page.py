"""What an inspector takes along: one sheet per workplace, for paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from features.vocabulary import Authority
from serving.access.rights import Action
from serving.authorities import AUTHORITIES, CHECKS
from serving.narrowing import Narrowing
from serving.pages.list_page import origin
from serving.pages.parts import EntryView, Fact, Tag, entry_view, tag
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day, days
from serving.planning.board import Board
from serving.targeting.inspection_list import InspectionList, ListEntry

__all__ = ["BriefPage", "CheckGroup", "Sheet", "brief_page", "on_sheets"]

# Those who are on most joint controls, and so have a row for their result on every sheet.
_PRESENT = (
    Authority.ARBETSMILJOVERKET,
    Authority.SKATTEVERKET,
    Authority.POLISMYNDIGHETEN,
)


@dataclass(frozen=True)
class CheckGroup:
    """What one authority would look at."""

    authority: Tag
    items: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One workplace's sheet."""

    place: str
    address: str
    municipality: str
    entry: EntryView
    checks: tuple[CheckGroup, ...]
    results: tuple[str, ...]


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
        else on_sheets(board, bands, drawn, decision)
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
        sheets=tuple(
            _sheet(
                made,
                entry,
                len(made.entries),
                reader,
                board.decision(entry.id).agencies if board else (),
            )
            for entry in entries
        ),
        origin=origin(made, reader),
    )


def on_sheets(
    board: Board, bands: tuple[int, ...], drawn: str, decision: str
) -> tuple[ListEntry, ...]:
    """The entries that get a sheet: so banded and drawn, and so decided on."""
    return tuple(
        one
        for one in Narrowing(bands, drawn).of(board.made.entries)
        if not decision or board.decision(one.id).status == decision
    )


def _sheet(
    made: InspectionList,
    entry: ListEntry,
    count: int,
    reader: Reader,
    decided: Sequence[str],
) -> Sheet:
    told = [Authority(one) for reason in entry.reasons for one in reason.authorities]
    # Who is to say what was found is the team; lists of an older form name none.
    team = [Authority(one) for one in decided]
    team = team or [Authority(one.authority) for one in entry.team]
    concerned = list(dict.fromkeys([entry.lead, *team, *told]))
    results = dict.fromkeys(team or [*_PRESENT, *(one for one in concerned if one in CHECKS)])
    return Sheet(
        place=reader.text("brief.sheet", rank=entry.rank, count=count),
        address=entry.address,
        municipality=entry.municipality,
        entry=entry_view(made, entry, reader),
        checks=tuple(
            CheckGroup(
                tag(one, reader),
                tuple(reader.in_words(item) for item in CHECKS[one]),
            )
            for one in concerned
            if one in CHECKS
        ),
        results=tuple(reader.in_words(AUTHORITIES[one]) for one in results),
    )

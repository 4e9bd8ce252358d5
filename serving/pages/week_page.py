"""The week plan: which day each visit is made, who is where, and whether it can be locked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from markupsafe import Markup

from features.vocabulary import Authority
from serving.access.rights import Action
from serving.charts import meter
from serving.pages.decision_panel import Option
from serving.pages.parts import Tag, tag
from serving.pages.rendering import Layout, Reader
from serving.pages.strip import Strip, strip
from serving.pages.week_figures import Load, clashes_in_words, clashes_of, left_of, loads_of
from serving.phrasing import day, days, listed
from serving.planning.board import Board
from serving.planning.choices import Visit
from serving.planning.vocabulary import Part, State, Status, in_words
from serving.targeting.inspection_list import ListEntry
from serving.targeting.limits import Effort

__all__ = ["Card", "Column", "WeekPage", "week_page"]


@dataclass(frozen=True)
class Card:
    """A visit: where, who, when, and the form to move it by (`move_url` empty when it is not
    to be moved). `days` are its options, by day."""

    anchor: str
    name: str
    url: str
    municipality: str
    meter: Markup
    band_words: str
    part: str
    team: tuple[Tag, ...]
    clashes: tuple[str, ...]
    move_url: str
    version: int
    none: Option
    days: tuple[tuple[str, tuple[Option, ...]], ...]
    fault: str


@dataclass(frozen=True)
class Column:
    """A day, or the visits without one, with the municipalities it takes people to.

    `on` is the day as the forms of its cards say it, empty for those without.
    """

    title: str
    on: str
    date: str
    route: str
    cards: tuple[Card, ...]
    is_day: bool


@dataclass(frozen=True)
class WeekPage:
    """All that `week.html` receives."""

    template: ClassVar[str] = "week.html"

    layout: Layout
    centre: str
    heading: str
    when: str
    status: str
    fault: str
    list_url: str
    brief_url: str
    strip: Strip
    has_plan: bool
    columns: tuple[Column, ...]
    loads: tuple[Load, ...]
    has_limits: bool
    limits_note: str
    left: tuple[str, ...]
    move: str
    move_how: str
    move_url: str
    move_to: str
    version: int


def week_page(
    board: Board,
    reader: Reader,
    efforts: Mapping[Authority, Effort] | None = None,
    *,
    status: str = "",
    fault: str = "",
    faults: Mapping[str, str] | None = None,
) -> WeekPage:
    """The plan of a board. `efforts` are what each authority can give under the list's policy,
    None where that is not known; `faults` are of visits that were not moved, by place."""
    made = board.made
    chosen = board.decided(Status.INCLUDE)
    clashes = clashes_of(board, chosen)
    cards = {
        one: _card(board, one, clashes.get(one, ()), reader, (faults or {}).get(one, ""))
        for one in chosen
    }
    path = f"/urval/{made.id}"
    heading = reader.text("plan.title", week=made.week.number)
    move, how, to = _step(board, reader)
    return WeekPage(
        layout=Layout.of(
            reader,
            f"{heading} – {made.centre.name}",
            Reader(reader.language).url(f"{path}/veckoplan"),
            made.provenance,
            sheets=("list.css", "week.css"),
            scripts=("week.js",),
            list_id=made.id,
        ),
        centre=reader.text("list.centre", name=made.centre.name),
        heading=heading,
        when=days(made.week.monday, made.week.sunday, reader.language),
        status=status,
        fault=fault,
        list_url=reader.url(path),
        brief_url=reader.url(f"{path}/underlag", decision="include"),
        strip=strip(board, reader),
        has_plan=board.plan is not None,
        columns=_columns(board, chosen, cards, reader),
        loads=loads_of(board, chosen, efforts or {}, reader),
        has_limits=bool(efforts),
        limits_note=reader.text("plan.no_limits") if efforts == {} else "",
        left=left_of(board, chosen, clashes, reader) if board.is_draft else (),
        move=move,
        move_how=how,
        move_url=reader.url(f"{path}/veckoplan") if to else "",
        move_to=to,
        version=board.plan.version if board.plan else 0,
    )


def _step(board: Board, reader: Reader) -> tuple[str, str, str]:
    """The next step of the plan: its button, what it means, and the state it leads to."""
    state = board.plan.state if board.plan else ""
    if state == State.DRAFT and Action.LOCK_PLAN not in board.may:
        return "", reader.text("plan.lock.who"), ""
    if state == State.DRAFT:
        return reader.text("plan.lock"), reader.text("plan.lock.how"), State.LOCKED.value
    if state == State.LOCKED and Action.LOCK_PLAN in board.may:
        return reader.text("plan.close"), reader.text("plan.close.how"), State.DONE.value
    return "", "", ""


def _columns(
    board: Board, chosen: Sequence[str], cards: Mapping[str, Card], reader: Reader
) -> tuple[Column, ...]:
    """Those without a day first, then Monday to Friday; a weekend day only where it is used."""
    order = list(Part)
    by_day: dict[date | None, list[str]] = {None: []}
    for one in chosen:
        by_day.setdefault(board.visit(one).on, []).append(one)
    monday = board.made.week.monday
    columns = []
    for on in [None, *(monday + timedelta(days=n) for n in range(7))]:
        here = by_day.get(on, [])
        if on is not None and on.weekday() > 4 and not here:
            continue
        shown = sorted(
            here,
            key=lambda one: (
                order.index(board.visit(one).part or Part.MORNING),
                cards[one].municipality,
            ),
        )
        places = Counter(cards[one].municipality for one in shown)
        route = listed(tuple(sorted(places)), reader.language)
        title = reader.text("plan.unplanned") if on is None else _weekday(on, reader)
        columns.append(
            Column(
                title=title,
                on=str(on or ""),
                date=day(on, reader.language).rsplit(" ", 1)[0] if on else "",
                # Without a day nobody travels anywhere yet.
                route=reader.text("plan.route", municipalities=route) if route and on else "",
                cards=tuple(cards[one] for one in shown),
                is_day=on is not None,
            )
        )
    return tuple(columns)


def _card(board: Board, place: str, clashes: Sequence[str], reader: Reader, fault: str) -> Card:
    entry = next((one for one in board.made.entries if one.id == place), None)
    added = None if entry else dict(board.additions)[place]
    visit = board.visit(place)
    return Card(
        anchor=f"besok-{place.rsplit('.', 1)[-1]}",
        name=entry.name if entry else added.name if added else "",
        url=reader.url(f"/arbetsstalle/{place}") if entry else "",
        municipality=entry.municipality if entry else added.municipality if added else "",
        meter=meter(entry.band) if entry and entry.drawn == "ranking" else Markup(""),
        band_words=_band_words(entry, reader),
        part=reader.in_words(in_words(visit.part)) if visit.part else "",
        team=tuple(tag(Authority(one), reader) for one in board.decision(place).agencies),
        clashes=tuple(clashes_in_words(clashes, reader)),
        move_url=reader.url(f"/objekt/{place}/besok") if board.is_open else "",
        version=visit.version,
        none=Option("", reader.text("plan.unplanned"), visit.on is None),
        days=_days(board, visit, reader),
        fault=fault,
    )


def _band_words(entry: ListEntry | None, reader: Reader) -> str:
    """What the meter shows, for who does not see it; a random draw is told without its band."""
    if entry is None:
        return ""
    if entry.drawn == "random":
        return reader.text("list.filter.random")
    return reader.text("band.priority", band=reader.text(f"band.{int(entry.band)}").lower())


def _days(
    board: Board, visit: Visit, reader: Reader
) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    """Every day of the week with its parts, as a closed list: `2026-11-24:morning`."""
    found = []
    for n in range(7):
        on = board.made.week.monday + timedelta(days=n)
        title = f"{_weekday(on, reader)} {on.day}/{on.month}"
        options = tuple(
            Option(
                f"{on}:{part.value}",
                f"{_weekday(on, reader)} {reader.in_words(in_words(part)).lower()}",
                (visit.on, visit.part) == (on, part),
            )
            for part in Part
        )
        found.append((title, options))
    return tuple(found)


def _weekday(on: date, reader: Reader) -> str:
    return reader.text(f"weekday.{on.weekday()}")

"""A centre's list for a week, to be decided on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from features.amounts import number
from serving.pages.changed import Changed, changed
from serving.pages.filtering import PER_PAGE, Filter, additions_left, entries_left
from serving.pages.frequencies import FrequencyView, frequency_view, odds
from serving.pages.kept_rows import row_html
from serving.pages.list_forms import AddForm, BulkForm, Said, add_form, bulk_form
from serving.pages.map_view import MapView, map_view
from serving.pages.narrowing import Controls, controls
from serving.pages.parts import Fact
from serving.pages.rendering import Layout, Reader, render_part
from serving.pages.strip import strip
from serving.phrasing import counties, day, days, listed
from serving.planning.board import Board
from serving.store.places import Addition
from serving.targeting.inspection_list import InspectionList, ListEntry
from serving.targeting.week import Week

__all__ = [
    "SCRIPTS",
    "Changed",
    "ListPage",
    "WeekLink",
    "decided_parts",
    "list_page",
    "origin",
]


SCRIPTS = ("htmx-2.0.11.min.js", "lykta.js")


@dataclass(frozen=True)
class WeekLink:
    """Another week of the same centre."""

    words: str
    url: str
    is_earlier: bool


EVERYTHING, NOTHING_SAID = Filter(), Said()


@dataclass(frozen=True)
class ListPage:
    """All that `list.html` receives."""

    template: ClassVar[str] = "list.html"

    layout: Layout
    centre: str
    heading: str
    when: str
    counties: str
    made: str
    status: str
    weeks: tuple[WeekLink, ...]
    csv_url: str
    brief_url: str
    strip: Markup
    controls: Controls
    count: str
    rows: tuple[Markup, ...]
    bulk: BulkForm | None
    add: AddForm | None
    map: MapView | None
    changed: Changed | None
    frequencies: tuple[FrequencyView, ...]
    unknown: tuple[str, ...]
    funnel: tuple[Fact, ...]
    chance: str
    origin: tuple[Fact, ...]


def decided_parts(
    board: Board, reader: Reader, wanted: Filter = EVERYTHING, said: Said = NOTHING_SAID
) -> tuple[Markup, tuple[Markup, ...]]:
    """The strip and the rows: all of a page that a decision changes, but for its filter."""
    told = strip(board, reader)
    drawn = render_part("parts/strip.html", reader.language, strip=told)
    return drawn, _rows(board, reader, wanted, said)


def list_page(
    board: Board,
    reader: Reader,
    wanted: Filter = EVERYTHING,
    said: Said = NOTHING_SAID,
    parts: tuple[Markup, tuple[Markup, ...]] | None = None,
) -> ListPage:
    """The page, narrowed to what is `wanted`, telling what was `said` of the last deed.

    `parts` stand where the strip and the rows would, made now by default.
    """
    drawn, rows = parts or decided_parts(board, reader, wanted, said)
    made = board.made
    path = f"/urval/{made.id}"
    heading = reader.text("list.title", week=made.week.number)
    entries, added = entries_left(board, wanted), additions_left(board, wanted)
    shown = len(entries) + len(added)
    here = Reader(reader.language).url(path, **wanted.query)
    narrowed: dict[str, str | tuple[str, ...]] = {
        name: wanted.query[name] for name in ("band", "drawn")
    }
    return ListPage(
        layout=Layout.of(
            reader,
            f"{heading} – {made.centre.name}",
            here,
            made.provenance,
            sheets=("list.css",),
            scripts=SCRIPTS,
            list_id=made.id,
        ),
        centre=reader.text("list.centre", name=made.centre.name),
        heading=heading,
        when=days(made.week.monday, made.week.sunday, reader.language),
        counties=counties(made.centre.counties, reader.language),
        made=reader.text(
            "list.made",
            made=day(made.provenance.made_at.date(), reader.language),
            as_of=day(made.provenance.as_of, reader.language),
        ),
        status=said.status,
        weeks=tuple(_week_link(made, week, other, reader) for week, other in board.beside),
        csv_url=reader.url(f"{path}/lista.csv", **narrowed),
        brief_url=reader.url(f"{path}/underlag", **narrowed),
        strip=drawn,
        controls=controls(board, wanted, shown, reader, path),
        count=reader.text(f"list.workplaces.{'one' if shown == 1 else 'many'}", count=shown),
        rows=rows,
        bulk=bulk_form(board, reader, wanted, said),
        add=add_form(board, reader, said),
        map=map_view(board, wanted, reader, path),
        changed=changed(board, reader),
        frequencies=tuple(frequency_view(one, reader) for one in made.frequencies),
        unknown=_unknown(made, reader),
        funnel=_funnel(made, reader),
        chance=_chance(made, reader),
        origin=origin(made, reader),
    )


def origin(made: InspectionList, reader: Reader) -> tuple[Fact, ...]:
    """What it takes to make the same list again, each by the start of its digest."""
    told = {
        "model": f"{made.provenance.model} {made.provenance.model_digest[:12]}".strip(),
        "snapshot": f"{made.provenance.as_of} {made.provenance.snapshot_digest[:12]}",
        "policy": f"{made.policy} {made.policy_digest[:12]}",
        "seed": made.draw.seed,
        "list": f"{made.id} {made.digest[:12]}",
    }
    return tuple(Fact(reader.text(f"made.{key}"), value) for key, value in told.items())


def _rows(board: Board, reader: Reader, wanted: Filter, said: Said) -> tuple[Markup, ...]:
    """The rows of one page: what was added comes after the entries."""
    start = (wanted.page - 1) * PER_PAGE
    back = wanted.address
    additions = dict(board.additions)
    places: list[ListEntry | tuple[str, Addition]] = [
        *entries_left(board, wanted),
        *((one, additions[one]) for one in additions_left(board, wanted)),
    ]
    return tuple(
        row_html(
            board, one, reader, back, said.of.get(one[0] if isinstance(one, tuple) else one.id)
        )
        for one in places[start : start + PER_PAGE]
    )


def _week_link(made: InspectionList, week: Week, list_id: str, reader: Reader) -> WeekLink:
    return WeekLink(
        words=reader.text("week.other", week=week.number),
        url=reader.url(f"/urval/{list_id}"),
        is_earlier=week < made.week,
    )


def _unknown(made: InspectionList, reader: Reader) -> tuple[str, ...]:
    as_of = day(made.provenance.as_of, reader.language)
    keys = ("later", "tips", "undeclared", "wrong")
    always = (reader.text(f"unknown.{key}", as_of=as_of) for key in keys)
    if not made.silent:
        return tuple(always)
    silent = listed(tuple(reader.in_words(one) for one in made.silent), reader.language)
    return (reader.text("unknown.silent", registers=silent), *always)


def _funnel(made: InspectionList, reader: Reader) -> tuple[Fact, ...]:
    steps = [
        Fact(reader.text(f"funnel.{step}"), number(left, reader.language))
        for step, left in made.funnel
    ]
    return (*steps, Fact(reader.text("made.places"), str(len(made.entries))))


def _chance(made: InspectionList, reader: Reader) -> str:
    if not made.draw.population or not made.draw.expected:
        return ""
    chance = min(1.0, made.draw.expected / made.draw.population)
    return reader.text("made.chance", odds=odds(chance, reader))

"""A centre's list for a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from features.amounts import number
from serving.charts import slots
from serving.pages.parts import (
    EntryView,
    Fact,
    FrequencyView,
    entry_view,
    frequency_view,
    odds,
)
from serving.pages.rendering import Layout, Reader
from serving.phrasing import counties, day, days, listed
from serving.targeting.inspection_list import Band, InspectionList, ListEntry
from serving.targeting.week import Week

__all__ = ["Choice", "ListPage", "WeekLink", "list_page", "shown_entries"]


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, as a link."""

    words: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class WeekLink:
    """Another week of the same centre."""

    words: str
    url: str
    is_earlier: bool


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
    weeks: tuple[WeekLink, ...]
    csv_url: str
    brief_url: str
    places: str
    slots: Markup
    random: str
    choices: tuple[Choice, ...]
    count: str
    entries: tuple[EntryView, ...]
    frequencies: tuple[FrequencyView, ...]
    unknown: tuple[str, ...]
    funnel: tuple[Fact, ...]
    chance: str
    origin: tuple[Fact, ...]


def list_page(
    made: InspectionList,
    reader: Reader,
    *,
    bands: Sequence[int] = (),
    drawn: str = "",
    weeks: Sequence[tuple[Week, str]] = (),
) -> ListPage:
    """The page, narrowed to `bands` and to what was `drawn`.

    `weeks` pairs the neighbouring weeks with the ids of their lists.
    """
    heading = reader.text("list.title", week=made.week.number)
    narrowed: dict[str, str | tuple[str, ...]] = {
        "band": tuple(str(band) for band in bands),
        "drawn": drawn,
    }
    entries = shown_entries(made.entries, bands, drawn)
    count = reader.text(
        f"list.workplaces.{'one' if len(entries) == 1 else 'many'}", count=len(entries)
    )
    here = Reader(reader.language).url(f"/urval/{made.id}", **narrowed)
    return ListPage(
        layout=Layout.of(reader, f"{heading} – {made.centre.name}", here, made.provenance),
        centre=reader.text("list.centre", name=made.centre.name),
        heading=heading,
        when=days(made.week.monday, made.week.sunday, reader.language),
        counties=counties(made.centre.counties, reader.language),
        made=reader.text(
            "list.made",
            made=day(made.provenance.made_at.date(), reader.language),
            as_of=day(made.provenance.as_of, reader.language),
        ),
        weeks=tuple(_week_link(made, week, list_id, reader) for week, list_id in weeks),
        csv_url=reader.url(f"/urval/{made.id}/lista.csv", **narrowed),
        brief_url=reader.url(f"/urval/{made.id}/underlag", **narrowed),
        places=reader.text("list.places", filled=len(made.entries), capacity=made.capacity),
        slots=slots([(one.band, one.drawn == "random") for one in made.entries], made.capacity),
        random=_random(made, reader),
        choices=_choices(made, reader, bands, drawn),
        count=count,
        entries=tuple(entry_view(made, entry, reader) for entry in entries),
        frequencies=tuple(frequency_view(one, reader) for one in made.frequencies),
        unknown=_unknown(made, reader),
        funnel=_funnel(made, reader),
        chance=_chance(made, reader),
        origin=origin(made, reader),
    )


def shown_entries(
    entries: Sequence[ListEntry], bands: Sequence[int], drawn: str
) -> tuple[ListEntry, ...]:
    """The entries that a filter leaves, in their order: of the bands *and* so drawn."""
    return tuple(
        entry
        for entry in entries
        if (not bands or int(entry.band) in bands) and (not drawn or entry.drawn == drawn)
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


def _choices(
    made: InspectionList, reader: Reader, bands: Sequence[int], drawn: str
) -> tuple[Choice, ...]:
    path = f"/urval/{made.id}"
    everything = Choice(
        words=reader.text("list.filter.all"),
        count=len(made.entries),
        url=reader.url(path),
        is_current=not bands and not drawn,
    )
    ranked = [
        Choice(
            words=reader.text(f"band.{int(band)}"),
            count=len(shown_entries(made.entries, (int(band),), "ranking")),
            url=reader.url(path, band=str(int(band)), drawn="ranking"),
            is_current=list(bands) == [int(band)],
        )
        for band in Band
    ]
    by_lot = Choice(
        words=reader.text("list.filter.random"),
        count=made.random,
        url=reader.url(path, drawn="random"),
        is_current=drawn == "random" and not bands,
    )
    return (everything, *ranked, by_lot)


def _week_link(made: InspectionList, week: Week, list_id: str, reader: Reader) -> WeekLink:
    return WeekLink(
        words=reader.text("week.other", week=week.number),
        url=reader.url(f"/urval/{list_id}"),
        is_earlier=week < made.week,
    )


def _random(made: InspectionList, reader: Reader) -> str:
    word = {0: "none", 1: "one"}.get(made.random, "many")
    return reader.text(f"list.random.{word}", count=made.random)


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

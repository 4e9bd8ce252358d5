"""All centres with their lists for a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from serving.charts import slots
from serving.pages.list_page import WeekLink
from serving.pages.rendering import Layout, Reader
from serving.targeting.inspection_list import CentreName, InspectionList
from serving.targeting.week import Week
from serving.wording import days, listed

__all__ = ["CentreRow", "StartPage", "start_page"]


@dataclass(frozen=True)
class CentreRow:
    """A centre, and the way to its list when there is one."""

    name: str
    counties: str
    url: str
    places: str
    slots: Markup
    random: str


@dataclass(frozen=True)
class StartPage:
    """All that `start.html` receives."""

    template: ClassVar[str] = "start.html"

    layout: Layout
    heading: str
    when: str
    weeks: tuple[WeekLink, ...]
    centres: tuple[CentreRow, ...]


def start_page(
    reader: Reader,
    week: Week | None,
    centres: Sequence[CentreName],
    lists: Sequence[InspectionList],
    weeks: Sequence[Week] = (),
) -> StartPage:
    """The page for `week`, or one that says how lists are made when there are none yet."""
    found = {made.centre.code: made for made in lists}
    heading = (
        reader.text("start.title", week=week.number) if week else reader.text("start.empty")
    )
    provenance = lists[0].provenance if lists else None
    here = Reader(reader.language).url("/", week=str(week) if week else "")
    return StartPage(
        layout=Layout.of(reader, heading, here, provenance),
        heading=heading,
        when=days(week.monday, week.sunday, reader.language) if week else "",
        weeks=tuple(
            WeekLink(
                words=reader.text("week.other", week=other.number),
                url=reader.url("/", week=str(other)),
                is_earlier=other < week,
            )
            for other in weeks
            if week
        ),
        centres=tuple(_row(centre, found.get(centre.code), reader) for centre in centres),
    )


def _row(centre: CentreName, made: InspectionList | None, reader: Reader) -> CentreRow:
    counties = listed(centre.counties, reader.language)
    if made is None:
        nothing = reader.text("start.none")
        return CentreRow(centre.name, counties, "", nothing, Markup(""), "")
    word = {0: "none", 1: "one"}.get(made.random, "many")
    return CentreRow(
        name=centre.name,
        counties=counties,
        url=reader.url(f"/urval/{made.id}"),
        places=reader.text("list.places", filled=len(made.entries), capacity=made.capacity),
        slots=slots([(one.band, one.drawn == "random") for one in made.entries], made.capacity),
        random=reader.text(f"start.random.{word}", count=made.random),
    )

"""All centres with their lists for a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from serving.charts import slots
from serving.pages.list_page import WeekLink
from serving.pages.rendering import Layout, Reader
from serving.phrasing import counties, days
from serving.targeting.inspection_list import CentreName, ListHead
from serving.targeting.week import Week

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
    lists: Sequence[ListHead],
    weeks: Sequence[Week] = (),
) -> StartPage:
    """The page for `week`, or one that says how lists are made when there are none yet.

    `weeks` are all that have lists; the nearest before and after are linked.
    """
    found = {head.made.centre.code: head for head in lists}
    heading = (
        reader.text("start.title", week=week.number) if week else reader.text("start.empty")
    )
    provenance = lists[0].made.provenance if lists else None
    here = Reader(reader.language).url("/", week=str(week) if week else "")
    return StartPage(
        layout=Layout.of(reader, heading, here, provenance),
        heading=heading,
        when=days(week.monday, week.sunday, reader.language) if week else "",
        weeks=tuple(
            WeekLink(
                words=reader.text("week.other", week=other.number),
                url=reader.url("/", week=str(other)),
                is_earlier=week is not None and other < week,
            )
            for other in _nearest(week, weeks)
        ),
        centres=tuple(_row(centre, found.get(centre.code), reader) for centre in centres),
    )


def _nearest(week: Week | None, weeks: Sequence[Week]) -> list[Week]:
    """The last week before and the first after, of those that have lists."""
    if week is None:
        return []
    before = [other for other in weeks if other < week]
    after = [other for other in weeks if other > week]
    return before[-1:] + after[:1]


def _row(centre: CentreName, head: ListHead | None, reader: Reader) -> CentreRow:
    covered = counties(centre.counties, reader.language)
    if head is None:
        nothing = reader.text("start.none")
        return CentreRow(centre.name, covered, "", nothing, Markup(""), "")
    made, word = head.made, {0: "none", 1: "one"}.get(head.random, "many")
    return CentreRow(
        name=centre.name,
        counties=covered,
        url=reader.url(f"/urval/{made.id}"),
        places=reader.text("list.places", filled=len(head.places), capacity=made.capacity),
        slots=slots(head.places, made.capacity),
        random=reader.text(f"start.random.{word}", count=head.random),
    )

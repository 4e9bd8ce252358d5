"""The cases behind a group's figure: band, decision, outcome and first reason of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from serving.pages.group_names import Names, group_name, kind_name
from serving.pages.past import found_words
from serving.pages.rendering import Layout, Reader
from serving.pages.vote_form import review_url
from serving.phrasing import weeks
from serving.planning.vocabulary import in_words
from serving.reviewing.behind import Behind, Case
from serving.targeting.week import Week

__all__ = ["BehindPage", "behind_page"]


@dataclass(frozen=True)
class CaseRow:
    """A place: where its page is, and what is told of it."""

    name: str
    url: str
    band: str
    decision: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class BehindPage:
    """All that `behind.html` receives."""

    template: ClassVar[str] = "behind.html"

    layout: Layout
    heading: str
    back_url: str
    told: tuple[str, ...]
    rows: tuple[CaseRow, ...]


def behind_page(review: str, found: Behind, reader: Reader) -> BehindPage:
    """The page of one group of a review."""
    kind = kind_name(found.grouping, reader)
    name = group_name(found.grouping, found.group, Names(found.words, {}), reader)
    week = weeks(Week.parse(found.week), Week.parse(found.week), reader.language)
    heading = reader.text("behind.title", kind=kind, group=name)
    told = [
        reader.text("behind.lead", week=week, centre=found.board.made.centre.name)
        if found.board
        else reader.text("behind.none", week=week)
    ]
    if found.elsewhere:
        told.append(reader.text("behind.elsewhere", count=found.elsewhere))
    return BehindPage(
        layout=Layout.of(
            reader,
            heading,
            f"/granskning/{review}/bakom?indelning={found.grouping}&grupp={found.group}",
            found.board.made.provenance if found.board else None,
            sheets=("workplace.css", "follow_up.css", "review.css"),
        ),
        heading=heading,
        back_url=f"{review_url(review, reader)}#grupper",
        told=tuple(told),
        rows=tuple(_row(one, found, reader) for one in found.cases),
    )


def _row(case: Case, found: Behind, reader: Reader) -> CaseRow:
    assert found.board is not None  # or there would be no case
    entry = case.entry
    raising = next((one for one in entry.reasons if one.direction == "raises"), None)
    outcomes = [found_words(one, reader) for one in case.outcomes]
    if case.hidden:
        outcomes.append(reader.text("behind.hidden", count=case.hidden))
    return CaseRow(
        name=entry.name,
        url=reader.url(f"/arbetsstalle/{entry.id}"),
        band=reader.text(f"band.{int(entry.band)}"),
        decision=reader.in_words(in_words(found.board.decision(entry.id).status)),
        outcome="; ".join(outcomes) or reader.text("behind.unvisited"),
        reason=reader.in_words(raising.sentence) if raising else "",
    )

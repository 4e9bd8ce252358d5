"""A workplace looked at blind: its reasons, the question, and then what the model said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from serving.pages.decision_panel import Option
from serving.pages.parts import Explained, explained
from serving.pages.rendering import Layout, Reader
from serving.pages.vote_form import ids_by_field, review_url
from serving.phrasing import day
from serving.reviewing.blind import Judged, Progress, SeenCase

__all__ = ["CasePage", "CasesPage", "case_page", "case_url", "cases_page"]

_SHEETS = ("workplace.css", "review.css")


@dataclass(frozen=True)
class CaseLine:
    """A case in the list of them: answered or not."""

    words: str
    url: str
    said: str


@dataclass(frozen=True)
class CasesPage:
    """All that `cases.html` receives. `next_url` is empty once all are answered."""

    template: ClassVar[str] = "cases.html"

    layout: Layout
    back_url: str
    lines: tuple[CaseLine, ...]
    next_url: str
    told: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class CasePage:
    """All that `case.html` receives. `revealed` is empty until one has answered."""

    template: ClassVar[str] = "case.html"

    layout: Layout
    heading: str
    back_url: str
    entry: Explained
    url: str
    choices: tuple[Option, ...]
    comment: str
    faults: tuple[str, ...]
    blamed: Mapping[str, str]
    revealed: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    talk: tuple[tuple[str, str], ...]
    talk_url: str
    talk_comment: str
    talk_fault: str
    next_url: str


def case_url(review: str, reader: Reader, number: int = 0) -> str:
    """Where the cases of a review are, or one of them."""
    return review_url(review, reader, f"/fall/{number}" if number else "/fall")


def cases_page(review: str, found: Progress, reader: Reader) -> CasesPage:
    """How far one has come; what one's own answers say once all are in."""
    done = {one.number: one for one in found.seen}
    left = found.left
    return CasesPage(
        layout=_layout(
            reader, reader.text("cases.title"), f"/granskning/{review}/fall", found.is_invented
        ),
        back_url=review_url(review, reader),
        lines=tuple(
            CaseLine(
                reader.text("cases.number", number=number),
                case_url(review, reader, number),
                _said(done[number], reader) if number in done else "",
            )
            for number in found.numbers
        ),
        next_url=case_url(review, reader, left[0]) if left else "",
        told=reader.text("cases.done", done=len(done), count=len(found.numbers))
        if found.numbers
        else reader.text("cases.none"),
        figures=() if left else _figures(found, reader),
    )


def case_page(
    review: str,
    seen: SeenCase,
    reader: Reader,
    *,
    following: int = 0,
    said: str = "",
    comment: str = "",
    faults: tuple[str, ...] = (),
    written: str = "",
    talk_fault: str = "",
) -> CasePage:
    """The case; `said` and `comment` are of an answer that could not be saved, `written` of a
    comment that could not.
    """
    heading = reader.text("cases.number", number=seen.number)
    return CasePage(
        layout=_layout(
            reader, heading, f"/granskning/{review}/fall/{seen.number}", seen.is_invented
        ),
        heading=heading,
        back_url=case_url(review, reader),
        entry=explained(seen.entry, reader),
        url=case_url(review, reader, seen.number),
        choices=()
        if seen.own
        else tuple(
            Option(one.value, reader.text(f"case.{one.value}"), one.value == said)
            for one in Judged
        ),
        comment=comment,
        faults=tuple(reader.text(one) for one in faults),
        blamed=ids_by_field(
            [("said" if one == "case.fault.said" else "comment",) for one in faults], "svar-fel"
        ),
        revealed=_revealed(seen, reader),
        others=tuple(
            (
                reader.text("case.other", name=one.reviewer_name, said=_of(one.said, reader)),
                one.comment,
            )
            for one in seen.others
        ),
        talk=tuple(
            (
                reader.text(
                    "case.wrote",
                    name=one.author_name,
                    day=day(datetime.fromisoformat(one.made_at).date(), reader.language),
                ),
                one.comment,
            )
            for one in seen.talk
        ),
        talk_url=review_url(review, reader, f"/fall/{seen.number}/kommentar")
        if seen.own
        else "",
        talk_comment=written,
        talk_fault=reader.text(talk_fault) if talk_fault else "",
        next_url=case_url(review, reader, following) if seen.own and following else "",
    )


def _revealed(seen: SeenCase, reader: Reader) -> tuple[str, ...]:
    if seen.own is None or seen.band is None:
        return ()
    band = reader.text(f"band.{int(seen.band)}").lower()
    return (
        reader.text("case.own", said=_of(seen.own.said, reader)),
        reader.text("band.priority", band=band) + ".",
        reader.text("case.listed" if seen.is_listed else "case.unlisted"),
    )


def _said(seen: SeenCase, reader: Reader) -> str:
    return reader.text(f"case.{seen.own.said}") if seen.own else ""


def _of(said: str, reader: Reader) -> str:
    return reader.text(f"case.{said}").lower()


def _figures(found: Progress, reader: Reader) -> tuple[str, ...]:
    told = []
    for is_listed, key in ((True, "cases.of_listed"), (False, "cases.of_unlisted")):
        would, count = found.share(Judged.VISIT, is_listed=is_listed)
        if count:
            told.append(reader.text(key, would=would, count=count))
    return tuple(told)


def _layout(reader: Reader, title: str, here: str, is_invented: bool) -> Layout:
    """The surroundings; of a model of invented data they say so, as its review does."""
    made = Layout.of(reader, title, here, sheets=_SHEETS)
    return replace(made, invented=reader.text("notice.invented") if is_invented else "")

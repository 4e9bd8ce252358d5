"""Every model that was handed in, and where its review stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from serving.pages.rendering import Layout, Reader
from serving.pages.vote_form import hidden_words, review_url
from serving.phrasing import day
from serving.reviewing.acting import Seen
from serving.reviewing.rules import REVIEWERS, State, approvals

__all__ = ["ReviewLine", "ReviewsPage", "reviews_page"]

_TONES = {State.OPEN: "unsure", State.STOPPED: "bad", State.EXPIRED: "bad"}


@dataclass(frozen=True)
class ReviewLine:
    """A model handed in: which, where it stands, by whom and when."""

    name: str
    url: str
    digest: str
    state: str
    tone: str
    about: str


@dataclass(frozen=True)
class ReviewsPage:
    """All that `reviews.html` receives. `compare_url` is empty for who reads no lists."""

    template: ClassVar[str] = "reviews.html"

    layout: Layout
    lines: tuple[ReviewLine, ...]
    compare_url: str


def reviews_page(found: Sequence[Seen], reader: Reader, *, compares: bool) -> ReviewsPage:
    """The reviews, newest first."""
    title = reader.text("reviews.title")
    return ReviewsPage(
        layout=Layout.of(reader, title, "/granskning", sheets=("workplace.css", "review.css")),
        lines=tuple(_line(one, reader) for one in found),
        compare_url=reader.url("/granskning/jamfor") if compares else "",
    )


def _line(seen: Seen, reader: Reader) -> ReviewLine:
    review = seen.review
    handed = reader.text(
        "review.handed", name=review.submitter_name, day=day(review.at.date(), reader.language)
    )
    votes = (
        hidden_words(seen, reader)
        if seen.hidden
        else reader.text("review.votes", count=len(approvals(review)), of=REVIEWERS)
    )
    return ReviewLine(
        name=f"{review.name} {review.version}",
        url=review_url(review.id, reader),
        digest=review.model[:12],
        state=reader.text(f"review.state.{seen.state.value}"),
        tone=_TONES.get(seen.state, "ok"),
        about=f"{handed} {votes}",
    )

"""What is asked of an authority whose facts are disputed, for it to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from features.vocabulary import Authority
from serving.authorities import AUTHORITIES
from serving.pages.parts import Fact
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day
from serving.planning.correcting import Disputed
from serving.planning.vocabulary import in_words

__all__ = ["CorrectionsPage", "DisputedView", "corrections_page"]


@dataclass(frozen=True)
class DisputedView:
    """A disputed fact: `fact` as the list showed it, and `held` what is said against it."""

    anchor: str
    name: str
    about: str
    sentence: str
    fact: tuple[Fact, ...]
    held: tuple[Fact, ...]
    url: str


@dataclass(frozen=True)
class CorrectionsPage:
    """All that `corrections.html` receives.

    `count` is told where something waits, `empty` where nothing does. `said` is what has just
    been done; `late` that a colleague's answer was first.
    """

    template: ClassVar[str] = "corrections.html"

    layout: Layout
    count: str
    empty: str
    said: str
    late: str
    waiting: tuple[DisputedView, ...]


def corrections_page(
    found: Sequence[Disputed],
    authority: Authority,
    reader: Reader,
    *,
    said: str = "",
    late: str = "",
) -> CorrectionsPage:
    """The page of `authority`; `said` and `late` are keys of sentences."""
    owner = reader.in_words(AUTHORITIES[authority])
    word = "one" if len(found) == 1 else "many"
    return CorrectionsPage(
        layout=Layout.of(
            reader,
            reader.text("corrections.title"),
            "/rattelser",
            # Nobody mixes invented deliveries with real ones in one store.
            found[0].provenance if found else None,
            sheets=("workplace.css", "corrections.css"),
        ),
        count=reader.text(f"corrections.{word}", count=len(found), owner=owner)
        if found
        else "",
        empty="" if found else reader.text("corrections.none", owner=owner),
        said=reader.text(said) if said else "",
        late=reader.text(late) if late else "",
        waiting=tuple(_view(one, reader) for one in found),
    )


def _view(one: Disputed, reader: Reader) -> DisputedView:
    request = one.request
    numbers = {"column.workplace": one.workplace, "column.employer": one.employer}
    reason = reader.in_words(in_words(request.said.reason)) if request.said.reason else ""
    asked = date.fromisoformat(request.made_at[:10])
    return DisputedView(
        anchor=f"fraga-{request.id}",
        name=one.name,
        about=" · ".join(f"{reader.text(key)} {value}" for key, value in numbers.items()),
        sentence=reader.in_words(one.sentence),
        fact=_facts(
            reader,
            {
                "corrections.value": reader.in_words(one.value),
                "corrections.source": reader.in_words(one.source),
                "corrections.as_of": day(one.provenance.as_of, reader.language),
            },
        ),
        held=_facts(
            reader,
            {
                "corrections.wrong": reader.in_words(in_words(request.said.wrong)),
                "corrections.why": reason,
                "corrections.comment": request.said.comment,
                "corrections.asked": day(asked, reader.language),
            },
        ),
        url=reader.url(f"/rattelser/{request.id}"),
    )


def _facts(reader: Reader, told: dict[str, str]) -> tuple[Fact, ...]:
    """Those there is something to tell of; a hidden fact has neither value nor source."""
    return tuple(
        Fact(reader.text(key), value, long=key == "corrections.comment")
        for key, value in told.items()
        if value
    )

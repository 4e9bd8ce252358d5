"""Two lists of a centre side by side: who came, who left, who moved far, and which groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from serving.pages.decision_panel import Option
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day, weeks
from serving.side_by_side import FAR, SideBySide, ranked, side_by_side
from serving.targeting.inspection_list import InspectionList, ListEntry, ListHead

__all__ = ["ComparePage", "Moved", "compare_page"]


@dataclass(frozen=True)
class Moved:
    """A place on either list: where it stood, where it stands, and its first reason now."""

    name: str
    url: str
    before: str
    after: str
    about: str


@dataclass(frozen=True)
class Share:
    """How many places of a group each list has."""

    name: str
    before: int
    after: int


@dataclass(frozen=True)
class ComparePage:
    """All that `compare.html` receives. Without two lists, the form to choose them alone."""

    template: ClassVar[str] = "compare.html"

    layout: Layout
    url: str
    back_url: str
    before: tuple[Option, ...]
    after: tuple[Option, ...]
    fault: str
    told: tuple[str, ...]
    parts: tuple[tuple[str, tuple[Moved, ...]], ...]
    shares: tuple[tuple[str, tuple[Share, ...]], ...]
    why: str


def compare_page(
    heads: Sequence[ListHead],
    reader: Reader,
    pair: tuple[InspectionList, InspectionList] | None = None,
    *,
    fault: str = "",
) -> ComparePage:
    """The lists to choose among, newest first, and the two that were chosen."""
    chosen = tuple(one.id for one in pair) if pair else ("", "")
    options = [(head.made.id, _titled(head.made, reader)) for head in heads]

    def among(wanted: str) -> tuple[Option, ...]:
        return tuple(Option(value, words, value == wanted) for value, words in options)

    return ComparePage(
        layout=Layout.of(
            reader,
            reader.text("compare.title"),
            "/granskning/jamfor",
            pair[1].provenance if pair else None,
            sheets=("workplace.css", "follow_up.css", "review.css"),
        ),
        url=reader.url("/granskning/jamfor"),
        back_url=reader.url("/granskning"),
        before=among(chosen[0]),
        after=among(chosen[1]),
        fault=reader.text(fault) if fault else "",
        told=_told(*pair, reader) if pair else (),
        parts=_parts(side_by_side(*pair), reader) if pair else (),
        shares=_shares(*pair, reader) if pair else (),
        why=reader.text("compare.why", before=chosen[0], after=chosen[1]) if pair else "",
    )


def _titled(made: InspectionList, reader: Reader) -> str:
    # With the time: a list that was made again is told from the one before it.
    local = made.provenance.made_at.astimezone()
    on = f"{day(local.date(), reader.language)}, {local:%H.%M}"
    week = weeks(made.week, made.week, reader.language)
    return reader.text(
        "compare.list", week=week, centre=made.centre.name, model=made.provenance.model, day=on
    )


def _told(before: InspectionList, after: InspectionList, reader: Reader) -> tuple[str, ...]:
    found = side_by_side(before, after)
    said = [
        reader.text(
            "compare.both",
            count=len(found.both),
            before=len(found.both) + len(found.left),
            after=len(found.both) + len(found.came),
        ),
        reader.text(
            "compare.same_model"
            if before.provenance.model_digest == after.provenance.model_digest
            else "compare.two_models",
            before=before.provenance.model,
            after=after.provenance.model,
        ),
    ]
    if found.same_order is not None:
        said.append(reader.text("compare.order", share=found.same_order))
    said.append(reader.text("compare.lot", before=before.random, after=after.random))
    return tuple(said)


def _parts(found: SideBySide, reader: Reader) -> tuple[tuple[str, tuple[Moved, ...]], ...]:
    came = tuple(_moved(None, one, reader) for one in found.came)
    left = tuple(_moved(one, None, reader) for one in found.left)
    far = tuple(_moved(old, new, reader) for old, new in found.far)
    return (
        (reader.text("compare.came", count=len(came)), came),
        (reader.text("compare.left", count=len(left)), left),
        (reader.text("compare.far", count=len(far), places=FAR), far),
    )


def _moved(old: ListEntry | None, new: ListEntry | None, reader: Reader) -> Moved:
    entry = new or old
    assert entry is not None  # of a place on one of the two lists
    raising = next((one for one in entry.reasons if one.direction == "raises"), None)
    return Moved(
        name=entry.name,
        url=reader.url(f"/arbetsstalle/{entry.id}"),
        before=str(old.rank) if old else "\N{EN DASH}",
        after=str(new.rank) if new else "\N{EN DASH}",
        about=reader.in_words(raising.sentence) if raising else "",
    )


def _shares(
    before: InspectionList, after: InspectionList, reader: Reader
) -> tuple[tuple[str, tuple[Share, ...]], ...]:
    """Industries, municipalities and priorities of both, those with most places first."""
    ways: dict[str, Callable[[ListEntry], str]] = {
        "column.sector": lambda one: reader.in_words(one.sector),
        "column.municipality": lambda one: one.municipality,
        "column.priority": lambda one: reader.text(f"band.{int(one.band)}"),
    }
    told = []
    for key, of in ways.items():
        old = Counter(map(of, ranked(before).values()))
        new = Counter(map(of, ranked(after).values()))
        names = sorted(old.keys() | new.keys(), key=lambda one: (-new[one], -old[one], one))
        told.append(
            (reader.text(key), tuple(Share(one, old[one], new[one]) for one in names if one))
        )
    return tuple(told)

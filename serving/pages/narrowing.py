"""The controls that narrow a list: links by priority, a form for the rest, pages at the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from features.vocabulary import Authority
from serving.authorities import AUTHORITIES
from serving.narrowing import Narrowing
from serving.pages.decision_panel import Option
from serving.pages.filtering import PER_PAGE, Filter, entries_left
from serving.pages.rendering import Reader
from serving.planning.board import Board
from serving.planning.vocabulary import Status, in_words
from serving.targeting.inspection_list import Band

__all__ = ["Choice", "Controls", "Field", "PageLink", "controls"]


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list, as a link."""

    words: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Field:
    """A closed field of the form: its options, the first of which is all."""

    name: str
    words: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class PageLink:
    """The way to the page before or after this one."""

    words: str
    url: str
    is_earlier: bool


@dataclass(frozen=True)
class Controls:
    """`kept` are the form's hidden fields: what the links chose. `is_narrowed` tells whether
    anything is left out; the form is then open on a phone too."""

    action: str
    choices: tuple[Choice, ...]
    kept: tuple[tuple[str, str], ...]
    q: str
    fields: tuple[Field, ...]
    is_narrowed: bool
    clear_url: str
    range: str
    pages: tuple[PageLink, ...]


def controls(board: Board, wanted: Filter, shown: int, reader: Reader, path: str) -> Controls:
    """The controls of a list of which `shown` places meet the filter, before paging."""
    query = wanted.query
    kept = [("band", band) for band in query["band"]] + [("drawn", str(query["drawn"]))]
    kept += [("lang", reader.language.value)] if reader.carried else []
    last = max(1, -(-shown // PER_PAGE))
    first = (wanted.page - 1) * PER_PAGE + 1
    return Controls(
        action=path,
        choices=_choices(board, wanted, reader, path),
        kept=tuple((name, value) for name, value in kept if value),
        q=wanted.q,
        fields=_fields(board, wanted, reader),
        is_narrowed=any(query.values()),
        clear_url=reader.url(path),
        range=reader.text(
            "filter.page", first=first, last=min(shown, first + PER_PAGE - 1), count=shown
        )
        if last > 1
        else "",
        pages=tuple(
            PageLink(
                reader.text(f"filter.{'before' if step < 0 else 'after'}"),
                reader.url(path, **wanted.with_(page=wanted.page + step).query),
                step < 0,
            )
            for step in (-1, 1)
            if 1 <= wanted.page + step <= last
        ),
    )


def _choices(board: Board, wanted: Filter, reader: Reader, path: str) -> tuple[Choice, ...]:
    """Links by priority, each keeping the rest of the filter, with what it would leave."""
    rest = entries_left(board, wanted.with_(bands=(), drawn=""))

    def choice(words: str, bands: tuple[int, ...], drawn: str) -> Choice:
        asked = wanted.with_(bands=bands, drawn=drawn)
        return Choice(
            words=words,
            count=len(Narrowing(bands, drawn).of(rest)),
            url=reader.url(path, **asked.query),
            is_current=(wanted.bands, wanted.drawn) == (bands, drawn),
        )

    return (
        choice(reader.text("list.filter.all"), (), ""),
        *(choice(reader.text(f"band.{int(band)}"), (int(band),), "ranking") for band in Band),
        choice(reader.text("list.filter.random"), (), "random"),
    )


def _fields(board: Board, wanted: Filter, reader: Reader) -> tuple[Field, ...]:
    entries = board.made.entries
    sectors = {entry.sector.sv: reader.in_words(entry.sector) for entry in entries}
    municipalities = Counter(entry.municipality for entry in entries)
    municipalities.update(added.municipality for _, added in board.additions)
    sources = {
        one: reader.in_words(AUTHORITIES[Authority(one)])
        for entry in entries
        for reason in entry.reasons
        for one in reason.authorities
    }
    places = {name: f"{name} ({count})" for name, count in municipalities.items()}
    decisions = {one.value: reader.in_words(in_words(one)) for one in Status}
    told = [
        ("municipality", places, wanted.municipality),
        ("sector", sectors, wanted.sector),
        ("source", sources, wanted.source),
    ]
    if board.plan is not None:
        told.append(("decision", decisions, wanted.decision))
    return tuple(_field(name, values, chosen, reader) for name, values, chosen in told)


def _field(name: str, values: dict[str, str], chosen: str, reader: Reader) -> Field:
    pairs = list(values.items())
    if name != "decision":  # decisions keep the order in which they are made
        pairs.sort(key=lambda pair: pair[1].casefold())
    options = [Option("", reader.text("filter.all"), not chosen)]
    options += [Option(value, words, value == chosen) for value, words in pairs if value]
    if chosen and chosen not in values:  # an address from another week
        options.append(Option(chosen, chosen, is_chosen=True))
    return Field(name, reader.text(f"filter.{name}"), tuple(options))

"""Narrowing a list by the address alone: what is asked, what is left, and the way to more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from serving.narrowing import Narrowing
from serving.planning.board import Board
from serving.planning.vocabulary import Status
from serving.targeting.inspection_list import ListEntry

__all__ = ["PER_PAGE", "Filter", "additions_left", "asked_for", "entries_left", "places_shown"]

PER_PAGE = 50  # a list is rarely longer than 25 places; this bounds the page, not the list


@dataclass(frozen=True)
class Filter:
    """What a reader wants to see of a list; empty is everything. Pages count from 1."""

    bands: tuple[int, ...] = ()
    drawn: str = ""
    q: str = ""
    sector: str = ""
    municipality: str = ""
    source: str = ""
    decision: str = ""
    page: int = 1

    def with_(self, **changed: Any) -> Filter:
        """The same but for what is named, from its first page."""
        return replace(self, **{"page": 1, **changed})

    @property
    def query(self) -> dict[str, str | tuple[str, ...]]:
        """The parameters of an address that asks for it."""
        return {
            "band": tuple(str(band) for band in self.bands),
            "drawn": self.drawn,
            "q": self.q,
            "sector": self.sector,
            "municipality": self.municipality,
            "source": self.source,
            "decision": self.decision,
            "page": str(self.page) if self.page > 1 else "",
        }

    @property
    def address(self) -> str:
        """The end of an address that asks for it, without its question mark."""
        return urlencode([(k, v) for k, v in self.query.items() if v], doseq=True)

    @property
    def text(self) -> str:
        """As it is recorded: which of the filters were used, and never what was searched."""
        told = {key: value for key, value in self.query.items() if value}
        if self.q:
            told["q"] = "*"  # a name or a number, which has no business in the log
        return urlencode(told, doseq=True)


def asked_for(back: str) -> Filter:
    """The filter that a form was sent from; what is not one of ours is left out."""
    said = parse_qs(back[:1000])

    def one(name: str) -> str:
        return said.get(name, [""])[0][:100]

    page = one("page")
    decision = one("decision")
    return Filter(
        bands=tuple(int(band) for band in said.get("band", ()) if band in ("1", "2", "3", "4")),
        drawn=one("drawn") if one("drawn") in ("ranking", "random") else "",
        q=one("q"),
        sector=one("sector"),
        municipality=one("municipality"),
        source=one("source"),
        decision=decision if decision in set(Status) else "",
        page=int(page) if page.isascii() and page.isdecimal() and 0 < int(page) < 10_000 else 1,
    )


def places_shown(board: Board, wanted: Filter) -> tuple[str, ...]:
    """The ids of the places on the page that is asked for."""
    start = (wanted.page - 1) * PER_PAGE
    places = (*(one.id for one in entries_left(board, wanted)), *additions_left(board, wanted))
    return places[start : start + PER_PAGE]


def entries_left(board: Board, wanted: Filter) -> tuple[ListEntry, ...]:
    """The entries that meet every part of the filter, in their order."""
    return tuple(
        entry
        for entry in Narrowing(wanted.bands, wanted.drawn).of(board.made.entries)
        if _meets(entry, wanted) and _is_decided(board, entry.id, wanted.decision)
    )


def additions_left(board: Board, wanted: Filter) -> tuple[str, ...]:
    """The ids of the additions that meet it. They have no priority, sector or source."""
    if wanted.bands or wanted.drawn or wanted.sector or wanted.source:
        return ()
    return tuple(
        place
        for place, added in board.additions
        if _matches(wanted.q, (added.name, added.employer, added.workplace))
        and wanted.municipality in ("", added.municipality)
        and _is_decided(board, place, wanted.decision)
    )


def _meets(entry: ListEntry, wanted: Filter) -> bool:
    return (
        wanted.sector in ("", entry.sector.sv)
        and wanted.municipality in ("", entry.municipality)
        and (not wanted.source or any(wanted.source in x.authorities for x in entry.reasons))
        and _matches(wanted.q, (entry.name, entry.employer, entry.workplace, entry.address))
    )


def _matches(q: str, texts: Iterable[str]) -> bool:
    """Whether a text holds what is searched; numbers are found with and without hyphen."""
    sought = q.strip().casefold()
    if not sought:
        return True
    return any(
        sought in one.casefold() or sought.replace("-", "") in one.casefold().replace("-", "")
        for one in texts
    )


def _is_decided(board: Board, place: str, decision: str) -> bool:
    return not decision or board.decision(place).status is Status(decision)

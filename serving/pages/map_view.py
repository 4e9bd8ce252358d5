"""The map beside the list: how many workplaces each municipality has, each a way to them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from serving.geography.drawing import region
from serving.pages.filtering import Filter, additions_left, entries_left
from serving.pages.rendering import Reader
from serving.phrasing import listed
from serving.planning.board import Board

__all__ = ["MapView", "Mark", "Shape", "map_view"]


@dataclass(frozen=True)
class Shape:
    """An outline, and whether the list is narrowed to it."""

    path: str
    is_chosen: bool


@dataclass(frozen=True)
class Mark:
    """A municipality's circle: how many, their highest band (0: none was ranked), the link."""

    x: float
    y: float
    radius: float
    count: int
    band: int
    words: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class MapView:
    """All that the map's template draws. `region_url` takes the municipality away again."""

    width: int
    height: int
    transform: str
    around: tuple[str, ...]
    shapes: tuple[Shape, ...]
    marks: tuple[Mark, ...]
    outside: str
    region_url: str


def map_view(board: Board, wanted: Filter, reader: Reader, path: str) -> MapView | None:
    """The map of what the filter leaves, but for its municipality; None without outlines."""
    everywhere = wanted.with_(municipality="")
    bands: dict[str, int] = {}
    lots, added = set(), set()
    counts: Counter[str] = Counter()
    for entry in entries_left(board, everywhere):
        counts[entry.municipality] += 1
        if entry.drawn == "random":  # is to be judged without its band
            lots.add(entry.municipality)
            continue
        highest = min(bands.get(entry.municipality, 9), int(entry.band))
        bands[entry.municipality] = highest
    additions = dict(board.additions)
    for place in additions_left(board, everywhere):
        counts[additions[place].municipality] += 1
        added.add(additions[place].municipality)
    found = region(board.made.centre.counties, counts)
    if found is None:
        return None
    marks = []
    for circle in found.circles:
        band = bands.get(circle.name, 0)
        count = counts[circle.name]
        is_chosen = wanted.municipality == circle.name
        asked = wanted.with_(municipality="" if is_chosen else circle.name)
        words = reader.text(
            f"map.{'one' if count == 1 else 'many'}",
            name=circle.name,
            count=count,
            what=_what(band, circle.name in lots, circle.name in added, reader),
        )
        url = reader.url(path, **asked.query)
        marks.append(
            Mark(circle.x, circle.y, circle.radius, count, band, words, url, is_chosen)
        )
    drawn = {circle.name for circle in found.circles}
    outside = sum(count for name, count in counts.items() if name not in drawn)
    return MapView(
        width=found.width,
        height=found.height,
        transform=found.transform,
        around=tuple(one.path for one in found.around),
        shapes=tuple(
            Shape(one.path, one.name == wanted.municipality) for one in found.municipalities
        ),
        marks=tuple(marks),
        outside=reader.text("map.outside", count=outside) if outside else "",
        region_url=reader.url(path, **everywhere.query) if wanted.municipality else "",
    )


def _what(band: int, has_lot: bool, has_added: bool, reader: Reader) -> str:
    """The highest band of those that were ranked; where none was, how they came here."""
    if band:
        return reader.text("map.highest", band=reader.text(f"band.{band}").lower())
    ways = [("list.filter.random", has_lot), ("add.added", has_added)]
    told = tuple(reader.text(key).lower() for key, is_so in ways if is_so)
    return listed(told, reader.language)

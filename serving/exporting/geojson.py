"""A list as GeoJSON (RFC 7946), a feature an entry, for whoever draws maps of their own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from serving.exporting.points import municipality_points
from serving.exporting.table import COLUMNS, Heading, cells
from serving.pages.rendering import Reader
from serving.targeting.inspection_list import ListEntry

__all__ = ["geojson_chunks"]


def geojson_chunks(
    heading: Heading, entries: Iterable[ListEntry], reader: Reader
) -> Iterator[bytes]:
    """The file in parts. What the file is stands in it as `about`, beside the features.

    A workplace's position is in no register that Lykta reads: its point is the middle of its
    municipality, which the file says. Where that is not on our map there is no geometry, as
    RFC 7946 writes it for what lies nowhere known.
    """
    points = municipality_points()
    about = {
        "notices": [*heading.notices(reader), reader.text("file.place")],
        **dict(heading.lines(reader)),
    }
    yield f'{{"type":"FeatureCollection","about":{_json(about)},"features":['.encode()
    comma = ""
    for entry in entries:
        told = dict(zip(COLUMNS, cells(entry, reader), strict=True))
        properties = {**told, "rank": entry.rank, "band": int(entry.band)}
        feature = {
            "type": "Feature",
            "id": entry.id,
            "geometry": _point(points.get(entry.municipality)),
            "properties": properties,
        }
        yield f"{comma}{_json(feature)}".encode()
        comma = ","
    yield b"]}\n"


def _point(position: tuple[float, float] | None) -> dict[str, object] | None:
    return {"type": "Point", "coordinates": list(position)} if position else None


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

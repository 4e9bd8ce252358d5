"""Where a municipality lies, in degrees: the only place that Lykta knows of a workplace."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from math import asin, atan, cos, cosh, degrees, radians, sin, sinh

from serving.geography.drawing import GRID_M, NORTHERNMOST_M, middles

__all__ = ["longitude_latitude", "municipality_points"]

# GRS 80 and SWEREF 99 TM, and the way back: Lantmäteriet, "Gauss Conformal Projection", 2008.
_AXIS, _FLATTENING = 6_378_137.0, 1 / 298.257222101
_MERIDIAN_DEG, _SCALE, _FALSE_EASTING = 15.0, 0.9996, 500_000.0


@cache
def municipality_points() -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of each municipality's middle, by its name, to some 100 m."""
    found = {}
    for name, (column, row) in middles().items():
        east, north = column * GRID_M, NORTHERNMOST_M - row * GRID_M
        longitude, latitude = longitude_latitude(east, north)
        found[name] = (round(longitude, 3), round(latitude, 3))
    return found


def longitude_latitude(easting: float, northing: float) -> tuple[float, float]:
    """Degrees of a position in SWEREF 99 TM, in metres."""
    n = _FLATTENING / (2 - _FLATTENING)
    radius = _AXIS / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    xi = northing / (_SCALE * radius)
    eta = (easting - _FALSE_EASTING) / (_SCALE * radius)
    delta = (
        n / 2 - 2 * n**2 / 3 + 37 * n**3 / 96,
        n**2 / 48 + n**3 / 15,
        17 * n**3 / 480,
    )
    north, east = xi, eta
    for k, term in enumerate(delta, start=1):
        north -= term * sin(2 * k * xi) * cosh(2 * k * eta)
        east -= term * cos(2 * k * xi) * sinh(2 * k * eta)
    conformal = asin(sin(north) / cosh(east))
    away = atan(sinh(east) / cos(north))
    squared = _FLATTENING * (2 - _FLATTENING)
    # The parallel of the ellipsoid by that of the conformal sphere, to the eighth order of e.
    terms = (
        squared + squared**2 + squared**3 + squared**4,
        -(7 * squared**2 + 17 * squared**3 + 30 * squared**4) / 6,
        (224 * squared**3 + 889 * squared**4) / 120,
        -4279 * squared**4 / 1260,
    )
    series = sum(term * sin(conformal) ** (2 * k) for k, term in enumerate(terms))
    latitude = conformal + sin(conformal) * cos(conformal) * series
    return degrees(radians(_MERIDIAN_DEG) + away), degrees(latitude)

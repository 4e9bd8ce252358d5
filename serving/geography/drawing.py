"""Draws the map of a region: outlines, and a circle with a number for each municipality.

Circles stand for municipalities, not addresses: twenty places in one town are a number to be
read, where twenty points would be one blot. They are pushed apart until none hides another.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import hypot, sqrt
from pathlib import Path

__all__ = ["GRID_M", "NORTHERNMOST_M", "Circle", "Outline", "Region", "middles", "region"]

# What `sweden.json` is drawn on.
GRID_M = 250
NORTHERNMOST_M = 7_700_000  # rows count downwards from here, as screens do

WIDTH = 336  # of the drawing, in pixels of the page
_MARGIN = 14
_SMALLEST = 12.0  # radius: the least that a finger or a shaking hand can hit (WCAG 2.5.8)
_LARGEST = 22.0
_ROUNDS = 60  # more moves no circle of any of the seven regions


@dataclass(frozen=True)
class Outline:
    """A municipality or county: its path on the grid, and the box and middle of it."""

    code: str
    name: str
    path: str
    box: tuple[float, float, float, float]
    middle: tuple[float, float]


@dataclass(frozen=True)
class Circle:
    """Where a municipality's number stands, in pixels."""

    name: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Region:
    """A map of some counties. `transform` takes the outlines' grid to pixels."""

    width: int
    height: int
    transform: str
    municipalities: tuple[Outline, ...]
    around: tuple[Outline, ...]
    circles: tuple[Circle, ...]


def region(counties: Sequence[str], counts: Mapping[str, int]) -> Region | None:
    """The map of `counties`, by name, with a circle for each municipality that has a count.

    None when the outlines know none of the counties: another country has no map here.
    """
    codes = _codes(tuple(counties))
    here = tuple(one for one in _outlines("municipalities") if one.code[:2] in codes)
    if not here:
        return None
    left, top = min(one.box[0] for one in here), min(one.box[1] for one in here)
    right, bottom = max(one.box[2] for one in here), max(one.box[3] for one in here)
    scale = (WIDTH - 2 * _MARGIN) / (right - left)
    # A region that is long from north to south is as high as a screen, and narrower.
    scale = min(scale, 560 / (bottom - top))
    shift = (WIDTH - scale * (right - left)) / 2
    height = round(scale * (bottom - top)) + 2 * _MARGIN
    circles = [
        Circle(
            one.name,
            shift + scale * (one.middle[0] - left),
            _MARGIN + scale * (one.middle[1] - top),
            _radius(counts[one.name], max(counts.values())),
        )
        for one in here
        if counts.get(one.name)
    ]
    return Region(
        width=WIDTH,
        height=height,
        transform=f"translate({shift:.2f} {_MARGIN}) scale({scale:.5f})"
        f" translate({-left:g} {-top:g})",
        municipalities=here,
        around=tuple(one for one in _outlines("counties") if one.code not in codes),
        circles=_apart(circles, height),
    )


def _radius(count: int, most: int) -> float:
    """Area grows with the count, from the smallest circle that can be hit."""
    return _SMALLEST + (_LARGEST - _SMALLEST) * sqrt((count - 1) / max(most - 1, 1))


def _apart(circles: Sequence[Circle], height: int) -> tuple[Circle, ...]:
    """The circles, those that touch pushed from each other, all within the drawing."""
    spots = [[one.x, one.y] for one in circles]
    for _ in range(_ROUNDS):
        for i, first in enumerate(spots):
            for j in range(i + 1, len(spots)):
                second = spots[j]
                dx, dy = second[0] - first[0], second[1] - first[1]
                apart = hypot(dx, dy) or 1e-6
                lacking = circles[i].radius + circles[j].radius + 2 - apart
                if lacking > 0:
                    dx, dy = (dx / apart, dy / apart) if apart > 1e-6 else (1.0, 0.0)
                    first[0] -= dx * lacking / 2
                    first[1] -= dy * lacking / 2
                    second[0] += dx * lacking / 2
                    second[1] += dy * lacking / 2
        for spot, one in zip(spots, circles, strict=True):
            spot[0] = min(max(spot[0], one.radius + 1), WIDTH - one.radius - 1)
            spot[1] = min(max(spot[1], one.radius + 1), height - one.radius - 1)
    return tuple(
        Circle(one.name, round(x, 1), round(y, 1), round(one.radius, 1))
        for (x, y), one in zip(spots, circles, strict=True)
    )


def _codes(names: tuple[str, ...]) -> frozenset[str]:
    wanted = {_short(name) for name in names}
    return frozenset(one.code for one in _outlines("counties") if _short(one.name) in wanted)


def middles() -> Mapping[str, tuple[float, float]]:
    """Where each municipality's middle lies on the outlines' grid, by its name."""
    return {one.name: one.middle for one in _outlines("municipalities")}


def _short(county: str) -> str:
    """`Hallands län` and `Halland` are one county."""
    return county.removesuffix(" län").removesuffix("s").casefold()


@cache
def _outlines(kind: str) -> tuple[Outline, ...]:
    text = Path(__file__).with_name("sweden.json").read_text(encoding="utf-8")
    return tuple(
        _outline(one["code"], one["name"], one["path"]) for one in json.loads(text)[kind]
    )


def _outline(code: str, name: str, path: str) -> Outline:
    """An outline with its box, and the middle of its largest part: islands are left aside."""
    parts = [_points(part) for part in path.split("z") if part]
    xs = [x for part in parts for x, _ in part]
    ys = [y for part in parts for _, y in part]
    largest = max(parts, key=lambda part: abs(_area(part)))
    return Outline(code, name, path, (min(xs), min(ys), max(xs), max(ys)), _middle(largest))


def _points(part: str) -> list[tuple[float, float]]:
    """Where a path goes: `M` sets out, each pair after it is a step."""
    numbers = [int(one) for one in re.findall(r"-?\d+", part)]
    x, y = numbers[0], numbers[1]
    found: list[tuple[float, float]] = [(x, y)]
    for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x, y))
    return found


def _area(points: Sequence[tuple[float, float]]) -> float:
    ends = zip(points, [*points[1:], points[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in ends) / 2


def _middle(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of gravity of an outline."""
    area = _area(points)
    if not area:
        return points[0]
    ends = list(zip(points, [*points[1:], points[0]], strict=True))
    x = sum((x0 + x1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in ends) / (6 * area)
    y = sum((y0 + y1) * (x0 * y1 - x1 * y0) for (x0, y0), (x1, y1) in ends) / (6 * area)
    return x, y

"""Shares with their intervals as small SVG; the table beside says the same in figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import log

from markupsafe import Markup

from models.intervals import Figure

__all__ = ["interval_bar", "paired_bar", "ratio_bar"]

_FARTHEST = 4.0  # times: a ratio further off is drawn at the edge
_WIDTH, _EDGE = 200, 4  # units; a share of 0 and of 1 lie `_EDGE` from the sides


def interval_bar(figure: Figure, promised: float | None = None) -> Markup:
    """A share as a dot on its interval, from 0 to 1; what was `promised` as an open diamond.

    Empty where nothing can be said.
    """
    parts = [
        f'<line class="grid" x1="{_at(mark / 4)}" y1="1" x2="{_at(mark / 4)}" y2="17"/>'
        for mark in range(5)
    ]
    if promised is not None:
        x = _at(promised)
        parts.append(f'<path class="promised" d="M{x} 3l5 6-5 6-5-6z"/>')
    if figure.value is not None and figure.low is not None and figure.high is not None:
        low, high, middle = _at(figure.low), _at(figure.high), _at(figure.value)
        parts.append(f'<line class="range" x1="{low}" y1="9" x2="{high}" y2="9"/>')
        parts.append(f'<circle class="share" cx="{middle}" cy="9" r="4"/>')
    return Markup(
        f'<svg class="interval" viewBox="0 0 {_WIDTH} 18" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def paired_bar(new: Figure, before: Figure | None, promised: float | None = None) -> Markup:
    """A share above the same of another model, grey; what was `promised` as an open diamond."""
    parts = [_grid(20)]
    if promised is not None:
        parts.append(f'<path class="promised" d="M{_at(promised)} 1l5 6-5 6-5-6z"/>')
    parts.append(_range(new, 7, "range", "share", _at))
    if before is not None:
        parts.append(_range(before, 15, "range before", "share before", _at))
    return _drawn("interval paired", 20, parts)


def ratio_bar(figure: Figure, tolerance: float, before: Figure | None = None) -> Markup:
    """So many times, on a scale where half and double are as far from 1; the tolerance shaded.

    From a fourth to four times. Empty of marks where nothing can be said. The same of another
    model is grey, below.
    """
    low, high = _times_at(1 / tolerance), _times_at(tolerance)
    parts = [
        f'<rect class="zone" x="{low}" y="0" width="{round(high - low, 1)}" height="18"/>',
        f'<line class="grid" x1="{_times_at(1)}" y1="0" x2="{_times_at(1)}" y2="18"/>',
        _range(figure, 9 if before is None else 5, "range", "share", _times_at),
    ]
    if before is not None:
        parts.append(_range(before, 14, "range before", "share before", _times_at))
    return _drawn("interval ratio", 18, parts)


def _grid(height: int) -> str:
    marks = [_at(mark / 4) for mark in range(5)]
    return "".join(
        f'<line class="grid" x1="{x}" y1="1" x2="{x}" y2="{height - 1}"/>' for x in marks
    )


def _range(figure: Figure, y: int, line: str, dot: str, at: Callable[[float], float]) -> str:
    if figure.value is None:
        return ""
    said = ""
    if figure.low is not None and figure.high is not None:
        ends = f'x1="{at(figure.low)}" y1="{y}" x2="{at(figure.high)}" y2="{y}"'
        said = f'<line class="{line}" {ends}/>'
    return f'{said}<circle class="{dot}" cx="{at(figure.value)}" cy="{y}" r="3.6"/>'


def _drawn(kind: str, height: int, parts: Sequence[str]) -> Markup:
    return Markup(
        f'<svg class="{kind}" viewBox="0 0 {_WIDTH} {height}" aria-hidden="true"'
        f' focusable="false">{"".join(parts)}</svg>'
    )


def _times_at(ratio: float) -> float:
    bounded = min(max(ratio, 1 / _FARTHEST), _FARTHEST)
    return _at(0.5 + log(bounded) / (2 * log(_FARTHEST)))


def _at(share: float) -> float:
    return round(_EDGE + share * (_WIDTH - 2 * _EDGE), 1)

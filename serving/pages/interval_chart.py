"""Shares with their intervals as small SVG; the table beside says the same in figures."""

from __future__ import annotations

from markupsafe import Markup

from models.intervals import Figure

__all__ = ["interval_bar"]

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


def _at(share: float) -> float:
    return round(_EDGE + share * (_WIDTH - 2 * _EDGE), 1)

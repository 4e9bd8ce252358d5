"""Charts as small SVG strings, drawn from records; the style sheet gives them colour."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from serving.targeting.inspection_list import Band

__all__ = ["Axis", "dots", "meter", "reason_bar", "rest_bar", "slots"]

# Every chart is hidden from screen readers: the words beside it say the same.
_HIDDEN = 'aria-hidden="true" focusable="false"'

_BAR_WIDTH = 200


class Axis:
    """Where nought lies and how long a share is, so that one entry's bars can be compared."""

    def __init__(self, raises: Sequence[float], lowers: Sequence[float]) -> None:
        right, left = max(raises, default=0.0), max(lowers, default=0.0)
        # Room on the left even when nothing lowers: the eye finds nought at the same side.
        left = max(left, 0.12 * right, 1e-9)
        self.scale = (_BAR_WIDTH - 4) / (left + max(right, 1e-9))
        self.nought = round(2 + left * self.scale, 1)

    def length(self, share: float) -> float:
        """A share in the chart's units, never so short that it cannot be seen."""
        return round(max(share * self.scale, 2.0), 1)


def _bar(axis: Axis, inside: str) -> Markup:
    return Markup(
        f'<svg class="bar" viewBox="0 0 {_BAR_WIDTH} 14" preserveAspectRatio="none" {_HIDDEN}>'
        f"{inside}"
        f'<rect class="nought" x="{axis.nought - 0.5}" y="0" width="1" height="14"/></svg>'
    )


def reason_bar(axis: Axis, share: float, *, raises: bool) -> Markup:
    """One reason: to the right of nought it raises, to the left it lowers."""
    length = axis.length(share)
    start = axis.nought if raises else round(axis.nought - length, 1)
    word = "raises" if raises else "lowers"
    return _bar(axis, f'<rect class="{word}" x="{start}" y="2" width="{length}" height="10"/>')


def rest_bar(axis: Axis, raises: float, lowers: float) -> Markup:
    """What the small ones come to, both ways, in outline."""
    parts = []
    if raises:
        length = min(axis.length(raises), _BAR_WIDTH - axis.nought - 1)
        parts.append(
            f'<rect class="raises rest" x="{axis.nought}" y="4" width="{length}" height="6"/>'
        )
    if lowers:
        length = min(axis.length(lowers), axis.nought - 1)
        start = round(axis.nought - length, 1)
        parts.append(
            f'<rect class="lowers rest" x="{start}" y="4" width="{length}" height="6"/>'
        )
    return _bar(axis, "".join(parts))


def meter(band: Band) -> Markup:
    """Four steps, as many filled as the band is high."""
    filled = 5 - band
    steps = "".join(
        f'<rect class="{"on" if step <= filled else "off"}" x="{(step - 1) * 6}"'
        f' y="{14 - 3 * step - 2}" width="4" height="{3 * step + 2}" rx="1"/>'
        for step in range(1, 5)
    )
    return Markup(
        f'<svg class="meter band-{int(band)}" viewBox="0 0 22 14" {_HIDDEN}>{steps}</svg>'
    )


def dots(found: int, band: Band) -> Markup:
    """A hundred dots, `found` of them filled: twenty to a row."""
    circles = "".join(
        f'<circle class="{"on" if number < found else "off"}" cx="{number % 20 * 6 + 3}"'
        f' cy="{number // 20 * 6 + 3}" r="2.1"/>'
        for number in range(100)
    )
    return Markup(
        f'<svg class="dots band-{int(band)}" viewBox="0 0 120 30" {_HIDDEN}>{circles}</svg>'
    )


def slots(places: Sequence[tuple[Band, bool]], capacity: int) -> Markup:
    """A week's places: filled by band, a ring for each random draw, dashed where nobody is."""
    width = 30
    parts = []
    for number in range(capacity):
        x = number * width + 1
        if number >= len(places):
            parts.append(
                f'<rect class="free" x="{x}" y="1" width="{width - 6}" height="16" rx="3"/>'
            )
            continue
        band, random = places[number]
        if random:
            parts.append(
                f'<rect class="drawn" x="{x}" y="1" width="{width - 6}" height="16" rx="3"/>'
                f'<circle class="drawn-dot" cx="{x + (width - 6) / 2}" cy="9" r="3"/>'
            )
        else:
            parts.append(
                f'<rect class="band-{int(band)}" x="{x}" y="1" width="{width - 6}"'
                ' height="16" rx="3"/>'
            )
    return Markup(
        f'<svg class="slots" viewBox="0 0 {max(capacity, 1) * width - 4} 18" {_HIDDEN}>'
        f"{''.join(parts)}</svg>"
    )

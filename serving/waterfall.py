"""A waterfall in the terminal: from the base to the priority, one reason a line."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["bars"]

FULL, EIGHTHS = "█", " ▏▎▍▌▋▊▉"


def bars(base: float, amounts: Sequence[float], width: int = 36) -> tuple[str, ...]:
    """One bar per amount, each beginning where the one before it ended.

    All share one axis of `width` characters, from the least to the greatest sum on the way; a
    bar is never so short that it cannot be seen.
    """
    ends = [base]
    for amount in amounts:
        ends.append(ends[-1] + amount)
    low, high = min(ends), max(ends)
    scale = width / (high - low) if high > low else 0.0

    def drawn(first: float, last: float) -> str:
        begin, end = sorted(((first - low) * scale, (last - low) * scale))
        left = min(int(begin), width - 1)
        size = max(end - left, 0.25)
        whole = int(size)
        part = EIGHTHS[int((size - whole) * 8)].strip()
        return f"{' ' * left}{FULL * whole}{part}".ljust(width)

    return tuple(drawn(one, other) for one, other in zip(ends[:-1], ends[1:], strict=True))

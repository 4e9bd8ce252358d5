"""What every dated table shares: each row holds from a day to a day, and names its source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

from features.country import Code

__all__ = ["Code", "Dated", "in_force", "overlaps"]


class Dated(Protocol):
    """A row that is true from `valid_from` to `valid_to`, both included; None is until now."""

    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def source(self) -> str: ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Iterable[Row], on: date) -> tuple[Row, ...]:
    """The rows that hold on a day, in their order."""
    return tuple(
        row
        for row in rows
        if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
    )


def overlaps(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Neighbours in time of which the later begins before the earlier has ended."""
    ordered = sorted(rows, key=lambda row: row.valid_from)
    return [
        (one, other)
        for one, other in zip(ordered, ordered[1:], strict=False)
        if one.valid_to is None or one.valid_to >= other.valid_from
    ]

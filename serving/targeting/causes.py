"""What a difference between two lists is told in: causes, and each workplace's part of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

__all__ = ["CAUSES", "Cause", "Change", "Difference"]


class Cause(StrEnum):
    """Why a place changed, in the order in which causes take their turn."""

    CORRECTION = "correction"
    FEATURES = "features"
    MODEL = "model"
    RULES = "rules"
    DRAW = "draw"


CAUSES = tuple(Cause)


@dataclass(frozen=True)
class Change:
    """One workplace's place before and after (None: not on the list), and each cause's part.

    Parts count places upwards. Not to be on the list is to stand `below` it: one place past
    the longest of the lists compared.
    """

    workplace: str
    before: int | None
    after: int | None
    parts: Mapping[Cause, int]

    @property
    def kind(self) -> Literal["enters", "leaves", "moves", "stays"]:
        """What became of it. What stays may still have parts, which cancel each other."""
        if self.before is None:
            return "enters"
        if self.after is None:
            return "leaves"
        return "moves" if self.before != self.after else "stays"

    @property
    def main(self) -> Cause | None:
        """The cause with the largest part; of equal ones the first. None without any part."""
        largest = max(CAUSES, key=lambda cause: abs(self.parts[cause]))
        return largest if self.parts[largest] else None


@dataclass(frozen=True)
class Difference:
    """A centre's changes, those on the later list first in its order; `below` as above."""

    centre: str
    below: int
    changes: tuple[Change, ...]

    def total(self, cause: Cause) -> int:
        """How many places a cause moved workplaces altogether, up or down."""
        return sum(abs(one.parts[cause]) for one in self.changes)

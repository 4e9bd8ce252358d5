"""A finding: one thing about a delivery, in both languages, with counts and never a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from features.vocabulary import Words

__all__ = ["NOTHING", "Finding", "Level"]

NOTHING = Words("", "")


class Level(StrEnum):
    """What a finding asks of the sender."""

    STOP = "stop"  # loading would refuse the delivery
    ASK = "ask"  # it may be right, but somebody must look
    NOTE = "note"  # as usual; good to know


@dataclass(frozen=True)
class Finding:
    """`kind` names the rule, `says` what was seen, `do` what to do about it.

    `count` of `of` rows are concerned, where rows can be counted.
    """

    level: Level
    kind: str
    says: Words
    do: Words = NOTHING
    table: str = ""
    column: str = ""
    count: int | None = None
    of: int | None = None

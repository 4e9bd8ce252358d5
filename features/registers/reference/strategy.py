"""The seven main areas of the national strategy of 2022: numbers, and labels once known.

Our sources give the number of areas and not their names (domain.md 8.3). A label is never
made up: whoever holds the strategy writes them in a file, with the day they hold from.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from features.errors import BadOption
from features.vocabulary import Words

__all__ = ["STRATEGY_AREAS", "StrategyArea", "read_strategy_areas"]

ADOPTED = date(2022, 7, 1)  # June or July 2022; the day is not known
HOW_MANY = 7


@dataclass(frozen=True)
class StrategyArea:
    """One main area; `words` is None until somebody has given its label."""

    number: int
    words: Words | None
    valid_from: date
    source: str
    valid_to: date | None = None


STRATEGY_AREAS: tuple[StrategyArea, ...] = tuple(
    StrategyArea(number, None, ADOPTED, "national strategy 2022, seven areas; labels not found")
    for number in range(1, HOW_MANY + 1)
)


def read_strategy_areas(path: Path) -> tuple[StrategyArea, ...]:
    """The areas of a TOML file: `[[area]]` with number, sv, en, valid_from, source, and
    valid_to for one that has ended. Raises `BadOption` for anything else."""
    try:
        said = tomllib.loads(path.read_text("utf-8"))["area"]
        found = tuple(
            StrategyArea(
                int(one["number"]),
                Words(one["sv"], one["en"]),
                one["valid_from"],
                one["source"],
                one.get("valid_to"),
            )
            for one in said
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadOption(
            f"{path.as_posix()} cannot be read as strategy areas ({type(error).__name__}).",
            "give [[area]] with number, sv, en, valid_from (YYYY-MM-DD) and source",
        ) from None
    odd = sorted({area.number for area in found if not 1 <= area.number <= HOW_MANY})
    undated = [a.number for a in found if type(a.valid_from) is not date or not a.source]
    if odd or undated:
        raise BadOption(
            f"{path.as_posix()}: areas {odd} are not 1 to {HOW_MANY}, areas {undated} have no"
            " day or no source.",
            "the strategy has seven main areas; give each a day and where its label stands",
        )
    return found

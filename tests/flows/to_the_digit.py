"""Sweden with a rival more that reads every figure: what is read is kept in 64 bits."""

from __future__ import annotations

from dataclasses import replace

from features.country import Rival
from features.sweden import COUNTRY as SWEDEN
from features.vocabulary import Flag, Words

__all__ = ["COUNTRY", "EVERY_FIGURE"]

EVERY_FIGURE = tuple(f.name for f in SWEDEN.features if f.flag is not Flag.REFUSED)
COUNTRY = replace(
    SWEDEN,
    rivals=(
        *SWEDEN.rivals,
        Rival(
            "every_figure",
            Words("alla uppgifter", "every figure"),
            score=f"coalesce({', '.join(EVERY_FIGURE)})",
        ),
    ),
)

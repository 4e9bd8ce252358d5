"""What the causes of a changed list are called, and the headings of two lists compared."""

from __future__ import annotations

from collections.abc import Mapping

from features.vocabulary import Words
from serving.targeting.causes import Cause

__all__ = ["AFTER", "BEFORE", "CAUSE_WORDS", "PLACE", "TITLE"]

CAUSE_WORDS: Mapping[Cause, Words] = {
    Cause.CORRECTION: Words("Rättat i efterhand", "Corrected since"),
    Cause.FEATURES: Words("Nya uppgifter", "Later facts"),
    Cause.MODEL: Words("Ny modell", "New model"),
    Cause.RULES: Words("Regler och resurser", "Rules and capacity"),
    Cause.DRAW: Words("Lottning", "Random draw"),
}

PLACE = Words("Arbetsställe", "Workplace")
BEFORE = Words("Förr", "Before")
AFTER = Words("Nu", "Now")
TITLE = Words(
    "Steg uppåt (+) och nedåt (−) efter orsak. Utanför listan räknas som plats {below}.",
    "Places up (+) and down (−) by cause. Off the list counts as place {below}.",
)

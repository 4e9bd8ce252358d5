"""From a figure to the sentence a planner reads: true of the value, whichever way it pulls."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from features.amounts import number, value_words
from features.vocabulary import Words

__all__ = ["HOLES", "LONGEST", "Forms", "ReasonText", "sentence_of"]

LONGEST = 70  # characters that a reason may take on a line

MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november"
    " december",
    "en": "January February March April May June July August September October November"
    " December",
}
# Robust distances to peers, from the top; the last is for all below.
LEVELS = (
    (3.0, Words("mycket högre än", "much higher than")),
    (1.0, Words("högre än", "higher than")),
    (-1.0, Words("ungefär som", "about as")),
    (-3.0, Words("lägre än", "lower than")),
    (-math.inf, Words("mycket lägre än", "much lower than")),
)
APART = (
    (3.0, Words("mycket långt från", "very far from")),
    (1.0, Words("långt från", "far from")),
    (-math.inf, Words("nära", "close to")),
)
PEERS = Words("hos liknande arbetsgivare", "at similar employers")
HOLES = ("n", "value", "percent", "peers", "apart", "month", "antilog")
ALTERNATIVES = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")


@dataclass(frozen=True)
class Forms:
    """The forms of one sentence in one language; one that is empty gives way to `some`.

    `none` is for a value of nought, `whole` for a share that is all of it, `below` for one
    under nought, told without its sign; `missing` for no value, where that is a fact in
    itself: never, so no time since. `[one|many]` in a form is chosen by the number.
    """

    some: str
    none: str = ""
    below: str = ""
    missing: str = ""
    whole: str = ""

    def chosen(self, value: float) -> str:
        """The form for a value."""
        if value == 0 and self.none:
            return self.none
        if value == 1 and self.whole:
            return self.whole
        return (self.below if value < 0 else "") or self.some


@dataclass(frozen=True)
class ReasonText:
    """What a feature says. `fixed` tells why its figure is none that could have been another.

    Features of one `group` tell of the same thing, and share a line.
    """

    group: str
    sv: Forms
    en: Forms
    fixed: str = ""


def sentence_of(text: ReasonText, value: float | None, unit: str, about: Words) -> Words:
    """The sentence about a value; about what `about` names where there is none.

    It says a fact and nothing of priority: which way the fact pulls is said by a word beside
    it. A sentence for each way would call returns filed in time that were late once.
    """
    if value is None or math.isnan(value):
        return Words(
            text.sv.missing or f"Uppgift saknas om {about.sv}",
            text.en.missing or f"No data on {about.en}",
        )
    said = {}
    for language, forms in (("sv", text.sv), ("en", text.en)):
        size = abs(value) if value < 0 and forms.below else value
        form = forms.chosen(value)
        chosen = r"\1" if _brief(size, "en") == "1" else r"\2"
        plain = ALTERNATIVES.sub(chosen, form)
        said[language] = plain.format_map(_filling(size, unit, language))
    return Words(**said)


def _filling(value: float, unit: str, language: str) -> Mapping[str, str]:
    def told(words: Words) -> str:
        return words.sv if language == "sv" else words.en

    nothing = Words("", "")
    share = Words(f"{_brief(100 * value, 'sv')}\u00a0%", f"{_brief(100 * value, 'en')}%")
    month = MONTHS[language].split()[int(value) - 1] if 1 <= value <= 12 else ""
    return {
        "n": _brief(value, language),
        "value": told(
            share if unit == "andel" else value_words(_figures(value), unit, nothing)
        ),
        "percent": told(share),
        "peers": f"{told(_level(value, LEVELS))} {told(PEERS)}",
        "apart": told(_level(value, APART)),
        "month": month,
        "antilog": told(value_words(_antilog(value), "kr", nothing)),
    }


def _level(value: float, levels: tuple[tuple[float, Words], ...]) -> Words:
    return next(words for least, words in levels if value > least)


def _brief(value: float, language: str) -> str:
    """As few figures as a reason needs: whole from ten on, one decimal from one on."""
    size = abs(value)
    return number(round(value, 0 if size >= 10 else 1 if size >= 1 else 2), language)


def _figures(value: float, figures: int = 3) -> float:
    """So many figures that matter: 49,637 kronor a month are 49,600."""
    if not value:
        return value
    size = 10.0 ** max(0, math.floor(math.log10(abs(value))) + 1 - figures)
    return round(value / size) * size if size > 1 else value


def _antilog(value: float) -> float:
    """Kronor out of ln(1 + kronor); the logarithm is kept in 32 bits, so to three figures."""
    return _figures(math.expm1(min(value, 60.0)))

"""What an explanation is: contributions that add up to a priority, with words and units."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from features.errors import LyktaError
from features.vocabulary import Words

__all__ = ["Contribution", "Explanation", "amount_in_words"]

TOLERANCE = 1e-9  # relative: contributions are summed in 64-bit
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Contribution:
    """What one feature adds to a workplace's priority, or takes from it.

    `value` is the feature's figure (None where it is not known), `amount` its part of the
    priority; `authorities` own the facts, `registers` name them. `group` is what it tells of,
    together with others; `usual` and `having` are its peers' median and the share of them with
    any; `known` is the day its registers last told of the employer, empty where they never
    did; `is_stale` says that one of them has fallen silent.
    """

    feature: str
    words: Words
    unit: str
    value: float | None
    shown: Words
    amount: float
    authorities: tuple[str, ...]
    registers: tuple[str, ...]
    group: str = ""
    usual: float | None = None
    having: float | None = None
    known: str = ""
    is_stale: bool = False

    @property
    def raises(self) -> bool:
        """Does it move the workplace up the list?"""
        return self.amount > 0


@dataclass(frozen=True)
class Explanation:
    """Why a workplace has its priority at a date: base + every amount = score, none left out.

    Contributions are ordered by size, largest first. `unknown` names what the model does not
    know of this workplace. `model` is the digest of the model that said so.
    """

    workplace: str
    as_of: str
    model: str
    base: float
    score: float
    contributions: tuple[Contribution, ...]
    unknown: tuple[Words, ...]

    def __post_init__(self) -> None:
        said = self.base + sum(one.amount for one in self.contributions)
        if abs(said - self.score) > TOLERANCE * max(1.0, abs(self.score)):
            raise LyktaError(
                f"An explanation does not add up: its parts sum to {said:.9g}, the priority is"
                f" {self.score:.9g}.",
                "the model and the matrix are not of the same build; make both anew",
            )

    def raising(self, most: int = 5) -> tuple[Contribution, ...]:
        """The largest that move it up."""
        return tuple(one for one in self.contributions if one.amount > 0)[:most]

    def lowering(self, most: int = 3) -> tuple[Contribution, ...]:
        """The largest that move it down."""
        return tuple(one for one in self.contributions if one.amount < 0)[:most]

    def by_authority(self) -> Mapping[str, float]:
        """Amounts summed by owner, largest first; a figure of several owners is named so."""
        return self._summed(lambda one: " + ".join(one.authorities))

    def by_register(self) -> Mapping[str, float]:
        """Amounts summed by register, likewise."""
        return self._summed(lambda one: " + ".join(one.registers))

    def by_group(self) -> Mapping[str, float]:
        """Amounts summed by what they tell of."""
        return self._summed(lambda one: one.group or one.feature)

    def _summed(self, label: Callable[[Contribution], str]) -> Mapping[str, float]:
        sums: dict[str, list[float]] = {}
        for one in self.contributions:
            sums.setdefault(label(one), []).append(one.amount)
        added = {name: math.fsum(amounts) for name, amounts in sums.items()}
        return dict(sorted(added.items(), key=lambda item: -abs(item[1])))

    def to_json(self) -> str:
        """As text; `from_json` gives the same explanation back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Explanation:
        """Read what `to_json` wrote. It is checked anew that it adds up."""
        found: dict[str, Any] = json.loads(text)
        found["contributions"] = tuple(_contribution(one) for one in found["contributions"])
        found["unknown"] = tuple(Words(**words) for words in found["unknown"])
        return cls(**found)


def _contribution(found: dict[str, Any]) -> Contribution:
    words = {key: Words(**found[key]) for key in ("words", "shown")}
    names = {key: tuple(found[key]) for key in ("authorities", "registers")}
    return Contribution(**{**found, **words, **names})


def amount_in_words(value: float | None, unit: str, categories: tuple[str, ...] = ()) -> Words:
    """A figure with its unit as a person writes it, with a decimal comma in Swedish.

    Öre become kronor, shares become per cent, a code becomes its name.
    """
    if value is None:
        return Words("uppgift saknas", "not known")
    if categories:
        known = 0 <= int(value) < len(categories)
        return Words(*[categories[int(value)] if known else "?"] * 2)
    match unit:
        case "öre":
            return _worded(value / 100, "kr", "SEK")
        case "cent" | "cents":
            return _worded(value / 100, "USD", "USD")
        case "share":
            return _worded(value * 100, "%", "%")
    return _worded(value, unit, unit)


def _worded(value: float, sv: str, en: str) -> Words:
    places = 0 if abs(value) >= 100 or value == int(value) else 1 if abs(value) >= 1 else 2
    text = f"{value:,.{places}f}".replace("-", "\N{MINUS SIGN}")
    swedish = text.replace(",", NO_BREAK).replace(".", ",")
    said = (swedish, sv), (text, en)
    return Words(*(f"{number}{NO_BREAK}{unit}" if unit else number for number, unit in said))

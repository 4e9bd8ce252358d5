"""How good a model's order was beside others, as its card was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from models.intervals import Figure
from serving.model_cards import Card
from serving.pages.follow_up_page import interval_words
from serving.pages.interval_chart import interval_bar
from serving.pages.rendering import Reader

__all__ = ["MODEL", "RankingLine", "Worth", "rankings_of", "rival_name", "worths"]

MODEL = "lykta"  # as the card calls the model among its rivals


@dataclass(frozen=True)
class RankingLine:
    """How an order did, and how much better the model did."""

    name: str
    is_model: bool
    precision: str
    bounds: str
    minus: str
    chart: Markup


@dataclass(frozen=True)
class Worth:
    """The orders on one outcome, and what the figures assume."""

    assumes: str
    lines: tuple[RankingLine, ...]


def rankings_of(card: Card, part: str) -> Mapping[str, Any]:
    """The orders that were judged on the card's outcome; none where it was not judged so."""
    judged = card.get(part, {}).get(card.get("verdict", {}).get("outcome", ""), {})
    rankings: Mapping[str, Any] = judged.get("rankings", {})
    return rankings


def worths(card: Card, reader: Reader) -> tuple[Worth, ...]:
    found = []
    for part, words in (("against_truth", "truth"), ("performance", "labelled")):
        judged = card.get(part, {}).get(card.get("verdict", {}).get("outcome", ""))
        if judged:
            lines = tuple(
                _line(card, name, one, reader) for name, one in judged["rankings"].items()
            )
            found.append(Worth(reader.text(f"model.worth.{words}"), lines))
    return tuple(found)


def _line(card: Card, name: str, one: Mapping[str, Any], reader: Reader) -> RankingLine:
    precision = one["at_capacity"]["precision"]
    share = Figure(**precision["labelled"])
    minus = one.get("model_minus_this")
    return RankingLine(
        name=rival_name(card, name, reader),
        is_model=name == MODEL,
        precision=interval_words(share, reader) or share.why,
        bounds=_bounds(precision["lower"], precision["upper"]),
        minus=_minus(Figure(**minus["precision"]), reader) if minus else "",
        chart=interval_bar(share),
    )


def _minus(figure: Figure, reader: Reader) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return "\N{EN DASH}"
    points, low, high = (
        f"{round(100 * end):+d}".replace("-", "\N{MINUS SIGN}")
        for end in (figure.value, figure.low, figure.high)
    )
    return reader.text("model.points", points=points, low=low, high=high)


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f}"


def _bounds(lower: float | None, upper: float | None) -> str:
    """What is possible whatever the unseen hold; nothing to say where all are seen."""
    low, high = _percent(lower), _percent(upper)
    return "" if low == high else f"{low}\N{EN DASH}{high}\N{NO-BREAK SPACE}%"


def rival_name(card: Card, name: str, reader: Reader) -> str:
    if name == MODEL:
        return reader.text("model.ranking.lykta")
    return str(card.get("rivals", {}).get(name, {}).get(reader.language.value, name))

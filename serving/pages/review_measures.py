"""Figures of a model under review beside those of the one in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from models.intervals import Figure
from serving.pages.interval_chart import paired_bar
from serving.pages.model_worth import MODEL, rankings_of
from serving.pages.rendering import Reader
from serving.pages.review_groups import percent

__all__ = ["Measure", "measures"]


@dataclass(frozen=True)
class Measure:
    """A figure of this model beside that of the one in use."""

    words: str
    this: str
    now: str
    chart: Markup


def measures(
    card: Mapping[str, Any], current: Mapping[str, Any], reader: Reader
) -> tuple[Measure, ...]:
    """Figures of both models; those that neither card has are left out."""
    found = []
    for key, part, name in (
        ("precision", "performance", "precision"),
        ("truth", "against_truth", "precision"),
        ("recall", "against_truth", "recall"),
    ):
        pair = [_at_capacity(one, part, name) for one in (card, current)]
        if pair[0] is not None:
            found.append(_measure(f"measure.{key}", pair[0], pair[1], reader))
    arms = [_random_arm(one) for one in (card, current)]
    if arms[0] is not None:
        found.append(_measure("measure.random", arms[0], arms[1], reader))
    return tuple(found)


def _measure(key: str, this: Figure, before: Figure | None, reader: Reader) -> Measure:
    return Measure(
        words=reader.text(key),
        this=percent(this, reader),
        now=percent(before, reader) if before else "\N{EN DASH}",
        chart=paired_bar(this, before),
    )


def _at_capacity(card: Mapping[str, Any], part: str, name: str) -> Figure | None:
    ours = rankings_of(card, part).get(MODEL)
    told = ours["at_capacity"].get(name) if ours else None
    return Figure(**told["labelled"]) if told else None


def _random_arm(card: Mapping[str, Any]) -> Figure | None:
    judged = card.get("performance", {}).get(card.get("verdict", {}).get("outcome", ""), {})
    told = judged.get("prevalence", {}).get("random_arm")
    return Figure(**told) if told else None

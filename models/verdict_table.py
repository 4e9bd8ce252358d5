"""The table that says what a ranking is worth, made from a card: one row per ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["COLUMNS", "ends", "number", "value_and_ends", "verdict_rows", "verdict_title"]

COLUMNS = (
    "ranking", "precision", "95 %", "bounds", "weighted", "hits", "AUC", "model minus this",
)  # fmt: skip


def verdict_title(card: Mapping[str, Any]) -> str:
    """Whose order, of what, under which assumption, on which data, and green or red."""
    verdict = card["verdict"]
    colour = "GREEN" if verdict["green"] else "RED: " + "; ".join(verdict["reasons"])
    said = f"{card['model']}, {verdict['outcome']} {verdict['assumes']}"
    return f"{said}\n{card['data']['said']}\n{colour}"


def verdict_rows(card: Mapping[str, Any]) -> list[tuple[str | None, ...]]:
    """One row per ranking, the model first, under the judgement that decides."""
    judged = (card["against_truth"] or card["performance"])[card["verdict"]["outcome"]]
    rows: list[tuple[str | None, ...]] = []
    for name, one in judged["rankings"].items():
        top, minus = one["at_capacity"], one.get("model_minus_this")
        four = top["precision"]
        precision, weighted = four["labelled"], four["weighted"]
        rows.append(
            (
                name,
                number(precision["value"]),
                ends(precision["low"], precision["high"]),
                ends(four["lower"], four["upper"]),
                value_and_ends(weighted),
                f"{top['hits']:.1f} of {top['labelled']:.1f}",
                number(one["auc"]["value"]),
                difference(minus["precision"]) if minus else "",
            )
        )
    return rows


def number(value: float | None) -> str | None:
    """Three decimals, or nothing."""
    return None if value is None else f"{value:.3f}"


def ends(low: float | None, high: float | None) -> str | None:
    """An interval's two ends, or nothing."""
    return None if low is None or high is None else f"{low:.3f}\N{EN DASH}{high:.3f}"


def value_and_ends(figure: Mapping[str, Any]) -> str | None:
    """A value with its interval; nothing where it was refused (the card says why)."""
    if figure["value"] is None:
        return None
    return f"{number(figure['value'])} ({ends(figure['low'], figure['high'])})"


def difference(figure: Mapping[str, Any]) -> str:
    """A signed difference with its interval, or why there is none."""
    if figure["value"] is None:
        return str(figure["why"])
    if figure["low"] is None:
        return f"{figure['value']:+.3f}"
    return f"{figure['value']:+.3f} ({figure['low']:+.3f} to {figure['high']:+.3f})"

"""Where a model's card shows that its shares did not hold: bands and groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serving.pages.rendering import Reader
from serving.phrasing import number

__all__ = ["weaknesses"]

_BANDS = "ABCD"  # as the card names them, the highest first
_LEAST = 30  # controls; below it an interval is too wide to find anybody out


def weaknesses(card: Mapping[str, Any], reader: Reader) -> tuple[str, ...]:
    """Each band and each group whose share with faults lay outside what was expected.

    Of many groups some lie outside by chance: they are named as places to look, not as proof.
    """
    held = card.get("calibration")
    if held is None:
        return (reader.text("model.weak.uncalibrated"),)
    words = card.get("group_words", {})  # cards before form 5 name groups by code alone
    said = [
        reader.text(
            "model.weak.band",
            band=reader.text(f"band.{1 + _BANDS.index(one['band'])}").lower(),
            before=_percent(one["before"]["value"]),
            after=_percent(one["after"]["value"]),
        )
        for one in held["bands"]
        if one["held"] is False
    ]
    for one in (*held["by_centre"], *held["by_stratum"]):
        seen = one["seen"]
        if one["labelled"] < _LEAST or seen["low"] is None:
            continue
        if not seen["low"] <= one["expected"] <= seen["high"]:
            said.append(
                reader.text(
                    "model.weak.group",
                    group=words.get(one["group"], {}).get(reader.language.value, one["group"]),
                    expected=_percent(one["expected"]),
                    seen=_percent(seen["value"]),
                    controls=number(one["labelled"], reader.language),
                )
            )
    return tuple(said)


def _percent(share: float | None) -> str:
    return "?" if share is None else f"{100 * share:.0f}\N{NO-BREAK SPACE}%"

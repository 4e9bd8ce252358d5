"""What audits beside the groups say of a model, in sentences; or that there are none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from serving.pages.group_names import Names, group_name, kind_name
from serving.pages.rendering import Reader
from serving.pages.review_groups import figure_of
from serving.phrasing import number

__all__ = ["PARTS_SHOWN", "PartView", "part_view"]

Part = Mapping[str, Any]
PARTS_SHOWN = ("archetypes", "leakage", "drop", "reasons")
_MOST = 6  # sentences of a part: enough to see what to ask for
_TONES = {"passes": "ok", "fails": "bad"}


@dataclass(frozen=True)
class PartView:
    """An audit: its verdict, or that nobody has made it, and its sentences."""

    title: str
    says: str
    tone: str
    lines: tuple[str, ...]


def part_view(name: str, told: Part | None, card: Part, reader: Reader) -> PartView:
    """One of `PARTS_SHOWN` as it was kept. Features are called as the card calls them."""
    title = reader.text(f"review.{name}")
    if told is None:
        return PartView(title, reader.text(f"review.missing.{name}"), "unsure", ())
    verdict = str(told.get("verdict") or "")
    says = reader.text("review.part.made")
    if verdict:
        word = reader.text(f"verdict.{verdict.replace(' ', '_')}").lower()
        says = reader.text("review.part.verdict", verdict=word)
    lines = _LINES[name](told, _features(card, reader), reader)
    return PartView(title, says, _TONES.get(verdict, "unsure"), tuple(lines)[: _MOST + 2])


def _archetypes(told: Part, features: Mapping[str, str], reader: Reader) -> Sequence[str]:
    firms = {one["name"]: one[reader.language.value] for one in told["firms"]}
    far = [one for one in told["sweeps"] if one["verdict"] == "fails"]
    far.sort(key=lambda one: -one["moved"])
    reversals = len(told["directions"]["reversals"])
    return (
        reader.text(
            "archetypes.lead",
            firms=len(firms),
            sweeps=len(told["sweeps"]),
            limit=number(round(told["limit"]), reader.language),
            cohort=number(round(told["cohort"]), reader.language),
            far=len(far),
        ),
        reader.text(
            "archetypes.directions" if reversals else "archetypes.true", count=reversals
        ),
        *(
            reader.text(
                "archetypes.far",
                firm=firms.get(one["firm"], one["firm"]),
                feature=features.get(one["feature"], one["feature"]),
                moved=number(round(one["moved"]), reader.language),
            )
            for one in far[:_MOST]
        ),
    )


def _leakage(told: Part, features: Mapping[str, str], reader: Reader) -> Sequence[str]:
    leaks = [one for one in told["leaks"] if one["area"]["value"] is not None]
    leaks.sort(key=lambda one: -one["area"]["value"])
    return (
        reader.text("leakage.lead", limit=_decimal(told["limit"], reader)),
        *(
            reader.text(
                "leakage.line",
                group=kind_name(one["attribute"], reader)
                + f": {group_name(one['attribute'], one['value'], Names({}, {}), reader)}",
                area=_decimal(one["area"]["value"], reader),
                by=features.get(one["by"][0]["feature"], one["by"][0]["feature"])
                if one["by"]
                else "\N{EN DASH}",
            )
            for one in leaks[:_MOST]
        ),
    )


def _drop(told: Part, features: Mapping[str, str], reader: Reader) -> Sequence[str]:
    said = []
    for one in told["dropped"][:_MOST]:
        hits = figure_of(one["hits"])
        worth = str(one["worth"]).replace(" ", "_")
        low, high = hits.low, hits.high
        said.append(
            reader.text(
                f"drop.{worth}",
                feature=features.get(one["feature"], one["feature"]),
                low="?" if low is None else f"{low:+.0f}".replace("-", "\N{MINUS SIGN}"),
                high="?" if high is None else f"{high:+.0f}".replace("-", "\N{MINUS SIGN}"),
            )
        )
    return said


def _reasons(told: Part, features: Mapping[str, str], reader: Reader) -> Sequence[str]:
    del features
    churn = told.get("churn")
    against = [one for one in told["signs"] if one["follows"] is False]
    said = [reader.text("reasons.pairs", count=len(told["pairs"]))]
    if churn:
        said.append(
            reader.text(
                "reasons.churn",
                first=f"{100 * churn['same_first']:.0f}",
                top=f"{100 * churn['same_reasons_top']:.0f}",
            )
        )
    said.append(reader.text("reasons.signs", count=len(against), of=len(told["signs"])))
    return said


_LINES: Mapping[str, Callable[[Part, Mapping[str, str], Reader], Sequence[str]]] = {
    "archetypes": _archetypes,
    "leakage": _leakage,
    "drop": _drop,
    "reasons": _reasons,
}


def _features(card: Part, reader: Reader) -> dict[str, str]:
    return {
        one["name"]: str(one.get(reader.language.value, one["name"]))
        for one in card.get("features", ())
    }


def _decimal(value: float, reader: Reader) -> str:
    told = f"{value:.2f}"
    return told if reader.language.value == "en" else told.replace(".", ",")

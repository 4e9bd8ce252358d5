"""The model's own card in plain language: what it uses, what it is worth, where it is weak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from models.card_words import LIMITS, NEVER_RANKED_WORDS, NEVER_USED
from serving.access.demo_people import ISSUER
from serving.audit import now
from serving.model_cards import Card, Version
from serving.pages.model_weaknesses import weaknesses
from serving.pages.model_worth import MODEL, Worth, rival_name, worths
from serving.pages.parts import names_of
from serving.pages.rendering import Layout, Reader
from serving.phrasing import day, listed, number, weeks
from serving.reviewing.rules import Review, State, approvals, expires_on, state_of
from serving.targeting.week import Week

__all__ = ["ModelPage", "ModelParts", "model_page", "model_parts"]

_ARROWS = {"raises": "\N{UPWARDS ARROW}", "lowers": "\N{DOWNWARDS ARROW}"}


@dataclass(frozen=True)
class SourceGroup:
    """The facts of one authority, or of several set side by side: words and arrow of each."""

    words: str
    facts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ModelPage:
    """All that `model.html` receives."""

    template: ClassVar[str] = "model.html"

    layout: Layout
    heading: str
    which: str
    public_url: str
    missing: str
    purpose: str
    invented: str
    review: str
    verdict: str
    is_green: bool
    sources: tuple[SourceGroup, ...]
    sources_lead: str
    never: tuple[str, ...]
    worth: tuple[Worth, ...]
    worth_how: str
    labels: tuple[str, ...]
    weak: tuple[str, ...]
    log: tuple[str, ...]
    turn: tuple[str, ...]


@dataclass(frozen=True)
class ModelParts:
    """What a card tells of its model in the reader's words; empty without a card."""

    purpose: str
    sources: tuple[SourceGroup, ...]
    never: tuple[str, ...]
    worth: tuple[Worth, ...]
    weak: tuple[str, ...]
    turn: tuple[str, ...]


def model_parts(card: Card, reader: Reader) -> ModelParts:
    """What the model is for, reads, never reads, is worth and is weak at, and where to turn."""
    return ModelParts(
        purpose=card.get("purpose", {}).get(reader.language.value, ""),
        sources=_sources(card.get("features", []), reader),
        never=_never(reader) if card else (),
        worth=worths(card, reader),
        weak=(*weaknesses(card, reader), *(reader.in_words(x) for x in LIMITS)) if card else (),
        turn=tuple(reader.text(f"model.turn.{one}") for one in ("fact", "use", "outside")),
    )


def model_page(versions: Sequence[Version], reader: Reader) -> ModelPage:
    """The page of the model whose list is newest; the others stand in the change log."""
    newest = versions[0] if versions else None
    card: Card = (newest.card if newest else None) or {}
    missing = "" if card else reader.text("model.no_card" if newest else "model.none")
    features = card.get("features", [])
    told = model_parts(card, reader)
    is_green = bool(card.get("verdict", {}).get("green"))
    return ModelPage(
        layout=Layout.of(
            reader,
            reader.text("model.title"),
            "/om-modellen",
            sheets=("follow_up.css", "model.css"),
        ),
        heading=reader.text("model.title"),
        which=_which(newest, reader) if newest else "",
        public_url=reader.url("/om-modellen/offentlig"),
        missing=missing,
        purpose=told.purpose,
        invented=reader.text("notice.invented") if card.get("data", {}).get("invented") else "",
        review=_review(newest.review if newest else None, reader),
        verdict=_verdict(card, reader) if card else "",
        is_green=is_green,
        sources=told.sources,
        sources_lead=reader.text("model.uses.lead", count=len(features)) if features else "",
        never=told.never,
        worth=told.worth,
        worth_how=_how(card, reader) if card else "",
        labels=_labels(card, reader),
        weak=told.weak,
        log=tuple(_logged(one, reader) for one in versions),
        turn=told.turn,
    )


def _which(one: Version, reader: Reader) -> str:
    return reader.text("model.which", name=one.used.name, digest=one.used.digest[:12])


def _review(review: Review | None, reader: Reader) -> str:
    """Who has approved it until when; and that nobody has, where the reviewers are invented."""
    if review is None:
        return reader.text("model.review.none")
    state = state_of(review, now().date())
    votes = approvals(review)
    if state not in (State.APPROVED, State.CONDITIONAL):
        return reader.text(f"model.review.{state}")
    if any(one.issuer == ISSUER for one in votes):
        return reader.text("model.review.invented")
    until = expires_on(votes)
    assert until is not None  # an approval has a day it ends on
    names = listed(tuple(one.reviewer_name for one in votes), reader.language)
    said = "; ".join(one.conditions for one in votes if one.conditions)
    text = reader.text("model.review.approved", names=names, until=day(until, reader.language))
    asked = reader.text("model.review.conditions", conditions=said) if said else ""
    return f"{text} {asked}".strip()


def _logged(one: Version, reader: Reader) -> str:
    first, last = Week.parse(one.used.first_week), Week.parse(one.used.last_week)
    return reader.text(
        f"model.log.{'one' if one.used.lists == 1 else 'many'}",
        name=one.used.name,
        digest=one.used.digest[:12],
        lists=number(one.used.lists, reader.language),
        weeks=weeks(first, last, reader.language),
    )


def _never(reader: Reader) -> tuple[str, ...]:
    return tuple(reader.in_words(x) for x in (*NEVER_USED, *NEVER_RANKED_WORDS.values()))


def _verdict(card: Card, reader: Reader) -> str:
    """What the card's verdict was made on: against the truth where there is one."""
    judged = card["against_truth"] or card["performance"]
    rankings = judged[card["verdict"]["outcome"]]["rankings"]
    rivals = [name for name in rankings if name != MODEL]
    if card["verdict"]["green"]:
        return reader.text("model.verdict.green", count=len(rivals))
    left = [
        rival_name(card, name, reader).lower()
        for name in rivals
        if not (rankings[name]["model_minus_this"]["precision"]["low"] or 0) > 0
    ]
    return reader.text("model.verdict.red", rivals=listed(tuple(left), reader.language))


def _sources(features: Sequence[Mapping[str, Any]], reader: Reader) -> tuple[SourceGroup, ...]:
    """By owner, the heaviest first, and within an owner likewise."""
    weights: dict[tuple[str, ...], float] = {}
    groups: dict[tuple[str, ...], list[Mapping[str, Any]]] = {}
    for one in features:
        owners = tuple(one["authorities"])
        weights[owners] = weights.get(owners, 0.0) + one["mean_absolute_contribution"]
        groups.setdefault(owners, []).append(one)
    total = sum(weights.values()) or 1.0
    return tuple(
        SourceGroup(
            reader.text(
                f"model.uses.{'one' if len(groups[owners]) == 1 else 'many'}",
                owners=names_of(owners, reader),
                count=len(groups[owners]),
                share=_weight(weights[owners] / total, reader),
            ),
            tuple(
                (
                    one[reader.language.value],
                    _ARROWS.get(one["expected_direction"], "\N{UP DOWN ARROW}"),
                    reader.text(f"model.{one['expected_direction']}"),
                )
                for one in sorted(
                    groups[owners], key=lambda x: -x["mean_absolute_contribution"]
                )
            ),
        )
        for owners in sorted(weights, key=lambda x: (-weights[x], x))
    )


def _weight(share: float, reader: Reader) -> str:
    if share < 0.01:
        return reader.text("model.uses.little")
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def _how(card: Card, reader: Reader) -> str:
    dates = tuple(
        day(date.fromisoformat(one), reader.language) for one in card["dates"]["judged_on"]
    )
    visits = card["capacity"]["visits"]
    return reader.text(
        "model.worth.how",
        dates=listed(dates, reader.language),
        visits=number(visits, reader.language),
    )


def _labels(card: Card, reader: Reader) -> tuple[str, ...]:
    return tuple(
        reader.text(
            "model.labels.line",
            area=reader.text(f"area.{area}"),
            findings=number(one["findings"], reader.language),
            controls=number(one["controls"], reader.language),
        )
        for area, one in card.get("labels", {}).items()
    )

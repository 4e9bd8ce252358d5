"""The form by which a reviewer votes, and why it is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serving.access.rights import Action
from serving.audit import now
from serving.logs import redact
from serving.pages.rendering import Reader
from serving.phrasing import day
from serving.reviewing.acting import MOST, USUAL, Seen
from serving.reviewing.desk import Desk
from serving.reviewing.rules import LONGEST, Decision, State

__all__ = [
    "Typed",
    "VoteForm",
    "blamed",
    "hidden_words",
    "ids_by_field",
    "review_url",
    "vote_form",
    "why_closed",
]


@dataclass(frozen=True)
class Typed:
    """What was filled in of a vote or a comment that could not be saved."""

    decision: str = ""
    conditions: str = ""
    said: str = ""
    until: str = ""
    comment: str = ""


@dataclass(frozen=True)
class VoteForm:
    """The form to vote by; `only_stop` once one has voted."""

    url: str
    choices: tuple[tuple[str, str, bool], ...]
    typed: Typed
    first: str
    last: str
    last_words: str
    only_stop: bool


def review_url(review: str, reader: Reader, part: str = "") -> str:
    """Where a review, or a part of it, is shown."""
    return reader.url(f"/granskning/{review}{part}")


def vote_form(desk: Desk, reader: Reader, typed: Typed) -> VoteForm | None:
    """The form over what was typed; None for who may not vote, and once it is stopped."""
    if Action.REVIEW_MODEL not in desk.may or desk.seen.state is State.STOPPED:
        return None
    today = now().date()
    last = today + LONGEST
    only_stop = desk.own is not None
    offered = (Decision.STOP,) if only_stop else tuple(Decision)
    return VoteForm(
        url=review_url(desk.seen.review.id, reader, "/rost"),
        choices=tuple(
            (one.value, reader.text(f"vote.{one.value}"), one.value == typed.decision)
            for one in offered
        ),
        typed=Typed(
            typed.decision,
            typed.conditions,
            typed.said,
            typed.until or (today + USUAL).isoformat(),
            typed.comment,
        ),
        first=today.isoformat(),
        last=last.isoformat(),
        last_words=reader.text("vote.until.how", day=day(last, reader.language)),
        only_stop=only_stop,
    )


def hidden_words(seen: Seen, reader: Reader) -> str:
    """How much of others' votes and comments waits for one's own; empty where nothing does."""
    if not seen.hidden:
        return ""
    return reader.text(
        f"events.hidden.{'one' if seen.hidden == 1 else 'many'}", count=seen.hidden
    )


def blamed(keys: Sequence[str], typed: Typed) -> dict[str, str]:
    """By field of the form, the ids of the faults that are of it, as they stand above it."""
    written = {"conditions": typed.conditions, "said": typed.said}
    fields = {
        "vote.fault.decision": ("decision",),
        "vote.fault.unclean": ("decision",),
        "vote.fault.conditions": ("conditions",),
        "vote.fault.needless": ("conditions",),
        "vote.fault.stop": ("said",),
        "vote.fault.until": ("until",),
        "vote.fault.long": tuple(one for one, text in written.items() if len(text) > MOST),
        "vote.fault.number": tuple(
            one for one, text in written.items() if redact(text) != text
        ),
    }
    return ids_by_field([fields.get(key, ()) for key in keys], "beslut-fel")


def ids_by_field(fields: Sequence[tuple[str, ...]], stem: str) -> dict[str, str]:
    """By field, the ids of its faults, given the fields that each fault is of, in order.

    >>> ids_by_field([("said",), (), ("said", "until")], "fel")
    {'said': 'fel-1 fel-3', 'until': 'fel-3'}
    """
    found: dict[str, list[str]] = {}
    for number, of in enumerate(fields, start=1):
        for field in of:
            found.setdefault(field, []).append(f"{stem}-{number}")
    return {field: " ".join(ids) for field, ids in found.items()}


def why_closed(desk: Desk, reader: Reader) -> str:
    """Why one may not vote, or not once more; empty for who may."""
    if Action.REVIEW_MODEL not in desk.may:
        return reader.text("vote.none")
    if desk.seen.state is State.STOPPED:
        return reader.text("vote.closed")
    if desk.own is not None:
        decision = reader.text(f"vote.{desk.own.decision.value}").lower()
        return reader.text("vote.given", decision=decision)
    return ""

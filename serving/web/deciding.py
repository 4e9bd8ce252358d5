"""What a form says of a decision, and what is said back when it cannot be saved."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs

from features.errors import BadOption, LyktaError
from serving.errors import Conflict, Stale
from serving.logs import redact
from serving.pages.filtering import Filter
from serving.pages.rendering import Reader
from serving.pages.rows import Told
from serving.planning import working
from serving.planning.choices import Choice, one_of
from serving.planning.vocabulary import Declined, Status, Waited

__all__ = ["asked_for", "choice_of", "deciding", "told_of"]


def choice_of(status: str, reason: str, comment: str, team: Sequence[str]) -> Choice:
    """The choice of a form. Raises `BadOption` for none, and for a visit that nobody makes."""
    made = Choice(
        one_of(Status, status, "status"),
        reason,
        comment,
        tuple(team) if status == Status.INCLUDE else (),
    )
    if made.status is Status.INCLUDE and not made.agencies:
        raise BadOption("A visit needs an authority to make it.", "tick at least one")
    return made


def deciding(
    place: str, version: int, status: str, reason: str, team: Sequence[str]
) -> working.Deciding:
    """One of several decisions: a choice to make, or the fault it has."""
    try:
        return working.Deciding(place, version, choice_of(status, reason, "", team))
    except BadOption as fault:
        return working.Deciding(place, version, fault=fault)


def told_of(
    fault: LyktaError,
    status: str,
    reason: str,
    comment: str,
    team: Sequence[str],
    reader: Reader,
) -> Told:
    """What the row says of a decision that was not saved, with what had been filled in."""
    if isinstance(fault, Stale):
        return Told("", _as_far(status, reason, comment, team), is_stale=True)
    key = "locked" if isinstance(fault, Conflict) else _fault(status, reason, comment, team)
    return Told(reader.text(f"decide.fault.{key}"), _as_far(status, reason, comment, team))


def asked_for(back: str) -> Filter:
    """The filter that a form was sent from; what is not one of ours is left out."""
    said = parse_qs(back[:1000])

    def one(name: str) -> str:
        return said.get(name, [""])[0][:100]

    page = one("page")
    decision = one("decision")
    return Filter(
        bands=tuple(int(band) for band in said.get("band", ()) if band in ("1", "2", "3", "4")),
        drawn=one("drawn") if one("drawn") in ("ranking", "random") else "",
        q=one("q"),
        sector=one("sector"),
        municipality=one("municipality"),
        source=one("source"),
        decision=decision if decision in set(Status) else "",
        page=int(page) if page.isascii() and page.isdecimal() and 0 < int(page) < 10_000 else 1,
    )


def _fault(status: str, reason: str, comment: str, team: Sequence[str]) -> str:
    """Which rule was broken, in the order in which a person would mend them."""
    if redact(comment) != comment:
        return "number"
    if status == Status.INCLUDE:
        return "other" if team else "team"
    closed: dict[str, set[str]] = {"wait": set(Waited), "decline": set(Declined)}
    if reason not in closed.get(status, set()):
        return "reason"
    if reason == "other" and not comment.strip():
        return "comment"
    return "random" if status == Status.DECLINE else "other"


def _as_far(status: str, reason: str, comment: str, team: Sequence[str]) -> Choice | None:
    """The choice as far as one can be made of it, to be shown again; None for none."""
    for kept in (comment, ""):
        try:
            return Choice(
                Status(status or Status.UNDECIDED),
                reason,
                kept,
                tuple(team) if status == Status.INCLUDE else (),
            )
        except (BadOption, ValueError):
            continue
    return None

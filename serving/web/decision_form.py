"""A decision as a form sends it: read, checked, and every fault told in the reader's words.

The row of a list and the page of a workplace send the same decision, and are refused alike.
"""

from __future__ import annotations

from collections.abc import Sequence

from features.errors import BadOption, LyktaError
from serving.errors import Conflict, Stale
from serving.pages.decision_panel import Typed
from serving.pages.rendering import Reader
from serving.pages.rows import Told
from serving.planning import working
from serving.planning.choices import Choice, check_text
from serving.planning.vocabulary import RANDOM_MAY_BE_DECLINED, Declined, Status, Waited

__all__ = [
    "choice_of",
    "deciding",
    "faults_of",
    "text_faults",
    "told_of",
    "typed_in_row",
    "typed_of",
]

_CLOSED = {Status.WAIT.value: Waited, Status.DECLINE.value: Declined}
_NEEDS_NOTHING = (Status.INCLUDE.value, Status.UNDECIDED.value)


def typed_of(status: str, reason: str, comment: str, agencies: Sequence[str]) -> Typed:
    """What was filled in. A reason says which decision it goes with: `wait:season`."""
    of, _, code = reason.partition(":")
    if status not in _CLOSED:
        code = ""
    elif of != status:
        code = "?" if reason else ""
    # A browser sends two characters for each new line, and counts one.
    return Typed(status, code, comment.replace("\r\n", "\n").strip(), tuple(agencies))


def typed_in_row(said: str, comment: str, team: Sequence[str]) -> Typed:
    """The same of a row, whose buttons and reasons say the decision by themselves."""
    status, _, _ = said.partition(":")
    return typed_of(status, said, comment, team if status == Status.INCLUDE else ())


def faults_of(typed: Typed, *, is_random: bool) -> tuple[str, ...]:
    """The keys of what is wrong with it; empty for a decision that can be made."""
    faults = []
    closed = _CLOSED.get(typed.status)
    if closed is None and typed.status not in _NEEDS_NOTHING:
        faults.append("decision.fault.status")
    if closed is not None and typed.reason not in {one.value for one in closed}:
        faults.append("decision.fault.reason")
    elif typed.reason == "other" and not typed.comment:
        faults.append("decision.fault.other")
    if typed.status == Status.INCLUDE and not typed.agencies:
        faults.append("decision.fault.team")
    is_left = typed.status == Status.DECLINE.value and typed.reason in set(Declined)
    if is_random and is_left and typed.reason not in RANDOM_MAY_BE_DECLINED:
        faults.append("decision.fault.random")
    return (*faults, *text_faults(typed.comment))


def choice_of(typed: Typed) -> Choice:
    """The decision itself, of what `faults_of` finds nothing wrong with.

    Raises `BadOption` for agencies that take no part, which no form offers.
    """
    is_visit = typed.status == Status.INCLUDE.value
    agencies = typed.agencies if is_visit else ()
    return Choice(Status(typed.status), typed.reason, typed.comment, agencies)


def deciding(place: str, version: int, typed: Typed) -> working.Deciding:
    """One of several decisions: a choice to make, or the fault it has.

    Whether a place was drawn at random is asked where it is written.
    """
    if faults_of(typed, is_random=False):
        return working.Deciding(place, version, fault=BadOption("The decision lacks a part."))
    try:
        return working.Deciding(place, version, choice_of(typed))
    except BadOption as fault:
        return working.Deciding(place, version, fault=fault)


def told_of(fault: LyktaError | None, typed: Typed, reader: Reader, *, is_random: bool) -> Told:
    """What a row says of a decision that was not saved, with what had been filled in."""
    if isinstance(fault, Stale):
        return Told("", typed, is_stale=True)
    if isinstance(fault, Conflict):
        return Told(reader.text("decide.fault.locked"), typed)
    keys = faults_of(typed, is_random=is_random) or ("decide.fault.other",)
    if "decision.fault.status" in keys:  # in a row it is the reason that says the decision
        keys = ("decision.fault.reason",)
    return Told(" ".join(reader.text(one) for one in keys), typed)


def text_faults(comment: str) -> tuple[str, ...]:
    """The keys of what is wrong with a free text."""
    return tuple(
        "text.fault.long" if "characters" in fault else "text.fault.number"
        for fault in check_text(comment)
    )

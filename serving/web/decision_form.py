"""A decision as a form sends it: read, checked, and every fault told in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence

from serving.pages.decision_panel import Typed
from serving.planning.choices import Choice, check_text
from serving.planning.vocabulary import RANDOM_MAY_BE_DECLINED, Declined, Status, Waited

__all__ = ["choice_of", "faults_of", "text_faults", "typed_of"]

_CLOSED = {Status.WAIT.value: Waited, Status.DECLINE.value: Declined}
_DECIDED = (Status.INCLUDE.value, Status.WAIT.value, Status.DECLINE.value)


def typed_of(status: str, reason: str, comment: str, agencies: Sequence[str]) -> Typed:
    """What was filled in. A reason says which decision it goes with: `wait:season`."""
    of, _, code = reason.partition(":")
    if status not in _CLOSED:
        code = ""
    elif of != status:
        code = "?" if reason else ""
    return Typed(status, code, comment.strip(), tuple(agencies))


def faults_of(typed: Typed, *, is_random: bool) -> tuple[str, ...]:
    """The keys of what is wrong with it; empty for a decision that can be made."""
    faults = []
    if typed.status not in _DECIDED:
        faults.append("decision.fault.status")
    closed = _CLOSED.get(typed.status)
    if closed is not None and typed.reason not in {one.value for one in closed}:
        faults.append("decision.fault.reason")
    elif typed.reason == "other" and not typed.comment:
        faults.append("decision.fault.other")
    is_left = typed.status == Status.DECLINE.value and typed.reason in set(Declined)
    if is_random and is_left and typed.reason not in RANDOM_MAY_BE_DECLINED:
        faults.append("decision.fault.random")
    return (*faults, *text_faults(typed.comment))


def choice_of(typed: Typed) -> Choice:
    """The decision itself, of what `faults_of` finds nothing wrong with."""
    is_visit = typed.status == Status.INCLUDE.value
    agencies = typed.agencies if is_visit else ()
    return Choice(Status(typed.status), typed.reason, typed.comment, agencies)


def text_faults(comment: str) -> tuple[str, ...]:
    """The keys of what is wrong with a free text."""
    return tuple(
        "text.fault.long" if "characters" in fault else "text.fault.number"
        for fault in check_text(comment)
    )

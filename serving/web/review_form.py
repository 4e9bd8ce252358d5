"""A vote or a comment as a form sends it: read, and every fault told by its key."""

from __future__ import annotations

from datetime import date

from serving.logs import redact
from serving.pages.vote_form import Typed
from serving.reviewing.acting import MOST
from serving.reviewing.rules import LONGEST, Decision, Review, Verdict

__all__ = ["comment_fault", "until_of", "vote_faults"]


def vote_faults(typed: Typed, review: Review, today: date) -> tuple[str, ...]:
    """The keys of what is wrong with a vote; empty for one that `acting.vote` is asked of.

    Who may vote is asked there.
    """
    faults = []
    if typed.decision not in set(Decision):
        faults.append("vote.fault.decision")
    if typed.decision == Decision.CONDITIONS and not typed.conditions.strip():
        faults.append("vote.fault.conditions")
    if typed.decision in (Decision.APPROVE, Decision.STOP) and typed.conditions.strip():
        faults.append("vote.fault.needless")
    if typed.decision == Decision.STOP and not typed.said.strip():
        faults.append("vote.fault.stop")
    if typed.decision == Decision.APPROVE and not review.is_clean:
        faults.append("vote.fault.unclean")
    if typed.decision in (Decision.APPROVE, Decision.CONDITIONS):
        if any(
            x.name == "public_page" and x.verdict is not Verdict.PASSES for x in review.checks
        ):
            faults.append("vote.fault.public")
        until = until_of(typed)
        if until is None or not today < until <= today + LONGEST:
            faults.append("vote.fault.until")
    if max(len(typed.conditions), len(typed.said)) > MOST:
        faults.append("vote.fault.long")
    if any(redact(text) != text for text in (typed.conditions, typed.said)):
        faults.append("vote.fault.number")
    return tuple(faults)


def comment_fault(text: str) -> str:
    """The key of what is wrong with a comment; empty for one that may be kept."""
    if not text.strip() or len(text) > MOST:
        return "comment.fault"
    return "text.fault.number" if redact(text) != text else ""


def until_of(typed: Typed) -> date | None:
    """The last day that was filled in; None where it is no day."""
    try:
        return date.fromisoformat(typed.until)
    except ValueError:
        return None
